import { CONFIG_NAME, writeNamed } from '../disk/config.js';
import { openTree } from '../disk/tree.js';
import { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import { EXIT, Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { findModule } from '../migration/modules.js';
import { printable } from '../reports/printable.js';
import { Workspace } from '../workspace/workspace.js';
import { type Run, tell } from './context.js';
import { draftFor, draftText } from './draft.js';

/** `ssot init --canonical file#Export`: drafts a migration file in the working directory. */
export const run: Run = async (context, args) => {
  const text = context.busy(() => {
    const workspace = Workspace.over(openTree(context.cwd));
    return draftText(draftFor(canonicalOf(args.canonical ?? '', workspace), new Graph(workspace, context.cwd)));
  });
  if (args.dryRun) {
    context.stdout(text);
    return EXIT.done;
  }
  writeNamed(context.cwd, args.config ?? CONFIG_NAME, text, args.force ?? false);
  tell(context, args, notices.written(printable(args.config ?? CONFIG_NAME)));
  return EXIT.done;
};

/** The module and export that `path/to/file#Export` names. Throws Failure `canonical-unknown` when there is no such thing. */
function canonicalOf(written: string, workspace: Workspace): { module: string; export: string } {
  const [module = '', name = ''] = written.split('#');
  if (module === '' || name === '') throw new Failure('canonical-unknown', JSON.stringify(written));
  const found = findModule(module, workspace);
  if ('problem' in found) throw new Failure('canonical-unknown', found.problem);
  const offer = languageOf(found.path)?.offer(found.path, workspace.read(found.path) ?? '');
  if (!offer || 'error' in offer)
    throw new Failure('canonical-unknown', `${printable(found.path)}: it cannot be parsed`);
  // A star may bring any name.
  if (!offer.entries.some((entry) => entry.name === name || entry.name === '*')) {
    const names = offer.entries.map((entry) => entry.name);
    throw new Failure('canonical-unknown', `${printable(found.path)} has no export ${JSON.stringify(name)}`, names);
  }
  return { module: found.path, export: name };
}
