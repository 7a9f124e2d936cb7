import { describe, expect, test } from 'vitest';
import type { MoveOrder } from '../contracts/fleet.ts';
import type { Party } from '../contracts/trips.ts';
import { hoursRules } from '../rules/hours-of-work.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { oneAdult, playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { openAlarms } from './alarms.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import { previewWalkOn } from './decide-walk-on.ts';
import type { DispatchEvent } from './events.ts';
import { previewMove } from './move-trip.ts';
import { noticesOf } from './notices.ts';
import { findManifest } from './views.ts';

const TEN = OPENING_SEC + 3600;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };
const driver: Actor = { kind: 'driver', vehicleId: 'v0' };
const later = (afterSec: number) => ({ kind: 'depart_after', atSec: TEN + afterSec }) as const;
const kinds = (events: readonly DispatchEvent[]) => events.map((event) => event.kind);

function start(options: LineWorldOptions = {}): PlayedService {
  const service = playDispatch(lineWorld({ promises: { maxOffers: 1 }, ...options }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const signOn = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', ...signOn });
  }
  return service;
}

function replaysAlike(service: PlayedService): void {
  expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
}
const vehicleOf = (service: PlayedService, bookingId: string) =>
  service.state.rides.get(bookingId)!.shiftId.split('@')[0]!;

describe('trips moved by hand', () => {
  const preview = (service: PlayedService, bookingId: string, order: MoveOrder) =>
    previewMove(service, bookingId, order)!;
  const move = (bookingId: string, order: MoveOrder, version: string, acceptsBroken: string[] = []): Command => ({
    kind: 'move_trip',
    bookingId,
    confirmation: { order, version, acceptsBroken },
  });

  test('MV1 a move to an idle vehicle harms nobody, is shown first, and keeps the promise', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    const other = vehicleOf(service, offer.offerId) === 'v0' ? 'v1' : 'v0';
    const before = canonicalState(service.state);
    const shown = preview(service, offer.offerId, { vehicleId: other });
    expect(canonicalState(service.state)).toBe(before);
    expect(shown).toMatchObject({ obstacle: null, effects: [{ bookingId: offer.offerId, breaksPromise: false }] });
    const events = service.facts(desk, move(offer.offerId, { vehicleId: other }, shown.version));
    expect(kinds(events)).toEqual(['ride_moved', 'route_planned', 'route_planned']);
    expect(events[0]).toMatchObject({ reason: 'operator', by: 'operator:op1' });
    expect(vehicleOf(service, offer.offerId)).toBe(other);
    service.serveNextCall(other);
    service.serveNextCall(other);
    expect(service.ledger.at(-1)!.event).toMatchObject({ kind: 'ride_completed', lateSec: 0 });
    replaysAlike(service);
  });

  test('MV2 a confirmation of anything but the present version is refused, and nothing changes', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    const other = vehicleOf(service, offer.offerId) === 'v0' ? 'v1' : 'v0';
    const shown = preview(service, offer.offerId, { vehicleId: other });
    service.facts(desk, {
      kind: 'take_vehicle_out',
      vehicleId: other,
      order: { reason: 'maintenance', untilSec: TEN + 600 },
    });
    service.book('r2', tripBetween(2, 6, later(3600)));
    const length = service.ledger.length;
    expect(service.send(desk, move(offer.offerId, { vehicleId: other }, shown.version))).toMatchObject({
      refusal: 'preview_outdated',
    });
    expect(service.ledger.length).toBe(length);
    const again = preview(service, offer.offerId, { vehicleId: other });
    expect(again.version).not.toBe(shown.version);
  });

  test('MV3 whose promise would be broken is shown with times, and must be accepted by name', () => {
    const service = start();
    const first = service.book('r1', tripBetween(1, 3, later(3600)));
    const second = service.book('r2', tripBetween(8, 9, later(7200)));
    // the second before the first: the vehicle waits at s8 until an hour after the first was promised
    const order = { vehicleId: 'v0', pickupAt: 0, dropoffAt: 0 };
    const shown = preview(service, second.offerId, order);
    const ofFirst = shown.effects.find((effect) => effect.bookingId === first.offerId)!;
    expect(ofFirst.breaksPromise).toBe(true);
    // s8 at its window's opening, 30 s, 100 s to s9, 30 s, 800 s back to s1
    expect(ofFirst.pickupSecAfter).toBe(second.pickupFromSec + 30 + 100 + 30 + 800);
    expect(service.send(desk, move(second.offerId, order, shown.version))).toMatchObject({
      refusal: 'preview_outdated',
    });
    const events = service.facts(desk, move(second.offerId, order, shown.version, [first.offerId]));
    expect(kinds(events)).toEqual(['ride_moved', 'promise_broken', 'route_planned']);
    const ride = service.state.rides.get(first.offerId)!;
    expect(ride.broken).toMatchObject({ reason: 'operator', pickupUntilSec: first.pickupUntilSec });
    expect(ride.pickupUntilSec).toBeGreaterThanOrEqual(ofFirst.pickupSecAfter!);
    for (let i = 0; i < 4; i++) service.serveNextCall('v0');
    expect([...service.state.rides.values()].map((one) => one.status)).toEqual(['completed', 'completed']);
    // the lateness is counted from what was promised first
    const boarded = service.ledger.map(({ event }) => event).filter((event) => event.kind === 'ride_boarded');
    expect(boarded[1]!.lateSec).toBeGreaterThan(600);
    replaysAlike(service);
  });

  test('MV6 an offer that nobody has taken gives way to a move, and is no longer to be had', () => {
    const service = start();
    const [held] = service.offers('r1', tripBetween(1, 3, later(3600)));
    const second = service.book('r2', tripBetween(8, 9, later(3700)));
    const order = { vehicleId: 'v0', pickupAt: 0, dropoffAt: 0, pickupFromSec: TEN + 3600 };
    const shown = preview(service, second.offerId, order);
    expect(shown.effects.map((effect) => effect.bookingId)).toEqual([second.offerId]);
    const events = service.facts(desk, move(second.offerId, order, shown.version));
    expect(kinds(events)).toEqual(['offers_released', 'promise_broken', 'route_planned']);
    expect(events[0]).toMatchObject({ why: 'overtaken', offerIds: [held!.offerId] });
    expect(service.state.rides.has(held!.offerId)).toBe(false);
    replaysAlike(service);
  });

  test('MV4 another time is another promise, agreed with the rider', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    const order = { vehicleId: 'v0', pickupFromSec: TEN + 9000 };
    const { version, effects } = preview(service, offer.offerId, order);
    expect(effects[0]).toMatchObject({ breaksPromise: false, pickupSecAfter: TEN + 9000 });
    const confirmation = { order, version, acceptsBroken: [], riderAgreed: true };
    const events = service.facts(desk, { kind: 'move_trip', bookingId: offer.offerId, confirmation });
    expect(kinds(events)).toEqual(['promise_broken', 'change_accepted', 'route_planned']);
    expect(service.state.rides.get(offer.offerId)).toMatchObject({
      pickupFromSec: TEN + 9000,
      broken: { consent: 'accepted', pickupFromSec: offer.pickupFromSec },
    });
    replaysAlike(service);
  });

  test('MV3 MV4 a time that nobody can drive to must be accepted by name, and what can be driven is promised', () => {
    const service = start({ vehicles: 2 });
    const { offerId } = service.book('r1', tripBetween(9, 3, later(3600)));
    const order = { vehicleId: vehicleOf(service, offerId) === 'v0' ? 'v1' : 'v0', pickupFromSec: TEN + 60 };
    const { version, effects } = preview(service, offerId, order);
    // 900 s from the depot to s9, where the window ends 60 + 600 s from now
    expect(effects).toMatchObject([{ breaksPromise: true, pickupSecAfter: TEN + 900, pickupUntilSec: TEN + 660 }]);
    expect(service.send(desk, move(offerId, order, version))).toMatchObject({ refusal: 'preview_outdated' });
    const [moved] = service.facts(desk, move(offerId, order, version, [offerId]));
    const promise = { pickupFromSec: TEN + 900, pickupUntilSec: TEN + 1500 };
    expect(moved).toMatchObject({ kind: 'promise_broken', askedSec: TEN + 60, replacement: promise });
    expect(kinds(service.waitUntil(TEN + 890))).toEqual(['vehicle_sent']);
    replaysAlike(service);
  });

  test('MV4 the promise of another time is judged by itself, also when the first was late', () => {
    const service = playDispatch(lineWorld({ promises: { maxOffers: 1 } }), TEN); // nobody drives yet
    const { offerId, pickupUntilSec } = service.book('r1', tripBetween(9, 3, later(1800)));
    service.waitUntil(pickupUntilSec + 60);
    const order = { vehicleId: 'v0', pickupFromSec: service.nowSec + 60 };
    const times = { pickupSecAfter: service.nowSec + 900, pickupUntilSec: service.nowSec + 660 };
    expect(preview(service, offerId, order).effects).toMatchObject([{ breaksPromise: true, ...times }]);
  });

  test('MV5 no seat, no shift and a vehicle on its way are obstacles', () => {
    const service = start({ vehicles: 2, seats: 1, promises: { maxOffers: 1, maxWaitSec: 900 } });
    const a = service.book('r1', tripBetween(1, 9, later(1800)));
    const b = service.book('r2', tripBetween(1, 9, later(1800)));
    const ofB = { vehicleId: vehicleOf(service, b.offerId) };
    expect(preview(service, a.offerId, { ...ofB, pickupAt: 1, dropoffAt: 1 }).obstacle).toBe('no_room');
    service.facts(desk, { kind: 'take_vehicle_out', vehicleId: ofB.vehicleId, order: { reason: 'other' } });
    expect(preview(service, a.offerId, ofB).obstacle).toBe('no_shift');
    service.waitUntil(a.pickupFromSec);
    expect(preview(service, a.offerId, { vehicleId: vehicleOf(service, a.offerId) }).obstacle).toBe('on_the_way');
  });

  test('MV5 AR5 a move by hand never has riders on board together who must not share', () => {
    const service = start({ vehicles: 2, promises: { maxOffers: 1, maxWaitSec: 900 } });
    service.facts(desk, { kind: 'set_relation', relation: 'apart', forRiderId: 'r1', otherId: 'r2' });
    const a = service.book('r1', tripBetween(1, 9, later(1800)));
    const b = service.book('r2', tripBetween(1, 9, later(1800)));
    const ofB = { vehicleId: vehicleOf(service, b.offerId) };
    expect(ofB.vehicleId).not.toBe(vehicleOf(service, a.offerId));
    const between = { ...ofB, pickupAt: 1, dropoffAt: 1 };
    expect(preview(service, a.offerId, between).obstacle).toBe('must_not_share');
    const { version } = preview(service, a.offerId, between);
    expect(service.send(desk, move(a.offerId, between, version, [a.offerId, b.offerId]))).toMatchObject({
      refusal: 'would_break_promise',
      detail: 'must_not_share',
    });
    expect(preview(service, a.offerId, { ...ofB, pickupAt: 2, dropoffAt: 2 }).obstacle).toBeNull();
  });
});

