import { expect, test } from 'vitest';
import type { BroadcastAudience, BroadcastOrder } from '../contracts/broadcasts.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { AuditReader } from './audit.ts';
import { announcements, broadcastViews, driverMessages } from './broadcasts.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import { noticesOf } from './notices.ts';

const TEN = OPENING_SEC + 3600;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };
const driver = (vehicleId: string): Actor => ({ kind: 'driver', vehicleId });

function start(options: LineWorldOptions = {}): PlayedService {
  const service = playDispatch(lineWorld({ vehicles: 2, promises: { maxOffers: 1 }, ...options }), TEN);
  for (const vehicleId of ['v0', 'v1']) signOn(service, vehicleId);
  return service;
}

function signOn(service: PlayedService, vehicleId: string, driverName = `driver of ${vehicleId}`): void {
  const on = { kind: 'sign_on', vehicleId, driverName, tokenHash: driverName, isVirtual: false } as const;
  service.facts({ kind: 'anybody' }, on);
}

function order(audience: BroadcastAudience, more: Partial<BroadcastOrder> = {}): BroadcastOrder {
  return { audience, reason: 'test', urgency: 'now', text: { ja: '試験です', en: 'A test' }, ...more };
}
const send = (given: BroadcastOrder, broadcastId = 'm1'): Command => ({
  kind: 'send_broadcast',
  broadcastId,
  order: given,
});
const toRiders = (more: object = {}): BroadcastAudience => ({ kind: 'riders_of_day', date: '2026-04-01', ...more });

/** Who is told by the last fact. */
function told({ world, state, ledger }: PlayedService): string[] {
  return noticesOf(world, state, ledger.at(-1)!).map(({ recipient }) =>
    recipient.kind === 'rider' ? recipient.riderId : recipient.kind === 'driver' ? recipient.vehicleId : recipient.kind,
  );
}

test('BC1 what is said to all drivers stands on every tablet until each has acknowledged it, and whoever comes later sees it too', () => {
  const service = start();
  service.facts(desk, send(order({ kind: 'drivers' })));
  expect(told(service)).toEqual(['v0', 'v1']);
  const seen = (vehicleId: string) =>
    driverMessages(service.state, vehicleId, service.nowSec).messages.map((message) => message.isAcknowledged);
  expect([seen('v0'), seen('v1')]).toEqual([[false], [false]]);
  const acknowledge = { kind: 'acknowledge_broadcast', broadcastId: 'm1', vehicleId: 'v0' } as const;
  expect(service.facts(driver('v0'), acknowledge)).toEqual([
    { kind: 'broadcast_acknowledged', broadcastId: 'm1', vehicleId: 'v0', driverName: 'driver of v0' },
  ]);
  expect(service.facts(driver('v0'), acknowledge)).toEqual([]);
  expect([seen('v0'), seen('v1')]).toEqual([[true], [false]]);
  expect(broadcastViews(service.state, service.nowSec)).toMatchObject([
    { acknowledged: [{ vehicleId: 'v0', driverName: 'driver of v0' }], waitingFor: ['v1'], by: 'operator:op1' },
  ]);
  service.facts(driver('v0'), { kind: 'sign_off', vehicleId: 'v0' });
  signOn(service, 'v0', 'the next');
  expect(seen('v0')).toEqual([false]);
  expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
});

test('BC1 what is said to one vehicle is not shown to another, and a driver acknowledges for the own vehicle only', () => {
  const service = start();
  service.facts(desk, send(order({ kind: 'vehicle', vehicleId: 'v1' })));
  expect(told(service)).toEqual(['v1']);
  expect(driverMessages(service.state, 'v0', service.nowSec).messages).toEqual([]);
  const acknowledge = { kind: 'acknowledge_broadcast', broadcastId: 'm1' } as const;
  expect(service.send(driver('v0'), { ...acknowledge, vehicleId: 'v1' })).toMatchObject({ refusal: 'not_yours' });
  expect(service.send(driver('v0'), { ...acknowledge, vehicleId: 'v0' })).toMatchObject({ refusal: 'not_found' });
});

