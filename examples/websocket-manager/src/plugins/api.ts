/** What plugins may use. Its names are a promise to others. */
export type { UserContext } from '../context.js';
export { WebSocketManager as PluginSocket, type Delivery } from '../ws/manager.js';
