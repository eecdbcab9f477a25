import { describe, expect, it } from 'vitest';
import { WebSocketManager } from '../../src/ws/websocket-manager.js';
import { createWebSocketManager, getWebSocketManagerFactory } from '../../src/ws/websocket-manager-factory.js';
import { ada } from '../support/fake-connection.js';

describe('the factory', () => {
  it('is one for all', () => {
    expect(getWebSocketManagerFactory()).toBe(getWebSocketManagerFactory());
  });

  it('makes managers for a user', async () => {
    expect(getWebSocketManagerFactory().createManager(ada)).toBeInstanceOf(WebSocketManager);
    expect((await createWebSocketManager(ada)).userContext).toBe(ada);
  });
});
