import type { Language } from '../language.js';
import { absorb } from './absorb/absorb.js';
import { isCompanion, scanCompanion } from './resolve/companions.js';
import { handOn, stub } from './absorb/declarations.js';
import { moduleExports } from './scan/exports.js';
import { describeFactories } from './factories/describe.js';
import { inspect, onlyImportsDiffer } from './inspect.js';
import { actionsOnLoad, actsOnLoad } from './loading.js';
import { parse } from './parse.js';
import { mayHoldPattern, PATTERN_NEEDLES } from './scan/patterns.js';
import { quickExports, quickReferences } from './scan/quick.js';
import { references } from './scan/references.js';
import { escapes } from './resolve/escapes.js';
import { createResolver } from './resolve/resolve.js';
import { rewrite } from './rewrite/index.js';
import { withoutExports } from './absorb/without-exports.js';
import { STANDARD_NAMES } from './standard-names.js';

/** JavaScript and TypeScript: everything the phases ask of them. Nothing outside this folder knows their syntax. */
export const javascript: Language = {
  id: 'javascript',
  extensions: ['.js', '.jsx', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts'],
  plainSpecifier: './x',
  patternNeedles: PATTERN_NEEDLES,
  mayHoldPattern,
  missingNamesFail: false,
  escapes,
  isCompanion,
  scanCompanion,
  scan(path, text) {
    const quick = quickReferences(path, text);
    if (quick) return { references: quick };
    const parsed = parse(path, text);
    return 'error' in parsed ? parsed : { references: references(parsed) };
  },
  offer(path, text) {
    const quick = quickExports(path, text);
    if (quick) return { entries: quick };
    const parsed = parse(path, text);
    return 'error' in parsed ? parsed : { entries: moduleExports(parsed, references(parsed)) };
  },
  resolver: createResolver,
  rewrite,
  acts(path, text) {
    const parsed = parse(path, text);
    return !('error' in parsed) && actsOnLoad(parsed);
  },
  actions(path, text) {
    const parsed = parse(path, text);
    return 'error' in parsed ? [] : actionsOnLoad(parsed);
  },
  factories: describeFactories,
  withoutExports,
  stub,
  absorb,
  handOn: (_path, text, handed) => handOn(text, handed),
  inspect,
  onlyImportsDiffer,
  standardNames: STANDARD_NAMES,
  comments(path, text) {
    const parsed = parse(path, text);
    return 'error' in parsed
      ? []
      : (parsed.ast.comments ?? []).map(({ start, end }) => ({ start: start ?? 0, end: end ?? 0 }));
  },
  mentions: (line) => [...line.matchAll(/(["'`])([^"'`]+)\1/g)].map(([, , quoted]) => quoted ?? ''),
  neighbours: (path) => {
    const slash = path.lastIndexOf('/') + 1;
    // What TypeScript reads in the place of a JavaScript file goes with it.
    const declarations = path.replace(/\.([cm]?)jsx?$/, '.d.$1ts');
    return [`${path.slice(0, slash)}__mocks__/${path.slice(slash)}`, ...(declarations === path ? [] : [declarations])];
  },
};
