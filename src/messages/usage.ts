/** Every message a user can see lives in this folder, with a code and a remedy. This file: the command line, its help and what can be wrong with it. */

export const usageProblems = {
  unknown: (word: string) => `Unknown argument: ${word}`,
  needsValue: (option: string) => `--${option} needs a value`,
  needsNone: (option: string, value: string) => `--${option} takes no value, but was given ${JSON.stringify(value)}`,
  notAmong: (option: string, value: string, choices: string) => `--${option} ${value}: expected one of ${choices}`,
  missing: (command: string, option: string) => `${command}: --${option} is missing`,
  repeated: (command: string, option: string) => `${command}: --${option} is given more than once`,
  unexpected: (command: string, word: string) => `${command}: unexpected argument ${JSON.stringify(word)}`,
  exclusive: (command: string, one: string, other: string) => `${command}: --${one} and --${other} exclude each other`,
  alone: (command: string, option: string, others: string) => `${command}: --${option} goes with none of ${others}`,
} as const;

export const help = {
  usage: 'ssot <command>: one source of truth, in five phases that can each be previewed, applied and rolled back',
  commands: 'Commands:',
  options: 'Options:',
  examples: 'Examples:',
  choices: (choices: string) => ` (${choices})`,
  show: 'show help',
  version: 'show the version (as the only argument)',
  exitCodes:
    'Exit codes: 0 done, 1 no, 2 usage, 3 blocked, 4 drift, 5 validation failed, 6 locked, 70 internal, 130 interrupted',
} as const;
