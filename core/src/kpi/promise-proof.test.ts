import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { findManifest } from '../dispatch/views.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, tripBetween } from '../testing/play-dispatch.ts';
import { provePromises, type ProofFact, type ProofRules } from './promise-proof.ts';

const rules: ProofRules = {
  fromSec: 0,
  untilSec: 1e10,
  nowSec: 0,
  noShowWaitSec: 180,
  places: new Map([['v0', { seats: 2, wheelchairPlaces: 1 }]]),
};
const party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

/** One offer of vehicle v0 for each id: window 1000 to 1600, drop-off by 2600, held until 500. */
function offered(...ids: string[]): [number, ProofFact['event']] {
  const window = { shiftId: 'v0@day', pickupFromSec: 1000, pickupUntilSec: 1600, dropoffBySec: 2600 };
  const offers = ids.map((offerId) => ({ offerId, ...window }));
  return [400, { kind: 'offers_made', requestId: 'q', request: { party }, heldUntilSec: 500, offers }];
}
const booked = (bookingId: string): [number, ProofFact['event']] => [
  450,
  { kind: 'ride_booked', bookingId, number: 7 },
];
const boarded = (bookingId: string, boardedSec: number, lateSec = 0): [number, ProofFact['event']] => [
  boardedSec,
  { kind: 'ride_boarded', bookingId, boardedSec, lateSec },
];
const completed = (bookingId: string, droppedOffSec: number, lateSec = 0): [number, ProofFact['event']] => [
  droppedOffSec,
  { kind: 'ride_completed', bookingId, droppedOffSec, lateSec },
];

function prove(facts: readonly [number, ProofFact['event']][], changed: Partial<ProofRules> = {}) {
  const numbered = facts.map(([atSec, event], i) => ({ sequence: i + 1, atSec, event }));
  return provePromises(numbered, { ...rules, ...changed });
}

/** Verdict and reasons of the one booking. */
function verdict(facts: readonly [number, ProofFact['event']][], changed: Partial<ProofRules> = {}) {
  const proof = prove([offered('b'), booked('b'), ...facts], changed);
  expect(proof.impossible).toEqual([]);
  const [one] = proof.exceptions;
  return one ? `${one.verdict}${one.isSilent ? ' in silence' : ''}: ${one.reasons.join('; ')}` : `kept ${proof.kept}`;
}

test('PP1 a promise is kept when the rider boards and leaves in time, to the second', () => {
  expect(verdict([boarded('b', 1600), completed('b', 2600)])).toBe('kept 1');
  expect(verdict([boarded('b', 1601, 1), completed('b', 2600)])).toBe('broken in silence: picked up 1 s late');
  expect(verdict([boarded('b', 1000), completed('b', 2601, 1)])).toBe('broken in silence: dropped off 1 s late');
});

test('PP2 what should be done by now and is not, is broken; what may still come is open', () => {
  expect(verdict([], { nowSec: 1600 })).toBe('open: ');
  expect(verdict([], { nowSec: 1660 })).toBe('broken in silence: not picked up, 60 s after the promised window');
  expect(verdict([boarded('b', 1200)], { nowSec: 2700 })).toBe(
    'broken in silence: not dropped off, 100 s after the promised time',
  );
});

test('PP3 a rider who cancels or does not come releases the promise; leaving early without the rider breaks it', () => {
  const cancelled = (by: string): [number, ProofFact['event']] => [
    900,
    { kind: 'ride_cancelled', bookingId: 'b', by, reason: 'other' },
  ];
  const noShow = (leftSec: number): [number, ProofFact['event']] => [
    leftSec,
    { kind: 'ride_no_show', bookingId: 'b', leftSec },
  ];
  expect(verdict([cancelled('rider')], { nowSec: 9000 })).toBe('released: cancelled by the rider: other');
  expect(verdict([cancelled('service')], { nowSec: 9000 })).toBe('broken: cancelled by the service: other');
  expect(verdict([noShow(1180)], { nowSec: 9000 })).toBe('released: no-show');
  expect(verdict([noShow(1179)], { nowSec: 9000 })).toBe('broken in silence: left without the rider 1 s too early');
});

