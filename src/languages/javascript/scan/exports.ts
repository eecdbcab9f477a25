import type { CallExpression, Declaration, Expression, Node, Statement, VariableDeclaration } from '@babel/types';
import { MODULE_OBJECT, type ExportEntry, type Reference } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { isTransparent, nameOf, stringOf, walk } from '../walk.js';

type Source = { specifier: string; imported: string };

/** What a name at the top level of a module stands for: something taken from elsewhere, or another local name. */
export type Meaning = { from: Source } | { same: string };

/**
 * Everything the module offers, with what is behind each name: re-exports directly, through an import, through
 * `const A = B`, through a member of a namespace import; and the shapes of CommonJS.
 */
export function moduleExports(parsed: Parsed, references: readonly Reference[]): ExportEntry[] {
  const { body } = parsed.ast.program;
  const meanings = topLevelMeanings(body, references);
  const entry = entryMaker(meanings);
  const entries = body.flatMap((statement) => esExports(statement, entry));
  if (entries.length > 0) return entries;
  const common = settled(
    body.flatMap((statement) => commonExports(statement, entry)),
    parsed,
  );
  const [first] = body;
  // Node makes `module.exports` the default of a CommonJS module that has none of its own.
  const whole =
    first && common.length > 0 && !common.some(({ name }) => name === 'default')
      ? [entry('default', MODULE_OBJECT, false, first)]
      : [];
  return [...common, ...whole];
}

/** `behind`: a local name, a member of one (`codec.encode`), something elsewhere, or nothing to be named. */
type Behind = string | { object: string; member: string } | Source | null;
/** `at`: the statement, or its line. */
export type Entry = (name: string, behind: Behind, typeOnly: boolean, at: Node | number) => ExportEntry;

export function entryMaker(meanings: ReadonlyMap<string, Meaning>): Entry {
  return (name, behind, typeOnly, at) => {
    const line = typeof at === 'number' ? at : (at.loc?.start.line ?? 1);
    if (behind !== null && typeof behind !== 'string') {
      const from = 'object' in behind ? memberOf(behind.object, behind.member, meanings) : behind;
      return { name, from, local: from ? null : `*${name}*`, typeOnly, line };
    }
    let local = behind;
    for (let hops = 0; local !== null && hops < 100; hops++) {
      const meaning = meanings.get(local);
      if (!meaning) break;
      if ('from' in meaning) return { name, from: meaning.from, local: null, typeOnly, line };
      local = meaning.same;
    }
    return { name, from: null, local, typeOnly, line };
  };
}

/** Top-level names that stand for something of another module: by import, `const A = B` of one, `const A = ns.B`. */
export function takenFromElsewhere(parsed: Parsed, references: readonly Reference[]): Map<string, Source> {
  const meanings = topLevelMeanings(parsed.ast.program.body, references);
  const entry = entryMaker(meanings);
  return new Map(
    [...meanings.keys()].flatMap((name): [string, Source][] => {
      const { from } = entry(name, name, false, parsed.ast.program);
      return from ? [[name, from]] : [];
    }),
  );
}

/** A name that is given more than one value, or in a branch, stands for nothing that could be named elsewhere. */
function settled(entries: ExportEntry[], parsed: Parsed): ExportEntry[] {
  if (!entries.some(({ from }) => from !== null)) return entries;
  const open = assignedInside(parsed);
  const values = new Map<string, Set<string>>();
  for (const { name, from, local } of entries)
    if (name !== '*') values.set(name, (values.get(name) ?? new Set()).add(JSON.stringify([from, local])));
  return entries.map((one) =>
    open.has(one.name) || (values.get(one.name)?.size ?? 0) > 1 ? { ...one, from: null, local: `*${one.name}*` } : one,
  );
}

/** Names set on `exports` anywhere but in a statement of the top level. */
function assignedInside({ ast }: Parsed): Set<string> {
  const names = new Set<string>();
  walk(ast.program, (node, ancestors) => {
    if (node.type !== 'AssignmentExpression' || ancestors.length < 3) return;
    const { left } = node;
    if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') return;
    const onExports = left.object.type === 'Identifier' && left.object.name === 'exports';
    if (onExports || isModuleExports(left.object)) names.add(left.property.name);
  });
  return names;
}

/** Variables that are given another value than their first: what they were taken from is not what they stand for. */
function rewritten(body: readonly Statement[]): Set<string> {
  const open = new Set(
    body.flatMap((statement) =>
      statement.type === 'VariableDeclaration' && statement.kind !== 'const' ? declaredNames(statement) : [],
    ),
  );
  const written = new Set<string>();
  if (open.size === 0) return written;
  const note = (left: Node): void => {
    for (const name of boundNames(left)) if (open.has(name)) written.add(name);
  };
  for (const statement of body)
    walk(statement, (node) => {
      if (node.type === 'AssignmentExpression') note(node.left);
      if (node.type === 'UpdateExpression') note(node.argument);
      if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') note(node.left);
    });
  return written;
}

