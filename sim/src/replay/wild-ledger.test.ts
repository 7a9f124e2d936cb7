/** Whatever riders, families and the desk did, the commands read back from the ledger bring the same facts again. */
import { seededRandom } from '@noriai/core/containers/random.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { playDispatch } from '@noriai/core/testing/play-dispatch.ts';
import { wildDeed } from '@noriai/core/testing/wild-riders.ts';
import { expect, test } from 'vitest';
import { replayLedger } from './replay-ledger.ts';

test.each([1, 2, 3])('seed %i: every fact comes out byte for byte', (seed) => {
  const random = seededRandom(seed);
  const world = lineWorld({ stops: 12, vehicles: 2, seats: 3, promises: { offerHoldSec: 60, maxOffers: 2 } });
  const service = playDispatch(world, OPENING_SEC);
  const { send } = service;
  let keys = 0;
  service.send = (actor, command) =>
    command.kind === 'tick' ? send(actor, command) : send(actor, command, `k${++keys}`, 'content');
  for (const { id: vehicleId } of world.area.vehicles) {
    const signOn = { kind: 'sign_on', vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false } as const;
    service.facts({ kind: 'anybody' }, signOn);
  }
  for (let i = 0; i < 150; i++) {
    service.waitUntil(service.nowSec + 15);
    wildDeed(service, random);
  }
  const kinds = new Set(service.ledger.map(({ event }) => event.kind));
  expect([...kinds]).toEqual(expect.arrayContaining(['standing_order_day', 'waitlist_joined', 'relation_set']));
  expect(replayLedger(world, service.ledger)).toMatchObject({ facts: service.ledger.length, difference: null });
});
