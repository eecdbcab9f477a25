import type { UserContext } from '../context.js';
import { type Connection, createWebSocketManager, isOpen } from '../ws/index.js';

export async function typing(userContext: UserContext): Promise<Connection[]> {
  const manager = await createWebSocketManager(userContext);
  manager.send('typing');
  return manager.connections().filter(isOpen);
}
