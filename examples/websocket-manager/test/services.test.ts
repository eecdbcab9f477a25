import { beforeEach, describe, expect, it } from 'vitest';
import { PluginSocket } from '../src/plugins/api.js';
import { auditEntry } from '../src/services/audit.js';
import { invoicePaid } from '../src/services/billing.js';
import { say } from '../src/services/chat.js';
import { Digest } from '../src/services/digest.js';
import { exportFor } from '../src/services/export-job.js';
import { typing } from '../src/services/typing.js';
import { Telemetry } from '../src/telemetry.js';
import { forgetEverybody } from '../src/ws/registry.js';
import { createWebSocketManager } from '../src/ws/websocket-manager-factory.js';
import { ada, bob, connected } from './support/fake-connection.js';

beforeEach(forgetEverybody);

describe('services', () => {
  it('chat reaches everybody who listens', () => {
    const socket = connected(bob);
    expect(say(ada, [ada, bob], 'Hi')).toEqual({ delivered: 1, dropped: 0 });
    expect(socket.events).toEqual(['chat']);
  });

  it('a digest is one message', () => {
    const socket = connected(ada);
    expect(Digest.for(ada).add('one').add('two').flush()).toBe(1);
    expect(socket.events).toEqual(['digest']);
  });

  it('an export says when it begins and ends', async () => {
    const socket = connected(ada);
    expect(await exportFor(ada, 3)).toBe('acme/ada.csv');
    expect(socket.events).toEqual(['export.started', 'export.finished']);
  });

  it('a paid invoice is told to who is there', async () => {
    expect(await invoicePaid(ada, 1200)).toBe(false);
    connected(ada);
    expect(await invoicePaid(ada, 1200)).toBe(true);
  });

  it('typing returns who sees it', async () => {
    const socket = connected(ada);
    connected(ada, 'closed');
    expect(await typing(ada)).toEqual([socket]);
  });

  it('audit and telemetry count what was lost', async () => {
    connected(ada, 'closed');
    const telemetry = new Telemetry();
    const sent = telemetry.send(await createWebSocketManager(ada), 'hello');
    expect(telemetry.totals).toEqual({ delivered: 0, dropped: 1 });
    expect(auditEntry({ userContext: ada }, sent)).toEqual({ userId: 'ada', lost: 1 });
  });

  it('plugins get the same manager', () => {
    const socket = connected(ada);
    expect(new PluginSocket({ userContext: ada }).send('plugin').delivered).toBe(1);
    expect(socket.events).toEqual(['plugin']);
  });
});
