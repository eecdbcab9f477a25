/** Ratios of this run beside the recorded ones, and what the project wants them to be. */

/** A ratio may be so much worse than recorded before the bench fails: machines differ, and so do runs. */
export const TOLERANCE = 0.25;

/** The most that each ratio should be; the first that matches counts. */
const TARGETS = [
  [/^start: ssot (--version|status) \/ bare node$/, 2],
  [/^PY: ssot plan \/ rg -l$/, 10],
  [/: ssot plan \/ rg -l$/, 5],
  [/: ssot plan, few files \/ rg -l$/, 4],
  [/: ssot plan --diff \/ ssot plan$/, 1.3],
  [/: ssot plan \/ rg \+ sed -i$/, 3],
  [/: ssot plan \/ jscodeshift$/, 1 / 50],
  [/^PY: ssot plan \/ ast-grep$/, 1 / 30],
  [/: ssot plan \/ ast-grep$/, 1 / 15],
  [/: ssot plan \/ (ts-morph|unbarrelify|rope)$/, 1],
  [/: apply \/ writing once$/, 6],
  [/: rollback \/ writing once$/, 3],
  [/MiB$/, 1],
  [/^curve: a file of/, 1.25],
];

/** Lines for a person, and how many ratios are worse than recorded by more than the tolerance. */
export function compare(ratios, recorded) {
  let worse = 0;
  const lines = Object.entries(ratios).map(([name, ratio]) => {
    const before = recorded[name];
    const isWorse = before !== undefined && ratio > before * (1 + TOLERANCE);
    if (isWorse) worse++;
    const [, target] = TARGETS.find(([pattern]) => pattern.test(name)) ?? [];
    const wanted = target === undefined ? '' : `wanted ${shown(target)}${ratio <= target ? '' : ', missed'}`;
    return `  ${name.padEnd(46)} ${shown(ratio).padStart(8)}  recorded ${(before === undefined ? '-' : shown(before)).padStart(8)}  ${wanted}${isWorse ? '  WORSE' : ''}`;
  });
  return { lines, worse };
}

function shown(ratio) {
  return ratio.toPrecision(3);
}
