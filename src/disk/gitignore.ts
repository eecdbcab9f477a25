import * as fs from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { READ_FLAGS, Root, unreadable } from './paths.js';
import { Reach } from './reach.js';

/** The rules of one `.gitignore`. */
interface Layer {
  /** Where it lies: '' or ending with '/'. */
  readonly folder: string;
  readonly rules: Ignore;
  readonly reach: Reach;
}

/** The rules that hold in one folder, those of the nearest `.gitignore` first. */
export class IgnoreRules {
  /** By layer: whether any name of this folder may be meant. */
  private readonly open: readonly boolean[];

  private constructor(
    private readonly folder: string,
    private readonly layers: readonly Layer[],
  ) {
    this.open = layers.map((layer) => layer.reach.folder(folder.slice(layer.folder.length)));
  }

  /** Those of the root: `.git/info/exclude`, and its `.gitignore`. Outside the root we read nothing. */
  static ofRoot(root: string): IgnoreRules {
    const exclude = new Root(root).locate('.git/info/exclude');
    // The weakest rules come first.
    const texts = [exclude === null ? '' : read(exclude), read(join(root, '.gitignore'))];
    return new IgnoreRules('', [layerOf('', texts)]);
  }

  /** The same rules for a folder below; `root`: where to find the `.gitignore` that it has of its own. */
  below(folder: string, root: string | null): IgnoreRules {
    if (root === null) return new IgnoreRules(folder, this.layers);
    return new IgnoreRules(folder, [layerOf(folder, [read(join(root, folder, '.gitignore'))]), ...this.layers]);
  }

  /** Of something in this folder, which is not ignored itself; a folder's name ends with '/'. */
  ignores(name: string): boolean {
    for (let i = 0; i < this.layers.length; i++) {
      const layer = this.layers[i];
      if (!layer || !(this.open[i] || layer.reach.name(name))) continue;
      const verdict = layer.rules.test(this.folder.slice(layer.folder.length) + name);
      if (verdict.ignored || verdict.unignored) return verdict.ignored;
    }
    return false;
  }
}

function layerOf(folder: string, texts: readonly string[]): Layer {
  // Git compares case-sensitively where the file system does; we always do, so that a plan is the same everywhere.
  const rules = ignore({ ignorecase: false, allowRelativePaths: true });
  for (const text of texts) rules.add(text);
  return { folder, rules, reach: new Reach(texts.join('\n')) };
}

/** Unreadable rules are no rules: then more is seen, never less. */
function read(file: string): string {
  try {
    const fd = fs.openSync(file, READ_FLAGS);
    try {
      return fs.fstatSync(fd).isFile() ? fs.readFileSync(fd, 'utf8').replace(/^\uFEFF/, '') : '';
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    unreadable(error);
    return '';
  }
}
