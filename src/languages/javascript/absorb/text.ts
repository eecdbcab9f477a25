import { applyEdits, type Edit } from '../../../workspace/edit.js';
import { directiveEdits } from './directives.js';
import type { Side } from './names.js';
import type { Absorption } from './absorption.js';
import { newlineOf } from '../rewrite/layout.js';
import { spanOf } from '../nodes.js';

/** Holds the place of the implementation's body; no source text can contain it. */
const SEAM = '\0implementation\0';

/** Canonical header and imports, the implementation's body, what else the canonical module had, and the remaining public names. */
export function assemble(it: Absorption): string {
  const { text } = it.job.canonical;
  const newline = newlineOf(text);
  const { body } = it.canonical.parsed.ast.program;
  const top = body[0] ? spanOf(body[0]).start : text.length;
  const rest = body.find((node) => node.type !== 'ImportDeclaration');
  const at = rest ? text.lastIndexOf('\n', spanOf(rest).start - 1) + 1 : text.length;
  const seam: Edit = { start: at, end: at, text: SEAM };
  const merged = applyEdits(text, [
    ...directiveEdits(it, top),
    ...it.table.edits(() => top),
    seam,
    ...edited(it, 'canonical'),
  ]);
  const [before = '', after = ''] = merged.split(SEAM);
  const inner = applyEdits(it.job.implementation.text, edited(it, 'implementation'));
  const taken = inner.replace(/^\uFEFF/, '').replace(/\r?\n/g, newline);
  const parts = [before, taken, after, [...it.statements, ...offers(it)].join(newline)].map((part) =>
    part.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/[ \t\r\n]+$/, ''),
  );
  return parts.filter((part) => part !== '' && part !== '\uFEFF').join(newline + newline) + newline;
}

function edited(it: Absorption, which: Side['which']): Edit[] {
  return [...it.gone[which], ...it.edits[which].filter((edit) => !it.isGone(which, edit))];
}

/** The public names that no declaration offers by itself. */
function offers(it: Absorption): string[] {
  const inline = new Set(
    it.implementation.publics.flatMap(({ name, local, inline: here }) =>
      here && local !== null && !(name === 'default' && it.offered.get(name)?.local !== it.finalOf(local))
        ? [name === 'default' ? name : it.finalOf(local)]
        : [],
    ),
  );
  const names = [...it.offered]
    .filter(([name]) => !inline.has(name))
    .map(([name, { local, typeOnly }]) => (typeOnly ? 'type ' : '') + (name === local ? name : `${local} as ${name}`));
  return names.length === 0 ? [] : [`export { ${names.join(', ')} };`];
}
