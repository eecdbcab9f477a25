import type { Graph } from '../graph/graph.js';
import { languages } from '../languages/index.js';
import type { Migration, Place, Redirect } from '../migration/migration.js';

const PACKAGE = 'pkg:';

/**
 * The migration with members of the tree in the place of packages: a redirect from the name of one is also one from its
 * main module, by whatever path that is imported, and a redirect to one leads to its main module.
 */
export function withMembers(migration: Migration, graph: Graph): Migration {
  const redirects = migration.redirects.flatMap((redirect): Redirect[] => {
    const to = membersAt(redirect.to, graph)[0] ?? redirect.to;
    const from = [redirect.from, ...membersAt(redirect.from, graph)];
    return from
      .filter(({ module, name }) => module !== to.module || name !== to.name)
      .map((one) => ({ from: one, to }));
  });
  return { ...migration, redirects };
}

/** The files that a package's specifier leads to from the root; it may be two, of typed and of plain sources. */
function membersAt({ module, name }: Place, graph: Graph): Place[] {
  if (!module.startsWith(PACKAGE)) return [];
  const importers = languages.flatMap(({ extensions }) => extensions.map((extension) => `importer${extension}`));
  const found = importers.flatMap((importer) => {
    const resolution = graph.resolve(importer, module.slice(PACKAGE.length));
    return resolution.kind === 'file' ? [resolution.path] : [];
  });
  return [...new Set(found)].map((path) => ({ module: path, name }));
}
