const ESCAPE = /\\(?:(\r\n|[\r\n])|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]*\}|([^]))/g;
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** What the program sees of the characters between the quotes; `\N{…}` stays as it is written, since no name of ours is spelt so. */
export function valueOf(written: string, prefix: string): string {
  const joined = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
  const braces = /[ft]/.test(prefix) ? joined.replace(/\{\{|\}\}/g, (pair) => pair.slice(1)) : joined;
  if (prefix.includes('r') || !braces.includes('\\')) return braces;
  return braces.replace(
    ESCAPE,
    (all, line?: string, octal?: string, x?: string, u?: string, U?: string, char?: string) => {
      if (line !== undefined) return '';
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const hex = x ?? u ?? U;
      if (hex !== undefined) return fromCodePoint(parseInt(hex, 16), all);
      if (char === '\\' || char === "'" || char === '"') return char;
      return SIMPLE[char ?? ''] ?? all;
    },
  );
}

function fromCodePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
