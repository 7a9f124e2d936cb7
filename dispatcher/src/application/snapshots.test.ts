import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { expect, test } from 'vitest';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { sha256Hasher } from '../adapters/secrets.ts';
import { FileSnapshots, MemorySnapshots } from '../adapters/snapshot-stores.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatchRules } from '../dispatcher.ts';
import { bookTrip, signOn, startLineDispatcher } from '../line-dispatcher.fake.ts';
import type { Ledger } from './ports.ts';
import { keepState, trustedState, type Snapshot } from './snapshots.ts';
import { StatePair } from './state-pair.ts';

const world = lineWorld({ vehicles: 2, stops: 10 });

/** A ledger with some bookings. */
async function writtenLedger(): Promise<Ledger> {
  const ledger = new MemoryLedger('line');
  const dispatcher = await startLineDispatcher({ ledger });
  await signOn(dispatcher.client, 'v0');
  for (const to of ['s3', 's5', 's7']) await bookTrip(dispatcher.client, 's1', to);
  await dispatcher.close();
  return ledger;
}

/** A start of the service: the state it comes to, and how many facts it read for that. */
async function start(ledger: Ledger, store: MemorySnapshots | FileSnapshots, madeBy = 'us') {
  let read = 0;
  const counting: Ledger = Object.assign(Object.create(ledger) as Ledger, {
    async *read(after: number) {
      for await (const entries of ledger.read(after)) {
        read += entries.length;
        yield entries;
      }
    },
  });
  const observer = { commandDone: () => {}, batchDone: () => {}, trouble: () => {} };
  const publisher = { published: () => {} };
  const snapshots = { store, madeBy };
  const parts = { world, rules: dispatchRules, ledger: counting, publisher, observer, hasher: sha256Hasher, snapshots };
  const { present } = await StatePair.open(parts, OPENING_SEC);
  return { read, state: present, text: dispatchRules.canonicalState(present) };
}

test('FS1 a start from a snapshot reads only what came after it and comes to the same state', async () => {
  const ledger = await writtenLedger();
  const store = new MemorySnapshots();
  const whole = await start(ledger, store);
  expect(whole.read).toBeGreaterThan(10);
  await keepState({ store, madeBy: 'us' }, ledger, sha256Hasher, whole.state);
  const again = await start(ledger, store);
  expect([again.read, again.text]).toEqual([0, whole.text]);
});

test('FS2 FS3 another maker, another chain or a damaged text is not trusted: everything is replayed', async () => {
  const ledger = await writtenLedger();
  const store = new MemorySnapshots();
  const whole = await start(ledger, store);
  await keepState({ store, madeBy: 'us' }, ledger, sha256Hasher, whole.state);
  const snapshot = store.kept.get('line')!;
  const text = snapshot.text.replace('"booked"', '"hooked"');
  expect(text).not.toBe(snapshot.text);
  const wrong: Record<string, Partial<Snapshot>> = {
    maker: { madeBy: 'an older version' },
    chain: { chainHash: '0'.repeat(64) },
    damaged: { text },
    shape: { text: '{}', textHash: sha256Hasher.hash('{}') },
    later: { sequence: snapshot.sequence + 1 },
  };
  for (const [name, change] of Object.entries(wrong)) {
    store.kept.set('line', { ...snapshot, ...change });
    expect(await trustedState({ store, madeBy: 'us' }, ledger, sha256Hasher), name).toBeNull();
    const again = await start(ledger, store);
    expect([again.read, again.text], name).toEqual([whole.read, whole.text]);
  }
});

test('FS4 a file of snapshots that is missing or damaged is as if there were none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noriai-snapshots-'));
  const store = new FileSnapshots(join(folder, 'made'));
  const ledger = await writtenLedger();
  expect(await store.newest('line')).toBeNull();
  const whole = await start(ledger, store);
  await keepState({ store, madeBy: 'us' }, ledger, sha256Hasher, whole.state);
  expect((await start(ledger, store)).read).toBe(0);
  writeFileSync(join(folder, 'made', 'line.json.gz'), 'not a snapshot');
  expect((await start(ledger, store)).text).toBe(whole.text);
  rmSync(folder, { recursive: true });
});
