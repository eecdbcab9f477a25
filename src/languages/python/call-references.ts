import type { Span } from '../../workspace/edit.js';
import type { Reference, ReferenceKind } from '../reference.js';
import { compose, constantsOf, type Composed, type Constant } from './composed.js';
import { addLoader, addNameLoader } from './loader-references.js';
import { isEager } from './import-context.js';
import type { Call, Expression, Node, Operation, Subscript } from './nodes.js';
import { parse } from './parse.js';
import { addByName, addPatch, isModules } from './patch-references.js';
import type { Add } from './references.js';
import type { Chain } from './scan/reference-reader.js';
import { BY_KEY, BY_NAME, FINDERS, LOADERS, LOGGERS, NAME_LOADERS } from './scan/words.js';
import { owned } from './owned.js';
import { contentOf, referenceTo, speculativeTo, spanOf } from './string-references.js';
import { dottedName, tailName } from './walk.js';

const COMPOSED: ReadonlySet<Node['type']> = new Set(['Str', 'BinOp', 'Name', 'Attribute', 'Call']);
/** What is longer names no module. */
const LONGEST = 300;
const MODULES_CALLS = new Set(['get', 'pop', 'setdefault', '__contains__']);

/** What calls, subscripts and comparisons of a file say about modules; strings taken here are no other references. */
export class CallReferences {
  readonly taken = new Set<number>();
  /** What the local names of imports stand for. */
  private readonly imported = new Map<string, string>();
  private readonly patchers = new Set(['patch']);
  /** Modules that are told: by imports (true), or by chains. */
  private readonly told = new Map<string, boolean>();
  private constants: ReadonlyMap<string, Constant> | null = null;

  constructor(
    readonly text: string,
    imports: readonly Reference[],
    readonly add: Add,
  ) {
    for (const one of imports) this.note(one);
  }

  /** `import a.b` binds `a`; `from a import b` may bind the module `a.b`, `import a as m` binds `a`. */
  private note({ specifier, names, speculative }: Reference): void {
    const [use] = names;
    if (!use || use.imported !== '*' || use.local === '*') return;
    const root = use.local === null ? (specifier.split('.', 1)[0] ?? '') : specifier;
    this.imported.set(use.local ?? root, root);
    this.told.set(specifier, true);
    if (speculative && use.local !== null && specifier.endsWith('.patch')) this.patchers.add(use.local);
  }

  /** Looks at a node of a line with calls; `eager`: the line is done when the file is loaded. */
  look(node: Node, ancestors: readonly Node[], eager: boolean): void {
    if (node.type === 'Call') this.call(node, ancestors, eager && isEager(ancestors, node));
    else if (node.type === 'Subscript') this.subscript(node, ancestors);
    else if (node.type === 'Compare') this.compare(node);
  }

  private call(call: Call, ancestors: readonly Node[], eager: boolean): void {
    const tail = tailName(call.callee) ?? '';
    const first = call.args[0]?.value;
    if (LOADERS.has(tail)) return addLoader(this, call, ancestors, eager);
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
  private subscript(node: Subscript, ancestors: readonly Node[]): void {
    if (!isModules(node.value)) return;
    const parent = ancestors.at(-1);
    const isTarget = parent?.type === 'Assign' && parent.targets.includes(node);
    this.plain(isTarget ? 'mock' : 'resolve', node.index, node);
  }

  /** `'a.b' in sys.modules` */
  private compare({ operands }: Operation): void {
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
    if (dotted === null || dotted.length > LONGEST || this.told.has(dotted)) return;
    this.told.set(dotted, false);
    let module = dotted;
    while (this.told.get(module) !== true) {
      const dot = module.lastIndexOf('.');
      if (dot === -1) return;
      this.add(speculativeTo('resolve', node, module, spanOf(node), []));
      module = module.slice(0, dot);
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
    if (found) this.add(referenceTo(kind, statement, found.value, found.span, []));
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
    return compose(this.text, node, {
      constant: (name) => this.constant(name),
      module: (one) => this.moduleObject(one),
    });
  }

  /** Few files ask. */
  private constant(name: string): Constant | undefined {
    if (this.constants === null) {
      const parsed = parse('', this.text);
      this.constants = 'error' in parsed ? new Map() : constantsOf(parsed.module, (one) => contentOf(this.text, one));
    }
    return this.constants.get(name);
  }

  /** What an imported name, or a chain that begins with one, may be as a module. */
  moduleObject(node: Expression): string | null {
    const dotted = dottedName(node);
    return dotted === null ? null : this.moduleCalled(dotted);
  }

  private moduleCalled(dotted: string): string | null {
    const dot = dotted.indexOf('.');
    const specifier = this.imported.get(dot === -1 ? dotted : dotted.slice(0, dot));
    return specifier === undefined ? null : dot === -1 ? specifier : specifier + dotted.slice(dot);
  }
}

function objectOf(callee: Expression): Expression | undefined {
  return callee.type === 'Attribute' ? callee.value : undefined;
}
