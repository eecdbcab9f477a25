import type { Span } from '../../workspace/edit.js';
import type { NameUse, ReferenceKind } from '../reference.js';
import { isEager } from './import-context.js';
import type { Call, Expression, Import, ImportFrom, Node, Operation, Subscript } from './nodes.js';
import type { Add, Draft } from './references.js';
import type { Chain } from './scan/reference-reader.js';
import { BY_KEY, BY_NAME, FINDERS, LOADERS, LOGGERS, NAME_LOADERS } from './scan/words.js';
import { joinSpecifier } from './specifier.js';
import { common, contentOf, dottedDrafts } from './string-references.js';
import { dottedName, tailName } from './walk.js';

const MODULES_CALLS = new Set(['get', 'pop', 'setdefault', '__contains__']);

/** What calls, subscripts and comparisons of a file say about modules; strings taken here are no other references. */
export class CallReferences {
  readonly taken = new Set<number>();
  /** What the local names of imports stand for. */
  private readonly imported = new Map<string, string>();
  private readonly patchers = new Set(['patch']);
  private readonly specifiers = new Set<string>();
  private readonly chains = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly add: Add,
  ) {}

  /** All imports must be noted before any call is looked at. */
  note(node: Import | ImportFrom): void {
    for (const { name, asname, bound } of node.names) {
      if (!bound) continue;
      if (node.type === 'Import') this.imported.set(bound.name, asname ? name : bound.name);
      else this.imported.set(bound.name, joinSpecifier(node.module, name));
      this.specifiers.add(node.type === 'Import' ? name : joinSpecifier(node.module, name));
      if (node.type === 'ImportFrom' && name === 'patch') this.patchers.add(bound.name);
    }
  }

  call(call: Call, ancestors: readonly Node[]): void {
    const tail = tailName(call.callee) ?? '';
    const first = call.args[0]?.value;
    if (LOADERS.has(tail)) return this.loader(call, ancestors);
    if (NAME_LOADERS.has(tail)) return this.nameLoader(call, first);
    if (FINDERS.has(tail)) return this.plain('resolve', first, call);
    if (isModules(objectOf(call.callee)) && MODULES_CALLS.has(tail)) return this.plain('resolve', first, call);
    if (BY_KEY.has(tail)) {
      if (isModules(first)) this.plain('mock', call.args[1]?.value, call);
      return;
    }
    if (LOGGERS.has(tail)) return this.logger(call);
    if (this.isPatch(call.callee)) return this.patch(call, tail);
    if (BY_NAME.has(tail)) this.byName(call, tail);
  }

  /** `sys.modules['a.b']` */
  subscript(node: Subscript, ancestors: readonly Node[]): void {
    if (!isModules(node.value)) return;
    const parent = ancestors.at(-1);
    const isTarget = parent?.type === 'Assign' && parent.targets.includes(node);
    this.plain(isTarget ? 'mock' : 'resolve', node.index, node);
  }

  /** `'a.b' in sys.modules` */
  compare({ operands }: Operation): void {
    for (const [i, operand] of operands.entries()) {
      const before = operands[i - 1];
      if (isModules(operand) && before) this.plain('resolve', before, before);
    }
  }

  /**
   * `import a.b` and then `a.b.c.X`: if `a.b.c` is a module, this names it although nothing here imports it. Each chain is
   * told once; what an import of the file names itself is not told again.
   */
  chain(node: Chain): void {
    const dotted = this.moduleCalled(node.dotted);
    if (dotted === null || this.chains.has(dotted)) return;
    this.chains.add(dotted);
    const parts = dotted.split('.');
    let count = parts.length;
    while (count > 1 && !this.specifiers.has(parts.slice(0, count).join('.'))) count--;
    for (let length = parts.length; length > count; length--) {
      const specifier = parts.slice(0, length).join('.');
      this.add({ ...common('resolve', node), specifier, span: spanOf(node), names: [], speculative: true });
    }
  }

  /** The name of a logger looks like a module, and is none. */
  private logger({ args }: Call): void {
    for (const { value } of args) if (value.type === 'Str') this.taken.add(value.start);
  }

  private isPatch(callee: Expression): boolean {
    if (callee.type === 'Name') return this.patchers.has(callee.name);
    if (callee.type !== 'Attribute') return false;
    const { name } = callee.attr;
    return name === 'patch' || ((name === 'dict' || name === 'multiple') && this.isPatch(callee.value));
  }

  /** A string whose whole content is a module. */
  private plain(kind: ReferenceKind, node: Expression | undefined, statement: Span): void {
    const found = this.literal(node);
    if (found) this.add({ ...common(kind, statement), specifier: found.value, span: found.span, names: [] });
  }

  private literal(node: Expression | undefined): { value: string; span: Span } | null {
    if (node?.type !== 'Str' || node.value === null) return null;
    const span = contentOf(this.text, node);
    if (span === null || node.value === '') return null;
    this.taken.add(node.start);
    return { value: node.value, span };
  }

  private loader(call: Call, ancestors: readonly Node[]): void {
    const named = call.args.find(({ name }) => name?.name === 'name' || name?.name === 'modname');
    const first = (named ?? call.args[0])?.value;
    const eager = isEager(ancestors);
    const pattern = first ? patternOf(this.text, first) : null;
    if (first && pattern !== null)
      this.add({ ...common('pattern', call), specifier: pattern, span: spanOf(first), names: [] });
    const found = this.literal(first);
    if (!found) return;
    const package_ = (call.args.find(({ name }) => name?.name === 'package') ?? call.args[1])?.value;
    const base = found.value.startsWith('.') ? this.literal(package_) : null;
    const specifier = base ? absolute(base.value, found.value) : found.value;
    // `__import__` gives the outermost package.
    const names = tailName(call.callee) === '__import__' ? [] : accessedNames(this.text, call, ancestors);
    this.add({ ...common('dynamic', call), specifier, span: found.span, names, eager });
  }

  private nameLoader(call: Call, first: Expression | undefined): void {
    const found = this.literal(first);
    if (!found) return;
    const [module = '', name] = found.value.split(':');
    if (name === undefined) return this.addAll(dottedDrafts('dynamic', module, found.span, call));
    const end = found.span.start + module.length;
    const use: NameUse = {
      imported: name.split('.')[0] ?? '',
      local: null,
      typeOnly: false,
      span: { start: end + 1, end: found.span.end },
    };
    this.add({
      ...common('dynamic', call),
      specifier: module,
      span: { start: found.span.start, end },
      names: name === '' ? [] : [use],
    });
  }

  private addAll(drafts: readonly Draft[]): void {
    for (const draft of drafts) this.add(draft);
  }

  /** `patch('a.b.c')`, `patch.dict('a.b.C')`, `patch.dict('sys.modules', {'a.b': x})`, `patch.multiple('a.b', c=x)`. */
  private patch(call: Call, tail: string): void {
    const named = call.args.find(({ name }) => name?.name === 'target' || name?.name === 'in_dict');
    const first = (named ?? call.args[0])?.value;
    if (tail === 'multiple') return this.byName(call, tail);
    const values = call.args[1]?.value;
    if (tail === 'dict' && (isModules(first) || (first?.type === 'Str' && first.value === 'sys.modules'))) {
      if (first?.type === 'Str') this.taken.add(first.start);
      if (values?.type === 'Dict')
        for (const { key, value } of values.items)
          if (key) this.plain('mock', key, { start: key.start, end: value.end });
      return;
    }
    this.addDotted(first, call);
  }

  private addDotted(node: Expression | undefined, call: Call): void {
    const found = node?.type === 'Str' && isDotted(node.value ?? '') ? this.literal(node) : null;
    if (found) this.addAll(dottedDrafts('mock', found.value, found.span, call));
  }

  private byName(call: Call, tail: string): void {
    const [target, second] = call.args;
    const found = tail === 'multiple' ? this.literal(target?.value) : null;
    if (found) {
      const names = call.args.flatMap(({ name }): NameUse[] =>
        name ? [{ imported: name.name, local: null, typeOnly: false, span: spanOf(name) }] : [],
      );
      return this.add({ ...common('mock', call), specifier: found.value, span: found.span, names });
    }
    if (target?.value.type === 'Str') return this.addDotted(target.value, call);
    const specifier = target ? this.moduleObject(target.value) : null;
    const name = specifier === null ? null : this.literal(second?.value);
    if (!target || specifier === null || !name) return;
    const use: NameUse = { imported: name.value, local: null, typeOnly: false, span: name.span };
    this.add({ ...common('resolve', call), specifier, span: spanOf(target.value), names: [use], speculative: true });
  }

  /** What an imported name, or a chain that begins with one, may be as a module. */
  private moduleObject(node: Expression): string | null {
    const dotted = dottedName(node);
    return dotted === null ? null : this.moduleCalled(dotted);
  }

  private moduleCalled(dotted: string): string | null {
    const [root = '', ...rest] = dotted.split('.');
    const specifier = this.imported.get(root);
    return specifier === undefined ? null : [specifier, ...rest].join('.');
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function isDotted(value: string): boolean {
  return /^[^\s./:]+(?:\.[^\s./:]+)+$/.test(value);
}

function objectOf(callee: Expression): Expression | undefined {
  return callee.type === 'Attribute' ? callee.value : undefined;
}

/** `sys.modules` */
function isModules(node: Expression | undefined): boolean {
  return (
    node?.type === 'Attribute' &&
    node.attr.name === 'modules' &&
    node.value.type === 'Name' &&
    /^_*sys$/.test(node.value.name)
  );
}

/** `import_module('..c', package='a.b')` means `a.c`. */
function absolute(base: string, relative: string): string {
  const name = relative.replace(/^\.+/, '');
  const ups = relative.length - name.length - 1;
  const parts = base.split('.');
  return [...parts.slice(0, parts.length - ups), ...(name === '' ? [] : [name])].join('.');
}

/** The known parts of a computed module with `**` between them; null when it is all known, or does not begin so. */
function patternOf(text: string, node: Expression): string | null {
  const parts = partsOf(text, node);
  return parts.includes('**') && /^[^*]*\./.test(parts) ? parts : null;
}

function partsOf(text: string, node: Expression): string {
  if (node.type === 'BinOp') return node.operands.map((operand) => partsOf(text, operand)).join('');
  if (node.type !== 'Str') return '**';
  return node.parts
    .map(({ value, fields, content }) => {
      if (value !== null) return value;
      let at = content.start;
      const known = fields.map((field) => {
        const before = text.slice(at, field.start);
        at = field.end;
        return `${before}**`;
      });
      return known.join('') + text.slice(at, content.end);
    })
    .join('');
}

/** What is taken from a module object where it arises: `.X`, `getattr(…, 'X')`, `m = …`; empty when it goes elsewhere. */
function accessedNames(text: string, call: Call, ancestors: readonly Node[]): NameUse[] {
  const parent = ancestors.at(-1);
  const use = (imported: string, local: string | null, span: Span): NameUse[] => [
    { imported, local, typeOnly: false, span: spanOf(span) },
  ];
  if (parent?.type === 'Attribute') return use(parent.attr.name, null, parent.attr);
  if (parent?.type === 'Assign' && parent.value === call && parent.targets.length === 1) {
    const [target] = parent.targets;
    return target?.type === 'Name' ? use('*', target.name, target) : [];
  }
  const outer = ancestors.at(-2);
  if (
    parent?.type !== 'Argument' ||
    outer?.type !== 'Call' ||
    tailName(outer.callee) !== 'getattr' ||
    outer.args[0] !== parent
  )
    return [];
  const name = outer.args[1]?.value;
  const span = name?.type === 'Str' ? contentOf(text, name) : null;
  return name?.type === 'Str' && name.value !== null && span ? use(name.value, null, span) : [];
}
