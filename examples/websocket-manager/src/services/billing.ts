import type { UserContext } from '../context.js';
import { createWebSocketManager } from '../ws/websocket-manager-factory.js';

export async function invoicePaid(userContext: UserContext, cents: number): Promise<boolean> {
  const manager = await createWebSocketManager(userContext);
  const { delivered } = manager.send('invoice.paid', { cents });
  return delivered > 0;
}
