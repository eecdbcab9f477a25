/** The WebSocket manager: import it from here. */
export { HEARTBEAT_MS, UnifiedWebSocketManager as WebSocketManager } from './unified-manager.js';
export type { Delivery, ManagerOptions } from './unified-manager.js';
