/** Saves a file again and again, in place and by renaming as editors do, until the time is up: `node editor.mjs FILE MS`. */
import { renameSync, writeFileSync } from 'node:fs';

const [file, duration] = process.argv.slice(2);
const end = Date.now() + Number(duration);
for (let n = 0; Date.now() < end; n++) {
  const text = `edited ${n}\n`.repeat(500);
  if (n % 2 === 0) writeFileSync(file, text);
  else {
    writeFileSync(`${file}.swp`, text);
    renameSync(`${file}.swp`, file);
  }
  await new Promise((resolve) => setTimeout(resolve, n % 7));
}
