import type { Edit } from '../../../workspace/edit.js';
import type { Absorption } from './absorption.js';
import { lineOf, spanOf } from '../nodes.js';
import { newlineOf, removal } from '../rewrite/layout.js';

/**
 * `'use client'` and the like hold for a whole module and only on its top. What the implementation has goes there, unless it
 * would then hold for code of the canonical module that it did not hold for.
 */
export function moveDirectives(it: Absorption): void {
  const { job, canonical, implementation } = it;
  const { body, directives } = canonical.parsed.ast.program;
  const known = new Set(directives.map(({ value }) => value.value));
  const own = body.find(
    (node) =>
      node.type !== 'ImportDeclaration' &&
      !it.gone.canonical.some(({ start, end }) => start <= spanOf(node).start && spanOf(node).end <= end),
  );
  for (const directive of implementation.parsed.ast.program.directives) {
    it.gone.implementation.push(removal(job.implementation.text, spanOf(directive)));
    if (known.has(directive.value.value)) continue;
    if (own)
      it.refuse(
        implementation,
        lineOf(directive),
        `its directive '${directive.value.value}' would hold for the rest of the canonical module`,
      );
    else it.directives.push(job.implementation.text.slice(spanOf(directive).start, spanOf(directive).end));
  }
}

/** The edit that puts them on top; `top`: where the first statement begins. */
export function directiveEdits({ job, directives }: Absorption, top: number): Edit[] {
  const newline = newlineOf(job.canonical.text);
  return directives.length === 0 ? [] : [{ start: top, end: top, text: directives.join(newline) + newline + newline }];
}
