import type { ModuleId } from '../../language.js';
import type { NameUse, Reference } from '../../reference.js';
import { parseSpecifier } from '../resolve/specifier.js';
import { type Entry, nameInList, onOwnLine } from './layout.js';

/** One binding of one import statement. `imported`: a name, `default`, or `*`. */
export interface Spec {
  imported: string;
  local: string;
  readonly typeOnly: boolean;
  gone: boolean;
  /** The comments that go where it goes. */
  readonly notes?: Pick<Entry, 'above' | 'behind'> | undefined;
  /** Where it stands today; null when it is to be added. */
  readonly at: {
    readonly start: number;
    readonly end: number;
    readonly imported: string;
    readonly local: string;
    readonly outer: boolean;
  } | null;
}

/** One import statement: as it stands, or (without a reference) to be added behind `anchor`. */
export interface Line {
  readonly reference: Reference | null;
  readonly anchor: Line | null;
  /** Where it leads, once all is done. */
  module: ModuleId | null;
  specifier: string;
  readonly typeOnly: boolean;
  /** `import typeof` of Flow, or with attributes: nothing can be put in or taken out. */
  readonly sealed: boolean;
  readonly specs: Spec[];
}

/** See `Line.sealed`. */
export function isSealed(text: string, { statement, span }: Reference): boolean {
  const attributes = text
    .slice(span.end + 1, statement.end)
    .replace(/;$/, '')
    .trim();
  return attributes !== '' || /^import\s+typeof\b/.test(text.slice(statement.start, span.start));
}

/** What stands around the path of a specifier: the same module in another loader or with another query is another thing. */
export function decoration(specifier: string): string {
  const { prefix, suffix } = parseSpecifier(specifier);
  return prefix + suffix;
}

/** A default stands outside the braces unless the statement has another one, or is `import type` with further names. */
export function slotOf(spec: Spec, line: Line): 'outer' | 'inner' {
  if (spec.imported === '*') return 'outer';
  if (spec.imported !== 'default' || (spec.at?.outer === false && spec.at.imported === 'default')) return 'inner';
  const alive = line.specs.filter((one) => !one.gone);
  if (line.typeOnly && alive.length > 1) return 'inner';
  if (spec.typeOnly && !line.typeOnly) return 'inner';
  return alive.find((one) => one.imported === 'default') === spec ? 'outer' : 'inner';
}

/** A binding as it stands today. */
export function specOf(text: string, { imported, local, typeOnly, span }: NameUse): Spec {
  const own = local ?? imported;
  const inner =
    imported !== '*' && (imported !== 'default' || /^(?:type\s+)?default\b/.test(text.slice(span.start, span.end)));
  const notes = inner ? onOwnLine(text, span)?.entry : undefined;
  return { notes, imported, local: own, typeOnly, gone: false, at: { ...span, imported, local: own, outer: !inner } };
}

/** A binding as a list of an import statement writes it. */
export function named({ imported, local }: Spec): string {
  return imported === local ? local : `${nameInList(imported)} as ${local}`;
}

/** Where a binding stands today. */
export function spanOfSpec(spec: Spec): { start: number; end: number } {
  return { start: spec.at?.start ?? 0, end: spec.at?.end ?? 0 };
}

/** Is the binding gone, new, or under another name than today? */
export function isChanged(spec: Spec): boolean {
  return spec.gone || spec.at?.imported !== spec.imported || spec.at.local !== spec.local;
}

/** Where the names of an import statement begin, behind `import` and `type`. */
export function clauseStart(text: string, start: number, firstSpec: number, typeOnly: boolean): number {
  const head = text.slice(start, firstSpec);
  const keyword = typeOnly ? /^import\s+type(of)?\s*/ : /^import\s*/;
  return start + (keyword.exec(head)?.[0].length ?? 'import '.length);
}

/** The last statement that stands in the file today; null when there is none. */
export function lastWritten(lines: readonly Line[]): Line | null {
  return lines.findLast((line) => line.reference !== null) ?? null;
}
