import type { Run } from './context.js';

export interface Option {
  readonly type: 'boolean' | 'string' | 'number';
  readonly describe: string;
  readonly alias?: string;
  readonly default?: boolean;
  readonly choices?: readonly number[];
  /** It cannot be left out. */
  readonly needed?: boolean;
}

export interface Command {
  readonly describe: string;
  readonly options: Readonly<Record<string, Option>>;
  /** A command line and what it does. */
  readonly example: readonly [string, string];
  /** Only what the command needs is loaded: starting up counts. */
  readonly load: () => Promise<Run>;
}

const flag = (describe: string, more: Partial<Option> = {}): Option => ({ type: 'boolean', describe, ...more });
const text = (describe: string, more: Partial<Option> = {}): Option => ({ type: 'string', describe, ...more });
const phase = (describe: string): Option => ({ type: 'number', describe, choices: [1, 2, 3, 4, 5] });
const dryRun = flag('say what would be done; write nothing', { alias: 'd' });
const docs = flag('also rewrite the paths of removed modules in comments and documents');
const validate = flag('run the validation command (--no-validate: do not)', { default: true });

export const globalOptions: Readonly<Record<string, Option>> = {
  cwd: text('work in this folder'),
  config: text('the migration file (default: ssot.config.json, found upwards)'),
  json: flag('print one JSON document'),
  verbose: flag('show everything'),
  quiet: flag('say nothing on stderr but errors and the command that validates'),
  color: flag('colours (--no-color, NO_COLOR: none)', { default: true }),
  progress: flag('progress bar on a terminal (--no-progress: none)', { default: true }),
};

export const commands: Readonly<Record<string, Command>> = {
  plan: {
    describe: 'Show the whole migration; write nothing',
    options: {
      phase: phase('show one phase only'),
      diff: flag('print unified diffs that `git apply` accepts (with --phase: on top of the phases before it)'),
      out: text('save the plan to this file, for `apply --plan`'),
      check: flag('exit 1 when changes are pending'),
      docs,
    },
    example: ['ssot plan --phase 4 --diff', 'what phase 4 would change'],
    load: async () => (await import('./planning.js')).plan,
  },
  apply: {
    describe: 'Apply the next pending phase, validate it, and roll it back if that fails',
    options: {
      'phase': phase('apply this phase'),
      'all': flag('apply all pending phases'),
      'plan': text('apply only what this saved plan holds'),
      'dry-run': dryRun,
      'print': flag('print the new text of each file instead of writing', { alias: 'p' }),
      'diff': flag('with --dry-run: print unified diffs'),
      'yes': flag('do not ask (only a terminal is asked)', { alias: 'y' }),
      validate,
      'allow-dirty': flag('although the working tree has changes that are not committed'),
      docs,
    },
    example: ['ssot apply --all --yes', 'all phases, each validated'],
    load: async () => (await import('./planning.js')).apply,
  },
  status: {
    describe: 'Show each phase: pending, applied, rolled back, interrupted; and what was edited since',
    options: {},
    example: ['ssot status --json', 'for a script'],
    load: async () => (await import('./returning.js')).status,
  },
  rollback: {
    describe: 'Undo a phase, and the applied phases after it first',
    options: {
      'phase': phase('undo this phase and those after it (default: the interrupted one)'),
      'dry-run': dryRun,
      'force': flag('restore files edited since; their edited version is kept beside them'),
      'merge': flag('merge what was edited since into the restored files'),
      'from-backups': flag('go by the *.phaseN.bak files alone, when .ssot was lost or damaged'),
    },
    example: ['ssot rollback --phase 3', 'undoes 5, 4 and 3, in this order'],
    load: async () => (await import('./returning.js')).rollback,
  },
  resume: {
    describe: 'Complete what was interrupted',
    options: { force: flag('set files edited meanwhile aside') },
    example: ['ssot resume', 'after a crash in the middle of a phase'],
    load: async () => (await import('./returning.js')).resume,
  },
  finish: {
    describe: 'After a last validation: remove the backups and close the migration',
    options: { 'dry-run': dryRun, validate },
    example: ['ssot finish', 'when all phases are applied and merged'],
    load: async () => (await import('./planning.js')).finish,
  },
  init: {
    describe: 'Draft a migration file for a canonical module',
    options: {
      'canonical': text('the one true place: path/to/file#Export', { needed: true }),
      'dry-run': flag('print it instead of writing', { alias: 'd' }),
      'force': flag('replace the file that is there'),
    },
    example: ['ssot init --canonical src/ws/manager.ts#Manager', 'writes ssot.config.json'],
    load: async () => (await import('./planning.js')).init,
  },
  discover: {
    describe: 'List modules that only hand on what others define, and who imports them',
    options: {},
    example: ['ssot discover', 'candidates for "shims"'],
    load: async () => (await import('./planning.js')).discover,
  },
  check: {
    describe: 'For CI: exit 1 with path:line for each use of a retired module',
    options: {},
    example: ['ssot check', 'fails when a shim came back into use'],
    load: async () => (await import('./planning.js')).check,
  },
  rehearse: {
    describe: 'Apply all phases in a copy of the folder, validate each, roll all back, and say whether it held',
    options: { keep: flag('leave the copy for inspection') },
    example: ['ssot rehearse', 'the whole migration, without touching your files'],
    load: async () => (await import('./planning.js')).rehearse,
  },
};