function topLevelMeanings(body: readonly Statement[], references: readonly Reference[]): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  const required = references.some(
    ({ kind, names }) => kind === 'require' && names.some(({ local }) => local !== null),
  );
  const unsteady = required ? rewritten(body) : new Set<string>();
  for (const { kind, specifier, names } of references)
    if (kind === 'import' || kind === 'assign' || kind === 'require')
      for (const { local, imported } of names)
        if (local !== null && !unsteady.has(local)) meanings.set(local, { from: { specifier, imported } });
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'VariableDeclaration' && declaration.kind === 'const')
      addConstAliases(declaration, meanings);
    if (declaration?.type === 'TSTypeAliasDeclaration') {
      const same = plainAlias(declaration);
      if (same !== null && !meanings.has(declaration.id.name)) meanings.set(declaration.id.name, { same });
    }
  }
  for (const name of mergedNames(body)) meanings.delete(name);
  return meanings;
}

/** `const A = B; type A = C<string>`: one name for two things, of which neither can speak for the other. */
function mergedNames(body: readonly Statement[]): string[] {
  const values = new Map<string, string | null>();
  const types: [string, string | null][] = [];
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations)
        for (const name of boundNames(id)) values.set(name, init?.type === 'Identifier' ? init.name : null);
    } else if (declaration && MERGING.has(declaration.type))
      for (const name of declaredNames(declaration)) types.push([name, plainAlias(declaration)]);
  }
  return types.flatMap(([name, same]) =>
    values.has(name) && (same === null || values.get(name) !== same) ? [name] : [],
  );
}

/** `B` of `type A = B`. */
function plainAlias(declaration: Node): string | null {
  if (declaration.type !== 'TSTypeAliasDeclaration' || declaration.typeParameters) return null;
  const type = declaration.typeAnnotation;
  const plain = type.type === 'TSTypeReference' && !type.typeParameters && type.typeName.type === 'Identifier';
  return plain ? nameOf(type.typeName) : null;
}

const MERGING = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSModuleDeclaration', 'TypeAlias']);

function addConstAliases(declaration: VariableDeclaration, meanings: Map<string, Meaning>): void {
  for (const { id, init } of declaration.declarations) {
    if (id.type !== 'Identifier' || !init || id.typeAnnotation) continue;
    const meaning = meaningOf(init, meanings);
    if (meaning && !meanings.has(id.name)) meanings.set(id.name, meaning);
  }
}

function meaningOf(init: Expression, meanings: ReadonlyMap<string, Meaning>): Meaning | null {
  if (init.type === 'Identifier') return { same: init.name };
  if (init.type !== 'MemberExpression' || init.computed || init.property.type !== 'Identifier') return null;
  if (init.object.type !== 'Identifier') return null;
  const from = memberOf(init.object.name, init.property.name, meanings);
  return from ? { from } : null;
}

/** What a member of a namespace or a required module stands for. */
function memberOf(object: string, member: string, meanings: ReadonlyMap<string, Meaning>): Source | null {
  const meaning = meanings.get(object);
  if (!meaning || !('from' in meaning) || meaning.from.imported !== '*') return null;
  return { specifier: meaning.from.specifier, imported: member };
}

function esExports(statement: Statement, entry: Entry): ExportEntry[] {
  switch (statement.type) {
    case 'ExportAllDeclaration': {
      const typeOnly = statement.exportKind === 'type';
      return [entry('*', { specifier: statement.source.value, imported: '*' }, typeOnly, statement)];
    }
    case 'ExportDefaultDeclaration': {
      const declaration: Node = statement.declaration;
      if (declaration.type === 'Identifier') return [entry('default', declaration.name, false, statement)];
      const id = 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : '*default*';
      return [entry('default', id, (declaration.type as string) === 'TSInterfaceDeclaration', statement)];
    }
    case 'TSExportAssignment': {
      const { expression } = statement;
      return [entry('default', expression.type === 'Identifier' ? expression.name : '*default*', false, statement)];
    }
    case 'TSImportEqualsDeclaration':
      return statement.isExport ? [entry(statement.id.name, statement.id.name, false, statement)] : [];
    case 'ExportNamedDeclaration': {
      const typeOnly = statement.exportKind === 'type';
      if (statement.declaration)
        return declaredNames(statement.declaration).map((name) => entry(name, name, typeOnly, statement));
      const specifier = statement.source?.value;
      return statement.specifiers.map((spec) => {
        const exported = nameOf(spec.exported);
        if (spec.type !== 'ExportSpecifier')
          return entry(exported, { specifier: specifier ?? '', imported: '*' }, typeOnly, spec);
        const own = typeOnly || spec.exportKind === 'type';
        const local = nameOf(spec.local);
        return entry(exported, specifier === undefined ? local : { specifier, imported: local }, own, spec);
      });
    }
    default:
      return [];
  }
}

