import { beforeEach, expect, it } from 'vitest';
import { SYSTEM } from '../src/context.js';
import { startup } from '../src/startup.js';
import { forgetEverybody } from '../src/ws/registry.js';
import { ada, bob, connected } from './support/fake-connection.js';

beforeEach(forgetEverybody);

async function request(path: string, body = ''): Promise<string> {
  const { routes } = await startup();
  const route = routes.find((candidate) => candidate.path === path);
  return route ? route.handle(ada, body) : 'not found';
}

it('starts with a manager of its own', async () => {
  const socket = connected(SYSTEM);
  const { WebSocketManager } = await import('../src/ws/manager.js');
  expect((await startup()).system).toBeInstanceOf(WebSocketManager);
  expect(socket.events).toEqual(['service.started']);
});

it('answers its routes', async () => {
  connected(ada);
  connected(bob);
  expect(await request('/socket/count')).toBe('1');
  expect(JSON.parse(await request('/socket/send', 'Hi'))).toEqual({ delivered: 1, dropped: 0 });
  expect(await request('/admin/announce', 'Tea')).toBe('2');
  expect(JSON.parse(await request('/admin/health'))).toEqual({ users: 3, heartbeat: 30_000 });
  expect(await request('/nowhere')).toBe('not found');
});