test('BC2 riders of a day are told once each; a zone, stops or a vehicle make them fewer; trips that are over do not count', () => {
  const service = start({ stops: 10 });
  const tomorrow = { kind: 'depart_after', atSec: TEN + 86_400 } as const;
  const first = service.book('r1', tripBetween(1, 3));
  service.book('r1', tripBetween(6, 8));
  const other = service.book('r2', tripBetween(6, 9));
  const gone = service.book('r3', tripBetween(2, 4));
  service.book('r4', tripBetween(2, 4, tomorrow));
  service.facts({ kind: 'rider', riderId: 'r3' }, { kind: 'cancel_booking', bookingId: gone.offerId, order: {} });
  const tellsWhom = (more: object = {}) => {
    service.facts(desk, send(order(toRiders(more)), `m${service.ledger.length}`));
    return told(service).sort();
  };
  expect(tellsWhom()).toEqual(['r1', 'r2']);
  expect(tellsWhom({ stopIds: ['s9'] })).toEqual(['r2']);
  expect(tellsWhom({ stopIds: ['s5'] })).toEqual([]);
  expect(tellsWhom({ zoneId: 'rest' })).toEqual(['r1', 'r2']);
  expect(tellsWhom({ date: '2026-04-02' })).toEqual(['r4']);
  const vehicleId = service.state.rides.get(first.offerId)!.shiftId.split('@')[0]!;
  expect(tellsWhom({ vehicleId })).toContain('r1');
  expect(announcements(service.state, 'r2', service.nowSec).announcements.length).toBeGreaterThanOrEqual(3);
  expect(announcements(service.state, 'r9', service.nowSec).announcements).toEqual([]);
  const trail = new AuditReader(service.world, { bookingId: other.offerId });
  for (const entry of service.ledger) trail.add(entry);
  expect(trail.lines.map((line) => line.kind)).toContain('broadcast_sent');
});

test('BC3 a message is over at its time or when the desk ends it, and is kept in the trail of the vehicle', () => {
  const service = start();
  service.facts(desk, send(order({ kind: 'all_riders' }, { untilSec: TEN + 600 }), 'short'));
  service.facts(desk, send(order({ kind: 'drivers' }), 'long'));
  expect(announcements(service.state, null, service.nowSec).announcements).toHaveLength(1);
  service.waitUntil(TEN + 600);
  expect(announcements(service.state, null, service.nowSec).announcements).toEqual([]);
  service.facts(desk, { kind: 'end_broadcast', broadcastId: 'long' });
  expect(driverMessages(service.state, 'v0', service.nowSec).messages).toEqual([]);
  expect(service.send(desk, { kind: 'end_broadcast', broadcastId: 'long' })).toMatchObject({ refusal: 'not_found' });
  const trail = new AuditReader(service.world, { vehicleId: 'v1' });
  for (const entry of service.ledger) trail.add(entry);
  expect(trail.lines.map((line) => line.kind)).toContain('broadcast_sent');
});

test('BC4 only the desk says something to many; unknown places, past times and texts for others are refused', () => {
  const service = start();
  expect(service.send({ kind: 'rider', riderId: 'r1' }, send(order({ kind: 'drivers' })))).toMatchObject({
    refusal: 'not_yours',
  });
  const refusal = (given: BroadcastOrder) => service.send(desk, send(given));
  expect(refusal(order({ kind: 'vehicle', vehicleId: 'v9' }))).toMatchObject({ refusal: 'not_found' });
  expect(refusal(order(toRiders({ stopIds: ['s99'] })))).toMatchObject({ refusal: 'not_found' });
  expect(refusal(order(toRiders({ zoneId: 'moon' })))).toMatchObject({ refusal: 'not_found' });
  expect(refusal(order(toRiders({ date: '2026-03-31' })))).toMatchObject({ refusal: 'bad_request' });
  expect(refusal(order({ kind: 'drivers' }, { untilSec: TEN }))).toMatchObject({ refusal: 'bad_request' });
  const { text: _own, ...ready } = order({ kind: 'drivers' }, { templateId: 'riders_test' });
  expect(refusal(ready)).toMatchObject({ refusal: 'bad_request' });
  expect(service.facts(desk, send({ ...ready, audience: toRiders() }))).toMatchObject([
    { templateId: 'riders_test', text: { en: expect.stringContaining('test') } },
  ]);
});