test('PP4 a promise broken with notice is not broken in silence, and what took its place is looked at too', () => {
  const broken: [number, ProofFact['event']] = [
    1100,
    {
      kind: 'promise_broken',
      bookingId: 'b',
      reason: 'breakdown',
      replacement: { shiftId: 'v1@day', pickupFromSec: 2000, pickupUntilSec: 2600, dropoffBySec: 3600 },
    },
  ];
  const proof = prove([offered('b'), booked('b'), broken, boarded('b', 2600, 1000), completed('b', 3600, 1000)]);
  expect(proof.exceptions).toMatchObject([{ verdict: 'broken', isSilent: false, wasReplacementKept: true }]);
  expect(proof.exceptions[0]!.reasons).toEqual([
    'broken by the world: breakdown',
    'picked up 1000 s late',
    'dropped off 1000 s late',
  ]);
  const lateToo = prove([offered('b'), booked('b'), broken, boarded('b', 2601, 1001), completed('b', 3600, 1000)]);
  expect(lateToo.exceptions[0]).toMatchObject({ wasReplacementKept: false });
  expect(
    verdict([[1500, { kind: 'promise_at_risk', bookingId: 'b' }], boarded('b', 1700, 100), completed('b', 2000)]),
  ).toBe('broken: picked up 100 s late');
  const toldAboard: [number, ProofFact['event']] = [2500, { kind: 'dropoff_at_risk', bookingId: 'b' }];
  const late = 'dropped off 100 s late';
  expect(verdict([boarded('b', 1500), toldAboard, completed('b', 2700, 100)])).toBe(`broken: ${late}`);
  expect(verdict([boarded('b', 1500), completed('b', 2700, 100)])).toBe(`broken in silence: ${late}`);
});

test('PP3 what was undone did not happen: wrong buttons of the driver, and a cancellation that was taken back', () => {
  const undone = (atSec: number, what: string): [number, ProofFact['event']] => [
    atSec,
    { kind: 'action_undone', shiftId: 'v0@day', undone: what, bookingId: 'b' },
  ];
  const noShow: [number, ProofFact['event']] = [1300, { kind: 'ride_no_show', bookingId: 'b', leftSec: 1300 }];
  const served = [boarded('b', 1500), completed('b', 2500)];
  expect(verdict([boarded('b', 1100), undone(1110, 'ride_boarded'), ...served])).toBe('kept 1');
  expect(verdict([noShow, undone(1310, 'ride_no_show'), ...served])).toBe('kept 1');
  expect(
    verdict([boarded('b', 1100), completed('b', 1200), undone(1210, 'ride_completed'), completed('b', 2500)]),
  ).toBe('kept 1');
  const cancelled: [number, ProofFact['event']] = [1000, { kind: 'ride_cancelled', bookingId: 'b', by: 'rider' }];
  const restored: [number, ProofFact['event']] = [1030, { kind: 'ride_restored', bookingId: 'b', shiftId: 'v0@day' }];
  expect(verdict([cancelled, restored, ...served])).toBe('kept 1');
  expect(verdict([cancelled, restored], { nowSec: 1700 })).toMatch(/^broken in silence: not picked up/);
});

test('PP5 what cannot be true is said with the number of its fact', () => {
  const impossible = (...facts: [number, ProofFact['event']][]) => prove(facts).impossible;
  const three = offered('a', 'b', 'c');
  const all = ['a', 'b', 'c'].map(booked);
  const full = impossible(three, ...all, boarded('a', 1000), boarded('b', 1000), boarded('c', 1000));
  expect(full).toEqual(['fact 7: ride_boarded of booking c: 3 people on 2 seats of v0']);
  expect(
    impossible(three, ...all, boarded('a', 1000), completed('a', 1100), boarded('b', 1100), boarded('c', 1100)),
  ).toEqual([]);
  expect(impossible(booked('x'))).toEqual(['fact 1: books x, which was never offered or is given back']);
  expect(impossible(offered('b'), booked('b'), completed('b', 2000))[0]).toMatch(/was not on board/);
  expect(impossible(offered('b'), booked('b'), boarded('b', 1700, 99))[0]).toMatch(/lateness put down as 99 s/);
  expect(impossible(offered('b'), [501, booked('b')[1]])[0]).toMatch(/after its hold/);
  expect(impossible([9, { kind: 'x' }], [8, { kind: 'x' }])).toEqual([
    'fact 2: is of an earlier time than the one before',
  ]);
  expect(provePromises([{ sequence: 2, atSec: 1, event: { kind: 'x' } }], rules).impossible).toEqual([
    'fact 2: comes after 0',
  ]);
});

