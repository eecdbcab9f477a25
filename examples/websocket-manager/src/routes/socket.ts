import { createWebSocketManager } from '../ws/websocket-manager-factory.js';
import type { Route } from './route.js';

export const socketRoutes: readonly Route[] = [
  {
    path: '/socket/send',
    async handle(userContext, body) {
      const manager = await createWebSocketManager(userContext);
      return JSON.stringify(manager.send('message', body));
    },
  },
  {
    path: '/socket/count',
    handle: async (userContext) => `${(await createWebSocketManager(userContext)).connections().length}`,
  },
];
