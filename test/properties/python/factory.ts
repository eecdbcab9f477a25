import { at } from '../building.js';
import { type Building, ownThings } from './project.js';
import type { Draft, Thing } from './draft.js';
import { clause } from './hands.js';
import type { FactorySpec } from './spec.js';

type Shape = FactorySpec['shapes'][number];

/** What a factory constructs from its parameter `n`. */
const BODIES = ['n', 'n=n', 'n or 0', 'str(n)', '[n, n]', '{"k": n}', 'n', 'n if n else 1', '(n, 1)', ''];

/** A module of factories: most of them only construct. */
export function writeFactory(building: Building, spec: FactorySpec, i: number): void {
  const isIt = (thing: Thing): boolean => thing.kind === 'class' && !thing.sub;
  const hasClass = ({ offers }: Draft): boolean => [...offers.values()].some(({ thing }) => isIt(thing));
  const source = at(building.modules.filter(hasClass), spec.source);
  const module = building.draft(spec.folder, `factory${i}.py`, spec.style);
  const [name = ''] = [...source.offers].find(([, { thing }]) => isIt(thing)) ?? [];
  const local = module.fresh(name);
  module.import(...module.fromImport(module.specifier(source), [clause(name, local)]));
  const calls: Record<string, string> = {};
  for (const shape of spec.shapes) declare(module, shape, local, calls, i);
  if (spec.own) ownThings(module, ['value'], `factory${i}`);
  const declared = Object.keys(calls).length > 0 && spec.declared;
  building.factories.push({ module: module.path, ...(declared ? { calls } : {}) });
}

function declare(module: Draft, { form, body }: Shape, of: string, calls: Record<string, string>, i: number): void {
  const name = module.fresh(form === 'static' ? `Maker${i}` : `make${i}`);
  const made = `${of}(${at(BODIES, body)})`;
  const offer = (signature: string, shape: Extract<Thing, { kind: 'factory' }>['shape'], async: boolean): void => {
    module.offer(name, { kind: 'factory', async, shape });
    calls[signature] = made;
  };
  const doc = body % 3 === 0 ? [`    """Makes one ${of}."""`] : [];
  switch (form) {
    case 'function':
      module.say(`def ${name}(n=None):`, ...doc, `    return ${made}`);
      return offer(`${name}(n=None)`, 'call', false);
    case 'async':
      module.say(`async def ${name}(n):`, ...doc, `    return ${made}`);
      return offer(`${name}(n)`, 'call', true);
    case 'getter':
    case 'async-getter': {
      const own = module.fresh('_Factory');
      const async = form === 'async-getter';
      module.say(`class ${own}:`, `    ${async ? 'async ' : ''}def create(self, n):`, `        return ${made}`);
      if (body % 5 === 0) module.say(`_the${own} = ${own}()`, `def ${name}():`, `    return _the${own}`);
      else module.say(`def ${name}():`, `    return ${own}()`);
      return offer(`${name}().create(n)`, 'getter', async);
    }
    case 'static':
      module.say(`class ${name}:`, `    @staticmethod`, `    def create(n):`, `        return ${made}`);
      return offer(`${name}.create(n)`, 'static', false);
    default:
      if (body % 8 !== 0) return;
      module.say(`def ${name}(n):`, `    if n == 0:`, `        return None`, `    return ${made}`);
      module.offer(name, { kind: 'factory', async: false, shape: 'call' });
  }
}