test('PP3 PP5 who was on board of a vehicle that could not go on boards again; seats and times count as they were', () => {
  const replaced: [number, ProofFact['event']] = [
    1200,
    {
      kind: 'promise_broken',
      bookingId: 'b',
      reason: 'breakdown',
      replacement: { shiftId: 'v1@day', pickupFromSec: 1300, pickupUntilSec: 1900, dropoffBySec: 2900 },
    },
  ];
  const moved: [number, ProofFact['event']] = [
    1200,
    { kind: 'ride_moved', bookingId: 'b', shiftId: 'v1@day', fetched: { untilSec: 2600 } },
  ];
  const wrongButton: [number, ProofFact['event']] = [
    1710,
    { kind: 'action_undone', undone: 'ride_boarded', bookingId: 'b' },
  ];
  const again = [boarded('b', 1700), wrongButton, boarded('b', 1720), completed('b', 2500)];
  expect(verdict([boarded('b', 1100), moved, ...again])).toBe('kept 1');
  const proof = prove([offered('b'), booked('b'), boarded('b', 1100), replaced, ...again]);
  expect(proof.impossible).toEqual([]);
  expect(proof.exceptions).toMatchObject([{ reasons: ['broken by the world: breakdown'], boardedSec: 1100 }]);
  const lost: [number, ProofFact['event']] = [
    1200,
    { kind: 'ride_cancelled', bookingId: 'b', by: 'service', reason: 'x' },
  ];
  const others = ['c', 'd'].map((id) => boarded(id, 1300));
  const freed = [offered('b', 'c', 'd'), ...['b', 'c', 'd'].map(booked), boarded('b', 1100), lost, ...others];
  expect(prove(freed).impossible).toEqual([]);
});

test('PP5 who travels in a chair of their own, and who needs a seat more, is counted so', () => {
  const bookedWith = (needs: readonly { type: string; count: number }[], people: object = {}) => {
    const [atSec, event] = offered('b');
    const request = { party: { ...party, ...people, needs } };
    return prove([[atSec, { ...event, request }], booked('b'), boarded('b', 1000)]).impossible;
  };
  expect(bookedWith([{ type: 'powered_wheelchair', count: 1 }], { adults: 3 })).toEqual([]);
  expect(bookedWith([{ type: 'stretcher', count: 1 }])[0]).toMatch(/2 wheelchairs on 1 places/);
  expect(bookedWith([{ type: 'extra_space_ambulant', count: 1 }], { adults: 2 })[0]).toMatch(/3 people on 2 seats/);
  expect(bookedWith([], { adults: 2, companions: 1 })[0]).toMatch(/3 people on 2 seats/);
});

test('PP9 what a rider is waited for beyond the window puts off both times, and no more than was waited for', () => {
  const waits: [number, ProofFact['event']] = [1500, { kind: 'wait_extended', bookingId: 'b', untilSec: 1900 }];
  expect(verdict([waits, boarded('b', 1900, 300), completed('b', 2900, 300)])).toBe('kept 1');
  expect(verdict([waits, boarded('b', 1901, 301), completed('b', 2900, 300)])).toBe(
    'broken in silence: picked up 1 s late',
  );
  // who came after 100 s of it has 100 s less to be driven in
  expect(verdict([waits, boarded('b', 1700, 100), completed('b', 2701, 101)])).toBe(
    'broken in silence: dropped off 1 s late',
  );
  expect(verdict([waits, boarded('b', 1500), completed('b', 2601, 1)])).toBe('broken in silence: dropped off 1 s late');
  expect(verdict([waits], { nowSec: 1900 })).toBe('open: ');
});

test('PP6 a hold is broken when it ends before its time and not by the rider', () => {
  const released = (why: string, atSec: number): [number, ProofFact['event']] => [
    atSec,
    { kind: 'offers_released', requestId: 'q', offerIds: ['a', 'b'], why },
  ];
  expect(prove([offered('a', 'b'), released('expired', 500)]).holds).toEqual({ made: 2, broken: 0 });
  expect(prove([offered('a', 'b'), released('asked_again', 420)]).holds).toEqual({ made: 2, broken: 0 });
  expect(prove([offered('a', 'b'), released('overtaken', 420)]).holds).toEqual({ made: 2, broken: 2 });
});

