import { languageOf } from '../languages/index.js';
import type { HandedOn, ModuleId } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Change } from '../workspace/change.js';
import type { Outcome, Scene } from './scene.js';
import { styleOf } from './style.js';

/** `"retire": "stub"`: a deprecated module that hands everything on stays in the place of each removed one. */
export function stubs(scene: Scene, modules: readonly ModuleId[]): Outcome {
  const { graph } = scene;
  const findings: Finding[] = [];
  const changes = modules.flatMap((path): Change[] => {
    const language = languageOf(path);
    const text = graph.workspace.read(path);
    if (!language || text === null) return [];
    const byproducts = graph.exports(path).flatMap(({ name, implicit }) => (implicit === true ? [name] : []));
    const taken = takenOf(scene, path, byproducts);
    const names = graph.names(path).filter(({ name }) => !byproducts.includes(name) || taken.has(name));
    const handed = names.flatMap(({ name, typeOnly }): HandedOn[] => {
      const home = homeOf(scene, path, name);
      const specifier = home && graph.resolver(path).spell(path, home.module, styleOf(graph, path, home.module));
      const implicit = byproducts.includes(name) ? ({ implicit: true } as const) : {};
      if (home && typeof specifier === 'string')
        return [{ specifier, name: home.name, exported: name, typeOnly, ...implicit }];
      findings.push(finding('stub-keeps-own', path, 0, name));
      return [];
    });
    const own = findings.some((one) => one.path === path);
    const after = own ? text : language.stub(path, text, handed);
    return after === text ? [] : [{ path, before: text, after }];
  });
  return { changes, findings, rewritten: 0 };
}

/** Those of the names that somebody takes from the module; files that are never rewritten count too. */
function takenOf({ graph }: Scene, path: ModuleId, names: readonly string[]): ReadonlySet<string> {
  const users = names.length === 0 ? [] : graph.referencesTo(new Set([path]));
  const takes = (name: string): boolean =>
    users.some(({ path: user, reference }) =>
      reference.names.length === 0 || reference.names.some(({ imported }) => imported === '*')
        ? graph.workspace.read(user)?.includes(name) === true
        : reference.names.some(({ imported }) => imported === name),
    );
  return new Set(names.filter(takes));
}

/** Where a stub is to send people: the canonical module if it offers the same, else the declaration; null at home. */
function homeOf(
  { graph, migration: { canonical } }: Scene,
  path: string,
  name: string,
): { module: ModuleId; name: string } | null {
  const last = graph.trace(path, name)?.at(-1);
  if (last?.local?.startsWith('* ')) return { module: last.local.slice('* '.length), name: '*' };
  if (!last || last.module === path) return null;
  if (!canonical || path === canonical.module) return last;
  const same = [canonical.export, ...graph.names(canonical.module).map((one) => one.name)].find((one) => {
    const there = graph.trace(canonical.module, one)?.at(-1);
    return there?.module === last.module && there.local === last.local;
  });
  return same === undefined ? last : { module: canonical.module, name: same };
}
