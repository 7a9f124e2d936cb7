import { describe, expect, test } from 'vitest';
import type { WorkRules } from '../contracts/area.ts';
import type { PlannedShift } from '../contracts/fleet.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { oneAdult, playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { boardOf } from './board.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import type { DispatchEvent } from './events.ts';
import { noticesOf } from './notices.ts';
import { shiftsBetween } from './shifts.ts';
import type { Shift } from './state.ts';
import { findBooking, findManifest } from './views.ts';

const TEN = OPENING_SEC + 3600;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };
const later = (afterSec: number) => ({ kind: 'depart_after', atSec: TEN + afterSec }) as const;

function start(options: LineWorldOptions = {}): PlayedService {
  const service = playDispatch(lineWorld({ promises: { maxOffers: 1 }, ...options }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) signOn(service, vehicleId);
  return service;
}

function signOn(service: PlayedService, vehicleId: string): void {
  service.facts(
    { kind: 'anybody' },
    { kind: 'sign_on', vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false },
  );
}

function signOff(service: PlayedService, vehicleId: string): void {
  service.facts({ kind: 'driver', vehicleId }, { kind: 'sign_off', vehicleId });
}

const takeOut = (vehicleId: string, more: object = {}): Command => ({
  kind: 'take_vehicle_out',
  vehicleId,
  order: { reason: 'breakdown', ...more },
});
const kinds = (events: readonly DispatchEvent[]) => events.map((event) => event.kind);
const vehicleOf = (service: PlayedService, bookingId: string) =>
  findBooking(service.world, service.state, bookingId, service.nowSec, new Map())!.vehicle!.vehicleId;

function replaysAlike(service: PlayedService): void {
  expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
}

describe('breaks', () => {
  const work: WorkRules = { pauses: [{ kind: 'break', from: '10:20', until: '10:50', durationSec: 1200 }] };

  /** A break that was begun late in the shift, with the service not running since. */
  function leftOnBreak(): { service: PlayedService; tomorrowSec: number } {
    const service = start();
    const { endSec } = [...shiftsBetween(service.world, service.state, TEN, TEN, TEN)][0]!;
    service.nowSec = endSec - 1800;
    service.book('r1', tripBetween(1, 2));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    service.drive('v0', { kind: 'break_started', atSec: service.nowSec, durationSec: 1200 });
    return { service, tomorrowSec: TEN + 86_400 };
  }
  const pausing = (service: PlayedService) => [...service.state.shifts.values()].filter((shift) => shift.pausing);

  test('DR6 a break that was left open past the end of the shift never blocks the next one, and the tick ends it', () => {
    const { service, tomorrowSec } = leftOnBreak();
    const [{ shiftId, pausing: left }] = structuredClone(pausing(service)) as [Shift];
    service.nowSec = tomorrowSec;
    signOff(service, 'v0');
    signOn(service, 'v0');
    expect(pausing(service)).toEqual([]); // ended with the duty
    service.state.shifts.get(shiftId)!.pausing = left; // as in ledgers of before
    const { offerId } = service.book('r2', tripBetween(3, 7));
    const manifest = findManifest(service.world, service.state, 'v0', service.nowSec)!;
    expect(manifest).toMatchObject({ pause: null, calls: [{ stopId: 's3' }, { stopId: 's7' }] });
    expect(service.drive('v0', { kind: 'arrived', callId: manifest.calls[0]!.callId, atSec: 0 }).ok).toBe(true);
    expect(service.state.rides.get(offerId)!.status).toBe('booked');
    expect(service.waitUntil(service.nowSec + 2)).toContainEqual({
      kind: 'pause_ended',
      shiftId,
      pauseId: left!.pauseId,
      endedSec: left!.untilSec,
      by: 'plan',
    });
  });

  test('DR6 a break under way when the shift is over for good ends by the next tick', () => {
    const { service, tomorrowSec } = leftOnBreak();
    service.nowSec = tomorrowSec - 3600;
    const facts = service.facts({ kind: 'service' }, { kind: 'tick' });
    expect(facts).toMatchObject([{ kind: 'pause_ended', by: 'plan' }]);
    expect(service.facts({ kind: 'service' }, { kind: 'tick' })).toEqual([]);
    replaysAlike(service);
  });

  test('DR6 whoever signs off during a break has ended it, by the desk too', () => {
    for (const actor of [desk, { kind: 'driver', vehicleId: 'v0' }] as const) {
      const { service } = leftOnBreak();
      service.nowSec += 300;
      expect(service.facts(actor, { kind: 'sign_off', vehicleId: 'v0' })).toMatchObject([
        { kind: 'pause_ended', endedSec: service.nowSec, by: 'driver' },
        { kind: 'driver_signed_off' },
      ]);
      expect(pausing(service)).toEqual([]);
      replaysAlike(service);
    }
  });

  test('SH2 a break begins and ends by itself, and nobody is on board while it lasts', () => {
    const service = start({ work });
    const offer = service.book('r1', tripBetween(1, 2));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    expect(service.state.rides.get(offer.offerId)!.status).toBe('completed');
    const facts = service.waitUntil(TEN + 45 * 60).filter((event) => event.kind.startsWith('pause'));
    expect(facts).toMatchObject([
      { kind: 'pause_started', startedSec: TEN + 20 * 60, untilSec: TEN + 40 * 60, by: 'plan' },
      { kind: 'pause_ended', endedSec: TEN + 40 * 60, by: 'plan' },
    ]);
    replaysAlike(service);
  });

  test('SH2 an offer that would meet the break is promised for after it', () => {
    const service = start({ work: { pauses: [{ kind: 'break', from: '10:20', until: '10:20', durationSec: 1200 }] } });
    // from s0 to s9 takes 900 s: what begins between 10:05 and 10:20 is not over before the break
    const offer = service.book('r1', tripBetween(0, 9, later(600)));
    expect(offer.pickupFromSec).toBeGreaterThanOrEqual(TEN + 40 * 60);
    const events = service.waitUntil(offer.pickupUntilSec);
    expect(kinds(events)).toEqual(['pause_started', 'pause_ended', 'vehicle_sent']);
  });

  test('SH3 a driver may take a break that harms nobody, and no other', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, later(1800)));
    const pause = (durationSec: number) =>
      service.drive('v0', { kind: 'break_started', atSec: service.nowSec, durationSec });
    expect(pause(3600)).toMatchObject({ refusal: 'would_break_promise' });
    expect(pause(900).ok).toBe(true);
    expect(findManifest(service.world, service.state, 'v0', service.nowSec)!.pause).toMatchObject({ isUnderWay: true });
    expect(pause(900)).toMatchObject({ refusal: 'wrong_order' });
    service.waitUntil(service.nowSec + 60);
    expect(service.drive('v0', { kind: 'break_ended', atSec: service.nowSec }).ok).toBe(true);
    service.serveNextCall('v0');
    expect(pause(900)).toMatchObject({ refusal: 'wrong_order' });
    service.serveNextCall('v0');
    expect(service.state.rides.get(offer.offerId)!.status).toBe('completed');
    replaysAlike(service);
  });
});

