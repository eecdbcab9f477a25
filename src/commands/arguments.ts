import yargs, { type Arguments, type Options } from 'yargs';
import { Failure } from '../messages/failures.js';
import { didYouMean } from '../messages/problems.js';
import { nearest } from '../workspace/guess.js';
import { type Command, type Option, commands, globalOptions } from './catalog.js';
import type { Args } from './context.js';

export interface Globals {
  readonly cwd?: string;
  readonly color?: boolean;
  readonly progress?: boolean;
  readonly quiet?: boolean;
}

export type Parsed =
  { readonly help: string } | { readonly command: Command; readonly args: Args; readonly global: Globals };

/**
 * What the arguments ask for: a help text (`width` columns), or a command with its arguments.
 * Throws Failure `usage` (exit 2) with a guess for what is misspelt.
 */
export async function parseArguments(argv: readonly string[], width: number): Promise<Parsed> {
  const valid = await parse(argv, width);
  if (typeof valid === 'string') return { help: valid };
  const { name, command, parsed } = valid;
  if (parsed._.length > 1) throw new Failure('usage', `${name}: unexpected argument ${JSON.stringify(parsed._[1])}`);
  // The catalogue declares exactly the fields and types of `Args`, and strict parsing admits nothing else.
  const values = parsed as unknown as Args & Globals;
  refuseRepeated(name, parsed);
  if (values.force && values.merge) throw new Failure('usage', `${name}: --force and --merge exclude each other`);
  if (values.fromBackups && (values.force || values.merge || values.dryRun))
    throw new Failure('usage', `${name}: --from-backups goes with none of --force, --merge and --dry-run`);
  if (values.all && values.phase !== undefined)
    throw new Failure('usage', `${name}: --all and --phase exclude each other`);
  return { command, args: values, global: values };
}

/** Thrown where yargs would run a command: it goes on to lay out the help, which takes longer than all before it. */
class Valid extends Error {
  constructor(
    override readonly name: string,
    readonly command: Command,
    readonly parsed: Arguments,
  ) {
    super();
  }
}

/** A command with its arguments, or the help that was asked for. */
async function parse(argv: readonly string[], width: number): Promise<Valid | string> {
  const parser = parserFor(
    width,
    argv.find((argument) => Object.hasOwn(commands, argument)),
  );
  let help = '';
  try {
    await parser.parseAsync([...argv], {}, (_error: unknown, _argv: unknown, output: string) => {
      help = output;
    });
  } catch (reached) {
    if (reached instanceof Valid) return reached;
    throw reached;
  }
  return help === '' ? parser.getHelp() : help;
}

function parserFor(width: number, command: string | undefined) {
  let parser = yargs([])
    .scriptName('ssot')
    .locale('en')
    .usage('$0 <command>: one source of truth, in five phases that can each be previewed, applied and rolled back')
    .options(optionsOf(globalOptions))
    .strict()
    .help()
    .version(false)
    .wrap(width)
    .exitProcess(false)
    .epilogue(
      'Exit codes: 0 done, 1 no, 2 usage, 3 blocked, 4 drift, 5 validation failed, 6 locked, 70 internal, 130 interrupted',
    )
    .fail((message: string | null, error: Error | undefined) => {
      // yargs' own errors (YError) are the user's slips too.
      if (error && error.name !== 'YError') throw error;
      throw new Failure('usage', explain(message ?? error?.message ?? '', command));
    });
  for (const [name, command] of Object.entries(commands)) {
    const { describe, options, example } = command;
    parser = parser.command(
      name,
      describe,
      (sub) => sub.options(optionsOf(options)).example(...example),
      (parsed) => {
        throw new Valid(name, command, parsed);
      },
    );
  }
  return parser;
}

function optionsOf(options: Readonly<Record<string, Option>>): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, describe, alias, default: value, choices, needed }]) => [
      name,
      {
        type,
        describe,
        requiresArg: type !== 'boolean',
        ...(alias === undefined ? {} : { alias }),
        ...(value === undefined ? {} : { default: value }),
        ...(choices === undefined ? {} : { choices }),
        ...(needed ? { demandOption: true } : {}),
      },
    ]),
  );
}

/** yargs collects an option given twice into a list; which of the two is meant nobody can know. */
function refuseRepeated(command: string, parsed: Readonly<Record<string, unknown>>): void {
  const repeated = Object.keys(parsed).find((key) => key !== '_' && Array.isArray(parsed[key]));
  if (repeated !== undefined) throw new Failure('usage', `${command}: --${repeated} is given more than once`);
}

/** Adds a guess to yargs' complaint about a command, or an option of the command, that it does not know. */
function explain(message: string, command: string | undefined): string {
  const [, list] = /^Unknown (?:arguments?|commands?): (.*)/.exec(message) ?? [];
  if (list === undefined) return message.replace(/\s+/g, ' ').replace('Given: null', 'Given: no number');
  const word = list.split(', ')[0] ?? '';
  const own = command === undefined ? undefined : commands[command];
  const option = nearest(word, Object.keys({ ...globalOptions, ...own?.options }));
  const guess = (own ? null : nearest(word, Object.keys(commands))) ?? (option === null ? null : `--${option}`);
  return message + (guess === null ? '' : didYouMean(guess));
}
