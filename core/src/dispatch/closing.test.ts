import { describe, expect, test } from 'vitest';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { openAlarms } from './alarms.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import { closedTimes } from './decide-closing.ts';
import type { DispatchEvent } from './events.ts';
import { noticesOf } from './notices.ts';

const TEN = OPENING_SEC + 3600;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };
const rider = (riderId: string): Actor => ({ kind: 'rider', riderId });
const later = (afterSec: number) => ({ kind: 'depart_after', atSec: TEN + afterSec }) as const;
const kinds = (events: readonly DispatchEvent[]) => events.map((event) => event.kind);

function start(options: LineWorldOptions = {}): PlayedService {
  const service = playDispatch(lineWorld({ promises: { maxOffers: 1 }, ...options }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const driver = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', ...driver });
  }
  return service;
}

function replaysAlike(service: PlayedService): void {
  expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
}

describe('hours at rest', () => {
  const typhoon = (fromSec: number, untilSec: number): Command => ({
    kind: 'suspend_service',
    suspensionId: 'typhoon',
    order: { fromSec, untilSec, reason: 'typhoon' },
  });

  test('CL1 a typhoon cancels what is booked and held in its hours, carries on whoever is on board, and refuses the rest', () => {
    const service = start({ vehicles: 2 });
    const aboard = service.book('r0', tripBetween(1, 8));
    for (const vehicleId of ['v0', 'v1']) {
      if (service.state.rides.get(aboard.offerId)!.shiftId.startsWith(vehicleId)) service.serveNextCall(vehicleId);
    }
    const inside = service.book('r1', tripBetween(3, 7, later(3600)));
    const outside = service.book('r2', tripBetween(3, 7, later(5 * 3600)));
    const [held] = service.offers('r3', tripBetween(2, 5, later(3600)));
    const events = service.facts(desk, typhoon(service.nowSec, TEN + 4 * 3600));
    expect(kinds(events)).toEqual(['service_suspended', 'offers_released', 'ride_cancelled']);
    expect(service.state.rides.get(inside.offerId)).toMatchObject({
      status: 'cancelled',
      cancelReason: 'service_suspended',
    });
    expect(service.state.rides.get(outside.offerId)!.status).toBe('booked');
    expect(service.state.rides.get(aboard.offerId)!.status).toBe('on_board');
    expect(service.state.rides.has(held!.offerId)).toBe(false);
    expect(service.offers('r3', tripBetween(2, 5, later(3600)))).toEqual([]);
    const answer = [...service.state.answers.values()].at(-1)!;
    expect(answer).toMatchObject({ kind: 'refused', reason: 'service_suspended' });
    expect(answer.kind === 'refused' && answer.alternatives[0]!.pickupFromSec).toBeGreaterThanOrEqual(TEN + 4 * 3600);
    replaysAlike(service);
  });

  test('CL1 whoever stands at the roadside after a breakdown is fetched although the service rests', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 9));
    const vehicleId = offer.shiftId.split('@')[0]!;
    service.serveNextCall(vehicleId);
    service.facts(desk, { kind: 'take_vehicle_out', vehicleId, order: { reason: 'breakdown' } });
    expect(service.state.rides.get(offer.offerId)).toMatchObject({ status: 'booked', isStranded: true });
    const order = { fromSec: service.nowSec, untilSec: service.nowSec + 3600, reason: 'snow' } as const;
    expect(kinds(service.facts(desk, { kind: 'suspend_service', suspensionId: 'snow', order }))).toEqual([
      'service_suspended',
    ]);
    expect(service.state.rides.get(offer.offerId)!.status).toBe('booked');
  });

  test('CL1 further offers never begin in suspended hours, also of a vehicle that has work after them', () => {
    const service = start({ promises: { maxOffers: 3 } });
    service.book('r1', tripBetween(3, 7, later(5 * 3600)));
    const restSec = TEN + 1500;
    service.facts(desk, typhoon(restSec, TEN + 4 * 3600));
    // the second would begin twenty minutes after the first, at about half an hour
    const offers = service.offers('r2', tripBetween(8, 2, { kind: 'now' }));
    expect(offers.length).toBeGreaterThan(0);
    for (const offer of offers) expect(offer.pickupFromSec).toBeLessThan(restSec);
    replaysAlike(service);
  });

  test('CL2 when the service runs again, trips can be asked for again; what was cancelled stays so', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    service.facts(desk, typhoon(TEN, TEN + 4 * 3600));
    expect(closedTimes(service.state, service.nowSec, '2026-04-01').suspensions).toMatchObject([{ reason: 'typhoon' }]);
    service.facts(desk, { kind: 'resume_service', suspensionId: 'typhoon' });
    expect(service.offers('r1', tripBetween(3, 7, later(3600)))).toHaveLength(1);
    expect(service.state.rides.get(offer.offerId)!.status).toBe('cancelled');
    expect(service.send(rider('r1'), typhoon(TEN, TEN + 1))).toMatchObject({ refusal: 'not_yours' });
  });

  test('CL2 AR2 when the service runs again, who waits for its hours or for later ones is looked at', () => {
    const service = start();
    service.facts(desk, typhoon(TEN + 1800, TEN + 4 * 3600));
    const waiting = { within: 1, after: 5 };
    for (const [waitId, hours] of Object.entries(waiting)) {
      const request = tripBetween(3, 7, later(hours * 3600));
      service.facts(rider(waitId), { kind: 'join_waitlist', waitId, request });
    }
    service.waitUntil(TEN + 100);
    service.facts(desk, { kind: 'resume_service', suspensionId: 'typhoon' });
    service.waitUntil(TEN + 110);
    for (const entry of service.state.waitlist.values()) expect(entry.offeredRequestId).toBe(`${entry.waitId}_1`);
    expect(service.state.waitlist.size).toBe(2);
    replaysAlike(service);
  });
});

