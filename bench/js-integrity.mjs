/**
 * Does every import still lead somewhere? Written against the TypeScript compiler and none of our code, so that it can
 * find our mistakes. For each (file, specifier, name) it asks whether the specifier leads to a file of the tree and the
 * name to an export of it; `compare` then shows what resolved before and does not after.
 *
 *   node bench/js-integrity.mjs scan FOLDER > before.json
 *   node bench/js-integrity.mjs compare before.json after.json
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const CODE = /\.[cm]?[jt]sx?$/;
const BINARY = 64 * 1024 * 1024;

function compare(before, after) {
  const old = JSON.parse(readFileSync(before, 'utf8'));
  const now = JSON.parse(readFileSync(after, 'utf8'));
  const known = new Set([...old.broken, ...old.unparsed]);
  const fresh = [...now.broken, ...now.unparsed].filter((one) => !known.has(one));
  for (const one of fresh) console.log(`newly broken: ${one}`);
  const row = ({ files, imports, names, broken, unparsed }) =>
    `${files} files, ${imports} specifiers, ${names} names, ${broken.length} broken, ${unparsed.length} unparsed`;
  console.log(`before: ${row(old)}\nafter:  ${row(now)}\nnewly broken: ${fresh.length}`);
  return fresh.length === 0 ? 0 : 1;
}

function scan(root) {
  const files = listed(root).filter((file) => CODE.test(file));
  const result = { files: files.length, imports: 0, names: 0, broken: [], unparsed: [] };
  const world = new World(root);
  for (const file of files) {
    const source = world.source(path.join(root, file));
    for (const { messageText } of source.parseDiagnostics)
      result.unparsed.push(`${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    for (const { specifier, names } of importsOf(source)) {
      result.imports++;
      const target = world.resolve(specifier, source.fileName);
      if (target === undefined) {
        // Without node_modules a package cannot be told from a mistake: only what names a file of ours is judged.
        if (world.isOurs(specifier, source.fileName)) result.broken.push(`${file}: ${specifier}`);
        continue;
      }
      for (const name of names) {
        result.names++;
        if (!world.offers(target, name)) result.broken.push(`${file}: ${name} from ${specifier}`);
      }
    }
  }
  result.broken = [...new Set(result.broken)].sort();
  return result;
}

function listed(root) {
  if (existsSync(path.join(root, '.git'))) {
    const options = ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const out = execFileSync('git', options, { encoding: 'utf8', maxBuffer: BINARY });
    return [...new Set(out.split('\0'))].filter((file) => file !== '' && isFile(path.join(root, file))).sort();
  }
  return readdirSync(root, { recursive: true })
    .filter((file) => !/(^|\/)(node_modules|\.ssot)\//.test(file) && isFile(path.join(root, file)))
    .sort();
}

function isFile(file) {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** What the compiler knows about the files of one tree. */
class World {
  sources = new Map();
  options = new Map();
  exported = new Map();
  tables = new Map();

  constructor(root) {
    this.root = root;
    this.packages = this.workspacePackages();
  }

  source(file) {
    let source = this.sources.get(file);
    if (!source) {
      source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, kindOf(file));
      this.sources.set(file, source);
    }
    return source;
  }

  /** The nearest tsconfig or jsconfig upwards that has `paths` or `baseUrl`, as the compiler reads it. */
  optionsOf(folder) {
    const known = this.options.get(folder);
    if (known) return known;
    let options = folder === this.root ? {} : this.inherited(folder);
    for (const name of ['jsconfig.json', 'tsconfig.json']) {
      const file = path.join(folder, name);
      if (!existsSync(file)) continue;
      const { config } = ts.readConfigFile(file, ts.sys.readFile);
      options = ts.parseJsonConfigFileContent(config ?? {}, { ...ts.sys, readDirectory: () => [] }, folder).options;
    }
    const made = { ...options, allowJs: true, resolveJsonModule: true };
    if (made.moduleResolution === undefined || made.moduleResolution === ts.ModuleResolutionKind.Classic)
      made.moduleResolution = ts.ModuleResolutionKind.Node10;
    this.options.set(folder, made);
    return made;
  }

  inherited(folder) {
    return folder.startsWith(this.root + path.sep) ? this.optionsOf(path.dirname(folder)) : {};
  }

  resolve(specifier, from) {
    const plain = specifier.replace(/^.*!/, '').replace(/\?.*$/, '');
    const folder = path.dirname(from);
    const own = this.packages.get(plain);
    if (own !== undefined) return own;
    const { resolvedModule } = ts.resolveModuleName(plain, from, this.optionsOf(folder), ts.sys);
    const file = resolvedModule?.resolvedFileName;
    if (file !== undefined) return file;
    const asIs = plain.startsWith('.') ? path.resolve(folder, plain) : undefined;
    return asIs !== undefined && isFile(asIs) ? asIs : undefined;
  }

  isOurs(specifier, from) {
    if (specifier.startsWith('.')) return true;
    const { paths = {} } = this.optionsOf(path.dirname(from));
    return Object.keys(paths).some((pattern) => {
      const [head, tail] = pattern.split('*');
      if (tail === undefined) return specifier === pattern;
      return head !== '' && specifier.startsWith(head) && specifier.endsWith(tail);
    });
  }

  /** `@scope/name` of a package of this repository -> its source entry, since nothing is built or linked. */
  workspacePackages() {
    const found = new Map();
    for (const file of listed(this.root)) {
      if (path.basename(file) !== 'package.json') continue;
      const folder = path.join(this.root, path.dirname(file));
      const { name } = JSON.parse(readFileSync(path.join(this.root, file), 'utf8'));
      const entries = ['src/index.ts', 'src/index.tsx', 'index.ts'].map((entry) => path.join(folder, entry));
      const entry = entries.find(isFile);
      if (typeof name === 'string' && entry !== undefined) found.set(name, entry);
    }
    return found;
  }

  /** Unknown counts as offered: packages, declarations we cannot see, CommonJS. */
  offers(file, name) {
    if (!CODE.test(file) || file.includes('/node_modules/') || !isFile(file) || name === '*') return true;
    const table = this.namesOf(file, new Set());
    return table.open || table.names.has(name);
  }

  namesOf(file, seen) {
    const known = this.tables.get(file);
    if (known) return known;
    if (seen.has(file)) return { names: new Set(), open: false };
    seen.add(file);
    const table = exportsOf(this.source(file));
    const names = new Set(table.names);
    let open = table.open;
    for (const specifier of table.stars) {
      const target = this.resolve(specifier, file);
      if (target === undefined || !CODE.test(target) || target.includes('/node_modules/')) {
        open ||= target !== undefined || !this.isOurs(specifier, file);
        continue;
      }
      const inner = this.namesOf(target, seen);
      open ||= inner.open;
      for (const name of inner.names) if (name !== 'default') names.add(name);
    }
    const result = { names, open };
    // A table cut short by a cycle is only good for the question that was asked.
    if (seen.values().next().value === file) this.tables.set(file, result);
    return result;
  }
}

