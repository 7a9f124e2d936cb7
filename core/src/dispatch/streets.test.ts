import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import type { StreetNoticeOrder, StreetSelection } from '../contracts/streets.ts';
import { worldUnder } from '../fleet/world.ts';
import { drawTown } from '../testing/draw-town.ts';
import { drawnWorld } from '../testing/drawn-world.ts';
import { OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { canonicalState } from './canonical.ts';
import { decide } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { keepsPromises } from './promise-check.ts';
import { streetNotices } from './street-views.ts';
import { findManifest } from './views.ts';
import { activeNotices, areStreetsInStep, nextNoticeSec, worldInForce } from './street-notices.ts';

const operator = { kind: 'operator', operatorId: 'o1' } as const;
const service = { kind: 'service' } as const;
const town = drawTown(`
A 90 B 90 C 90 D
|    |    |    |
E 90 F 90 G 90 H
|    |    |    |
I 90 J 90 K 90 L`);
const stops = [['A', 'B', 500], ['C', 'D', 500], ['G', 'H', 500], ['I', 'J', 500], ['K', 'L', 500]] as const; // prettier-ignore

function open(options: Omit<LineWorldOptions, 'stops' | 'legSec'> = {}): PlayedService {
  const world = drawnWorld(town, stops, ['E', 'F', 500], options);
  const play = playDispatch(world, OPENING_SEC + 3600);
  for (const { id: vehicleId } of world.area.vehicles) {
    play.facts(service, {
      kind: 'sign_on',
      vehicleId,
      driverName: '運転 花子',
      tokenHash: vehicleId,
      isVirtual: false,
    });
  }
  return play;
}

function street(from: string, to: string): StreetSelection {
  const { graph } = town;
  const point = (name: string) => {
    return { lat: graph.nodeLatE7[town.at(name)]! / 1e7, lon: graph.nodeLonE7[town.at(name)]! / 1e7 };
  };
  return { kind: 'piece', wayId: graph.arcWayId[town.arc(from, to)]!, from: point(from), to: point(to) };
}

function closing(...pieces: readonly (readonly [string, string])[]): StreetNoticeOrder {
  return { streets: pieces.map(([a, b]) => street(a, b)), effect: { kind: 'closed' }, reason: 'landslide' };
}

const post = (play: PlayedService, noticeId: string, order: StreetNoticeOrder) =>
  play.facts(operator, { kind: 'post_street_notice', noticeId, order });

/** What the street worker asks for once the new times are there. */
function swap(play: PlayedService): readonly DispatchEvent[] {
  const noticeIds = activeNotices(play.state, play.nowSec).map((notice) => notice.noticeId);
  const command = { kind: 'put_streets_in_force', noticeIds } as const;
  const before = canonicalState(play.state);
  decide(play.world, play.state, { actor: service, key: null, contentHash: '', command }, play.nowSec);
  expect(canonicalState(play.state)).toBe(before); // trying out what follows changes nothing
  return play.facts(service, command);
}

const kinds = (events: readonly DispatchEvent[]) => events.map((event) => event.kind);

function driveSecNow({ world, state }: PlayedService, from: number, to: number): number {
  const { sec, locationCount } = worldInForce(world, state).driveTimes.get('wagon')!;
  return sec[from * locationCount + to]!;
}

test('SN1 what an operator says is a fact at once; decisions rest on the old times until the new are in force', () => {
  const play = open();
  const before = driveSecNow(play, 0, 1);
  expect(kinds(post(play, 'n1', closing(['B', 'C'])))).toEqual(['street_notice_posted']);
  expect(driveSecNow(play, 0, 1)).toBe(before);
  const [offer] = play.offers('r1', tripBetween(0, 1));
  expect(streetNotices(play.world, play.state, play.nowSec)).toMatchObject({
    isUpToDate: false,
    notices: [{ noticeId: 'n1', state: 'pending', lengthM: 900 }],
  });
  expect(kinds(swap(play))[0]).toBe('streets_in_force');
  expect(driveSecNow(play, 0, 1)).toBeGreaterThan(before);
  expect(streetNotices(play.world, play.state, play.nowSec)).toMatchObject({
    isUpToDate: true,
    notices: [{ state: 'in_force' }],
  });
  const [later] = play.offers('r2', tripBetween(0, 1));
  expect(later!.dropoffBySec - later!.pickupFromSec).toBeGreaterThan(offer!.dropoffBySec - offer!.pickupFromSec);
  play.facts(operator, { kind: 'end_street_notice', noticeId: 'n1' });
  expect(streetNotices(play.world, play.state, play.nowSec).notices).toMatchObject([{ state: 'ending' }]);
  swap(play);
  expect(driveSecNow(play, 0, 1)).toBe(before);
  expect(streetNotices(play.world, play.state, play.nowSec)).toEqual({ isUpToDate: true, notices: [] });
});

test('SN1 slowed streets and closures for some vehicles only', () => {
  const play = open();
  const before = driveSecNow(play, 0, 1);
  post(play, 'n1', { ...closing(['C', 'D']), effect: { kind: 'slowed', speedPercent: 50 } });
  post(play, 'n2', { ...closing(['A', 'B']), vehicleClasses: ['microbus'] });
  swap(play);
  const slowed = driveSecNow(play, 0, 1) - before;
  expect(slowed).toBeGreaterThan(45); // the 45 s to the middle of C–D again, for a wagon at midday a little more
  expect(slowed).toBeLessThan(60);
});

test('SN2 notices begin and end by themselves, and the swap takes what holds at its time', () => {
  const play = open();
  const [from, until] = [play.nowSec + 600, play.nowSec + 1200];
  post(play, 'n1', { ...closing(['B', 'C']), fromSec: from, untilSec: until });
  expect(areStreetsInStep(play.state, play.nowSec)).toBe(true);
  expect(nextNoticeSec(play.state, play.nowSec)).toBe(from);
  expect(play.send(service, { kind: 'put_streets_in_force', noticeIds: ['n1'] })).toMatchObject({
    refusal: 'wrong_order',
  });
  play.nowSec = from;
  expect(areStreetsInStep(play.state, play.nowSec)).toBe(false);
  swap(play);
  expect(nextNoticeSec(play.state, play.nowSec)).toBe(until);
  play.nowSec = until;
  expect(areStreetsInStep(play.state, play.nowSec)).toBe(false);
  swap(play);
  expect(play.state.streets.notices.size + play.state.streets.inForce.length).toBe(0);
  expect(swap(play)).toEqual([]);
});

test('SN2 what cannot be: not an operator, no such street, a time that is over', () => {
  const play = open();
  const order = closing(['B', 'C']);
  const command = { kind: 'post_street_notice', noticeId: 'n1', order } as const;
  expect(play.send({ kind: 'rider', riderId: 'r1' }, command)).toMatchObject({ refusal: 'not_yours' });
  expect(play.send(operator, { kind: 'put_streets_in_force', noticeIds: [] })).toMatchObject({ refusal: 'not_yours' });
  expect(play.send(operator, { kind: 'end_street_notice', noticeId: 'n9' })).toMatchObject({ refusal: 'not_found' });
  for (const selection of [
    { kind: 'way', wayId: 12 },
    { kind: 'point', position: { lat: 34.4, lon: 135.5 } },
    { kind: 'circle', centre: { lat: 34.4, lon: 135.5 }, radiusM: 10 },
  ] as const) {
    const refused = play.send(operator, { ...command, order: { ...order, streets: [order.streets[0]!, selection] } });
    expect(refused).toMatchObject({ ok: false, refusal: 'not_found', detail: expect.stringContaining('streets[1]') });
  }
  const over = play.send(operator, { ...command, order: { ...order, untilSec: play.nowSec } });
  expect(over).toMatchObject({ refusal: 'bad_request' });
});

test('SN2 a point names the piece of street nearest to it', () => {
  const play = open();
  const { graph } = town;
  const middle = (axis: Int32Array) => Math.round((axis[town.at('B')]! + axis[town.at('C')]!) / 2) / 1e7;
  const position = { lat: middle(graph.nodeLatE7), lon: middle(graph.nodeLonE7) };
  const [posted] = post(play, 'n1', { ...closing(['A', 'B']), streets: [{ kind: 'point', position }] });
  expect(posted).toMatchObject({ terms: { streets: [street('B', 'C')] } });
});

test('SN3 a stop on a closed street is refused with its reason and another stop; from a point other stops are taken', () => {
  const play = open();
  post(play, 'n1', closing(['A', 'B']));
  swap(play);
  expect(streetNotices(play.world, play.state, play.nowSec).notices[0]!.closedStopIds).toEqual(['s0']);
  const command = { kind: 'request_trip', requestId: 'q', request: tripBetween(0, 1) } as const;
  const [refusal] = play.facts({ kind: 'rider', riderId: 'r1' }, command);
  expect(refusal).toMatchObject({ kind: 'trip_refused', reason: 'street_closed' });
  expect(refusal).toMatchObject({ alternatives: [{ kind: 'other_stop' }] });
  const position = play.world.area.stops[0]!.position;
  const [offer] = play.offers('r1', { ...tripBetween(0, 1), from: { kind: 'point', position } });
  expect(offer!.pickup.stopId).not.toBe('s0');
});

test('SN4 a promise that nobody can keep any more is said with the expected times', () => {
  const play = open({ vehicles: 2 });
  const far = play.book('r1', { ...tripBetween(4, 3), when: { kind: 'depart_after', atSec: play.nowSec + 900 } });
  const slow: StreetNoticeOrder = {
    streets: ['EF', 'AE', 'EI', 'BF', 'FJ', 'FG'].map(([a, b]) => street(a!, b!)),
    effect: { kind: 'slowed', speedPercent: 3 },
    reason: 'snow',
  };
  const vehicle = far.shiftId;
  play.waitUntil(play.nowSec + 60);
  post(play, 'n1', slow);
  const facts = swap(play);
  // Both vehicles stand at the depot in the snow: nobody can keep it, and that is said with the expected time.
  expect(kinds(facts)).toEqual(['streets_in_force', 'promise_at_risk', 'dropoff_at_risk']);
  expect(facts[1]).toMatchObject({ bookingId: far.offerId, promisedUntilSec: far.pickupUntilSec });
  const late = facts[1] as Extract<DispatchEvent, { kind: 'promise_at_risk' }>;
  expect(late.expectedPickupSec).toBeGreaterThan(far.pickupUntilSec);
  expect(play.state.rides.get(far.offerId)!.shiftId).toBe(vehicle);
});

test('SN4 a ride that its vehicle would pick up too late is taken over by another, within its promise', () => {
  const play = open({ vehicles: 2 });
  play.book('r1', tripBetween(3, 4));
  play.serveNextCall('v0');
  play.serveNextCall('v0'); // and stands on K–L
  const offer = play.book('r2', { ...tripBetween(2, 1), when: { kind: 'depart_after', atSec: play.nowSec + 400 } });
  expect(offer.shiftId).toMatch(/^v0/);
  post(play, 'n1', { ...closing(['K', 'L']), effect: { kind: 'slowed', speedPercent: 3 }, reason: 'snow' });
  const facts = swap(play);
  expect(kinds(facts)).toEqual(['streets_in_force', 'ride_moved', 'route_planned']);
  const ride = play.state.rides.get(offer.offerId)!;
  expect(ride).toMatchObject({ shiftId: expect.stringMatching(/^v1/), pickupUntilSec: offer.pickupUntilSec });
  const shift = play.state.shifts.get(ride.shiftId)!;
  expect(shift.visits.map((visit) => visit.rideId)).toEqual([offer.offerId, offer.offerId]);
  expect(keepsPromises({ ...play, world: worldInForce(play.world, play.state) }, shift)).toBe(true);
});

test('SN5 a stop whose street is closed gives way to one near by; the promised times stay', () => {
  const play = open();
  const offer = play.book('r1', { ...tripBetween(0, 4), when: { kind: 'depart_after', atSec: play.nowSec + 1200 } });
  post(play, 'n1', closing(['A', 'B']));
  const facts = swap(play);
  expect(facts[1]).toMatchObject({
    kind: 'stop_moved',
    bookingId: offer.offerId,
    visit: 'pickup',
    reason: 'street_closed',
  });
  const ride = play.state.rides.get(offer.offerId)!;
  expect(ride).toMatchObject({
    pickupFromSec: offer.pickupFromSec,
    pickupUntilSec: offer.pickupUntilSec,
    status: 'booked',
  });
  expect(ride.pickup.stopId).not.toBe('s0');
  expect(ride.pickup.walkM).toBeGreaterThan(0);
});

test('SN5 with no stop near by a booked ride ends with the reason; a rider on board is taken to the nearest stop', () => {
  const play = open({ promises: { maxWalkM: 1 } });
  const offer = play.book('r1', { ...tripBetween(0, 4), when: { kind: 'depart_after', atSec: play.nowSec + 1200 } });
  post(play, 'n1', closing(['A', 'B']));
  expect(swap(play)).toContainEqual({
    kind: 'ride_cancelled',
    bookingId: offer.offerId,
    by: 'service',
    reason: 'street_closed',
    isLate: true,
  });
  play.facts(operator, { kind: 'end_street_notice', noticeId: 'n1' });
  swap(play);
  const aboard = play.book('r2', tripBetween(3, 4));
  play.serveNextCall('v0');
  post(play, 'n2', closing(['K', 'L']));
  const facts = swap(play);
  expect(facts[1]).toMatchObject({ kind: 'stop_moved', bookingId: aboard.offerId, visit: 'dropoff' });
  expect(play.state.rides.get(aboard.offerId)!.dropoff.stopId).toBe('s2');
  play.serveNextCall('v0');
  expect(play.state.rides.get(aboard.offerId)!.status).toBe('completed');
});

test('SN6 a vehicle under way comes by another way and says when', () => {
  const play = open();
  play.book('r1', tripBetween(1, 4));
  while (![...play.state.shifts.values()].some((shift) => shift.sent)) play.waitUntil(play.nowSec + 1);
  const shift = () => [...play.state.shifts.values()].find((one) => one.sent)!;
  const { place, arriveSec } = shift().sent!;
  post(play, 'n1', closing(['B', 'C'], ['F', 'G']));
  const facts = swap(play);
  expect(facts[1]).toMatchObject({ kind: 'vehicle_redirected', stopId: 's1' });
  expect(shift().sent!.place).toBe(place);
  expect(shift().sent!.arriveSec).toBeGreaterThan(arriveSec);
  play.facts(operator, { kind: 'end_street_notice', noticeId: 'n1' });
  const back = swap(play);
  expect(back[1]).toMatchObject({ kind: 'vehicle_redirected', stopId: 's1' });
});

test('SN6 a vehicle on its way to a stop that is closed is sent to the one that takes its place', () => {
  const play = open();
  play.book('r1', tripBetween(1, 4));
  while (![...play.state.shifts.values()].some((shift) => shift.sent)) play.waitUntil(play.nowSec + 1);
  post(play, 'n1', closing(['C', 'D']));
  const facts = swap(play);
  expect(kinds(facts).slice(0, 3)).toEqual(['streets_in_force', 'stop_moved', 'vehicle_redirected']);
  const moved = facts[1] as Extract<DispatchEvent, { kind: 'stop_moved' }>;
  expect(facts[2]).toMatchObject({ stopId: moved.stop.stopId });
  play.serveNextCall('v0');
  play.serveNextCall('v0');
  expect([...play.state.rides.values()].map((ride) => ride.status)).toEqual(['completed']);
});

test('SN7 every street closed: every answer is a reason, nothing is NaN, and reopening brings all back', () => {
  const play = open();
  const offer = play.book('r1', { ...tripBetween(0, 4), when: { kind: 'depart_after', atSec: play.nowSec + 1200 } });
  const ring = [[34, 135], [35, 135], [35, 136], [34, 136]].map(([lat, lon]) => ({ lat: lat!, lon: lon! })); // prettier-ignore
  post(play, 'n1', { ...closing(['A', 'B']), streets: [{ kind: 'polygon', ring }] });
  const facts = swap(play);
  expect(facts[1]).toMatchObject({ kind: 'promise_broken', bookingId: offer.offerId, replacement: null });
  expect(facts[2]).toMatchObject({ kind: 'ride_cancelled', bookingId: offer.offerId, reason: 'street_closed' });
  const command = { kind: 'request_trip', requestId: 'q', request: tripBetween(1, 2) } as const;
  expect(play.facts({ kind: 'rider', riderId: 'r2' }, command)).toMatchObject([
    { kind: 'trip_refused', reason: 'street_closed', alternatives: [] },
  ]);
  play.facts(operator, { kind: 'end_street_notice', noticeId: 'n1' });
  swap(play);
  expect(play.offers('r3', tripBetween(1, 2)).length).toBeGreaterThan(0);
});

test('SN7 AR2 who waits for a stop on a closed street is looked at when the street is open again', () => {
  const play = open();
  post(play, 'n1', closing(['A', 'B']));
  swap(play);
  const request = { ...tripBetween(0, 1), when: { kind: 'depart_after', atSec: play.nowSec + 3600 } } as const;
  play.facts({ kind: 'rider', riderId: 'r1' }, { kind: 'join_waitlist', waitId: 'w', request });
  play.facts(operator, { kind: 'end_street_notice', noticeId: 'n1' });
  play.waitUntil(play.nowSec + 5);
  expect(play.state.waitlist.get('w')!.tries, 'the old drive times still hold').toBe(0);
  swap(play);
  play.waitUntil(play.nowSec + 5);
  expect(play.state.waitlist.get('w')!.offeredRequestId).toBe('w_1');
});

test('FA1 SN7 random closures over busy days: the state follows from the facts, nobody falls off a route', () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= 25; seed++) {
    const random = seededRandom(seed);
    const play = open({ vehicles: 2, seats: 3, promises: { maxWalkM: randomIndex(random, 2) * 200 } });
    const names = [
      'AB',
      'BC',
      'CD',
      'EF',
      'FG',
      'GH',
      'IJ',
      'JK',
      'KL',
      'AE',
      'BF',
      'CG',
      'DH',
      'EI',
      'FJ',
      'GK',
      'HL',
    ];
    for (let step = 0; step < 40; step++) {
      const dice = randomIndex(random, 10);
      const from = randomIndex(random, stops.length);
      if (dice < 3) {
        const when = { kind: 'depart_after', atSec: play.nowSec + randomIndex(random, 3) * 600 } as const;
        const [offer] = play.offers(`r${step}`, {
          ...tripBetween(from, (from + 1 + randomIndex(random, 4)) % 5),
          when,
        });
        const rider = { kind: 'rider', riderId: `r${step}` } as const;
        if (offer && dice < 2) play.facts(rider, { kind: 'book_offer', offerId: offer.offerId });
      } else if (dice < 5) {
        const pieces = Array.from(
          { length: 1 + randomIndex(random, 4) },
          () => names[randomIndex(random, names.length)]!,
        );
        const effect = dice === 3 ? ({ kind: 'closed' } as const) : ({ kind: 'slowed', speedPercent: 20 } as const);
        post(play, `n${step}`, { ...closing(...pieces.map((p) => [p[0]!, p[1]!] as const)), effect });
        for (const { kind } of swap(play)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      } else if (dice === 5) {
        const noticeId = [...play.state.streets.notices.keys()][0];
        if (noticeId) play.facts(operator, { kind: 'end_street_notice', noticeId });
        swap(play);
      } else if (dice < 8) play.waitUntil(play.nowSec + 60);
      else {
        const vehicleId = `v${dice - 8}`;
        const [call] = findManifest(play.world, play.state, vehicleId, play.nowSec)!.calls;
        const isHeld = [...play.state.rides.values()].some((ride) => ride.status === 'held');
        if (call && !isHeld && call.arriveSec < play.nowSec + 3600) play.serveNextCall(vehicleId);
      }
      for (const ride of play.state.rides.values()) {
        const isOpen = ride.status === 'booked' || ride.status === 'on_board' || ride.status === 'held';
        const visits = play.state.shifts.get(ride.shiftId)!.visits.filter((visit) => visit.rideId === ride.rideId);
        const expected = isOpen ? (ride.status === 'on_board' ? 1 : 2) : 0;
        expect(visits.length, `seed ${seed}, step ${step}: ${ride.rideId} ${ride.status}`).toBe(expected);
      }
    }
    expect(canonicalState(replayed(play.world, play.ledger)), `seed ${seed}`).toBe(canonicalState(play.state));
    const { streets } = play.state;
    expect(worldInForce(play.world, play.state)).toBe(worldUnder(play.world, streets.inForce));
  }
  const expected = [
    'streets_in_force',
    'stop_moved',
    'promise_at_risk',
    'ride_moved',
    'vehicle_redirected',
    'offers_released',
  ];
  for (const kind of expected) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
});
