import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import type { TripAnswer, TripRequest } from '../contracts/trips.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { oneAdult, playDispatch, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { canonicalState } from './canonical.ts';
import type { Actor } from './commands.ts';
import type { DispatchEvent } from './events.ts';
import { previewMove } from './move-trip.ts';
import { DecisionReader } from './trip-decisions.ts';
import { tripReasons } from './trip-reasons.ts';

const TEN = OPENING_SEC + 3600;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };
const later = (afterSec: number) => ({ kind: 'depart_after', atSec: TEN + afterSec }) as const;

function start(options: LineWorldOptions = {}): PlayedService {
  const service = playDispatch(lineWorld({ promises: { maxOffers: 1 }, ...options }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const signOn = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', ...signOn });
  }
  return service;
}

function decisionsOf(service: PlayedService, bookingId: string) {
  const reader = new DecisionReader(service.world, bookingId);
  for (const entry of service.ledger) reader.add(entry);
  return reader.decisions();
}

let asked = 0;
/** Asked by the desk for a rider. */
function askByDesk(service: PlayedService, riderId: string, request: TripRequest): DispatchEvent {
  const command = { kind: 'request_trip', requestId: `d${++asked}`, request, forRiderId: riderId } as const;
  return service.facts(desk, command).find(({ kind }) => kind === 'offers_made' || kind === 'trip_refused')!;
}

describe('why this vehicle', () => {
  test('EX1 the runner-up is named with what it would cost in driving, waiting and riding; asking changes nothing', () => {
    const service = start({ vehicles: 2 });
    // v0 takes somebody from the depot to stop 5 and will stand there; v1 waits at the depot, 300 s from stop 3.
    service.book('r1', tripBetween(0, 5, later(600)));
    const { offerId } = service.book('r2', tripBetween(4, 8, later(1500)));
    const before = canonicalState(service.state);
    const reasons = tripReasons(service, offerId)!;
    expect(canonicalState(service.state)).toBe(before);
    expect(reasons).toMatchObject({ bookingId: offerId, about: 'now', fixed: null, obstacles: [] });
    const [rival] = reasons.rivals;
    expect(rival!.vehicleId).not.toBe(reasons.vehicleId);
    // One vehicle: 0 → 5 → 4 → 8 → 0 in 1,800 s. Two: 0 → 5 → 0 and 0 → 4 → 8 → 0 in 2,600 s.
    expect(rival!.difference).toEqual({
      driveSec: 800,
      ownWaitSec: 0,
      ownRideSec: 0,
      ownWalkSec: 0,
      othersWaitSec: 0,
      othersRideSec: 0,
    });
    expect(rival!.price.total).toBe(rival!.price.drive);
    expect(rival!.price.total).toBeGreaterThan(0);
  });

  test('EX1 whoever is on board, or whose vehicle has set out, stays: that is the reason; what is over has none', () => {
    const service = start({ vehicles: 2 });
    const { offerId } = service.book('r1', tripBetween(3, 6));
    const vehicleId = tripReasons(service, offerId)!.vehicleId;
    service.waitUntil(service.nowSec + 130);
    expect(tripReasons(service, offerId)).toMatchObject({ fixed: 'on_the_way', rivals: [], obstacles: [] });
    service.serveNextCall(vehicleId);
    expect(tripReasons(service, offerId)).toMatchObject({ fixed: 'on_board', pickupSec: null, rivals: [] });
    service.serveNextCall(vehicleId);
    expect(tripReasons(service, offerId)).toMatchObject({ fixed: 'over', rivals: [] });
    expect(tripReasons(service, 'nobody')).toBe(null);
  });

  test('EX2 where no other vehicle could, the limit that binds is named by class', () => {
    const service = start({ vehicles: 2, equipped: [{}, { wheelchairPlaces: 0 }] });
    const party = { ...oneAdult, wheelchairs: 1 };
    const { offerId } = service.book('r1', tripBetween(3, 6, later(1800), party));
    expect(tripReasons(service, offerId)).toMatchObject({
      vehicleId: 'v0',
      rivals: [],
      obstacles: [{ vehicleClass: 'wagon', vehicles: 1, binding: 'capacity', alone: ['capacity'] }],
    });
  });

  test('EX3 a move to the runner-up keeps every promise, and its price is the sum of its parts, in random days', () => {
    let compared = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const service = start({ vehicles: 3, seats: 3, stops: 9 });
      const booked: string[] = [];
      for (let k = 0; k < 8; k++) {
        const from = randomIndex(random, 9);
        const to = (from + 1 + randomIndex(random, 7)) % 9;
        const [offer] = service.offers(`r${k}`, tripBetween(from, to, later(900 + randomIndex(random, 3600))));
        if (!offer) continue;
        service.facts({ kind: 'rider', riderId: `r${k}` }, { kind: 'book_offer', offerId: offer.offerId });
        booked.push(offer.offerId);
      }
      for (const bookingId of booked) compared += isRealRunnerUp(service, bookingId, `seed ${seed}, ${bookingId}`);
    }
    expect(compared).toBeGreaterThan(20);
  });

  /** Looks at what moving the trip to its runner-up would do; 1 when there is one. */
  function isRealRunnerUp(service: PlayedService, bookingId: string, label: string): number {
    const before = tripReasons(service, bookingId)!;
    const [rival] = before.rivals;
    if (!rival) return 0;
    const order = { vehicleId: rival.vehicleId };
    const preview = previewMove(service, bookingId, order)!;
    expect(preview.obstacle, label).toBe(null);
    const { drive, wait, ride, walk, total } = rival.price;
    expect(total, label).toBe(drive + wait + ride + walk);
    expect(rival.pickupSec, label).toBeLessThanOrEqual(service.state.rides.get(bookingId)!.pickupUntilSec);
    expect(
      preview.effects.some((effect) => effect.breaksPromise),
      label,
    ).toBe(false);
    return 1;
  }

  test('EX4 a past decision is compared in the state in which it was made: by the wish when it was offered', () => {
    const service = start({ vehicles: 2 });
    service.book('r1', tripBetween(0, 5, later(600)));
    const { offerId } = service.book('r2', tripBetween(4, 8));
    const known = decisionsOf(service, offerId);
    expect(known).toMatchObject([{ about: 'offer', atSec: TEN, fixed: null, rivals: [{ difference: {} }] }]);
    // What comes later does not change what is said of then.
    for (let k = 0; k < 3; k++) service.book(`x${k}`, tripBetween(1, 7, later(600 * k)));
    expect(decisionsOf(service, offerId)).toEqual(known);
  });

  test('EX4 a move is on record with its reason', () => {
    const service = start({ vehicles: 2 });
    const { offerId } = service.book('r1', tripBetween(3, 7, later(3600)));
    const order = { vehicleId: tripReasons(service, offerId)!.rivals[0]!.vehicleId };
    const { version } = previewMove(service, offerId, order)!;
    const confirmation = { order, version, acceptsBroken: [] };
    service.facts(desk, { kind: 'move_trip', bookingId: offerId, confirmation });
    expect(decisionsOf(service, offerId)).toMatchObject([
      { about: 'offer', movedFor: null },
      { about: 'move', movedFor: 'operator', vehicleId: order.vehicleId },
    ]);
  });

  test('EX4 offers of random days are planned anew exactly as the facts say', () => {
    const seen = { offers: 0, byWish: 0 };
    for (let seed = 1; seed <= 10; seed++) {
      const random = seededRandom(seed);
      const service = start({ vehicles: 2, seats: 3, stops: 9, promises: { maxOffers: 3 } });
      for (let k = 0; k < 6; k++) {
        const from = randomIndex(random, 9);
        const to = (from + 1 + randomIndex(random, 7)) % 9;
        const arrives = randomIndex(random, 3) === 0;
        const when = arrives ? ({ kind: 'arrive_by', atSec: TEN + 5400 } as const) : later(randomIndex(random, 3600));
        const offers = service.offers(`r${k}`, tripBetween(from, to, when));
        if (offers.length === 0) continue;
        const { offerId, pickupFromSec } = offers[randomIndex(random, offers.length)]!;
        service.facts({ kind: 'rider', riderId: `r${k}` }, { kind: 'book_offer', offerId });
        const [decision] = decisionsOf(service, offerId);
        const { vehicleId, pickupSec, rivals } = decision!;
        expect(vehicleId, `seed ${seed}, ${offerId}`).toBe(service.state.rides.get(offerId)!.shiftId.split('@')[0]);
        expect(Math.floor((pickupSec! - pickupFromSec) / 60), `seed ${seed}, ${offerId}`).toBe(0);
        seen.offers++;
        // What was offered first was the best there was.
        if (offerId === offers[0]!.offerId && rivals[0]) {
          expect(rivals[0].price.total, `seed ${seed}, ${offerId}`).toBeGreaterThanOrEqual(0);
          seen.byWish++;
        }
        service.nowSec += randomIndex(random, 200);
      }
    }
    expect(seen.offers).toBeGreaterThan(40);
    expect(seen.byWish).toBeGreaterThan(10);
  });
});

