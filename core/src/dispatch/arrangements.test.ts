/** Every kind of trip beyond the single way, and what lasts longer than one trip: rules TR10 to TR15 and AR1 to AR8. */
import { describe, expect, test } from 'vitest';
import { standingOrder, type StandingOrder } from '../contracts/arrangements.ts';
import type { Mistake } from '../contracts/schema.ts';
import type { Timetable } from '../contracts/timetable.ts';
import type { Party, TripRequest } from '../contracts/trips.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { oneAdult, playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { findStandingOrder, findWaitlistEntry, peopleView, riderRulesView } from './arrangement-views.ts';
import { canonicalState } from './canonical.ts';
import { openAlarms } from './alarms.ts';
import type { Actor } from './commands.ts';
import type { DispatchEvent, HeldOffer } from './events.ts';
import { evolve } from './evolve.ts';
import { bookingsOfRider, findBooking, findManifest } from './views.ts';
import { previewMove } from './move-trip.ts';
import { noticesOf } from './notices.ts';
import type { Ride } from './state.ts';

const TEN = OPENING_SEC + 3600;
const DAY = 86_400;
const rider = (riderId: string): Actor => ({ kind: 'rider', riderId });
const desk: Actor = { kind: 'operator', operatorId: 'op' };
const at = (atSec: number) => ({ kind: 'depart_after', atSec }) as const;

function serviceAtTen(options: LineWorldOptions = {}): PlayedService {
  const service = playDispatch(lineWorld(options), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const signOn = { kind: 'sign_on', vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false } as const;
    service.facts({ kind: 'anybody' }, signOn);
  }
  return service;
}

/** The reason of the newest answer, or `offers`. */
function outcomeOf(
  service: PlayedService,
  riderId: string,
  request: TripRequest,
  actor: Actor = rider(riderId),
): string {
  const requestId = `w${service.ledger.length}`;
  const forWhom = actor.kind === 'operator' ? { forRiderId: riderId } : {};
  const decision = service.send(actor, { kind: 'request_trip', requestId, request, ...forWhom });
  if (!decision.ok) return decision.refusal;
  const answer = service.state.answers.get(requestId)!;
  return answer.kind === 'refused' ? answer.reason : answer.insteadOf ? answer.insteadOf.reason : 'offers';
}

function promiseOf({ pickupFromSec, pickupUntilSec, dropoffBySec }: HeldOffer | Ride) {
  return { pickupFromSec, pickupUntilSec, dropoffBySec };
}

function rideOf(service: PlayedService, rideId: string) {
  return service.state.rides.get(rideId)!;
}

describe('return pairs', () => {
  const stay = (staySec: number) => ({ ...tripBetween(3, 7), returnTrip: { kind: 'stay', staySec } }) as const;

  test('TR10 both ways are offered together; the way back begins after the promised arrival and the stay', () => {
    const service = serviceAtTen();
    const offers = service.offers('r1', stay(3600));
    const answer = service.state.answers.get('q1')!;
    expect(offers.length).toBeGreaterThan(0);
    for (const { offerId, dropoffBySec, returnLeg } of answer.kind === 'offers' ? answer.offers : []) {
      expect(returnLeg).toMatchObject({ offerId: `${offerId}r`, pickup: { stopId: 's7' }, dropoff: { stopId: 's3' } });
      expect(returnLeg!.pickupFromSec).toBeGreaterThanOrEqual(dropoffBySec + 3600);
    }
  });

  test('TR10 taking one books both, with a number each, and frees all others', () => {
    const service = serviceAtTen();
    const [offer] = service.offers('r1', stay(3600));
    service.facts(rider('r1'), { kind: 'book_offer', offerId: offer!.offerId });
    expect([...service.state.rides.values()].map(({ rideId, status, number }) => [rideId, status, number])).toEqual([
      ['q1-1', 'booked', 1],
      ['q1-1r', 'booked', 2],
    ]);
    const view = (id: string) => findBooking(service.world, service.state, id, service.nowSec, new Map());
    expect(view('q1-1')).toMatchObject({ returnBookingId: 'q1-1r' });
    expect(view('q1-1r')).toMatchObject({ outboundBookingId: 'q1-1' });
  });

  test('TR10 a hold that ends frees both ways', () => {
    const service = serviceAtTen();
    service.offers('r1', stay(3600));
    service.waitUntil(TEN + 121);
    expect(service.state.rides.size).toBe(0);
    expect([...service.state.shifts.values()].flatMap((shift) => shift.visits)).toEqual([]);
  });

  test('TR10 without a way back there is no way there', () => {
    const service = serviceAtTen();
    const request = {
      ...tripBetween(3, 7, at(OPENING_SEC + 7 * 3600)),
      returnTrip: { kind: 'stay', staySec: 3600 },
    } as const;
    expect(outcomeOf(service, 'r1', tripBetween(3, 7, request.when))).toBe('offers');
    expect(outcomeOf(service, 'r1', request)).toBe('return_not_possible');
    expect([...service.state.rides.values()]).toEqual([]);
  });

  test('TR10 a way back at a time of its own, and cancelling both at once', () => {
    const service = serviceAtTen();
    const when = { kind: 'arrive_by', atSec: TEN + 4 * 3600 } as const;
    const request: TripRequest = { ...tripBetween(3, 7), returnTrip: { kind: 'at', when } };
    const offer = service.book('r1', request);
    expect(rideOf(service, `${offer.offerId}r`).dropoffBySec).toBeLessThanOrEqual(when.atSec);
    service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: offer.offerId, order: { withReturn: true } });
    expect([...service.state.rides.values()].map((ride) => ride.status)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('a way back at a time of its own', () => {
  const pair = (when: TripRequest['when'], back: TripRequest['when']) =>
    ({ ...tripBetween(3, 7, when), returnTrip: { kind: 'at', when: back } }) as const;
  const arriveBy = (atSec: number) => ({ kind: 'arrive_by', atSec }) as const;
  const noon = TEN + 7200;

  test.each([
    ['before the way there begins', at(noon), at(noon - 6000), noon + 400],
    ['before the way there can arrive', at(noon), at(noon + 399), noon + 400],
    ['to be back before that', at(noon), arriveBy(noon + 399), noon + 400],
    ['before the time to be there', arriveBy(noon), at(noon - 1), noon],
  ] as const)('TR10 %s is refused with both times', (_, when, back, arrivalSec) => {
    const service = serviceAtTen();
    const request = pair(when, back);
    const refusal = { ok: false, refusal: 'bad_request' };
    const asks = { kind: 'request_trip', requestId: 'q', request } as const;
    const decision = service.send(rider('r1'), asks);
    expect(decision).toMatchObject(refusal);
    expect(!decision.ok && decision.detail).toBe(
      `returnTrip.when: got ${back.atSec}, before the way there arrives: give ${arrivalSec} or later`,
    );
    expect(service.send(rider('r1'), { kind: 'join_waitlist', waitId: 'w', request })).toMatchObject(refusal);
  });

  test('TR10 it begins after the promised arrival where that is later than the time wished for, and at once for now', () => {
    const service = serviceAtTen();
    for (const back of [at(noon + 400), { kind: 'now' } as const]) {
      const there = service.offers('r1', pair(at(noon), back))[0]!;
      expect(rideOf(service, `${there.offerId}r`).pickupFromSec).toBeGreaterThanOrEqual(there.dropoffBySec);
    }
  });
});

describe('open returns', () => {
  const openReturn: TripRequest = { ...tripBetween(3, 7), returnTrip: { kind: 'open' } };
  const call = (bookingId: string) => ({ kind: 'call_return', requestId: 'call', bookingId }) as const;

  test('TR11 the way back is called once the rider is on the way, and despite limits', () => {
    const service = serviceAtTen({ rules: { limits: [{ tripsPerDay: 1 }] } });
    const { offerId } = service.book('r1', openReturn);
    expect(findBooking(service.world, service.state, offerId, TEN, new Map())).toMatchObject({ openReturnId: offerId });
    expect(service.send(rider('r1'), call(offerId))).toMatchObject({ refusal: 'wrong_order' });
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    expect(outcomeOf(service, 'r1', tripBetween(7, 3))).toBe('too_many_trips');
    const facts = service.facts(rider('r1'), call(offerId));
    expect(facts[0]).toMatchObject({ kind: 'offers_made', openReturnId: offerId, request: { to: { stopId: 's3' } } });
    service.facts(rider('r1'), { kind: 'book_offer', offerId: 'call-1' });
    expect(service.state.openReturns.size).toBe(0);
    expect(service.send(rider('r1'), call(offerId))).toMatchObject({ refusal: 'open_return_ended' });
  });

  test('TR11 AR8 who is blocked after the way there is still brought home, and gets nothing else', () => {
    const service = serviceAtTen();
    const { offerId } = service.book('r1', openReturn);
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    const blocked = { untilSec: null, reason: 'x' };
    const rules = { blocked, riderTypeId: null, clearStrikes: false };
    service.facts(desk, { kind: 'set_rider_rules', riderId: 'r1', rules });
    expect(outcomeOf(service, 'r1', tripBetween(7, 3))).toBe('rider_blocked');
    expect(service.facts(rider('r1'), call(offerId))[0]).toMatchObject({ kind: 'offers_made' });
    service.facts(rider('r1'), { kind: 'book_offer', offerId: 'call-1' });
    expect(service.state.openReturns.size).toBe(0);
  });

  test('TR11 AR2 when nothing is free the caller comes first on the waitlist, before those who came earlier', () => {
    const rules = { bookingRules: { openReturnMaxWaitSec: 300, nextBestSpanSec: 0 } };
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 }, rules });
    const { offerId } = service.book('r1', openReturn);
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    const soon = tripBetween(8, 2, at(service.nowSec + 120));
    const taken = service.book('r2', soon);
    service.facts(rider('r3'), { kind: 'join_waitlist', waitId: 'w3', request: soon });
    const facts = service.facts(rider('r1'), call(offerId));
    expect(facts.map((fact) => fact.kind)).toEqual(['trip_refused', 'waitlist_joined']);
    service.facts(rider('r2'), { kind: 'cancel_booking', bookingId: taken.offerId, order: {} });
    expect(findWaitlistEntry(service.state, 'w3')!.ahead).toBe(1);
    service.waitUntil(service.nowSec + 1);
    expect(findWaitlistEntry(service.state, 'callw')).toMatchObject({ state: 'offered', ahead: 0 });
    expect(findWaitlistEntry(service.state, 'w3')).toMatchObject({ state: 'waiting' });
  });

  test('TR11 what was not called ends with the service day', () => {
    const service = serviceAtTen();
    service.book('r1', openReturn);
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    service.nowSec = OPENING_SEC + 8 * 3600 - 1;
    const facts = service.waitUntil(OPENING_SEC + 8 * 3600 + 1);
    expect(facts).toMatchObject([{ kind: 'open_return_ended', why: 'not_called' }]);
  });
});