describe('shifts', () => {
  const shift = (fromHour: number, untilHour: number): PlannedShift => ({
    startSec: OPENING_SEC + (fromHour - 9) * 3600,
    endSec: OPENING_SEC + (untilHour - 9) * 3600,
    driverId: 'd1',
    pauses: [],
  });
  const plan = (vehicleId: string, ...shifts: PlannedShift[]): Command => ({
    kind: 'plan_day',
    vehicleId,
    date: '2026-04-01',
    shifts,
  });
  const hoursOf = (service: PlayedService) =>
    shiftsBetween(service.world, service.state, OPENING_SEC, OPENING_SEC + 8 * 3600, service.nowSec).map((one) => [
      service.world.area.vehicles[one.vehicleIndex]!.id,
      (one.startSec - OPENING_SEC) / 3600 + 9,
      (one.endSec - OPENING_SEC) / 3600 + 9,
    ]);

  test('SH5 the shifts of a day that is over stay as they were; today’s, and last night’s that goes on, can be changed', () => {
    const service = start({ vehicles: 3 });
    expect(service.send(desk, plan('v0', shift(8, 13)))).toMatchObject({ ok: true });
    const night = { ...shift(20, 26), driverId: 'd2' };
    expect(service.send(desk, plan('v1', night))).toMatchObject({ ok: true });
    service.nowSec = OPENING_SEC + 16 * 3600; // one in the morning of the day after
    for (const vehicleId of ['v0', 'v2']) {
      expect(service.send(desk, plan(vehicleId))).toMatchObject({ refusal: 'bad_request' });
    }
    expect(service.send(desk, plan('v1', { ...night, endSec: night.endSec + 3600 }))).toMatchObject({ ok: true });
    service.nowSec = OPENING_SEC + 19 * 3600;
    expect(service.send(desk, plan('v1'))).toMatchObject({ refusal: 'bad_request' });
  });

  test('SH1 without a roster every vehicle runs all service hours; the area file and the desk say otherwise', () => {
    const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
    expect(hoursOf(start({ vehicles: 2 }))).toEqual([
      ['v0', 9, 17],
      ['v1', 9, 17],
    ]);
    const work: WorkRules = { shifts: [{ vehicleId: 'v0', days: [...everyDay], from: '10:00', until: '14:00' }] };
    const service = start({ vehicles: 2, work });
    expect(hoursOf(service)).toEqual([
      ['v1', 9, 17],
      ['v0', 10, 14],
    ]);
    service.facts(desk, plan('v1', shift(9, 11), shift(15, 17)));
    expect(hoursOf(service)).toEqual([
      ['v1', 9, 11],
      ['v0', 10, 14],
      ['v1', 15, 17],
    ]);
    service.facts(desk, plan('v0'));
    expect(hoursOf(service)).toEqual([
      ['v1', 9, 11],
      ['v1', 15, 17],
    ]);
  });

  test('SH1 a shift over midnight is there for trips, its driver and the desk until it ends', () => {
    const service = start();
    service.facts(desk, plan('v0', shift(18, 26)));
    const at = (hour: number) => OPENING_SEC + (hour - 9) * 3600;
    const after = (hour: number) => ({ kind: 'depart_after', atSec: at(hour) }) as const;
    service.nowSec = at(23.5);
    const early = service.book('r1', tripBetween(2, 4, after(24.25)));
    expect(early.shiftId).toBe(`v0@2026-04-01.${at(18)}-${at(26)}`);
    const before = service.book('r2', tripBetween(1, 2));
    for (const _ of ['pickup', 'dropoff']) service.serveNextCall('v0');
    service.nowSec = at(24) + 300;
    expect(service.offers('r3', tripBetween(2, 4)).map(({ shiftId }) => shiftId)).toEqual([early.shiftId]);
    expect(findManifest(service.world, service.state, 'v0', service.nowSec)!.calls[0]!.callId).toContain(early.offerId);
    const board = (date: string) =>
      boardOf(service.world, service.state, date, service.nowSec, new Map()).vehicles[0]!.shifts.map(
        ({ isActive, trips }) => [isActive, ...trips.map(({ bookingId }) => bookingId)],
      );
    expect(board('2026-04-01')).toEqual([[true, before.offerId, early.offerId]]);
    expect(board('2026-04-02')).toEqual([[true, early.offerId], [false]]); // and the day's own
    expect(board('2026-04-03')).toEqual([[false]]);
    service.waitUntil(service.nowSec + 200);
    for (const _ of ['pickup', 'dropoff']) service.serveNextCall('v0');
    expect(service.state.rides.get(early.offerId)!.status).toBe('completed');
    service.nowSec = at(26);
    expect(service.offers('r4', tripBetween(2, 4))).toEqual([]);
    replaysAlike(service);
  });

  test('SH1 SH4 planning the next day leaves the shift that is still under way alone', () => {
    const service = start();
    service.facts(desk, plan('v0', shift(18, 26)));
    service.nowSec = OPENING_SEC + 15 * 3600 + 60;
    const offer = service.book('r1', tripBetween(2, 4));
    service.facts(desk, { kind: 'plan_day', vehicleId: 'v0', date: '2026-04-02', shifts: [] });
    expect(service.state.shifts.get(offer.shiftId)!.visits).toHaveLength(2);
    expect(service.offers('r2', tripBetween(4, 5))).toHaveLength(1);
  });

  test('SH4 riders of a shift that is no more go with another within their promise, or the plan is refused', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7, later(4 * 3600)));
    const before = { ...service.state.rides.get(offer.offerId)! };
    const vehicleId = vehicleOf(service, offer.offerId);
    const other = vehicleId === 'v0' ? 'v1' : 'v0';
    expect(kinds(service.facts(desk, plan(vehicleId, shift(9, 13))))).toEqual([
      'day_planned',
      'ride_moved',
      'route_planned',
    ]);
    expect(vehicleOf(service, offer.offerId)).toBe(other);
    expect(service.state.rides.get(offer.offerId)).toMatchObject({
      pickupFromSec: before.pickupFromSec,
      pickupUntilSec: before.pickupUntilSec,
    });
    expect(service.send(desk, plan(other, shift(9, 13)))).toMatchObject({ refusal: 'would_break_promise' });
    replaysAlike(service);
  });

  test('SH4 a break planned on a shift with riders comes into force around them, or the plan is refused', () => {
    const service = start();
    const pauseAt = (beginFromSec: number) => {
      const times = { beginFromSec, beginUntilSec: beginFromSec + 60, durationSec: 1800 };
      return { ...shift(9, 17), pauses: [{ kind: 'break', depotId: null, ...times } as const] };
    };
    service.facts(desk, plan('v0', shift(9, 17)));
    const offer = service.book('r1', tripBetween(0, 9, later(3600)));
    const promised = { ...service.state.rides.get(offer.offerId)! };
    const during = plan('v0', pauseAt(offer.pickupFromSec - 300));
    expect(service.send(desk, during)).toMatchObject({ refusal: 'would_break_promise' });
    const facts = service.facts(desk, plan('v0', pauseAt(offer.dropoffBySec + 60)));
    expect(kinds(facts)).toEqual(['day_planned', 'route_planned']);
    const present = service.state.shifts.get(offer.shiftId)!;
    expect(present.visits).toHaveLength(2);
    expect(present.pauses).toMatchObject([{ beginFromSec: offer.dropoffBySec + 60, at: 2 }]);
    expect(service.state.rides.get(offer.offerId)).toEqual(promised);
    expect(kinds(service.facts(desk, plan('v0', pauseAt(offer.dropoffBySec + 60))))).toEqual(['day_planned']);
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    service.waitUntil(offer.dropoffBySec + 180);
    expect(service.ledger.map(({ event }) => event.kind)).toContain('pause_started');
    expect(kinds(service.facts(desk, plan('v0', shift(9, 17))))).toEqual(['day_planned']);
    replaysAlike(service);
  });

  test('SH1 no vehicle has two shifts at one time, over midnight either', () => {
    const service = start();
    service.facts(desk, plan('v0', shift(18, 26)));
    const next = (from: number) => ({ ...plan('v0', shift(24 + from, 33)), date: '2026-04-02' }) as Command;
    expect(service.send(desk, next(1))).toMatchObject({ refusal: 'bad_request' });
    service.facts(desk, next(2));
    expect(service.send(desk, plan('v0', shift(18, 27)))).toMatchObject({ refusal: 'bad_request' });
  });

  test('TR11 a way back left open on a shift beyond the service hours can be called until its end', () => {
    const service = start();
    service.facts(desk, plan('v0', shift(9, 26)));
    service.waitUntil(OPENING_SEC + 11 * 3600);
    const offer = service.book('r1', { ...tripBetween(2, 4), returnTrip: { kind: 'open' } });
    expect(service.state.openReturns.get(offer.offerId)).toMatchObject({ untilSec: OPENING_SEC + 17 * 3600 });
    service.waitUntil(service.nowSec + 60);
    expect(service.state.openReturns.size).toBe(1);
  });

  test('SH4 a break that is taken or under way does not come back with another plan, and the shift has changed', () => {
    const service = start();
    const planned = (laterSec: number) => {
      const pause = (fromSec: number) => {
        const times = { beginFromSec: TEN + fromSec, beginUntilSec: TEN + fromSec + 3600, durationSec: 900 };
        return { kind: 'break', depotId: null, ...times } as const;
      };
      return plan('v0', { ...shift(9, 17), pauses: [pause(600), pause(4 * 3600 + laterSec)] });
    };
    service.facts(desk, planned(0));
    const { shiftId } = service.book('r1', tripBetween(3, 7, later(3 * 3600)));
    const present = () => service.state.shifts.get(shiftId)!;
    for (const afterSec of [900, 3000]) {
      service.waitUntil(TEN + afterSec);
      const { changes, pausing } = present();
      expect(pausing?.pauseId).toBe(afterSec === 900 ? 'p0' : undefined);
      service.facts(desk, planned(afterSec));
      expect(present().pauses).toMatchObject([{ pauseId: 'p1', beginFromSec: TEN + 4 * 3600 + afterSec }]);
      expect(present().pausing).toEqual(pausing);
      expect(present().changes).toBeGreaterThan(changes);
    }
    replaysAlike(service);
  });
});

