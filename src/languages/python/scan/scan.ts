import type { Offer, Scan, Unparsed } from '../../reference.js';
import { moduleExports } from '../exports.js';
import { references } from '../references.js';
import { analyse } from '../scopes.js';
import { OfferReader } from './offer-reader.js';
import { ReferenceReader } from './reference-reader.js';
import { sketch } from './sketch.js';

/** What a file names: see `Language.scan`. */
export function scan(path: string, text: string): Scan | Unparsed {
  const reader = new ReferenceReader(text);
  const parsed = sketch(path, text, reader, true);
  return 'error' in parsed ? parsed : { references: references(parsed, reader) };
}

/** What a module offers: see `Language.offer`. */
export function offer(path: string, text: string): Offer | Unparsed {
  const parsed = sketch(path, text, new OfferReader(text), true);
  return 'error' in parsed ? parsed : moduleExports(parsed, analyse(parsed.module, text));
}