function kindOf(file) {
  if (/\.[cm]?ts$/.test(file)) return ts.ScriptKind.TS;
  return file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.JSX;
}

/** Every import, re-export, require, dynamic import, import type and mock, with the names it takes. */
function importsOf(source) {
  const found = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node))
      found.push({ specifier: textOf(node.moduleSpecifier), names: importedNames(node) });
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const clause = node.exportClause;
      const names =
        clause && ts.isNamedExports(clause) ? clause.elements.map((one) => (one.propertyName ?? one.name).text) : ['*'];
      found.push({ specifier: textOf(node.moduleSpecifier), names });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({
        specifier: textOf(node.argument.literal),
        names: node.qualifier ? [leftmost(node.qualifier)] : ['*'],
      });
    } else if (ts.isExternalModuleReference(node)) found.push({ specifier: textOf(node.expression), names: ['*'] });
    else if (ts.isCallExpression(node) && node.arguments[0] && ts.isStringLiteralLike(node.arguments[0]) && loads(node))
      found.push({ specifier: node.arguments[0].text, names: takenNames(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter(({ specifier }) => specifier !== '');
}

function importedNames({ importClause }) {
  if (!importClause) return ['*'];
  const names = importClause.name ? ['default'] : [];
  const bindings = importClause.namedBindings;
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  return [...names, ...bindings.elements.map((one) => (one.propertyName ?? one.name).text)];
}

function loads({ expression }) {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(expression)) return expression.text === 'require';
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return false;
  return /^(vi|jest)$/.test(expression.expression.text) && /mock|actual/i.test(expression.name.text);
}

/** `const { a } = await import('…')`. */
function takenNames(call) {
  let node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node && parent.name.text !== 'then')
    return [parent.name.text];
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return ['*'];
  return parent.name.elements.map((one) => (one.dotDotDotToken ? '*' : (one.propertyName ?? one.name).getText()));
}

function exportsOf(source) {
  const names = new Set();
  const stars = [];
  let open = false;
  for (const node of source.statements) {
    const has = (kind) => ts.canHaveModifiers(node) && node.modifiers?.some((one) => one.kind === kind);
    if (ts.isExportDeclaration(node)) {
      if (!node.exportClause) stars.push(textOf(node.moduleSpecifier));
      else if (ts.isNamespaceExport(node.exportClause)) names.add(node.exportClause.name.text);
      else for (const one of node.exportClause.elements) names.add(one.name.text);
    } else if (ts.isExportAssignment(node)) {
      names.add('default');
      if (node.isExportEquals) open = true;
    } else if (has(ts.SyntaxKind.ExportKeyword)) {
      if (has(ts.SyntaxKind.DefaultKeyword)) names.add('default');
      else if (ts.isVariableStatement(node))
        for (const one of node.declarationList.declarations) bound(one.name, names);
      else if (node.name) names.add(node.name.text);
    }
  }
  // CommonJS: anything may be on the object.
  if (names.size === 0 && stars.length === 0) open = /\bexports\b/.test(source.text);
  return { names, stars, open };
}

function bound(name, names) {
  if (ts.isIdentifier(name)) names.add(name.text);
  else for (const element of name.elements) if (element.name) bound(element.name, names);
}

function leftmost(name) {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}

function textOf(node) {
  return node && ts.isStringLiteralLike(node) ? node.text : '';
}

const [command, ...args] = process.argv.slice(2);
if (command === 'scan' && args.length === 1) process.stdout.write(`${JSON.stringify(scan(path.resolve(args[0])))}\n`);
else if (command === 'compare' && args.length === 2) process.exitCode = compare(args[0], args[1]);
else {
  console.error('usage: js-integrity.mjs scan FOLDER | compare BEFORE AFTER');
  process.exitCode = 2;
}
