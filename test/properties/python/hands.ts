import { NAMES } from '../building.js';
import type { Draft, Thing } from './draft.js';
import type { Handing, Taking } from './spec.js';
import { at, useOf } from './uses.js';

interface Chosen {
  readonly module: Draft;
  readonly name: string;
  readonly thing: Thing;
}

function choose(modules: readonly Draft[], self: Draft, from: number, name: number): Chosen | null {
  const candidates = modules.filter((module) => module !== self && module.offers.size > 0);
  if (candidates.length === 0) return null;
  // The later modules (shims, factories, packages) are the more interesting ones.
  const module = at([...candidates, ...candidates.slice(1), ...candidates.slice(3)], from);
  const [offered, offer] = at([...module.offers], name);
  return { module, name: offered, thing: offer.thing };
}

export function clause(name: string, local: string): string {
  return name === local ? name : `${name} as ${local}`;
}

/** `from package import module`, or `import package.module as m`: binds the module and returns its name. */
export function importModule(
  self: Draft,
  module: Draft,
  as: number,
): { readonly lines: string[]; readonly local: string } {
  const specifier = self.specifier(module);
  const cut = specifier.lastIndexOf('.');
  const name = specifier.slice(cut + 1);
  const renamed = as % 3 === 0;
  if (name === '' || cut < 0) {
    const local = self.fresh('_m');
    return { lines: [`import ${module.dotted} as ${local}`], local };
  }
  const local = self.fresh(renamed ? '_m' : name);
  const from = /^\.*$/.test(specifier.slice(0, cut)) ? specifier.slice(0, cut + 1) : specifier.slice(0, cut);
  const line = as % 2 === 0 ? [`import ${module.dotted} as ${local}`] : self.fromImport(from, [clause(name, local)]);
  return { lines: line, local };
}

/** Where a program takes it, what it does is chance: see `isBroken`. */
export const WAY_OUT = [`    print('failed: partially initialized')`];

/** Lets a module hand on something of an earlier one. */
export function hand(self: Draft, spec: Handing, earlier: readonly Draft[], explicit: boolean): void {
  const chosen = choose(earlier, self, spec.from, spec.name);
  if (chosen === null) return;
  const { module, name, thing } = chosen;
  const from = self.specifier(module);
  if (spec.how === 'star') return handAll(self, module, explicit);
  // A factory in a variable is followed by nobody: the plan would end there too often.
  const how = thing.kind === 'factory' && spec.how !== 'from' ? 'from-as' : spec.how;
  const other = thing.kind === 'class' ? at(NAMES, spec.as) : `renamed${spec.as % 3}`;
  const exported = how === 'from' || how === 'try' ? name : other;
  if (self.names.has(exported)) return;
  self.fresh(exported);
  switch (how) {
    case 'assign': {
      const local = self.fresh(`_${name}`);
      self.import(...self.fromImport(from, [clause(name, local)]));
      self.say(`${exported} = ${local}`);
      break;
    }
    case 'member': {
      const { lines, local } = importModule(self, module, spec.as);
      self.import(...lines);
      self.say(`${exported} = ${local}.${name}`);
      break;
    }
    case 'try':
      self.import('try:', ...self.fromImport(from, [name]).map((line) => `    ${line}`));
      self.import('except ImportError:', ...WAY_OUT, `    ${name} = None`);
      break;
    case 'lazy':
      // What a module makes up when it is asked is seen by nobody: seldom.
      if (spec.as % 5 !== 0 || self.names.has('__getattr__') || self.style.all) return;
      self.fresh('__getattr__');
      self.say('def __getattr__(name):', `    if name == '${exported}':`);
      self.say(...self.fromImport(from, [clause(name, exported)]).map((line) => `        ${line}`));
      self.say(`        return ${exported}`, '    raise AttributeError(name)');
      break;
    default:
      self.import(...self.fromImport(from, [clause(name, exported)]));
  }
  self.offer(exported, thing, explicit || how === 'assign' || how === 'member');
}

function handAll(self: Draft, module: Draft, explicit: boolean): void {
  const names = module.starred();
  if (names.some((name) => self.names.has(name))) return;
  self.import(`from ${self.specifier(module)} import *`);
  for (const name of names) self.fresh(name);
  for (const [name, { thing }] of module.offers) if (names.includes(name)) self.offer(name, thing, explicit);
}

