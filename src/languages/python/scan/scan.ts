import type { Scan, Unparsed } from '../../reference.js';
import { moduleExports } from '../exports.js';
import { references } from '../references.js';
import { analyse } from '../scopes.js';
import { ReferenceReader } from './reference-reader.js';
import { sketch } from './sketch.js';

/** What a file names and offers: see `Language.scan`. */
export function scan(path: string, text: string): Scan | Unparsed {
  const reader = new ReferenceReader(text);
  const parsed = sketch(path, text, reader, true);
  if ('error' in parsed) return parsed;
  const found = references(parsed, reader);
  return { references: found, ...moduleExports(parsed, analyse(parsed.module, text), found) };
}
