import type { Edit, Span } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Alias, Import, ImportFrom, Module, Node } from '../nodes.js';
import type { Parsed } from '../parse.js';
import { references } from '../references.js';
import { following, importsOf, removeStatements, sharesLine, type Block, type Placed } from './blocks.js';
import { lineEdits, shown, topOf, type Anchor, type Line, type Spec } from './import-lines.js';
import { afterStatement, fromImport, indentAt, newlineOf } from './layout.js';

type ImportStatement = Placed<Import | ImportFrom>;

/**
 * The `from` imports of a file as they are to be, wherever they stand. Changes are collected here, statement by statement,
 * and become edits at the end. A statement takes in names only from its own block: scope, `try` and TYPE_CHECKING hold.
 */
export class ImportTable {
  readonly lines: Line[] = [];
  private readonly byStart = new Map<number, Line>();
  /** Statements (`import a.b`) that others took away. */
  readonly removed: Placed[] = [];
  private statements: ReadonlyMap<number, ImportStatement> | null = null;

  /** `tree` is asked for only where it matters in which block something stands. */
  constructor(
    private readonly text: string,
    references: readonly Reference[],
    resolve: (specifier: string) => ModuleId | null,
    private readonly tree: () => Module,
  ) {
    for (const reference of references) {
      const { kind, speculative, statement, specifier, names } = reference;
      if (kind !== 'import' || speculative || !text.startsWith('from', statement.start)) continue;
      const specs = names.map((at): Spec => {
        const { imported, local } = at;
        return { imported, local: local ?? imported, gone: false, at };
      });
      const line = { reference, place: this.anchorAt(statement), module: resolve(specifier), specifier, specs };
      this.lines.push(line);
      if (!this.byStart.has(statement.start)) this.byStart.set(statement.start, line);
    }
  }

  private anchorAt(node: Span): Anchor {
    let known: Block | null = null;
    const block = (): Block => (known ??= this.statementAt(node.start)?.block ?? this.top());
    return {
      node,
      get block() {
        return block();
      },
    };
  }

  private top(): Block {
    return { statements: this.tree().body, owners: [this.tree()] };
  }

  /** The import statement that begins here, with its place in the tree. */
  statementAt(start: number): ImportStatement | null {
    this.statements ??= new Map(importsOf(this.tree()).map((one) => [one.node.start, one]));
    return this.statements.get(start) ?? null;
  }

  lineOf(start: number): Line | null {
    return this.byStart.get(start) ?? null;
  }

  lineWith(spec: Spec): Line | null {
    return this.lines.find(({ specs }) => specs.includes(spec)) ?? null;
  }

  /** What stands in the tree for a name; null for one that is to be added. */
  aliasOf(spec: Spec): Alias | null {
    const start = this.lineWith(spec)?.reference?.statement.start;
    const names = start === undefined ? [] : (this.statementAt(start)?.node.names ?? []);
    return names.find((alias) => alias.start === spec.at?.span.start) ?? null;
  }

  blockOf({ place }: Pick<Line, 'place'>): Block {
    return place?.block ?? this.top();
  }

  /** The local name of (module, name) where it is bound in the scope of this place: by the module's own imports, or in its block. */
  localOf(module: ModuleId, name: string, place: Anchor | null): string | null {
    for (const line of this.lines) {
      const spec = line.module === module && line.specs.find((one) => !one.gone && one.imported === name);
      if (spec && this.isSeen(line, this.blockOf({ place }))) return spec.local;
    }
    return null;
  }

  private isSeen(line: Line, from: Block): boolean {
    const block = this.blockOf(line);
    return (
      block.statements === from.statements ||
      block.owners.length === 1 ||
      from.owners.includes(block.owners.at(-1) as Node)
    );
  }

  /** Adds a binding: into a statement of the block that imports from the module already, else as a new one behind `anchor`. */
  put(module: ModuleId, specifier: string, imported: string, local: string, anchor: Anchor | null): void {
    const line = this.host(module, anchor) ?? this.addLine(module, specifier, anchor);
    const same = line.specs.some((one) => !one.gone && one.imported === imported && one.local === local);
    if (!same) line.specs.push({ imported, local, gone: false, at: null });
  }