describe('walk-ons', () => {
  const order = (to: number, adults = 1) => ({
    toStopId: `s${to}`,
    party: { ...oneAdult, adults },
    atSec: TEN,
  });
  const walkOn = (bookingId: string, to: number, adults = 1): Command => ({
    kind: 'walk_on',
    vehicleId: 'v0',
    bookingId,
    order: order(to, adults),
  });

  test('WO1 the driver is told that it fits, and the rider is brought to the stop', () => {
    const service = start();
    service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    expect(previewWalkOn(service, 'v0', order(5))).toMatchObject({ fits: true, fareYen: 300 });
    const events = service.facts(driver, walkOn('w1', 5));
    expect(kinds(events)).toEqual(['walk_on_boarded', 'route_planned']);
    expect(findManifest(service.world, service.state, 'v0', service.nowSec)!.onBoard).toBe(2);
    service.serveNextCall('v0');
    expect(service.state.rides.get('w1')).toMatchObject({ status: 'completed', number: 2 });
    service.serveNextCall('v0');
    expect(service.state.figures.get('2026-04-01')).toMatchObject({ booked: 2, completed: 2, shared: 2 });
    replaysAlike(service);
  });

  test('WO4 zones bind whoever gets on without a booking: where they may travel, and what it costs', () => {
    const south = [135.4, 135.5, 135.5, 135.4, 135.4].map((lon, i) => [lon, i === 2 || i === 3 ? 34.939 : 34.8]);
    const zones = [{ id: 'south', name: { ja: '南' }, polygon: south }]; // s0 to s4
    const zoneFares = [{ from: 'south', to: 'rest', adultYen: 500, childYen: 250, reducedYen: 250 }];
    const travelRules = [{ from: 'south', to: 'rest', isAllowed: false }];
    for (const [rules, across, within] of [
      [
        { zones, zoneFares },
        { fits: true, fareYen: 500 },
        { fits: true, fareYen: 300 },
      ],
      [
        { zones, travelRules },
        { fits: false, obstacle: 'zones_not_allowed' },
        { fits: true, fareYen: 300 },
      ],
    ] as const) {
      const service = start({ rules });
      service.book('r1', tripBetween(2, 4));
      service.serveNextCall('v0');
      expect(previewWalkOn(service, 'v0', order(7))).toMatchObject(across);
      expect(previewWalkOn(service, 'v0', order(3))).toMatchObject(within);
      expect(service.send(driver, walkOn('w1', 7)).ok).toBe(across.fits);
      expect(service.state.rides.get('w1')?.fareYen).toBe(across.fits ? 500 : undefined);
    }
  });

  test('WO3 the promised drop-off is the longest ride of the area after the direct way, to the minute', () => {
    const service = start();
    service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    const events = service.facts(driver, walkOn('w1', 5, 2));
    const { maxRideFactorPercent, maxRideExtraSec, dwellSec, dwellExtraSec } = service.world.area.promises;
    const directSec = 2 * 100; // s3 to s5, two legs
    const longestSec = Math.floor((directSec * maxRideFactorPercent) / 100) + maxRideExtraSec;
    const onAndOffSec = 2 * (dwellSec + dwellExtraSec);
    expect(events[0]).toMatchObject({
      dropoffBySec: Math.ceil((service.nowSec + longestSec + onAndOffSec) / 60) * 60,
    });
  });

  test('WO2 WO3 who would be on board too long, because others are waited for first, is told so and not of a promise', () => {
    const service = start();
    service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: service.nowSec + 7200 }));
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    service.nowSec += 400;
    expect(service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec }).ok).toBe(true);
    const answer = previewWalkOn(service, 'v0', order(5));
    expect(answer).toMatchObject({ fits: false, obstacle: 'ride_too_long', effects: [] });
  });

  test('WO2 a stop that does not exist is named, and a party that no seats of the vehicle hold finds no room', () => {
    const service = start({ vehicles: 2 });
    service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    expect(service.send(driver, walkOn('w1', 99))).toMatchObject({
      refusal: 'not_found',
      detail: 'there is no stop s99',
    });
    for (const to of [5, 3]) {
      expect(previewWalkOn(service, 'v0', order(to, 9))).toMatchObject({ fits: false, obstacle: 'no_room' });
      expect(service.send(driver, walkOn('w1', to, 9))).toMatchObject({ refusal: 'wrong_order', detail: 'no_room' });
    }
    expect(previewWalkOn(service, 'v0', order(3))).toMatchObject({ fits: false, obstacle: 'no_way' });
    expect(service.state.rides.has('w1')).toBe(false);
  });

  test('WO2 whose promise would be broken, and that there is no seat, is the answer; nobody is taken then', () => {
    const service = start({ seats: 2, promises: { maxOffers: 1, maxRideExtraSec: 0, maxRideFactorPercent: 110 } });
    const offer = service.book('r1', tripBetween(1, 2));
    service.serveNextCall('v0');
    expect(previewWalkOn(service, 'v0', order(9, 2))).toMatchObject({ fits: false, obstacle: 'no_room' });
    service.serveNextCall('v0');
    const next = service.book('r2', tripBetween(2, 4, { kind: 'depart_after', atSec: service.nowSec + 300 }));
    const answer = previewWalkOn(service, 'v0', order(9, 2));
    expect(answer).toMatchObject({ fits: false, obstacle: 'would_break_promise' });
    expect(answer.effects.map((effect) => effect.bookingId)).toContain(next.offerId);
    expect(service.send(driver, walkOn('w1', 9, 2))).toMatchObject({ refusal: 'would_break_promise' });
    expect(service.state.rides.has('w1')).toBe(false);
    expect(service.state.rides.get(offer.offerId)!.status).toBe('completed');
  });

  test('WO2 nobody gets on while the service rests; who is on board is carried on', () => {
    const service = start();
    const aboard = service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    expect(previewWalkOn(service, 'v0', order(5))).toMatchObject({ fits: true });
    const rest = { fromSec: service.nowSec, untilSec: service.nowSec + 3_600, reason: 'snow' } as const;
    service.facts(desk, { kind: 'suspend_service', suspensionId: 'snow', order: rest });
    expect(previewWalkOn(service, 'v0', order(5))).toMatchObject({ fits: false, obstacle: 'service_suspended' });
    expect(service.send(driver, walkOn('w1', 5))).toMatchObject({
      refusal: 'wrong_order',
      detail: 'service_suspended',
    });
    service.serveNextCall('v0');
    expect(service.state.rides.get(aboard.offerId)!.status).toBe('completed');
  });

  const lift: Party = { ...oneAdult, needs: [{ type: 'lift', count: 1 }] };
  const short = { ...hoursRules.jp_bus_2024, continuousDriveSec: 1_000 };
  const rest = { kind: 'break', from: '10:40', until: '10:40', durationSec: 1_200 } as const;
  test.each<[string, LineWorldOptions, Party, number]>([
    ['no_room', {}, lift, 1_800],
    ['hours_of_work', { work: { ownHours: short } }, oneAdult, 1_800],
    ['on_a_break', { work: { pauses: [rest] } }, oneAdult, 1_800],
    ['after_the_shift', {}, oneAdult, 7 * 3_600 - 60],
  ])('WO2 nobody gets on whom a booking would be refused: %s', (obstacle, options, party, afterSec) => {
    for (const binds of [false, true]) {
      const service = start(binds ? options : {});
      service.book('r1', tripBetween(0, 1));
      service.serveNextCall('v0');
      service.serveNextCall('v0');
      service.waitUntil(TEN + (binds ? afterSec : 1_800));
      const asked = { toStopId: 's9', party: binds ? party : oneAdult, atSec: service.nowSec };
      expect(previewWalkOn(service, 'v0', asked)).toMatchObject({ fits: !binds, obstacle: binds ? obstacle : null });
      const command: Command = { kind: 'walk_on', vehicleId: 'v0', bookingId: 'w1', order: asked };
      expect(service.send(driver, command)).toMatchObject(binds ? { refusal: 'wrong_order' } : { ok: true });
      replaysAlike(service);
    }
  });
});

