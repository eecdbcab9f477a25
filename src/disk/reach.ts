/**
 * What the rules of a `.gitignore` may speak of, told from their text. Few rules mean few names, and asking all of them about
 * every file of a tree takes longer than listing it. Says yes too often, and never no where a rule matches: everything but
 * plain characters counts as "anything".
 */
export class Reach {
  /** From patterns without a slash, which hold in every folder. */
  private readonly names = new Set<string>();
  /** Of `*.log`: "log". */
  private readonly endings = new Set<string>();
  private readonly others: RegExp | null;
  /** Folders in which a pattern with a slash may match something. */
  private readonly folders: RegExp | null;

  /** `text`: lines as in a `.gitignore`. */
  constructor(text: string) {
    const others: string[] = [];
    const folders: string[] = [];
    for (const line of text.split(/\r?\n|\r$/)) {
      if (line === '' || line.startsWith('#')) continue;
      const plain = line.replace(/^!/, '').replace(/ +$/, '').replace(/\/$/, '');
      const pattern = plain.replace(/^(?:\*\*\/)+([^/]+)$/, '$1');
      if (pattern.includes('/')) folders.push(folderPattern(pattern.replace(/^\//, '')));
      else if (!SPECIAL.test(pattern)) this.names.add(pattern);
      else if (ENDING.test(pattern)) this.endings.add(pattern.slice(2));
      else others.push(loose(pattern));
    }
    this.others = anyOf(others);
    this.folders = anyOf(folders);
  }

  /** May a rule match something because of its name? A folder's name ends with '/'. */
  name(name: string): boolean {
    const plain = name.endsWith('/') ? name.slice(0, -1) : name;
    if (this.names.has(plain) || this.others?.test(plain)) return true;
    return this.endings.has(plain.slice(plain.lastIndexOf('.') + 1));
  }

  /** May a rule match something because of where it lies? The path is relative to the rules; '' or ending with '/'. */
  folder(path: string): boolean {
    return this.folders?.test(path) ?? false;
  }
}

const SPECIAL = /[*?[\\]/;
const ENDING = /^\*\.[^.*?[\\]+$/;
/** Any number of folders, none too. */
const ANY_FOLDERS = /^\*{2,}$/;

/** The folders of what a pattern with a slash in it matches. */
function folderPattern(pattern: string): string {
  // A slash that may be quoted parts nothing.
  if (/[[\\].*\/|\/\//s.test(pattern)) return '.*';
  const parts = pattern.split('/');
  const folders = parts.slice(0, -1).map((part) => (ANY_FOLDERS.test(part) ? '(?:.*/)?' : `${loose(part)}/`));
  return folders.join('') + (ANY_FOLDERS.test(parts.at(-1) ?? '') ? '.*' : '');
}

/** From left to right: a quoted character, brackets around plain ones, other brackets, wildcards, what means something only to us. */
const TOKEN = /\\.?|(\[[A-Za-z0-9]+\])|\[.*\]|\[.*$|[*?]+|([.+^${}()|\]])/gs;

/** What the pattern matches, and more. */
function loose(pattern: string): string {
  return pattern.replace(TOKEN, (_, bracket?: string, ours?: string) => bracket ?? (ours ? `\\${ours}` : '.*'));
}

function anyOf(patterns: readonly string[]): RegExp | null {
  return patterns.length === 0 ? null : new RegExp(`^(?:${patterns.join('|')})$`, 's');
}
