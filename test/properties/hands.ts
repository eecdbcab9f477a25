import type { Draft, Thing } from './draft.js';
import { at, type Building, NAMES } from './building.js';
import type { Handing, Taking } from './spec.js';
import { awaitedUse, useOf, valueOf } from './uses.js';

interface Offered {
  readonly name: string;
  readonly thing: Thing;
}

function choose(
  modules: readonly Draft[],
  self: Draft,
  from: number,
  name: number,
): (Offered & { readonly module: Draft }) | null {
  const candidates = modules.filter((module) => module !== self && module.offers.size > 0);
  if (candidates.length === 0) return null;
  // The later modules (shims, factories, barrels) are the more interesting ones.
  const module = at([...candidates, ...candidates.slice(1), ...candidates.slice(3)], from);
  const [offered, offer] = at([...module.offers], name);
  return { module, name: offered, thing: offer.thing };
}

function clause(name: string, local: string): string {
  return name === local ? name : `${name} as ${local}`;
}

/** Lets a module hand on something of an earlier one. */
export function hand(
  building: Building,
  self: Draft,
  spec: Handing,
  earlier: readonly Draft[] = building.modules,
): void {
  const chosen = choose(earlier, self, spec.from, spec.name);
  if (chosen === null) return;
  const { module, name, thing } = chosen;
  const from = self.specifier(module);
  if (spec.how === 'star') return handAll(self, module);
  // A factory in a variable is followed by nobody: the plan would end there too often.
  const how = thing.kind === 'factory' && (spec.how === 'const' || spec.how === 'namespace') ? 'from-as' : spec.how;
  const isDefault = how === 'default' || how === 'local-default';
  const renamed = how === 'from-as' || how === 'import-as' || how === 'const' || name === 'default';
  const other = thing.kind === 'class' ? at(NAMES, spec.as) : `renamed${spec.as % 3}`;
  const exported = isDefault ? 'default' : renamed ? other : name;
  if (self.offers.get(exported)?.explicit) return;
  switch (how) {
    case 'from':
    case 'from-as':
    case 'default':
      self.statement(`export { ${clause(name, exported)} } from ${from}`);
      break;
    case 'namespace':
    case 'const': {
      if (self.has(exported)) return;
      const target = self.fresh(exported);
      const local = self.fresh(how === 'namespace' ? 'all' : name);
      self.statement(
        how === 'namespace' ? `import * as ${local} from ${from}` : `import { ${clause(name, local)} } from ${from}`,
      );
      self.say(`export const ${target} = ${how === 'namespace' ? `${local}.${name}` : local};`);
      break;
    }
    default: {
      const local = self.fresh(name);
      self.statement(
        name === 'default' ? `import ${local} from ${from}` : `import { ${clause(name, local)} } from ${from}`,
      );
      self.say(isDefault && spec.as % 2 === 0 ? `export default ${local};` : `export { ${clause(local, exported)} };`);
    }
  }
  self.offer(exported, thing);
}

function handAll(self: Draft, module: Draft): void {
  const names = [...module.offers].filter(([name]) => name !== 'default');
  // Two stars that offer one name make it ambiguous, unless both mean the same binding: left out.
  if (names.some(([name]) => self.offers.get(name)?.explicit === false)) return;
  self.statement(`export * from ${self.specifier(module)}`);
  for (const [name, { thing }] of names) if (!self.offers.has(name)) self.offer(name, thing, false);
}

/** Lets `run` of a module take something from an earlier one and use it. */
export function take(self: Draft, spec: Taking, earlier: readonly Draft[]): void {
  const chosen = choose(earlier, self, spec.from, spec.name);
  if (chosen === null) return;
  const { module, name, thing } = chosen;
  const from = self.specifier(module);
  const asked = spec.how === 'as' ? at([...NAMES, 'Local', 'x'], spec.as) : name;
  const member = (object: string): string =>
    name === 'default' || spec.as % 7 === 0 ? `${object}['${name}']` : `${object}.${name}`;
  const say = (expression: string): void =>
    self.say(
      ...spec.uses.map(
        ({ pick, other, odd }) => `  ${useOf(thing, expression, { pick, odd, other: at(NAMES, other) })}`,
      ),
    );
  switch (spec.how) {
    case 'side-effect':
      return self.statement(`import ${from}`);
    case 'namespace': {
      const namespace = self.fresh(at(['all', 'ns', 'Manager'], spec.as));
      self.statement(`import * as ${namespace} from ${from}`);
      const [second, offer] = at([...module.offers], spec.name + 1);
      if (spec.as % 3 === 0 && second !== 'default')
        self.say(
          ...spec.uses
            .slice(1)
            .map(
              ({ pick }) => `  ${useOf(offer.thing, `${namespace}.${second}`, { pick, odd: false, other: 'Manager' })}`,
            ),
        );
      return say(member(namespace));
    }
    case 'await':
      self.say('  {', `  const m = await import(${from});`);
      say(member('m'));
      return self.say('  }');
    case 'awaited-pattern': {
      const local = name === 'default' || spec.as % 2 === 0 ? at(NAMES, spec.as) : name;
      self.say('  {', `  const { ${name === local ? name : `${name}: ${local}`} } = await import(${from});`);
      say(local);
      return self.say('  }');
    }
    case 'inline':
      // Where `await` may stand: not in a nested function.
      return self.say(`  ${awaitedUse(thing, member(`(await import(${from}))`))}`);
    case 'then':
      return self.say(`  out.push(await import(${from}).then((m) => ${valueOf(thing, member('m'))}));`);
    case 'then-pattern':
      return self.say(`  out.push(await import(${from}).then(({ ${name}: taken }) => ${valueOf(thing, 'taken')}));`);
    default: {
      const local = self.fresh(asked);
      self.statement(
        name === 'default' && spec.as % 2 === 0
          ? `import ${local} from ${from}`
          : `import { ${clause(name, local)} } from ${from}`,
      );
      say(local);
    }
  }
}
