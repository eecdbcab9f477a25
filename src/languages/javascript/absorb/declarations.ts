import type { Edit } from '../../../workspace/edit.js';
import type { HandedOn } from '../../language.js';
import { newlineOf } from '../rewrite/layout.js';

/** `export { … } from` statements at the end of a module. */
export function handOn(text: string, handed: readonly HandedOn[]): Edit[] {
  const newline = newlineOf(text);
  const lead = text.length === 0 || /\n$/.test(text) ? '' : newline;
  return [{ start: text.length, end: text.length, text: lead + statements(handed, text).join(newline) + newline }];
}

/** A deprecated module that only hands names on. The first comment of the old one (its licence) stays. */
export function stub(path: string, text: string, handed: readonly HandedOn[]): string {
  const newline = newlineOf(text);
  const licence = /^(?:\uFEFF)?(?:\/\*[\s\S]*?\*\/\s*)?/.exec(text)?.[0] ?? '';
  const kept = /@license|copyright|\/\*!/i.test(licence) ? licence : '';
  const targets = [...new Set(handed.map((one) => one.specifier))].join(', ');
  const note = `/** @deprecated ${path} has moved: import from ${targets} instead. */`;
  if (/^\s*(?:module\.)?exports\b/m.test(text) && !/^\s*(?:import|export)\b/m.test(text)) {
    const lines = handed.map(
      ({ specifier, name, exported }) =>
        `exports.${exported} = require('${specifier}')${name === '*' ? '' : `.${name}`};`,
    );
    return kept + [note, ...lines, ''].join(newline);
  }
  return kept + [note, ...statements(handed, text), ''].join(newline);
}

function quoteOf(text: string): string {
  return /\bfrom\s+"/.test(text) && !/\bfrom\s+'/.test(text) ? '"' : "'";
}

/** In the manner of the text in which they will stand. */
function statements(handed: readonly HandedOn[], text: string): string[] {
  const quote = quoteOf(text);
  const semicolon = /\bfrom\s*(['"])[^'"]+\1[ \t]*$/m.test(text) ? '' : ';';
  const groups = new Map<string, HandedOn[]>();
  for (const one of handed) {
    // A module as an object cannot stand in the braces.
    const key = `${one.typeOnly ? 'type ' : ''}\0${one.specifier}\0${one.name === '*' ? one.exported : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, group]) => {
    const names = group.map(({ name, exported }) => (name === exported ? name : `${name} as ${exported}`));
    const [kind, specifier, whole] = key.split('\0');
    return `export ${kind}${whole ? names.join('') : `{ ${names.join(', ')} }`} from ${quote}${specifier}${quote}${semicolon}`;
  });
}
