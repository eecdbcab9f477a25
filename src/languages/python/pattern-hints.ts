/** One of these is in every file that has a reference of kind `pattern`. */
export const PATTERN_NEEDLES: readonly string[] = ['import_module', '__import__', 'importorskip'];

/** A call of one of them with anything but one plain string or dotted name. */
const COMPUTED =
  /\b(?:import_module|__import__|importorskip)(?:[\s\\)]|#.*)*\((?!\s*(?:[rRuU]?(["'])(?:(?!\1)[^\\\n])+\1|[\w.]+)\s*[,)])/;

/** See `Language.mayHoldPattern`. */
export function mayHoldPattern(text: string): boolean {
  return COMPUTED.test(text);
}
