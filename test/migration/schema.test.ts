import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { schemaText } from '../../src/migration/json-schema.js';

it('ssot.schema.json is what the schema says (npm run build && node scripts/schema.mjs)', () => {
  const file = new URL('../../ssot.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(schemaText());
});
