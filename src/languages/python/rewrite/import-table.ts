import type { Edit } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { Module, Node } from '../nodes.js';
import { following, importsOf, removeStatements, sharesLine, type Block, type Placed } from './blocks.js';
import { lineEdits, shown, topOf, type Anchor, type Line, type Spec } from './import-lines.js';
import { afterStatement, fromImport, indentAt, newlineOf } from './layout.js';

/**
 * The `from` imports of a file as they are to be, wherever they stand. Changes are collected here, statement by statement,
 * and become edits at the end. A statement takes in names only from its own block: scope, `try` and TYPE_CHECKING hold.
 */
export class ImportTable {
  readonly lines: Line[] = [];
  /** Statements (`import a.b`) that others took away. */
  readonly removed: Placed[] = [];

  constructor(
    private readonly text: string,
    private readonly tree: Module,
    resolve: (specifier: string) => ModuleId | null,
  ) {
    for (const { node, block } of importsOf(tree)) {
      if (node.type !== 'ImportFrom') continue;
      const specs = node.names.map((at): Spec => ({
        imported: at.name,
        local: at.asname?.name ?? at.name,
        gone: false,
        at,
      }));
      this.lines.push({ node, block, anchor: null, module: resolve(node.module), specifier: node.module, specs });
    }
  }

  lineOf(start: number): Line | null {
    return this.lines.find((line) => line.node?.start === start) ?? null;
  }

  /** Names of (module, name) that are bound in the scope of this block: by the module's own imports, or in the block. */
  localOf(module: ModuleId, name: string, block: Block): string | null {
    for (const line of this.lines) {
      const reaches =
        line.block.statements === block.statements ||
        line.block.owners.length === 1 ||
        block.owners.includes(line.block.owners.at(-1) as Node);
      if (line.module !== module || !reaches) continue;
      const spec = line.specs.find((one) => !one.gone && one.imported === name);
      if (spec) return spec.local;
    }
    return null;
  }

  /** Adds a binding: into a statement of the block that imports from the module already, else as a new one behind `anchor`. */
  put(module: ModuleId, specifier: string, imported: string, local: string, anchor: Anchor | null): void {
    const line = this.host(module, anchor) ?? this.addLine(module, specifier, anchor);
    const same = line.specs.some((one) => !one.gone && one.imported === imported && one.local === local);
    if (!same) line.specs.push({ imported, local, gone: false, at: null });
  }

  /** A statement above, or below with nothing but imports between. */
  host(module: ModuleId, anchor: Anchor | null): Line | null {
    const fits = this.lines.filter(
      (line) => line.module === module && line.specs.some((spec) => !spec.gone && spec.imported !== '*'),
    );
    const block = anchor?.block;
    const own = fits.filter(
      (line) =>
        (block ? line.block.statements === block.statements : line.block.owners.length === 1) &&
        line.specs.every((spec) => spec.imported !== '*'),
    );
    return (
      own.find(
        (line) =>
          line.node === null || line.node.start <= (anchor?.node.start ?? Infinity) || this.reaches(line, anchor),
      ) ?? null
    );
  }

  private reaches(line: Line, anchor: Anchor | null): boolean {
    const between = line.block.statements.filter(
      (one) => line.node && anchor && anchor.node.end <= one.start && one.end <= line.node.start,
    );
    return between.every((one) => one.type === 'Import' || one.type === 'ImportFrom');
  }

  private addLine(module: ModuleId, specifier: string, anchor: Anchor | null): Line {
    const block = anchor?.block ?? { statements: this.tree.body, owners: [this.tree] };
    const line: Line = { node: null, block, anchor, module, specifier, specs: [] };
    this.lines.push(line);
    return line;
  }

  /** All changes as edits. */
  edits(): Edit[] {
    const gone: Placed[] = [...this.removed];
    const edits: Edit[] = [];
    const replaced = new Set<Node>();
    for (const anchor of this.anchors()) {
      const added = this.lines.filter(
        (line) => line.anchor?.node === anchor.node && line.specs.some((spec) => !spec.gone),
      );
      const line = this.lines.find((one) => one.node === anchor.node);
      const dies = line ? line.specs.every((spec) => spec.gone) : this.removed.some(({ node }) => node === anchor.node);
      if (dies && added.length > 0) {
        replaced.add(anchor.node);
        edits.push({ start: anchor.node.start, end: anchor.node.end, text: this.joined(added, anchor) });
      } else if (dies && line?.node) gone.push({ node: line.node, block: line.block });
      else {
        if (line?.node) edits.push(...lineEdits(this.text, line, line.node));
        if (added.length > 0) edits.push(this.behind(anchor, added));
      }
    }
    const first = this.lines.filter((line) => !line.node && !line.anchor && line.specs.length > 0);
    if (first.length > 0) edits.push(this.atTop(first));
    return [
      ...edits,
      ...removeStatements(
        this.text,
        gone.filter(({ node }) => !replaced.has(node)),
      ),
    ];
  }

  private anchors(): Anchor[] {
    const found = new Map<Node, Anchor>();
    for (const { node, block, anchor } of this.lines) {
      if (node) found.set(node, { node, block });
      if (anchor) found.set(anchor.node, anchor);
    }
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

  private written(line: Line, node: Node): string {
    const indent = sharesLine(this.text, node) ? '' : indentAt(this.text, node.start);
    return fromImport(this.text, indent, line.specifier, line.specs.filter((spec) => !spec.gone).map(shown));
  }

  /** Behind the docstring and `from __future__` of a module without imports that could be followed. */
  private atTop(lines: readonly Line[]): Edit {
    const newline = newlineOf(this.text);
    const statements = lines
      .map((line) => fromImport(this.text, '', line.specifier, line.specs.map(shown)))
      .join(newline);
    const at = topOf(this.tree, this.text);
    const blank = this.text.slice(at).trim() === '' || /^[\r\n]/.test(this.text.slice(at)) ? '' : newline;
    return {
      start: at,
      end: at,
      text: (at > 0 && this.tree.body[0] && at > this.tree.body[0].start ? newline : '') + statements + newline + blank,
    };
  }
}
