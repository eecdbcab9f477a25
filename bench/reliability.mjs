/**
 * `node bench/reliability.mjs [crash|kill|model|together|recovery|hostile|fuzz]`: the tests of test/reliability with all points in place of
 * a sample: a real SIGKILL at every call, each kind of failure at every call, 5,000 random histories, eight processes for a
 * minute. Needs `npm run build` before. Takes half an hour; prints how many points each tried.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const which = process.argv.slice(2).map((name) => `test/reliability/${name}.test.ts`);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--silent=false',
    '--reporter=verbose',
    '--testTimeout=3600000',
    ...(which.length > 0 ? which : ['test/reliability']),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, SSOT_THOROUGH: '1' } },
);
process.exitCode = status ?? 1;
