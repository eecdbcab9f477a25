import { Draft, type Style } from './draft.js';
import type { StyleSpec } from './spec.js';

export const NAMES = ['Manager', 'OldManager', 'UnifiedManager', 'Legacy', 'Service', 'LegacyManager'];
const FOLDERS = ['src/ws', 'src', 'src/core', 'src/lib/deep'];

export function styleOf({ quote, semicolon, crlf, hash, comments }: StyleSpec): Style {
  return { quote: quote ? '"' : "'", semicolon: semicolon ? '' : ';', newline: crlf ? '\r\n' : '\n', hash, comments };
}

export function at<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length] as T;
}

/** Everything under way: the modules so far, and what the migration file will say. */
export class Building {
  readonly modules: Draft[] = [];
  readonly shims: string[] = [];
  readonly factories: { module: string; calls?: Record<string, string> }[] = [];
  readonly entrypoints: string[] = [];
  readonly excluded: Draft[] = [];
  readonly consumers: { readonly draft: Draft; readonly key: string }[] = [];

  draft(folder: number, name: string, style: StyleSpec): Draft {
    const module = new Draft(`${at(FOLDERS, folder)}/${name}`, styleOf(style));
    this.modules.push(module);
    return module;
  }
}

/** Things that a module declares itself; `of` is a class that is in scope. */
export function ownThings(module: Draft, kinds: readonly string[], prefix: string, of?: string): void {
  for (const kind of new Set(kinds)) {
    const name = module.fresh(`${prefix}${kind === 'subclass' ? 'Special' : kind === 'value' ? 'Value' : 'Function'}`);
    if (kind === 'value') module.say(`export const ${name} = '${module.path.length}';`);
    if (kind === 'function')
      module.say(`export function ${name}(x) {`, `  return [x, ${of ? `x instanceof ${of}` : 'typeof x'}];`, '}');
    if (kind === 'subclass' && !of) continue;
    if (kind === 'subclass')
      module.say(`export class ${name} extends ${of ?? 'Object'} {`, `  static kind = 'special';`, '}');
    module.offer(name, {
      kind: kind === 'subclass' ? 'class' : (kind as 'value' | 'function'),
      id: `${module.path}#${name}`,
    });
  }
}
