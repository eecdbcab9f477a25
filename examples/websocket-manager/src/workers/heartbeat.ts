import { connectionsOf, users } from '@app/ws/index.js';
import { HEARTBEAT_MS, UnifiedWebSocketManager } from '@app/ws/unified-manager.js';

/** One round of heartbeats; returns when the next is due. */
export function heartbeat(now: number, tenant: string): number {
  for (const userId of users()) {
    if (connectionsOf(userId).size === 0) continue;
    new UnifiedWebSocketManager({ userContext: { userId, tenant } }).send('heartbeat', now);
  }
  return now + HEARTBEAT_MS;
}
