import { beforeEach, expect, it } from 'vitest';
import { heartbeat } from '../src/workers/heartbeat.js';
import { drain } from '../src/workers/outbox.js';
import { HEARTBEAT_MS } from '../src/ws/index.js';
import { forgetEverybody } from '../src/ws/registry.js';
import { ada, bob, connected } from './support/fake-connection.js';

beforeEach(forgetEverybody);

it('the outbox keeps what could not be delivered', () => {
  connected(ada);
  expect(
    drain([
      { to: ada, text: 'one' },
      { to: bob, text: 'two' },
    ]),
  ).toEqual([{ to: bob, text: 'two' }]);
});

it('a heartbeat reaches every socket', () => {
  const socket = connected(ada);
  expect(heartbeat(1000, 'acme')).toBe(1000 + HEARTBEAT_MS);
  expect(socket.events).toEqual(['heartbeat']);
});
