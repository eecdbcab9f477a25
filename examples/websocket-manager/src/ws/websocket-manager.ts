/**
 * The WebSocket manager: import it from here.
 *
 * Still an alias. The class itself is to move here once nobody imports the old modules.
 */
export { HEARTBEAT_MS, UnifiedWebSocketManager as WebSocketManager } from './unified-manager.js';
export type { Delivery, ManagerOptions } from './unified-manager.js';