describe('catching a departure', () => {
  const departSec = 11 * 3600 + 32 * 60; // the 11:32, two hours and 32 minutes after the opening at 09:00
  const timetable: Timetable = {
    format: 'noriai-timetable-1',
    source: 'invented',
    stations: [{ stationId: 's7', platformSec: 240 }],
    services: [
      {
        serviceId: 'weekdays',
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        from: '2026-04-01',
        until: '2026-12-31',
        added: [],
        removed: ['2026-04-02'],
      },
    ],
    departures: [
      {
        stationId: 's7',
        tripId: 't1132',
        serviceId: 'weekdays',
        departSec,
        routeName: { ja: '線' },
        headsign: { ja: '市' },
      },
    ],
  };
  const catchAt = (atSec: number, tripId = 't1132', to = 7): TripRequest =>
    tripBetween(3, to, { kind: 'catch_departure', stationId: `s${to}`, tripId, atSec });
  const train = OPENING_SEC + 2 * 3600 + 32 * 60;

  test('TR12 the rider is at the stop in time for the platform', () => {
    const service = serviceAtTen({ timetable });
    const [offer] = service.offers('r1', catchAt(train));
    expect(offer!.dropoffBySec).toBeLessThanOrEqual(train - 240);
    expect(offer!.pickupFromSec).toBeGreaterThan(TEN + 600);
  });

  test.each([
    ['departure_unknown', catchAt(train, 'none')],
    ['departure_not_running', catchAt(train + DAY)],
    ['departure_not_running', catchAt(train + 60)],
    ['departure_elsewhere', { ...catchAt(train), to: { kind: 'stop', stopId: 's5' } }],
  ] as const)('TR12 %s is said', (reason, request) => {
    expect(outcomeOf(serviceAtTen({ timetable }), 'r1', request)).toBe(reason);
  });

  const saturdays = { serviceId: 'saturdays', days: ['sat'], from: '2026-04-01', until: '2026-12-31' } as const;
  const [weekday] = timetable.departures;
  const wholeWeek: Timetable = {
    ...timetable,
    services: [...timetable.services, { ...saturdays, days: ['sat'], added: [], removed: [] }],
    departures: [
      weekday!,
      { ...weekday!, tripId: 'elsewhere', serviceId: 'saturdays', headsign: { ja: '海' } },
      { ...weekday!, tripId: 't1132sat', serviceId: 'saturdays', departSec: departSec + 30 },
    ],
  };
  const commuter: StandingOrder = {
    from: { kind: 'stop', stopId: 's3' },
    to: { kind: 'stop', stopId: 's7' },
    party: oneAdult,
    time: { kind: 'catch_departure', stationId: 's7', tripId: 't1132', at: '11:32' },
    days: ['thu', 'fri', 'sat', 'sun'],
    fromDate: '2026-04-02',
    exceptions: [],
    onPublicHolidays: 'run',
    waitIfFull: true,
  };
  const place = (order: StandingOrder) => ({ kind: 'place_standing_order', orderId: 'o1', order }) as const;

  test('AR11 TR12 a standing order catches its train on each day, by whatever id; a day without it is told', () => {
    const service = serviceAtTen({ timetable: wholeWeek });
    service.facts(rider('r1'), place(commuter));
    service.waitUntil(service.nowSec + 10);
    const running = 'その列車・バスはその日は運行しません。';
    expect(findStandingOrder(service.state, 'o1')!.days).toMatchObject([
      { date: '2026-04-02', outcome: 'refused', reason: 'departure_not_running', message: { ja: running } },
      { date: '2026-04-03', outcome: 'booked' },
      { date: '2026-04-04', outcome: 'booked' },
      { date: '2026-04-05', outcome: 'refused', reason: 'departure_not_running' },
    ]);
    expect(service.state.waitlist.size).toBe(0);
    const wished = (date: string) => service.state.requests.get(`o1_${date}`)!.request.when;
    expect(wished('20260403')).toMatchObject({ kind: 'catch_departure', tripId: 't1132', atSec: train + 2 * DAY });
    expect(wished('20260404')).toMatchObject({ tripId: 't1132sat', atSec: train + 3 * DAY + 30 });
    expect(rideOf(service, 'o1_20260403-1').dropoffBySec).toBeLessThanOrEqual(train + 2 * DAY - 240);
    expect(rideOf(service, 'o1_20260404-1').dropoffBySec).toBeLessThanOrEqual(train + 3 * DAY + 30 - 240);
    const told = service.ledger.flatMap((entry) =>
      entry.event.kind === 'standing_order_day' && entry.event.outcome === 'refused'
        ? noticesOf(service.world, service.state, entry)
        : [],
    );
    expect(told.map(({ parameters }) => parameters['why'])).toMatchObject([{ ja: running }, { ja: running }]);
  });

  test('AR11 a train that no timetable knows is not taken on; one that a new timetable lost stays until it is changed', () => {
    const unknown = { ...commuter, time: { ...commuter.time, tripId: 'none' } } as StandingOrder;
    const service = serviceAtTen({ timetable: wholeWeek });
    expect(service.send(rider('r1'), place(unknown))).toMatchObject({ refusal: 'bad_request' });
    expect(serviceAtTen().send(rider('r1'), place(commuter))).toMatchObject({ refusal: 'bad_request' });
    service.facts(rider('r1'), place(commuter));
    const change = (order: StandingOrder) => ({ kind: 'change_standing_order', orderId: 'o1', order }) as const;
    expect(service.send(rider('r1'), change(unknown))).toMatchObject({ refusal: 'bad_request' });
    const later = playDispatch({ ...service.world, timetable: null }, service.nowSec);
    for (const entry of service.ledger) evolve(later.world, later.state, entry);
    expect(later.send(rider('r1'), change({ ...commuter, exceptions: ['2026-04-03'] }))).toMatchObject({ ok: true });
  });

  test('TR12 without a timetable every departure is unknown', () => {
    expect(outcomeOf(serviceAtTen(), 'r1', catchAt(train))).toBe('departure_unknown');
  });
});

describe('needs', () => {
  const withNeeds = (needs: Party['needs'], more: Partial<Party> = {}): TripRequest =>
    tripBetween(3, 7, { kind: 'now' }, { ...oneAdult, ...more, ...(needs && { needs }) });

  test('TR13 only the vehicle with the equipment comes', () => {
    const service = serviceAtTen({ vehicles: 2, equipped: [{}, { equipment: ['lift'] }] });
    const [offer] = service.offers('r1', withNeeds([{ type: 'lift', count: 1 }]));
    expect(offer!.shiftId).toBe('v1@2026-04-01.0');
    // 600 window + 30 and 90 dwell for the lift + 1.5 × 400 + 300 longest ride = 1,620 s
    expect(offer!.dropoffBySec - offer!.pickupFromSec).toBe(1620);
  });

  test.each([
    ['no_fitting_vehicle', withNeeds([{ type: 'bike', count: 1 }])],
    ['no_child_seat', withNeeds([{ type: 'child_seat_baby', count: 1 }], { children: 1 })],
    ['no_luggage_room', withNeeds([{ type: 'stroller', count: 5 }], { adults: 5 })],
    ['no_wheelchair_place', withNeeds([{ type: 'powered_wheelchair', count: 2 }], { adults: 2 })],
    ['need_not_supported', withNeeds([{ type: 'stretcher', count: 1 }])],
    ['too_many_companions', withNeeds([], { companions: 1 })],
    ['too_many_companions', withNeeds([{ type: 'walker', count: 1 }], { companions: 2 })],
  ] as const)('TR13 %s is said', (reason, request) => {
    const rules = { supportedNeeds: ['bike', 'child_seat_baby', 'stroller', 'powered_wheelchair', 'walker'] as const };
    expect(outcomeOf(serviceAtTen({ rules: { ...rules } }), 'r1', request)).toBe(reason);
  });

  test('TR13 one child seat is given to one child at a time', () => {
    const options = { equipped: [{ childSeats: { baby: 0, young: 1 } }], promises: { maxOffers: 1, maxWaitSec: 600 } };
    const service = serviceAtTen(options);
    const child = { needs: [{ type: 'child_seat_young', count: 1 }], children: 1 } as const;
    const request = tripBetween(0, 9, at(TEN + 1800), { ...oneAdult, ...child });
    service.book('r1', request);
    expect(outcomeOf(service, 'r2', request)).toBe('no_vehicle_available');
    expect(outcomeOf(service, 'r3', tripBetween(3, 7, at(TEN + 1800)))).toBe('offers');
  });

  test('TR13 a care-giver takes a seat and pays the companion fare', () => {
    const fares = { adultYen: 300, childYen: 150, reducedYen: 150, companionYen: 100 };
    const service = serviceAtTen({ rules: { fares } });
    const offer = service.book(
      'r1',
      withNeeds([{ type: 'white_cane', count: 1 }], { reduced: 1, adults: 0, companions: 1 }),
    );
    expect(offer.fareYen).toBe(250);
    service.serveNextCall('v0');
    expect(findManifest(service.world, service.state, 'v0', service.nowSec)).toMatchObject({
      onBoard: 2,
      calls: [{ riders: [{ notes: [{ ja: expect.stringContaining('声をかけ') }] }] }],
    });
  });
});