describe('why no trip', () => {
  /** A long street, short patience and no detours. */
  const strict = { maxOffers: 1, maxWaitSec: 900, maxRideFactorPercent: 100, maxRideExtraSec: 60 };
  const diagnosisOf = (event: DispatchEvent) => {
    if (event.kind === 'trip_refused') return event.diagnosis;
    return event.kind === 'offers_made' ? event.insteadOf?.diagnosis : undefined;
  };

  test('EX5 the desk is told what keeps the trip out, by class; a rider is not', () => {
    const service = start({ stops: 30, promises: strict });
    service.book('r1', tripBetween(0, 29, later(600)));
    // By then the vehicle is half an hour away with the first rider, who is promised the direct way.
    const request = tripBetween(3, 1, later(1500));
    expect(diagnosisOf(askByDesk(service, 'r3', request))).toEqual([
      { vehicleClass: 'wagon', vehicles: 1, binding: 'promises', alone: ['promises', 'pickup_window'] },
    ]);
    expect(JSON.stringify(service.state.answers.get(`d${asked}`))).toContain('"diagnosis":[{"vehicleClass":"wagon"');
    // 2,800 s away, with or without anybody else.
    expect(diagnosisOf(askByDesk(service, 'r4', tripBetween(28, 25)))).toMatchObject([
      { binding: 'pickup_window', alone: ['pickup_window'] },
    ]);
    service.offers('r5', request);
    expect(JSON.stringify(service.ledger.slice(-3))).toContain('no_vehicle_available');
    expect(JSON.stringify(service.ledger.slice(-3))).not.toContain('diagnosis');
  });

  test('EX5 a next best is held for the desk with the diagnosis of the wish', () => {
    const service = start({ stops: 10, seats: 2, promises: { ...strict, maxRideExtraSec: 300 } });
    for (const k of [1, 2]) service.book(`r${k}`, tripBetween(0, 9, later(600)));
    const made = askByDesk(service, 'r3', tripBetween(2, 7, later(700)));
    expect(made).toMatchObject({ kind: 'offers_made', insteadOf: { diagnosis: [{ binding: 'capacity' }] } });
    expect(service.state.answers.get(`d${asked}`)).toMatchObject({
      insteadOf: { diagnosis: [{ binding: 'capacity', vehicles: 1 }] },
    });
  });

  test('EX6 each alternative would be offered if it were asked for at once, and near stops are among them', () => {
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 14; seed++) {
      const random = seededRandom(seed);
      const service = start({ vehicles: 1, seats: 4, stops: 12, legSec: 60, rules: closeStops(12) });
      for (let k = 0; k < 16; k++) {
        const from = randomIndex(random, 12);
        const to = (from + 1 + randomIndex(random, 10)) % 12;
        const party = { ...oneAdult, adults: 1 + randomIndex(random, 4) };
        const request = tripBetween(from, to, later(randomIndex(random, 5400)), party);
        const event = askByDesk(service, `r${k}`, request);
        const held = event.kind === 'offers_made' ? event : null;
        const alternatives = event.kind === 'trip_refused' ? event.alternatives : (held!.insteadOf?.alternatives ?? []);
        if (held && !held.insteadOf) {
          service.facts(desk, { kind: 'book_offer', offerId: held.offers[0]!.offerId });
          continue;
        }
        if (held) service.facts({ kind: 'service' }, { kind: 'tick' });
        for (const { kind, request: other, pickupFromSec } of alternatives) {
          const again = askByDesk(service, `r${k}`, other);
          const label = `seed ${seed}, ${kind}`;
          expect(again, label).toMatchObject({ kind: 'offers_made', offers: [{ pickupFromSec }] });
          expect(again, label).not.toHaveProperty('insteadOf');
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }
        service.nowSec += 130;
        service.facts({ kind: 'service' }, { kind: 'tick' });
      }
    }
    for (const kind of ['earlier', 'later', 'other_stop', 'fewer_people'])
      expect(seen.get(kind) ?? 0, JSON.stringify([...seen])).toBeGreaterThan(0);
  });

  test('EX6 alternatives of arrivals arrive before or after the time, those of pairs have their way back', () => {
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 14; seed++) {
      const random = seededRandom(seed);
      const limits = [{ tripsPerDay: 2 }];
      const service = start({ seats: 2, stops: 12, legSec: 60, rules: { limits } });
      for (let k = 0; k < 16; k++) {
        const riderId = `r${randomIndex(random, 12)}`;
        // Service ends at five in the afternoon, 25,200 s after ten.
        const atSec = TEN + 1800 + randomIndex(random, random() < 0.7 ? 7200 : 32_400);
        const wish = arrivalOrPair(random, atSec);
        const answer = answerTo(service, riderId, wish);
        const alternatives = answer.kind === 'refused' ? answer.alternatives : (answer.insteadOf?.alternatives ?? []);
        if (answer.kind === 'offers' && !answer.insteadOf) {
          service.facts({ kind: 'rider', riderId }, { kind: 'book_offer', offerId: answer.offers[0]!.offerId });
        }
        for (const { kind, request, pickupFromSec } of alternatives) {
          const again = answerTo(service, riderId, request);
          const label = `seed ${seed}, ${k}, ${kind}`;
          expect(again, label).toMatchObject({ kind: 'offers', offers: [{ pickupFromSec }] });
          expect(again, label).not.toHaveProperty('insteadOf');
          const [offer] = again.kind === 'offers' ? again.offers : [];
          expect(offer!.returnLeg !== undefined, label).toBe(wish.returnTrip !== undefined);
          expect(request.when.kind, label).toBe(wish.when.kind);
          const isArrival = wish.when.kind === 'arrive_by';
          if (isArrival && kind === 'earlier') expect(offer!.dropoffBySec, label).toBeLessThan(atSec);
          const name = `${kind} ${isArrival ? 'arrival' : 'pair'}`;
          seen.set(name, (seen.get(name) ?? 0) + 1);
        }
        service.nowSec += 130;
        service.facts({ kind: 'service' }, { kind: 'tick' });
      }
    }
    for (const name of ['earlier arrival', 'later arrival', 'later pair'])
      expect(seen.get(name) ?? 0, JSON.stringify([...seen])).toBeGreaterThan(0);
  });

  function arrivalOrPair(random: () => number, atSec: number): TripRequest {
    const from = randomIndex(random, 12);
    const trip = tripBetween(from, (from + 1 + randomIndex(random, 10)) % 12, { kind: 'arrive_by', atSec });
    if (random() < 0.6) return trip;
    const when = { kind: 'depart_after', atSec } as const;
    const back = { kind: 'depart_after', atSec: atSec + 1200 + randomIndex(random, 1800) } as const;
    return { ...trip, when, returnTrip: random() < 0.5 ? { kind: 'at', when: back } : { kind: 'stay', staySec: 1200 } };
  }

  function answerTo(service: PlayedService, riderId: string, request: TripRequest): TripAnswer {
    const requestId = `d${++asked}`;
    service.facts({ kind: 'rider', riderId }, { kind: 'request_trip', requestId, request });
    return service.state.answers.get(requestId)!;
  }
});

/** Stops 200 m apart, so that the next one is near enough to walk to. */
function closeStops(count: number): NonNullable<LineWorldOptions['rules']> {
  const lat = (i: number) => 34.9 + i * 0.0018;
  const { area } = lineWorld({ stops: count });
  return { stops: area.stops.map((stop, i) => ({ ...stop, position: { ...stop.position, lat: lat(i) } })) };
}
