/** `Map<string, A<B>>` and what may follow it; a comparison with two operands that a comma parts is no program. */
const GIVEN = /^[\w$]<(?:[\w$.\s,|&[\]]|<[\w$.\s,|&[\]]*>)*>(?=\s*[(=);,\n&|])/;
/** `= <T, U extends V = W>(`: nothing stands before that could be compared. */
const DECLARED = /^<(?:[\w$.\s,|&[\]=]|<[\w$.\s,|&[\]]*>)*>(?=\s*\()/;
const LONGEST = 300;

/** Does the comma at this offset part type arguments, or parameters, that begin behind `from`? */
export function isInTypeArguments(text: string, from: number, comma: number): boolean {
  const least = Math.max(from, comma - LONGEST);
  for (let at = text.lastIndexOf('<', comma); at > least; at = text.lastIndexOf('<', at - 1)) {
    const stands = /(?:[=:]|\basync)\s*$/.test(text.slice(least, at));
    const behind = text.slice(at - 1, at + LONGEST);
    const end = stands ? DECLARED.exec(behind.slice(1))?.[0].length : (GIVEN.exec(behind)?.[0].length ?? 0) - 1;
    if (end !== undefined && at + end > comma) return true;
  }
  return false;
}