describe('doors', () => {
  /** A quarter of the way from s3 to s4: 25 of the 100 seconds. */
  const home = (service: PlayedService): TripRequest => {
    const { lat, lon } = service.world.area.stops[3]!.position;
    return { ...tripBetween(3, 7), from: { kind: 'point', position: { lat: lat + 0.00225, lon } }, doorToDoor: true };
  };
  const everybody = { doorToDoor: { maxSpurSec: 60 } };

  test('TR16 the vehicle comes to the door, and the drive to it and back is part of the promise', () => {
    const service = serviceAtTen({ rules: everybody });
    const offer = service.book('r1', home(service));
    expect(offer.pickup).toMatchObject({ stopId: 's3', walkM: 0, door: { spurSec: 25 } });
    // as from s3 itself, TR1: at the stop at 420 s, at the door 25 s later, and 25 s back count for the longest ride
    expect(offer.pickupFromSec).toBe(TEN + 420);
    expect(offer.dropoffBySec).toBe(TEN + 420 + 1560);
    service.waitUntil(offer.pickupFromSec);
    const view = () => findBooking(service.world, service.state, offer.offerId, service.nowSec, new Map())!;
    expect(view().expectedPickupSec).toBe(offer.pickupFromSec + 25);
    service.waitUntil(offer.pickupFromSec + 25);
    service.drive('v0', { kind: 'boarded', bookingId: offer.offerId, atSec: service.nowSec });
    // 25 s back to s3, then four legs
    expect(view().expectedDropoffSec).toBe(offer.pickupFromSec + 25 + 25 + 400);
  });

  test.each([
    ['nobody where the area has no rule', {}, 'r1', 'no_door_service'],
    ['everybody', everybody, 'r1', 'offers'],
    ['not too far from a stop', { doorToDoor: { maxSpurSec: 20 } }, 'r1', 'no_door_service'],
    ['riders of a type', { doorToDoor: { maxSpurSec: 60, riderTypes: ['frail'] } }, 'r1', 'no_door_service'],
    ['riders of a type', { doorToDoor: { maxSpurSec: 60, riderTypes: ['frail'] } }, 'frail', 'offers'],
    ['in some zones', { doorToDoor: { maxSpurSec: 60, zones: ['rest'] } }, 'r1', 'offers'],
    ['in some zones', { doorToDoor: { maxSpurSec: 60, zones: [] } }, 'r1', 'no_door_service'],
  ] as const)('TR16 who may, and where: %s', (_, rules, riderId, outcome) => {
    const service = serviceAtTen({ rules: { riderTypes: [{ id: 'frail', name: { ja: '要支援' } }], ...rules } });
    const rulesOfRider = { blocked: null, riderTypeId: 'frail', clearStrikes: false };
    service.facts(desk, { kind: 'set_rider_rules', riderId: 'frail', rules: rulesOfRider });
    expect(outcomeOf(service, riderId, home(service))).toBe(outcome);
  });

  test('TR16 whoever needs it is met at the door without asking', () => {
    const service = serviceAtTen({ rules: { doorToDoor: { maxSpurSec: 60, needs: ['actual_door_to_door'] } } });
    const { doorToDoor: _, ...request } = home(service);
    const party: Party = { ...oneAdult, needs: [{ type: 'actual_door_to_door', count: 1 }] };
    expect(outcomeOf(service, 'r1', home(service))).toBe('no_door_service');
    expect(service.offers('r1', { ...request, party })[0]!.pickup.door).toEqual({ spurSec: 25 });
  });
});

describe('zones', () => {
  /** s0 to s4 lie in the south, the rest in no zone. */
  const square = [
    [135.4, 34.8],
    [135.5, 34.8],
    [135.5, 34.939],
    [135.4, 34.939],
    [135.4, 34.8],
  ];
  const rules: LineWorldOptions['rules'] = {
    zones: [{ id: 'south', name: { ja: '南' }, polygon: square }],
    travelRules: [{ from: 'south', to: 'rest', days: ['wed', 'holiday'], isAllowed: false }],
    zoneFares: [{ from: 'rest', to: 'south', adultYen: 500, childYen: 250, reducedYen: 250 }],
    publicHolidays: [{ date: '2026-04-03', name: { ja: '休日' } }],
  };

  test('TR14 a trip between zones is refused on the days that the rule names, holidays among them', () => {
    const service = serviceAtTen({ rules });
    expect(outcomeOf(service, 'r1', tripBetween(1, 8))).toBe('zones_not_allowed');
    expect(outcomeOf(service, 'r1', tripBetween(1, 8, at(TEN + DAY)))).toBe('offers');
    expect(outcomeOf(service, 'r1', tripBetween(1, 8, at(TEN + 2 * DAY)))).toBe('zones_not_allowed');
    expect(outcomeOf(service, 'r1', tripBetween(8, 1))).toBe('offers');
  });

  test('TR14 the way back keeps the rule of the day on which it is, not of the day of asking', () => {
    const service = serviceAtTen({
      rules: { ...rules, travelRules: [{ from: 'south', to: 'rest', days: ['holiday'], isAllowed: false }] },
    });
    const atOnce = { kind: 'at', when: { kind: 'now' } } as const;
    const onHoliday = { ...tripBetween(8, 1, at(TEN + 2 * DAY)), returnTrip: atOnce };
    expect(outcomeOf(service, 'r1', onHoliday)).toBe('return_not_possible');
    expect(outcomeOf(service, 'r1', { ...onHoliday, when: at(TEN + DAY) })).toBe('offers');
  });

  test('AR2 TR14 a day of a standing order whose zones forbid the trip waits for nothing', () => {
    const service = serviceAtTen({ rules });
    const { from, to } = tripBetween(1, 8);
    const order: StandingOrder = {
      from,
      to,
      party: oneAdult,
      time: { kind: 'depart_after', at: '14:00' },
      days: ['wed', 'thu', 'fri'],
      fromDate: '2026-04-01',
      exceptions: [],
      onPublicHolidays: 'run',
      waitIfFull: true,
    };
    service.facts(rider('r1'), { kind: 'place_standing_order', orderId: 'o1', order });
    service.waitUntil(service.nowSec + 10);
    expect(findStandingOrder(service.state, 'o1')!.days.slice(0, 3)).toMatchObject([
      { outcome: 'refused', reason: 'zones_not_allowed' },
      { outcome: 'booked' },
      { outcome: 'refused', reason: 'zones_not_allowed' },
    ]);
    expect(service.state.waitlist.size).toBe(0);
  });

  test('TR14 fares go by zone where the area says so', () => {
    const service = serviceAtTen({ rules });
    expect(service.offers('r1', tripBetween(8, 1))[0]!.fareYen).toBe(500);
    expect(service.offers('r1', tripBetween(8, 6))[0]!.fareYen).toBe(300);
  });
});

describe('next best', () => {
  test('TR15 an offer that ran out brings new ones in the same answer, for the same key twice the same', () => {
    const service = serviceAtTen();
    const [offer] = service.offers('r1', tripBetween(3, 7));
    service.waitUntil(TEN + 121);
    const take = { kind: 'book_offer', offerId: offer!.offerId } as const;
    const first = service.send(rider('r1'), take, 'key');
    expect(first).toMatchObject({ ok: true, refusal: 'offer_gone' });
    const again = service.send(rider('r1'), take, 'key');
    expect(again).toMatchObject({ ok: true, refusal: 'offer_gone', events: [] });
    const newId = first.ok ? first.subjectId : '';
    expect(service.state.answers.get(newId)).toMatchObject({ kind: 'offers' });
    service.facts(rider('r1'), { kind: 'book_offer', offerId: `${newId}-1` });
    expect(service.send(rider('r2'), take)).toMatchObject({ ok: false, refusal: 'offer_gone' });
  });
});

