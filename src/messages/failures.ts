/** Every message a user can see lives in this folder, with a code and a remedy. This file: what ends a command, with its exit code. */

/** Exit codes are a contract (docs/commands.md). */
export const EXIT = {
  done: 0,
  no: 1,
  usage: 2,
  blocked: 3,
  drift: 4,
  invalid: 5,
  locked: 6,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

interface FailureText {
  readonly exit: ExitCode;
  readonly say: (detail: string) => string;
  readonly hint: string;
}

const failures = {
  'config-missing': {
    exit: EXIT.usage,
    say: (d) => `no migration file found (looked for ssot.config.json from ${d} upwards)`,
    hint: 'Run `ssot init` to draft one, or name it with --config. `ssot init` needs --canonical path/to/file#Export.',
  },
  'config-unreadable': {
    exit: EXIT.usage,
    say: (d) => `the migration file cannot be read: ${d}`,
    hint: 'Name a readable UTF-8 file inside the working tree with --config.',
  },
  'config-invalid': {
    exit: EXIT.usage,
    say: (d) => `the migration file is not valid: ${d}`,
    hint: 'Mend what is listed; `ssot.schema.json` describes every key.',
  },
  'root-unreadable': {
    exit: EXIT.usage,
    say: (d) => `the folder cannot be read: ${d}`,
    hint: 'Name a readable folder with --cwd.',
  },
  'path-outside': {
    exit: EXIT.usage,
    say: (d) =>
      `${JSON.stringify(d)} leads out of the root or to a folder that holds no sources, or is longer than file systems take; nothing was written`,
    hint: 'Paths are relative to the migration file, with "/", go through no symbolic link, and leave room for a backup\'s name (at most 240 bytes).',
  },
  'name-invalid': {
    exit: EXIT.usage,
    say: (d) => `${JSON.stringify(d)} cannot be the name of a migration`,
    hint: 'Use letters, digits, ".", "_" and "-" for "name", beginning with a letter or digit.',
  },
  'drift': {
    exit: EXIT.drift,
    say: (d) => `files are not as ${d}; nothing was written`,
    hint: 'Look at them, then plan again (apply), or use --merge or --force (rollback, resume).',
  },
  'backup-in-the-way': {
    exit: EXIT.drift,
    say: (d) => `files stand where the backups of ${d} would go; nothing was written`,
    hint: 'If they are backups of a lost journal, `ssot rollback --phase N --from-backups` puts them back; otherwise move them.',
  },
  'backup-lost': {
    exit: EXIT.drift,
    say: (d) => `no intact backup is left of ${d}; nothing was written`,
    hint: 'Put the .bak file or the folder .ssot back (from version control, or another copy) and try again.',
  },
  'write-failed': {
    exit: EXIT.internal,
    say: (d) => `cannot write ${d}; what had been done was undone`,
    hint: 'Make room or give permission, then run the command again.',
  },
  'write-failed-halfway': {
    exit: EXIT.internal,
    say: (d) => `cannot write ${d}; undoing failed too, so the phase is interrupted`,
    hint: 'Make room or give permission; then `ssot resume` completes the phase and `ssot rollback` takes it back.',
  },
  'already-applied': {
    exit: EXIT.usage,
    say: (d) => `${d} is applied already`,
    hint: 'Roll it back first (`ssot rollback --phase N`) to apply it anew.',
  },
  'not-applied': {
    exit: EXIT.usage,
    say: (d) => `${d} is not applied, so there is nothing to roll back`,
    hint: '`ssot status` shows which phases are applied.',
  },
  'phase-interrupted': {
    exit: EXIT.drift,
    say: (d) => `${d} was interrupted`,
    hint: '`ssot resume` completes it; `ssot rollback` takes it back.',
  },
  'no-backups': {
    exit: EXIT.usage,
    say: (d) => `there are no backups of ${d} or a later one that the journal does not know`,
    hint: '`ssot status` shows which phases are applied; those are rolled back without --from-backups.',
  },
  'journal-lost': {
    exit: EXIT.drift,
    say: (d) => `the journal does not know ${d}, but its backups lie beside the files`,
    hint: 'Put .ssot back as it was, or let `ssot rollback --phase N --from-backups` restore what the backups hold.',
  },
  'migration-finished': {
    exit: EXIT.usage,
    say: (d) => `the migration ${d} is finished and its backups are gone`,
    hint: 'Use version control to go back further.',
  },
  'journal-damaged': {
    exit: EXIT.drift,
    say: (d) => `the journal is damaged at ${d}`,
    hint: 'Put .ssot back as it was, or let `ssot rollback --phase N --from-backups` restore what the backups hold.',
  },
  'cannot-finish': {
    exit: EXIT.internal,
    say: (d) => `cannot remove all backups: ${d}`,
    hint: 'Give permission, then run `ssot finish` again: it goes on from here.',
  },
  'lock-failed': {
    exit: EXIT.internal,
    say: (d) => `cannot take the lock: ${d}`,
    hint: 'Make room or give permission to write below the root, then run the command again.',
  },
  'lock-left': {
    exit: EXIT.internal,
    say: (d) => `cannot remove the lock: ${d}; what was asked for is done`,
    hint: 'The next run on this machine removes it; for runs on other machines, remove it by hand.',
  },
  'locked': {
    exit: EXIT.locked,
    say: (d) => `another run is at work here: ${d}`,
    hint: 'Wait for it. If that process is gone (on another machine, say), remove the file named above.',
  },
  'usage': {
    exit: EXIT.usage,
    say: (d) => d,
    hint: 'Run the command with --help to see what it takes.',
  },
  'config-exists': {
    exit: EXIT.usage,
    say: (d) => `${d} exists already`,
    hint: 'Edit it, or let --force replace it.',
  },
  'canonical-unknown': {
    exit: EXIT.usage,
    say: (d) => `nothing can be drafted: ${d}`,
    hint: 'Name a module of this folder and one of its exports: --canonical src/thing.ts#Thing',
  },
  'interrupted': {
    exit: EXIT.interrupted,
    say: () => 'Interrupted.',
    hint: '`ssot status` shows where it stands; `ssot resume` goes on, `ssot rollback` goes back.',
  },
  'phase-order': {
    exit: EXIT.usage,
    say: (d) => `phase ${d} cannot be applied before the phases below it`,
    hint: 'Run `ssot apply` to apply the next pending phase, or `ssot apply --all`.',
  },
  'blocked': {
    exit: EXIT.blocked,
    say: (d) => `phase ${d} is blocked; nothing was changed`,
    hint: 'Settle what is listed (or add the files to "exclude"), then run it again. Earlier phases can be applied with --phase.',
  },
  'dirty-tree': {
    exit: EXIT.blocked,
    say: (d) => `the working tree has changes that are not committed: ${d}`,
    hint: 'Commit or stash them, so that yours and ours stay apart; or say --allow-dirty.',
  },
  'plan-file': {
    exit: EXIT.usage,
    say: (d) => `the saved plan cannot be used: ${d}`,
    hint: 'Make one with `ssot plan --out FILE`.',
  },
  'plan-stale': {
    exit: EXIT.drift,
    say: (d) => `the saved plan no longer fits: ${d}`,
    hint: 'Look at the new plan and save it again: `ssot plan --out FILE`.',
  },
  'validation-failed': {
    exit: EXIT.invalid,
    say: (d) => `validation failed: ${d}`,
    hint: 'Its output is above. Mend what it found, then run it again; --no-validate applies without it.',
  },
  'not-confirmed': {
    exit: EXIT.no,
    say: () => 'not confirmed; nothing was changed',
    hint: 'Answer y, or say --yes.',
  },
  'rehearsal-differs': {
    exit: EXIT.no,
    say: (d) => `applying, rolling back and applying again does not come to the same: ${d} of the copy differ`,
    hint: 'Does the validation command write to them? Look at the copy: `ssot rehearse --keep`.',
  },
  'finish-pending': {
    exit: EXIT.blocked,
    say: (d) => `the migration still has work to do: ${d}`,
    hint: 'Run `ssot apply --all` first; `ssot plan` shows what is left.',
  },
} as const satisfies Record<string, FailureText>;

export type FailureCode = keyof typeof failures;

/** An end of the command that we foresaw: one line, a remedy, and its exit code. Anything else thrown is a bug of ours. */
export class Failure extends Error {
  readonly exit: ExitCode;
  readonly hint: string;

  constructor(
    readonly code: FailureCode,
    detail = '',
    /** Further lines that belong to it (the files concerned), one each. */
    readonly lines: readonly string[] = [],
  ) {
    const text: FailureText = failures[code];
    super(text.say(detail));
    this.name = 'Failure';
    this.exit = text.exit;
    this.hint = text.hint;
  }
}