describe('closed stops', () => {
  const close = (stopId: string): Command => ({
    kind: 'close_stop',
    closureId: 'works',
    order: { stopId, from: '2026-04-01', until: '2026-04-03', reason: { ja: '工事' } },
  });

  test('CL5 a stop is not closed on days that are over', () => {
    const service = start();
    const order = { stopId: 's3', from: '2026-03-01', reason: { ja: '工事' } };
    const closeUntil = (until: string) =>
      service.send(desk, { kind: 'close_stop', closureId: until, order: { ...order, until } });
    expect(closeUntil('2026-03-31')).toMatchObject({ refusal: 'bad_request' });
    expect(closeUntil('2026-04-01')).toMatchObject({ ok: true });
  });

  test('TR4 from a closed stop to one that does not exist, or back, is refused', () => {
    const service = start();
    service.facts(desk, close('s3'));
    const known = tripBetween(3, 7, later(3600));
    const nowhere = { kind: 'stop', stopId: 'moved away' } as const;
    for (const trip of [
      { ...known, to: nowhere },
      { ...tripBetween(7, 3, later(3600)), from: nowhere },
    ]) {
      expect(service.offers('r1', trip)).toEqual([]);
      const answer = [...service.state.answers.values()].at(-1)!;
      expect(answer).toMatchObject({ kind: 'refused', alternatives: [] });
    }
    replaysAlike(service);
  });

  test('CL3 bookings at a closed stop go to the nearest open one at the same time, and the rider is asked', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    expect(kinds(service.facts(desk, close('s3')))).toEqual(['stop_closed', 'promise_broken', 'route_planned']);
    const ride = service.state.rides.get(offer.offerId)!;
    expect(['s2', 's4']).toContain(ride.pickup.stopId);
    expect(ride.pickup.walkM).toBeGreaterThan(900);
    expect(ride).toMatchObject({ pickupFromSec: offer.pickupFromSec, pickupUntilSec: offer.pickupUntilSec });
    expect(ride.broken).toMatchObject({ reason: 'stop_closed', pickup: { stopId: 's3' }, consent: 'asked' });
    expect(openAlarms(service.state)).toMatchObject([{ kind: 'call_rider', bookingId: offer.offerId }]);
    const moved = service.ledger.find(({ event }) => event.kind === 'promise_broken')!;
    const [told] = noticesOf(service.world, service.state, moved);
    expect(told).toMatchObject({ template: 'stop_moved', parameters: { visit: 'pickup', stopName: ride.pickup.name } });
    service.facts(rider('r1'), { kind: 'accept_change', bookingId: offer.offerId });
    expect(ride.broken!.consent).toBe('accepted');
    expect(openAlarms(service.state)).toEqual([]);
    service.offers('r2', tripBetween(3, 7, later(3600)));
    expect([...service.state.answers.values()].at(-1)).toMatchObject({ kind: 'refused', reason: 'stop_closed' });
    service.facts(desk, { kind: 'reopen_stop', closureId: 'works' });
    expect(service.offers('r2', tripBetween(3, 7, later(3600)))).toHaveLength(1);
    replaysAlike(service);
  });

  test('CL3 AR2 who waits for a day of a stop that opens again is looked at, and nobody else', () => {
    const service = start();
    service.facts(desk, close('s3'));
    const waiting = { 'of-day': 2, 'of-another': 3 };
    for (const [waitId, days] of Object.entries(waiting)) {
      const request = tripBetween(3, 7, later(days * 86_400 + 3600));
      service.facts(rider(waitId), { kind: 'join_waitlist', waitId, request });
    }
    service.waitUntil(TEN + 100);
    service.facts(desk, { kind: 'reopen_stop', closureId: 'works' });
    service.waitUntil(TEN + 110);
    expect([...service.state.waitlist.values()].map(({ tries }) => tries)).toEqual([1, 0]);
    expect(service.state.waitlist.get('of-day')!.offeredRequestId).toBe('of-day_1');
    replaysAlike(service);
  });

  test('CL3 a rider who does not agree cancels, and it is not late', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, later(600)));
    service.facts(desk, close('s7'));
    const [cancelled] = service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: offer.offerId, order: {} });
    expect(cancelled).toMatchObject({ kind: 'ride_cancelled', by: 'rider', isLate: false });
  });

  test('CL3 a door near a closed stop stays where it is, and can still be asked for', () => {
    const service = start({ vehicles: 2, rules: { doorToDoor: { maxSpurSec: 60 } } });
    const { lat, lon } = service.world.area.stops[3]!.position;
    const home = { kind: 'point', position: { lat: lat + 0.00225, lon } } as const;
    const fromHome = { ...tripBetween(3, 7, later(3600)), from: home, doorToDoor: true };
    const offer = service.book('r1', fromHome);
    expect(offer.pickup).toMatchObject({ stopId: 's3', door: { spurSec: 25 } });
    expect(kinds(service.facts(desk, close('s3')))).toEqual(['stop_closed']);
    expect(service.offers('r2', fromHome)[0]!.pickup).toMatchObject({ stopId: 's3', door: { spurSec: 25 } });
    replaysAlike(service);
  });

  test('CL4 whoever a vehicle is on its way to is named for a call, each who boards there', () => {
    const service = start({ vehicles: 1 });
    for (const who of ['r1', 'r2']) service.book(who, tripBetween(5, 9, later(2400)));
    const shift = service.state.shifts.get('v0@2026-04-01.0')!;
    while (!shift.sent && service.nowSec < TEN + 2400) service.waitUntil(service.nowSec + 5);
    expect(shift.visits.map(({ kind }) => kind)).toEqual(['pickup', 'pickup', 'dropoff', 'dropoff']);
    expect(kinds(service.facts(desk, close('s5')))).toEqual(['stop_closed', 'call_needed', 'call_needed']);
    replaysAlike(service);
  });

  test('CL4 whom no other stop can serve is named for a call, and the booking stands', () => {
    const service = start({ promises: { maxOffers: 1, maxWalkM: 300 } });
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    expect(kinds(service.facts(desk, close('s3')))).toEqual(['stop_closed', 'call_needed']);
    expect(service.state.rides.get(offer.offerId)!.status).toBe('booked');
    expect(openAlarms(service.state)).toMatchObject([{ kind: 'call_rider', reason: 'stop_closed' }]);
  });
});

