/**
 * A trip that the desk moves by hand: what it does to every rider is worked out first and shown. The confirmation names the
 * version of what was shown; against anything else it is refused, and the desk looks again.
 */
import type { Effect, MoveOrder, MovePreview } from '../contracts/fleet.ts';
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import { dwellSec, maxRideSec, promiseFor } from '../rules/promises.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { PlanRule } from '../optimizer/check-plan.ts';
import { releasedOffers } from './other-ways.ts';
import { effectsOf } from './effects.ts';
import { violationsWith } from './plan-bench.ts';
import { dutyObstacle } from './present-plan.ts';
import type { DispatchEvent, PauseAt, Replacement, Visit } from './events.ts';
import { replan } from './replan.ts';
import { shiftsBetween } from './shifts.ts';
import type { Ride, Shift } from './state.ts';
import { firstCallLength, isUnderWayTo } from './timeline.ts';

type Obstacle = NonNullable<MovePreview['obstacle']>;

/** A move worked out: routes and ride as they would be. */
interface Plan {
  readonly ride: Ride;
  readonly from: Shift;
  readonly to: Shift;
  readonly fromAfter: Shift;
  readonly toAfter: Shift;
}

/** What a move would do, or null when there is no such booking that waits. Nothing changes. */
export function previewMove(moment: Moment, bookingId: string, order: MoveOrder): MovePreview | null {
  const { state } = moment;
  const ride = state.rides.get(bookingId);
  if (ride?.status !== 'booked') return null;
  const from = state.shifts.get(ride.shiftId)!;
  const plan = planMove(moment, ride, order);
  const version = versionOf(from, typeof plan === 'string' ? null : plan.to);
  if (typeof plan === 'string') return { bookingId, version, order, obstacle: plan, effects: [] };
  const effects = effectsOfPlan(moment, plan).filter((effect) => !isHeld(moment, effect));
  return { bookingId, version, order, obstacle: null, effects };
}

function effectsOfPlan({ world, state, nowSec }: Moment, plan: Plan): readonly Effect[] {
  const isSame = plan.from.shiftId === plan.to.shiftId;
  const change = {
    before: isSame ? [plan.from] : [plan.from, plan.to],
    after: isSame ? [plan.toAfter] : [plan.fromAfter, plan.toAfter],
    rides: [plan.ride],
  };
  return effectsOf(world, state, change, nowSec);
}

function isHeld({ state }: Moment, { bookingId }: Effect): boolean {
  return state.rides.get(bookingId)!.status === 'held';
}

/** Offers that nobody has taken yet give way to the desk; their riders ask again. */
function overtakenOffers(moment: Moment, plan: Plan): readonly DispatchEvent[] {
  const broken = effectsOfPlan(moment, plan).filter((effect) => effect.breaksPromise && isHeld(moment, effect));
  const rides = broken.map(({ bookingId }) => moment.state.rides.get(bookingId)!);
  return releasedOffers(moment.state, rides, 'overtaken');
}

/** Says which state of the two shifts the preview was made from: any fact that touches them changes it. */
function versionOf(from: Shift, to: Shift | null): string {
  const name = ({ shiftId, changes }: Shift) => `${shiftId}#${changes}`;
  return [from, ...(to && to.shiftId !== from.shiftId ? [to] : [])].map(name).join(' ');
}

