import { at, NAMES } from '../building.js';
import { Draft, type Style } from './draft.js';
import { writeFactory } from './factory.js';
import { clause, hand, importModule, take, WAY_OUT } from './hands.js';
import type { ConsumerSpec, ShimSpec, Spec, StyleSpec } from './spec.js';

/** A small project that python3 can run: `main.py` prints what every module sees. */
export interface Project {
  readonly files: Readonly<Record<string, string>>;
  /** Files that no phase may change. */
  readonly excluded: readonly string[];
}

const FOLDERS = ['app/ws', 'app', 'app/core', 'app/lib/deep'];
const PACKAGES = ['app', 'app/ws', 'app/core', 'app/lib', 'app/lib/deep'];

export function styleOf({ quote, crlf, tabs, ...rest }: StyleSpec): Style {
  return { ...rest, quote: quote ? '"' : "'", newline: crlf ? '\r\n' : '\n', indent: tabs ? '\t' : '    ' };
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

export function buildProject(spec: Spec): Project {
  const building = new Building();
  const utility = building.draft(1, 'utility.py', spec.utility);
  ownThings(utility, ['value', 'function'], 'util');
  const implementation = writeImplementation(building, spec, utility);
  const canonical = spec.canonical.shape === 'itself' ? implementation : writeCanonical(building, spec, implementation);
  const canonicalName = [...canonical.offers].find(([, { thing }]) => thing.kind === 'class')?.[0] ?? '';
  spec.shims.forEach((shim, i) => building.shims.push(writeShim(building, shim, `shim${i}.py`).path));
  spec.factories.forEach((factory, i) => writeFactory(building, factory, i));
  spec.packages.forEach((shim, i) => writePackage(building, shim, i));
  spec.consumers.forEach((consumer, i) => writeConsumer(building, consumer, i));
  const excluded = building.excluded.map((module) => module.path);
  const config = {
    name: 'generated',
    canonical: { module: canonical.path, export: canonicalName },
    aliases: [...new Set(spec.aliases.map((pick) => at(NAMES, pick)))].filter((name) => name !== canonicalName),
    ...(implementation === canonical ? {} : { implementation: implementation.path }),
    shims: building.shims,
    factories: building.factories,
    entrypoints: building.entrypoints,
    tests: ['tests/**'],
    exclude: ['main.py', ...excluded],
    finalize: spec.facade ? 'facade' : 'absorb',
    retire: spec.stub ? 'stub' : 'delete',
  };
  const packages = spec.namespace ? PACKAGES.filter((path) => path !== 'app/lib') : PACKAGES;
  const written = [...building.modules, ...building.excluded].map((module) => [module.path, module.text()] as const);
  return {
    files: {
      ...Object.fromEntries(packages.map((path) => [`${path}/__init__.py`, ''])),
      ...Object.fromEntries(written),
      'main.py': mainText(building, spec.checking),
      'ssot.config.json': `${JSON.stringify(config, null, 2)}\n`,
    },
    excluded: ['main.py', ...excluded],
  };
}

/** Things that a module declares itself; `of` is a class that is in scope. */
export function ownThings(module: Draft, kinds: readonly string[], prefix: string, of?: string): void {
  for (const kind of new Set(kinds)) {
    if (kind === 'subclass' && of === undefined) continue;
    const name = module.fresh(prefix + (kind === 'subclass' ? 'Special' : kind === 'value' ? '_value' : '_function'));
    if (kind === 'value') module.say(`${name} = ${module.path.length}`);
    if (kind === 'function') module.say(`def ${name}(x):`, `    return [x, ${of ? `isinstance(x, ${of})` : '0'}]`);
    if (kind === 'subclass') module.say(`class ${name}(${of ?? 'object'}):`, `    kind = 'special'`);
    module.offer(name, kind === 'subclass' ? { kind: 'class', sub: true } : { kind: kind as 'value' | 'function' });
  }
}

function writeImplementation(building: Building, spec: Spec, utility: Draft): Draft {
  const { folder, style, own, helper, back } = spec.implementation;
  const module = building.draft(folder, 'unified.py', style);
  const name = module.fresh(at(NAMES, spec.canonical.shape === 'star' ? spec.canonicalName : spec.className));
  if (helper) module.import(...module.fromImport(module.specifier(utility), [module.fresh('util_value')]));
  module.say(
    `class ${name}:`,
    `    """The one and only ${name}."""`,
    `    kind = 'real'`,
    `    def __init__(self, n=None):`,
    `        self.n = ${helper ? 'util_value if n is None else n' : 'n'}`,
    `    def again(self) -> '${name}':`,
    `        return ${name}(self.n)`,
    `    @staticmethod`,
    `    def wrap(f):`,
    `        return lambda: [${name}.kind, f()]`,
  );
  if (back && spec.canonical.shape !== 'itself')
    module.say(
      `    def canonical(self):`,
      `        import ${at(FOLDERS, spec.canonical.folder).replaceAll('/', '.')}.manager as m`,
      `        return m.${canonicalNameOf(spec)}`,
    );
  module.offer(name, { kind: 'class' });
  ownThings(module, own, 'impl', name);
  return module;
}

function canonicalNameOf(spec: Spec): string {
  return at(NAMES, spec.canonicalName);
}

function writeCanonical(building: Building, spec: Spec, implementation: Draft): Draft {
  const { folder, style, shape, own, hands } = spec.canonical;
  const module = building.draft(folder, 'manager.py', style);
  const [[behind] = ['']] = [...implementation.offers];
  const from = module.specifier(implementation);
  const wanted = canonicalNameOf(spec);
  if (shape === 'star') {
    const names = implementation.starred();
    module.import(`from ${from} import *`);
    for (const name of names) module.fresh(name);
    for (const [name, { thing }] of implementation.offers) if (names.includes(name)) module.offer(name, thing, false);
    return module;
  }
  module.fresh(wanted);
  if (shape === 'assign') {
    const local = module.fresh(behind === wanted ? '_Real' : behind);
    module.import(...module.fromImport(from, [clause(behind, local)]));
    module.say(`${wanted} = ${local}`);
  } else if (shape === 'member' || shape === 'module') {
    const { lines, local } = importModule(module, implementation, shape === 'module' ? 0 : 1);
    module.import(...lines);
    module.say(`${wanted} = ${local}.${behind}`);
  } else if (shape === 'try') {
    const lines = module.fromImport(from, [clause(behind, wanted)]).map((line) => `    ${line}`);
    module.import('try:', ...lines, 'except ImportError:', ...WAY_OUT, `    ${wanted} = None`);
  } else module.import(...module.fromImport(from, [clause(behind, wanted)]));
  module.offer(wanted, { kind: 'class' });
  ownThings(module, own, 'canon', wanted);
  for (const each of hands) hand(module, each, building.modules, false);
  return module;
}

function writeShim(building: Building, { style, folder, hands, own, warns }: ShimSpec, name: string): Draft {
  const earlier = building.modules.slice();
  const module = building.draft(folder, name, style);
  if (warns) {
    module.import('import warnings');
    module.fresh('warnings');
    module.say(`warnings.warn('deprecated', DeprecationWarning, stacklevel=2)`);
  }
  for (const each of hands) hand(module, each, earlier, true);
  if (own) ownThings(module, ['value'], name.replace(/\W/g, ''));
  return module;
}

/** A package of its own, or one in which other modules stand: what it imports is loaded before them. */
function writePackage(building: Building, { style, folder, hands }: ShimSpec, i: number): void {
  const earlier = building.modules.slice();
  const path = `${folder % 3 === 0 ? at(FOLDERS, folder) : `app/api${i}`}/__init__.py`;
  if (building.modules.some((module) => module.path === path)) return;
  const module = new Draft(path, styleOf(style));
  for (const each of hands) hand(module, each, earlier, true);
  building.modules.push(module);
}

function writeConsumer(building: Building, { style, folder, role, takes, hands }: ConsumerSpec, i: number): void {
  const earlier = building.modules.slice();
  const path = role === 'test' ? `tests/test_user${i}.py` : `${at(FOLDERS, folder)}/user${i}.py`;
  const draft = new Draft(path, styleOf(style));
  draft.import('import asyncio, contextlib, importlib, sys, typing');
  draft.import('from unittest.mock import patch');
  draft.say('def h(x):', '    return x');
  for (const each of takes) take(draft, each, earlier, role === 'test');
  draft.say('async def run(out):', ...draft.parts.map((name) => `    await ${name}(out)`), '    return out');
  if (role !== 'test') for (const each of hands) hand(draft, each, earlier, false);
  if (role === 'entry') building.entrypoints.push(path);
  // What is excluded may be broken by the migration: nobody may depend on it.
  if (role === 'excluded') return void building.excluded.push(draft);
  building.modules.push(draft);
  building.consumers.push({ draft, key: `user${i}` });
}

/** Prints behaviour, never the names of classes: those a migration may change. */
function mainText({ consumers }: Building, checking: boolean): string {
  const prints = consumers.flatMap(({ draft, key }) => [
    `${key} = load('${draft.dotted}')`,
    `see('${key}', lambda: asyncio.run(${key}.run([])))`,
    // Factories go, and what is imported without a word is nobody's to rely on.
    ...[...draft.offers].flatMap(([name, { thing, explicit }]) =>
      thing.kind === 'factory' || !explicit ? [] : [`see('${key}.${name}', lambda: ${key}.${name})`],
    ),
  ]);
  return [PRINTER, checking ? 'typing.TYPE_CHECKING = True' : '', ...prints, ''].join('\n');
}

const PRINTER = `import asyncio, importlib, json, typing, warnings

warnings.simplefilter('ignore')
known = []

def identity(x):
    if not any(one is x for one in known):
        known.append(x)
    return next(i for i, one in enumerate(known) if one is x)

def show(x):
    if isinstance(x, type):
        return f"{getattr(x, 'kind', 'some')} class {identity(x)}"
    if x is None or isinstance(x, (bool, int, float, str)):
        return x
    if isinstance(x, (list, tuple)):
        return [show(one) for one in x]
    if isinstance(x, dict):
        return [[show(key), show(value)] for key, value in x.items()]
    if hasattr(x, 'n'):
        return [identity(type(x)), show(x.n), show(x.canonical()) if hasattr(x, 'canonical') else None]
    return 'function' if callable(x) else type(x).__name__

def see(key, look):
    try:
        shown = show(look())
    except Exception as error:
        shown = f'threw {type(error).__name__}: {error}'
    print(key, json.dumps(shown))

def load(name):
    try:
        return importlib.import_module(name)
    except Exception as error:
        print('failed:', name, type(error).__name__, error)
`;
