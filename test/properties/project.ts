import { at, Building, NAMES, ownThings, styleOf } from './building.js';
import { Draft, type Thing } from './draft.js';
import { writeFactory } from './factory.js';
import { hand, take } from './hands.js';
import type { ConsumerSpec, ShimSpec, Spec } from './spec.js';

/** A small project that node can run: `main.mjs` prints what every module sees. */
export interface Project {
  readonly files: Readonly<Record<string, string>>;
  /** Files that no phase may change. */
  readonly excluded: readonly string[];
}

export function buildProject(spec: Spec): Project {
  const building = new Building();
  const utility = building.draft(1, 'utility.js', spec.utility);
  ownThings(utility, ['value', 'function'], 'util');
  const implementation = writeImplementation(building, spec, utility);
  const canonical = spec.canonical.shape === 'itself' ? implementation : writeCanonical(building, spec, implementation);
  const known = [...canonical.offers].flatMap(([name, { thing }]) => (thing.id === 'class' ? [name] : []));
  const canonicalName = known.find((name) => name !== 'default') ?? 'default';
  spec.shims.forEach((shim, i) => building.shims.push(writeShim(building, shim, `shim${i}.js`).path));
  spec.factories.forEach((factory, i) => writeFactory(building, factory, i));
  if (spec.barrel) writeShim(building, spec.barrel, 'index.js');
  spec.consumers.forEach((consumer, i) => writeConsumer(building, consumer, i));
  writeCycles(building, spec);
  const excluded = building.excluded.map((module) => module.path);
  const config = {
    name: 'generated',
    canonical: { module: canonical.path, export: canonicalName },
    aliases: [...new Set(spec.aliases.map((pick) => at(NAMES, pick)))].filter((name) => name !== canonicalName),
    ...(implementation === canonical ? {} : { implementation: implementation.path }),
    shims: building.shims,
    factories: building.factories,
    entrypoints: building.entrypoints,
    tests: ['test/**'],
    exclude: ['main.mjs', ...excluded],
    finalize: spec.facade ? 'facade' : 'absorb',
    retire: spec.stub ? 'stub' : 'delete',
  };
  const files = Object.fromEntries(
    [...building.modules, ...building.excluded].map((module) => [module.path, module.text()]),
  );
  return {
    files: {
      ...files,
      'main.mjs': mainText(building, config.aliases),
      'package.json': `${JSON.stringify({ type: 'module', imports: { '#src/*': './src/*' } }, null, 2)}\n`,
      'ssot.config.json': `${JSON.stringify(config, null, 2)}\n`,
    },
    excluded: ['main.mjs', ...excluded],
  };
}

function writeImplementation(building: Building, spec: Spec, utility: Draft): Draft {
  const { folder, style, own, inline, byDefault, helper } = spec.implementation;
  const module = building.draft(folder, 'unified.js', style);
  const name = module.fresh(
    spec.canonical.shape === 'star' ? at(NAMES, spec.canonicalName) : at(NAMES, spec.className),
  );
  if (helper) {
    module.statement(`import { utilValue } from ${module.specifier(utility)}`);
    module.fresh('utilValue');
  }
  const thing: Thing = { kind: 'class', id: 'class' };
  module.say(
    '/** The one and only. */',
    `${inline && !byDefault ? 'export ' : ''}class ${name} {`,
    `  static kind = 'real';`,
    '  constructor(n) {',
    `    this.n = ${helper ? 'n ?? utilValue' : 'n'};`,
    '  }',
    '  again() {',
    `    return new ${name}(this.n);`,
    '  }',
    '}',
  );
  if (byDefault) module.say(`export default ${name};`);
  else if (!inline) module.say(`export { ${name} };`);
  module.offer(byDefault ? 'default' : name, thing);
  if (byDefault && inline) {
    module.say(`export { ${name} };`);
    module.offer(name, thing);
  }
  ownThings(module, own, 'impl', name);
  return module;
}

function writeCanonical(building: Building, spec: Spec, implementation: Draft): Draft {
  const { folder, style, shape, own, hands } = spec.canonical;
  const module = building.draft(folder, 'manager.js', style);
  const [behind = 'default'] = [...implementation.offers].find(([, { thing }]) => thing.id === 'class') ?? [];
  const from = module.specifier(implementation);
  const thing: Thing = { kind: 'class', id: 'class' };
  const wanted = at(NAMES, spec.canonicalName);
  const clause = (local: string): string =>
    behind === 'default' ? local : behind === local ? `{ ${local} }` : `{ ${behind} as ${local} }`;
  let local: string | undefined;
  if (shape === 'export-from' || (shape === 'star' && behind === 'default')) {
    module.statement(`export { ${behind === wanted ? wanted : `${behind} as ${wanted}`} } from ${from}`);
  } else if (shape === 'star') {
    module.statement(`export * from ${from}`);
    for (const [name, offer] of implementation.offers) if (name !== 'default') module.offer(name, offer.thing, false);
    ownThings(
      module,
      own.filter((kind) => kind !== 'subclass'),
      'canon',
    );
    return module;
  } else if (shape === 'namespace') {
    const namespace = module.fresh('impl');
    module.statement(`import * as ${namespace} from ${from}`);
    local = module.fresh(wanted);
    module.say(`export const ${local} = ${namespace}.${behind};`);
  } else if (shape === 'const') {
    const imported = module.fresh(behind === wanted || behind === 'default' ? 'Real' : behind);
    local = module.fresh(wanted);
    module.statement(`import ${clause(imported)} from ${from}`);
    module.say(`export const ${local} = ${imported};`);
  } else {
    local = module.fresh(shape === 'renamed-import' || behind === 'default' ? wanted : behind);
    module.statement(`import ${clause(local)} from ${from}`);
    module.say(`export { ${local === wanted ? local : `${local} as ${wanted}`} };`);
    if (shape === 'default') module.say(`export default ${local};`);
    if (shape === 'default') module.offer('default', thing);
  }
  module.offers.delete(wanted);
  const others = [...module.offers];
  module.offers.clear();
  module.offer(wanted, thing);
  for (const [name, offer] of others) module.offer(name, offer.thing);
  ownThings(module, own, 'canon', local);
  for (const each of hands) hand(building, module, each);
  return module;
}