/** Carries a move out as it was previewed; promises that the desk gave up are put on record, one fact each. */
export function moveTrip(
  moment: Moment,
  { bookingId, confirmation }: Extract<Command, { kind: 'move_trip' }>,
  by: string,
): Outcome {
  const { order, version, acceptsBroken } = confirmation;
  const preview = previewMove(moment, bookingId, order);
  if (!preview) return refused('not_found', `there is no booking ${bookingId} that waits`);
  if (preview.version !== version) return refused('preview_outdated', `now at ${preview.version}`);
  if (preview.obstacle) return refused('would_break_promise', preview.obstacle);
  const broken = preview.effects.filter((effect) => effect.breaksPromise);
  const unforeseen = broken.filter((effect) => !acceptsBroken.includes(effect.bookingId));
  if (unforeseen.length > 0) {
    return refused(
      'preview_outdated',
      `${unforeseen.map((effect) => effect.bookingId).join(', ')} would be broken too`,
    );
  }
  const plan = planMove(moment, moment.state.rides.get(bookingId)!, order) as Plan;
  const own = ownFact(
    moment,
    plan,
    broken.some((effect) => effect.bookingId === bookingId),
    { order, by },
  );
  const others = broken.filter((effect) => effect.bookingId !== bookingId);
  const released = overtakenOffers(moment, plan);
  return accepted(bookingId, [
    ...released,
    ...own,
    ...others.map((effect) => brokenFact(moment, effect.bookingId, effect.pickupSecAfter, effect.dropoffSecAfter!, by)),
    ...(confirmation.riderAgreed === true && own[0]!.kind === 'promise_broken'
      ? [{ kind: 'change_accepted', bookingId, by } as const]
      : []),
    ...routeFacts(plan, released),
  ]);
}

function ownFact(
  moment: Moment,
  plan: Plan,
  isBroken: boolean,
  { order, by }: { readonly order: MoveOrder; readonly by: string },
): DispatchEvent[] {
  const bookingId = plan.ride.rideId;
  const before = moment.state.rides.get(bookingId)!;
  const { shiftId } = plan.to;
  if (!isBroken && before.pickupFromSec === plan.ride.pickupFromSec) {
    return [{ kind: 'ride_moved', bookingId, shiftId, reason: 'operator', by }];
  }
  const { pickup, dropoff } = plan.ride;
  const change = { before: [plan.to], after: [plan.toAfter], rides: [plan.ride] };
  const effect = effectsOf(moment.world, moment.state, change, moment.nowSec).find(
    (one) => one.bookingId === bookingId,
  )!;
  const times = isBroken
    ? newPromise(moment, plan.ride, effect.pickupSecAfter!, effect.dropoffSecAfter!)
    : {
        pickupFromSec: plan.ride.pickupFromSec,
        pickupUntilSec: plan.ride.pickupUntilSec,
        dropoffBySec: plan.ride.dropoffBySec,
      };
  const replacement = { shiftId, pickup, dropoff, ...times };
  const asked = order.pickupFromSec === undefined ? {} : { askedSec: order.pickupFromSec };
  return [{ kind: 'promise_broken', bookingId, reason: 'operator', replacement, by, ...asked }];
}

/** Somebody else's promise that the desk gave up knowingly: what the move leaves is promised anew. */
function brokenFact(
  moment: Moment,
  bookingId: string,
  pickupSec: number | null,
  dropoffSec: number,
  by: string,
): DispatchEvent {
  const ride = moment.state.rides.get(bookingId)!;
  const { shiftId, pickup, dropoff } = ride;
  const replacement: Replacement = { shiftId, pickup, dropoff, ...newPromise(moment, ride, pickupSec, dropoffSec) };
  return { kind: 'promise_broken', bookingId, reason: 'operator', replacement, by };
}

/** A window that begins at the expected pickup, and a drop-off with as much to spare as a window is long. */
function newPromise({ world }: Moment, ride: Ride, pickupSec: number | null, dropoffSec: number) {
  const { windowSec } = world.area.promises;
  const dropoffBySec = Math.max(ride.dropoffBySec, Math.ceil((dropoffSec + windowSec) / 60) * 60);
  if (pickupSec === null || pickupSec <= ride.pickupUntilSec) {
    return { pickupFromSec: ride.pickupFromSec, pickupUntilSec: ride.pickupUntilSec, dropoffBySec };
  }
  const pickupFromSec = Math.floor(pickupSec / 60) * 60;
  return { pickupFromSec, pickupUntilSec: pickupFromSec + windowSec, dropoffBySec };
}

