import type { UserContext } from '../context.js';

/** Exports are rare: what they need is loaded when one runs. */
export async function exportFor(userContext: UserContext, rows: number): Promise<string> {
  const { WebSocketManager } = await import('../ws/manager.js');
  const manager = new WebSocketManager({ userContext });
  manager.send('export.started', { rows });
  manager.send('export.finished', { rows });
  return `${userContext.tenant}/${userContext.userId}.csv`;
}
