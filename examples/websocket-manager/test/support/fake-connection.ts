import type { UserContext } from '../../src/context.js';
import type { Connection } from '../../src/ws/manager.js';
import { connectionsOf } from '../../src/ws/registry.js';

export const ada: UserContext = { userId: 'ada', tenant: 'acme' };
export const bob: UserContext = { userId: 'bob', tenant: 'acme' };

/** A socket that remembers what it was sent. */
export class FakeConnection implements Connection {
  readonly sent: string[] = [];

  constructor(
    readonly id: string,
    readonly state: 'open' | 'closed' = 'open',
  ) {}

  send(text: string): void {
    this.sent.push(text);
  }

  get events(): string[] {
    return this.sent.map((text) => (JSON.parse(text) as { event: string }).event);
  }
}

export function connected({ userId }: UserContext, state: 'open' | 'closed' = 'open'): FakeConnection {
  const connection = new FakeConnection(`${userId}-${state}`, state);
  connectionsOf(userId).set(connection.id, connection);
  return connection;
}