function routeFacts({ from, to, fromAfter, toAfter }: Plan, released: readonly DispatchEvent[]): DispatchEvent[] {
  const goneIds = released.flatMap((event) => (event.kind === 'offers_released' ? event.offerIds : []));
  const fact = (after: Shift): DispatchEvent => {
    const { shiftId, visits, pauses } = goneIds.reduce(without, after);
    const places: PauseAt[] = pauses.map(({ pauseId, at }) => ({ pauseId, at }));
    return { kind: 'route_planned', shiftId, visits, ...(places.length > 0 && { pauses: places }) };
  };
  return from.shiftId === to.shiftId ? [fact(toAfter)] : [fact(fromAfter), fact(toAfter)];
}

function planMove(moment: Moment, present: Ride, order: MoveOrder): Plan | Obstacle {
  const { state, world } = moment;
  const ride = order.pickupFromSec === undefined ? present : atOtherTime(world, present, order.pickupFromSec);
  const from = state.shifts.get(present.shiftId)!;
  if (isUnderWayTo(world, state, present)) return 'on_the_way';
  const to = targetShift(moment, ride, order.vehicleId);
  if (!to) return 'no_shift';
  const fromAfter = without(from, present.rideId);
  const base = to.shiftId === from.shiftId ? fromAfter : to;
  const isByHand = order.pickupAt !== undefined;
  const visits = isByHand ? placedByHand(moment, base, ride, order) : placedBest(moment, base, ride);
  if (visits === null) return 'no_way';
  const toAfter = withVisits(base, visits);
  return obstacleIn(moment, ride, to, toAfter) ?? { ride, from, to, fromAfter, toAfter };
}

/** The same trip, promised for another time. */
function atOtherTime(world: ServiceWorld, ride: Ride, pickupFromSec: number): Ride {
  const rules = world.area.promises;
  const at = (stopId: string) => world.stopIndexById.get(stopId)!;
  const directs = world.area.vehicles.map((_, i) =>
    driveSec(world, i, at(ride.pickup.stopId), at(ride.dropoff.stopId), pickupFromSec),
  );
  const maxRide = maxRideSec(rules, Math.max(0, ...directs.map((sec) => sec ?? 0)));
  const dwell = dwellSec(rules, ride.party);
  const planned = { beginSec: pickupFromSec, earliestSec: pickupFromSec, dwellSec: dwell, maxRideSec: maxRide };
  return { ...ride, ...promiseFor(rules, planned, null) };
}

function targetShift({ world, state, nowSec }: Moment, ride: Ride, vehicleId: string): Shift | null {
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  const shifts = shiftsBetween(world, state, Math.max(nowSec, ride.pickupFromSec), ride.pickupUntilSec, nowSec);
  return shifts.find((shift) => shift.vehicleIndex === vehicleIndex) ?? null;
}

function without(shift: Shift, rideId: string): Shift {
  const kept = (visits: readonly Visit[]) => visits.filter((visit) => visit.rideId !== rideId);
  const pauses = shift.pauses.map((pause) => ({ ...pause, at: kept(shift.visits.slice(0, pause.at)).length }));
  return { ...shift, visits: kept(shift.visits), pauses };
}

/** Where the desk says; never before a call that the vehicle stands at or is on its way to. */
function placedByHand({ world, state }: Moment, shift: Shift, ride: Ride, order: MoveOrder): readonly Visit[] {
  const isBound = shift.sent !== null || shift.arrivedSec !== null;
  const first = isBound ? firstCallLength(world, state, shift.visits, shift.pauses) : 0;
  const pickupAt = Math.min(Math.max(order.pickupAt!, first), shift.visits.length);
  const dropoffAt = Math.min(Math.max(order.dropoffAt ?? pickupAt, pickupAt), shift.visits.length);
  return [
    ...shift.visits.slice(0, pickupAt),
    { rideId: ride.rideId, kind: 'pickup' },
    ...shift.visits.slice(pickupAt, dropoffAt),
    { rideId: ride.rideId, kind: 'dropoff' },
    ...shift.visits.slice(dropoffAt),
  ];
}

