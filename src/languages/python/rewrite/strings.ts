import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Site } from './site.js';

/**
 * Modules named in strings: patch targets follow the name they replace, `import_module` follows its module. What is only a
 * string that looks like one (or `sys.modules[…]`) is for a person, and blocks the removal of what it names.
 */
export function moveStrings(site: Site): void {
  for (const [reference, module] of longest(site.moved('mock', 'dynamic'))) {
    const whole = reference.names.every(({ imported }) => imported === '*');
    const moved = whole ? moveModule(site, reference, module) : moveName(site, reference, module);
    if (moved) site.rewritten++;
  }
  // A name beside a module object (`patch.object(m, 'X')`) follows with the object.
  const others = site
    .moved('resolve', 'string', 'path', 'augmentation')
    .filter(([{ kind, names }]) => kind !== 'resolve' || names.length === 0);
  for (const [reference] of longest(others))
    site.report('unmovable-reference', reference.line, `${reference.kind} ${reference.specifier}`);
}

/** `a.b.c` may be the module `a.b.c`, or the name `c` of `a.b`: of one string the longest that is a module counts. */
function longest(found: readonly [Reference, ModuleId][]): [Reference, ModuleId][] {
  const best = new Map<number, [Reference, ModuleId]>();
  for (const one of found) {
    const known = best.get(one[0].span.start);
    if (!known || known[0].specifier.length < one[0].specifier.length) best.set(one[0].span.start, one);
  }
  return [...best.values()];
}

function moveModule(site: Site, reference: Reference, module: ModuleId): boolean {
  const target = site.job.standIn(module);
  if (target === null || target === site.job.path) {
    site.report(reference.kind === 'mock' ? 'mock-splits' : 'module-object', reference.line, reference.specifier);
    return false;
  }
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  site.edits.push({ ...reference.span, text: specifier });
  return true;
}

function moveName(site: Site, reference: Reference, module: ModuleId): boolean {
  const [name] = reference.names;
  if (!name) return false;
  const fate = site.job.fate(module, name.imported);
  const shown = `${reference.specifier}.${name.imported}`;
  // Where the factory is only looked up, the rewrite of that place says what becomes of its mocks.
  if (fate.kind === 'construct' && site.job.moves(module)) site.report('mock-of-factory', reference.line, shown);
  if (fate.kind !== 'move') return false;
  const specifier = site.spell(fate.module, reference);
  if (specifier === null) return false;
  if (fate.name === '*') {
    site.edits.push({ start: reference.span.start, end: name.span.end, text: specifier });
    return true;
  }
  site.edits.push({ ...reference.span, text: specifier });
  if (fate.name !== name.imported) site.edits.push({ ...name.span, text: fate.name });
  return true;
}
