/**
 * Does our reading of Python agree with CPython's? For every file: the kind and place of each node, what the import
 * statements name, what each scope says of each name (`symtable`), and which names the module offers. Needs python3.
 *
 *   npm run build && node bench/python-exactness.mjs FOLDER …
 *
 * Prints the files that differ and in what; ends with 1 when there is one. Files that this python3 cannot parse are only
 * counted: we also take what later versions allow.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse } from '../dist/src/languages/python/parse.js';
import { offer, scan } from '../dist/src/languages/python/scan/scan.js';
import { analyse } from '../dist/src/languages/python/scopes.js';

const PARTS =
  'Module Expr BinOp BoolOp UnaryOp Generator Parameter TypeParam Argument Alias WithItem ExceptHandler'.split(' ');
const OTHERWISE = new Set([...PARTS, 'MatchCase', 'Pattern', 'FormatField', 'StringPart']);
/** Fields whose `Name` is an identifier and no expression, or which only repeat another. */
const IDENTIFIERS = new Set([
  'attr',
  'name',
  'asname',
  'bound',
  'binds',
  'paren',
  'content',
  'list',
  'nameSpan',
  'moduleSpan',
]);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function listed(target) {
  if (!statSync(target).isDirectory()) return target.endsWith('.py') ? [target] : [];
  return readdirSync(target, { withFileTypes: true }).flatMap((entry) =>
    entry.isSymbolicLink() ? [] : listed(path.join(target, entry.name)),
  );
}

/** CPython counts columns in bytes. */
function placer({ text, lineOf }) {
  const starts = [0];
  for (const end of text.matchAll(/\r\n?|\n/g)) starts.push(end.index + end[0].length);
  if (text.startsWith('\ufeff')) starts[0] = 1;
  return (offset) => {
    const line = lineOf(offset);
    return `${line}:${Buffer.byteLength(text.slice(starts[line - 1], offset))}`;
  };
}

function nodes(parsed) {
  const place = placer(parsed);
  const found = [];
  const inner = [];
  const visit = (node, parent, inString) => {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, parent, inString));
    if (node === null || typeof node !== 'object') return undefined;
    const isSingleton =
      parent?.type === 'Pattern' && node.type === 'Constant' && /^[NTF]/.test(parsed.text.slice(node.start));
    const type = node.type === 'Argument' && node.kind === 'star' ? 'Starred' : node.type;
    if (inString && type === 'Name') inner.push(node.name);
    else if (!inString && type !== undefined && !OTHERWISE.has(type) && !isSingleton) {
      const name = type === 'Name' ? node.name : (node.attr?.name ?? node.name?.name ?? '');
      found.push(`${place(node.keyword ?? node.start)}-${place(node.end)} ${type} ${name}`);
    }
    for (const [field, value] of Object.entries(node))
      if (
        (!IDENTIFIERS.has(field) || (field === 'name' && type === 'TypeAlias')) &&
        !(field === 'names' && type !== 'Import')
      )
        visit(value, node.type === undefined ? parent : node, inString || type === 'Str');
    return undefined;
  };
  visit(parsed.module, null, false);
  return [...found.sort(byBytes), ...inner.sort(byBytes)];
}

function imports(found) {
  return found
    .filter(({ kind, speculative }) => kind === 'import' && !speculative)
    .map(({ line, specifier, names }) => {
      const shown = names.map(({ imported, local }) => `${imported}>${local ?? ''}`).join(',');
      return `${line} ${specifier} ${shown}`;
    })
    .sort(byBytes);
}

/** With `from __future__ import annotations`, CPython's tables leave annotations out. */
function isUnevaluated({ quoted, ancestors, node }, future) {
  const around = [...ancestors, node];
  return (
    quoted ||
    (future &&
      around.some((one, i) => [one.annotation, one.returns].includes(around[i + 1] ?? null) && i + 1 < around.length))
  );
}

function scopes(parsed, found) {
  const tables = new Map();
  const put = (scope, key, binding) => {
    if (!tables.has(scope)) tables.set(scope, new Map());
    const where = binding === null ? 'G' : binding.scope === scope ? 'L' : binding.scope.kind === 'module' ? 'G' : 'F';
    tables.get(scope).set(key, where);
  };
  const future = /^from __future__ import [^\n]*annotations/m.test(parsed.text);
  const use = (one, key, binding) => {
    const scope = found.scopeOf(one.node);
    if (!isUnevaluated(one, future) && !(one.shape === 'scope' && scope === found.module)) put(scope, key, binding);
  };
  const bindings = new Set();
  const collect = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'Name') bindings.add(found.bindingAt(node));
    for (const value of Object.values(node)) collect(value);
  };
  collect(parsed.module);
  bindings.delete(null);
  for (const binding of bindings) {
    for (const name of binding.declarations) put(found.scopeOf(name), binding.name, binding);
    for (const one of binding.uses) use(one, binding.name, binding);
  }
  for (const [key, uses] of found.globals) for (const one of uses) use(one, key, null);
  const nameOf = ({ kind, node }) => (kind === 'module' ? 'top' : (node.name?.name ?? kind));
  return [...tables]
    .map(([scope, names]) => [scope, [...names].filter(([key]) => key !== '__class__')])
    .filter(([, names]) => names.length > 0)
    .map(
      ([scope, names]) =>
        `${nameOf(scope)} ${names
          .map((pair) => pair.join('='))
          .sort(byBytes)
          .join(' ')}`,
    )
    .sort(byBytes);
}

function ours(file) {
  const parsed = parse(file, decoder.decode(readFileSync(file)));
  if ('error' in parsed) return { error: true };
  const analysed = analyse(parsed.module, parsed.text);
  const { references } = scan(file, parsed.text);
  const { entries } = offer(file, parsed.text);
  const names = [...new Set(entries.map(({ name }) => name))].filter((name) => name !== '*').sort(byBytes);
  return { nodes: nodes(parsed), imports: imports(references), scopes: scopes(parsed, analysed), exports: names };
}

function differences(theirs, file) {
  const mine = ours(file);
  if (mine.error) return ['cannot be parsed by us'];
  const gone = new Set(theirs.deleted);
  return ['nodes', 'imports', 'scopes', 'exports'].filter((part) => {
    if (theirs[part] === undefined) return false;
    const kept = (list) => (part === 'exports' ? list.filter((name) => !gone.has(name)) : list);
    return JSON.stringify(kept(theirs[part])) !== JSON.stringify(kept(mine[part]));
  });
}

const judge = spawn('python3', [fileURLToPath(new URL('python-exactness.py', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const files = process.argv.slice(2).flatMap(listed).sort();
judge.stdin.end(files.map((file) => `${file}\n`).join(''));
const count = { files: 0, differ: 0, unparsed: 0 };
for await (const line of createInterface({ input: judge.stdout })) {
  const theirs = JSON.parse(line);
  count.files++;
  const found = theirs.error ? [] : differences(theirs, theirs.path);
  if (theirs.error) count.unparsed++;
  if (found.length > 0) {
    count.differ++;
    console.log(`${theirs.path}: ${found.join(', ')}`);
  }
}
console.log(`${count.files} files: ${count.differ} differ; ${count.unparsed} that this python3 cannot parse`);
process.exitCode = count.files === files.length && count.differ === 0 ? 0 : 1;
