import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPENING_SEC, lineWorld } from '@noriai/core/testing/line-world.ts';
import { playDispatch, tripBetween } from '@noriai/core/testing/play-dispatch.ts';
import { afterEach, expect, test } from 'vitest';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import { DemoClock } from '../adapters/demo-clock.ts';
import { FileProofs, MemoryProofs } from '../adapters/proof-stores.ts';
import { operator, startLineDispatcher, type LineDispatcher } from '../line-dispatcher.fake.ts';
import { ProofKeeper, type ProofStore } from './promise-proofs.ts';

const DAY = 86_400;
let dispatcher: LineDispatcher | null = null;
afterEach(async () => {
  await dispatcher?.close();
  dispatcher = null;
});

/** A day on which one rider was driven and another, whom nobody came for, was not. */
async function ledgerOfADay() {
  const world = lineWorld({ vehicles: 1, promises: { maxOffers: 1 } });
  const service = playDispatch(world, OPENING_SEC);
  const on = { kind: 'sign_on', vehicleId: 'v0', driverName: 'Test', tokenHash: 'v0', isVirtual: false } as const;
  service.facts({ kind: 'anybody' }, on);
  service.book('r1', tripBetween(1, 3));
  service.serveNextCall('v0');
  service.serveNextCall('v0');
  service.book('r2', tripBetween(1, 3, { kind: 'depart_after', atSec: OPENING_SEC + 4 * 3600 }));
  const ledger = new MemoryLedger('line');
  await ledger.append(0, service.ledger);
  return { world, ledger };
}

async function keeperAt(nowSec: number, store: ProofStore = new MemoryProofs()) {
  const { world, ledger } = await ledgerOfADay();
  const clock = new DemoClock();
  clock.jumpTo(nowSec);
  const troubles: string[] = [];
  const onTrouble = (message: string) => void troubles.push(message);
  return { store, troubles, ledger, keeper: new ProofKeeper({ world, ledger, clock, store, onTrouble }) };
}

test('PF1 a day is proved once it is over, from the ledger alone, and what was broken in silence is said', async () => {
  const early = await keeperAt(OPENING_SEC + 10 * 3600);
  await early.keeper.proveDue();
  expect(early.store.newest('line', 9)).toEqual([]);
  const { keeper, store, troubles, ledger } = await keeperAt(OPENING_SEC + DAY);
  await keeper.proveDue();
  expect(store.newest('line', 9)).toMatchObject([
    { date: '2026-04-01', promises: 2, kept: 1, broken: 1, silent: 1, impossible: 0, holdsBroken: 0 },
  ]);
  expect(store.find('line', '2026-04-01')).toMatchObject({
    chainHash: await ledger.hashAt(await ledger.lastSequence()),
    exceptions: [{ verdict: 'broken', isSilent: true }],
  });
  expect(troubles).toEqual([expect.stringContaining('1 promises broken in silence')]);
});

test('PF2 days that were missed are made up for, each is proved once, and a damaged file is proved anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noriai-proofs-'));
  const { keeper, store, troubles } = await keeperAt(OPENING_SEC + 3 * DAY, new FileProofs(folder));
  await keeper.proveDue();
  const dates = () => store.newest('line', 9).map(({ date }) => date);
  expect(dates()).toEqual(['2026-04-03', '2026-04-02', '2026-04-01']);
  await keeper.proveDue();
  expect(troubles).toHaveLength(1);
  writeFileSync(join(folder, 'line', '2026-04-01.json'), '{');
  expect(store.find('line', '2026-04-01')).toBeNull();
  await keeper.proveDue();
  expect(store.find('line', '2026-04-01')).toMatchObject({ promises: 2 });
  expect([store.find('line', '../secret'), store.newest('elsewhere', 9)]).toEqual([null, []]);
  rmSync(folder, { recursive: true });
});

test('PF3 the figures are open to everybody, the single promises to auditors', async () => {
  const { keeper, store } = await keeperAt(OPENING_SEC + DAY);
  await keeper.proveDue();
  dispatcher = await startLineDispatcher({ proofs: store });
  const { client } = dispatcher;
  const { proofs } = await client.call('listProofs');
  expect(proofs).toMatchObject([{ date: '2026-04-01', promises: 2, kept: 1 }]);
  expect(JSON.stringify(proofs)).not.toContain('bookingId');
  const token = await operator(dispatcher, 'auditor');
  const one = await client.call('getProof', { token, params: { date: '2026-04-01' } });
  expect(one.exceptions).toMatchObject([{ verdict: 'broken' }]);
});
