import { parseArgs } from 'node:util';
import { Failure } from '../messages/failures.js';
import { didYouMean } from '../messages/problems.js';
import { usageProblems } from '../messages/usage.js';
import { nearest } from '../workspace/guess.js';
import { type Command, type Option, commands, globalOptions } from './catalog.js';
import type { Args } from './context.js';

export interface Globals {
  readonly cwd?: string;
  readonly color?: boolean;
  readonly progress?: boolean;
  readonly quiet?: boolean;
}

/** `help`: the name of the command to describe; null for all of them. */
export type Parsed =
  { readonly help: string | null } | { readonly command: Command; readonly args: Args; readonly global: Globals };

type Values = Readonly<Record<string, string | number | boolean>>;

const HELP: Option = { type: 'boolean', describe: '', alias: 'h' };
/** Of the same name, options are of the same type in every command: so they can be read before the command is known. */
const everyOption = new Map(
  [{ help: HELP }, globalOptions, ...Object.values(commands).map(({ options }) => options)].flatMap(
    Object.entries<Option>,
  ),
);

/**
 * What the arguments ask for: help, or a command with its arguments.
 * Throws Failure `usage` (exit 2) with a guess for what is misspelt.
 */
export function parseArguments(argv: readonly string[]): Parsed {
  const { given, words } = read(argv);
  const [name, ...more] = words;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (name !== undefined && !command) throw unknown(name, Object.keys(commands));
  const known = new Map(Object.entries({ help: HELP, ...globalOptions, ...command?.options }));
  for (const { name: option } of given) if (!known.has(option)) throw unknown(option, known.keys(), '--');
  if (name === undefined || !command || given.some((option) => option.name === 'help')) return { help: name ?? null };
  if (more[0] !== undefined) throw usage(usageProblems.unexpected(name, more[0]));
  const values = valuesOf(name, given, known);
  refuseTogether(name, values);
  // The catalogue declares exactly the fields and types of `Args`, and no other option came this far.
  const args = Object.fromEntries(Object.entries(values).map(([key, value]) => [camelCase(key), value]));
  return { command, args: args, global: args };
}

interface Given {
  readonly name: string;
  /** As written behind the option; undefined when nothing was. */
  readonly value: string | undefined;
  /** `--no-<name>`. */
  readonly negated: boolean;
}

function read(argv: readonly string[]): { readonly given: readonly Given[]; readonly words: readonly string[] } {
  const options = Object.fromEntries(
    [...everyOption].map(([name, { type, alias }]) => [
      name,
      { type: type === 'boolean' ? type : ('string' as const), ...(alias === undefined ? {} : { short: alias }) },
    ]),
  );
  const { tokens, positionals } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const given = tokens.flatMap((token): Given[] => {
    if (token.kind !== 'option') return [];
    const positive = token.name.replace(/^no-/, '');
    const negated = positive !== token.name && everyOption.get(positive)?.type === 'boolean';
    // What looks like the next option is no value, though `parseArgs` takes it for one.
    const value = token.inlineValue === false && token.value.startsWith('-') ? undefined : token.value;
    return [{ name: negated ? positive : token.name, value, negated }];
  });
  return { given, words: positionals };
}

/** The values as the catalogue types them, with its defaults. */
function valuesOf(command: string, given: readonly Given[], known: ReadonlyMap<string, Option>): Values {
  const values: Record<string, string | number | boolean> = {};
  for (const { name, value, negated } of given) {
    const option = known.get(name) ?? HELP;
    if (Object.hasOwn(values, name)) throw usage(usageProblems.repeated(command, name));
    values[name] = option.type === 'boolean' ? flag(name, value, negated) : content(name, option, value);
  }
  for (const [name, option] of known) {
    if (Object.hasOwn(values, name)) continue;
    if (option.needed) throw usage(usageProblems.missing(command, name));
    if (option.default !== undefined) values[name] = option.default;
  }
  return values;
}

/** `--flag`, `--no-flag`, `--flag=true`, `--flag=false`. */
function flag(name: string, value: string | undefined, negated: boolean): boolean {
  if (value !== undefined && (negated || !/^(true|false)$/.test(value)))
    throw usage(usageProblems.needsNone(name, value));
  return !negated && value !== 'false';
}

function content(name: string, { type, choices }: Option, value: string | undefined): string | number {
  if (value === undefined || value === '') throw usage(usageProblems.needsValue(name));
  if (type !== 'number') return value;
  const number = choices?.find((choice) => String(choice) === value);
  if (number === undefined) throw usage(usageProblems.notAmong(name, value, (choices ?? []).join(', ')));
  return number;
}

function refuseTogether(command: string, values: Values): void {
  const has = (name: string): boolean => values[name] !== undefined && values[name] !== false;
  if (has('force') && has('merge')) throw usage(usageProblems.exclusive(command, 'force', 'merge'));
  if (has('from-backups') && (has('force') || has('merge') || has('dry-run')))
    throw usage(usageProblems.alone(command, 'from-backups', '--force, --merge and --dry-run'));
  if (has('all') && has('phase')) throw usage(usageProblems.exclusive(command, 'all', 'phase'));
}

function unknown(word: string, candidates: Iterable<string>, dashes = ''): Failure {
  const guess = nearest(word, candidates);
  return usage(usageProblems.unknown(word) + (guess === null ? '' : didYouMean(dashes + guess)));
}

function usage(text: string): Failure {
  return new Failure('usage', text);
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