describe('riders who are late', () => {
  test('NS1 the desk lets the driver wait longer when nobody else suffers, and no longer than that', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7));
    service.waitUntil(offer.pickupFromSec);
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec });
    const wait = (afterSec: number): Command => ({
      kind: 'extend_wait',
      bookingId: offer.offerId,
      untilSec: offer.pickupFromSec + afterSec,
    });
    service.facts(desk, wait(400));
    service.waitUntil(offer.pickupFromSec + 399);
    const noShow = () => service.drive('v0', { kind: 'no_show', bookingId: offer.offerId, atSec: service.nowSec });
    expect(noShow()).toMatchObject({ refusal: 'too_early_for_no_show' });
    const other = service.book('r2', tripBetween(8, 9, { kind: 'depart_after', atSec: service.nowSec + 1200 }));
    expect(service.send(desk, wait(3000))).toMatchObject({ refusal: 'would_break_promise' });
    service.waitUntil(offer.pickupFromSec + 400);
    expect(noShow().ok).toBe(true);
    expect(service.state.rides.get(other.offerId)!.status).toBe('booked');
    replaysAlike(service);
  });

  test('NS2 a rider who is on the way is waited for and told; where others would be late, the desk is asked to call', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7));
    service.waitUntil(offer.pickupFromSec);
    const late = (afterSec: number): Command => ({
      kind: 'report_late',
      bookingId: offer.offerId,
      untilSec: offer.pickupFromSec + afterSec,
    });
    const own: Actor = { kind: 'rider', riderId: 'r1' };
    expect(service.send({ kind: 'rider', riderId: 'r2' }, late(400))).toMatchObject({ refusal: 'not_found' });
    expect(service.facts(own, late(400))).toMatchObject([{ kind: 'wait_extended', by: 'rider:r1' }]);
    const told = noticesOf(service.world, service.state, service.ledger.at(-1)!);
    expect(told.map(({ recipient, template }) => `${recipient.kind} ${template}`)).toEqual([
      'rider vehicle_waits',
      'driver vehicle_waits',
    ]);
    service.book('r2', tripBetween(8, 9, { kind: 'depart_after', atSec: service.nowSec + 1200 }));
    expect(service.facts(own, late(3000))).toMatchObject([{ kind: 'call_needed', reason: 'rider_late' }]);
    expect(openAlarms(service.state)).toMatchObject([{ kind: 'call_rider', reason: 'rider_late' }]);
    expect(service.state.rides.get(offer.offerId)!.waitUntilSec).toBe(offer.pickupFromSec + 400);
    expect(service.send(own, late(7200))).toMatchObject({ refusal: 'bad_request' });
    replaysAlike(service);
  });

  test('NS2 who will be there before any driver would leave is not late: nothing is promised anew, nobody is told', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: service.nowSec + 3600 }));
    const { noShowWaitSec } = service.world.area.promises;
    const anyhowSec = offer.pickupFromSec + noShowWaitSec;
    const late = (untilSec: number): Command => ({ kind: 'report_late', bookingId: offer.offerId, untilSec });
    const own: Actor = { kind: 'rider', riderId: 'r1' };
    for (const untilSec of [service.nowSec + 600, anyhowSec]) expect(service.facts(own, late(untilSec))).toEqual([]);
    service.waitUntil(offer.pickupFromSec);
    expect(service.facts(own, late(anyhowSec + 1))).toMatchObject([{ kind: 'wait_extended' }]);
    expect(service.facts(own, late(anyhowSec + 1))).toEqual([]);
  });
});

