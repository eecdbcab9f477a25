import type { Record, Step } from './journal.js';

export interface Applied {
  readonly step: Step;
  readonly at: string | null;
}

/** What the journal comes to. */
export interface History {
  /** Phases whose changes are on the disk, in the order in which they came there. */
  readonly applied: readonly Applied[];
  /** Phases taken back and not applied again, with the time. */
  readonly undone: ReadonlyMap<number, string | null>;
  /** Begun and neither completed nor undone. */
  readonly open: Step | null;
  readonly finished: boolean;
}

/** Plays the journal. Applying again after `finished` begins a new history. */
export function history(records: readonly Record[]): History {
  const applied = new Map<number, Applied>();
  const undone = new Map<number, string | null>();
  const known = new Map<number, Step>();
  let open: Step | null = null;
  let finished = false;
  for (const record of records) {
    if (record.type === 'finished') {
      finished = true;
    } else if (record.type === 'begin') {
      if (finished) for (const each of [applied, undone, known]) each.clear();
      finished = false;
      open = record.step;
      if (open.kind === 'apply') known.set(open.phase, open);
    } else {
      open = null;
      const step = known.get(record.phase);
      // The last word counts, open or not: an `end` may have reached the disk though its flush failed and it was undone.
      if (!step) continue;
      const at = record.at ?? null;
      if (record.status === 'applied') undone.delete(record.phase);
      else undone.set(record.phase, at);
      if (record.status === 'rolled back') applied.delete(record.phase);
      else if (!applied.has(record.phase)) applied.set(record.phase, { step, at });
    }
  }
  return { applied: [...applied.values()], undone, open, finished };
}
