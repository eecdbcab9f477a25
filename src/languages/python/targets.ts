import type { Cursor } from './cursor.js';
import type { Expression } from './nodes.js';

/** The expression itself, if it may be assigned to. */
export function checkTarget(c: Cursor, target: Expression): Expression {
  switch (target.type) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return target;
    case 'Starred':
      checkTarget(c, target.value);
      return target;
    case 'Tuple':
    case 'List':
      for (const element of target.elements) checkTarget(c, element);
      return target;
    default:
      throw c.problem('cannot assign to this expression', target.start);
  }
}

/** A target that stands alone: of `+=`, or with an annotation. */
export function checkSingleTarget(c: Cursor, target: Expression): Expression {
  if (target.type === 'Name' || target.type === 'Attribute' || target.type === 'Subscript') return target;
  throw c.problem('cannot assign to this expression', target.start);
}