describe('standing orders', () => {
  const dialysis: StandingOrder = {
    from: { kind: 'stop', stopId: 's3' },
    to: { kind: 'stop', stopId: 's7' },
    party: oneAdult,
    time: { kind: 'arrive_by', at: '11:00' },
    days: ['mon', 'wed', 'fri'],
    fromDate: '2026-04-01',
    exceptions: ['2026-04-06'],
    onPublicHolidays: 'skip',
    returnTrip: { kind: 'stay', staySec: 3600 },
    waitIfFull: true,
  };
  const rules = { publicHolidays: [{ date: '2026-04-03', name: { ja: '休日' } }] };
  const place = (order: StandingOrder, orderId = 'o1') => ({ kind: 'place_standing_order', orderId, order }) as const;

  test('AR1 each day is booked ahead both ways; exceptions and holidays are skipped with their reason', () => {
    const service = serviceAtTen({ rules });
    service.facts(rider('r1'), place(dialysis));
    service.waitUntil(service.nowSec + 10);
    expect(findStandingOrder(service.state, 'o1')!.days).toMatchObject([
      { date: '2026-04-01' },
      { date: '2026-04-03', outcome: 'skipped', reason: 'public_holiday' },
      { date: '2026-04-06', outcome: 'skipped', reason: 'exception' },
      { date: '2026-04-08', outcome: 'booked', bookingId: 'o1_20260408-1' },
    ]);
    expect(rideOf(service, 'o1_20260408-1')).toMatchObject({ status: 'booked', bookedBy: { kind: 'standing_order' } });
    expect(rideOf(service, 'o1_20260408-1r').status).toBe('booked');
    expect(findStandingOrder(service.state, 'o1')!.nextDate).toBe('2026-04-10');
    service.nowSec = Date.parse('2026-04-02T23:59:58+09:00') / 1000;
    service.waitUntil(service.nowSec + 1);
    expect(findStandingOrder(service.state, 'o1')!.nextDate).toBe('2026-04-10');
    service.waitUntil(service.nowSec + 3);
    expect(findStandingOrder(service.state, 'o1')!.nextDate).toBe('2026-04-13');
  });

  test('AR1 the way back at a time of day is at that time on each day', () => {
    const service = serviceAtTen();
    service.facts(rider('r1'), place({ ...dialysis, exceptions: [], returnTrip: { kind: 'at_time', at: '15:20' } }));
    service.waitUntil(service.nowSec + 10);
    for (const date of ['2026-04-03', '2026-04-06']) {
      const back = rideOf(service, `o1_${date.replaceAll('-', '')}-1r`);
      expect(back).toMatchObject({ status: 'booked', pickup: { stopId: 's7' } });
      expect(back.pickupFromSec).toBeGreaterThanOrEqual(Date.parse(`${date}T15:20:00+09:00`) / 1000);
    }
    const early = { ...dialysis, returnTrip: { kind: 'at_time', at: '11:00' } };
    const mistakes: Mistake[] = [];
    standingOrder.read(early, 'order', mistakes);
    expect(mistakes).toEqual([
      { path: 'order.returnTrip.at', got: '11:00', expected: 'a time of the same day after 11:00' },
    ]);
  });

  test('AR1 a day that cannot be had is told, with the reason, and waits for what is freed', () => {
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 300 } });
    const eleven = { kind: 'depart_after', at: '11:00' } as const;
    const { returnTrip: _, ...once } = { ...dialysis, time: eleven, days: ['thu'], exceptions: [] } as const;
    const taken = service.book('r2', tripBetween(0, 9, at(TEN + DAY + 3600)));
    service.facts(rider('r1'), place(once));
    service.waitUntil(service.nowSec + 5);
    const [day] = findStandingOrder(service.state, 'o1')!.days;
    expect(day).toMatchObject({ date: '2026-04-02', outcome: 'refused', reason: 'no_vehicle_available' });
    expect(day!.message!.ja).toContain('いっぱい');
    service.facts(rider('r2'), { kind: 'cancel_booking', bookingId: taken.offerId, order: {} });
    service.waitUntil(service.nowSec + 70);
    expect(findWaitlistEntry(service.state, 'o1_20260402w')).toMatchObject({ state: 'offered' });
  });

  test('AR11 each day comes to the door and asks for the same legs, there and back', () => {
    const service = serviceAtTen({ rules: { doorToDoor: { maxSpurSec: 60 } } });
    const { lat, lon } = service.world.area.stops[3]!.position;
    const home = { kind: 'point', position: { lat: lat + 0.00225, lon } } as const;
    const order: StandingOrder = { ...dialysis, from: home, exceptions: [], doorToDoor: true, walking: 'walker' };
    service.facts(rider('r1'), place({ ...order, days: ['thu'] }));
    service.waitUntil(service.nowSec + 5);
    const asked = { doorToDoor: true, walking: 'walker' };
    for (const [requestId, end] of [
      ['o1_20260402', 'pickup'],
      ['o1_20260402r', 'dropoff'],
    ] as const) {
      expect(service.state.requests.get(requestId)!.request, requestId).toMatchObject(asked);
      const offerId = requestId.endsWith('r') ? 'o1_20260402-1r' : 'o1_20260402-1';
      expect(rideOf(service, offerId)[end].door, requestId).toEqual({ spurSec: 25 });
    }
  });

  test('AR1 a day that becomes an exception is cancelled, and ending the order ends what is to come', () => {
    const service = serviceAtTen({ rules });
    service.facts(rider('r1'), place(dialysis));
    service.waitUntil(service.nowSec + 10);
    const order = { ...dialysis, exceptions: ['2026-04-08'] };
    service.facts(rider('r1'), { kind: 'change_standing_order', orderId: 'o1', order });
    expect([rideOf(service, 'o1_20260408-1').status, rideOf(service, 'o1_20260408-1r').status]).toEqual([
      'cancelled',
      'cancelled',
    ]);
    const end = { kind: 'end_standing_order', orderId: 'o1', cancelBookings: true } as const;
    expect(service.send(rider('r2'), end)).toMatchObject({ refusal: 'not_found' });
    service.facts(desk, end);
    service.nowSec = TEN + 9 * DAY;
    service.waitUntil(service.nowSec + 3);
    expect(findStandingOrder(service.state, 'o1')).toMatchObject({ isEnded: true, nextDate: null });
  });
});

