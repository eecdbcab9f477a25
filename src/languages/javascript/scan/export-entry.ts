import type { Node } from '@babel/types';
import type { ExportEntry } from '../../reference.js';

export type Source = { specifier: string; imported: string };

/** What a name at the top level of a module stands for: something taken from elsewhere, or another local name. */
export type Meaning = { from: Source } | { same: string };

/** `behind`: a local name, a member of one (`codec.encode`), something elsewhere, or nothing to be named. */
type Behind = string | { object: string; member: string } | Source | null;

/** `at`: the statement, or its line. */
export type Entry = (name: string, behind: Behind, typeOnly: boolean, at: Node | number) => ExportEntry;

/** Makes the entries of a module whose top-level names mean what is given. */
export function entryMaker(meanings: ReadonlyMap<string, Meaning>): Entry {
  return (name, behind, typeOnly, at) => {
    const line = typeof at === 'number' ? at : (at.loc?.start.line ?? 1);
    if (behind !== null && typeof behind !== 'string') {
      const from = 'object' in behind ? memberOf(behind.object, behind.member, meanings) : behind;
      return { name, from, local: from ? null : `*${name}*`, typeOnly, line };
    }
    let local = behind;
    for (let hops = 0; local !== null && hops < 100; hops++) {
      const meaning = meanings.get(local);
      if (!meaning) break;
      if ('from' in meaning) return { name, from: meaning.from, local: null, typeOnly, line };
      local = meaning.same;
    }
    return { name, from: null, local, typeOnly, line };
  };
}

/** What a member of a namespace or a required module stands for. */
export function memberOf(object: string, member: string, meanings: ReadonlyMap<string, Meaning>): Source | null {
  const meaning = meanings.get(object);
  if (!meaning || !('from' in meaning) || meaning.from.imported !== '*') return null;
  return { specifier: meaning.from.specifier, imported: member };
}
