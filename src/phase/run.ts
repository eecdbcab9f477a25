import { finding, type Finding } from '../messages/findings.js';
import { lostEffects } from './effects.js';
import { withFollowers } from './followers.js';
import { finalize } from './finalize.js';
import { laggingMocks } from './mocks.js';
import type { Phase } from './phase.js';
import { proseOf } from './prose.js';
import { removeFactories } from './factory-removal.js';
import { removeModules } from './removal.js';
import { FileRewriter } from './rewrite-files.js';
import { after, joined, type Outcome, type Scene } from './scene.js';

/** One phase over one world: rewrites what it touches, then takes away what it retires. Nothing is written anywhere. */
export function runPhase(phase: Phase, scene: Scene): Outcome {
  const code = runCode(phase, scene);
  const removed = code.changes.filter((change) => change.after === null).map(({ path }) => path);
  return joined(code, proseOf(after(scene, code.changes), removed, scene.docs));
}

function runCode(phase: Phase, scene: Scene): Outcome {
  if (phase.retires === 'implementation')
    return finalize(scene, (...names) => new FileRewriter(phase, scene, ...names));
  const rewriter = new FileRewriter(phase, scene);
  const rewritten = withFollowers(scene, rewriteAll(scene, rewriter), rewriter);
  const left = new Set(rewritten.findings.map((one) => one.path));
  const world = after(scene, rewritten.changes);
  const lagging =
    phase.number === 1 ? laggingMocks(scene, rewritten.changes, new Set(phase.moves(scene.migration))) : [];
  const lost = rewritten.changes.length > 0 ? lostEffects(scene, phase.moves(scene.migration)) : [];
  const notes: Outcome = { changes: [], findings: [...lagging, ...lost], rewritten: 0 };
  return joined(
    rewritten,
    notes,
    leftBehind(rewriter, world, rewritten, left),
    retire(phase, world, rewriter, rewritten.findings),
  );
}

function rewriteAll(scene: Scene, rewriter: FileRewriter): Outcome {
  const paths = rewriter.concern.candidates();
  const outcomes = paths.map((path, i) => {
    scene.progress?.(i / paths.length / 2);
    return rewriter.rewrite(path);
  });
  if (rewriter.renamed.size === 0) return joined(...outcomes);
  const { again, findings } = rewriter.recheck(after(scene, joined(...outcomes).changes));
  const settled = outcomes.map((outcome, i) =>
    again.has(paths[i] ?? '') ? rewriter.rewrite(paths[i] ?? '') : outcome,
  );
  return joined(...settled, { changes: [], findings, rewritten: 0 });
}

function retire(phase: Phase, scene: Scene, rewriter: FileRewriter, reported: readonly Finding[]): Outcome {
  if (phase.retires === 'factories') return removeFactories(scene, rewriter, reported);
  if (phase.retires === 'shims') return removeModules(scene, scene.migration.shims);
  return joined();
}

/** A changed file without findings in which something could still move: the phase would not be done after one run. */
function leftBehind(
  rewriter: FileRewriter,
  { graph }: Scene,
  { changes }: Outcome,
  explained: ReadonlySet<string>,
): Outcome {
  const findings = changes.flatMap(({ path }) => {
    const reference = explained.has(path) ? null : rewriter.concern.leftBehind(graph, path);
    return reference ? [finding('left-behind', path, reference.line, reference.specifier)] : [];
  });
  return { changes: [], findings, rewritten: 0 };
}