describe('vehicles that cannot go on', () => {
  test('BD5 the duty of a driver who is gone ends by the desk, and another driver brings the vehicle back', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7, later(1800)));
    const vehicleId = vehicleOf(service, offer.offerId);
    const begin = (driverId: string, tokenHash: string) => {
      const driver = { vehicleId, driverName: driverId, driverId, tokenHash, isVirtual: false };
      return service.send({ kind: 'anybody' }, { kind: 'sign_on', ...driver });
    };
    expect(begin('d1', 'new')).toMatchObject({ refusal: 'vehicle_taken' });
    const order = { reason: 'driver_left' } as const;
    const facts = service.facts(desk, { kind: 'take_vehicle_out', vehicleId, order });
    expect(kinds(facts)).toEqual(['vehicle_taken_out', 'ride_moved', 'route_planned', 'driver_signed_off']);
    expect(begin('d1', 'new')).toMatchObject({ ok: true });
    expect(service.state.outages.size).toBe(0);
    expect(begin('d1', 'newer')).toMatchObject({ ok: true }); // the first tablet is lost
    expect([...service.state.vehicleByTokenHash.keys()]).not.toContain('new');
    expect(begin('d2', 'other')).toMatchObject({ refusal: 'vehicle_taken' });
    service.facts(desk, { kind: 'sign_off', vehicleId });
    expect(begin('d2', 'other')).toMatchObject({ ok: true });
    replaysAlike(service);
  });

  test('BD1 who is booked goes with another vehicle, and the promise stays', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7, later(1800)));
    const out = vehicleOf(service, offer.offerId);
    const promised = { ...service.state.rides.get(offer.offerId)! };
    const events = service.facts(desk, takeOut(out));
    expect(kinds(events)).toEqual(['vehicle_taken_out', 'ride_moved', 'route_planned']);
    const { pickupFromSec, pickupUntilSec, dropoffBySec, status } = service.state.rides.get(offer.offerId)!;
    expect([pickupFromSec, pickupUntilSec, dropoffBySec, status]).toEqual([
      promised.pickupFromSec,
      promised.pickupUntilSec,
      promised.dropoffBySec,
      'booked',
    ]);
    expect(vehicleOf(service, offer.offerId)).not.toBe(out);
    replaysAlike(service);
  });

  test('BD2 who is on board is fetched first, from where the vehicle stands, and boards again', () => {
    const service = start({ vehicles: 2, promises: { maxOffers: 1, maxRideExtraSec: 1800 } });
    const offer = service.book('r1', tripBetween(1, 8));
    const out = vehicleOf(service, offer.offerId);
    const other = out === 'v0' ? 'v1' : 'v0';
    service.serveNextCall(out);
    service.waitUntil(service.nowSec + 100);
    const position = { lat: service.world.area.stops[4]!.position.lat + 0.0001, lon: 135.45 };
    const events = service.facts({ kind: 'driver', vehicleId: out }, takeOut(out, { position }));
    expect(events[1]).toMatchObject({ kind: 'ride_moved', fetched: { pickup: { stopId: 's4', position } } });
    expect(findManifest(service.world, service.state, other, service.nowSec)!.calls[0]).toMatchObject({
      stopId: 's4',
      position,
    });
    service.serveNextCall(other);
    expect(service.state.rides.get(offer.offerId)!.status).toBe('on_board');
    service.serveNextCall(other);
    const completed = service.ledger.at(-1)!.event;
    expect(completed).toMatchObject({ kind: 'ride_completed', lateSec: 0 });
    replaysAlike(service);
  });

  /** r1 on board from s1 to s8, and the vehicle is on its way there. */
  function underWay() {
    const service = start({ vehicles: 3 });
    const { offerId } = service.book('r1', tripBetween(1, 8));
    const out = vehicleOf(service, offerId);
    service.serveNextCall(out);
    service.waitUntil(service.nowSec + 100);
    const [call] = findManifest(service.world, service.state, out, service.nowSec)!.calls;
    const arrived = { kind: 'arrived', callId: call!.callId, atSec: service.nowSec } as const;
    return { service, offerId, out, arrived, ride: service.state.rides.get(offerId)! };
  }

  test('BD1 MV6 offers that nobody has taken give way, and only where somebody would be late because of them', () => {
    const service = start({ vehicles: 2, seats: 1, promises: { maxOffers: 2 } });
    const { offerId, pickupUntilSec } = service.book('r1', tripBetween(1, 9, later(1800)));
    const out = vehicleOf(service, offerId);
    const held = service.offers('r2', tripBetween(1, 9, later(1800)));
    expect(held.length).toBeGreaterThan(0);
    const events = service.facts(desk, takeOut(out));
    expect(kinds(events)).not.toContain('promise_broken');
    expect(vehicleOf(service, offerId)).not.toBe(out);
    expect(service.state.rides.get(offerId)!.pickupUntilSec).toBe(pickupUntilSec);
    expect(events.filter(({ kind }) => kind === 'offers_released')).toHaveLength(1);

    const roomy = start({ vehicles: 3, seats: 1, promises: { maxOffers: 1 } });
    const booked = roomy.book('r1', tripBetween(1, 9, later(1800)));
    const offers = roomy.offers('r2', tripBetween(1, 9, later(1800)));
    const lost = roomy.facts(desk, takeOut(vehicleOf(roomy, booked.offerId)));
    expect(kinds(lost)).not.toContain('offers_released');
    expect(roomy.state.heldByRequest.size).toBe(offers.length);
    for (const played of [service, roomy]) replaysAlike(played);
  });

  test('BD2 who is on board is fetched although that takes longer than anybody else is asked to wait', () => {
    const service = start({ vehicles: 2 });
    const startSec = TEN + 4 * 3600;
    const shift = { startSec, endSec: startSec + 3600, driverId: null, pauses: [] };
    service.facts(desk, { kind: 'plan_day', vehicleId: 'v1', date: '2026-04-01', shifts: [shift] });
    const { offerId } = service.book('r1', tripBetween(1, 8));
    service.serveNextCall('v0');
    const waiting = service.book('r2', tripBetween(2, 7, later(600)));
    service.facts(desk, takeOut('v0', { position: service.world.area.stops[4]!.position }));
    const ride = service.state.rides.get(offerId)!;
    expect(ride).toMatchObject({ status: 'booked', isStranded: true, shiftId: expect.stringMatching(/^v1@/) });
    expect(ride.pickupFromSec).toBeGreaterThanOrEqual(startSec);
    expect(service.state.rides.get(waiting.offerId)).toMatchObject({ status: 'cancelled', cancelReason: 'breakdown' });
    replaysAlike(service);
  });

  test('BD2 BD7 of a vehicle that stands at the end of a trip the rider has arrived', () => {
    const { service, offerId, out, arrived, ride } = underWay();
    service.drive(out, arrived);
    const events = service.facts(desk, takeOut(out));
    expect(events.slice(1)).toEqual([
      { kind: 'ride_completed', bookingId: offerId, droppedOffSec: service.nowSec, lateSec: 0 },
    ]);
    expect(ride.status).toBe('completed');
    expect(service.send({ kind: 'driver', vehicleId: out }, { kind: 'undo_action', vehicleId: out })).toMatchObject({
      refusal: 'too_late_to_undo',
    });
    replaysAlike(service);
  });

  test('BD2 BD7 of one that is on its way there, or stands short of it, the rider is fetched from another stop near by', () => {
    const unknown = underWay();
    unknown.service.facts(desk, takeOut(unknown.out));
    expect(unknown.ride).toMatchObject({ status: 'booked', pickup: { stopId: 's7' }, dropoff: { stopId: 's8' } });
    const short = underWay();
    const { lat } = short.service.world.area.stops[8]!.position;
    const position = { lat: lat - 0.002, lon: 135.45 };
    short.service.facts(desk, takeOut(short.out, { position }));
    expect(short.ride).toMatchObject({ status: 'booked', pickup: { stopId: 's7', position } });
    replaysAlike(short.service);
  });

  test('BD2 hours of rest do not hand riders on board back to the vehicle that is out', () => {
    const { service, offerId, out } = underWay();
    const ordered = { fromSec: service.nowSec, untilSec: service.nowSec + 1_800, reason: 'typhoon' } as const;
    service.facts(desk, { kind: 'suspend_service', suspensionId: 'typhoon', order: ordered });
    const position = service.world.area.stops[4]!.position;
    service.facts(desk, takeOut(out, { position, untilSec: service.nowSec + 120 }));
    expect(vehicleOf(service, offerId)).not.toBe(out);
    for (const { vehicleIndex, visits } of service.state.shifts.values()) {
      const isOut = service.world.area.vehicles[vehicleIndex]!.id === out;
      expect(visits.map(({ kind }) => kind)).toEqual(isOut || visits.length === 0 ? [] : ['pickup', 'dropoff']);
    }
    replaysAlike(service);
  });

  test('BD2 who waits to be fetched waits there still when the second vehicle breaks down, too', () => {
    const { service, out, ride } = underWay();
    const position = service.world.area.stops[4]!.position;
    service.facts(desk, takeOut(out, { position }));
    const second = vehicleOf(service, ride.rideId);
    service.facts(desk, takeOut(second));
    expect(vehicleOf(service, ride.rideId)).not.toBe(second);
    expect(ride).toMatchObject({ status: 'booked', pickup: { stopId: 's4', position } });
    replaysAlike(service);
  });

  test('BD3 NO2 a promise that cannot be kept is put on record with what the rider gets instead', () => {
    const service = start({ vehicles: 2, seats: 1, promises: { maxOffers: 1, maxWaitSec: 900 } });
    const first = service.book('r1', tripBetween(1, 9, later(1800)));
    const second = service.book('r2', tripBetween(1, 9, later(1800)));
    const out = vehicleOf(service, first.offerId);
    expect(vehicleOf(service, second.offerId)).not.toBe(out);
    const events = service.facts(desk, takeOut(out));
    const broken = events.find((event) => event.kind === 'promise_broken')!;
    expect(broken).toMatchObject({ bookingId: first.offerId, reason: 'breakdown' });
    const ride = service.state.rides.get(first.offerId)!;
    expect(ride.pickupFromSec).toBeGreaterThan(first.pickupUntilSec);
    expect(ride.broken).toMatchObject({ pickupUntilSec: first.pickupUntilSec, consent: 'asked' });
    service.facts({ kind: 'rider', riderId: 'r1' }, { kind: 'accept_change', bookingId: first.offerId });
    expect(ride.broken!.consent).toBe('accepted');
    // nothing of the second rider's promise has changed
    expect(service.state.rides.get(second.offerId)).toMatchObject({ pickupUntilSec: second.pickupUntilSec });
    const told = noticesOf(
      service.world,
      service.state,
      service.ledger.find(({ event }) => event === broken)!,
    );
    expect(told.map(({ recipient, template }) => [recipient.kind, template])).toEqual([
      ['rider', 'promise_changed'],
      ['driver', 'rider_added'],
      ['operators', 'call_rider'],
    ]);
    replaysAlike(service);
  });

  test('BD3 when there is nothing else, the ride is cancelled by the service, and that is said', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7));
    const held = service.offers('r2', tripBetween(1, 2));
    expect(held).toHaveLength(1);
    expect(kinds(service.facts(desk, takeOut('v0')))).toEqual([
      'vehicle_taken_out',
      'offers_released',
      'promise_broken',
      'ride_cancelled',
    ]);
    expect(service.state.rides.get(offer.offerId)).toMatchObject({ status: 'cancelled', cancelReason: 'breakdown' });
    expect(service.offers('r3', tripBetween(3, 7))).toEqual([]);
    service.facts(desk, { kind: 'return_vehicle', vehicleId: 'v0' });
    expect(service.offers('r3', tripBetween(3, 7))).toHaveLength(1);
    replaysAlike(service);
  });

  test('BD4 riders with a wheelchair and earlier promises are placed before others', () => {
    const service = start({ vehicles: 3, seats: 1, promises: { maxOffers: 1, maxWaitSec: 900 } });
    const wheelchair = { ...oneAdult, wheelchairs: 1 };
    const a = service.book('r1', tripBetween(1, 9, later(3600)));
    const b = service.book('r2', tripBetween(1, 9, later(3600), wheelchair));
    const out = vehicleOf(service, a.offerId);
    expect(vehicleOf(service, b.offerId)).toBe(out);
    const order = service
      .facts(desk, takeOut(out))
      .filter((event) => event.kind === 'ride_moved' || event.kind === 'promise_broken')
      .map((event) => event.bookingId);
    expect(order).toEqual([b.offerId, a.offerId]);
  });

  test('BD5 a driver who goes early leaves nobody on board; the booked go with others', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7, later(1800)));
    const vehicleId = vehicleOf(service, offer.offerId);
    const early = { kind: 'sign_off_early', vehicleId, reason: 'driver_unwell' } as const;
    expect(kinds(service.facts({ kind: 'driver', vehicleId }, early))).toEqual([
      'vehicle_taken_out',
      'ride_moved',
      'route_planned',
      'driver_signed_off',
    ]);
    signOn(service, vehicleId); // another driver brings the vehicle back
    expect(service.state.outages.size).toBe(0);
    const next = service.book('r2', tripBetween(1, 2));
    service.serveNextCall(vehicleOf(service, next.offerId));
    const aboard = { ...early, vehicleId: vehicleOf(service, next.offerId) };
    expect(service.send({ kind: 'driver', vehicleId: aboard.vehicleId }, aboard)).toMatchObject({
      refusal: 'riders_on_board',
    });
  });

  test('BD6 a driver whose vehicle is out reports nothing more until the desk brings it back', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(1, 2, later(3600)));
    service.facts(desk, takeOut('v0', { untilSec: TEN + 1200 }));
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    const arrived = { kind: 'arrived', callId: call!.callId, atSec: service.nowSec } as const;
    expect(service.drive('v0', arrived)).toMatchObject({ refusal: 'wrong_order' });
    service.waitUntil(TEN + 1300);
    service.serveNextCall('v0');
    expect(service.state.rides.get(offer.offerId)!.status).toBe('on_board');
    replaysAlike(service);
  });

  test('SH1 a past trip is shown still when its day is planned anew', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(1, 2));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    const shift = { startSec: OPENING_SEC, endSec: OPENING_SEC + 4 * 3600, driverId: null, pauses: [] };
    service.facts(desk, { kind: 'plan_day', vehicleId: 'v0', date: '2026-04-01', shifts: [shift] });
    expect(vehicleOf(service, offer.offerId)).toBe('v0');
    replaysAlike(service);
  });

  test('TR10 BD1 with a way back that is let go the way there leaves every route, too', () => {
    const service = start({ vehicles: 2, seats: 1 });
    const pair = { ...tripBetween(1, 3, later(1800)), returnTrip: { kind: 'stay', staySec: 3600 } } as const;
    service.offers('r1', pair);
    const shifts = [...service.state.rides.values()].map((ride) => ride.shiftId.split('@')[0]!);
    const other = service.book('r2', tripBetween(6, 8, later(5400)));
    const events = service.facts(desk, takeOut(vehicleOf(service, other.offerId)));
    expect(shifts.length).toBeGreaterThan(1);
    const gone = events.flatMap((event) => (event.kind === 'offers_released' ? event.offerIds : []));
    const planned = events.flatMap((event) => (event.kind === 'route_planned' ? event.visits : []));
    expect(planned.filter((visit) => gone.includes(visit.rideId))).toEqual([]);
    replaysAlike(service);
  });

  test('BD6 only the desk and the own driver take a vehicle out', () => {
    const service = start({ vehicles: 2 });
    expect(service.send({ kind: 'driver', vehicleId: 'v1' }, takeOut('v0'))).toMatchObject({ refusal: 'not_yours' });
    expect(service.send({ kind: 'rider', riderId: 'r1' }, takeOut('v0'))).toMatchObject({ refusal: 'not_yours' });
    expect(service.send({ kind: 'driver', vehicleId: 'v0' }, takeOut('v0')).ok).toBe(true);
    expect(service.send(desk, takeOut('v0'))).toMatchObject({ refusal: 'already_out' });
  });
});

