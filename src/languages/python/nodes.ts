import type { Span } from '../../workspace/edit.js';
import type {
  Argument,
  Base,
  Expression,
  FormatField,
  Generator,
  Name,
  Parameter,
  StringPart,
} from './expression-nodes.js';

export type * from './expression-nodes.js';

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

export interface TypeParam extends Base {
  readonly type: 'TypeParam';
  readonly name: Name;
  readonly bound: Expression | null;
  readonly default: Expression | null;
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