/** The names that a declaration makes. */
export function declaredNames(declaration: Declaration | Statement): string[] {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap(({ id }) => boundNames(id));
  if ('id' in declaration && declaration.id?.type === 'Identifier') return [declaration.id.name];
  return [];
}

function boundNames(node: Node | null): string[] {
  if (!node) return [];
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'ObjectPattern':
      return node.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return node.elements.flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(node.left);
    case 'RestElement':
      return boundNames(node.argument);
    default:
      return [];
  }
}

/** `module.exports = …`, `exports.X = …`, `module.exports.X = …` as statements of the file's top level. */
function commonExports(statement: Statement, entry: Entry): ExportEntry[] {
  if (statement.type !== 'ExpressionStatement') return [];
  if (statement.expression.type === 'CallExpression') return compiledExports(statement.expression, entry, statement);
  if (statement.expression.type !== 'AssignmentExpression') return [];
  const { left, right } = statement.expression;
  // `exports.X = void 0;`: a compiler announces what it assigns further down.
  if (right.type === 'UnaryExpression' && right.operator === 'void') return [];
  if (isModuleExports(left)) return wholeExports(right, entry, statement);
  if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') return [];
  const onExports = left.object.type === 'Identifier' && left.object.name === 'exports';
  return onExports || isModuleExports(left.object) ? [valueEntry(left.property.name, right, entry, statement)] : [];
}

/** `Object.defineProperty(exports, 'X', { get: () => a_1.X })` and `__exportStar(require('./a'), exports)`. */
function compiledExports(call: CallExpression, entry: Entry, statement: Statement): ExportEntry[] {
  const [first, second, third] = call.arguments;
  const callee = call.callee.type === 'MemberExpression' ? call.callee.property : call.callee;
  const name = callee.type === 'Identifier' ? callee.name : '';
  if (name === '__exportStar') {
    const specifier = first ? requireOf(first) : null;
    return specifier === null ? [] : [entry('*', { specifier, imported: '*' }, false, statement)];
  }
  const exported = stringOf(second);
  const onExports = first?.type === 'Identifier' && first.name === 'exports';
  if (
    name !== 'defineProperty' ||
    !onExports ||
    exported === null ||
    exported === '__esModule' ||
    third?.type !== 'ObjectExpression'
  )
    return [];
  const value = third.properties.flatMap((property) => gotten(property))[0];
  return [value ? valueEntry(exported, value, entry, statement) : entry(exported, null, false, statement)];
}

/** What `value: x`, `get: function () { return x; }` or `get() { return x; }` gives. */
function gotten(property: Node): Node[] {
  if (property.type !== 'ObjectProperty' && property.type !== 'ObjectMethod') return [];
  const key = property.key.type === 'Identifier' ? property.key.name : '';
  if (property.type === 'ObjectProperty' && key === 'value') return [property.value];
  const getter = property.type === 'ObjectMethod' ? property : property.value;
  if (key !== 'get' || !('body' in getter)) return [];
  if (getter.type === 'ArrowFunctionExpression' && getter.body.type !== 'BlockStatement') return [getter.body];
  const [only] = 'body' in getter.body && Array.isArray(getter.body.body) ? getter.body.body : [];
  return only?.type === 'ReturnStatement' && only.argument ? [only.argument] : [];
}

function wholeExports(right: Expression, entry: Entry, statement: Statement): ExportEntry[] {
  const required = requireOf(right);
  if (required !== null)
    return ['*', 'default'].map((name) => entry(name, { specifier: required, imported: name }, false, statement));
  if (right.type !== 'ObjectExpression') return [valueEntry('default', right, entry, statement)];
  return right.properties.flatMap((property) => {
    if (property.type === 'SpreadElement') {
      const specifier = requireOf(property.argument);
      return specifier === null ? [] : [entry('*', { specifier, imported: '*' }, false, property)];
    }
    if (property.computed || (property.key.type !== 'Identifier' && property.key.type !== 'StringLiteral')) return [];
    const name = nameOf(property.key);
    return [
      property.type === 'ObjectProperty'
        ? valueEntry(name, property.value, entry, property)
        : entry(name, null, false, property),
    ];
  });
}

function valueEntry(name: string, value: Node, entry: Entry, node: Node): ExportEntry {
  if (isTransparent(value) && 'expression' in value) return valueEntry(name, value.expression as Node, entry, node);
  if (value.type === 'Identifier') return entry(name, value.name, false, node);
  if (value.type === 'MemberExpression' && !value.computed && value.property.type === 'Identifier') {
    const specifier = requireOf(value.object);
    if (specifier !== null) return entry(name, { specifier, imported: value.property.name }, false, node);
    if (value.object.type === 'Identifier')
      return entry(name, { object: value.object.name, member: value.property.name }, false, node);
  }
  return entry(name, `*${name}*`, false, node);
}

function isModuleExports(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'exports'
  );
}

function requireOf(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return null;
  return stringOf(node.arguments[0]);
}
