import { Failure } from '../messages/failures.js';
import { sha256 } from '../workspace/hash.js';
import type { Files } from './files.js';
import { home } from './journal.js';
import { fingerprint, type Root } from './paths.js';

/**
 * Contents by their hash: those given to this run, as their owner keeps them (no copy is made, so that memory holds each
 * text once at most), and those in files: above all their copies in `.ssot/<name>/objects/`.
 */
export class Store {
  private readonly given = new Map<string, string | Buffer>();
  /** For contents that are not stored yet: a file that has them. */
  private readonly places = new Map<string, string>();
  private readonly folder: string;

  constructor(
    private readonly root: Root,
    private readonly files: Files,
    name: string,
  ) {
    this.folder = `${home(name)}/objects`;
  }

  /** Remembers a content for this run and returns its hash. */
  hold(content: string | Buffer): string {
    const hash = sha256(content);
    this.given.set(hash, content);
    return hash;
  }

  /** Sees to it that `save` stores a content, wherever it is now; false when it is nowhere. */
  keep(hash: string, places: readonly string[]): boolean {
    if (this.given.has(hash) || this.places.has(hash) || this.isAt(this.path(hash), hash)) return true;
    const place = places.find((each) => this.isAt(each, hash));
    if (place !== undefined) this.places.set(hash, place);
    return place !== undefined;
  }

  /** The content, as it was given, from its object, or from the first of `places` that still has it; null when it is lost. */
  find(hash: string, places: readonly string[]): Buffer | null {
    const given = this.given.get(hash);
    if (given !== undefined) return typeof given === 'string' ? Buffer.from(given) : given;
    for (const place of [this.path(hash), ...places]) {
      const found = this.root.read(place);
      if (!('unreadable' in found) && sha256(found.bytes) === hash) return found.bytes;
    }
    return null;
  }

  /**
   * Writes what is held or kept and not yet stored whole; on the disk when this returns. When it throws (WriteError, Failure
   * `backup-lost`), what it had written is gone again, so that a full disk is left no fuller.
   */
  save(onProgress: (written: number) => void = () => undefined): void {
    const written: string[] = [];
    try {
      this.files.makeFolder(this.root.at(this.folder));
      for (const hash of [...this.given.keys(), ...this.places.keys()]) {
        if (this.isAt(this.path(hash), hash)) continue;
        const place = this.places.get(hash);
        const bytes = this.find(hash, place === undefined ? [] : [place]);
        // Somebody saved it since we looked.
        if (!bytes) throw new Failure('backup-lost', place);
        const path = this.root.at(this.path(hash));
        this.files.clear(path);
        written.push(path);
        this.files.create(path, bytes, { mode: null });
        onProgress(written.length);
      }
      this.files.flush();
      if (written.length > 0) this.files.syncFolder(this.root.at(this.folder));
    } catch (error) {
      for (const path of written) this.files.clear(path);
      throw error;
    }
  }

  /** Lets `save` wait also for the objects that a run which was killed has written. */
  settle(): void {
    for (const name of this.root.names(this.folder)) this.files.settle(this.root.at(`${this.folder}/${name}`));
  }

  /** Removes every object. */
  clear(): void {
    for (const name of this.root.names(this.folder)) this.files.clear(this.root.at(`${this.folder}/${name}`));
    this.files.removeEmptyFolder(this.root.at(this.folder));
  }

  private isAt(path: string, hash: string): boolean {
    return fingerprint(this.root.read(path)) === hash;
  }

  private path(hash: string): string {
    return `${this.folder}/${hash}`;
  }
}
