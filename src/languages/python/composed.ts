import type { Span } from '../../workspace/edit.js';
import type { Call, Expression, Module, Str } from './nodes.js';

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

/** What expressions stand for, as far as the file says it. */
export interface Known {
  constant(name: string): Constant | undefined;
  /** The module that the expression is; null for what is none. */
  module(node: Expression): string | null;
}

/** What can be known of a string without running the program. */
export function compose(text: string, node: Expression, known: Known): Composed {
  const all = piecesOf(text, node, known);
  const stop = all.findIndex(({ value }) => value === null);
  const pieces = stop < 0 ? all : all.slice(0, stop);
  return {
    value: pieces.map(({ value }) => value).join(''),
    whole: stop < 0,
    constant: pieces.find(({ constant }) => constant)?.span ?? null,
    at(start, end) {
      let from = 0;
      for (const { value, span } of pieces) {
        const length = value?.length ?? 0;
        if (from <= start && end <= from + length && start < end)
          return span && { start: span.start + start - from, end: span.start + end - from };
        from += length;
      }
      return null;
    },
  };
}

function piecesOf(text: string, node: Expression, known: Known): Piece[] {
  switch (node.type) {
    case 'Name': {
      const constant = known.constant(node.name);
      return [constant ? { ...constant, constant: true } : UNKNOWN];
    }
    case 'Attribute': {
      const value = node.attr.name === '__name__' ? known.module(node.value) : null;
      return [{ value, span: null, constant: false }];
    }
    case 'BinOp': {
      const { operands } = node;
      if (isSum(text, operands)) return operands.flatMap((one) => piecesOf(text, one, known));
      const [format, values, ...more] = operands;
      const isFormat = more.length === 0 && operatorOf(text, operands) === '%';
      if (!isFormat || !format || !values) return [UNKNOWN];
      return filledPieces(text, format, '%s', values.type === 'Tuple' ? values.elements : [values], known);
    }
    case 'Call':
      return callPieces(text, node, known);
    case 'Str':
      return node.parts.flatMap((part) => partPieces(text, part, known));
    default:
      return [UNKNOWN];
  }
}

/** `'{}.x'.format(a)`, `'.'.join([a, b])` */
function callPieces(text: string, { callee, args }: Call, known: Known): Piece[] {
  if (callee.type !== 'Attribute' || args.some(({ kind }) => kind !== 'positional')) return [UNKNOWN];
  const values = args.map(({ value }) => value);
  if (callee.attr.name === 'format') return filledPieces(text, callee.value, '{}', values, known);
  const [list] = values;
  if (callee.attr.name !== 'join' || (list?.type !== 'List' && list?.type !== 'Tuple')) return [UNKNOWN];
  return list.elements.flatMap((one, i) => [
    ...(i > 0 ? piecesOf(text, callee.value, known) : []),
    ...piecesOf(text, one, known),
  ]);
}

/** A string with a value for each of its plain holes. */
function filledPieces(
  text: string,
  format: Expression,
  hole: string,
  values: readonly Expression[],
  known: Known,
): Piece[] {
  const [only, ...more] = format.type === 'Str' ? format.parts : [];
  if (!only || more.length > 0 || only.value !== text.slice(only.content.start, only.content.end)) return [UNKNOWN];
  const parts = only.value.split(hole);
  if (parts.length !== values.length + 1 || parts.some((part) => /[%{}]/.test(part))) return [UNKNOWN];
  let at = only.content.start;
  return parts.flatMap((value, i) => {
    const span = { start: at, end: at + value.length };
    at = span.end + hole.length;
    const filling = values[i];
    return [{ value, span, constant: false }, ...(filling ? piecesOf(text, filling, known) : [])];
  });
}

/** Nothing but `+` between the operands. */
function isSum(text: string, operands: readonly Expression[]): boolean {
  return operatorOf(text, operands) === '+';
}

/** What stands between all of them; null when that is not the same. */
function operatorOf(text: string, operands: readonly Expression[]): string | null {
  const found = operands.slice(1).map((operand, i) => {
    const between = text.slice(operands[i]?.end ?? 0, operand.start);
    return /^[\s)\\]*(\S+?)[\s(\\]*$/.exec(between)?.[1] ?? null;
  });
  const [first = null] = found;
  return found.every((one) => one === first) ? first : null;
}

/** One literal; an f-string's fields may only be constants. */
function partPieces(text: string, { value, content, fields }: Str['parts'][number], known: Known): Piece[] {
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
    const isPlain = plain === text.slice(field.value.start, field.value.end);
    pieces.push(written(at, field.start), ...(isPlain ? piecesOf(text, field.value, known) : [UNKNOWN]));
    at = field.end;
  }
  // Escapes and doubled braces do not stand for themselves.
  return [...pieces, written(at, content.end)].map((piece) =>
    piece.constant || !/[\\{}]/.test(piece.value ?? '') ? piece : UNKNOWN,
  );
}

const OWN_NAMES = new Set(['__name__', '__package__']);

/** The known parts of a computed module with `**` between them; null when it is all known, or does not begin so. */
export function patternOf(text: string, node: Expression): string | null {
  // What begins with the module's own name stands below it, as what begins with a dot.
  const parts = partsOf(text, node)
    .replace(/^\*self\*/, '')
    .replaceAll('*self*', '**');
  return parts.includes('**') && /^[^*]*\./.test(parts) ? parts : null;
}

function partsOf(text: string, node: Expression): string {
  if (node.type === 'BinOp') return node.operands.map((operand) => partsOf(text, operand)).join('');
  if (node.type === 'Name' && OWN_NAMES.has(node.name)) return '*self*';
  if (node.type !== 'Str') return '**';
  return node.parts
    .map(({ value, fields, content }) => {
      if (value !== null) return value;
      let at = content.start;
      const known = fields.map((field) => {
        const before = text.slice(at, field.start);
        at = field.end;
        return before + (partsOf(text, field.value) === '*self*' ? '*self*' : '**');
      });
      return known.join('') + text.slice(at, content.end);
    })
    .join('');
}
