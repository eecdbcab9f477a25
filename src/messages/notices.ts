/** Every message a user can see lives in this folder, with a code and a remedy. This file: what commands say while they work. */

/** What commands say on stderr while they work. */
export const notices = {
  applied: (phase: number, files: string) =>
    `Phase ${phase} applied: ${files}. \`ssot rollback --phase ${phase}\` undoes it.`,
  nothingIn: (phase: number) => `Phase ${phase}: nothing to do.`,
  nothingLeft: () => 'Nothing to do: no phase has changes left.',
  already: (phase: number) => `Phase ${phase} is applied already.`,
  alreadyFinished: () => 'This migration is finished.',
  ignoredBackups: (n: number, example: string) =>
    `warning: git ignores ${n} of the backups (${example}): they will not reach anybody else. .ssot/ holds a second copy.`,
  drifted: (phase: number, files: string) => `warning: edited since phase ${phase} was applied: ${files}`,
  validating: (command: string) => `$ ${command}`,
  validated: () => 'Validation passed.',
  rolledBackAfter: (phase: number) => `Phase ${phase} was rolled back.`,
  confirm: (phases: string, files: string) => `Apply ${phases} (${files})?`,
  rolledBack: (phases: string, files: string) => `Rolled back ${phases}: ${files} restored.`,
  conflict: (path: string) =>
    `conflict: ${path} (both versions are in it, between <<<<<<< and >>>>>>>; choose by hand)`,
  kept: (path: string) => `kept: ${path} (as it was edited)`,
  nothingInterrupted: () => 'Nothing was interrupted.',
  recovered: (phase: number, status: string) => `Phase ${phase} is ${status}.`,
  finished: (files: string) => `Finished: ${files} removed.`,
  left: (path: string) => `left, because it was altered or the journal does not know it: ${path}`,
  strayBackups: (n: number, example: string) =>
    `warning: the journal does not know ${n} of the backups (${example}): put .ssot back, or \`ssot rollback --phase N --from-backups\` restores what they hold.`,
  written: (path: string) => `Written: ${path}. Look it over; then \`ssot plan\`.`,
  savedPlan: (path: string) => `Written: ${path}. \`ssot apply --plan ${path}\` applies this plan and no other.`,
  unmatched: (key: string, glob: string) => `warning: no file matches ${glob} in "${key}".`,
  dryRun: () => 'Dry run: nothing was written.',
  clean: () => 'No reference to a retired module.',
  rehearsing: (folder: string) => `Rehearsing in ${folder}, a copy: what follows happens there only.`,
  rehearsalHeld: (phases: string) => `${phases} applied, validated and rolled back in a copy; it is as it was.`,
  rehearsed: (folder: string) => `Rehearsed in a copy: ${folder}`,
  internal: (message: string) => `internal error: ${message}`,
  askReport: () => 'This is a bug of ssot. Please report it with the command line and the output of --verbose.',
} as const;
