export { type Connection, isOpen } from './connection.js';
export { connectionsOf, users } from './registry.js';
export { HEARTBEAT_MS, WebSocketManager } from './websocket-manager.js';
export type { Delivery } from './manager.js';
export { createWebSocketManager } from './websocket-manager-factory.js';
