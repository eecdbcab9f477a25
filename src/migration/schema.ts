import { z } from 'zod';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

const module = z
  .string()
  .min(1)
  .describe('A module: its path relative to the migration file, with "/"; the extension and "/index" may be left out.');
const identifier = z.string().regex(IDENTIFIER);
const globs = (meaning: string) =>
  z.array(z.string().min(1)).describe(`${meaning} Paths or globs (picomatch), relative to the migration file.`);
const place = z
  .string()
  .regex(/^[^#]+(#[^#]+)?$/)
  .describe('"path/to/module#Name", or "path/to/module" for all of it; the module may be a package.');

const factory = z
  .strictObject({
    module,
    calls: z
      .record(z.string().min(1), z.string().min(1))
      .optional()
      .describe(
        'Signature -> the expression that replaces its calls, parameters by name. Left out: inferred from the source.',
      ),
  })
  .describe('A module whose calls become construction, removed by phase 3.');

const redirect = z
  .strictObject({ from: place, to: place })
  .describe('An explicit move, for what cannot be derived from "canonical".');

const command = z.string().min(1);
const phaseKey = z.enum(['1', '2', '3', '4', '5']);

/** The migration file as a person writes it. `ssot.schema.json` is generated from this (scripts/schema.mjs). */
export const migrationSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the schema of this file; not read by the tool.'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-])){0,63}$/)
      .optional()
      .describe('Name of the migration and of its folder in .ssot/; by default derived from the canonical module.'),
    canonical: z
      .strictObject({
        module,
        export: identifier.describe('The exported name, or "default".'),
      })
      .optional()
      .describe('The one fact: where the canonical implementation lives.'),
    aliases: z.array(identifier).optional().describe('Other names of the same thing; their uses are renamed.'),
    implementation: module.optional().describe('The module that phase 5 takes into the canonical one.'),
    shims: z.array(module).optional().describe('Modules that only hand on what others define, removed by phase 4.'),
    factories: z.array(factory).optional(),
    redirects: z.array(redirect).optional(),
    entrypoints: globs('Startup, routes and wiring, detached in phase 1.').optional(),
    tests: globs('Test files, rewritten in phase 2.').optional(),
    obsolete: globs('Tests of the factory itself, removed (with backup) in phase 3.').optional(),
    exclude: globs('Never rewritten, and never counted as a blocker.').optional(),
    finalize: z
      .enum(['absorb', 'facade'])
      .optional()
      .describe(
        'Phase 5. "absorb" (default): the implementation moves into the canonical module. "facade": it stays, and only the canonical module imports it.',
      ),
    retire: z
      .enum(['delete', 'stub'])
      .optional()
      .describe(
        'What becomes of a removed file: "delete" (default), or "stub" for a deprecated re-export in its place.',
      ),
    validate: z
      .union([command, z.partialRecord(phaseKey, command)])
      .optional()
      .describe('A command to run after each phase; or one for each phase number: { "1": "...", "5": "..." }.'),
  })
  .describe('Migration file of ssot-codemod (ssot.config.json). "canonical" or "redirects" is needed.');

export type MigrationFile = z.infer<typeof migrationSchema>;
