import { withLock } from '../disk/lock.js';
import { recover } from '../disk/recover.js';
import { EXIT, notices } from '../messages.js';
import { printable } from '../reports/printable.js';
import { type Run, tell } from './context.js';
import { openJournal } from './journal.js';

/** `ssot resume`: completes what was interrupted (an apply or a rollback). */
export const run: Run = async (context, args) => {
  const { root, name } = openJournal(context, args);
  const owner = { ...context.process, startedAt: context.now() };
  const recovered = await withLock(root, name, owner, () =>
    recover(root, name, 'finish', { at: context.now(), force: args.force ?? false }),
  );
  if (args.json) context.stdout(`${JSON.stringify({ version: 1, name, recovered }, null, 2)}\n`);
  tell(context, args, recovered ? notices.recovered(recovered.phase, recovered.status) : notices.nothingInterrupted());
  recovered?.kept.forEach((path) => tell(context, args, notices.kept(printable(path))));
  return EXIT.done;
};
