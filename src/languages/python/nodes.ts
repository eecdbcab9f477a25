import type { Span } from '../../workspace/edit.js';

/**
 * The syntax tree. Kinds and fields are called as in CPython's `ast`; spans are UTF-16 offsets and, as there, do not hold
 * the parentheses around an expression: those are in `paren`.
 */
interface Base extends Span {
  /** The outermost parentheses around an expression, when there are any (a tuple's own are in its span). */
  paren?: Span;
}

/** An identifier, wherever it stands: read, bound, an attribute, a keyword, a parameter. */
export interface Name extends Base {
  readonly type: 'Name';
  /** NFKC, as the program sees it. */
  readonly name: string;
}

export interface Module extends Base {
  readonly type: 'Module';
  readonly body: readonly Statement[];
}

export interface FunctionDef extends Base {
  readonly type: 'FunctionDef';
  readonly async: boolean;
  /** The span begins at the first one's `@`. */
  readonly decorators: readonly Expression[];
  /** Where `def`, or the `async` before it, begins. */
  readonly keyword: number;
  readonly name: Name;
  readonly typeParams: readonly TypeParam[];
  readonly params: readonly Parameter[];
  readonly returns: Expression | null;
  readonly body: readonly Statement[];
}

export interface ClassDef extends Base {
  readonly type: 'ClassDef';
  readonly decorators: readonly Expression[];
  readonly keyword: number;
  readonly name: Name;
  readonly typeParams: readonly TypeParam[];
  readonly args: readonly Argument[];
  readonly body: readonly Statement[];
}

export interface Parameter extends Base {
  readonly type: 'Parameter';
  readonly kind: 'posonly' | 'normal' | 'vararg' | 'kwonly' | 'kwarg';
  readonly name: Name;
  readonly annotation: Expression | null;
  readonly default: Expression | null;
}

export interface TypeParam extends Base {
  readonly type: 'TypeParam';
  readonly name: Name;
  readonly bound: Expression | null;
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

export type Statement =
  | FunctionDef
  | ClassDef
  | Import
  | ImportFrom
  | If
  | Try
  | With
  | For
  | While
  | Match
  | Assign
  | AugAssign
  | AnnAssign
  | TypeAlias
  | ExpressionStatement
  | Return
  | Raise
  | Assert
  | Delete
  | Scoped
  | Plain;

/** `import a.b.c as d, e` */
export interface Import extends Base {
  readonly type: 'Import';
  readonly names: readonly Alias[];
}

/** `from ..a.b import c as d, e`; the span ends with the closing parenthesis. */
export interface ImportFrom extends Base {
  readonly type: 'ImportFrom';
  /** With its dots, without white space: `..a.b`. */
  readonly module: string;
  readonly moduleSpan: Span;
  /** A single one named `*` for a star import. */
  readonly names: readonly Alias[];
  /** From `(` to behind `)`. */
  readonly list: Span | null;
}

export interface Alias extends Base {
  readonly type: 'Alias';
  /** Dotted in `import`, one identifier in `from … import`, or `*`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly asname: Name | null;
  /** The identifier that it binds: `asname`, or the first part of `name`; null for `*`. */
  readonly bound: Name | null;
}

export interface If extends Base {
  readonly type: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** `elif` is an `If` alone in here, whose span begins at `elif`. */
  readonly orelse: readonly Statement[];
}

export interface Try extends Base {
  readonly type: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}

export interface ExceptHandler extends Base {
  readonly type: 'ExceptHandler';
  readonly test: Expression | null;
  readonly name: Name | null;
  readonly body: readonly Statement[];
}

export interface With extends Base {
  readonly type: 'With';
  readonly async: boolean;
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
}

export interface WithItem extends Base {
  readonly type: 'WithItem';
  readonly context: Expression;
  readonly target: Expression | null;
}

export interface For extends Base {
  readonly type: 'For';
  readonly async: boolean;
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface While extends Base {
  readonly type: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface Match extends Base {
  readonly type: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}

export interface MatchCase extends Base {
  readonly type: 'MatchCase';
  readonly pattern: Pattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}

export interface Pattern extends Base {
  readonly type: 'Pattern';
  /** The name that it binds: a capture, a star, `as`, or the rest of a mapping. */
  readonly binds: Name | null;
  /** What it evaluates: a literal, a dotted name, a class, keys. */
  readonly values: readonly Expression[];
  readonly patterns: readonly Pattern[];
}

export interface Assign extends Base {
  readonly type: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

export interface AugAssign extends Base {
  readonly type: 'AugAssign';
  readonly target: Expression;
  readonly value: Expression;
}

export interface AnnAssign extends Base {
  readonly type: 'AnnAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}

export interface TypeAlias extends Base {
  readonly type: 'TypeAlias';
  readonly name: Name;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expression;
}

export interface ExpressionStatement extends Base {
  readonly type: 'Expr';
  readonly value: Expression;
}

export interface Return extends Base {
  readonly type: 'Return';
  readonly value: Expression | null;
}

export interface Raise extends Base {
  readonly type: 'Raise';
  readonly value: Expression | null;
  readonly cause: Expression | null;
}

export interface Assert extends Base {
  readonly type: 'Assert';
  readonly test: Expression;
  readonly message: Expression | null;
}

export interface Delete extends Base {
  readonly type: 'Delete';
  readonly targets: readonly Expression[];
}

export interface Scoped extends Base {
  readonly type: 'Global' | 'Nonlocal';
  readonly names: readonly Name[];
}

export interface Plain extends Base {
  readonly type: 'Pass' | 'Break' | 'Continue';
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

export type Node =
  | Module
  | Statement
  | Expression
  | Parameter
  | TypeParam
  | Argument
  | Alias
  | ExceptHandler
  | WithItem
  | MatchCase
  | Pattern
  | StringPart
  | FormatField
  | Generator;
