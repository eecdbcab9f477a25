import type { Language } from './language.js';
import { javascript } from './javascript/index.js';
import { python } from './python/index.js';

/** Every language we know, in the order in which they are asked. */
export const languages: readonly Language[] = [javascript, python];

const BY_EXTENSION = new Map(languages.flatMap((one) => one.extensions.map((extension) => [extension, one])));

/** The language in which a path is source; null for any other file. */
export function languageOf(path: string): Language | null {
  return BY_EXTENSION.get(path.slice(path.lastIndexOf('.'))) ?? null;
}
