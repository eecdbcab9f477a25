import { folderOf } from '../../../workspace/folder.js';
import type { CallExpression, Node } from '@babel/types';
import { isManifest, type Lookup } from '../resolve/lookup.js';
import { namesOf, PLAIN } from '../resolve/names.js';
import { sourcesOf } from '../resolve/package-entry.js';
import { isRelative, within } from '../resolve/specifier.js';
import { stringOf } from '../nodes.js';

/** One of these is in every file in which `patternsOf` finds something. */
export const PATTERN_NEEDLES: readonly string[] = [
  ...['`./', '`../', '`@', '`~', '`#'],
  ...["/' +", '/" +', "/'+", '/"+'],
  ...['import.meta.glob', 'require.context', '__dirname', 'import.meta.dirname'],
];

/** What may follow `import` or `require` that asks for no more than is written: a whole string, `import.meta` alone, any other use of the word. */
const PLAIN_STRING = String.raw`\(\s*(?:"[^"\\\n]*"|'[^'\\\n]*')\s*[),]`;
const PLAIN_META = String.raw`\.\s*meta\b\s*(?:[^\s.?/]|\.(?!\s*(?:glob|/)))`;
const PLAIN_MEMBER = String.raw`\.(?!\s*(?:context|/))`;
const COMPUTED = new RegExp(
  String.raw`\bimport\b(?!\s*(?:[\w$"'{*]|${PLAIN_META}|${PLAIN_STRING}))|\brequire\b(?!\s*(?:[\w$"',;:=\]}]|${PLAIN_MEMBER}|${PLAIN_STRING}))`,
);

/** See `Language.mayHoldPattern`; a name may be written with escapes. */
export function mayHoldPattern(text: string): boolean {
  return COMPUTED.test(text) || text.includes('\\u');
}

/**
 * The patterns of modules that a call may load: `import('..' + name)`, `import.meta.glob('./*.ts')`, `require.context('.')`.
 * Only those that say where they begin: a specifier of which nothing is known could be any module, or none of ours.
 */
export function patternsOf(call: CallExpression): string[] {
  const { callee } = call;
  const [first, deep, regex] = call.arguments;
  if (!first) return [];
  if (callee.type === 'Import' || (callee.type === 'Identifier' && callee.name === 'require')) return computed(first);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  const { object, property } = callee;
  if (/^glob(Eager)?$/.test(property.name) && object.type === 'MetaProperty') return globs(first);
  const isContext = property.name === 'context' && object.type === 'Identifier' && object.name === 'require';
  const folder = isContext ? stringOf(first) : null;
  if (folder === null || !isRelative(folder)) return [];
  const ending = regex?.type === 'RegExpLiteral' ? (/\\(\.\w+)\$$/.exec(regex.pattern)?.[1] ?? '') : '';
  return [`${folder.replace(/\/$/, '')}/${deep?.type === 'BooleanLiteral' && !deep.value ? '*' : '**'}${ending}`];
}

/** The known parts of an expression with `**` between them; none when it does not begin with a known folder. */
export function computed(node: Node): string[] {
  const text = partsOf(node);
  return text.includes('**') && beginsWithFolder(text) ? [text] : [];
}

/** Does a pattern say where it begins? */
export function beginsWithFolder(pattern: string): boolean {
  return /^[^*]*\//.test(pattern);
}

function partsOf(node: Node): string {
  const whole = stringOf(node);
  if (whole !== null) return whole;
  if (isOwnFolder(node)) return '.';
  if (node.type === 'CallExpression' && isPathJoin(node) && node.arguments[0] && isOwnFolder(node.arguments[0]))
    return node.arguments.map(partsOf).join('/');
  if (node.type === 'TemplateLiteral')
    return node.quasis
      .map((quasi, i) => {
        const behind = node.expressions[i];
        return (quasi.value.cooked ?? '') + (behind ? (isOwnFolder(behind) ? '.' : '**') : '');
      })
      .join('');
  if (node.type === 'BinaryExpression' && node.operator === '+') return partsOf(node.left) + partsOf(node.right);
  return '**';
}

/** `__dirname`, `import.meta.dirname`. */
function isOwnFolder(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === '__dirname';
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'MetaProperty' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'dirname'
  );
}

function isPathJoin({ callee }: CallExpression): boolean {
  const called = callee.type === 'MemberExpression' ? callee.property : callee;
  return called.type === 'Identifier' && /^(join|resolve)$/.test(called.name);
}

/** The path that an expression puts together from the file's own folder: `path.join(__dirname, 'a.js')` is `./a.js`. */
export function besideFile(node: Node): string | null {
  if (node.type !== 'CallExpression' && node.type !== 'BinaryExpression' && node.type !== 'TemplateLiteral')
    return null;
  if (stringOf(node) !== null) return null;
  const text = partsOf(node);
  return /^\.\//.test(text) && !text.includes('**') ? text.replace(/^\.\/(?=\.\.?\/)/, '') : null;
}

function globs(node: Node): string[] {
  const nodes = node.type === 'ArrayExpression' ? node.elements : [node];
  return nodes.flatMap((one) => stringOf(one) ?? []).filter((glob) => !glob.startsWith('!'));
}

/** See `Resolver.covers`. */
export function covers(lookup: Lookup, from: string, pattern: string, module: string): boolean {
  const names = [module, ...namesOf(module, PLAIN)];
  return places(lookup, from, pattern).some((place) => {
    const matches = matcher(place);
    return names.some((name) => matches.test(name));
  });
}

/** The pattern as paths relative to the root. */
function places({ tsconfigs }: Lookup, from: string, pattern: string): string[] {
  const folder = folderOf(from);
  // Where a package offers `*`, slashes are part of it.
  if (isManifest(from))
    return [pattern, ...sourcesOf(pattern)].flatMap((target) => within(folder, target.replaceAll('*', '**')) ?? []);
  if (isRelative(pattern)) return [within(folder, pattern) ?? []].flat();
  if (pattern.startsWith('/')) return [pattern.slice(1)];
  return tsconfigs.mappings(folder).flatMap(({ pattern: alias, targets }) => {
    const known = alias.slice(0, alias.indexOf('*'));
    if (!alias.endsWith('*') || !pattern.startsWith(known)) return [];
    return targets.map((target) => target.replace('*', () => pattern.slice(known.length)));
  });
}

function matcher(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\{[^{}]*\}|[.+?^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part.length > 1)
      return `(?:${part
        .slice(1, -1)
        .split(',')
        .map((one) => one.replace(/[.+?^$()|[\]\\]/g, '\\$&'))
        .join('|')})`;
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
