import { strayBackups } from '../disk/backups.js';
import { phaseState } from '../disk/state.js';
import { labels } from '../phase/labels.js';
import { type StatusDocument, statusJson, statusReport } from '../reports/status.js';
import { type Run, show } from './context.js';
import { openJournal } from './journal.js';

/** `ssot status`: each phase, and what was edited since. */
export const run: Run = async (context, args) => {
  const { root, name, state } = openJournal(context, args);
  const status: StatusDocument = {
    version: 1,
    name,
    finished: state.finished,
    strayBackups: context.busy(() => strayBackups(root, name)),
    phases: Object.values(labels).map((phase) => {
      const { status, doing, at, files, drift } = phaseState(state, phase.number);
      return { number: phase.number, name: phase.name, title: phase.title, status, doing, at, files, drift };
    }),
  };
  return show(context, args.json ? statusJson(status) : statusReport(status, context.colors));
};
