import type { core } from 'zod/mini';
import { Failure } from '../messages/failures.js';
import { configProblems, didYouMean } from '../messages/problems.js';
import { sha256 } from '../workspace/hash.js';
import { nearest } from '../workspace/guess.js';
import { type JsonPath, type Jsonc, type Problem, readJsonc } from './jsonc.js';
import { type World } from './modules.js';
import { type Migration } from './migration.js';
import { nameOf, normalise } from './normalise.js';
import { type MigrationFile, migrationSchema } from './schema.js';

/** So many problems are told. */
const SHOWN = 20;

/**
 * The migration that a file declares. `configPath` is the file's path relative to the root, for messages; `world` is the
 * whole tree under the root (see `withRemoved`). Throws `Failure` (exit 2) that lists everything that is wrong, each with
 * JSON path and line.
 */
export function parseMigration(text: string, configPath: string, world: World): Migration {
  const jsonc = readJsonc(text);
  const file = declared(jsonc, configPath);
  const { migration, problems } = normalise(file, world, { configPath, hash: sha256(text) });
  if (problems.length > 0) {
    throw invalid(
      configPath,
      problems.slice(0, SHOWN).map(({ path, text: what }) => ({ path, line: jsonc.lineOf(path), text: what })),
    );
  }
  return migration;
}

/** The migration's name alone, which needs no tree. Throws as `parseMigration` does, for a wrong form. */
export function migrationName(text: string, configPath: string): string {
  return nameOf(declared(readJsonc(text), configPath));
}

function declared(jsonc: Jsonc, configPath: string): MigrationFile {
  if (jsonc.problems.length > 0) throw invalid(configPath, jsonc.problems);
  const root = jsonc.value;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    throw invalid(configPath, [{ path: [], line: jsonc.lineOf([]), text: configProblems.notObject(shown(root)) }]);
  }
  const parsed = migrationSchema.safeParse(root);
  if (parsed.success) return parsed.data;
  throw invalid(
    configPath,
    parsed.error.issues.slice(0, SHOWN).flatMap((issue) => explain(issue, [], jsonc)),
  );
}

type Issue = core.$ZodIssue;

/** A schema issue in the words of the migration file: JSON path, value, expected form, and a guess. */
function explain(issue: Issue, above: JsonPath, jsonc: Jsonc): Problem[] {
  const path = [...above, ...(issue.path as JsonPath)];
  const value = valueAt(jsonc.value, path);
  const at = (where: JsonPath, text: string): Problem => ({ path: where, line: jsonc.lineOf(where), text });
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys
      .slice(0, SHOWN)
      .map((key) => at([...path, key], configProblems.unknownKey() + guessed(key, known)));
  }
  // Of a union, the form that was attempted is the one whose own issues lie deeper than "wrong type".
  if (issue.code === 'invalid_union') {
    const attempt = issue.errors.find((issues) => issues.some((inner) => inner.code !== 'invalid_type'));
    if (attempt) return attempt.flatMap((inner) => explain(inner, path, jsonc));
  }
  const form = expectedForm(issue, path);
  if (value === undefined) return [at(path, configProblems.missing(form))];
  const guess =
    issue.code === 'invalid_value' && typeof value === 'string' ? guessed(value, issue.values.map(String)) : '';
  return [at(path, configProblems.form(shown(value), form) + guess)];
}

/** JSON's types in the words of the messages. */
const TYPES: Readonly<Record<string, string>> = { string: 'a text', object: 'an object', array: 'a list' };

function expectedForm(issue: Issue, path: JsonPath): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'too_small') return 'a text that is not empty';
  const keys = path.filter((step) => typeof step === 'string');
  if (issue.code === 'invalid_format') {
    if (keys[0] === 'redirects') return '"path/to/module#Name" or "path/to/module"';
    if (keys[0] === 'name') return 'a folder name: up to 64 letters, digits, ".", "_" and "-"';
    return 'an identifier';
  }
  if (issue.code === 'invalid_type' && issue.expected === 'record') return 'an object of texts';
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (keys[0] === 'validate') return 'a command, or an object { "1": "...", "5": "..." } of commands';
  return issue.message;
}

/** The keys that the schema knows at a path. */
function knownKeys(path: JsonPath): string[] {
  const [top] = path;
  const { shape } = migrationSchema;
  if (top === 'canonical') return Object.keys(shape.canonical.def.innerType.shape);
  if (top === 'factories') return Object.keys(shape.factories.def.innerType.def.element.shape);
  if (top === 'redirects') return Object.keys(shape.redirects.def.innerType.def.element.shape);
  if (top === 'validate') return [];
  return Object.keys(shape);
}

function guessed(word: string, candidates: readonly string[]): string {
  const guess = nearest(word, candidates);
  return guess === null ? '' : didYouMean(guess);
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let here = value;
  for (const step of path) here = (here as Readonly<Record<string | number, unknown>> | undefined)?.[step];
  return here;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

/** `canonical.module`, `shims[0]`, `factories[1].calls["f(a)"]`; empty for the file as a whole. */
function pointer(path: JsonPath): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w$]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}

function invalid(configPath: string, problems: readonly Problem[]): Failure {
  const lines = problems.map(
    ({ path, line, text }) => `${configPath}:${line}: ${[pointer(path), text].filter(Boolean).join(' ')}`,
  );
  return new Failure('config-invalid', configPath, lines);
}
