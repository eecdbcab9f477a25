import * as z from 'zod/mini';
import { Failure } from '../messages/failures.js';
import { sha256 } from '../workspace/hash.js';
import type { Files } from './files.js';
import { HOME, isBackup, isInside, isSourcePath, type Root } from './paths.js';

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const phase = z.int().check(z.minimum(1), z.maximum(99));
const sourcePath = z.string().check(z.refine(isSourcePath));
/** Permission bits, for when the file has to be made anew; null for what the system gives. */
const mode = z.nullable(z.int().check(z.minimum(0), z.maximum(0o777)));

const move = z.strictObject({ path: sourcePath, from: z.nullable(hash), to: z.nullable(hash), mode });

const copy = z.strictObject({
  path: z.string().check(z.refine((path) => isSourcePath(path) && isBackup(path))),
  hash,
  mode,
});

const folders = z.array(sourcePath);

const parts = z.strictObject({
  kind: z.enum(['apply', 'rollback']),
  phase,
  moves: z.array(move),
  /** Backups written before the first move, and those removed after the last. */
  copies: z.array(copy),
  drops: z.array(copy),
  /** Folders that come to be, outermost first, and those that go when nothing is in them. */
  makes: folders,
  clears: folders,
});

/** Each file moves once, no backup moves, and a backup is one of a file that moves: so much a journal of ours always says. */
function isConsistent({ phase, moves, copies, drops }: z.infer<typeof parts>): boolean {
  const paths = new Set(moves.map(({ path }) => path));
  const isOf = ({ path }: { readonly path: string }): boolean => {
    const [suffix = '', number] = /\.phase(\d+)\.(?:edited\.(?:\d+\.)?)?bak$/.exec(path) ?? [];
    return Number(number) === phase && paths.has(path.slice(0, -suffix.length));
  };
  return paths.size === moves.length && !moves.some(({ path }) => isBackup(path)) && [...copies, ...drops].every(isOf);
}

const step = parts.check(z.refine(isConsistent));

const at = z.optional(z.string().check(z.maxLength(64)));
const record = z.discriminatedUnion('type', [
  z.strictObject({ v: z.literal(1), type: z.literal('begin'), at, step }),
  z.strictObject({ v: z.literal(1), type: z.literal('end'), at, phase, status: z.enum(['applied', 'rolled back']) }),
  z.strictObject({ v: z.literal(1), type: z.literal('finished'), at }),
]);

/** One file's way from one content to another, by hash; null is "no file". */
export type Move = Readonly<z.infer<typeof move>>;
export type Copy = Readonly<z.infer<typeof copy>>;
/** All that one apply or rollback of one phase does. Its reverse undoes it. */
export type Step = Readonly<z.infer<typeof step>>;
export type Record = z.infer<typeof record>;

/** The folder of one migration. Throws Failure `name-invalid` for a name that would lead elsewhere. */
export function home(name: string): string {
  if (!/^[A-Za-z0-9][\w.-]{0,99}$/.test(name) || !isInside(name)) throw new Failure('name-invalid', name);
  return `${HOME}/${name}`;
}

/** Throws Failure `name-invalid`. */
export function journalPath(name: string): string {
  return `${home(name)}/journal.jsonl`;
}

/** Adds one record and returns when it is on the disk. Throws WriteError. */
export function append(root: Root, files: Files, name: string, entry: Record): void {
  const path = journalPath(name);
  const found = root.read(path);
  files.makeFolder(root.at(home(name)));
  // A torn last line (a crash while it was written) is closed, so that it does not swallow this one.
  const torn = !('unreadable' in found) && found.bytes.length > 0 && found.bytes.at(-1) !== 10;
  const body = JSON.stringify(entry);
  files.append(root.at(path), `${torn ? '\n' : ''}${body.slice(0, -1)},"sum":"${sha256(body)}"}\n`);
  if ('unreadable' in found) files.syncFolder(root.at(home(name)));
}

/** The records, in order; none when there is no journal. Throws Failure `journal-damaged`, naming the line. */
export function readJournal(root: Root, name: string): Record[] {
  const path = journalPath(name);
  const found = root.read(path);
  if ('unreadable' in found) {
    if (found.unreadable === 'absent') return [];
    throw new Failure('journal-damaged', `${path}: ${found.unreadable}`);
  }
  const lines = found.bytes.toString('utf8').split('\n');
  return lines.flatMap((line, index) => {
    const sealed = /^(.*),"sum":"([0-9a-f]{64})"\}$/s.exec(line);
    // A line without its end was torn by a crash: what it announced was never begun. A whole line that lies was edited.
    if (!sealed) return [];
    const body = `${sealed[1]}}`;
    const entry = sha256(body) === sealed[2] ? parse(body) : null;
    if (!entry) throw new Failure('journal-damaged', `${path}:${index + 1}`);
    return [entry];
  });
}

function parse(body: string): Record | null {
  try {
    return record.safeParse(JSON.parse(body)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
