import { strayBackups } from '../disk/backups.js';
import { finishMigration, planFinish } from '../disk/finish.js';
import { EXIT, type ExitCode, Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { type Args, type Context, type Run, tell } from './context.js';
import { locked } from './journal.js';
import { type Project, openProject, planOf } from './project.js';
import { failed, validate } from './validate.js';

const LAST_PHASE = 5;

/** `ssot finish`: when nothing is left to do, after a last validation, removes the backups and closes the migration. */
export const run: Run = async (context, args) => {
  if (!args.dryRun) return locked(context, args, () => finishLocked(context, args));
  const project = openProject(context, args);
  if (isReady(context, args, project)) preview(context, args, project);
  return EXIT.done;
};

function preview(context: Context, args: Args, { root, migration: { name } }: Project): void {
  const { removed, left } = context.busy(() => planFinish(root, name));
  const allLeft = [...left, ...strayBackups(root, name)];
  if (args.json) context.stdout(`${JSON.stringify({ version: 1, name, removed, left: allLeft }, null, 2)}\n`);
  else context.stdout(removed.map((path) => `would remove ${printable(path)}\n`).join(''));
  allLeft.forEach((path) => tell(context, args, notices.left(printable(path))));
  tell(context, args, notices.dryRun());
}

async function finishLocked(context: Context, args: Args): Promise<ExitCode> {
  const project = openProject(context, args);
  const { root, migration } = project;
  if (!isReady(context, args, project)) return EXIT.done;
  const validated = await validate(context, args, project, LAST_PHASE);
  if (validated && validated.exitCode !== 0) throw failed(validated);
  const { removed, left } = context.busy(() => {
    const strays = strayBackups(root, migration.name);
    const finished = finishMigration(root, migration.name, { at: context.now() });
    return { removed: finished.removed, left: [...finished.left, ...strays] };
  });
  if (args.json) {
    context.stdout(`${JSON.stringify({ version: 1, name: migration.name, removed, left }, null, 2)}\n`);
  }
  tell(context, args, notices.finished(count(removed.length, 'file')));
  left.forEach((path) => tell(context, args, notices.left(printable(path))));
  return EXIT.done;
}

/** False when it is finished already. Throws Failure for what is left to do. */
function isReady(context: Context, args: Args, project: Project): boolean {
  const { state } = project;
  if (state.finished) {
    tell(context, args, notices.alreadyFinished());
    return false;
  }
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  if (interrupted) throw new Failure('phase-interrupted', `phase ${interrupted.phase}`);
  const left = planOf(context, args, project).phases.filter(({ changes }) => changes.length > 0);
  if (left.length > 0) throw new Failure('finish-pending', left.map(({ number }) => `phase ${number}`).join(', '));
  return true;
}
