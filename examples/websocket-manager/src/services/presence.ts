import type { UserContext } from '../context.js';
import * as ws from '../ws/manager.js';

export function isPresent(userContext: UserContext): boolean {
  return new ws.WebSocketManager({ userContext }).connections().some(({ state }) => state === 'open');
}

export function ping(userContext: UserContext): ws.Delivery {
  return new ws.WebSocketManager({ userContext }).send('ping');
}
