import type { Span } from '../../workspace/edit.js';
import type { ReferenceKind } from '../reference.js';
import { compose, constantsOf, type Composed, type Constant } from './composed.js';
import { addLoader, addNameLoader } from './loader-references.js';
import type { Call, Expression, Import, ImportFrom, Module, Node, Operation, Subscript } from './nodes.js';
import { addByName, addPatch, isModules } from './patch-references.js';
import type { Add } from './references.js';
import type { Chain } from './scan/reference-reader.js';
import { BY_KEY, BY_NAME, FINDERS, LOADERS, LOGGERS, NAME_LOADERS } from './scan/words.js';
import { owned } from './owned.js';
import { joinSpecifier } from './specifier.js';
import { common, contentOf, spanOf } from './string-references.js';
import { dottedName, tailName } from './walk.js';

const COMPOSED: ReadonlySet<Node['type']> = new Set(['Str', 'BinOp', 'Name', 'Attribute', 'Call']);
const MODULES_CALLS = new Set(['get', 'pop', 'setdefault', '__contains__']);

/** What calls, subscripts and comparisons of a file say about modules; strings taken here are no other references. */
export class CallReferences {
  readonly taken = new Set<number>();
  /** What the local names of imports stand for. */
  private readonly imported = new Map<string, string>();
  private readonly patchers = new Set(['patch']);
  private readonly specifiers = new Set<string>();
  private readonly chains = new Set<string>();

  private constants: ReadonlyMap<string, Constant> | null = null;

  constructor(
    readonly text: string,
    private readonly module: Module,
    readonly add: Add,
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
    if (LOADERS.has(tail)) return addLoader(this, call, ancestors);
    if (NAME_LOADERS.has(tail)) return addNameLoader(this, call, first);
    if (FINDERS.has(tail)) return this.plain('resolve', first, call);
    if (isModules(objectOf(call.callee)) && MODULES_CALLS.has(tail)) return this.plain('resolve', first, call);
    if (BY_KEY.has(tail)) {
      if (isModules(first)) this.plain('mock', call.args[1]?.value, call);
      return;
    }
    if (LOGGERS.has(tail)) return this.logger(call);
    if (this.isPatch(call.callee)) return addPatch(this, call, tail);
    if (BY_NAME.has(tail)) addByName(this, call, tail);
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
  plain(kind: ReferenceKind, node: Expression | undefined, statement: Span): void {
    const found = this.literal(node);
    if (found) this.add({ ...common(kind, statement), specifier: found.value, span: found.span, names: [] });
  }

  literal(node: Expression | undefined): { value: string; span: Span } | null {
    if (node?.type !== 'Str' || node.value === null) return null;
    const span = contentOf(this.text, node);
    if (span === null || node.value === '') return null;
    this.taken.add(node.start);
    return { value: owned(node.value), span };
  }

  /** A string that may be put together from pieces; null for what is no string. */
  composed(node: Expression): Composed | null {
    if (!COMPOSED.has(node.type)) return null;
    this.constants ??= constantsOf(this.module, (one) => contentOf(this.text, one));
    return compose(this.text, node, { constants: this.constants, module: (one) => this.moduleObject(one) });
  }

  /** What an imported name, or a chain that begins with one, may be as a module. */
  moduleObject(node: Expression): string | null {
    const dotted = dottedName(node);
    return dotted === null ? null : this.moduleCalled(dotted);
  }

  private moduleCalled(dotted: string): string | null {
    const [root = '', ...rest] = dotted.split('.');
    const specifier = this.imported.get(root);
    return specifier === undefined ? null : [specifier, ...rest].join('.');
  }
}

function objectOf(callee: Expression): Expression | undefined {
  return callee.type === 'Attribute' ? callee.value : undefined;
}
