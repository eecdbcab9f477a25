import { type Node, type ParseError, parse, parseTree } from 'jsonc-parser';

/** Deeper than any file that a person wrote; the parser calls itself for each level, and would end the process. */
const DEEPEST = 200;

/** Whether a JSON text nests deeper than may be parsed. Brackets in texts count too: real files come nowhere near. */
export function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // [ { and ] }
    if (code === 91 || code === 123) {
      if (++depth > DEEPEST) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}

/** The value of a JSON text with comments and trailing commas, as far as it can be read; undefined for what nests too deeply. */
export function parseJsonc(text: string): unknown {
  return nestsTooDeeply(text) ? undefined : (parse(text) as unknown);
}

/** The same as a tree with offsets. */
export function parseJsoncTree(text: string, errors: ParseError[] = []): Node | undefined {
  if (nestsTooDeeply(text)) return undefined;
  return parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
}
