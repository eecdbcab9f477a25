import type { Head } from './call-match.js';

/** Is an `await` here what makes a generator expression around it asynchronous, so that `async for` can take it? */
export function makesAsync({ node, ancestors }: Head): boolean {
  const path = [...ancestors, node];
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const around = path[i];
    if (around?.type === 'FunctionDef' || around?.type === 'Lambda') return false;
    if (around?.type !== 'GeneratorExp') continue;
    const [first] = around.generators;
    // What is iterated over first is evaluated outside.
    const isOutside = first === path[i + 1] && first?.iter === path[i + 2];
    if (!isOutside && !around.generators.some((one) => one.async)) return true;
  }
  return false;
}
