import { posix } from 'node:path';

/** How one generated file is written. */
export interface Style {
  readonly quote: string;
  readonly semicolon: string;
  readonly newline: string;
  /** Specifiers begin with `#src/` (package imports) instead of dots. */
  readonly hash: boolean;
  readonly comments: boolean;
}

/** What an exported name stands for, so that the generator knows what can be done with it. */
export type Thing =
  | { readonly kind: 'class' | 'value' | 'function'; readonly id: string }
  | {
      readonly kind: 'factory';
      readonly id: string;
      readonly async: boolean;
      readonly shape: 'call' | 'getter' | 'static';
    };

interface Offer {
  readonly thing: Thing;
  /** Not by way of `export *`, so that it prevails over one that is. */
  readonly explicit: boolean;
}

/** A module while it is generated: what it imports and says, and what it offers to those generated after it. */
export class Draft {
  readonly offers = new Map<string, Offer>();
  private readonly head: string[] = [];
  private readonly body: string[] = [];
  private readonly names = new Set(['out', 'h', 'run', 'seen']);

  constructor(
    readonly path: string,
    readonly style: Style,
  ) {}

  specifier(to: Draft | string): string {
    const path = typeof to === 'string' ? to : to.path;
    const { hash, quote } = this.style;
    if (hash && path.startsWith('src/')) return `${quote}#src/${path.slice('src/'.length)}${quote}`;
    const way = posix.relative(posix.dirname(this.path), path);
    return quote + (way.startsWith('.') ? way : `./${way}`) + quote;
  }

  /** The name itself, or with a number behind it where the module has one like it. */
  fresh(name: string): string {
    let free = name === 'default' ? 'main' : name;
    for (let i = 2; this.names.has(free); i++) free = `${name === 'default' ? 'main' : name}${i}`;
    this.names.add(free);
    return free;
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** An import or re-export; `end` is written by the file's style. */
  statement(text: string): void {
    if (this.style.comments) this.head.push(`// ${this.head.length + 1}: ${text.split(' ')[0] ?? ''}`);
    this.head.push(text + this.style.semicolon + (this.style.comments && text.length % 3 === 0 ? ' // why' : ''));
    if (this.style.comments && text.length % 4 === 0) this.head.push('');
  }

  say(...lines: readonly string[]): void {
    this.body.push(...lines);
  }

  offer(name: string, thing: Thing, explicit = true): void {
    this.offers.set(name, { thing, explicit });
  }

  text(): string {
    const licence = this.style.comments ? ['/* licence of the generated code */', ''] : [];
    return [...licence, ...this.head, '', ...this.body, ''].join('\n').replaceAll('\n', this.style.newline);
  }
}
