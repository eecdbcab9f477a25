import { beforeEach, describe, expect, it } from 'vitest';
import SocketManager, { WebSocketManager, WSManager } from '../src/ws/manager.js';
import { forgetEverybody } from '../src/ws/registry.js';
import { UnifiedWebSocketManager } from '../src/ws/unified-manager.js';
import { ada, bob, connected } from './support/fake-connection.js';

beforeEach(forgetEverybody);

describe('the manager', () => {
  it('sends to the open sockets of its user', () => {
    const [open, closed, other] = [connected(ada), connected(ada, 'closed'), connected(bob)];
    expect(new WebSocketManager({ userContext: ada }).send('hello')).toEqual({ delivered: 1, dropped: 1 });
    expect([open.events, closed.events, other.events]).toEqual([['hello'], [], []]);
  });

  it('connects and disconnects', () => {
    const manager = new SocketManager({ userContext: ada });
    manager.connect(connected(bob));
    expect(manager.connections()).toHaveLength(1);
    expect(manager.disconnect('bob-open')).toBe(true);
    expect(manager.connections()).toEqual([]);
  });

  it('is one class, whatever it is called', () => {
    const manager = new WSManager({ userContext: ada }).within('umbrella');
    expect(manager).toBeInstanceOf(UnifiedWebSocketManager);
    expect(manager.userContext).toEqual({ userId: 'ada', tenant: 'umbrella' });
  });
});
