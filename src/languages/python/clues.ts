import { folderOf } from '../../workspace/folder.js';
import { anywhere, type Clue } from '../clue.js';
import type { ModuleId } from '../language.js';
import { isPackage, stemOf } from './roots.js';

/**
 * How a statement goes on behind the package from which it takes names. (Spaces between them may be many: some align what
 * follows.)
 */
const AFTER = [' import', '  ', ' \t', '\t', '\f', ' \\', '\\'];
/** What stands in front of a relative name in a statement, and anywhere else. */
const BEFORE = [' .', '\t.', '\n.', '\r.', 'from.', '. '];
const BEFORE_ANYWHERE = ['..', "'.", '".'];
/** How the package goes on where another name stands for it, or a line ends, and its module is an attribute of that. */
const APART = [' as', '\n', '\r', '.__', "'", '"'];
/** How it goes on in a string that is put together (`"ws." "manager"`), and where white space stands around the dot. */
const JOINED = [".'", '."', ' .', '.\\'];

/**
 * See `Resolver.clues`. A stem alone (`manager`) is in every second file; but who names `ws/manager.py` writes the package
 * in front of it, or dots, or takes it from the package, from another name of the package (`import ws as w; w.manager`) or
 * from a string that names it (`f"{WS}.manager"`); within its folder, relative imports name it, or (`from . import x`) dots
 * alone do. (White space in front of the last dot of a relative name is legal, and unheard of.) `isTop`: it lies where
 * absolute imports begin, so that nothing need stand in front of it.
 */
export function clues(module: ModuleId, isTop: boolean): Clue[] {
  if (module.startsWith('pkg:')) return [anywhere(module.slice('pkg:'.length))];
  const [name = '', parent = ''] = stemOf(module).split('/').reverse();
  const folder = folderOf(module);
  const dots = [...AFTER, 'import'].map((after) => `.${after}`);
  if (isPackage(module)) {
    // A package's own name may stand anywhere too; from inside, dots alone name it.
    const own = dots.map((each): Clue => ({ folder, texts: [each] }));
    return name === '' ? own : [anywhere(name), ...own];
  }
  const near = [...dots.map((each) => [each, name]), ...BEFORE.map((before) => [before + name])].map((texts): Clue => ({
    folder,
    texts,
  }));
  if (isTop) return [anywhere(name), ...near];
  const behind = (rest: string, text: string): Clue => ({ folder: '', texts: [parent + rest, text] });
  return [
    ...[`${parent}.${name}`, `${parent}/${name}`, ...BEFORE_ANYWHERE.map((before) => before + name)].map(anywhere),
    ...[...AFTER, ...JOINED].map((rest) => behind(rest, name)),
    ...APART.map((rest) => behind(rest, `.${name}`)),
    ...near,
  ];
}