describe('changed standing orders', () => {
  const daily: StandingOrder = {
    from: { kind: 'stop', stopId: 's3' },
    to: { kind: 'stop', stopId: 's7' },
    party: oneAdult,
    time: { kind: 'depart_after', at: '13:00' },
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    fromDate: '2026-04-01',
    exceptions: [],
    onPublicHolidays: 'skip',
    waitIfFull: true,
  };
  const ONE = OPENING_SEC + 4 * 3600;
  const rules = { publicHolidays: [{ date: '2026-04-03', name: { ja: '休日' } }] };
  const placed = (options: LineWorldOptions = {}, order: StandingOrder = daily) => {
    const service = serviceAtTen(options);
    service.facts(rider('r1'), { kind: 'place_standing_order', orderId: 'o1', order });
    service.waitUntil(service.nowSec + 15);
    return service;
  };
  const change = (service: PlayedService, order: Partial<StandingOrder>) => {
    const all = { ...service.state.standingOrders.get('o1')!.order, ...order };
    const facts = service.facts(rider('r1'), { kind: 'change_standing_order', orderId: 'o1', order: all });
    service.waitUntil(service.nowSec + 15);
    return facts;
  };
  /** Date and time of day of what is booked, in the order of time. */
  const booked = (service: PlayedService) =>
    [...service.state.rides.values()]
      .filter(({ status, riderId }) => status === 'booked' && riderId === 'r1')
      .map(({ pickupFromSec }) => pickupFromSec)
      .sort((a, b) => a - b)
      .map((atSec) => new Date((atSec + 9 * 3600) * 1000).toISOString().slice(5, 16));
  const outcomes = (service: PlayedService) =>
    findStandingOrder(service.state, 'o1')!.days.map(({ date, outcome }) => `${date.slice(5)} ${outcome}`);
  const allDays = ['04-01', '04-02', '04-03', '04-06', '04-07', '04-08'];

  test('AR12 days that the order no longer has are cancelled in time and told, and come back when it has them again', () => {
    const service = placed();
    expect(booked(service)).toEqual(allDays.map((date) => `${date}T13:00`));
    const facts = change(service, { days: ['mon'], untilDate: '2026-04-30' });
    expect(booked(service)).toEqual(['04-06T13:00']);
    const cancelled = facts.filter((fact) => fact.kind === 'ride_cancelled');
    expect(cancelled.map(({ by, isLate }) => [by, isLate])).toEqual(allDays.slice(1).map(() => ['rider', false]));
    const told = service.ledger.flatMap((entry) => noticesOf(service.world, service.state, entry));
    expect(told.filter(({ template }) => template === 'cancelled')).toHaveLength(5);
    change(service, { days: daily.days, untilDate: '2026-04-07' });
    expect(booked(service)).toEqual(allDays.slice(0, 5).map((date) => `${date}T13:00`));
    expect(outcomes(service)).toEqual(allDays.slice(0, 5).map((date) => `${date} booked`));
  });

  test('AR12 a public holiday that is to be left out is cancelled; one that is not any more is booked', () => {
    const service = placed({ rules });
    expect(outcomes(service)[2]).toBe('04-03 skipped');
    change(service, { onPublicHolidays: 'run' });
    expect(outcomes(service)[2]).toBe('04-03 booked');
    change(service, { onPublicHolidays: 'skip' });
    expect(outcomes(service)[2]).toBe('04-03 skipped');
    expect(booked(service)).not.toContain('04-03T13:00');
  });

  test('AR12 booked days take on another time, another party and another place, each day once', () => {
    const service = placed();
    change(service, { time: { kind: 'depart_after', at: '15:00' } });
    expect(booked(service)).toEqual(allDays.map((date) => `${date}T15:00`));
    change(service, { party: { ...oneAdult, adults: 2 }, to: { kind: 'stop', stopId: 's9' } });
    expect(booked(service)).toEqual(allDays.map((date) => `${date}T15:00`));
    const rides = [...service.state.rides.values()].filter(({ status }) => status === 'booked');
    expect(rides.map(({ party, dropoff }) => [party.adults, dropoff.stopId])).toEqual(allDays.map(() => [2, 's9']));
    expect(outcomes(service)).toEqual(allDays.map((date) => `${date} booked`));
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('AR12 where the new cannot be had the booking stays, and that is told; a limit counts a day once', () => {
    const promises = { maxOffers: 1, maxWaitSec: 300 };
    const limits = [{ tripsPerDay: 1 }];
    const service = placed({ seats: 1, promises, rules: { limits } }, { ...daily, days: ['thu'] });
    service.book('r2', tripBetween(0, 9, at(ONE + DAY + 2 * 3600)));
    change(service, { time: { kind: 'depart_after', at: '15:00' } });
    expect(booked(service)).toEqual(['04-02T13:00']);
    const [day] = findStandingOrder(service.state, 'o1')!.days;
    expect(day).toMatchObject({ outcome: 'refused', reason: 'no_vehicle_available', bookingId: 'o1_20260402-1' });
    expect(service.state.waitlist.size).toBe(0);
    const told = service.ledger.flatMap((entry) => noticesOf(service.world, service.state, entry));
    expect(told.at(-1)).toMatchObject({ template: 'standing_day_kept', parameters: { date: '2026-04-02' } });
    change(service, { time: { kind: 'depart_after', at: '11:00' } });
    expect(booked(service)).toEqual(['04-02T11:00']);
  });

  test('AR12 a refused day gives up its place on the waitlist and is asked for anew', () => {
    const thursdays: StandingOrder = { ...daily, days: ['thu'], time: { kind: 'depart_after', at: '11:00' } };
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 300 } });
    service.book('r2', tripBetween(0, 9, at(TEN + DAY + 3600)));
    service.facts(rider('r1'), { kind: 'place_standing_order', orderId: 'o1', order: thursdays });
    service.waitUntil(service.nowSec + 5);
    expect([...service.state.waitlist.keys()]).toEqual(['o1_20260402w']);
    change(service, { time: { kind: 'depart_after', at: '15:00' } });
    expect([...service.state.waitlist.keys()]).toEqual([]);
    expect(booked(service)).toEqual(['04-02T15:00']);
  });

  test('AR12 what the rider cancelled by hand, what is late to cancel and what has begun stays as it is', () => {
    const service = placed();
    service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: 'o1_20260407-1', order: {} });
    service.nowSec = ONE - 60;
    const facts = change(service, { time: { kind: 'depart_after', at: '15:00' } });
    expect(facts).toMatchObject([{ kind: 'standing_order_changed' }]);
    const at15 = ['04-02', '04-03', '04-06', '04-08'].map((date) => `${date}T15:00`);
    expect(booked(service)).toEqual(['04-01T13:00', ...at15]);
    expect(service.state.riders.get('r1')?.strikes ?? []).toEqual([]);
    service.serveNextCall('v0');
    change(service, { days: ['sat'], fromDate: '2026-05-01' });
    expect(rideOf(service, 'o1_20260401-1').status).toBe('on_board');
    expect(booked(service)).toEqual([]);
  });

  test('AR12 today’s booking that is late to cancel stays, which is told with the reason', () => {
    const service = placed({ promises: { cancelDeadlineSec: 600 } });
    service.nowSec = ONE - 300;
    const begun = service.ledger.length;
    change(service, { time: { kind: 'depart_after', at: '15:00' } });
    expect(booked(service).slice(0, 2)).toEqual(['04-01T13:00', '04-02T15:00']);
    const [today] = findStandingOrder(service.state, 'o1')!.days;
    expect(today).toMatchObject({ outcome: 'refused', reason: 'too_late_to_change', bookingId: 'o1_20260401-1' });
    expect(today!.message!.en).toContain('too late');
    const told = service.ledger.slice(begun).flatMap((entry) => noticesOf(service.world, service.state, entry));
    const kept = told.filter(({ template }) => template === 'standing_day_kept');
    expect(kept).toMatchObject([{ parameters: { date: '2026-04-01', why: { en: today!.message!.en } } }]);
    expect(service.state.waitlist.size).toBe(0);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('AR12 today’s booking that the order no longer has is cancelled and told, also late', () => {
    const service = placed({ promises: { cancelDeadlineSec: 600 } });
    service.nowSec = ONE - 300;
    const begun = service.ledger.length;
    const facts = change(service, { days: ['thu'] });
    expect(facts.find((fact) => fact.kind === 'ride_cancelled')).toMatchObject({ isLate: true });
    expect(booked(service)[0]).toBe('04-02T13:00');
    const told = service.ledger.slice(begun).flatMap((entry) => noticesOf(service.world, service.state, entry));
    expect(told).toContainEqual(expect.objectContaining({ template: 'cancelled', bookingId: 'o1_20260401-1' }));
  });

  test.each([true, false])(
    'AR12 a vehicle on its way to several keeps each of them, who booked first: %s',
    (isFirst) => {
      const service = serviceAtTen({ vehicles: 1, promises: { maxOffers: 1, cancelDeadlineSec: 0 } });
      const others = () => service.book('r2', tripBetween(5, 9, at(TEN + 2400)));
      if (!isFirst) others();
      const order = { ...daily, from: { kind: 'stop', stopId: 's5' }, to: { kind: 'stop', stopId: 's8' } } as const;
      const time = { kind: 'depart_after', at: '10:40' } as const;
      service.facts(rider('r1'), { kind: 'place_standing_order', orderId: 'o1', order: { ...order, time } });
      service.waitUntil(service.nowSec + 3);
      if (isFirst) others();
      const shift = service.state.shifts.get('v0@2026-04-01.0')!;
      while (!shift.sent && service.nowSec < TEN + 2400) service.waitUntil(service.nowSec + 5);
      expect(shift.visits[0]!.rideId.startsWith('o1')).toBe(!isFirst);
      change(service, { time: { kind: 'depart_after', at: '15:30' } });
      expect(rideOf(service, 'o1_20260401-1').status).toBe('booked');
      expect(findStandingOrder(service.state, 'o1')!.days[0]).toMatchObject({ reason: 'too_late_to_change' });
    },
  );

  test('AR12 a way home is not taken from whoever is out', () => {
    const service = placed({}, { ...daily, returnTrip: { kind: 'stay', staySec: 3600 } });
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    change(service, { days: ['sat'], fromDate: '2026-05-01' });
    expect(rideOf(service, 'o1_20260401-1').status).toBe('completed');
    expect(rideOf(service, 'o1_20260401-1r').status).toBe('booked');
    expect(booked(service)).toHaveLength(1);
  });

  test.each([
    ['a stop that does not exist', 'stop_unknown', { from: { kind: 'stop', stopId: 'none' } }],
    ['one place as both ends', 'same_stop', { to: daily.from }],
    ['more people than any vehicle takes', 'party_too_large', { party: { ...oneAdult, adults: 40 } }],
    ['a time at which nothing ever runs', 'outside_service_hours', { time: { kind: 'depart_after', at: '03:00' } }],
    ['an arrival before anybody can be there', 'outside_service_hours', { time: { kind: 'arrive_by', at: '09:05' } }],
    ['a trip that ends after hours', 'outside_service_hours', { time: { kind: 'depart_after', at: '16:59' } }],
    [
      'a way back before the way there can arrive',
      'returnTrip.when',
      { time: { kind: 'depart_after', at: '14:00' }, returnTrip: { kind: 'at_time', at: '14:05' } },
    ],
    ['days that are over', 'expected a day to come', { fromDate: '2026-03-01', untilDate: '2026-03-31' }],
    ['no day that is not left out', 'expected a day to come', { untilDate: '2026-04-01', exceptions: ['2026-04-01'] }],
  ] as const)('AR1 an order with %s is not taken on', (_, why, wrong) => {
    const service = serviceAtTen();
    const order = { ...daily, ...wrong } as StandingOrder;
    const decision = service.send(rider('r1'), { kind: 'place_standing_order', orderId: 'o1', order });
    expect(decision).toMatchObject({ refusal: 'bad_request', detail: expect.stringContaining(why) });
  });

  test('AR1 AR6 a party above the rider’s own limit is not taken on, nor by a change; a closed stop may open again', () => {
    const service = placed({ rules: { limits: [{ partySize: 2 }] } });
    const order: StandingOrder = { ...daily, party: { ...oneAdult, adults: 3 } };
    const wrong = [
      { kind: 'place_standing_order', orderId: 'o2', order },
      { kind: 'change_standing_order', orderId: 'o1', order },
    ] as const;
    for (const command of wrong) expect(service.send(rider('r1'), command)).toMatchObject({ refusal: 'bad_request' });
    const closed = { stopId: 's3', from: '2026-04-01', until: '2026-12-31', reason: { ja: '工事' } };
    service.facts(desk, { kind: 'close_stop', closureId: 'c', order: closed });
    service.facts(rider('r2'), { kind: 'place_standing_order', orderId: 'o3', order: daily });
  });
});

