import type { Edit } from '../../../workspace/edit.js';
import type { AbsorbJob } from '../../language.js';
import type { ExportEntry } from '../../reference.js';
import { moduleExports } from '../exports.js';
import { parse, type Parsed } from '../parse.js';
import { analyse, type Scopes } from '../scopes.js';

/** One of the two modules, with the edits that are made in its text. */
export interface Side {
  readonly parsed: Parsed;
  readonly scopes: Scopes;
  readonly exports: readonly ExportEntry[];
  readonly edits: Edit[];
}

/** What goes wrong is collected; nothing is moved when anything did. */
export class Absorption {
  readonly problems: { path: string; line: number; what: string }[] = [];
  /** Implementation's top-level name -> its name in the canonical module. */
  readonly finalNames = new Map<string, string>();

  constructor(
    readonly job: AbsorbJob,
    readonly canonical: Side,
    readonly implementation: Side,
  ) {}

  /** Does this specifier, in one of the two files, lead to the other one? */
  leads(from: 'canonical' | 'implementation', specifier: string): boolean {
    const { canonical, implementation } = this.job;
    const [here, there] =
      from === 'canonical' ? [canonical.path, implementation.path] : [implementation.path, canonical.path];
    return this.job.moduleOf(here, specifier) === there;
  }

  refuse(side: 'canonical' | 'implementation', line: number, what: string): void {
    this.problems.push({ path: this.job[side].path, line, what });
  }
}

/** One of the two modules as the absorption needs it; null when it does not parse. */
export function sideOf({ path, text }: { path: string; text: string }): Side | null {
  const parsed = parse(path, text);
  if ('error' in parsed) return null;
  const scopes = analyse(parsed.module, text);
  return { parsed, scopes, exports: moduleExports(parsed, scopes).entries, edits: [] };
}
