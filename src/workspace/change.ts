/**
 * One file's passage from one text to another. `null` stands for "no such file", so that creating, updating and
 * deleting have one shape, and undoing is swapping the ends. Paths are relative to the root, with `/`.
 */
export interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export type Action = 'update' | 'delete' | 'create';

/** What a change does to its path. */
export function actionOf(change: Change): Action {
  if (change.before === null) return 'create';
  return change.after === null ? 'delete' : 'update';
}

/** Changes of several steps as one per path: first `before`, last `after`; those that come to nothing are left out. */
export function squash(changes: Iterable<Change>): Change[] {
  const byPath = new Map<string, Change>();
  for (const change of changes) {
    const earlier = byPath.get(change.path);
    byPath.set(change.path, earlier ? { ...change, before: earlier.before } : change);
  }
  return [...byPath.values()]
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