describe('taking a cancellation back', () => {
  const restore = (bookingId: string): Command => ({ kind: 'restore_booking', bookingId });

  test('UN1 within a minute the booking is as it was, when its seat is still there', () => {
    const service = start();
    const offer = service.book('r1', tripBetween(3, 7, later(3600)));
    service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: offer.offerId, order: {} });
    service.waitUntil(service.nowSec + 50);
    expect(service.send(rider('r2'), restore(offer.offerId))).toMatchObject({ refusal: 'not_found' });
    expect(kinds(service.facts(rider('r1'), restore(offer.offerId)))).toEqual(['ride_restored', 'route_planned']);
    const { pickupFromSec, pickupUntilSec, dropoffBySec } = offer;
    const ride = service.state.rides.get(offer.offerId);
    expect(ride).toMatchObject({ status: 'booked', cancelReason: null, pickupFromSec, pickupUntilSec, dropoffBySec });
    expect(service.state.figures.get('2026-04-01')).toMatchObject({ booked: 1, cancelled: 0 });
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    expect(service.state.rides.get(offer.offerId)!.status).toBe('completed');
    replaysAlike(service);
  });

  test('UN1 TR11 the way back that was left open comes with the booking, also after a wrong no-show', () => {
    const service = start();
    const trip = { ...tripBetween(3, 7, later(3600)), returnTrip: { kind: 'open' } } as const;
    const offer = service.book('r1', trip);
    const open = service.state.openReturns.get(offer.offerId);
    service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: offer.offerId, order: {} });
    expect(service.state.openReturns.size).toBe(0);
    service.facts(rider('r1'), restore(offer.offerId));
    expect(service.state.openReturns.get(offer.offerId)).toEqual(open);
    service.waitUntil(offer.pickupFromSec);
    service.drive('v0', { kind: 'arrived', callId: `${offer.offerId}_pickup`, atSec: service.nowSec });
    service.waitUntil(service.nowSec + 1200);
    service.drive('v0', { kind: 'no_show', bookingId: offer.offerId, atSec: service.nowSec });
    expect(service.state.openReturns.size).toBe(0);
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'undo_action', vehicleId: 'v0' });
    expect(service.state.openReturns.get(offer.offerId)).toEqual(open);
    replaysAlike(service);
  });

  test('UN1 AR6 AR8 a booking that would be refused by now does not come back; the desk is held by a block only', () => {
    const service = start({ vehicles: 2, rules: { limits: [{ activeBookings: 1 }] } });
    const cancelled = (riderId: string, afterSec: number) => {
      const offer = service.book(riderId, tripBetween(3, 7, later(afterSec)));
      service.facts(rider(riderId), { kind: 'cancel_booking', bookingId: offer.offerId, order: {} });
      return restore(offer.offerId);
    };
    const over = cancelled('r1', 3600);
    service.book('r1', tripBetween(3, 7, later(3 * 3600)));
    expect(service.send(rider('r1'), over)).toMatchObject({ refusal: 'too_late_to_undo' });
    expect(service.send(desk, over).ok).toBe(true);
    const blocked = cancelled('r2', 2 * 3600);
    const rules = { blocked: { untilSec: null, reason: 'test' }, riderTypeId: null, clearStrikes: false };
    service.facts(desk, { kind: 'set_rider_rules', riderId: 'r2', rules });
    for (const actor of [rider('r2'), desk]) {
      expect(service.send(actor, blocked)).toMatchObject({ refusal: 'too_late_to_undo' });
    }
  });

  describe('UN1 AR6 what no limit forbids comes back', () => {
    const cancel = (bookingId: string): Command => ({ kind: 'cancel_booking', bookingId, order: {} });
    const cancelledIn = (service: PlayedService, bookingId: string) => {
      service.nowSec += 5;
      service.facts(rider('r1'), cancel(bookingId));
      service.nowSec += 5;
    };
    const block = { blocked: { untilSec: null, reason: 'test' }, riderTypeId: null, clearStrikes: false };

    test('a limit of another kind of trip, also after another booking', () => {
      const service = start({ vehicles: 2, rules: { limits: [{ tripKind: 'depart_after', activeBookings: 1 }] } });
      const arriveBy = (afterSec: number) => tripBetween(3, 7, { kind: 'arrive_by', atSec: TEN + afterSec });
      service.book('r1', arriveBy(2 * 3600));
      const { offerId } = service.book('r1', arriveBy(4 * 3600));
      cancelledIn(service, offerId);
      service.book('r1', arriveBy(3 * 3600));
      expect(service.send(rider('r1'), restore(offerId)).ok).toBe(true);
    });

    test.each(['a trip a day', 'a block'])('TR11 AR8 a way back that was called, despite %s', (what) => {
      const service = start({ rules: { limits: what === 'a block' ? [] : [{ tripsPerDay: 1 }] } });
      const { offerId } = service.book('r1', { ...tripBetween(3, 7, later(600)), returnTrip: { kind: 'open' } });
      service.serveNextCall('v0');
      service.serveNextCall('v0');
      if (what === 'a block') service.facts(desk, { kind: 'set_rider_rules', riderId: 'r1', rules: block });
      service.facts(rider('r1'), { kind: 'call_return', requestId: 'call', bookingId: offerId });
      service.facts(rider('r1'), { kind: 'book_offer', offerId: 'call-1' });
      cancelledIn(service, 'call-1');
      expect(service.send(rider('r1'), restore('call-1')).ok).toBe(true);
    });

    test('what the desk booked despite limits, until the rider books something else', () => {
      const service = start({ vehicles: 2, rules: { limits: [{ tripsPerDay: 1 }] } });
      const { offerId: own } = service.book('r1', tripBetween(3, 7, later(3600)));
      const ask = { kind: 'request_trip', requestId: 'd', request: tripBetween(3, 7, later(7200)) } as const;
      service.facts(desk, { ...ask, forRiderId: 'r1', despiteLimits: true });
      service.facts(desk, { kind: 'book_offer', offerId: 'd-1' });
      cancelledIn(service, 'd-1');
      expect(service.send(rider('r1'), restore('d-1')).ok).toBe(true);
      for (const bookingId of [own, 'd-1']) cancelledIn(service, bookingId);
      service.book('r1', tripBetween(3, 7, later(3 * 3600)));
      expect(service.send(rider('r1'), restore('d-1'))).toMatchObject({ refusal: 'too_late_to_undo' });
    });

    test('each way of a pair as one of two, whose other way was let in with it', () => {
      const service = start({ rules: { limits: [{ tripsPerDay: 2 }] } });
      const stay = { kind: 'stay', staySec: 3600 } as const;
      const { offerId } = service.book('r1', { ...tripBetween(3, 7, later(3600)), returnTrip: stay });
      service.nowSec += 5;
      service.facts(rider('r1'), { ...cancel(offerId), order: { withReturn: true } } as Command);
      for (const bookingId of [offerId, `${offerId}r`]) {
        expect(service.send(rider('r1'), restore(bookingId)).ok, bookingId).toBe(true);
      }
    });

    test('but not two where one is allowed, the first restored or held since the second was cancelled', () => {
      const service = start({ vehicles: 2, rules: { limits: [{ activeBookings: 1 }] } });
      const { offerId: first } = service.book('r1', tripBetween(3, 7, later(3600)));
      cancelledIn(service, first);
      const { offerId: second } = service.book('r1', tripBetween(3, 7, later(7200)));
      cancelledIn(service, second);
      service.facts(rider('r1'), restore(first));
      expect(service.send(rider('r1'), restore(second))).toMatchObject({ refusal: 'too_late_to_undo' });
      cancelledIn(service, first);
      service.offers('r1', tripBetween(3, 7, later(7200)));
      expect(service.send(rider('r1'), restore(first))).toMatchObject({ refusal: 'too_late_to_undo' });
      replaysAlike(service);
    });
  });

  test('UN1 not after a minute, and not when somebody else has the seat', () => {
    const service = start({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
    const offer = service.book('r1', tripBetween(1, 9, later(3600)));
    const cancel = { kind: 'cancel_booking', bookingId: offer.offerId, order: {} } as const;
    service.facts(rider('r1'), cancel);
    const other = service.book('r2', tripBetween(1, 9, later(3600)));
    expect(service.send(rider('r1'), restore(offer.offerId))).toMatchObject({ refusal: 'too_late_to_undo' });
    service.facts(rider('r2'), { ...cancel, bookingId: other.offerId });
    service.waitUntil(service.nowSec + 61);
    expect(service.send(rider('r2'), restore(other.offerId))).toMatchObject({ refusal: 'too_late_to_undo' });
  });
});

