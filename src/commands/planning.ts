/** The commands that read the tree: loaded together, since opening many small files costs more than compiling a large one. */
export { run as apply } from './apply.js';
export { run as check } from './check.js';
export { run as discover } from './discover.js';
export { run as finish } from './finish.js';
export { run as init } from './init.js';
export { run as plan } from './plan.js';
export { run as rehearse } from './rehearse.js';