describe('late vehicles', () => {
  test('LA1 riders whom a late vehicle would miss go with another within the promise, without a word of lateness', () => {
    const service = start({ vehicles: 2 });
    const before = service.book('r0', tripBetween(1, 8));
    const near = vehicleOf(service, before.offerId);
    service.serveNextCall(near);
    service.serveNextCall(near); // stands at s8 and is free, but out while the others book
    service.facts(desk, takeOut(near, { reason: 'maintenance' }));
    const first = service.book('r1', tripBetween(1, 2));
    const second = service.book('r2', tripBetween(6, 9, { kind: 'depart_after', atSec: service.nowSec + 900 }));
    const late = vehicleOf(service, second.offerId);
    service.facts(desk, { kind: 'return_vehicle', vehicleId: near });
    // the other never reports that it came to s1, so that the second rider cannot be fetched in time
    const events = service.waitUntil(second.pickupUntilSec);
    const ofSecond = events.filter((event) => 'bookingId' in event && event.bookingId === second.offerId);
    expect(ofSecond).toMatchObject([{ kind: 'ride_moved', reason: 'late_vehicle' }]);
    expect(vehicleOf(service, second.offerId)).not.toBe(late);
    const ofFirst = events.filter((event) => 'bookingId' in event && event.bookingId === first.offerId);
    // said at once, and again with each five minutes that nothing happens: the pickup first, then the drop-off too
    const [pickup, dropoff] = ['promise_at_risk', 'dropoff_at_risk'];
    expect(kinds(ofFirst)).toEqual([pickup, pickup, dropoff, pickup, dropoff]);
    expect(ofFirst[0]).toMatchObject({ expectedPickupSec: first.pickupUntilSec + 1 });
    replaysAlike(service);
  });
});
