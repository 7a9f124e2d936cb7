import { describe, expect, test } from 'vitest';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { oneAdult, playDispatch, replayed, tripBetween } from '../testing/play-dispatch.ts';
import { canonicalState } from './canonical.ts';
import type { Actor } from './commands.ts';
import { hasRoom } from './effects.ts';
import { evolve } from './evolve.ts';
import { findBooking, findManifest } from './views.ts';

const rider = (riderId: string): Actor => ({ kind: 'rider', riderId });
const TEN = OPENING_SEC + 3600;

function serviceWithDriver(options: Parameters<typeof lineWorld>[0] = {}) {
  const service = playDispatch(lineWorld(options), TEN);
  for (const vehicle of service.world.area.vehicles) {
    const signOn = {
      kind: 'sign_on',
      vehicleId: vehicle.id,
      driverName: 'Test',
      tokenHash: `t-${vehicle.id}`,
      isVirtual: false,
    } as const;
    service.facts({ kind: 'anybody' }, signOn);
  }
  return service;
}

describe('asking and booking', () => {
  test('TR1 an idle vehicle at the depot: the offer follows from the drive and the time held for the answer', () => {
    const service = serviceWithDriver();
    const offers = service.offers('r1', tripBetween(3, 7));
    expect(offers.length).toBe(3);
    // The vehicle leaves s0 when the hold of 120 s ends and needs 3 legs of 100 s: 420 s after ten, a full minute.
    expect(offers[0]).toMatchObject({
      pickup: { stopId: 's3', walkM: 0 },
      dropoff: { stopId: 's7' },
      pickupFromSec: TEN + 420,
      pickupUntilSec: TEN + 420 + 600,
      // 600 window + 30 dwell + 1.5 × 400 + 300 longest ride = 1,530 s after the window opens, at a full minute
      dropoffBySec: TEN + 420 + 1560,
      fareYen: 300,
      isShared: false,
    });
    expect(offers[1]!.pickupFromSec).toBeGreaterThanOrEqual(offers[0]!.pickupFromSec + 1200);
  });

  test('TR1 from a point the rider walks to a stop, and the window leaves time for the walk', () => {
    const service = serviceWithDriver();
    const between = { lat: service.world.area.stops[3]!.position.lat + 0.001, lon: 135.45 };
    const [offer] = service.offers('r1', { ...tripBetween(0, 8), from: { kind: 'point', position: between } });
    expect(offer!.pickup).toMatchObject({ stopId: 's3', walkM: 111 });
    // 111 m at 111 s per 100 m: 124 s
    expect(offer!.pickupFromSec).toBeGreaterThanOrEqual(TEN + 124);
  });

  test('TR1 a walk longer than the promised window is no hindrance', () => {
    const service = serviceWithDriver({ stops: 10 });
    const { lat } = service.world.area.stops[0]!.position;
    const far = { lat: lat - 0.01, lon: 135.45 };
    const [offer] = service.offers('r1', { ...tripBetween(0, 8), from: { kind: 'point', position: far } });
    // 1,110 m at 111 s per 100 m: 1,233 s, twice the window of 600 s
    expect(offer!.pickup).toMatchObject({ stopId: 's0', walkM: 1110 });
    expect(offer!.pickupFromSec).toBeGreaterThanOrEqual(TEN + 1233);
    expect(offer!.pickupUntilSec).toBe(offer!.pickupFromSec + 600);
  });

  test('TR1 riders on board of another vehicle are no hindrance', () => {
    const service = serviceWithDriver({ vehicles: 2, seats: 1, promises: { maxWaitSec: 600 } });
    service.book('r1', tripBetween(1, 9));
    service.serveNextCall('v0');
    expect([...service.state.rides.values()].map((ride) => ride.status)).toEqual(['on_board']);
    // v0 is full and will be far away in ten minutes: v1, which stands at s0, is the one to come.
    expect(service.offers('r2', tripBetween(2, 1))[0]).toMatchObject({ shiftId: 'v1@2026-04-01.0' });
  });

  test('TR1 an offer is shared when others have booked, not for what is only held, be it for the same rider', () => {
    const service = serviceWithDriver({ promises: { windowSec: 1800 } });
    const isShared = (riderId: string) => service.offers(riderId, tripBetween(3, 7)).map((offer) => offer.isShared);
    expect(isShared('r1')).toEqual([false, false, false]);
    expect(isShared('r2')).toEqual([false, false, false]);
    service.facts(rider('r1'), { kind: 'book_offer', offerId: 'q1-1' });
    expect(isShared('r2')[0]).toBe(true);
  });

  test('TR2 TR5 what is shown can be taken, and the others of the request are freed', () => {
    const service = serviceWithDriver();
    const offers = service.offers('r1', tripBetween(3, 7));
    service.nowSec += 119;
    const facts = service.facts(rider('r1'), { kind: 'book_offer', offerId: offers[1]!.offerId });
    expect(facts.map((event) => event.kind)).toEqual(['offers_released', 'ride_booked']);
    expect([...service.state.rides.keys()]).toEqual([offers[1]!.offerId]);
  });

  test('TR5 asking again frees what was held before', () => {
    const service = serviceWithDriver();
    service.offers('r1', tripBetween(3, 7));
    service.offers('r1', tripBetween(2, 4));
    expect(service.state.heldByRequest.size).toBe(1);
    expect([...service.state.rides.values()].every((ride) => ride.requestId === 'q2')).toBe(true);
  });

  test('TR6 a hold that ended is gone', () => {
    const service = serviceWithDriver();
    const [offer] = service.offers('r1', tripBetween(3, 7));
    const ended = service.waitUntil(TEN + 120);
    expect(ended).toMatchObject([{ kind: 'offers_released', why: 'expired' }]);
    expect(service.send(rider('r1'), { kind: 'book_offer', offerId: offer!.offerId })).toMatchObject({
      refusal: 'offer_gone',
    });
    expect(service.state.rides.has(offer!.offerId)).toBe(false);
  });

  test('TR3 two riders after the last seat: one gets it, the other the next best in the same answer', () => {
    const service = serviceWithDriver({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
    const when = { kind: 'depart_after', atSec: TEN + 1800 } as const;
    const [first] = service.offers('r1', tripBetween(2, 8, when));
    const [nextBest] = service.offers('r2', tripBetween(2, 8, when));
    expect(service.state.answers.get('q2')).toMatchObject({
      kind: 'offers',
      insteadOf: {
        reason: 'no_vehicle_available',
        alternatives: [{ kind: 'earlier', pickupFromSec: nextBest!.pickupFromSec }, { kind: 'later' }],
      },
    });
    service.facts(rider('r1'), { kind: 'book_offer', offerId: first!.offerId });
    service.facts(rider('r2'), { kind: 'book_offer', offerId: nextBest!.offerId });
    expect(nextBest!.pickupUntilSec < first!.pickupFromSec || nextBest!.pickupFromSec > first!.pickupUntilSec).toBe(
      true,
    );
    expect(service.state.figures.get('2026-04-01')).toMatchObject({ requests: 2, refused: 1, booked: 2 });
  });

  test.each([
    ['outside_service_hours', tripBetween(1, 2, { kind: 'depart_after', atSec: OPENING_SEC + 10 * 3600 })],
    ['in_the_past', tripBetween(1, 2, { kind: 'depart_after', atSec: OPENING_SEC })],
    ['too_far_ahead', tripBetween(1, 2, { kind: 'depart_after', atSec: TEN + 8 * 86_400 })],
    ['same_stop', tripBetween(4, 4)],
    ['stop_unknown', tripBetween(1, 99)],
    ['party_too_large', tripBetween(1, 2, { kind: 'now' }, { ...oneAdult, adults: 9 })],
    ['no_wheelchair_place', tripBetween(1, 2, { kind: 'now' }, { ...oneAdult, adults: 2, wheelchairs: 2 })],
    ['not_in_service_area', { ...tripBetween(1, 2), from: { kind: 'point', position: { lat: 30, lon: 135 } } }],
    ['no_stop_within_walk', { ...tripBetween(1, 2), from: { kind: 'point', position: { lat: 35.1, lon: 135.45 } } }],
    ['no_stop_near_destination', { ...tripBetween(1, 2), to: { kind: 'point', position: { lat: 35.1, lon: 135.45 } } }],
  ] as const)('TR4 %s is said, with alternatives that would get an offer', (reason, request) => {
    const service = serviceWithDriver();
    service.offers('r1', request);
    const answer = service.state.answers.get('q1')!;
    expect(answer).toMatchObject({ kind: 'refused', reason });
    for (const alternative of answer.kind === 'refused' ? answer.alternatives : []) {
      expect(service.offers('r1', alternative.request)[0]).toMatchObject({ pickupFromSec: alternative.pickupFromSec });
    }
    expect(service.state.figures.get('2026-04-01')).toMatchObject({ refused: 1 });
  });

  test('TR4 who would have to be there before the first ride can be is told of the hours, and offered a later arrival', () => {
    const service = serviceWithDriver();
    // Tomorrow at nine the vehicle leaves s0: 3 legs to the rider and 4 with the rider, 700 s without the time to board.
    const arriveBy = (afterSec: number) =>
      tripBetween(3, 7, { kind: 'arrive_by', atSec: OPENING_SEC + 86_400 + afterSec });
    expect(service.offers('r1', arriveBy(600))).toEqual([]);
    const answer = service.state.answers.get('q1')!;
    expect(answer).toMatchObject({
      kind: 'refused',
      reason: 'outside_service_hours',
      alternatives: [{ kind: 'later', request: { when: { kind: 'arrive_by' } } }],
    });
    const [later] = answer.kind === 'refused' ? answer.alternatives : [];
    expect(service.offers('r1', later!.request)[0]).toMatchObject({ pickupFromSec: later!.pickupFromSec });
  });

  test('TR4 an earlier alternative of an arrival arrives before the time wished for', () => {
    const service = serviceWithDriver();
    const atSec = OPENING_SEC + 8 * 3600 + 6300; // nobody need be there so long after the service ends
    expect(service.offers('r1', tripBetween(3, 7, { kind: 'arrive_by', atSec }))).toEqual([]);
    const answer = service.state.answers.get('q1')!;
    expect(answer).toMatchObject({
      reason: 'outside_service_hours',
      alternatives: [{ kind: 'earlier', request: { when: { kind: 'arrive_by' } } }, { kind: 'later' }],
    });
    const [earlier] = answer.kind === 'refused' ? answer.alternatives : [];
    const [offer] = service.offers('r1', earlier!.request);
    expect(offer!.pickupFromSec).toBe(earlier!.pickupFromSec);
    expect(offer!.dropoffBySec).toBeLessThan(atSec);
  });

  test('TR4 who would be under way when the service ends is told of the hours, and not that all is taken', () => {
    const service = serviceWithDriver();
    const leaveAt = (atSec: number) => tripBetween(3, 7, { kind: 'depart_after', atSec });
    expect(service.offers('r1', leaveAt(OPENING_SEC + 8 * 3600 - 120))).toEqual([]);
    expect(service.state.answers.get('q1')).toMatchObject({ reason: 'outside_service_hours' });
  });

  test('TR4 an arrival after hours is told so whatever the vehicles do just then', () => {
    const endSec = OPENING_SEC + 8 * 3600;
    const service = serviceWithDriver({ seats: 1, promises: { maxOffers: 1 } });
    service.nowSec = endSec - 1800;
    const reason = () => {
      service.offers('r2', tripBetween(3, 7, { kind: 'arrive_by', atSec: endSec + 600 }));
      const answer = [...service.state.answers.values()].at(-1)!;
      return answer.kind === 'refused' ? answer.reason : 'offers';
    };
    service.book('r1', tripBetween(1, 5));
    expect(reason()).toBe('no_vehicle_available'); // without r1 there would be time enough
    service.waitUntil(endSec - 1500);
    service.serveNextCall('v0');
    expect(status(service, 'q1-1')).toBe('on_board');
    expect(reason()).toBe('outside_service_hours');
  });

  test.each([
    ['now until noon', TEN + 2 * 3600, TEN + 2 * 3600 + 900],
    ['tomorrow until 09:20', OPENING_SEC + 86_400 + 1200, OPENING_SEC + 86_400 + 1800],
  ] as const)(
    'TR4 while the vehicle is out, %s, there is none, and the service is not closed',
    (_, untilSec, atSec) => {
      const service = serviceWithDriver({ promises: { maxOffers: 1 } });
      const desk: Actor = { kind: 'operator', operatorId: 'op1' };
      service.facts(desk, { kind: 'take_vehicle_out', vehicleId: 'v0', order: { reason: 'breakdown', untilSec } });
      expect(service.offers('r1', tripBetween(1, 9, { kind: 'arrive_by', atSec }))).toHaveLength(1);
      expect(service.state.answers.get('q1')).toMatchObject({ insteadOf: { reason: 'no_vehicle_available' } });
    },
  );

  test('TR4 a service that is full at its beginning is full, not closed', () => {
    const service = serviceWithDriver({ seats: 1, promises: { maxOffers: 1 } });
    const when = { kind: 'arrive_by', atSec: OPENING_SEC + 86_400 + 1200 } as const;
    service.book('r1', tripBetween(3, 7, when));
    service.offers('r2', tripBetween(3, 7, when));
    expect(service.state.answers.get('q2')).toMatchObject({ insteadOf: { reason: 'no_vehicle_available' } });
  });

  test.each([
    ['from', 'no_stop_within_walk', 'INVALID_PICKUP_ADDRESS'],
    ['to', 'no_stop_near_destination', 'INVALID_DROPOFF_ADDRESS'],
  ] as const)(
    'TR4 where no stop is near, the refusal tells %s which end, and the nearest stop is named',
    (end, reason, tcrp) => {
      const service = serviceWithDriver();
      const last = service.world.area.stops.at(-1)!;
      const place = { kind: 'point', position: { ...last.position, lat: last.position.lat + 0.03 } } as const;
      service.offers('r1', { ...tripBetween(1, 2), [end]: place });
      const answer = service.state.answers.get('q1')!;
      expect(answer).toMatchObject({ kind: 'refused', reason, tcrp });
      expect(answer.kind === 'refused' && answer.alternatives).toMatchObject([
        { kind: 'other_stop', request: { [end]: { kind: 'stop', stopId: last.id } } },
      ]);
    },
  );

  test.each(['from', 'to'] as const)(
    'TR4 just outside the service area the nearest stop is named, farther away none (%s)',
    (end) => {
      const service = serviceWithDriver();
      const { position } = service.world.area.stops[4]!;
      const alternativesAt = (lon: number) => {
        service.offers('r1', { ...tripBetween(1, 2), [end]: { kind: 'point', position: { ...position, lon } } });
        const answer = service.state.answers.get(`q${service.state.answers.size}`)!;
        expect(answer).toMatchObject({ kind: 'refused', reason: 'not_in_service_area', tcrp: 'NOT_IN_SERVICE_AREA' });
        return answer.kind === 'refused' ? answer.alternatives : null;
      };
      expect(alternativesAt(135.501)).toMatchObject([
        { kind: 'other_stop', request: { [end]: { kind: 'stop', stopId: 's4' } } },
      ]);
      expect(alternativesAt(135.52)).toEqual([]);
    },
  );

  test('TR4 in the evening the next morning is named', () => {
    const service = serviceWithDriver();
    service.nowSec = OPENING_SEC + 11 * 3600;
    service.offers('r1', tripBetween(1, 5));
    const answer = service.state.answers.get('q1')!;
    expect(answer.kind === 'refused' && answer.alternatives[0]).toMatchObject({
      kind: 'later',
      request: { when: { kind: 'depart_after', atSec: OPENING_SEC + 86_400 } },
    });
  });

  test('TR7 somebody else’s offer and booking are as if they were not there', () => {
    const service = serviceWithDriver();
    const offer = service.book('r1', tripBetween(3, 7));
    expect(service.send(rider('r2'), { kind: 'book_offer', offerId: offer.offerId })).toMatchObject({
      refusal: 'offer_gone',
    });
    const cancel = { kind: 'cancel_booking', bookingId: offer.offerId, order: {} } as const;
    expect(service.send(rider('r2'), cancel)).toMatchObject({ refusal: 'not_found' });
    expect(service.send({ kind: 'anybody' }, cancel)).toMatchObject({ refusal: 'not_found' });
  });

  test('TR8 a cancelled ride gives its seat back; after boarding it is too late', () => {
    const service = serviceWithDriver({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
    const when = { kind: 'depart_after', atSec: TEN + 1800 } as const;
    const first = service.book('r1', tripBetween(2, 8, when));
    service.facts(rider('r1'), {
      kind: 'cancel_booking',
      bookingId: first.offerId,
      order: { reason: 'changed_my_mind' },
    });
    const second = service.book('r2', tripBetween(2, 8, when));
    expect(second.pickupFromSec).toBe(first.pickupFromSec);
    service.serveNextCall('v0');
    const late = { kind: 'cancel_booking', bookingId: second.offerId, order: {} } as const;
    expect(service.send(rider('r2'), late)).toMatchObject({ refusal: 'too_late_to_cancel' });
    expect(service.send(rider('r1'), { ...late, bookingId: first.offerId })).toMatchObject({
      refusal: 'already_ended',
    });
  });

  test('TR9 arrive by 11:00: there on time, and not needlessly early', () => {
    const service = serviceWithDriver();
    const atSec = OPENING_SEC + 7200;
    const [offer] = service.offers('r1', tripBetween(3, 7, { kind: 'arrive_by', atSec }));
    expect(offer!.dropoffBySec).toBeLessThanOrEqual(atSec);
    expect(offer!.pickupFromSec).toBeGreaterThan(TEN + 600);
  });
});

describe('driving', () => {
  test('DR2 DR3 a ride from booking to receipt', () => {
    const service = serviceWithDriver();
    const offer = service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: TEN + 1800 }));
    const sent = service.waitUntil(offer.pickupFromSec).filter((event) => event.kind === 'vehicle_sent');
    // stands at s3 two minutes before the window opens: leaves 300 s of drive before that
    expect(sent).toMatchObject([{ stopId: 's3', departSec: offer.pickupFromSec - 120 - 300 }]);
    expect(status(service, offer.offerId)).toBe('on_the_way');
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec });
    expect(status(service, offer.offerId)).toBe('arrived');
    service.drive('v0', { kind: 'boarded', bookingId: offer.offerId, atSec: service.nowSec });
    expect(status(service, offer.offerId)).toBe('on_board');
    service.serveNextCall('v0');
    expect(status(service, offer.offerId)).toBe('completed');
    expect(findManifest(service.world, service.state, 'v0', service.nowSec)).toMatchObject({ onBoard: 0, calls: [] });
  });

  test('DR3 boarding without "arrived" says the arrival too; what is not next is refused', () => {
    const service = serviceWithDriver();
    const offer = service.book('r1', tripBetween(3, 7));
    service.waitUntil(offer.pickupFromSec);
    const { offerId: bookingId } = offer;
    expect(service.drive('v0', { kind: 'dropped_off', bookingId, atSec: service.nowSec })).toMatchObject({
      refusal: 'wrong_order',
    });
    const boarded = service.drive('v0', { kind: 'boarded', bookingId, atSec: service.nowSec });
    expect(boarded.ok && boarded.events.map((event) => event.kind)).toEqual(['call_arrived', 'ride_boarded']);
  });

  test('DR3 nobody boards before the vehicle is there, or gets off before boarding, whatever the device’s clock says', () => {
    const service = serviceWithDriver();
    const { offerId: bookingId, pickupFromSec } = service.book('r1', tripBetween(3, 7));
    service.waitUntil(pickupFromSec + 40);
    const arrivedSec = pickupFromSec + 10;
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: arrivedSec });
    service.drive('v0', { kind: 'boarded', bookingId, atSec: arrivedSec - 600 });
    expect(service.state.rides.get(bookingId)).toMatchObject({ boardedSec: arrivedSec });
    service.drive('v0', { kind: 'dropped_off', bookingId, atSec: arrivedSec - 700 });
    expect(service.state.rides.get(bookingId)).toMatchObject({ status: 'completed', droppedOffSec: arrivedSec });
  });

  test('DR8 who boards before somebody leaves does not leave too few seats to the next who boards', () => {
    const service = serviceWithDriver({ vehicles: 1, seats: 3 });
    const pair = { ...oneAdult, adults: 2 };
    const { offerId: leaving, shiftId } = service.book('r1', tripBetween(1, 3, { kind: 'now' }, pair));
    const [first, second] = ['r2', 'r3'].map((riderId) => service.book(riderId, tripBetween(3, 5)).offerId);
    service.serveNextCall('v0');
    const visitsOf = (ids: readonly string[], kind: 'pickup' | 'dropoff') => ids.map((rideId) => ({ rideId, kind }));
    const both = [first!, second!];
    const visits = [
      ...visitsOf([first!], 'pickup'),
      ...visitsOf([leaving], 'dropoff'),
      ...visitsOf([second!], 'pickup'),
      ...visitsOf(both, 'dropoff'),
    ];
    const entry = { sequence: service.state.sequence + 1, atSec: service.nowSec, command: null } as const;
    evolve(service.world, service.state, { ...entry, event: { kind: 'route_planned', shiftId, visits } });
    service.waitUntil(service.state.rides.get(second!)!.pickupFromSec);
    const does = (kind: 'boarded' | 'dropped_off', bookingId: string) =>
      service.drive('v0', { kind, bookingId, atSec: service.nowSec });
    expect(does('boarded', second!).ok).toBe(true);
    const shift = service.state.shifts.get(shiftId)!;
    expect(hasRoom(service.world, service.state, shift.vehicleIndex, shift.visits)).toBe(true);
    expect(does('boarded', first!)).toMatchObject({ refusal: 'wrong_order' }); // no seat yet
    expect([does('dropped_off', leaving).ok, does('boarded', first!).ok]).toEqual([true, true]);
    expect(shift.visits).toEqual(visitsOf(both, 'dropoff'));
  });

  test('DR4 a no-show only at the stop and after the wait', () => {
    const service = serviceWithDriver();
    const { offerId: bookingId, pickupFromSec } = service.book('r1', tripBetween(3, 7));
    service.waitUntil(pickupFromSec);
    const noShow = () => service.drive('v0', { kind: 'no_show', bookingId, atSec: service.nowSec });
    expect(noShow()).toMatchObject({ refusal: 'wrong_order' });
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec });
    service.waitUntil(pickupFromSec + 179);
    expect(noShow()).toMatchObject({ refusal: 'too_early_for_no_show' });
    service.waitUntil(pickupFromSec + 180);
    expect(noShow().ok).toBe(true);
    expect(service.state.rides.get(bookingId)!.status).toBe('no_show');
  });

  test('DR1 a person takes over from a virtual driver, nobody from a person', () => {
    const service = playDispatch(lineWorld(), TEN);
    const signOn = (driverName: string, isVirtual: boolean) =>
      service.send(
        { kind: 'anybody' },
        { kind: 'sign_on', vehicleId: 'v0', driverName, tokenHash: driverName, isVirtual },
      );
    expect(signOn('virtual', true).ok).toBe(true);
    expect(signOn('person', false).ok).toBe(true);
    expect(service.state.vehicleByTokenHash.get('virtual')).toBeUndefined();
    expect(signOn('other', false)).toMatchObject({ refusal: 'vehicle_taken' });
    expect(signOn('virtual again', true)).toMatchObject({ refusal: 'vehicle_taken' });
  });

  test('DR5 nobody signs off with work left', () => {
    const service = serviceWithDriver();
    service.book('r1', tripBetween(3, 7));
    const signOff = () => service.send({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
    expect(signOff()).toMatchObject({ refusal: 'riders_on_board' });
    service.serveNextCall('v0');
    expect(signOff()).toMatchObject({ refusal: 'riders_on_board' });
    service.serveNextCall('v0');
    expect(signOff().ok).toBe(true);
  });

  test('DR6 rides that nobody drove are put on record, and the next day begins afresh', () => {
    const service = serviceWithDriver({ promises: { maxOffers: 1 } });
    const { offerId } = service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: OPENING_SEC + 7 * 3600 }));
    service.nowSec = OPENING_SEC + 10 * 3600;
    const [fact] = service.waitUntil(service.nowSec + 1);
    expect(fact).toMatchObject({ kind: 'ride_cancelled', bookingId: offerId, by: 'service', reason: 'not_driven' });
    service.nowSec = OPENING_SEC + 86_400;
    const next = service.book('r1', tripBetween(3, 7));
    expect(findManifest(service.world, service.state, 'v0', service.nowSec)!.calls[0]).toMatchObject({
      riders: [{ bookingId: next.offerId }],
    });
  });

  test('DR7 a driver who goes past an offer that is only held is not held up by it', () => {
    const service = serviceWithDriver();
    service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: TEN + 1800 }));
    const [held] = service.offers('r2', tripBetween(1, 2));
    expect([...service.state.shifts.values()][0]!.visits[0]!.rideId).toBe(held!.offerId);
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    expect(call).toMatchObject({ stopId: 's3', state: 'planned' });
    const arrival = service.drive('v0', { kind: 'arrived', callId: call!.callId, atSec: service.nowSec });
    expect(arrival.ok && arrival.events).toMatchObject([
      { kind: 'offers_released', requestId: 'q2', why: 'overtaken' },
      { kind: 'call_arrived', stopId: 's3' },
    ]);
    const take = { kind: 'book_offer', offerId: held!.offerId } as const;
    expect(service.send(rider('r2'), take)).toMatchObject({ refusal: 'offer_gone' });
  });

  test('two rides on the way of each other are pooled', () => {
    const service = serviceWithDriver({ promises: { maxOffers: 1 } });
    const first = service.book('r1', tripBetween(2, 8));
    const second = service.book('r2', tripBetween(3, 7));
    expect(second.isShared).toBe(true);
    for (let i = 0; i < 4; i++) service.serveNextCall('v0');
    expect(service.state.figures.get('2026-04-01')).toMatchObject({ completed: 2, shared: 2, latePickups: 0 });
    expect([first, second].map((offer) => status(service, offer.offerId))).toEqual(['completed', 'completed']);
  });
});

