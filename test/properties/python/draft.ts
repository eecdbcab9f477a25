/** How one generated file is written. */
export interface Style {
  readonly quote: string;
  readonly newline: string;
  readonly indent: string;
  /** Imports from the same top package begin with dots. */
  readonly relative: boolean;
  readonly list: 'plain' | 'parentheses' | 'lines' | 'backslash';
  readonly comments: boolean;
  readonly docstring: boolean;
  /** `from __future__ import annotations` */
  readonly future: boolean;
  /** It says in `__all__` what it offers. */
  readonly all: boolean;
}

/** What an offered name stands for, so that the generator knows what can be done with it. */
export type Thing =
  | { readonly kind: 'value' | 'function' }
  /** `sub`: not the canonical thing, but a subclass of it. */
  | { readonly kind: 'class'; readonly sub?: true }
  | { readonly kind: 'factory'; readonly async: boolean; readonly shape: 'call' | 'getter' | 'static' };

export interface Offer {
  readonly thing: Thing;
  /** Not only imported for itself: the migration must go on offering it. */
  readonly explicit: boolean;
}

/** A module while it is generated: what it imports and says, and what it offers to those generated after it. */
export class Draft {
  readonly offers = new Map<string, Offer>();
  /** Every name that it binds, and those that the generated code uses everywhere. */
  readonly names = new Set(['out', 'h', 'run', 'typing', 'asyncio', 'patch', 'sys', 'importlib', 'contextlib']);
  /** Functions that `run` calls. */
  readonly parts: string[] = [];
  private readonly head: string[] = [];
  private readonly body: string[] = [];

  constructor(
    readonly path: string,
    readonly style: Style,
  ) {}

  get dotted(): string {
    return this.path
      .replace(/(\/__init__)?\.py$/, '')
      .split('/')
      .join('.');
  }

  /** How this module names another: absolute, or by dots. */
  specifier({ dotted, path }: Draft): string {
    const here = this.path.split('/').slice(0, -1);
    const there = dotted.split('.');
    if (!this.style.relative || here[0] !== there[0]) return dotted;
    const package_ = path.endsWith('__init__.py') ? there : there.slice(0, -1);
    let common = 0;
    while (common < here.length && common < package_.length && here[common] === package_[common]) common++;
    return '.'.repeat(here.length - common + 1) + there.slice(common).join('.');
  }

  /** `from a import b` as this file writes it; `names` are clauses like `x` and `x as y`. */
  fromImport(specifier: string, names: readonly string[]): string[] {
    const { list, indent, comments } = this.style;
    const head = `from ${specifier} import`;
    const why = comments && names.length % 2 === 1 ? '  # why' : '';
    if (list === 'parentheses') return [`${head} (${names.join(', ')})${why}`];
    if (list === 'lines') return [`${head} (`, ...names.map((name) => `${indent}${name},${why}`), ')'];
    if (list === 'backslash') return [`${head} \\`, `${indent}${names.join(', ')}`];
    return [`${head} ${names.join(', ')}${why}`];
  }

  /** The name itself, or with a number behind it where the module has one like it. */
  fresh(name: string): string {
    let free = name;
    for (let i = 2; this.names.has(free); i++) free = `${name}${i}`;
    this.names.add(free);
    return free;
  }

  import(...lines: readonly string[]): void {
    if (this.style.comments) this.head.push(`# ${this.head.length + 1}`);
    this.head.push(...lines);
    if (this.style.comments && lines.length > 2) this.head.push('');
  }

  say(...lines: readonly string[]): void {
    this.body.push(...lines);
  }

  offer(name: string, thing: Thing, explicit = true): void {
    this.offers.set(name, { thing, explicit: explicit || this.style.all });
  }

  /** What `from this import *` binds. */
  starred(): string[] {
    const names = this.style.all ? [...this.offers.keys()] : [...this.names];
    return names.filter((name) => this.style.all || !name.startsWith('_'));
  }

  text(): string {
    const { quote, newline, indent, docstring, future, all } = this.style;
    const lines = [
      ...(docstring ? ['"""What this module is for.', '', 'from app.ws.shim0 import Manager', '"""'] : []),
      ...(future ? ['from __future__ import annotations', ''] : []),
      ...this.head,
      '',
      ...this.body,
      ...(all ? [`__all__ = [${[...this.offers.keys()].map((name) => quote + name + quote).join(', ')}]`] : []),
    ];
    const text = `${lines.join('\n')}\n`.replaceAll(/^(?: {4})+/gm, (space) => indent.repeat(space.length / 4));
    return text.replaceAll("'", quote).replaceAll('\n', newline);
  }
}
