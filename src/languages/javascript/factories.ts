import type { CallRule, Refusal } from '../language.js';
import type { Parsed } from './parse.js';

/** The factories of a module whose body only constructs (`only`: these exported names), and the others, with the reason. */
export function inferFactories(
  parsed: Parsed,
  only: readonly string[] | null,
): { rules: CallRule[]; refusals: Refusal[] } {
  throw new Error(`to come: ${parsed.path} ${only?.length}`);
}

/** Is the function that a signature names (the last of its chain) async, or does it return a promise, in this module? */
export function isAsync(parsed: Parsed, signature: string): boolean {
  throw new Error(`to come: ${parsed.path} ${signature}`);
}

/** The rules that a migration file declares for this module; problems are texts that name the signature. */
export function declaredCalls(
  parsed: Parsed,
  calls: Readonly<Record<string, string>>,
): { rules: CallRule[]; problems: string[] } {
  throw new Error(`to come: ${parsed.path} ${Object.keys(calls).length}`);
}

/** What the declared factories of this module do beside constructing (cache, limit, branch, log …): to warn of. */
export function sideEffects(parsed: Parsed, rules: readonly CallRule[]): Refusal[] {
  throw new Error(`to come: ${parsed.path} ${rules.length}`);
}