describe('waitlist', () => {
  test('AR2 before an entry are those of others for the same hours, not of other days, nor one’s own', () => {
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
    const join = (who: string, waitId: string, afterSec: number) => {
      const request = tripBetween(2, 8, at(TEN + afterSec));
      service.facts(rider(who), { kind: 'join_waitlist', waitId, request });
    };
    service.book('r0', tripBetween(2, 8, at(TEN + 3600)));
    join('r1', 'tomorrow', 86_400);
    join('r2', 'same', 3600);
    join('r3', 'own', 3600);
    join('r3', 'asked', 3900);
    expect(findWaitlistEntry(service.state, 'asked')!.ahead).toBe(1); // same, not tomorrow, not own
    expect(findWaitlistEntry(service.state, 'same')!.ahead).toBe(0);
  });

  test('AR2 what is freed is held for whoever waits, in order; not taken, it goes on to the next', () => {
    const rules = { bookingRules: { waitlistHoldSec: 300 } };
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 }, rules });
    const request = tripBetween(2, 8, at(TEN + 3600));
    const taken = service.book('r0', request);
    for (const who of ['r1', 'r2']) service.facts(rider(who), { kind: 'join_waitlist', waitId: `w-${who}`, request });
    service.waitUntil(service.nowSec + 5);
    expect(findWaitlistEntry(service.state, 'w-r1')).toMatchObject({ state: 'waiting', ahead: 0 });
    expect(findWaitlistEntry(service.state, 'w-r2')).toMatchObject({ state: 'waiting', ahead: 1 });
    service.facts(rider('r0'), { kind: 'cancel_booking', bookingId: taken.offerId, order: {} });
    service.waitUntil(service.nowSec + 2);
    expect(findWaitlistEntry(service.state, 'w-r1')).toMatchObject({
      state: 'offered',
      offer: { offerId: 'w-r1_1-1' },
    });
    // Asking for something else does not lose it; letting it go by does.
    service.offers('r1', tripBetween(1, 2));
    expect(findWaitlistEntry(service.state, 'w-r1')!.state).toBe('offered');
    service.waitUntil(service.nowSec + 420);
    expect(findWaitlistEntry(service.state, 'w-r1')).toBeNull();
    const offer = findWaitlistEntry(service.state, 'w-r2')!.offer!;
    service.facts(rider('r2'), { kind: 'book_offer', offerId: offer.offerId });
    expect(findWaitlistEntry(service.state, 'w-r2')).toBeNull();
    expect(rideOf(service, offer.offerId)).toMatchObject({ status: 'booked', riderId: 'r2' });
  });

  test('AR2 who came first is not passed over because of a look in vain a moment ago', () => {
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 300 } });
    const request = tripBetween(1, 8, at(TEN + 3600));
    const { offerId: bookingId } = service.book('r0', request);
    service.facts(rider('r1'), { kind: 'join_waitlist', waitId: 'w1', request });
    // Something else is held and let go, which frees nothing for anybody here.
    for (const hours of [4, 5]) service.offers('r3', tripBetween(1, 2, at(TEN + hours * 3600)));
    service.waitUntil(service.nowSec + 5);
    expect(service.state.waitlist.get('w1')).toMatchObject({ tries: 1, isDue: false });
    service.facts(rider('r2'), { kind: 'join_waitlist', waitId: 'w2', request });
    service.facts(rider('r0'), { kind: 'cancel_booking', bookingId, order: {} });
    service.waitUntil(service.nowSec + 2);
    const stateOf = (waitId: string) => findWaitlistEntry(service.state, waitId)!.state;
    expect(['w1', 'w2'].map(stateOf)).toEqual(['offered', 'waiting']);
    expect(service.state.waitlist.get('w2')!.tries, 'looked at in its turn').toBe(1);
  });

  test('AR2 looks in vain are a minute apart, however often something is freed for two who wait', () => {
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 300 } });
    const request = tripBetween(1, 8, at(TEN + 3600));
    service.book('r0', request);
    for (const who of ['r1', 'r2']) service.facts(rider(who), { kind: 'join_waitlist', waitId: who, request });
    for (let i = 0; i < 60; i++) {
      service.offers('r3', tripBetween(1, 2, at(TEN + (4 + (i % 2)) * 3600)));
      service.waitUntil(service.nowSec + 2);
    }
    expect([...service.state.waitlist.values()].map(({ tries }) => tries)).toEqual([2, 2]);
  });

  test('AR2 a trip that the desk moves to another time frees its seat', () => {
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 300 } });
    const request = tripBetween(1, 8, at(TEN + 3600));
    const { offerId: bookingId } = service.book('r0', request);
    service.facts(rider('r1'), { kind: 'join_waitlist', waitId: 'w', request });
    const order = { vehicleId: 'v0', pickupFromSec: TEN + 4 * 3600 };
    const { version } = previewMove(service, bookingId, order)!;
    const confirmation = { order, version, acceptsBroken: [], riderAgreed: true };
    service.facts(desk, { kind: 'move_trip', bookingId, confirmation });
    service.waitUntil(service.nowSec + 2);
    expect(findWaitlistEntry(service.state, 'w')!.state).toBe('offered');
  });

  test('AR2 AR6 a wish that a limit of one’s own stood against is looked at when a trip of another day is over', () => {
    for (const end of ['cancelled', 'driven', 'allowed'] as const) {
      const service = serviceAtTen({ promises: { maxOffers: 1 }, rules: { limits: [{ activeBookings: 1 }] } });
      const { offerId: bookingId } = service.book('r1', tripBetween(1, 3));
      service.facts(rider('r1'), { kind: 'join_waitlist', waitId: 'w', request: tripBetween(2, 8, at(TEN + DAY)) });
      service.waitUntil(service.nowSec + 5);
      if (end === 'cancelled') service.facts(rider('r1'), { kind: 'cancel_booking', bookingId, order: {} });
      if (end === 'driven') for (const _ of ['pickup', 'dropoff']) service.serveNextCall('v0');
      const rules = { blocked: null, riderTypeId: null, clearStrikes: true };
      if (end === 'allowed') service.facts(desk, { kind: 'set_rider_rules', riderId: 'r1', rules });
      service.waitUntil(service.nowSec + 2);
      const entry = service.state.waitlist.get('w')!;
      expect([entry.tries, entry.offeredRequestId !== null], end).toEqual([1, end !== 'allowed']);
    }
  });

  test.each([
    ['a stop that does not exist', 'stop_unknown', { from: { kind: 'stop', stopId: 'none' } }],
    ['one place as both ends', 'same_stop', { to: { kind: 'stop', stopId: 's3' } }],
    ['a time at which nothing runs', 'outside_service_hours', { when: at(OPENING_SEC + 18 * 3600) }],
  ] as const)('AR2 nobody waits for %s', (_, why, wrong) => {
    const service = serviceAtTen();
    const request = { ...tripBetween(3, 7), ...wrong } as TripRequest;
    const decision = service.send(rider('r1'), { kind: 'join_waitlist', waitId: 'w1', request });
    expect(decision).toMatchObject({ refusal: 'bad_request', detail: expect.stringContaining(why) });
    expect(service.state.waitlist.size).toBe(0);
  });

  test('AR2 an entry ends with its time, and can be left', () => {
    const service = serviceAtTen({ seats: 1, promises: { maxOffers: 1, maxWaitSec: 600 } });
    const request = tripBetween(2, 8, at(TEN + 600));
    service.book('r0', request);
    for (const waitId of ['w1', 'w2']) service.facts(rider('r1'), { kind: 'join_waitlist', waitId, request });
    expect(service.send(rider('r2'), { kind: 'leave_waitlist', waitId: 'w1' })).toMatchObject({ refusal: 'not_found' });
    service.facts(rider('r1'), { kind: 'leave_waitlist', waitId: 'w1' });
    const facts = service.waitUntil(TEN + 1201);
    expect(facts).toContainEqual({ kind: 'waitlist_ended', waitId: 'w2', riderId: 'r1', why: 'too_late' });
    expect(service.state.waitlist.size).toBe(0);
  });
});

