import { reconnect } from '@app/workers/reconnect.js';
import { expect, it, vi } from 'vitest';
import { ada, FakeConnection } from './support/fake-connection.js';

const closed = vi.hoisted(() => [] as string[]);

vi.mock('@app/ws/manager.js', async (importOriginal) => ({
  ...(await importOriginal<typeof import('@app/ws/manager.js')>()),
  WebSocketManager: class {
    connections = () => [new FakeConnection('one'), new FakeConnection('two', 'closed')];
    disconnect = (id: string) => closed.push(id);
  },
}));

it('disconnects what is closed', () => {
  expect(reconnect(ada)).toBe(2);
  expect(closed).toEqual(['two']);
});
