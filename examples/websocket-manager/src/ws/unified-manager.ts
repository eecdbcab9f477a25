import type { UserContext } from '../context.js';
import { type Connection, isOpen } from './connection.js';
import { connectionsOf } from './registry.js';

/** How often a client must be heard of. */
export const HEARTBEAT_MS = 30_000;

export interface ManagerOptions {
  readonly userContext: UserContext;
}

/** What became of one message. */
export interface Delivery {
  readonly delivered: number;
  readonly dropped: number;
}

/** Sends to the sockets of one user. Cheap to make: it holds nothing but the context. */
export class UnifiedWebSocketManager {
  readonly userContext: UserContext;

  constructor({ userContext }: ManagerOptions) {
    this.userContext = userContext;
  }

  connect(connection: Connection): void {
    connectionsOf(this.userContext.userId).set(connection.id, connection);
  }

  disconnect(id: string): boolean {
    return connectionsOf(this.userContext.userId).delete(id);
  }

  connections(): Connection[] {
    return [...connectionsOf(this.userContext.userId).values()];
  }

  send(event: string, payload: unknown = null): Delivery {
    const open = this.connections().filter(isOpen);
    const text = JSON.stringify({ event, tenant: this.userContext.tenant, payload });
    for (const connection of open) connection.send(text);
    return { delivered: open.length, dropped: this.connections().length - open.length };
  }

  /** The same sockets, seen by another tenant of the same user. */
  within(tenant: string): UnifiedWebSocketManager {
    return new UnifiedWebSocketManager({ userContext: { ...this.userContext, tenant } });
  }
}
