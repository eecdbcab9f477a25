import { users } from '@app/ws/index.js';
import { WSManager } from '@app/ws/manager.js';
import { HEARTBEAT_MS } from '../ws/unified-manager.js';
import type { Route } from './route.js';

export const adminRoutes: readonly Route[] = [
  {
    path: '/admin/health',
    handle: async () => JSON.stringify({ users: users().length, heartbeat: HEARTBEAT_MS }),
  },
  {
    path: '/admin/announce',
    async handle({ tenant }, body) {
      const managers = users().map((userId) => new WSManager({ userContext: { userId, tenant } }));
      return `${managers.filter((manager) => manager.send('announcement', body).delivered > 0).length}`;
    },
  },
];