describe('promises', () => {
  test('PR3 a vehicle that does not come is seen when the window can no longer be kept, and said once', () => {
    const service = serviceWithDriver({ promises: { maxOffers: 1 } });
    const offer = service.book('r1', tripBetween(3, 7));
    const events = service.waitUntil(offer.pickupUntilSec + 60).filter((event) => event.kind === 'promise_at_risk');
    expect(events).toMatchObject([{ bookingId: offer.offerId, promisedUntilSec: offer.pickupUntilSec }]);
    expect(findBooking(service.world, service.state, offer.offerId, service.nowSec, new Map())!.isLate).toBe(true);
  });

  test('PR1 PR4 while an offer is held in front of a rider on the way, nobody becomes late', () => {
    const service = serviceWithDriver();
    const first = service.book('r1', tripBetween(8, 2));
    service.nowSec += 5;
    service.offers('r2', tripBetween(4, 1)); // held, never taken
    const promised = { ...service.state.rides.get(first.offerId)! };
    const events = service.waitUntil(first.pickupFromSec);
    expect(events.filter((event) => event.kind === 'promise_at_risk')).toEqual([]);
    const { pickupFromSec, pickupUntilSec, dropoffBySec } = service.state.rides.get(first.offerId)!;
    expect({ pickupFromSec, pickupUntilSec, dropoffBySec }).toEqual({
      pickupFromSec: promised.pickupFromSec,
      pickupUntilSec: promised.pickupUntilSec,
      dropoffBySec: promised.dropoffBySec,
    });
  });
});

