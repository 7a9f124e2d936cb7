/**
 * The whole service on a disk that is full or read-only: a real small file system where this machine lets one be mounted
 * (root), else skipped; SQLite's own page limit and a read-only connection are tried everywhere (`sqlite-ledger.test.ts`).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Refused } from '../client/api-client.ts';
import { bookTrip, startLineDispatcher, trip } from '../line-dispatcher.fake.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'noriai-disk-'));
const mount = (...options: string[]): boolean => spawnSync('mount', [...options, root]).status === 0;
const isMounted = mount('-t', 'tmpfs', '-o', 'size=600k', 'tmpfs');
afterAll(() => {
  if (isMounted) spawnSync('umount', [root]);
  rmSync(root, { recursive: true, force: true });
});

test.skipIf(!isMounted)(
  'LG8 LG11 on a full and on a read-only disk new work is refused, what was is shown, and it goes on once it can',
  async () => {
    const dispatcher = await startLineDispatcher({ ledger: new SqliteLedger(join(root, 'ledger.sqlite'), 'line') });
    const { client, url } = dispatcher;
    const { token, booking } = await bookTrip(client, 's1', 's5');
    const ask = () =>
      client.call('requestTrip', { token, body: trip('s2', 's4') }).then(
        () => 'ok',
        (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
      );
    const health = async () => (await fetch(`${url}/healthz`)).status;
    const askUntil = async (wanted: string) => {
      for (let i = 0; i < 200; i++) if ((await ask()) === wanted) return wanted;
      return `never ${wanted}`;
    };

    fillUp();
    expect(await askUntil('busy')).toBe('busy');
    expect(await health()).toBe(503);
    expect((await client.call('listBookings', { token })).bookings).toMatchObject([{ bookingId: booking.bookingId }]);
    rmSync(join(root, 'ballast'));
    await expect.poll(health).toBe(200); // by itself: nobody asked for anything
    expect(await ask()).toBe('ok');

    if (mount('-o', 'remount,ro')) {
      expect(await ask()).toBe('busy');
      expect((await client.call('listBookings', { token })).bookings).toHaveLength(1);
      mount('-o', 'remount,rw');
      await expect.poll(health).toBe(200);
      expect(await ask()).toBe('ok');
    }
    await dispatcher.close();
  },
);

/** Takes every byte that is left. */
function fillUp(): void {
  for (let bytes = 600_000; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    try {
      for (;;) writeFileSync(join(root, 'ballast'), Buffer.alloc(bytes), { flag: 'a' });
    } catch {
      // full for pieces of this size
    }
  }
}
