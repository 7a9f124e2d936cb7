import { describe, expect, test } from 'vitest';
import type { TripTime } from '../contracts/trips.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { openAlarms } from './alarms.ts';
import { canGoElsewhere } from './at-risk.ts';
import { boardOf } from './board.ts';
import { canonicalState } from './canonical.ts';
import { nextDueSec } from './due.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';
import { looksAgainSec } from './lateness.ts';
import { noticesOf } from './notices.ts';
import { expectedCalls } from './timeline.ts';
import { findBooking } from './views.ts';

const TEN = OPENING_SEC + 3600;
const desk = { kind: 'operator', operatorId: 'desk' } as const;

function start(vehicles = 1): PlayedService {
  const service = playDispatch(lineWorld({ vehicles, promises: { maxOffers: 1 } }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const driver = { driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', vehicleId, ...driver });
  }
  return service;
}

/** Facts at which somebody's promise is said to be at risk. */
const risks = (events: readonly DispatchEvent[]) =>
  events.filter((event) => event.kind === 'promise_at_risk' || event.kind === 'dropoff_at_risk');

const booking = ({ world, state, nowSec }: PlayedService, { offerId }: HeldOffer) =>
  findBooking(world, state, offerId, nowSec, new Map())!;

const lateAlarms = ({ state }: PlayedService) => openAlarms(state).filter(({ kind }) => kind === 'late');

/** Ticks only when something is said to be due, as the live service does. */
function waitByDue(service: PlayedService, untilSec: number): DispatchEvent[] {
  const events: DispatchEvent[] = [];
  for (;;) {
    const dueSec = Math.max(nextDueSec(service.world, service.state) ?? Infinity, service.nowSec + 1);
    if (dueSec > untilSec) return events;
    service.nowSec = dueSec;
    events.push(...service.facts({ kind: 'service' }, { kind: 'tick' }));
  }
}

describe('a rider on board whose vehicle stands still', () => {
  const aboard = () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, { kind: 'arrive_by', atSec: TEN + 3000 }));
    service.serveNextCall('v0');
    expect(booking(service, offer)).toMatchObject({ status: 'on_board', isLate: false });
    return { service, offer };
  };

  test('PR3 AL1 NO1 the late drop-off is a fact as soon as it is expected; rider and desk hear of it', () => {
    const { service, offer } = aboard();
    const events = risks(service.waitUntil(offer.dropoffBySec + 60));
    const at = { bookingId: offer.offerId, expectedDropoffSec: offer.dropoffBySec + 1 };
    expect(events).toEqual([{ kind: 'dropoff_at_risk', ...at, promisedBySec: offer.dropoffBySec }]);
    expect(booking(service, offer).isLate).toBe(true);
    expect(boardOf(service.world, service.state, '2026-04-01', service.nowSec, new Map())).toMatchObject({
      vehicles: [{ shifts: [{ trips: [{ isLate: true }] }] }],
    });
    expect(lateAlarms(service)).toMatchObject([{ bookingId: offer.offerId, raisedSec: offer.dropoffBySec + 1 }]);
    const fact = service.ledger.find(({ event }) => event.kind === 'dropoff_at_risk')!;
    const told = noticesOf(service.world, service.state, fact);
    expect(told.map(({ recipient, template }) => [recipient.kind, template])).toEqual([
      ['rider', 'arriving_late'],
      ['operators', 'dropoff_at_risk'],
    ]);
    service.serveNextCall('v0');
    expect(service.ledger.at(-1)!.event).toMatchObject({ kind: 'ride_completed' });
    expect(lateAlarms(service)).toEqual([]);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('PR3 the tick that says it is due at that second, not later', () => {
    const { service, offer } = aboard();
    const [event] = risks(waitByDue(service, offer.dropoffBySec + 60));
    expect(event).toMatchObject({ kind: 'dropoff_at_risk' });
    expect(service.ledger.find((entry) => entry.event === event)!.atSec).toBe(offer.dropoffBySec + 1);
  });

  test('PR7 AL1 when it is twice as late the new time is said, and one alarm stands for all of it', () => {
    for (const wait of [waitByDue, (service: PlayedService, untilSec: number) => service.waitUntil(untilSec)]) {
      const { service, offer } = aboard();
      wait(service, offer.dropoffBySec + 1_000);
      const said = service.ledger.filter(({ event }) => event.kind === 'dropoff_at_risk');
      expect(said.map(({ atSec }) => atSec - offer.dropoffBySec)).toEqual([1, 301, 602]);
      expect(said.map(({ event }) => 'expectedDropoffSec' in event && event.expectedDropoffSec)).toEqual(
        said.map(({ atSec }) => atSec),
      );
      const [alarm, ...others] = lateAlarms(service);
      expect([alarm!.raisedSec, others]).toEqual([offer.dropoffBySec + 1, []]);
      // what the desk took stands on the list again when there is something new to say
      service.facts(desk, { kind: 'acknowledge_alarm', alarmId: alarm!.alarmId, note: null });
      wait(service, offer.dropoffBySec + 1_250);
      expect(lateAlarms(service)).toMatchObject([{ raisedSec: offer.dropoffBySec + 1_204 }]);
      expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
    }
  });
});

describe('a rider who waits for a vehicle that is late', () => {
  /** The other vehicle is out while both book; the vehicle of both never reports that it came to the first. */
  const waiting = (wish: TripTime, isBack = true) => {
    const service = start(2);
    service.facts(desk, { kind: 'take_vehicle_out', vehicleId: 'v1', order: { reason: 'maintenance' } });
    const first = service.book('r1', tripBetween(7, 9));
    const second = service.book('r2', tripBetween(1, 4, wish));
    if (isBack) service.facts(desk, { kind: 'return_vehicle', vehicleId: 'v1' });
    return { service, first, second };
  };

  test('PR3 LA1 whose drop-off alone would be late goes with another vehicle within the promise', () => {
    const { service, first, second } = waiting({ kind: 'arrive_by', atSec: TEN + 2520 });
    expect(second).toMatchObject({ pickupUntilSec: TEN + 2400, dropoffBySec: TEN + 2520 });
    expect(booking(service, first)).toMatchObject({ expectedPickupSec: TEN + 780 });
    expect(booking(service, second)).toMatchObject({ expectedPickupSec: TEN + 1840, expectedDropoffSec: TEN + 2170 });
    // 351 s after it should have taken the first, the second would get off a second too late, and on in time still
    expect(risks(service.waitUntil(TEN + 1130))).toEqual([]);
    const events = service.waitUntil(TEN + 1131);
    expect(events[0]).toMatchObject({ kind: 'ride_moved', bookingId: second.offerId, reason: 'late_vehicle' });
    expect(events.map(({ kind }) => kind)).toEqual(['ride_moved', 'route_planned']);
    expect(booking(service, second)).toMatchObject({ isLate: false, vehicle: { vehicleId: 'v1' } });
    expect(risks(service.waitUntil(TEN + 1300))).toEqual([]);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('PR7 who was told goes with a vehicle that is free later, within a minute, and is not late any more', () => {
    for (const wait of [waitByDue, (service: PlayedService, untilSec: number) => service.waitUntil(untilSec)]) {
      const { service, second } = waiting({ kind: 'arrive_by', atSec: TEN + 2520 }, false);
      wait(service, TEN + 1200);
      const ofSecond = () =>
        service.ledger.filter(({ event }) => 'bookingId' in event && event.bookingId === second.offerId);
      expect(ofSecond().at(-1)).toMatchObject({ atSec: TEN + 1131, event: { kind: 'dropoff_at_risk' } });
      expect(lateAlarms(service).map(({ bookingId }) => bookingId)).toEqual([second.offerId]);
      service.nowSec = TEN + 1200;
      service.facts(desk, { kind: 'return_vehicle', vehicleId: 'v1' });
      wait(service, TEN + 1260);
      expect(ofSecond().at(-1)).toMatchObject({ event: { kind: 'ride_moved', reason: 'late_vehicle' } });
      expect(booking(service, second)).toMatchObject({ isLate: false, vehicle: { vehicleId: 'v1' } });
      expect(lateAlarms(service)).toEqual([]);
      expect(service.state.rides.get(second.offerId)).not.toHaveProperty('saidDropoffSec');
      expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
    }
  });

  test('PR7 NS2 who is waited for beyond the window is not late with that, and is not handed to and fro', () => {
    const service = start(2);
    const offer = service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: TEN + 3600 }));
    const { vehicleId } = booking(service, offer).vehicle!;
    const untilSec = offer.pickupUntilSec + 300;
    service.waitUntil(untilSec - 3600);
    const report = { kind: 'report_late', bookingId: offer.offerId, untilSec } as const;
    expect(service.facts({ kind: 'rider', riderId: 'r1' }, report)).toMatchObject([{ kind: 'wait_extended' }]);
    expect(waitByDue(service, untilSec - 1).map(({ kind }) => kind)).toEqual(['vehicle_sent']);
    expect(booking(service, offer)).toMatchObject({ isLate: false, vehicle: { vehicleId } });
    expect(risks(waitByDue(service, untilSec + 2))).toHaveLength(1);
    expect(booking(service, offer)).toMatchObject({ isLate: true, vehicle: { vehicleId } });
  });

  test('PR7 whoever was moved stays for five minutes; what becomes late is said, and looked at again after', () => {
    const { service, second } = waiting({ kind: 'arrive_by', atSec: TEN + 2520 });
    service.waitUntil(TEN + 1131);
    const ride = service.state.rides.get(second.offerId)!;
    expect(ride).toMatchObject({ movedSec: TEN + 1131 });
    const shift = service.state.shifts.get(ride.shiftId)!;
    const [next] = expectedCalls(service.world, service.state, shift, service.nowSec);
    const at = (sec: number): boolean => canGoElsewhere({ ...ride, pickupUntilSec: TEN + 9999 }, shift, next!, sec);
    expect([at(TEN + 1430), at(TEN + 1431)]).toEqual([false, true]);
  });

  test('PR7 each booking has one second of the minute in which another vehicle is looked for', () => {
    const { service, first, second } = waiting({ kind: 'arrive_by', atSec: TEN + 2520 });
    const rides = [first, second].map(({ offerId }) => service.state.rides.get(offerId)!);
    const minute = Array.from({ length: 60 }, (_, i) => TEN + i);
    const looks = rides.map((ride) => minute.filter((sec) => looksAgainSec(ride, sec) === sec));
    expect(looks.map((seconds) => seconds.length)).toEqual([1, 1]);
    expect(looks[0]).not.toEqual(looks[1]);
    for (const ride of rides) for (const sec of minute) expect(looksAgainSec(ride, sec)).toBeLessThan(sec + 60);
  });
});
