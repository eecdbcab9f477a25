import type { UserContext } from '../context.js';
import { getWebSocketManagerFactory } from '../ws/websocket-manager-factory.js';

export interface Letter {
  readonly to: UserContext;
  readonly text: string;
}

/** Sends what is waiting, and returns what could not be delivered. */
export function drain(outbox: readonly Letter[]): Letter[] {
  const factory = getWebSocketManagerFactory();
  return outbox.filter(({ to, text }) => factory.createManager(to).send('letter', { text }).delivered === 0);
}