describe('UN2 wrong buttons', () => {
  const undo: Command = { kind: 'undo_action', vehicleId: 'v0' };

  test('UN2 AR10 the trip of a rider who has left the service since stays over', () => {
    const service = start();
    const { offerId } = service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    service.facts({ kind: 'rider', riderId: 'r1' }, { kind: 'leave_service', riderId: 'r1' });
    expect(service.send(driver, undo)).toMatchObject({ refusal: 'too_late_to_undo' });
    expect(service.state.rides.get(offerId)!.status).toBe('completed');
  });

  const buttons = ['arrived', 'boarded', 'no_show', 'dropped_off'] as const;

  test.each(buttons)('UN2 %s pressed by mistake is taken back', (kind) => {
    const service = start();
    const { offerId, pickupFromSec } = service.book('r1', tripBetween(3, 7));
    if (kind === 'dropped_off') service.serveNextCall('v0');
    else service.waitUntil(pickupFromSec + 200);
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    const arrive = { kind: 'arrived', callId: call!.callId, atSec: service.nowSec } as const;
    if (kind !== 'arrived') service.drive('v0', arrive);
    service.waitUntil(service.nowSec + 200);
    const before = service.state.rides.get(offerId)!.status;
    const manifest = () => ({ ...findManifest(service.world, service.state, 'v0', service.nowSec)!, sequence: 0 });
    const shown = manifest();
    const figures = { ...service.state.figures.get('2026-04-01') };
    const pressed = service.drive(
      'v0',
      kind === 'arrived' ? arrive : { kind, bookingId: offerId, atSec: service.nowSec },
    );
    expect(pressed.ok).toBe(true);
    expect(service.facts(driver, undo)).toMatchObject([
      { kind: 'action_undone', bookingId: kind === 'arrived' ? null : offerId },
    ]);
    expect(service.state.rides.get(offerId)!.status).toBe(before);
    expect(manifest()).toEqual(shown);
    expect(service.state.figures.get('2026-04-01')).toEqual(figures);
    expect(service.send(driver, undo)).toMatchObject({ refusal: 'too_late_to_undo' });
    replaysAlike(service);
  });

  const statusOf = (service: PlayedService, bookingId: string) => service.state.rides.get(bookingId)?.status;
  const shiftOfV0 = (service: PlayedService) => [...service.state.shifts.values()][0]!;
  const walkOn = (bookingId: string, to: number): Command => ({
    kind: 'walk_on',
    vehicleId: 'v0',
    bookingId,
    order: { toStopId: `s${to}`, party: oneAdult, atSec: TEN },
  });
  const manifestOf = (service: PlayedService) => ({
    ...findManifest(service.world, service.state, 'v0', service.nowSec)!,
    sequence: 0,
  });

  test('UN2 a walk-on pressed by mistake goes off the vehicle, then what was pressed before is taken back', () => {
    const service = start();
    const { offerId } = service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    const shown = manifestOf(service);
    const figures = { ...service.state.figures.get('2026-04-01') };
    service.facts(driver, walkOn('w1', 5));
    expect(service.state.rides.get(offerId)!.hasShared).toBe(true);
    const undone = { kind: 'action_undone', undone: 'walk_on_boarded', bookingId: 'w1' };
    expect(service.facts(driver, undo)).toMatchObject([undone]);
    expect(noticesOf(service.world, service.state, service.ledger.at(-1)!)).toEqual([]);
    expect([statusOf(service, offerId), statusOf(service, 'w1')]).toEqual(['on_board', 'cancelled']);
    expect(service.state.rides.get(offerId)!.hasShared).toBe(false);
    expect(manifestOf(service)).toEqual(shown);
    expect(service.state.figures.get('2026-04-01')).toEqual(figures);
    expect(service.facts(driver, undo)).toMatchObject([{ undone: 'ride_boarded', bookingId: offerId }]);
    expect(statusOf(service, offerId)).toBe('booked');
    expect(service.send(driver, undo)).toMatchObject({ refusal: 'too_late_to_undo' });
    replaysAlike(service);
  });

  test('UN2 a walk-on is taken back where nothing else was pressed, by the desk too, and its seats are free', () => {
    const service = start({ seats: 1 });
    service.book('r1', tripBetween(1, 3));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    for (const actor of [driver, desk]) {
      const bookingId = `w-${actor.kind}`;
      service.facts(driver, walkOn(bookingId, 5));
      expect(service.send(driver, walkOn('other', 6))).toMatchObject({ refusal: 'wrong_order' });
      service.facts(actor, undo);
      expect(shiftOfV0(service).visits).toEqual([]);
    }
    service.facts(driver, walkOn('right', 6));
    expect(service.state.figures.get('2026-04-01')!.booked).toBe(2);
  });

  test('UN2 a vehicle that was sent for a walk-on stands where it did, and after a while counts as on its way', () => {
    for (const [afterSec, stopId] of [
      [60, 's3'],
      [180, 's9'],
    ] as const) {
      const service = start();
      service.book('r1', tripBetween(1, 3));
      service.serveNextCall('v0');
      service.serveNextCall('v0');
      service.facts(driver, walkOn('w1', 9));
      service.waitUntil(service.nowSec + afterSec);
      expect(shiftOfV0(service).sent).not.toBeNull();
      service.facts(desk, undo);
      const { sent, place } = shiftOfV0(service);
      expect([sent, service.world.area.stops[place]!.id]).toEqual([null, stopId]);
      replaysAlike(service);
    }
  });

  test('UN2 a walk-on that somebody else fetches is not taken back', () => {
    const service = start({ vehicles: 2 });
    service.book('r1', tripBetween(1, 3));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    service.facts(driver, walkOn('w1', 9));
    service.facts(desk, { kind: 'take_vehicle_out', vehicleId: 'v0', order: { reason: 'breakdown' } });
    service.facts(desk, { kind: 'return_vehicle', vehicleId: 'v0' });
    expect(service.send(driver, undo)).toMatchObject({ refusal: 'too_late_to_undo' });
  });

  test('UN2 facts of before a walk-on could be taken back replay as they were decided', () => {
    const service = start();
    const { offerId } = service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    const undoneSequence = service.ledger.findLast(({ event }) => event.kind === 'ride_boarded')!.sequence;
    service.facts(driver, walkOn('w1', 5));
    const { shiftId } = shiftOfV0(service);
    const visits = [{ rideId: offerId, kind: 'pickup' } as const, ...shiftOfV0(service).visits];
    const facts = { kind: 'action_undone', shiftId, undone: 'ride_boarded', undoneSequence } as const;
    const event: DispatchEvent = { ...facts, bookingId: offerId, visits, by: 'driver:v0' };
    const { nowSec: atSec, ledger } = service;
    const state = replayed(service.world, [...ledger, { sequence: ledger.length + 1, atSec, command: null, event }]);
    expect([state.rides.get(offerId)!.status, state.rides.get('w1')!.status]).toEqual(['booked', 'on_board']);
  });

  test('UN2 NO3 a boarding without "arrived" before is taken back with the arrival that it said', () => {
    const service = start();
    const { offerId, pickupFromSec } = service.book('r1', tripBetween(3, 7));
    service.waitUntil(pickupFromSec + 200);
    const shown = manifestOf(service);
    const figures = { ...service.state.figures.get('2026-04-01') };
    const boarded = { kind: 'boarded', bookingId: offerId, atSec: service.nowSec } as const;
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    for (let again = 0; again < 2; again++) {
      expect(service.drive('v0', boarded).ok).toBe(true);
      const events = service.facts(driver, undo);
      expect(events).toMatchObject([{ undone: 'ride_boarded' }, { undone: 'call_arrived' }]);
      const told = noticesOf(service.world, service.state, service.ledger.at(-1)!);
      expect(told).toMatchObject([
        { recipient: { riderId: 'r1' }, template: 'corrected', parameters: { told: 'vehicle_here' } },
      ]);
      expect(manifestOf(service)).toEqual(shown);
      expect(service.state.figures.get('2026-04-01')).toEqual(figures);
    }
    expect(service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec }).ok).toBe(true);
    expect(service.drive('v0', boarded).ok).toBe(true);
    expect(service.facts(driver, undo)).toMatchObject([{ undone: 'ride_boarded' }]); // "arrived" was another press
    expect(shiftOfV0(service).arrivedSec).toBe(service.nowSec);
    replaysAlike(service);
  });

  test('UN2 HW7 an arrival that ended a break is taken back with the break as it was', () => {
    const service = start({ work: { hours: Object.keys(hoursRules)[0] as keyof typeof hoursRules } });
    service.book('r1', tripBetween(3, 7, later(3600)));
    expect(service.drive('v0', { kind: 'break_started', atSec: service.nowSec, durationSec: 1200 }).ok).toBe(true);
    service.waitUntil(service.nowSec + 660);
    const { lastAction: _, changes: _changes, ...before } = structuredClone(shiftOfV0(service));
    const duties = structuredClone(service.state.duties);
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    expect(service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec }).ok).toBe(true);
    expect(shiftOfV0(service).pausing).toBeNull();
    service.facts(driver, undo);
    expect(shiftOfV0(service)).toMatchObject(before);
    expect(service.state.duties).toEqual(duties);
    expect(service.waitUntil(service.nowSec + 600)).toContainEqual(
      expect.objectContaining({ kind: 'pause_ended', endedSec: TEN + 1200, by: 'plan' }),
    );
    replaysAlike(service);
  });

  test('UN2 a drop-off without "arrived" before is taken back with the arrival that it said', () => {
    const service = start();
    const { offerId } = service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    service.waitUntil(service.nowSec + 100);
    const shown = manifestOf(service);
    expect(service.drive('v0', { kind: 'dropped_off', bookingId: offerId, atSec: service.nowSec }).ok).toBe(true);
    expect(service.facts(desk, undo)).toMatchObject([{ undone: 'ride_completed' }, { undone: 'call_arrived' }]);
    expect(manifestOf(service)).toEqual(shown);
    replaysAlike(service);
  });

  test('UN3 the driver has the stated time, the desk longer', () => {
    const service = start({ work: { undoSec: 30 } });
    service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    service.waitUntil(service.nowSec + 31);
    expect(service.send(driver, undo)).toMatchObject({ refusal: 'too_late_to_undo' });
    expect(service.send(desk, undo).ok).toBe(true);
  });

  test('UN4 a seat that was given to somebody else since is not taken back', () => {
    const service = start({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
    const { offerId, pickupFromSec } = service.book('r1', tripBetween(1, 9));
    service.waitUntil(pickupFromSec);
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec });
    service.waitUntil(pickupFromSec + 200);
    expect(service.drive('v0', { kind: 'no_show', bookingId: offerId, atSec: service.nowSec }).ok).toBe(true);
    service.book('r2', tripBetween(2, 3));
    expect(service.send(driver, undo)).toMatchObject({ refusal: 'too_late_to_undo' });
  });
});
