import { toJSONSchema } from 'zod/mini';
import { migrationSchema } from './schema.js';

/** The text of `ssot.schema.json`: the migration file's form as a JSON Schema, for editors. */
export function schemaText(): string {
  return `${JSON.stringify(toJSONSchema(migrationSchema), null, 2)}\n`;
}
