import { finding, type Finding } from '../../../messages/findings.js';
import { lineAt } from '../../../workspace/edit.js';
import type { AbsorbJob } from '../../language.js';
import type { Unparsed } from '../../reference.js';
import { checkClashes } from './clashes.js';
import { moveDirectives } from './directives.js';
import { detachAliases, detachExports, publish } from './exports.js';
import { detachImports, takeImports } from './imports.js';
import { sideOf } from './names.js';
import { assemble } from './text.js';
import { Absorption } from './absorption.js';
import { moduleExports } from '../scan/exports.js';
import { lineOf, spanOf } from '../nodes.js';
import { parse, type Parsed } from '../parse.js';
import { references } from '../scan/references.js';
import { renameEdits } from '../scope/scopes.js';

/**
 * Moves the content of the implementation into the canonical module: its imports are merged and re-based, its bodies
 * stand behind the imports, its names become the canonical ones, and the public names of both are offered (aliases retired).
 */
export function absorb(job: AbsorbJob): { readonly text: string | null; readonly findings: readonly Finding[] } {
  const canonical = parse(job.canonical.path, job.canonical.text);
  const implementation = parse(job.implementation.path, job.implementation.text);
  if ('error' in canonical) return unparsed(job.canonical.path, canonical);
  if ('error' in implementation) return unparsed(job.implementation.path, implementation);
  const common = commonJs(job.canonical.path, canonical) ?? commonJs(job.implementation.path, implementation);
  if (common) return { text: null, findings: [common] };
  const it = new Absorption(job, sideOf(job, 'canonical', canonical), sideOf(job, 'implementation', implementation));
  takeImports(it);
  detachImports(it);
  detachAliases(it);
  detachExports(it);
  moveDirectives(it);
  publish(it);
  rebase(it);
  rename(it);
  checkClashes(it);
  return it.problems.length > 0 ? { text: null, findings: it.problems } : { text: assemble(it), findings: [] };
}

/** Their objects are made while the module runs: what stands for what is not written down. */
function commonJs(path: string, parsed: Parsed): Finding | null {
  const isModule = parsed.ast.program.body.some(({ type }) => /^(?:Import|Export|TSExport|TSImport)/.test(type));
  const [first] = isModule ? [] : moduleExports(parsed, references(parsed));
  return first ? finding('absorb', path, first.line, 'it is a CommonJS module') : null;
}

function unparsed(
  path: string,
  { line, error }: Unparsed,
): { readonly text: null; readonly findings: readonly Finding[] } {
  return { text: null, findings: [finding('absorb', path, line, `it cannot be parsed: ${error}`)] };
}

/** Every other specifier of the implementation is spelt from the canonical module's place. */
function rebase(it: Absorption): void {
  const { job, implementation } = it;
  const { text, path } = job.implementation;
  const folder = (one: string): string => one.slice(0, one.lastIndexOf('/') + 1);
  for (const reference of references(implementation.parsed)) {
    const module = job.moduleOf(path, reference.specifier);
    if (module === null || reference.kind === 'string' || it.isGone('implementation', reference.span)) continue;
    const spelt = job.respell(reference.specifier);
    if (module === job.canonical.path || spelt === null)
      it.refuse(implementation, reference.line, `${reference.kind} ${reference.specifier}`);
    else if (spelt !== reference.specifier) it.edits.implementation.push({ ...reference.span, text: spelt });
  }
  const placed = /\b(?:import\.meta\.(?:url|dirname|filename)|__dirname|__filename)\b/.exec(text);
  if (placed && folder(path) !== folder(job.canonical.path))
    it.refuse(implementation, lineAt(text, placed.index), `reads its own place (${placed[0]})`);
}

/** Uses (and in the implementation, declarations) get the final names, unless that would change what they mean. */
function rename(it: Absorption): void {
  for (const side of [it.canonical, it.implementation]) {
    const names = side === it.canonical ? it.aliases : it.finals;
    for (const [from, to] of names) {
      const binding = side.scopes.module.bindings.get(from);
      if (!binding || from === to) continue;
      const uses = binding.uses.filter(({ node }) => !it.isGone(side.which, spanOf(node)));
      const hidden = uses.find((use) => !side.scopes.freeAt(to, [use]));
      if (hidden) it.refuse(side, lineOf(hidden.node), `${to} means something else where ${from} is used`);
      const declared = side === it.implementation ? binding.declarations : [];
      const edits = [
        ...renameEdits({ ...binding, name: from, uses }, to),
        ...declared.map((node) => ({ ...spanOf(node), text: to })),
      ];
      it.edits[side.which].push(...edits.filter((edit) => !it.isGone(side.which, edit)));
    }
  }
}