function writeShim(building: Building, { style, folder, hands, own }: ShimSpec, name: string): Draft {
  const earlier = building.modules.slice();
  const module = building.draft(folder, name, style);
  for (const each of hands) hand(building, module, each, earlier);
  if (own) ownThings(module, ['value'], name.replace(/\W/g, ''));
  return module;
}

function writeConsumer(building: Building, { style, folder, role, takes, hands }: ConsumerSpec, i: number): void {
  const earlier = building.modules.slice();
  const module = building.draft(folder, `user${i}.${i % 2 === 0 ? 'js' : 'mjs'}`, style);
  const draft = role === 'test' ? new Draft(`test/user${i}.test.mjs`, styleOf(style)) : module;
  building.modules[building.modules.length - 1] = draft;
  draft.say('const h = (x) => x;', 'export async function run(out) {');
  for (const each of takes) take(draft, each, earlier);
  draft.say('  return out;', '}');
  draft.offer('run', { kind: 'function', id: `${draft.path}#run` });
  if (role !== 'test') for (const each of hands) hand(building, draft, each, earlier);
  draft.offers.delete('run');
  if (role === 'entry') building.entrypoints.push(draft.path);
  // What is excluded may be broken by the migration: nobody may depend on it.
  if (role === 'excluded') building.excluded.push(building.modules.pop() ?? draft);
  else building.consumers.push({ draft, key: `user${i}` });
}

/** Imports of later modules by earlier ones, used only when all are loaded. */
function writeCycles(building: Building, { cycles }: Spec): void {
  const { modules } = building;
  for (const { from, to, name } of cycles) {
    const module = at(modules, from);
    const target = at(modules, to);
    if (module === target || target.offers.size === 0) continue;
    const [offered, offer] = at([...target.offers], name);
    if (offer.thing.kind === 'factory') continue;
    if (building.shims.includes(module.path) || building.factories.some((one) => one.module === module.path)) continue;
    const local = module.fresh(offered);
    const clause = offered === 'default' ? local : `{ ${offered === local ? local : `${offered} as ${local}`} }`;
    module.statement(`import ${clause} from ${module.specifier(target)}`);
    module.say(
      `void (globalThis.seen ??= []).push(['${module.path.replaceAll(/\W/g, ' ').trim().replaceAll(' ', '-')}', () => ${local}]);`,
    );
  }
}

/** Prints behaviour, never the names of classes: those a migration may change. */
function mainText({ consumers }: Building, aliases: readonly string[]): string {
  const imports = consumers.map(({ draft, key }) => `import * as ${key} from './${draft.path}';`);
  const prints = consumers.flatMap(({ draft, key }) => [
    `await print('${key}', () => ${key}.run([]));`,
    // Factories go, and aliases that a module hands on by `export *` only.
    ...[...draft.offers].map(([name, { thing, explicit }]) =>
      thing.kind === 'factory' || (!explicit && aliases.includes(name))
        ? ''
        : `await print('${key}.${name}', () => ${key}['${name}']);`,
    ),
  ]);
  return [...imports, '', PRINTER, ...prints.filter((line) => line !== ''), SEEN, ''].join('\n');
}

const PRINTER = `const ids = new Map();
const id = (x) => ids.get(x) ?? (ids.set(x, ids.size), ids.size - 1);
const show = (x) => {
  if (typeof x === 'function') return x.kind === undefined ? 'function' : \`\${x.kind} class \${id(x)}\`;
  if (Array.isArray(x)) return x.map(show);
  if (typeof x !== 'object' || x === null) return x === undefined ? 'undefined' : x;
  const fields = Object.entries(x).map(([key, value]) => [key, show(value)]);
  return Object.getPrototypeOf(x) === Object.prototype ? fields : [id(x.constructor), fields];
};
const print = async (key, see) => {
  let shown;
  try {
    shown = show(await see());
  } catch (error) {
    shown = \`threw \${error.constructor.name}\`;
  }
  console.log(key, JSON.stringify(shown));
};
`;

const SEEN = `const all = (globalThis.seen ?? []).splice(0).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
for (const [key, see] of all) await print(\`seen \${key}\`, see);`;
