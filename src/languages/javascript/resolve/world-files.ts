import type { Workspace } from '../../../workspace/workspace.js';
import { Beginnings } from './beginnings.js';
import type { Packages } from './packages.js';
import type { Files } from './probe.js';

/** The files of one world, as probing asks for them. */
export class WorldFiles {
  private known: Beginnings | null = null;
  private folded: Files | null = null;
  private gone: ReadonlySet<string> | null = null;

  constructor(
    private readonly workspace: Workspace,
    private readonly packages: Packages,
  ) {}

  readonly present: Files = this.by(
    (path) => (this.workspace.has(path) ? path : null),
    (path) => this.beginnings().has(path),
  );

  /** With those that an earlier phase removed. */
  readonly everPresent: Files = this.by(
    (path) => (this.workspace.has(path) || this.isRemoved(path) ? path : null),
    (path) => this.beginnings().has(path),
  );

  /** As where upper and lower case are one. */
  anyCase(): Files {
    if (this.folded === null) {
      const paths = new Map(this.workspace.paths().map((path) => [path.toLowerCase(), path]));
      this.folded = this.by(
        (path) => paths.get(path.toLowerCase()) ?? null,
        () => true,
      );
    }
    return this.folded;
  }

  /** Still on the disk, but removed by an earlier phase. */
  isRemoved(path: string): boolean {
    this.gone ??= this.workspace.removed();
    return this.gone.has(path);
  }

  private beginnings(): Beginnings {
    return (this.known ??= new Beginnings([...this.workspace.paths(), ...this.workspace.removed()]));
  }

  private by(find: Files['find'], mayFind: Files['mayFind']): Files {
    return {
      find,
      mayFind,
      mains: (folder, typed) => {
        const manifest = this.packages.at(folder);
        return (typed ? manifest?.typedMains : manifest?.mains) ?? [];
      },
    };
  }
}
