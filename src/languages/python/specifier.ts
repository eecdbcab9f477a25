/** The module `name` within the package that a specifier names: `a.b` and `c` make `a.b.c`, `..` and `c` make `..c`. */
export function joinSpecifier(specifier: string, name: string): string {
  return specifier === '' || specifier.endsWith('.') ? specifier + name : `${specifier}.${name}`;
}

/** `..a.b` has two dots in front and the parts `a` and `b`. */
export function parseSpecifier(specifier: string): { readonly level: number; readonly parts: readonly string[] } {
  const name = specifier.replace(/^\.+/, '');
  return { level: specifier.length - name.length, parts: name === '' ? [] : name.split('.') };
}

/** Looks like a file rather than a dotted name. */
export function isPath(specifier: string): boolean {
  return specifier.includes('/') || /\.pyi?$/.test(specifier);
}
