/** Writes `ssot.schema.json` from the schema in `src/migration/schema.ts`. Run after `npm run build`. */
import { writeFileSync } from 'node:fs';
import { schemaText } from '../dist/src/migration/json-schema.js';

writeFileSync('ssot.schema.json', schemaText());
