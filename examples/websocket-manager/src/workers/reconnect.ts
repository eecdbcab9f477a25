import type { UserContext } from '@app/context.js';
import { isOpen, WebSocketManager } from '@app/ws/manager.js';

/** Removes the user's closed sockets and says how many are left. */
export function reconnect(userContext: UserContext): number {
  const manager = new WebSocketManager({ userContext });
  for (const connection of manager.connections()) if (!isOpen(connection)) manager.disconnect(connection.id);
  return manager.connections().length;
}
