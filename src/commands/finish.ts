import { finishMigration } from '../disk/finish.js';
import { withLock } from '../disk/lock.js';
import { EXIT, Failure, notices } from '../messages.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { type Run, tell } from './context.js';
import { openProject, planOf } from './project.js';
import { failed, validate } from './validate.js';

const LAST_PHASE = 5;

/** `ssot finish`: when nothing is left to do, after a last validation, removes the backups and closes the migration. */
export const run: Run = async (context, args) => {
  const project = openProject(context, args);
  const { root, migration, state } = project;
  if (state.finished) {
    tell(context, args, notices.alreadyFinished());
    return EXIT.done;
  }
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  if (interrupted) throw new Failure('phase-interrupted', `phase ${interrupted.phase}`);
  const left = planOf(context, args, project).phases.filter(({ changes }) => changes.length > 0);
  if (left.length > 0) {
    throw new Failure('finish-pending', left.map(({ number }) => `phase ${number}`).join(', '));
  }
  if (args.dryRun) {
    tell(context, args, notices.dryRun());
    return EXIT.done;
  }
  const owner = { ...context.process, startedAt: context.now() };
  return withLock(root, migration.name, owner, async () => {
    const validated = await validate(context, args, project, LAST_PHASE);
    if (validated && validated.exitCode !== 0) throw failed(validated);
    const { removed, left: altered } = finishMigration(root, migration.name, { at: context.now() });
    if (args.json) {
      context.stdout(`${JSON.stringify({ version: 1, name: migration.name, removed, left: altered }, null, 2)}\n`);
    }
    tell(context, args, notices.finished(count(removed.length, 'file')));
    altered.forEach((path) => tell(context, args, notices.left(printable(path))));
    return EXIT.done;
  });
};
