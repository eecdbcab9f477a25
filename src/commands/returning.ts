/** The commands that go by the journal alone, and need neither parsers nor graph. */
export { run as resume } from './resume.js';
export { run as rollback } from './rollback.js';
export { run as status } from './status.js';
