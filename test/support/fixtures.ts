/** The format of `__testfixtures__/<phase>/<group>.txt`, which its README describes: reading and writing, no running. */

export const CONFIG = 'ssot.config.json';

/** Path -> text. */
export type Files = ReadonlyMap<string, string>;

/** One `---` section: an input file, what a file becomes, or the findings. Its lines stand as in the fixture, escaped. */
interface Section {
  readonly kind: 'in' | 'out' | 'gone' | 'kept' | 'findings';
  readonly path: string;
  readonly lines: readonly string[];
}

/** A `===` block; the one before the first `===` is shared by all cases of the file. */
interface Block {
  readonly name: string;
  readonly note: readonly string[];
  readonly sections: readonly Section[];
}

/** One fixture file. */
export interface Group {
  readonly shared: Block;
  readonly cases: readonly Block[];
}

/** A case with what is shared filled in. */
export interface Case {
  readonly name: string;
  readonly input: Files;
  /** The whole tree afterwards. */
  readonly output: Files;
  /** `severity code path:line`, or that with ` | ` and a part of the message; sorted. */
  readonly findings: readonly string[];
}

const HEADER = /^--- (?:(out|gone|kept): )?(\S.*)$/;
/** What would be taken for a header, with any number of backslashes before it: one more is put in front. */
const HEADER_LIKE = /^\\*(?:===|---) /;
const NO_NEWLINE = '⟪no newline⟫';
const BOM = '⟪BOM⟫';

/** A block while its lines are being read. */
interface Draft {
  readonly name: string;
  readonly note: string[];
  readonly sections: { readonly kind: Section['kind']; readonly path: string; readonly lines: string[] }[];
}

/** Throws, with the line, on what is no fixture: a mistake in a fixture must never look like a passing test. */
export function parseGroup(text: string): Group {
  let block: Draft = { name: '', note: [], sections: [] };
  const blocks = [block];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('=== ')) blocks.push((block = { name: line.slice(4), note: [], sections: [] }));
    else if (line.startsWith('--- ')) block.sections.push({ ...header(line, index + 1), lines: [] });
    else (block.sections.at(-1)?.lines ?? block.note).push(line);
  }
  const [shared, ...cases] = blocks.map((block) => ({
    name: block.name,
    note: dropBlankEnd(block.note),
    sections: block.sections.map((section) => ({ ...section, lines: dropBlankEnd(section.lines) })),
  }));
  if (!shared || cases.length === 0) throw new Error('no case: a case begins with a line "=== name"');
  refuseRepeats(shared, cases);
  return { shared, cases };
}

function header(line: string, number: number): Pick<Section, 'kind' | 'path'> {
  const [, kind, path] = HEADER.exec(line) ?? [];
  if (!path) throw new Error(`line ${number}: "${line}" is no section header`);
  if (!kind && path === 'findings') return { kind: 'findings', path };
  if (/^\w+:(?: |$)/.test(path)) throw new Error(`line ${number}: "${path}" begins with an unknown word`);
  return { kind: (kind as 'out' | 'gone' | 'kept' | undefined) ?? 'in', path };
}

function refuseRepeats(shared: Block, cases: readonly Block[]): void {
  const names = new Set<string>();
  for (const { name } of cases) {
    if (names.has(name)) throw new Error(`two cases are called "${name}"`);
    names.add(name);
  }
  for (const { name, sections } of [shared, ...cases]) {
    const seen = new Set<string>();
    for (const { kind, path } of sections) {
      const key = `${kind === 'in' ? 'in' : 'out'} ${path}`;
      if (seen.has(key)) throw new Error(`case "${name}": two sections say what becomes of ${path}`);
      seen.add(key);
    }
  }
}

/** The blank lines before the next header are for the eye. */
function dropBlankEnd(lines: readonly string[]): string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

/** The text that a section's lines stand for. */
export function decode(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const text = lines.map((line) => unescape(line)).join('\n') + '\n';
  const ended = text.endsWith(`${NO_NEWLINE}\n`) ? text.slice(0, -NO_NEWLINE.length - 1) : text;
  return ended.replace(BOM, '\uFEFF').replaceAll('␍', '\r');
}

function unescape(line: string): string {
  if (line === '␊') return '';
  return HEADER_LIKE.test(line) ? line.slice(1) : line;
}

/** The other way: `decode(encode(text))` is the text, unless it holds one of the marks itself. */
export function encode(text: string): string[] {
  if (text === '') return [];
  const marked = text.replace(/^\uFEFF/, BOM).replaceAll('\r', '␍');
  const ended = marked.endsWith('\n') ? marked.slice(0, -1) : marked + NO_NEWLINE;
  const lines = ended.split('\n').map((line) => (HEADER_LIKE.test(line) ? `\\${line}` : line));
  if (lines.at(-1) === '') lines[lines.length - 1] = '␊';
  return lines;
}

/** What a case says once the shared sections are filled in; its own come last and so prevail. */
export function resolveCase(group: Group, block: Block): Case {
  const sections = [...group.shared.sections, ...block.sections];
  const input = new Map(sections.filter(({ kind }) => kind === 'in').map(({ path, lines }) => [path, decode(lines)]));
  if (!input.has(CONFIG)) throw new Error(`case "${block.name}": no ${CONFIG}`);
  return { name: block.name, input, ...expectation(input, sections) };
}

function expectation(input: Files, sections: readonly Section[]): { output: Files; findings: readonly string[] } {
  const output = new Map(input);
  let findings: readonly string[] = [];
  for (const { kind, path, lines } of sections) {
    if (kind === 'findings') findings = lines.filter((line) => line !== '');
    else if (kind === 'out') output.set(path, decode(lines));
    else if (kind === 'gone') output.delete(path);
    else if (kind === 'kept') output.set(path, input.get(path) ?? '');
  }
  return { output, findings: [...findings].sort() };
}

/** The block with its expectations replaced by what happened; says nothing that the shared sections say already. */
export function withOutcome(group: Group, block: Block, output: Files, findings: readonly string[]): Block {
  const { input } = resolveCase(group, block);
  const shared = expectation(input, group.shared.sections);
  const sections: Section[] = block.sections.filter(({ kind }) => kind === 'in');
  for (const path of [...new Set([...input.keys(), ...output.keys()])].sort()) {
    const text = output.get(path);
    if (text === shared.output.get(path)) continue;
    if (text === undefined) sections.push({ kind: 'gone', path, lines: [] });
    else if (text === input.get(path)) sections.push({ kind: 'kept', path, lines: [] });
    else sections.push({ kind: 'out', path, lines: encode(text) });
  }
  const sorted = [...findings].sort();
  if (sorted.join('\n') !== shared.findings.join('\n')) {
    sections.push({ kind: 'findings', path: 'findings', lines: sorted });
  }
  return { ...block, sections };
}

export function printGroup({ shared, cases }: Group): string {
  const print = (block: Block): string[] => [
    ...block.note,
    ...block.sections.flatMap(({ kind, path, lines }) => [
      kind === 'in' || kind === 'findings' ? `--- ${path}` : `--- ${kind}: ${path}`,
      ...lines,
    ]),
  ];
  const head = print(shared);
  const body = cases.flatMap((block) => ['', `=== ${block.name}`, ...print(block)]);
  return [...(head.length > 0 ? [...head, ...body] : body.slice(1)), ''].join('\n');
}