describe('facts', () => {
  test('FA2 a command sent again has its effect once; another content under the same key is refused', () => {
    const service = serviceWithDriver();
    const ask = { kind: 'request_trip', requestId: 'first', request: tripBetween(3, 7) } as const;
    expect(service.send(rider('r1'), ask, 'key', 'content')).toMatchObject({ ok: true, subjectId: 'first' });
    const length = service.ledger.length;
    const again = service.send(rider('r1'), { ...ask, requestId: 'second' }, 'key', 'content');
    expect(again).toMatchObject({ ok: true, subjectId: 'first', events: [] });
    expect(service.send(rider('r1'), ask, 'key', 'other')).toMatchObject({ refusal: 'key_reused' });
    expect(service.ledger.length).toBe(length);
    // another rider's key of the same name is another key
    expect(service.send(rider('r2'), { ...ask, requestId: 'third' }, 'key', 'content')).toMatchObject({
      subjectId: 'third',
    });
  });

  test('FA1 FA3 a replay comes to the same state, and a refusal changes nothing', () => {
    const service = serviceWithDriver();
    service.book('r1', tripBetween(3, 7));
    const before = canonicalState(service.state);
    expect(service.send(rider('r1'), { kind: 'book_offer', offerId: 'nothing' }).ok).toBe(false);
    expect(canonicalState(service.state)).toBe(before);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(before);
  });

  test('FA5 a ledger of a town of ten stops means the same in the town that has since built more', () => {
    const service = serviceWithDriver({ stops: 10 });
    const offer = service.book('r1', tripBetween(3, 7));
    service.waitUntil(offer.pickupFromSec);
    service.serveNextCall('v0');
    const { calls } = findManifest(service.world, service.state, 'v0', service.nowSec)!;
    expect(calls).toMatchObject([{ stopId: 's7' }]);
    const grown = lineWorld({ stops: 14 });
    expect(findManifest(grown, replayed(grown, service.ledger), 'v0', service.nowSec)!.calls).toEqual(calls);
  });
});

function status(service: ReturnType<typeof playDispatch>, bookingId: string) {
  return findBooking(service.world, service.state, bookingId, service.nowSec, new Map())!.status;
}
