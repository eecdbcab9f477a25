import * as z from 'zod/mini';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

const said = z.describe;
const text = z.string().check(z.minLength(1));

const module = text.check(
  said('A module: its path relative to the migration file, with "/"; the extension and "/index" may be left out.'),
);
const identifier = z.string().check(z.regex(IDENTIFIER));
const globs = (meaning: string) =>
  z.optional(z.array(text).check(said(`${meaning} Paths or globs (picomatch), relative to the migration file.`)));
const place = z
  .string()
  .check(
    z.regex(/^[^#]+(#[^#]+)?$/),
    said('"path/to/module#Name", or "path/to/module" for all of it; the module may be a package.'),
  );

const factory = z
  .strictObject({
    module,
    calls: z.optional(
      z
        .record(text, text)
        .check(
          said(
            'Signature -> the expression that replaces its calls, parameters by name. Left out: inferred from the source.',
          ),
        ),
    ),
  })
  .check(said('A module whose calls become construction, removed by phase 3.'));

const redirect = z
  .strictObject({ from: place, to: place })
  .check(said('An explicit move, for what cannot be derived from "canonical".'));

const phaseKey = z.enum(['1', '2', '3', '4', '5']);

/** The migration file as a person writes it. `ssot.schema.json` is generated from this (scripts/schema.mjs). */
export const migrationSchema = z
  .strictObject({
    $schema: z.optional(z.string().check(said('Where editors find the schema of this file; not read by the tool.'))),
    name: z.optional(
      z
        .string()
        .check(
          z.regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-])){0,63}$/),
          said('Name of the migration and of its folder in .ssot/; by default derived from the canonical module.'),
        ),
    ),
    canonical: z.optional(
      z
        .strictObject({ module, export: identifier.check(said('The exported name, or "default".')) })
        .check(said('The one fact: where the canonical implementation lives.')),
    ),
    aliases: z.optional(z.array(identifier).check(said('Other names of the same thing; their uses are renamed.'))),
    implementation: z.optional(module.check(said('The module that phase 5 takes into the canonical one.'))),
    shims: z.optional(z.array(module).check(said('Modules that only hand on what others define, removed by phase 4.'))),
    factories: z.optional(z.array(factory)),
    redirects: z.optional(z.array(redirect)),
    entrypoints: globs('Startup, routes and wiring, detached in phase 1.'),
    tests: globs('Test files, rewritten in phase 2.'),
    obsolete: globs('Tests of the factory itself, removed (with backup) in phase 3.'),
    exclude: globs('Never rewritten, and never counted as a blocker.'),
    finalize: z.optional(
      z
        .enum(['absorb', 'facade'])
        .check(
          said(
            'Phase 5. "absorb" (default): the implementation moves into the canonical module. "facade": it stays, and only the canonical module imports it.',
          ),
        ),
    ),
    retire: z.optional(
      z
        .enum(['delete', 'stub'])
        .check(
          said(
            'What becomes of a removed file: "delete" (default), or "stub" for a deprecated re-export in its place.',
          ),
        ),
    ),
    validate: z.optional(
      z
        .union([text, z.partialRecord(phaseKey, text)])
        .check(said('A command to run after each phase; or one for each phase number: { "1": "...", "5": "..." }.')),
    ),
  })
  .check(said('Migration file of ssot-codemod (ssot.config.json). "canonical" or "redirects" is needed.'));

export type MigrationFile = z.infer<typeof migrationSchema>;
