import { recover } from '../disk/recover.js';
import { EXIT } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { printable } from '../reports/printable.js';
import { type Run, tell } from './context.js';
import { journalOf, locked } from './journal.js';

/** `ssot resume`: completes what was interrupted (an apply or a rollback). */
export const run: Run = async (context, args) => {
  const { root, name } = journalOf(context, args);
  const options = { at: context.now(), force: args.force ?? false };
  const recovered = await locked(context, args, () => context.busy(() => recover(root, name, 'finish', options)));
  if (args.json) context.stdout(`${JSON.stringify({ version: 1, name, recovered }, null, 2)}\n`);
  tell(context, args, recovered ? notices.recovered(recovered.phase, recovered.status) : notices.nothingInterrupted());
  recovered?.kept.forEach((path) => tell(context, args, notices.kept(printable(path))));
  return EXIT.done;
};
