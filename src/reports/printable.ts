/**
 * Everything that could make a terminal do something: control characters (C0, C1), line and paragraph separators,
 * characters that reorder or hide text, and halves of surrogate pairs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A text from outside (a path, code, a message that quotes code) for the terminal: one line, without anything that a
 * terminal would obey. What is taken out is shown as an escape, so that nothing is hidden.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    if (character === '\r') return '\\r';
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/**
 * A whole output for a terminal: its lines, tabs and (in a report, with `colors`) colours stay; nothing else that a terminal
 * would obey does.
 */
export function forTerminal(text: string, colors: boolean): string {
  return text
    .split(colors ? /(\n|\t|\x1b\[(?:[12]|22|[39]\d)m)/ : /(\n|\t)/)
    .map((part, i) => (i % 2 === 1 ? part : printable(part)))
    .join('');
}