describe('people', () => {
  const relate = (relation: 'proxy' | 'company' | 'apart', otherId: string, forRiderId?: string) =>
    ({ kind: 'set_relation', relation, otherId, ...(forRiderId !== undefined && { forRiderId }) }) as const;

  test('AR3 a proxy books, sees and cancels; both see it, and the fact says who it was', () => {
    const service = serviceAtTen();
    const ask = { kind: 'request_trip', requestId: 'q', request: tripBetween(3, 7), forRiderId: 'mother' } as const;
    expect(service.send(rider('daughter'), ask)).toMatchObject({ refusal: 'not_found' });
    service.facts(rider('mother'), relate('proxy', 'daughter'));
    const by = { doneBy: { kind: 'proxy', riderId: 'daughter' } };
    expect(service.facts(rider('daughter'), ask)[0]).toMatchObject({ riderId: 'mother', ...by });
    expect(service.facts(rider('daughter'), { kind: 'book_offer', offerId: 'q-1' }).at(-1)).toMatchObject(by);
    const shown = (who: string) => bookingsOfRider(service.world, service.state, who, service.nowSec, new Map());
    expect(shown('mother')).toMatchObject([{ bookingId: 'q-1', riderId: 'mother', bookedBy: 'proxy' }]);
    expect(shown('daughter')).toEqual(shown('mother'));
    expect(peopleView(service.state, 'mother')).toMatchObject({ proxies: ['daughter'], actsFor: [] });
    expect(peopleView(service.state, 'daughter')).toMatchObject({ proxies: [], actsFor: ['mother'] });
    service.facts(rider('mother'), { kind: 'end_relation', relation: 'proxy', otherId: 'daughter' });
    const cancel = { kind: 'cancel_booking', bookingId: 'q-1', order: {} } as const;
    expect(service.send(rider('daughter'), cancel)).toMatchObject({ refusal: 'not_found' });
    expect(shown('daughter')).toEqual([]);
    expect(service.facts(desk, cancel)).toMatchObject([{ doneBy: { kind: 'desk', operatorId: 'op' }, by: 'rider' }]);
  });

  test('AR9 only the person concerned, or the desk, lets somebody book for them; either side ends it', () => {
    const service = serviceAtTen();
    service.facts(rider('mother'), relate('proxy', 'daughter'));
    expect(service.send(rider('daughter'), relate('proxy', 'neighbour', 'mother'))).toMatchObject({
      refusal: 'not_yours',
    });
    service.facts(desk, relate('proxy', 'son', 'mother'));
    const end = (otherId: string) =>
      ({ kind: 'end_relation', relation: 'proxy', otherId, forRiderId: 'mother' }) as const;
    expect(service.send(rider('daughter'), end('son'))).toMatchObject({ refusal: 'not_yours' });
    expect(service.facts(rider('daughter'), end('daughter'))).toMatchObject([
      { kind: 'relation_ended', otherId: 'daughter', doneBy: { kind: 'proxy', riderId: 'daughter' } },
    ]);
    service.facts(rider('mother'), { kind: 'end_relation', relation: 'proxy', otherId: 'son' });
    expect(peopleView(service.state, 'mother').proxies).toEqual([]);
    const told = service.ledger.flatMap((entry) => noticesOf(service.world, service.state, entry));
    expect(told.map(({ template }) => template)).toEqual([
      'proxy_added',
      'proxy_added',
      'proxy_removed',
      'proxy_removed',
    ]);
  });

  test('AR4 linked riders travel in one vehicle at one time, where there are others that would do alone', () => {
    const service = serviceAtTen({ vehicles: 3 });
    const first = service.book('anna', tripBetween(2, 8, at(TEN + 1800)));
    const together = { ...tripBetween(3, 7, at(TEN + 1800)), togetherWith: first.offerId };
    expect(outcomeOf(service, 'bert', together)).toBe('not_together');
    service.facts(rider('bert'), relate('company', 'anna'));
    expect(outcomeOf(service, 'bert', together)).toBe('not_together');
    expect(peopleView(service.state, 'anna')).toMatchObject({ linked: [], askedBy: ['bert'] });
    service.facts(rider('anna'), relate('company', 'bert'));
    const second = service.book('bert', together);
    expect(second).toMatchObject({ shiftId: first.shiftId, isShared: true });
    expect(findBooking(service.world, service.state, first.offerId, service.nowSec, new Map())!.togetherWith).toEqual([
      second.offerId,
    ]);
  });

  test('AR5 riders who must not share are never aboard together, whoever asks first; nobody is told', () => {
    for (const [one, other] of [
      ['anna', 'bert'],
      ['bert', 'anna'],
    ] as const) {
      const service = serviceAtTen({ promises: { maxOffers: 1, maxWaitSec: 600 } });
      expect(service.send(rider('anna'), relate('apart', 'bert'))).toMatchObject({ refusal: 'not_yours' });
      service.facts(desk, relate('apart', 'bert', 'anna'));
      service.book(one, tripBetween(2, 8, at(TEN + 1800)));
      expect(outcomeOf(service, 'carl', tripBetween(3, 7, at(TEN + 1800)))).toBe('offers');
      expect(outcomeOf(service, other, tripBetween(3, 7, at(TEN + 1800)))).toBe('no_vehicle_available');
      expect(JSON.stringify(peopleView(service.state, one))).not.toContain(other);
      expect(riderRulesView(service.world, service.state, one, TEN, []).keptApartFrom).toEqual([other]);
    }
  });

  /** Anna from s2 to s8 and Bert from s3 to s7, on board together with v0. */
  function sharedTrip(vehicles: number): PlayedService {
    const service = serviceAtTen({ vehicles, promises: { maxOffers: 1, maxWaitSec: 600 } });
    service.book('anna', tripBetween(2, 8, at(TEN + 1800)));
    service.book('bert', tripBetween(3, 7, at(TEN + 1800)));
    expect(vehiclesOf(service)).toEqual(['v0', 'v0']);
    return service;
  }
  const vehiclesOf = ({ state }: PlayedService) =>
    [...state.rides.values()].map(({ shiftId }) => shiftId.split('@')[0]);
  const kindsOf = (events: readonly DispatchEvent[]) => events.map(({ kind }) => kind);

  test('AR5 of two who share a trip when the desk keeps them apart one goes another way, as promised', () => {
    const service = sharedTrip(2);
    const promises = [...service.state.rides.values()].map(promiseOf);
    const events = service.facts(desk, relate('apart', 'bert', 'anna'));
    expect(kindsOf(events)).toEqual(['relation_set', 'ride_moved', 'route_planned']);
    expect(events[1]).toMatchObject({ bookingId: 'q2-1', reason: 'operator', by: 'operator:op' });
    expect(vehiclesOf(service)).toEqual(['v0', 'v1']);
    expect([...service.state.rides.values()].map(promiseOf)).toEqual(promises);
    const told = noticesOf(
      service.world,
      service.state,
      service.ledger.find(({ event }) => event === events[1])!,
    );
    expect(JSON.stringify(told)).not.toContain('apart');
    expect(openAlarms(service.state)).toEqual([]);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('AR5 where no other way is as promised the two are named for the desk, and stay', () => {
    const service = sharedTrip(1);
    const events = service.facts(desk, relate('apart', 'bert', 'anna'));
    expect(kindsOf(events)).toEqual(['relation_set', 'call_needed', 'call_needed']);
    expect(openAlarms(service.state)).toMatchObject([
      { kind: 'call_rider', reason: 'kept_apart', riderId: 'anna' },
      { kind: 'call_rider', reason: 'kept_apart', riderId: 'bert' },
    ]);
    expect(service.facts(desk, relate('apart', 'bert', 'anna'))).toEqual([]); // it is so already
  });

  test('AR5 who is on board together already stays; who is about to join somebody on board goes with another', () => {
    const service = sharedTrip(2);
    service.serveNextCall('v0');
    const { state } = service;
    expect(kindsOf(service.facts(desk, relate('apart', 'bert', 'anna')))).toEqual([
      'relation_set',
      'ride_moved',
      'route_planned',
    ]);
    expect([...state.rides.values()].map(({ status }) => status)).toEqual(['on_board', 'booked']);
    expect(vehiclesOf(service)).toEqual(['v0', 'v1']);
    const together = sharedTrip(2);
    together.serveNextCall('v0');
    together.serveNextCall('v0');
    const events = together.facts(desk, relate('apart', 'bert', 'anna'));
    expect(kindsOf(events)).toEqual(['relation_set', 'call_needed', 'call_needed']);
  });

  test('AR5 an offer that would be shared is let go, and its rider gets the next best', () => {
    const service = serviceAtTen({ promises: { maxOffers: 1 } });
    service.book('anna', tripBetween(2, 8, at(TEN + 1800)));
    const [held] = service.offers('bert', tripBetween(3, 7, at(TEN + 1800)));
    const events = service.facts(desk, relate('apart', 'bert', 'anna'));
    expect(kindsOf(events)).toEqual(['relation_set', 'offers_released']);
    const taken = service.send(rider('bert'), { kind: 'book_offer', offerId: held!.offerId });
    expect(held).toMatchObject({ isShared: true });
    expect(taken).toMatchObject({ ok: true, refusal: 'offer_gone', events: [{ offers: [{ isShared: false }] }, {}] });
  });

  test('AR4 AR5 who travels together stays together: the other one goes another way', () => {
    const service = sharedTrip(2);
    service.facts(rider('bert'), relate('company', 'carl'));
    service.facts(rider('carl'), relate('company', 'bert'));
    service.book('carl', { ...tripBetween(3, 7, at(TEN + 1800)), togetherWith: 'q2-1' });
    service.facts(desk, relate('apart', 'bert', 'anna'));
    expect(vehiclesOf(service)).toEqual(['v1', 'v0', 'v0']);
  });
});

describe('leaving', () => {
  const leave = (riderId: string) => ({ kind: 'leave_service', riderId }) as const;
  const friday: StandingOrder = {
    from: { kind: 'stop', stopId: 's3' },
    to: { kind: 'stop', stopId: 's7' },
    party: oneAdult,
    time: { kind: 'depart_after', at: '11:00' },
    days: ['fri'],
    fromDate: '2026-06-01',
    exceptions: [],
    onPublicHolidays: 'run',
    waitIfFull: false,
  };

  test('AR10 who leaves for good leaves nothing that would be booked, held, waited for, or tied to anybody', () => {
    const service = serviceAtTen();
    const { state } = service;
    const tie = (from: string, relation: 'proxy' | 'company', otherId: string) =>
      service.facts(rider(from), { kind: 'set_relation', relation, otherId });
    tie('r1', 'proxy', 'r2');
    tie('r3', 'proxy', 'r1');
    tie('r1', 'company', 'r2');
    tie('r2', 'company', 'r1');
    service.facts(desk, { kind: 'set_relation', relation: 'apart', otherId: 'r4', forRiderId: 'r1' });
    service.facts(rider('r1'), { kind: 'place_standing_order', orderId: 'o1', order: friday });
    service.facts(rider('r1'), { kind: 'join_waitlist', waitId: 'w1', request: tripBetween(1, 4, at(TEN + DAY)) });
    service.waitUntil(service.nowSec + 5);
    service.offers('r1', tripBetween(3, 7));
    service.facts(rider('r1'), leave('r1'));
    expect([...state.waitlist.values(), ...state.openReturns.values()]).toEqual([]);
    expect(findStandingOrder(state, 'o1')).toMatchObject({ isEnded: true, nextDate: null });
    expect([...state.rides.values()].filter(({ status }) => status === 'held')).toEqual([]);
    for (const record of state.riders.values()) {
      const { proxyIds, actsForIds, companyIds, apartIds } = record;
      expect([proxyIds, actsForIds, companyIds, apartIds].flat()).toEqual([]);
    }
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(state));
    expect(service.facts(rider('r1'), leave('r1'))).toEqual([]); // once more changes nothing
  });

  test('AR10 nobody leaves with a trip open, and only at the own wish, the desk’s or the service’s', () => {
    const service = serviceAtTen();
    const { offerId } = service.book('r1', tripBetween(3, 7));
    expect(service.send(rider('r1'), leave('r1'))).toMatchObject({ refusal: 'still_booked' });
    service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: offerId, order: {} });
    expect(service.send(rider('r2'), leave('r1'))).toMatchObject({ refusal: 'not_yours' });
    service.facts(desk, leave('r1'));
    expect(service.ledger.at(-1)!.event).toMatchObject({ kind: 'rider_left', doneBy: { kind: 'desk' } });
  });

  test('AR10 nothing is taken on for who has left, by nobody', () => {
    const service = serviceAtTen();
    const { offerId } = service.book('r1', tripBetween(3, 7));
    service.facts(rider('r1'), { kind: 'cancel_booking', bookingId: offerId, order: {} });
    service.facts({ kind: 'service' }, leave('r1'));
    const request = tripBetween(3, 7);
    const gone = { refusal: 'not_found' };
    expect(service.send(desk, { kind: 'request_trip', requestId: 'q', request, forRiderId: 'r1' })).toMatchObject(gone);
    expect(service.send(desk, { kind: 'join_waitlist', waitId: 'w', request, forRiderId: 'r1' })).toMatchObject(gone);
    expect(service.send(desk, { kind: 'restore_booking', bookingId: offerId })).toMatchObject(gone);
    expect(service.send(rider('r2'), { kind: 'set_relation', relation: 'proxy', otherId: 'r1' })).toMatchObject(gone);
    const rules = { blocked: null, riderTypeId: null, clearStrikes: false };
    expect(service.send(desk, { kind: 'set_rider_rules', riderId: 'r1', rules })).toMatchObject(gone);
  });
});

