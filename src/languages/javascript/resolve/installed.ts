import { join, posix } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import { folderOf } from '../../../workspace/folder.js';
import type { Workspace } from '../../../workspace/workspace.js';
import { Packages } from './packages.js';
import { fillPattern, matchPattern } from './specifier.js';
import { type Mapping, Tsconfigs } from './tsconfig.js';

const EXTENSIONS = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const OPTIONS = {
  tsconfig: 'auto' as const,
  extensions: EXTENSIONS,
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
    '.mjs': ['.mts', '.d.mts', '.mjs'],
    '.cjs': ['.cts', '.d.cts', '.cjs'],
    '.jsx': ['.tsx', '.d.ts', '.jsx'],
  },
  conditionNames: ['import', 'require', 'types', 'node', 'default'],
  mainFields: ['types', 'typings', 'module', 'main'],
  symlinks: true,
  nodePath: false,
};

/**
 * What is installed on the disk under `root` (absolute). The disk is asked once for all folders of which nothing can tell
 * apart what a specifier means: no node_modules or package of that name between them, no alias of a configuration.
 */
export class Installed {
  private made: ResolverFactory | null = null;
  private readonly packages: Packages;
  private readonly tsconfigs: Tsconfigs;
  private readonly places = new Map<string, string>();
  private readonly aliases = new Map<string, readonly Mapping[] | null>();
  /** By place and specifier. */
  private readonly answers = new Map<string, string | null>();
  /** By path relative to the root: is there a module? */
  private readonly paths = new Map<string, boolean>();

  constructor(
    private readonly root: string,
    /** Without changes: as the disk is. */
    private readonly base: Workspace,
  ) {
    this.packages = new Packages(base);
    this.tsconfigs = new Tsconfigs(base);
  }

  /**
   * What a bare specifier of `from` leads to: node_modules with links followed, and aliases of configurations that are not
   * in the workspace. Gives an absolute path, or null.
   */
  find(from: string, specifier: string): string | null {
    const folder = folderOf(from);
    if (this.hasOwnMeaning(folder, specifier)) return this.ask(from, specifier);
    const key = `${this.placeOf(folder)}\0${specifier}`;
    let answer = this.answers.get(key);
    if (answer === undefined) this.answers.set(key, (answer = this.ask(from, specifier)));
    return answer;
  }

  private ask(from: string, specifier: string): string | null {
    const importer = join(this.root, from);
    // A tsconfig that cannot be read (its `extends` is generated, say) fails every resolution: then without it.
    const { path } = this.factory().resolveFileSync(importer, specifier);
    return path ?? this.factory().sync(join(importer, '..'), specifier).path ?? null;
  }

  private factory(): ResolverFactory {
    return (this.made ??= new ResolverFactory(OPTIONS));
  }

  /** May it mean something else in this folder, or to one of its files (a configuration holds for those that it includes)? */
  private hasOwnMeaning(folder: string, specifier: string): boolean {
    if (specifier.startsWith('#')) return true;
    const isNamed = (name: string | null): boolean => name !== null && `${specifier}/`.startsWith(`${name}/`);
    if (this.packages.around(folder).some(({ name }) => isNamed(name))) return true;
    const aliases = this.aliasesAt(folder);
    return aliases === null || aliases.some((alias) => this.leads(alias, specifier));
  }

  private leads({ pattern, targets }: Mapping, specifier: string): boolean {
    const middle = matchPattern(pattern, specifier);
    if (middle === null || pattern !== '*') return middle !== null;
    // `baseUrl` would be an alias of everything, but is one only of what is there.
    return targets.some((target) => this.isModule(fillPattern(target, middle)));
  }

  private isModule(path: string): boolean {
    let is = this.paths.get(path);
    if (is === undefined) this.paths.set(path, (is = this.factory().sync(this.root, `./${path}`).path !== undefined));
    return is;
  }

  /** The innermost folder around that has node_modules, or a manifest that only the disk knows. */
  private placeOf(folder: string): string {
    let place = this.places.get(folder);
    if (place === undefined) {
      const lies = (name: string): boolean => this.base.lies(posix.join(folder, name));
      const isOne = folder === '' || lies('node_modules') || (lies('package.json') && !this.packages.at(folder));
      this.places.set(folder, (place = isOne ? folder : this.placeOf(folderOf(folder))));
    }
    return place;
  }

  /** The aliases that may hold for files of the folder; null when some may be outside the workspace. */
  private aliasesAt(folder: string): readonly Mapping[] | null {
    let aliases = this.aliases.get(folder);
    if (aliases === undefined) this.aliases.set(folder, (aliases = this.aliasesOf(folder)));
    return aliases;
  }

  private aliasesOf(folder: string): readonly Mapping[] | null {
    const config = posix.join(folder, 'tsconfig.json');
    if (this.base.has(config)) return this.tsconfigs.reach(config);
    if (this.base.lies(config)) return null;
    return folder === '' ? this.aliasesAbove() : this.aliasesAt(folderOf(folder));
  }

  private aliasesAbove(): readonly Mapping[] | null {
    const ways = this.root.split(/[\\/]/).map((_, depth) => '../'.repeat(depth + 1));
    return ways.some((way) => this.base.lies(`${way}tsconfig.json`)) ? null : [];
  }
}
