import type { Draft, Thing } from './draft.js';
import { at, type Building, ownThings } from './building.js';
import type { FactorySpec } from './spec.js';

type Shape = FactorySpec['shapes'][number];

/** What a factory constructs from its parameter `n`. */
const BODIES = ['n', '{ n }', 'n, 1', 'n ?? 0', '`${n}`', '{ n: n }', '{ m: { k: n } }', 'n', '[n, n]', ''];

/** A module of factories: most of them only construct. */
export function writeFactory(building: Building, spec: FactorySpec, i: number): void {
  const sources = building.modules.filter((module) =>
    [...module.offers.values()].some(({ thing }) => thing.id === 'class'),
  );
  const source = at(sources, spec.source);
  const module = building.draft(spec.folder, `factory${i}.js`, spec.style);
  const [name = ''] = [...source.offers].find(([, { thing }]) => thing.id === 'class') ?? [];
  const local = module.fresh(name === 'default' ? 'Manager' : name);
  const clause = name === local ? local : `${name} as ${local}`;
  module.statement(`import { ${clause} } from ${module.specifier(source)}`);
  const calls: Record<string, string> = {};
  for (const shape of spec.shapes) declare(module, shape, local, calls, i);
  if (spec.own) ownThings(module, ['value'], `factory${i}`);
  const names = Object.keys(calls).length > 0 && spec.declared;
  building.factories.push({ module: module.path, ...(names ? { calls } : {}) });
}

function declare(
  module: Draft,
  { form, body, name: suffix }: Shape,
  of: string,
  calls: Record<string, string>,
  i: number,
): void {
  const name = module.fresh(
    `${form === 'object' || form === 'static' ? 'Maker' : 'make'}${String(i)}${at(['', 'One', 'Other'], suffix)}`,
  );
  const made = `new ${of}(${at(BODIES, body)})`;
  const thing = (shape: 'call' | 'getter' | 'static', async = false): Thing => ({
    kind: 'factory',
    id: name,
    async,
    shape,
  });
  const offer = (signature: string, shape: 'call' | 'getter' | 'static', async = false, exported = name): void => {
    module.offer(exported, thing(shape, async));
    calls[signature] = made;
  };
  switch (form) {
    case 'function':
      module.say(`export function ${name}(n) {`, `  return ${made};`, '}');
      return offer(`${name}(n)`, 'call');
    case 'async':
      module.say(`export async function ${name}(n) {`, `  return ${made};`, '}');
      return offer(`${name}(n)`, 'call', true);
    case 'arrow':
      module.say(`export const ${name} = (n) => ${made};`);
      return offer(`${name}(n)`, 'call');
    case 'list':
      module.say(`const ${name} = async (n) => { return ${made}; };`, `export { ${name} };`);
      return offer(`${name}(n)`, 'call', true);
    case 'default':
      if (module.offers.has('default')) return;
      module.say(`export default function ${name}(n) { return ${made}; }`);
      return offer(`${name}(n)`, 'call', false, 'default');
    case 'getter': {
      const own = module.fresh('Factory');
      module.say(
        `class ${own} {`,
        `  ${suffix % 2 === 0 ? '' : 'async '}create(n) {`,
        `    return ${made};`,
        '  }',
        '}',
      );
      module.say(`const the${own} = new ${own}();`, `export function ${name}() {`, `  return the${own};`, '}');
      return offer(`${name}().create(n)`, 'getter', suffix % 2 !== 0);
    }
    case 'object':
      module.say(`export const ${name} = {`, `  create(n) {`, `    return ${made};`, '  },', '};');
      return offer(`${name}.create(n)`, 'static');
    case 'static':
      module.say(`export class ${name} {`, `  static create(n) {`, `    return ${made};`, '  }', '}');
      return offer(`${name}.create(n)`, 'static');
    default:
      if (suffix % 8 !== 0) return;
      module.say(`export function ${name}(n) {`, `  if (n === 0) return null;`, `  return ${made};`, '}');
      module.offer(name, thing('call'));
  }
}
