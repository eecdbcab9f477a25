import { expect, it, vi } from 'vitest';
import { notify } from '../src/services/notifications.js';
import { ada } from './support/fake-connection.js';

const send = vi.hoisted(() => vi.fn((_event: string, _payload: unknown) => ({ delivered: 1, dropped: 0 })));

vi.mock('../src/ws/manager.js', () => ({
  WebSocketManager: class {
    send = send;
  },
}));

it('notifies through the manager', () => {
  expect(notify(ada, 'Lunch')).toBe(true);
  expect(send).toHaveBeenCalledWith('notification', { text: 'Lunch' });
});