describe('limits', () => {
  const rules: LineWorldOptions['rules'] = {
    riderTypes: [{ id: 'visitor', name: { ja: '町外' } }],
    limits: [
      { tripsPerDay: 2, activeBookings: 3 },
      { riderType: 'visitor', advanceDays: 1 },
      { need: 'bike', partySize: 1 },
      { tripKind: 'now', partySize: 2 },
    ],
    fairUse: { withinDays: 30, strikes: 2, suspendDays: 10 },
  };
  const setRules = (riderId: string, change: object) =>
    ({
      kind: 'set_rider_rules',
      riderId,
      rules: { blocked: null, riderTypeId: null, clearStrikes: false, ...change },
    }) as const;

  test('AR6 trips a day, bookings at once, party and days ahead, for those whom each is about', () => {
    const service = serviceAtTen({ rules });
    const later = (hours: number) => tripBetween(3, 7, at(TEN + hours * 3600));
    for (const hours of [1, 2]) service.book('r1', later(hours));
    expect(outcomeOf(service, 'r1', later(3))).toBe('too_many_trips');
    service.book('r1', later(24));
    expect(outcomeOf(service, 'r1', later(48))).toBe('too_many_bookings');
    const despite = {
      kind: 'request_trip',
      requestId: 'x',
      request: later(3),
      forRiderId: 'r1',
      despiteLimits: true,
    } as const;
    expect(service.facts(desk, despite).map((fact) => fact.kind)).toContain('offers_made');
    const { forRiderId: _, ...own } = despite;
    expect(service.send(rider('r1'), own)).toMatchObject({ refusal: 'not_yours' });
    expect(outcomeOf(service, 'r2', tripBetween(3, 7, { kind: 'now' }, { ...oneAdult, adults: 3 }))).toBe(
      'party_too_large',
    );
    service.facts(desk, setRules('r2', { riderTypeId: 'visitor' }));
    expect(outcomeOf(service, 'r2', later(48))).toBe('too_far_ahead');
    expect(service.send(desk, setRules('r2', { riderTypeId: 'nobody' }))).toMatchObject({ refusal: 'bad_request' });
  });

  describe('AR6 TR4 alternatives keep the limits, too', () => {
    const alternativesTo = (service: PlayedService, riderId: string, request: TripRequest, reason: string) => {
      expect(outcomeOf(service, riderId, request)).toBe(reason);
      const answer = [...service.state.answers.values()].at(-1)!;
      return answer.kind === 'refused' ? answer.alternatives : [];
    };
    const nextDays = (...days: number[]) => days.map((day) => ({ request: { when: at(TEN + 3 * 3600 + day * DAY) } }));

    test.each([
      ['today', [0], 0, [1]],
      ['today and tomorrow', [0, 1], 0, [2]],
      ['tomorrow', [1], 1, [0, 2]],
    ] as const)('AR6 TR4 who has had the trips of %s is offered the nearest other day', (_, full, day, others) => {
      const service = serviceAtTen({ rules: { limits: [{ tripsPerDay: 2 }] } });
      for (const one of full)
        for (const hours of [1, 2]) service.book('r1', tripBetween(3, 7, at(TEN + hours * 3600 + one * DAY)));
      const wish = tripBetween(3, 7, at(TEN + 3 * 3600 + day * DAY));
      const found = alternativesTo(service, 'r1', wish, 'too_many_trips');
      expect(found).toMatchObject(nextDays(...others));
      for (const { request } of found) expect(outcomeOf(service, 'r1', request)).toBe('offers');
    });

    test('AR6 TR4 a pair is offered for another day as a pair, an arrival as an arrival', () => {
      const service = serviceAtTen({ rules: { limits: [{ tripsPerDay: 2 }] } });
      service.book('r1', tripBetween(3, 7, at(TEN + 3600)));
      const arriveBy = (atSec: number) => ({ kind: 'arrive_by', atSec }) as const;
      const pair = (day: number) => ({
        ...tripBetween(3, 7, arriveBy(TEN + 7200 + day * DAY)),
        returnTrip: { kind: 'at', when: at(TEN + 9000 + day * DAY) } as const,
      });
      const found = alternativesTo(service, 'r1', pair(0), 'too_many_trips');
      expect(found).toMatchObject([{ kind: 'later', request: pair(1) }]);
      expect(outcomeOf(service, 'r1', found[0]!.request)).toBe('offers');
    });

    test('AR6 TR4 where no other time or place helps, there is none', () => {
      const service = serviceAtTen({ rules: { limits: [{ activeBookings: 1 }, { tripsPerDay: 0, need: 'bike' }] } });
      const bike = { ...oneAdult, needs: [{ type: 'bike', count: 1 }] } as const;
      expect(alternativesTo(service, 'r1', tripBetween(3, 7, at(TEN + 3600), bike), 'too_many_trips')).toEqual([]);
      service.book('r1', tripBetween(3, 7));
      expect(alternativesTo(service, 'r1', tripBetween(3, 7, at(TEN + DAY)), 'too_many_bookings')).toEqual([]);
    });
  });

  describe('AR6 what is held for a rider counts like the booking that it may become', () => {
    /** r0 has the only seat, for which r1 waits. */
    const waiting = (limit: object) => {
      const promises = { maxOffers: 1, maxWaitSec: 600 };
      const service = serviceAtTen({ seats: 1, promises, rules: { limits: [limit] } });
      const request = tripBetween(2, 8, at(TEN + 3600));
      const { offerId: bookingId } = service.book('r0', request);
      service.facts(rider('r1'), { kind: 'join_waitlist', waitId: 'w', request });
      service.waitUntil(service.nowSec + 5);
      const free = () => service.facts(rider('r0'), { kind: 'cancel_booking', bookingId, order: {} });
      return { service, free };
    };
    const another = tripBetween(1, 2, at(TEN + 7200));

    test.each([
      ['AR6 bookings at once', { activeBookings: 1 }, 'too_many_bookings'],
      ['AR6 trips a day', { tripsPerDay: 1 }, 'too_many_trips'],
    ] as const)('%s: an offer from the waitlist is one, until it is let go', (_, limit, reason) => {
      const { service, free } = waiting(limit);
      free();
      service.waitUntil(service.nowSec + 2);
      expect(findWaitlistEntry(service.state, 'w')!.state).toBe('offered');
      expect(outcomeOf(service, 'r1', another)).toBe(reason);
      service.facts(rider('r1'), { kind: 'leave_waitlist', waitId: 'w' });
      expect(outcomeOf(service, 'r1', another)).toBe('offers');
    });

    test('AR6 the waitlist offers nothing more while one is on the screen, and does once that is over', () => {
      const { service, free } = waiting({ activeBookings: 1 });
      service.offers('r1', another);
      free();
      service.waitUntil(service.nowSec + 2);
      expect(findWaitlistEntry(service.state, 'w')!.state).toBe('waiting');
      service.waitUntil(service.nowSec + 300);
      expect(findWaitlistEntry(service.state, 'w')!.state).toBe('offered');
    });
  });

  test('AR7 late cancels pause booking for the days of the rule; the desk forgives', () => {
    const service = serviceAtTen({ rules });
    const lateCancel = (riderId: string) => {
      const { offerId: bookingId } = service.book(riderId, tripBetween(3, 7));
      service.facts(rider(riderId), { kind: 'cancel_booking', bookingId, order: {} });
    };
    lateCancel('r1');
    expect(outcomeOf(service, 'r1', tripBetween(3, 7))).toBe('offers');
    lateCancel('r1');
    expect(outcomeOf(service, 'r1', tripBetween(3, 7))).toBe('rider_suspended');
    expect(outcomeOf(service, 'r2', tripBetween(3, 7))).toBe('offers');
    service.facts(desk, setRules('r1', { clearStrikes: true }));
    expect(outcomeOf(service, 'r1', tripBetween(3, 7))).toBe('offers');
    lateCancel('r2');
    lateCancel('r2');
    service.nowSec = TEN + 10 * DAY - 1;
    expect(outcomeOf(service, 'r2', tripBetween(3, 7))).toBe('rider_suspended');
    service.nowSec = TEN + 10 * DAY;
    expect(outcomeOf(service, 'r2', tripBetween(3, 7))).toBe('offers');
  });

  test('AR8 a blocked rider gets no offer, not even by the desk or a standing order, until the block ends', () => {
    const service = serviceAtTen({ rules });
    service.facts(desk, setRules('r1', { blocked: { untilSec: TEN + 3600, reason: 'x' } }));
    expect(outcomeOf(service, 'r1', tripBetween(3, 7))).toBe('rider_blocked');
    expect(outcomeOf(service, 'r1', tripBetween(3, 7), desk)).toBe('rider_blocked');
    service.nowSec = TEN + 3600;
    expect(outcomeOf(service, 'r1', tripBetween(3, 7))).toBe('offers');
    expect(service.send(rider('r1'), setRules('r1', {}))).toMatchObject({ refusal: 'not_yours' });
    const over = setRules('r1', { blocked: { untilSec: service.nowSec, reason: 'x' } });
    expect(service.send(desk, over)).toMatchObject({
      refusal: 'bad_request',
      detail: expect.stringContaining('after'),
    });
  });
});

test('FA1 all of it is told by the facts alone', () => {
  const service = serviceAtTen({ rules: { fairUse: { withinDays: 30, strikes: 3, suspendDays: 10 } } });
  service.facts(rider('r1'), { kind: 'set_relation', relation: 'proxy', otherId: 'r2' });
  service.book('r1', { ...tripBetween(3, 7), returnTrip: { kind: 'stay', staySec: 1800 } });
  service.book('r2', { ...tripBetween(2, 8), returnTrip: { kind: 'open' } });
  service.facts(rider('r3'), { kind: 'join_waitlist', waitId: 'w', request: tripBetween(1, 4) });
  service.waitUntil(TEN + 600);
  expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
});
