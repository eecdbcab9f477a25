/** Every message a user can see lives in this folder, with a code and a remedy. This file: why a factory, or a use of one, stays as it is. */

/** Why a use of a factory stays as it is; the name of the factory stands before it in the finding. */
export const reasons = {
  notAwaited: () => 'the factory is async, and its promise is not awaited here',
  castPromise: () => 'the promise is cast before it is awaited',
  needsAwait: () => 'the template awaits, but the call is not awaited',
  construct: () => 'called with `new`',
  optionalCall: () => 'called with `?.`',
  passed: (to: string) => `passed as a value to \`${to}\``,
  mocked: (by: string) => `mocked with \`${by}\``,
  member: (name: string) => `its \`${name}\` is used`,
  kept: (name: string) => `kept in \`${name}\``,
  inObject: () => 'put into an object',
  inArray: () => 'put into an array',
  returned: () => 'returned as a value',
  reexported: () => 'handed on by an export',
  typeTaken: (name: string) => `its type is taken (\`typeof ${name}\`)`,
  subclassed: () => 'subclassed',
  tagged: () => 'used as a template tag',
  decorator: () => 'used as a decorator',
  element: () => 'used as a JSX element',
  assigned: () => 'assigned to',
  value: () => 'used as a value',
  asked: (name: string) => `instance asked for \`${name}\``,
  keptIn: (name: string) => `instance kept in \`${name}\``,
  destructured: () => 'instance taken apart',
  configured: (name: string) => `instance kept in \`${name}\` with arguments of its own`,
  keptOddly: (name: string) => `instance kept in \`${name}\`, whose declaration cannot go`,
  shadowed: (name: string) => `\`${name}\` means something else here`,
  spread: () => 'called with a spread that the template does not hand on',
  missing: (name: string) => `called without \`${name}\`, which the template needs`,
  tooMany: (given: number, taken: number) => `called with ${given} arguments, but the signature takes ${taken}`,
  dropped: (name: string) => `the template drops the side effects of the argument for \`${name}\``,
  repeated: (name: string) => `the template repeats the argument for \`${name}\`, which may not be evaluated twice`,
  later: (name: string) => `the template evaluates the argument for \`${name}\` later, or not always`,
  reordered: (name: string) => `the template changes when the argument for \`${name}\` is evaluated`,
  hidden: (name: string) => `the template has a \`${name}\` of its own`,
  overlap: () => 'stands in code that is rewritten for another reason',
  semicolon: () => 'the line before does not end with a semicolon',
  keyword: (name: string) => `called with \`${name}\`, which the signature does not have`,
  annotation: () => 'used as a type',
  comments: () => 'comments stand between the arguments, which the template orders anew',
} as const;

/** The same of an instance that is kept in a variable: `reason` is why one of the variable's uses stays. */
export function keptReason(variable: string, reason: string): string {
  // One clause rather than "instance kept in `m` and instance asked for `x`".
  const asked = /^instance (asked for `.*`)$/.exec(reason)?.[1];
  return asked === undefined ? `instance kept in \`${variable}\` and ${reason}` : `instance kept and ${asked}`;
}

/** Why an import cannot be made to count for types only without a person. */
export const deferReasons = {
  place: () => 'the import is more than a plain `from … import` at the top level',
  rebound: (name: string) => `\`${name}\` is bound in several ways`,
  value: (name: string, line: number) => `line ${line} needs \`${name}\` at run time`,
  taken: (name: string, place: string) => `\`${name}\` is taken from here by ${place}`,
  evaluator: (what: string, line: number) => `${what} may evaluate the annotation in line ${line}`,
  evaluated: (place: string) => `${place} looks at annotations at run time`,
  quotes: (line: number) => `the annotation in line ${line} cannot simply be quoted`,
} as const;

/** What a factory does that a construction does not; several are joined by commas. */
export const factoryReasons = {
  caches: (name: string) => `caches the instance in \`${name}\``,
  writes: (name: string) => `writes module state \`${name}\``,
  reads: (name: string) => `uses module state \`${name}\``,
  private: (name: string) => `uses \`${name}\`, which only this module has`,
  awaits: (what: string) => `awaits \`${what}\``,
  branches: (how: string, line: number) => `branches (${how}, line ${line})`,
  loops: (line: number) => `loops (line ${line})`,
  throws: (line: number) => `throws (line ${line})`,
  catches: (line: number) => `catches errors (line ${line})`,
  logs: (what: string) => `logs (\`${what}\`)`,
  mutates: (what: string) => `sets \`${what}\``,
  calls: (what: string) => `calls \`${what}\``,
  defaults: (name: string) => `gives \`${name}\` a default value`,
  rest: () => 'takes rest parameters',
  destructures: () => 'takes its parameters apart',
  generator: () => 'is a generator',
  ownThis: () => 'uses `this` or `arguments`',
  typeParameter: (name: string) => `uses its type parameter \`${name}\``,
  parameterClass: (name: string) => `constructs whatever \`${name}\` is`,
  other: () => 'does more than return a construction',
  nothing: () => 'does not return a construction',
} as const;

/** What is wrong with an entry of `calls` in the migration file. */
export const callProblems = {
  signature: (d: string) =>
    `${JSON.stringify(d)}: expected a chain of members and calls with plain parameters, such as "getFactory().create(a, b)"`,
  template: (signature: string, d: string) => `${JSON.stringify(signature)}: ${JSON.stringify(d)} is no expression`,
  notExported: (signature: string, name: string) =>
    `${JSON.stringify(signature)}: the module exports no ${JSON.stringify(name)}`,
  parameter: (signature: string, name: string) =>
    `${JSON.stringify(signature)}: the template uses ${JSON.stringify(name)}, which is no parameter of it`,
} as const;

/** Why a mock of a factory cannot stand for the class that is constructed instead. */
export const mockReasons = {
  unseen: () => 'the mock goes where it cannot be followed',
  replaced: (by: string) => `replaced by \`${by}\``,
  asked: (name: string) => `asked for \`${name}\``,
  answer: () => 'what its calls return would be no `AsyncMock`',
  present: (name: string) => `\`${name}\` is there already, for more than these calls`,
  passed: (name: string, module: string, place: string) =>
    `${name} of ${module}: ${place} took it from there when it ran, and constructs by itself now`,
  late: (name: string, place: string) => `${place} takes \`${name}\` from here when it runs`,
  asking: (count: number) => `${count} of them could not stand for the class`,
  other: () => 'what is mocked is not only called here',
} as const;

/** How a declared construction does not fit the constructor. */
export const misfits = {
  keyword: (name: string) => `there is no parameter \`${name}\``,
  tooMany: (given: number, taken: number) => `${given} positional arguments, but it takes ${taken}`,
  missing: (name: string) => `\`${name}\` is required`,
  twice: (name: string) => `\`${name}\` is given twice`,
  lands: (argument: string, parameter: string) => `the argument \`${argument}\` lands in \`${parameter}\``,
} as const;
