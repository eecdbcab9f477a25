import { SYSTEM } from './context.js';
import { adminRoutes } from './routes/admin.js';
import type { Route } from './routes/route.js';
import { socketRoutes } from './routes/socket.js';
import { getWebSocketManagerFactory } from './ws/websocket-manager-factory.js';
import type WebSocketManager from './ws/manager.js';

export interface Service {
  readonly routes: readonly Route[];
  readonly system: WebSocketManager;
}

/** Wires the service together; nothing listens yet. */
export async function startup(): Promise<Service> {
  const system = getWebSocketManagerFactory().createManager(SYSTEM);
  system.send('service.started');
  return { routes: [...adminRoutes, ...socketRoutes], system };
}
