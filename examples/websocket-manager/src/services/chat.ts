import type { UserContext } from '../context.js';
import { type Delivery, WSManager as Socket } from '../ws/manager.js';

export function say(from: UserContext, to: readonly UserContext[], text: string): Delivery {
  const deliveries = to.map((userContext) => new Socket({ userContext }).send('chat', { from: from.userId, text }));
  return {
    delivered: deliveries.reduce((sum, { delivered }) => sum + delivered, 0),
    dropped: deliveries.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}
