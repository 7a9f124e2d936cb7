/** Every kind of trip beyond the single way, and what lasts longer than one trip: rules TR10 to TR15 and AR1 to AR8. */
import { describe, expect, test } from 'vitest';
import type { StandingOrder } from '../contracts/arrangements.ts';
import type { Timetable } from '../contracts/timetable.ts';
import type { Party, TripRequest } from '../contracts/trips.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { oneAdult, playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { findStandingOrder, findWaitlistEntry, peopleView, riderRulesView } from './arrangement-views.ts';
import { canonicalState } from './canonical.ts';
import type { Actor } from './commands.ts';
import { evolve } from './evolve.ts';
import { bookingsOfRider, findBooking, findManifest } from './views.ts';
import { noticesOf } from './notices.ts';

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

describe('waitlist', () => {
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
