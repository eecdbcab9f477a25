import { help } from '../messages/usage.js';
import { type Option, commands, globalOptions } from './catalog.js';

/** What `--help` shows, `width` columns wide: of one command, or (null) of all. */
export function helpText(name: string | null, width: number): string {
  const command = name === null ? undefined : commands[name];
  if (name === null || !command) {
    const list = Object.entries(commands).map(([each, { describe }]) => [`ssot ${each}`, describe] as const);
    return blocks([
      wrap(help.usage, width),
      section(help.commands, list, width),
      section(help.options, [...optionRows(globalOptions), ['    --version', help.version]], width),
      wrap(help.exitCodes, width),
    ]);
  }
  return blocks([
    [`ssot ${name}`],
    wrap(command.describe, width),
    section(help.options, optionRows({ ...command.options, ...globalOptions }), width),
    section(help.examples, [command.example], width),
  ]);
}

type Row = readonly [string, string];

function optionRows(options: Readonly<Record<string, Option>>): Row[] {
  const rows = Object.entries(options).map(([name, { type, describe, alias, choices }]): Row => {
    const short = alias === undefined ? '    ' : `-${alias}, `;
    const value = type === 'boolean' ? '' : ` <${type}>`;
    return [`${short}--${name}${value}`, describe + (choices ? help.choices(choices.join(', ')) : '')];
  });
  return [...rows, ['-h, --help', help.show]];
}

/** A heading and two columns, of which the second is wrapped. */
function section(heading: string, rows: readonly Row[], width: number): string[] {
  const first = Math.max(...rows.map(([left]) => left.length)) + 4;
  const lines = rows.flatMap(([left, right]) =>
    wrap(right, Math.max(20, width - first)).map((line, i) => `  ${(i === 0 ? left : '').padEnd(first - 2)}${line}`),
  );
  return [heading, ...lines];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function blocks(parts: readonly (readonly string[])[]): string {
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}