  /** A statement above, or below with nothing but imports between. */
  host(module: ModuleId, anchor: Anchor | null): Line | null {
    const isBeside = (line: Line): boolean =>
      anchor ? this.blockOf(line).statements === anchor.block.statements : this.blockOf(line).owners.length === 1;
    const host = this.lines.find(
      (line) =>
        line.module === module &&
        line.specs.some(({ gone }) => !gone) &&
        line.specs.every(({ imported }) => imported !== '*') &&
        isBeside(line) &&
        (isAbove(line, anchor) || this.reaches(line, anchor)),
    );
    return host ?? null;
  }

  private reaches(line: Line, anchor: Anchor | null): boolean {
    const between = this.blockOf(line).statements.filter(
      (one) => line.place && anchor && anchor.node.end <= one.start && one.end <= line.place.node.start,
    );
    return between.every((one) => one.type === 'Import' || one.type === 'ImportFrom');
  }

  private addLine(module: ModuleId, specifier: string, place: Anchor | null): Line {
    const line: Line = { reference: null, place, module, specifier, specs: [] };
    this.lines.push(line);
    return line;
  }

  /** All changes as edits. */
  edits(): Edit[] {
    const gone: Placed[] = [...this.removed];
    const edits: Edit[] = [];
    const replaced = new Set<number>();
    const fresh = this.lines.filter(({ reference, specs }) => !reference && specs.some((spec) => !spec.gone));
    for (const anchor of this.anchors()) {
      const { start } = anchor.node;
      const added = fresh.filter(({ place }) => place?.node.start === start);
      const line = this.lineOf(start);
      const dies = line ? line.specs.every((spec) => spec.gone) : this.removed.some(({ node }) => node.start === start);
      const statement = dies && line ? this.statementAt(start) : null;
      if (dies && added.length > 0) {
        replaced.add(start);
        edits.push({ start, end: anchor.node.end, text: this.joined(added, anchor) });
      } else if (statement) gone.push(statement);
      else {
        if (line?.reference) edits.push(...lineEdits(this.text, line, line.reference));
        if (added.length > 0) edits.push(this.behind(anchor, added));
      }
    }
    const first = this.lines.filter((line) => !line.place && line.specs.length > 0);
    if (first.length > 0) edits.push(this.atTop(first));
    return [
      ...edits,
      ...removeStatements(
        this.text,
        gone.filter(({ node }) => !replaced.has(node.start)),
      ),
    ];
  }

  private anchors(): Anchor[] {
    const found = new Map<number, Anchor>();
    for (const { place } of this.lines) if (place) found.set(place.node.start, place);
    return [...found.values()];
  }

  private joined(added: readonly Line[], { node }: Anchor): string {
    const { lead } = following(this.text, node, node.end);
    return added.map((line) => this.written(line, node)).join(lead(newlineOf(this.text)));
  }

  private behind(anchor: Anchor, added: readonly Line[]): Edit {
    const { at, lead } = following(this.text, anchor.node, afterStatement(this.text, anchor.node));
    return { start: at, end: at, text: lead(newlineOf(this.text)) + this.joined(added, anchor) };
  }

  private written(line: Line, node: Span): string {
    const indent = sharesLine(this.text, node) ? '' : indentAt(this.text, node.start);
    return fromImport(this.text, indent, line.specifier, line.specs.filter((spec) => !spec.gone).map(shown));
  }

  /** Behind the docstring and `from __future__` of a module without imports that could be followed. */
  private atTop(lines: readonly Line[]): Edit {
    const newline = newlineOf(this.text);
    const tree = this.tree();
    const statements = lines
      .map((line) => fromImport(this.text, '', line.specifier, line.specs.map(shown)))
      .join(newline);
    const at = topOf(tree, this.text);
    const blank = this.text.slice(at).trim() === '' || /^[\r\n]/.test(this.text.slice(at)) ? '' : newline;
    return {
      start: at,
      end: at,
      text: (at > 0 && tree.body[0] && at > tree.body[0].start ? newline : '') + statements + newline + blank,
    };
  }
}

function isAbove({ reference, place }: Line, anchor: Anchor | null): boolean {
  return reference === null || place === null || place.node.start <= (anchor?.node.start ?? Infinity);
}

/** The table of a file that is parsed already. */
export function tableOf(parsed: Parsed, resolve: (specifier: string) => ModuleId | null): ImportTable {
  return new ImportTable(parsed.text, references(parsed.text).references, resolve, () => parsed.module);
}
