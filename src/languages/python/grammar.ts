import type { Grammar } from './cursor.js';
import {
  disjunction,
  expression,
  expressionList,
  namedExpression,
  starred,
  targetList,
  yieldExpression,
} from './expressions.js';
import { block } from './statements.js';

export const grammar: Grammar = {
  expression,
  namedExpression,
  expressionList,
  targetList,
  starred,
  disjunction,
  yieldExpression,
  block,
};
