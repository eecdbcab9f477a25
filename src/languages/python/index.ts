import type { Language } from '../language.js';
import { absorb } from './absorb/index.js';
import { actions, acts } from './acts.js';
import { EVALUATORS, evaluations } from './annotations.js';
import { isCompanion, scanCompanion } from './companions.js';
import { constructorOf } from './constructors.js';
import { handOn, stub, withoutExports } from './declarations.js';
import { describeFactories } from './factories.js';
import { misfits } from './misfits.js';
import { inspect } from './inspect.js';
import { mocksOf } from './mocks/index.js';
import { looksUp } from './mocks/looks-up.js';
import { onlyImportsDiffer } from './only-imports.js';
import { parse } from './parse.js';
import { mayHoldPattern, PATTERN_NEEDLES } from './pattern-hints.js';
import { createResolver } from './resolve.js';
import { rewrite } from './rewrite/index.js';
import { offer, scan } from './scan/scan.js';
import { joinSpecifier } from './specifier.js';
import { MODULE_NAMES, STANDARD_NAMES } from './standard-names.js';
import { defer } from './type-imports.js';

/** Python: everything the phases ask of it. Nothing outside this folder knows its syntax. */
export const python: Language = {
  id: 'python',
  extensions: ['.py', '.pyi'],
  plainSpecifier: 'x',
  patternNeedles: PATTERN_NEEDLES,
  mayHoldPattern,
  missingNamesFail: true,
  isCompanion,
  scanCompanion,
  scan,
  offer,
  resolver: createResolver,
  rewrite,
  acts,
  actions,
  factories: describeFactories,
  constructorOf,
  misfits,
  mocksOf,
  looksUp,
  withoutExports,
  stub,
  absorb,
  typeImports: { evaluators: EVALUATORS, evaluations, defer },
  handOn,
  inspect,
  moduleNames: MODULE_NAMES,
  standardNames: STANDARD_NAMES,
  onlyImportsDiffer,
  comments(path, text) {
    const parsed = parse(path, text);
    return 'error' in parsed ? [] : parsed.comments;
  },
  // `from a import b` may name `a.b`.
  mentions(line) {
    const [, from, names] = /^\s*from\s+([\w.]+)\s+import\s+(.*)$/.exec(line) ?? [];
    const members = from === undefined ? [] : (names?.match(/\w+/g) ?? []).map((name) => joinSpecifier(from, name));
    return [...(line.match(/\.*\w+(?:\.\w+)*/g) ?? []), ...members];
  },
  // What type checkers read in its place.
  neighbours: (path) => (path.endsWith('.py') ? [`${path}i`] : []),
};
