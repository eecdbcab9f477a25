/** What is measured: the generated code bases, and the real ones that the user names. All are copies that may be written to. */
import { cpSync, copyFileSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCorpus } from './corpus.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The two of docs/performance.md, and the jobs on them: `from` and `to` is what sed and the peers replace. */
const KNOWN = {
  // github.com/netra-systems/zen at 660c29299
  PY: {
    config: '../examples/netra-imports.ssot.json',
    few: 'corpora/py-few.ssot.json',
    words: ['websocket_core.websocket_manager', 'websocket_core.unified_manager', 'app.websocket_core import'],
    from: 'netra_backend.app.websocket_core.unified_manager',
    to: 'netra_backend.app.websocket_core.websocket_manager',
    globs: ['*.py'],
  },
  // github.com/nocobase/nocobase at 916a11c0d44
  TS: {
    config: 'corpora/ts.ssot.json',
    few: 'corpora/ts-few.ssot.json',
    words: ['@nocobase/database'],
    from: '@nocobase/database',
    to: '@nocobase/data-layer',
    globs: ['*.ts', '*.tsx'],
  },
};

/** `NAME=DIR[,CONFIG[,CONFIG OF FEW CHANGES]]`: copied to the scratch folder, with its migration files in its root. */
export function givenCorpus(text, scratch) {
  const [, name, dir, config, few] = /^(\w+)=([^,]+)(?:,([^,]*))?(?:,([^,]*))?$/.exec(text) ?? [];
  if (name === undefined) throw new Error(`--corpus ${text}: expected NAME=DIR[,CONFIG[,CONFIG]]`);
  const known = KNOWN[name];
  const file = config ? resolve(config) : known && join(here, known.config);
  if (!file) throw new Error(`--corpus ${text}: a migration file is needed for what is neither PY nor TS`);
  const root = join(scratch, name);
  cpSync(resolve(dir), root, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !['.git', 'node_modules', '.ssot'].includes(basename(path)) && !/\.phase\d\.bak$/.test(path),
  });
  copyFileSync(file, join(root, 'ssot.bench.json'));
  const fewer = few ? resolve(few) : known && join(here, known.few);
  if (fewer) copyFileSync(fewer, join(root, 'ssot.few.json'));
  const job = known ?? jobOf(JSON.parse(readFileSync(file, 'utf8')));
  return { ...job, name, root, config: join(root, 'ssot.bench.json'), few: fewer ? join(root, 'ssot.few.json') : null };
}

/** For any other migration file (plain JSON): the names of the modules that it retires. */
function jobOf({ shims = [], factories = [], redirects = [] }) {
  const modules = [
    ...shims,
    ...factories.map(({ module }) => module),
    ...redirects.map(({ from }) => from.split('#')[0]),
  ];
  const python = modules.some((module) => extname(module) === '.py' || !/[/\\]/.test(module));
  const words = [
    ...new Set(modules.map((module) => (python ? module.replace(/\.py$/, '') : basename(module, extname(module))))),
  ];
  if (words.length === 0) throw new Error('the migration file retires nothing that a search could look for');
  return {
    words,
    from: words[0],
    to: `${words[0]}_new`,
    globs: python ? ['*.py'] : ['*.ts', '*.tsx', '*.js', '*.jsx'],
  };
}

/** `worst`: each hit needs a rename or a new construction, so a parse. `plain`: only specifiers differ, as in the peers' jobs. */
export function generatedCorpora(scratch, files) {
  return ['plain', 'worst'].map((kind) => {
    const root = join(scratch, kind);
    const job = makeCorpus(root, { files, plain: kind === 'plain' });
    return { ...job, name: kind, root, config: join(root, 'ssot.config.json'), few: join(root, 'ssot.few.json') };
  });
}