/** Where it fits best within all promises, or as soon as possible after this one. */
function placedBest(moment: Moment, shift: Shift, ride: Ride): readonly Visit[] | null {
  const { state } = moment;
  const shifts = new Map(state.shifts).set(shift.shiftId, shift);
  const rides = new Map(state.rides).set(ride.rideId, ride);
  const alone = { ...moment, state: { ...state, shifts, rides } };
  const mayUse = (other: Shift) => other.shiftId === shift.shiftId;
  const displaced = [{ ride, pickup: ride.pickup, dropoff: ride.dropoff }];
  const { events } = replan(alone, displaced, { reason: 'operator', by: '', mayUse });
  return events.find((event) => event.kind === 'route_planned')?.visits ?? null;
}

/** Pauses stay behind the visits that they stood behind. */
function withVisits(shift: Shift, visits: readonly Visit[]): Shift {
  const name = (visit: Visit) => `${visit.rideId} ${visit.kind}`;
  const pauses = shift.pauses.map((pause) => {
    const earlier = new Set(shift.visits.slice(0, pause.at).map(name));
    return { ...pause, at: visits.findLastIndex((visit) => earlier.has(name(visit))) + 1 };
  });
  return { ...shift, visits, pauses };
}

/** What the plan checker has against the route but for its times, which the effects show. */
function obstacleIn(moment: Moment, ride: Ride, to: Shift, toAfter: Shift): Obstacle | null {
  for (const { rule } of violationsWith(moment, ride, toAfter)) {
    const obstacle = obstacles[rule];
    if (obstacle !== undefined) return obstacle;
  }
  const rides = new Map(moment.state.rides).set(ride.rideId, ride);
  const then = { ...moment, state: { ...moment.state, rides } };
  return dutyObstacle(then, to, toAfter) === 'hours_of_work' ? 'hours_of_work' : null;
}

const obstacles: Readonly<Partial<Record<PlanRule, Obstacle>>> = {
  capacity: 'no_room',
  compatibility: 'no_room',
  mustNotShare: 'must_not_share',
  group: 'must_share',
  unreachable: 'no_way',
  aboardAtBreak: 'on_a_break',
};

/** The driver waits longer for somebody who is on the way, as long as nobody else's promise suffers. */
export function extendWait(
  { world, state, nowSec }: Moment,
  { bookingId, untilSec }: Extract<Command, { kind: 'extend_wait' }>,
  by: string,
): Outcome {
  const ride = state.rides.get(bookingId);
  if (ride?.status !== 'booked') return refused('not_found', `there is no booking ${bookingId} that waits`);
  if (untilSec <= nowSec || untilSec > nowSec + LONGEST_WAIT_SEC) {
    return refused('bad_request', `untilSec ${untilSec}: give a time from ${nowSec} to ${nowSec + LONGEST_WAIT_SEC}`);
  }
  const shift = state.shifts.get(ride.shiftId)!;
  const change = { before: [shift], after: [shift], rides: [{ ...ride, waitUntilSec: untilSec }] };
  const broken = effectsOf(world, state, change, nowSec).filter(
    (effect) => effect.breaksPromise && effect.bookingId !== bookingId,
  );
  if (broken.length > 0) {
    const numbers = broken.map((effect) => effect.number ?? effect.bookingId).join(', ');
    return refused('would_break_promise', `waiting until ${untilSec} makes booking ${numbers} late`);
  }
  return accepted(bookingId, [{ kind: 'wait_extended', bookingId, untilSec, by }]);
}
const LONGEST_WAIT_SEC = 3_600;
