/** `node ts-morph.mjs ROOT FROM TO`: the job by hand with ts-morph, on the files that hold the text only; nothing is saved. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'ts-morph';

const [root, from, to] = process.argv.slice(2);
const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  if (readFileSync(file).includes(from)) project.addSourceFileAtPath(file);
}
for (const file of project.getSourceFiles())
  for (const declaration of [...file.getImportDeclarations(), ...file.getExportDeclarations()])
    if (declaration.getModuleSpecifierValue() === from) declaration.setModuleSpecifier(to);
