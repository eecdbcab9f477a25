import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../src/disk/lock.js';
import { folder } from './support.js';

const startedAt = '2030-01-02T03:04:05.000Z';
const me = { pid: process.pid, host: 'here', startedAt };
const locks = (root: string): string[] =>
  fs.existsSync(join(root, '.ssot')) ? fs.readdirSync(join(root, '.ssot')) : [];

describe('the lock', () => {
  it('is gone afterwards, also after a failure', async () => {
    const root = folder({});
    expect(await withLock(root, 'm', me, () => locks(root).length)).toBe(1);
    await expect(withLock(root, 'm', me, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(locks(root)).toEqual([]);
  });

  it('keeps a second run out, saying who is at work, and lets the first go on', async () => {
    const root = folder({});
    await withLock(root, 'm', me, async () => {
      const other = { pid: process.ppid, host: 'here', startedAt };
      const second = withLock(root, 'another', other, () => 'ran');
      await expect(second).rejects.toMatchObject({ code: 'locked', exit: 6 });
      await expect(second).rejects.toThrow(`process ${process.pid} on here since ${startedAt}`);
      expect(locks(root)).toHaveLength(1);
    });
  });

  it('of a dead process is taken away; of one on another host it is not', async () => {
    const dead = { pid: spawnSync('true').pid, host: 'here', startedAt };
    const root = folder({});
    await withLock(root, 'm', me, () => fs.cpSync(join(root, '.ssot'), join(root, 'copy'), { recursive: true }));
    const [claim = ''] = fs.readdirSync(join(root, 'copy'));
    fs.mkdirSync(join(root, '.ssot'));
    fs.renameSync(join(root, 'copy', claim), join(root, '.ssot', claim.replace(`${me.pid}`, `${dead.pid}`)));
    await expect(withLock(root, 'm', { ...me, host: 'there' }, () => 'ran')).rejects.toThrow('on here');
    expect(await withLock(root, 'm', me, () => 'ran')).toBe('ran');
    expect(locks(root)).toEqual([]);
  });
});
