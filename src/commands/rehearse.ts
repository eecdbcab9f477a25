import { findConfig } from '../disk/config.js';
import { copyFolder, removeFolder } from '../disk/copy.js';
import { rollbackPhases } from '../disk/rollback.js';
import { openTree } from '../disk/tree.js';
import { EXIT, type ExitCode, Failure, notices } from '../messages.js';
import { count } from '../reports/table.js';
import { run as apply } from './apply.js';
import { type Args, type Context, type Run, tell } from './context.js';
import { appliedPhases, openJournal } from './journal.js';

/**
 * `ssot rehearse`: applies all pending phases in a copy, each with its validation, then takes them back and compares the
 * copy with the original byte by byte. Ends as `apply` would.
 */
export const run: Run = async (context, args) => {
  const { root, path } = findConfig(context.cwd, args.config ?? null);
  const copy = copyFolder(root);
  try {
    return await rehearse({ ...context, cwd: copy, ask: null }, { ...args, config: path }, root);
  } finally {
    if (args.keep) tell(context, args, notices.rehearsed(copy));
    else removeFolder(copy);
  }
};

async function rehearse(context: Context, args: Args, original: string): Promise<ExitCode> {
  const before = appliedPhases(openJournal(context, args).state);
  await apply({ ...context, stdout: () => undefined }, { ...args, all: true, yes: true, allowDirty: true });
  const { root, name, state } = openJournal(context, args);
  const applied = appliedPhases(state).filter((phase) => !before.includes(phase));
  const [first] = applied;
  // What validation wrote over our files is not ours to explain: it is set aside, as in a real rollback.
  if (first !== undefined) rollbackPhases(root, name, first, { at: context.now(), force: true });
  const different = differences(root, original);
  if (args.json) {
    context.stdout(`${JSON.stringify({ version: 1, name, applied, rolledBack: true, different }, null, 2)}\n`);
  }
  if (different.length > 0) throw new Failure('rehearsal-differs', count(different.length, 'file'), different);
  tell(context, args, notices.rehearsalHeld(count(applied.length, 'phase')));
  return EXIT.done;
}

/** The files of the original that are not in the copy as they were. Those that validation added do not count. */
function differences(copy: string, original: string): string[] {
  const [a, b] = [openTree(original), openTree(copy)];
  const there = new Set(b.paths);
  return a.paths.filter((path) => {
    if (!there.has(path)) return true;
    const [was, is] = [a.load(path), b.load(path)];
    return 'text' in was && (!('text' in is) || was.text !== is.text);
  });
}
