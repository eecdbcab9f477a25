import type { Span } from '../../workspace/edit.js';
import type { Expression, Module, Str } from './nodes.js';

/** A string constant of the module, and where its characters stand. */
export interface Constant {
  readonly value: string;
  readonly span: Span;
}

/** A piece of a string: what is known of it, and where it stands; null for what is not written down here as it is. */
interface Piece {
  /** Null when only the running program knows it. */
  readonly value: string | null;
  readonly span: Span | null;
  readonly constant: boolean;
}

/** A string that is put together from pieces. */
export interface Composed {
  /** What is known of its beginning. */
  readonly value: string;
  /** That is all. */
  readonly whole: boolean;
  /** The first constant among them. */
  readonly constant: Span | null;
  /** Where these characters of the value stand; null when they do so in several places, or otherwise than they read. */
  at(start: number, end: number): Span | null;
}

/** `MODULE = "a.b"`, once and at the top level. */
export function constantsOf({ body }: Module, contentOf: (node: Str) => Span | null): Map<string, Constant> {
  const found = new Map<string, Constant | null>();
  for (const one of body) {
    if (one.type !== 'Assign') continue;
    for (const target of one.targets) {
      if (target.type !== 'Name') continue;
      const span = one.value.type === 'Str' ? contentOf(one.value) : null;
      const value = one.value.type === 'Str' ? one.value.value : null;
      const fits = span !== null && value !== null && !found.has(target.name) && one.targets.length === 1;
      found.set(target.name, fits ? { value, span } : null);
    }
  }
  return new Map([...found].flatMap(([name, constant]) => (constant ? [[name, constant] as const] : [])));
}

const UNKNOWN: Piece = { value: null, span: null, constant: false };

/** What can be known of a string without running the program. */
export function compose(text: string, node: Expression, constants: ReadonlyMap<string, Constant>): Composed {
  const all = piecesOf(text, node, constants);
  const stop = all.findIndex(({ value }) => value === null);
  const known = stop < 0 ? all : all.slice(0, stop);
  return {
    value: known.map(({ value }) => value).join(''),
    whole: stop < 0,
    constant: known.find(({ constant }) => constant)?.span ?? null,
    at(start, end) {
      let from = 0;
      for (const { value, span } of known) {
        const length = value?.length ?? 0;
        if (from <= start && end <= from + length && start < end)
          return span && { start: span.start + start - from, end: span.start + end - from };
        from += length;
      }
      return null;
    },
  };
}

function piecesOf(text: string, node: Expression, constants: ReadonlyMap<string, Constant>): Piece[] {
  switch (node.type) {
    case 'Name': {
      const constant = constants.get(node.name);
      return [constant ? { ...constant, constant: true } : UNKNOWN];
    }
    case 'BinOp':
      return isSum(text, node.operands) ? node.operands.flatMap((one) => piecesOf(text, one, constants)) : [UNKNOWN];
    case 'Str':
      return node.parts.flatMap((part) => partPieces(text, part, constants));
    default:
      return [UNKNOWN];
  }
}

/** Nothing but `+` between the operands. */
function isSum(text: string, operands: readonly Expression[]): boolean {
  return operands.every((operand, i) => {
    const before = operands[i - 1];
    return !before || /^[\s)\\]*\+[\s(\\]*$/.test(text.slice(before.end, operand.start));
  });
}

/** One literal; an f-string's fields may only be constants. */
function partPieces(
  text: string,
  { value, content, fields }: Str['parts'][number],
  constants: ReadonlyMap<string, Constant>,
): Piece[] {
  const written = (start: number, end: number): Piece => ({
    value: text.slice(start, end),
    span: { start, end },
    constant: false,
  });
  if (value !== null) {
    const own = written(content.start, content.end);
    return [own.value === value ? own : { value, span: null, constant: false }];
  }
  const pieces: Piece[] = [];
  let at = content.start;
  for (const field of fields) {
    const plain = text.slice(field.start + 1, field.end - 1).trim();
    const known = field.value.type === 'Name' && plain === field.value.name;
    pieces.push(written(at, field.start), ...(known ? piecesOf(text, field.value, constants) : [UNKNOWN]));
    at = field.end;
  }
  // Escapes and doubled braces do not stand for themselves.
  return [...pieces, written(at, content.end)].map((piece) =>
    piece.constant || !/[\\{}]/.test(piece.value ?? '') ? piece : UNKNOWN,
  );
}

/** The known parts of a computed module with `**` between them; null when it is all known, or does not begin so. */
export function patternOf(text: string, node: Expression): string | null {
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
