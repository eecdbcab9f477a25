import type { Span } from '../../workspace/edit.js';

/**
 * The syntax tree. Kinds and fields are called as in CPython's `ast`; spans are UTF-16 offsets and, as there, do not hold
 * the parentheses around an expression: those are in `paren`.
 */
export interface Base extends Span {
  /** The outermost parentheses around an expression, when there are any (a tuple's own are in its span). */
  paren?: Span;
}

/** An identifier, wherever it stands: read, bound, an attribute, a keyword, a parameter. */
export interface Name extends Base {
  readonly type: 'Name';
  /** NFKC, as the program sees it. */
  readonly name: string;
}

export interface Parameter extends Base {
  readonly type: 'Parameter';
  readonly kind: 'posonly' | 'normal' | 'vararg' | 'kwonly' | 'kwarg';
  readonly name: Name;
  readonly annotation: Expression | null;
  readonly default: Expression | null;
}

/** One argument of a call or of a class. */
export interface Argument extends Base {
  readonly type: 'Argument';
  readonly kind: 'positional' | 'keyword' | 'star' | 'double-star';
  /** Of a keyword argument. It is no use of a name. */
  readonly name: Name | null;
  readonly value: Expression;
}

export type Expression =
  | Name
  | Constant
  | Str
  | Attribute
  | Subscript
  | Call
  | Await
  | Lambda
  | NamedExpr
  | IfExp
  | Operation
  | Sequence
  | Dict
  | Comprehension
  | Yield
  | Starred
  | Slice;

/** A number, `None`, `True`, `False` or `...`: its text says which. */
export interface Constant extends Base {
  readonly type: 'Constant';
}

/** One or several string literals side by side. */
export interface Str extends Base {
  readonly type: 'Str';
  readonly parts: readonly StringPart[];
  /** As the program sees it; null when a part is an f-string with fields, or bytes. */
  readonly value: string | null;
}

/** One string literal, its prefix and quotes included. */
export interface StringPart extends Base {
  readonly type: 'StringPart';
  /** Lower case. */
  readonly prefix: string;
  /** What stands between the quotes. */
  readonly content: Span;
  /** Escapes resolved; of an f-string with fields, null. */
  readonly value: string | null;
  readonly fields: readonly FormatField[];
}

/** `{value!r:spec}` in an f-string. */
export interface FormatField extends Base {
  readonly type: 'FormatField';
  readonly value: Expression;
  /** `{value=}`: the text of the expression is printed too. */
  readonly echo: boolean;
  readonly fields: readonly FormatField[];
}

export interface Attribute extends Base {
  readonly type: 'Attribute';
  readonly value: Expression;
  readonly attr: Name;
}

export interface Subscript extends Base {
  readonly type: 'Subscript';
  readonly value: Expression;
  readonly index: Expression;
}

export interface Call extends Base {
  readonly type: 'Call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
}

export interface Await extends Base {
  readonly type: 'Await';
  readonly value: Expression;
}

export interface Lambda extends Base {
  readonly type: 'Lambda';
  readonly params: readonly Parameter[];
  readonly body: Expression;
}

export interface NamedExpr extends Base {
  readonly type: 'NamedExpr';
  readonly target: Name;
  readonly value: Expression;
}

export interface IfExp extends Base {
  readonly type: 'IfExp';
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}

/** `a and b and c`, `a + b`, `not a`, `a < b < c`: operands from left to right. */
export interface Operation extends Base {
  readonly type: 'BoolOp' | 'BinOp' | 'UnaryOp' | 'Compare';
  readonly operands: readonly Expression[];
}

export interface Sequence extends Base {
  readonly type: 'Tuple' | 'List' | 'Set';
  readonly elements: readonly Expression[];
}

export interface Dict extends Base {
  readonly type: 'Dict';
  /** A null key stands before the value of `**value`. */
  readonly items: readonly { readonly key: Expression | null; readonly value: Expression }[];
}

export interface Comprehension extends Base {
  readonly type: 'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp';
  /** Of a `DictComp`: key and value. */
  readonly elements: readonly Expression[];
  readonly generators: readonly Generator[];
}

export interface Generator extends Base {
  readonly type: 'Generator';
  readonly async: boolean;
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
}

export interface Yield extends Base {
  readonly type: 'Yield' | 'YieldFrom';
  readonly value: Expression | null;
}

export interface Starred extends Base {
  readonly type: 'Starred';
  readonly value: Expression;
}

export interface Slice extends Base {
  readonly type: 'Slice';
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
