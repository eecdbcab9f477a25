import { folderOf } from '../../../workspace/folder.js';
import { posix } from 'node:path';
import { parseJsonc } from '../../../workspace/json.js';
import type { Workspace } from '../../../workspace/workspace.js';
import { bySpecificity, isRelative, within } from './specifier.js';

/** One entry of `paths` (or `baseUrl` as the pattern `*`): targets are relative to the root, in the order they are tried. */
export interface Mapping {
  readonly pattern: string;
  readonly targets: readonly string[];
}

interface Options {
  /** Relative to the root, once `extends` has been followed. */
  readonly baseUrl: string | null;
  readonly paths: readonly Mapping[] | null;
}

/** Of `extends`. */
const LONGEST_CHAIN = 50;

const CONFIG = /(^|\/)(ts|js)config[^/]*\.json$/;

/** Is this a file that compilers and editors read as tsconfig or jsconfig? */
export function isTsconfig(path: string): boolean {
  return CONFIG.test(path);
}

type Json = Readonly<Record<string, unknown>>;

/** A JSON value as an object to look into; anything else is an empty one. */
export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The strings of a JSON value that is one or a list; nothing else counts. */
export function strings(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((item) => typeof item === 'string');
}

/** The aliases that tsconfig and jsconfig files of the workspace declare. */
export class Tsconfigs {
  private every: readonly Mapping[] | null = null;
  private readonly inForce = new Map<string, readonly Mapping[]>();
  private readonly byFolder = new Map<string, string | null>();
  private readonly byPath = new Map<string, Options>();
  private readonly parsed = new Map<string, Json>();

  constructor(private readonly workspace: Workspace) {}

  /** The aliases that hold for files of this folder, the most specific of the nearest configuration first. */
  mappings(folder: string): readonly Mapping[] {
    let mappings = this.inForce.get(folder);
    if (mappings === undefined) {
      const path = this.nearest(folder);
      const configs = path === null ? [] : [path, ...this.referenced(path, folder)];
      mappings = configs.flatMap((config) => mappingsOf(this.options(config)));
      this.inForce.set(folder, mappings);
    }
    return mappings;
  }

  /** The aliases of all configurations. */
  all(): readonly Mapping[] {
    if (this.every === null) {
      const configs = this.workspace.paths().filter(isTsconfig);
      const mappings = configs.flatMap((path) => mappingsOf(this.options(path)));
      this.every = [...new Map(mappings.map((mapping) => [JSON.stringify(mapping), mapping])).values()];
    }
    return this.every;
  }

  /**
   * Every alias that a configuration may give to the files around it, by what it extends and refers to as well; null when
   * part of that is outside the workspace. What is nowhere gives none.
   */
  reach(path: string): readonly Mapping[] | null {
    const configs = new Set([path]);
    for (const config of configs) {
      const folder = folderOf(config);
      const json = this.json(config);
      const baseUrl = strings(record(json['compilerOptions'])['baseUrl'])[0] ?? '.';
      if (/^[/\\]|^\w:|\$/.test(baseUrl) || within(folder, baseUrl) === null) return null;
      for (const target of [...strings(json['extends']), ...referencesOf(json)]) {
        const found = this.file(folder, target);
        if (found !== null) configs.add(found);
        else if (!isRelative(target) || configsAt(posix.join(folder, target)).some((each) => this.workspace.lies(each)))
          return null;
      }
    }
    return [...configs].flatMap((config) => mappingsOf(this.options(config)));
  }

  /** The folder that `paths` targets of this configuration are relative to. */
  base(path: string): string {
    return this.options(path).baseUrl ?? folderOf(path);
  }

  private nearest(folder: string): string | null {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const here = ['tsconfig.json', 'jsconfig.json'].map((name) => posix.join(folder, name));
    const found = here.find((path) => this.workspace.has(path));
    const nearest = found ?? (folder === '' ? null : this.nearest(folderOf(folder)));
    this.byFolder.set(folder, nearest);
    return nearest;
  }

  /** "Solution" configurations only refer to others; those that stand above the importer may be its own. */
  private referenced(path: string, folder: string): string[] {
    return referencesOf(this.json(path)).flatMap((target) => {
      const config = this.file(folderOf(path), target);
      return config !== null && `${folder}/`.startsWith(`${folderOf(config)}/`.replace(/^\/$/, '')) ? [config] : [];
    });
  }

  private options(path: string): Options {
    let options = this.byPath.get(path);
    if (options === undefined) {
      options = this.read(path, folderOf(path), [], new Map());
      this.byPath.set(path, options);
    }
    return options;
  }

  /** Each is read once, however many extend it: two that each extend the next two would else be read 2^n times. */
  private read(path: string, leaf: string, seen: readonly string[], known: Map<string, Options>): Options {
    const json = this.json(path);
    let inherited: Options = { baseUrl: null, paths: null };
    for (const parent of strings(json['extends'])) {
      const config = this.file(folderOf(path), parent);
      if (config === null || seen.includes(config) || seen.length > LONGEST_CHAIN) continue;
      const options = known.get(config) ?? this.read(config, leaf, [...seen, path], known);
      known.set(config, options);
      inherited = { baseUrl: options.baseUrl ?? inherited.baseUrl, paths: options.paths ?? inherited.paths };
    }
    return ownOptions(record(json['compilerOptions']), folderOf(path), leaf, inherited);
  }

  /** The configuration that `extends` or `references` names; null for one in a package, which `oxc-resolver` knows. */
  private file(folder: string, target: string): string | null {
    const path = within(folder, target);
    return path === null ? null : (configsAt(path).find((each) => this.workspace.has(each)) ?? null);
  }

  private json(path: string): Json {
    let json = this.parsed.get(path);
    if (json === undefined) this.parsed.set(path, (json = record(parseJsonc(this.workspace.read(path) ?? ''))));
    return json;
  }
}

function configsAt(path: string): string[] {
  return [path, `${path}.json`, posix.join(path, 'tsconfig.json')];
}

function referencesOf({ references }: Json): string[] {
  return Array.isArray(references) ? references.flatMap((entry) => strings(record(entry)['path']).slice(0, 1)) : [];
}

/** `${configDir}` is the folder of the configuration that is used, also in one that it extends. */
function ownOptions(json: Json, folder: string, leaf: string, inherited: Options): Options {
  const at = (base: string, path: string): string | null =>
    path.startsWith('${configDir}') ? within(leaf, `.${path.slice('${configDir}'.length)}`) : within(base, path);
  const own = strings(json['baseUrl'])[0];
  const baseUrl = own === undefined ? inherited.baseUrl : at(folder, own);
  if (json['paths'] === undefined) return { baseUrl, paths: inherited.paths };
  const paths = record(json['paths']);
  const targets = (pattern: string): string[] =>
    strings(paths[pattern]).flatMap((target) => at(baseUrl ?? folder, target) ?? []);
  const patterns = Object.keys(paths).sort(bySpecificity);
  return { baseUrl, paths: patterns.map((pattern) => ({ pattern, targets: targets(pattern) })) };
}

function mappingsOf({ baseUrl, paths }: Options): Mapping[] {
  const catchAll = baseUrl === null ? [] : [{ pattern: '*', targets: [posix.join(baseUrl, '*')] }];
  return [...(paths ?? []), ...catchAll];
}
