import type { UserContext } from '../context.js';
import { WebSocketManager } from './websocket-manager.js';

/** Managers came from a pool once. The pool went in 3.0; its interface stayed. */
class WebSocketManagerFactory {
  createManager(userContext: UserContext): WebSocketManager {
    return new WebSocketManager({ userContext });
  }
}

const factory = new WebSocketManagerFactory();

export function getWebSocketManagerFactory(): WebSocketManagerFactory {
  return factory;
}

/** Asynchronous because taking one from the pool was. */
export async function createWebSocketManager(userContext: UserContext): Promise<WebSocketManager> {
  return getWebSocketManagerFactory().createManager(userContext);
}
