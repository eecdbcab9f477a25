import { sha256 } from '../workspace/hash.js';
import type { Files } from './files.js';
import { home } from './journal.js';
import { fingerprint, type Root } from './paths.js';

/** Contents by their hash: those of this run in memory, and their copies in `.ssot/<name>/objects/`. */
export class Store {
  private readonly held = new Map<string, Buffer>();
  private readonly folder: string;

  constructor(
    private readonly root: Root,
    private readonly files: Files,
    name: string,
  ) {
    this.folder = `${home(name)}/objects`;
  }

  /** Remembers a content for this run and returns its hash. */
  hold(bytes: Buffer): string {
    const hash = sha256(bytes);
    this.held.set(hash, bytes);
    return hash;
  }

  /** The content, from memory, its object, or the first of `places` that still has it; null when it is lost. */
  find(hash: string, places: readonly string[]): Buffer | null {
    const held = this.held.get(hash);
    if (held) return held;
    for (const place of [this.path(hash), ...places]) {
      const found = this.root.read(place);
      if (!('unreadable' in found) && sha256(found.bytes) === hash) return found.bytes;
    }
    return null;
  }

  /**
   * Writes what is held and not yet stored whole; on the disk when this returns. When it throws (WriteError), what it
   * had written is gone again, so that a full disk is left no fuller.
   */
  save(onProgress: (written: number) => void = () => undefined): void {
    const written: string[] = [];
    try {
      this.files.makeFolder(this.root.at(this.folder));
      for (const [hash, bytes] of this.held) {
        if (fingerprint(this.root.read(this.path(hash))) === hash) continue;
        const path = this.root.at(this.path(hash));
        this.files.clear(path);
        written.push(path);
        this.files.create(path, bytes, { mode: null });
        onProgress(written.length);
      }
      if (written.length > 0) this.files.syncFolder(this.root.at(this.folder));
    } catch (error) {
      for (const path of written) this.files.clear(path);
      throw error;
    }
  }

  /** Removes every object. */
  clear(): void {
    for (const name of this.root.names(this.folder)) this.files.clear(this.root.at(`${this.folder}/${name}`));
    this.files.removeEmptyFolder(this.root.at(this.folder));
  }

  private path(hash: string): string {
    return `${this.folder}/${hash}`;
  }
}
