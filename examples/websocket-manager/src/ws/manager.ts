/** @deprecated Kept for compatibility since 2.0. New code imports './websocket-manager.js'. */
import { WebSocketManager } from './websocket-manager.js';

export { WebSocketManager, WebSocketManager as WSManager };
export type { Delivery, ManagerOptions } from './websocket-manager.js';
export { isOpen } from './connection.js';
export type { Connection } from './connection.js';

export default WebSocketManager;
