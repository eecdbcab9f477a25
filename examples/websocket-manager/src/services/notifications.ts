import type { UserContext } from '../context.js';
import { WebSocketManager } from '../ws/manager.js';

/** Tells a user that something happened; false when nobody was listening. */
export function notify(userContext: UserContext, text: string): boolean {
  const manager = new WebSocketManager({ userContext });
  return manager.send('notification', { text }).delivered > 0;
}
