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
import { bookTrip, operator, startLineDispatcher, trip } from '../line-dispatcher.fake.ts';
import { emptyCard } from '../application/accounts/rider-cards.ts';
import { KeyRingVault, newKeyRing } from './accounts/key-ring-vault.ts';
import { SqliteAccounts } from './accounts/sqlite-accounts.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'noriai-disk-'));
const mount = (...options: string[]): boolean => spawnSync('mount', [...options, root]).status === 0;
const isMounted = mount('-t', 'tmpfs', '-o', 'size=1200k', 'tmpfs');
afterAll(() => {
  if (isMounted) spawnSync('umount', [root]);
  rmSync(root, { recursive: true, force: true });
});

test.skipIf(!isMounted)(
  'LG8 LG11 AC25 on a full and on a read-only disk new work is refused, what was is shown, and it goes on once it can',
  async () => {
    const dispatcher = await startLineDispatcher({
      ledger: new SqliteLedger(join(root, 'ledger.sqlite'), 'line'),
      accounts: { store: new SqliteAccounts(join(root, 'accounts.sqlite')), vault: new KeyRingVault(newKeyRing()) },
    });
    const { client, url } = dispatcher;
    const { token, booking } = await bookTrip(client, 's1', 's5');
    const desk = await operator(dispatcher, 'desk');
    const ask = () => answerTo(client.call('requestTrip', { token, body: trip('s2', 's4') }));
    const register = () =>
      answerTo(client.call('addRider', { token: desk, body: { ...emptyCard, name: '架空 花子' } }));
    const riders = async () =>
      (await client.call('searchRiders', { token: desk, body: { text: '架空' } })).riders.length;
    const health = async () => (await fetch(`${url}/healthz`)).status;
    const askUntil = async (wanted: string) => {
      for (let i = 0; i < 200; i++) if ((await ask()) === wanted) return wanted;
      return `never ${wanted}`;
    };

    fillUp();
    expect(await askUntil('busy')).toBe('busy');
    expect(await health()).toBe(503);
    expect(await register()).toBe('busy');
    expect(await riders()).toBe(0);
    expect((await client.call('listBookings', { token })).bookings).toMatchObject([{ bookingId: booking.bookingId }]);
    rmSync(join(root, 'ballast'));
    await expect.poll(health).toBe(200); // by itself: nobody asked for anything
    expect(await ask()).toBe('ok');
    expect(await register()).toBe('ok');

    if (mount('-o', 'remount,ro')) {
      expect(await ask()).toBe('busy');
      expect(await register()).toBe('busy');
      expect(await riders()).toBe(1);
      expect((await client.call('listBookings', { token })).bookings).toHaveLength(1);
      mount('-o', 'remount,rw');
      await expect.poll(health).toBe(200);
      expect(await ask()).toBe('ok');
    }
    await dispatcher.close();
  },
);

const answerTo = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
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