describe('alarms', () => {
  test('AL1 that a vehicle is out is settled when it is back, by the desk or by its driver; a call for help is not', () => {
    const service = start({ vehicles: 2 });
    const kindsOpen = () => openAlarms(service.state).map(({ kind, vehicleId }) => `${kind} ${vehicleId}`);
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'raise_sos', vehicleId: 'v0', position: null });
    for (const vehicleId of ['v0', 'v1']) {
      service.facts(desk, { kind: 'take_vehicle_out', vehicleId, order: { reason: 'driver_left' } });
    }
    expect(kindsOpen()).toEqual(['sos v0', 'vehicle_out v0', 'vehicle_out v1']);
    service.facts(desk, { kind: 'return_vehicle', vehicleId: 'v0' });
    expect(kindsOpen()).toEqual(['sos v0', 'vehicle_out v1']);
    const driver = { vehicleId: 'v1', driverName: 'Test', tokenHash: 'other', isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', ...driver });
    expect(kindsOpen()).toEqual(['sos v0']);
  });

  test('AL1 an emergency stands first on the list until somebody at the desk takes it', () => {
    const service = start({ vehicles: 2 });
    const offer = service.book('r1', tripBetween(3, 7));
    service.waitUntil(offer.pickupUntilSec + 60);
    service.facts({ kind: 'driver', vehicleId: 'v1' }, { kind: 'raise_sos', vehicleId: 'v1', position: null });
    const alarms = openAlarms(service.state);
    expect(alarms.map(({ kind, vehicleId, number }) => [kind, vehicleId, number])).toEqual([
      ['sos', 'v1', null],
      ['late', null, 1],
    ]);
    const take: Command = { kind: 'acknowledge_alarm', alarmId: alarms[0]!.alarmId, note: 'ambulance called' };
    expect(service.send({ kind: 'driver', vehicleId: 'v1' }, take)).toMatchObject({ refusal: 'not_yours' });
    service.facts(desk, take);
    expect(service.send(desk, take)).toMatchObject({ refusal: 'not_found' });
    expect(service.ledger.at(-1)!.event).toMatchObject({ kind: 'alarm_acknowledged', by: 'operator:op1' });
    const vehicleId = service.state.rides.get(offer.offerId)!.shiftId.split('@')[0]!;
    service.serveNextCall(vehicleId); // the late rider has boarded: nothing is left to do about it
    expect(openAlarms(service.state)).toEqual([]);
    replaysAlike(service);
  });
});