const SEED = 5;
test(`PP1 PP5 a day of real facts proves itself, and the same day with one time changed does not (seed ${SEED})`, () => {
  const world = lineWorld({ vehicles: 2, stops: 10 });
  const service = playDispatch(world, OPENING_SEC);
  const random = seededRandom(SEED);
  for (const { id } of world.area.vehicles) {
    service.facts(
      { kind: 'anybody' },
      { kind: 'sign_on', vehicleId: id, driverName: 'T', tokenHash: id, isVirtual: false },
    );
  }
  for (let i = 0; i < 40; i++) {
    const offers = service.offers(`r${i}`, tripBetween(randomIndex(random, 5), 5 + randomIndex(random, 5)));
    if (offers[0])
      service.facts({ kind: 'rider', riderId: `r${i}` }, { kind: 'book_offer', offerId: offers[0].offerId });
    for (const { id } of world.area.vehicles) {
      const calls = findManifest(world, service.state, id, service.nowSec)!.calls;
      if (calls.length > 0) service.serveNextCall(id);
    }
    service.waitUntil(service.nowSec + 30);
  }
  for (const { id } of world.area.vehicles) {
    while (findManifest(world, service.state, id, service.nowSec)!.calls.length > 0) service.serveNextCall(id);
  }
  const places = new Map(world.area.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const proof = provePromises(service.ledger as readonly ProofFact[], { ...rules, places });
  const late = service.ledger.flatMap(({ event }) =>
    'lateSec' in event && event.lateSec > 0 ? [event.bookingId] : [],
  );
  expect(proof.impossible).toEqual([]);
  expect(proof.exceptions.map(({ bookingId }) => bookingId).sort()).toEqual([...new Set(late)].sort());
  expect(proof.kept).toBeGreaterThan(10);
  const lastBoarding = service.ledger.findLastIndex(({ event }) => event.kind === 'ride_boarded');
  const changed = service.ledger.map((entry, i) =>
    i === lastBoarding && entry.event.kind === 'ride_boarded'
      ? { ...entry, event: { ...entry.event, boardedSec: entry.event.boardedSec + 5000 } }
      : entry,
  );
  expect(provePromises(changed as readonly ProofFact[], { ...rules, places }).impossible).toHaveLength(2);
});

test('PP7 who got on without a booking is off by the promised time, or the promise is broken; the seat is taken', () => {
  const walkOn = (bookingId: string, boardedSec: number, change: object = {}): [number, ProofFact['event']] => [
    boardedSec,
    {
      kind: 'walk_on_boarded',
      bookingId,
      number: 8,
      shiftId: 'v0@day',
      party,
      boardedSec,
      dropoffBySec: 2000,
      ...change,
    },
  ];
  const proof = (...facts: [number, ProofFact['event']][]) => prove(facts, { nowSec: 2000 });
  expect(proof(walkOn('w', 1000), completed('w', 2000))).toMatchObject({ promises: 1, walkOns: 1, kept: 1, broken: 0 });
  expect(proof(walkOn('w', 1000), completed('w', 2001, 1)).exceptions).toMatchObject([
    { bookingId: 'w', number: 8, verdict: 'broken', isSilent: true, reasons: ['dropped off 1 s late'] },
  ]);
  expect(prove([walkOn('w', 1000)], { nowSec: 2100 }).exceptions[0]!.reasons).toEqual([
    'not dropped off, 100 s after the promised time',
  ]);
  expect(proof(walkOn('w', 1000)).exceptions).toMatchObject([{ verdict: 'open' }]);
  const two = { ...party, adults: 2 };
  expect(proof(walkOn('w', 1000, { party: two }), walkOn('x', 1100)).impossible).toEqual([
    'fact 2: walk_on_boarded of booking x: 3 people on 2 seats of v0',
  ]);
  const undone: [number, ProofFact['event']] = [
    1050,
    { kind: 'action_undone', shiftId: 'v0@day', undone: 'walk_on_boarded', bookingId: 'w' },
  ];
  expect(proof(walkOn('w', 1000, { party: two }), undone, walkOn('x', 1100), completed('x', 1200))).toMatchObject({
    promises: 1, // what was pressed by mistake promised nobody anything
    kept: 1,
    impossible: [],
  });
  expect(proof(walkOn('w', 1000), walkOn('w', 1000)).impossible[0]).toMatch(/known already/);
  expect(proof(walkOn('w', 1000, { dropoffBySec: 1000 })).impossible[0]).toMatch(/before the boarding/);
});

describe('PP8 driving', () => {
  const HOUR = 3600;
  const DAY = 86_400;
  const limits = { twoDayDriveSec: 18 * HOUR, fourWeekDriveSec: 160 * HOUR, restMinSec: 9 * HOUR };
  const dayOf = (atSec: number) => Math.floor(atSec / DAY);
  const on = (atSec: number, driverName = 'a'): [number, ProofFact['event']] => [
    atSec,
    { kind: 'driver_signed_on', vehicleId: 'v0', driverName, isVirtual: false },
  ];
  const off = (atSec: number): [number, ProofFact['event']] => [atSec, { kind: 'driver_signed_off', vehicleId: 'v0' }];
  const leg = (departSec: number, driveSec: number): [number, ProofFact['event']][] => [
    [departSec, { kind: 'vehicle_sent', shiftId: 'v0@day', departSec, arriveSec: 0 }],
    [departSec + driveSec, { kind: 'call_arrived', shiftId: 'v0@day', arrivedSec: departSec + driveSec }],
  ];
  /** A duty of some hours of driving that begins at five on a day. */
  const duty = (day: number, hours: number) => {
    const beginSec = day * DAY + 5 * HOUR;
    return [on(beginSec), ...leg(beginSec, hours * HOUR), off(beginSec + hours * HOUR)];
  };
  const overdriven = (day: number, ...facts: [number, ProofFact['event']][]) =>
    prove(facts, { driving: { ...limits, dayOf, day } }).overdriven;

  test('PP8 two days are beyond the average only with the day before and with the day after', () => {
    const two = [...duty(10, 8), ...duty(11, 11)];
    expect(overdriven(11, ...two)).toEqual([]);
    expect(overdriven(12, ...two, ...duty(12, 7))).toEqual([]);
    expect(overdriven(12, ...two, ...duty(12, 8))).toEqual([
      'a drove 68400 s and 68400 s in two days each, the limit is 64800 s',
    ]);
    expect(overdriven(13, ...two, ...duty(12, 8))).toEqual([]); // said once, on the day that made it so
  });

  test('PP8 four weeks are beyond the average from the first second more, and days before them do not count', () => {
    const weeks = Array.from({ length: 20 }, (_, day) => duty(day, 8)).flat();
    expect(overdriven(19, ...weeks)).toEqual([]);
    const more = [...weeks, ...duty(27, 1)];
    expect(overdriven(27, ...more)).toEqual(['a drove 579600 s in four weeks, the limit is 576000 s']);
    expect(overdriven(28, ...weeks, ...duty(28, 1))).toEqual([]);
  });

  test('PP8 what a wrong button said was driven is not counted, nor what somebody else drove; a night belongs to its evening', () => {
    const undone: [number, ProofFact['event']] = [
      12 * DAY + 6 * HOUR,
      { kind: 'action_undone', shiftId: 'v0@day', undone: 'call_arrived', bookingId: null },
    ];
    const two = [...duty(10, 8), ...duty(11, 11)];
    const begin = 12 * DAY;
    expect(overdriven(12, ...two, on(begin + 5 * HOUR), ...leg(begin + 5 * HOUR, 8 * HOUR), undone)).toEqual([]);
    expect(overdriven(12, ...two, on(begin + 5 * HOUR, 'b'), ...leg(begin + 5 * HOUR, 8 * HOUR))).toEqual([]);
    // Seven hours begin before the rest is over and belong to day 11: 8 + 18 h, then 18 + 1 h.
    const night = [on(begin + HOUR / 2), ...leg(begin + HOUR / 2, 7 * HOUR), off(begin + 8 * HOUR)];
    const evening = [on(begin + 18 * HOUR), ...leg(begin + 18 * HOUR, HOUR)];
    expect(overdriven(12, ...two, ...night, ...evening)).toEqual([
      'a drove 93600 s and 68400 s in two days each, the limit is 64800 s',
    ]);
  });
});
