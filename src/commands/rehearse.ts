import { findConfig } from '../disk/config.js';
import { contentsOf, copyFolder, removeFolder } from '../disk/copy.js';
import { rollbackPhases } from '../disk/rollback.js';
import { EXIT, type ExitCode, Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { count } from '../reports/table.js';
import { run as apply } from './apply.js';
import { type Args, type Context, type Run, tell } from './context.js';
import { appliedPhases, openJournal } from './journal.js';

/**
 * `ssot rehearse`: in a copy, applies all pending phases, each with its validation, takes them back, compares the copy with
 * what it was, and applies them again, which must come to the same. Ends as `apply` would.
 */
export const run: Run = async (context, args) => {
  const { root, path } = findConfig(context.cwd, args.config ?? null);
  const copy = context.busy(() => copyFolder(root));
  tell(context, args, notices.rehearsing(copy));
  try {
    return await rehearse({ ...context, cwd: copy, ask: null }, { ...args, config: path });
  } finally {
    if (args.keep) tell(context, args, notices.rehearsed(copy));
    else removeFolder(copy);
  }
};

async function rehearse(context: Context, args: Args): Promise<ExitCode> {
  const { root, name, state } = openJournal(context, args);
  const before = appliedPhases(state);
  const original = context.busy(() => contentsOf(root));
  const all = { ...args, all: true, yes: true, allowDirty: true };
  await apply({ ...context, stdout: () => undefined }, all);
  const after = context.busy(() => contentsOf(root));
  const applied = appliedPhases(openJournal(context, args).state).filter((phase) => !before.includes(phase));
  const [first] = applied;
  // What validation wrote over our files is not ours to explain: it is set aside, as in a real rollback.
  const options = { at: context.now(), force: true };
  if (first !== undefined) context.busy(() => rollbackPhases(root, name, first, options));
  const different = differences(
    original,
    context.busy(() => contentsOf(root)),
  );
  if (different.length === 0 && first !== undefined) {
    await apply({ ...context, stdout: () => undefined }, { ...all, validate: false, quiet: true });
    different.push(
      ...differences(
        after,
        context.busy(() => contentsOf(root)),
      ),
    );
  }
  if (args.json) {
    context.stdout(`${JSON.stringify({ version: 1, name, applied, rolledBack: true, different }, null, 2)}\n`);
  }
  if (different.length > 0) throw new Failure('rehearsal-differs', count(different.length, 'file'), different);
  tell(context, args, notices.rehearsalHeld(count(applied.length, 'phase')));
  return EXIT.done;
}

/** The files that are not as they were, or gone. Those that validation added do not count. */
function differences(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): string[] {
  return [...was].filter(([path, content]) => is.get(path) !== content).map(([path]) => path);
}
