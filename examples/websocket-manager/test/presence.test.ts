import { beforeEach, expect, it, vi } from 'vitest';
import { isPresent, ping } from '../src/services/presence.js';
import { WebSocketManager } from '../src/ws/manager.js';
import { forgetEverybody } from '../src/ws/registry.js';
import { ada, bob, connected } from './support/fake-connection.js';

beforeEach(forgetEverybody);

it('knows who is there', () => {
  connected(ada);
  connected(bob, 'closed');
  expect([isPresent(ada), isPresent(bob)]).toEqual([true, false]);
});

it('pings through the class everybody shares', () => {
  const send = vi.spyOn(WebSocketManager.prototype, 'send');
  expect(ping(ada)).toEqual({ delivered: 0, dropped: 0 });
  expect(send).toHaveBeenCalledExactlyOnceWith('ping');
  send.mockRestore();
});