/** Lets `run` of a module take something from an earlier one and use it. */
export function take(self: Draft, spec: Taking, earlier: readonly Draft[], isTest: boolean): void {
  const chosen = choose(earlier, self, spec.from, spec.name);
  if (chosen === null) return;
  const { module, name, thing } = chosen;
  const from = self.specifier(module);
  const asked = spec.how === 'as' ? at([...NAMES, 'Local', 'x'], spec.as) : name;
  const uses = (expression: string, global: boolean): void => {
    for (const { pick, other, odd } of spec.uses)
      part(self, useOf(thing, expression, { pick, odd, other: at(NAMES, other), global }));
  };
  const top = (lines: readonly string[], local: string): void => {
    self.import(...lines);
    uses(local, true);
  };
  const mocks = isTest && thing.kind === 'class';
  switch (spec.how) {
    case 'module': {
      self.names.add('app');
      return top([`import ${module.dotted}`], `${module.dotted}.${name}`);
    }
    case 'module-as': {
      const local = self.fresh(at(['m', 'Manager', 'shim'], spec.as));
      return top([`import ${module.dotted} as ${local}`], `${local}.${name}`);
    }
    case 'member': {
      const { lines, local } = importModule(self, module, spec.as);
      return top(lines, `${local}.${name}`);
    }
    case 'star': {
      const names = module.starred();
      if (!names.includes(name) || names.some((one) => self.names.has(one))) return;
      for (const one of names) self.names.add(one);
      return top([`from ${from} import *`], name);
    }
    case 'try': {
      const local = self.fresh(asked);
      const lines = self.fromImport(from, [clause(name, local)]).map((line) => `    ${line}`);
      return top(['try:', ...lines, 'except ImportError:', ...WAY_OUT, `    ${local} = None`], local);
    }
    case 'checking': {
      const local = self.fresh(asked);
      const lines = self.fromImport(from, [clause(name, local)]).map((line) => `    ${line}`);
      self.import('if typing.TYPE_CHECKING:', ...lines);
      if (thing.kind === 'factory') return;
      return part(self, [
        `def g(x: '${local}') -> '${local}':`,
        `    return x`,
        `out.append(g(1))`,
        `if typing.TYPE_CHECKING:`,
        `    out.append(typing.get_type_hints(g)['x'] if isinstance(${local}, type) else ${local} is None)`,
      ]);
    }
    case 'local':
    case 'local-module': {
      const inner = spec.how === 'local' ? null : importModule(self, module, spec.as);
      const lines = inner ? inner.lines : self.fromImport(from, [clause(name, asked)]);
      const use = spec.uses[0];
      if (!use) return;
      const { pick, other, odd } = use;
      const seen = inner ? `${inner.local}.${name}` : asked;
      return part(self, [...lines, ...useOf(thing, seen, { pick, odd, other: at(NAMES, other), global: false })]);
    }
    case 'body': {
      const holder = self.fresh('Holder');
      const lines = self.fromImport(from, [clause(name, asked)]).map((line) => `    ${line}`);
      if (thing.kind === 'factory') return;
      self.say(`class ${holder}:`, ...lines, `    got = [${asked}]`);
      return part(self, [`out.append([${holder}.got, ${holder}.${asked}])`]);
    }
    case 'dynamic':
      if (thing.kind === 'factory') return;
      return part(self, [`out.append(importlib.import_module('${module.dotted}').${name})`]);
    case 'patch':
      if (!mocks) return;
      return part(self, [
        `with patch('${module.dotted}.${name}', 17):`,
        ...self.fromImport(from, [clause(name, asked)]).map((line) => `    ${line}`),
        `    out.append(${asked})`,
      ]);
    case 'patch-object': {
      if (!mocks) return;
      const { lines, local } = importModule(self, module, spec.as);
      self.import(...lines);
      return part(self, [`with patch.object(${local}, '${name}', 18):`, `    out.append(${local}.${name})`]);
    }
    case 'patch-here': {
      const local = self.fresh(asked);
      self.import(...self.fromImport(from, [clause(name, local)]));
      if (thing.kind === 'factory') return uses(local, true);
      const probe = self.fresh('probe');
      self.say(`def ${probe}():`, `    return ${local}`);
      return part(self, [
        `with patch('${self.dotted}.${local}', 19):`,
        `    out.append(${probe}())`,
        `out.append(${probe}())`,
      ]);
    }
    default: {
      const local = self.fresh(asked);
      return top(self.fromImport(from, [clause(name, local)]), local);
    }
  }
}

/** Statements in a function of their own, so that what they bind is nobody else's. */
function part(self: Draft, lines: readonly string[]): void {
  const name = self.fresh('part');
  self.say(`async def ${name}(out):`, ...lines.map((line) => `    ${line}`));
  self.parts.push(name);
}
