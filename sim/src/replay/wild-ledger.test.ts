/** Whatever riders, families and the desk did, the commands read back from the ledger bring the same facts again. */
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { playDispatch } from '@noriai/core/testing/play-dispatch.ts';
import { driveAtRandom, signOn, wildDeskDeed } from '@noriai/core/testing/wild-desk.ts';
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

test.each([1, 2, 3, 4, 5, 6])('seed %i: on a day when everything goes wrong, too', (seed) => {
  const random = seededRandom(seed);
  const work = { pauses: [{ kind: 'break' as const, from: '10:00', until: '10:40', durationSec: 900 }] };
  const promises = { offerHoldSec: 60, maxOffers: 2, maxWalkM: 1200 };
  const world = lineWorld({ stops: 12, vehicles: 3, seats: 3, promises, work });
  const service = playDispatch(world, OPENING_SEC);
  const { send } = service;
  let keys = 0;
  service.send = (actor, command) =>
    command.kind === 'tick' ? send(actor, command) : send(actor, command, `k${++keys}`, 'content');
  for (const { id } of world.area.vehicles) signOn(service, id);
  while (service.nowSec < OPENING_SEC + 2.5 * 3600) {
    service.nowSec += randomIndex(random, 40);
    service.facts({ kind: 'service' }, { kind: 'tick' });
    wildDeskDeed(service, random);
    for (const { id } of world.area.vehicles) driveAtRandom(service, random, id);
  }
  for (const { event } of service.ledger) {
    seen.add(event.kind);
    if (event.kind === 'action_undone') seen.add(`undone ${event.undone}`);
  }
  const end = replayLedger(world, service.ledger);
  expect(end, `seed ${seed}`).toMatchObject({ facts: service.ledger.length, difference: null });
});

const seen = new Set<string>();

test('those days had vehicles out and back, moves by hand, rests, closed stops, walk-ons and buttons taken back', () => {
  const kinds = ['vehicle_taken_out', 'vehicle_returned', 'ride_moved', 'promise_broken', 'day_planned', 'sos_raised'];
  kinds.push('service_suspended', 'service_resumed', 'stop_closed', 'stop_reopened', 'walk_on_boarded');
  kinds.push(
    'action_undone',
    'undone walk_on_boarded',
    'ride_restored',
    'wait_extended',
    'alarm_acknowledged',
    'change_accepted',
    'roll_call_recorded',
  );
  expect([...seen]).toEqual(expect.arrayContaining(kinds));
});
