/**
 * The timing of one route: a scratch list of positions (start, visits, end) and the routine that settles when each
 * service begins. Everything in this folder that asks "does it fit, and when?" asks here; only the plan checker does not.
 *
 * The times of a route are bound by differences: a visit begins no earlier than the visit before it, its dwell and the
 * drive; inside its window; a drop-off at most `limit` after its rider boarded; the end at most `maxDuration` after the
 * start. Such constraints have one smallest solution, in which *every* service begins as early as it can in any feasible
 * schedule. `settleDraft` finds it: it drives forward, and when a rider would ride too long it delays that rider's
 * boarding by just the excess, which is possible if and only if there is as much waiting time in between (cf. Cordeau &
 * Laporte 2003; Firat & Woeginger 2011; Hunsaker & Savelsbergh 2002). Exact; O(visits) unless delays cascade.
 */
import { driveSecAt, hasSwitchBetween, type DriveTimes } from './drive-times.ts';
import { grown, type TimeArray } from './plan-problem.ts';

/** Why a route can't be driven; the numbers order nothing. */
export const misfit = {
  none: 0,
  timeWindow: 1,
  rideTime: 2,
  duration: 3,
  capacity: 4,
  unreachable: 5,
  driveLimit: 6,
  sharing: 7,
  notEmptyAtBreak: 8,
} as const;
export type Misfit = (typeof misfit)[keyof typeof misfit];

export interface RouteDraft {
  /** Positions in use: 0 is the start, count − 1 the end. */
  count: number;
  visit: Int32Array;
  location: Int32Array;
  earliest: TimeArray;
  latest: TimeArray;
  dwell: TimeArray;
  /** Drive from the position before; with periods: as settled last. */
  leg: TimeArray;
  /** Never more than `leg`, whenever the vehicle leaves; the same array where drive times do not depend on that. */
  leastLeg: TimeArray;
  /** The drive times if they change with the time of day, else null. */
  periodTimes: DriveTimes | null;
  /** Position from which on there are no legs: the end, if it may be anywhere. */
  legCount: number;
  /** Position that `limit` counts from (a drop-off's pickup; the start, for the end), or −1. */
  limitFrom: Int32Array;
  limit: TimeArray;
  arrival: TimeArray;
  /** Begin of service. */
  service: TimeArray;
  /** Latest begin of service, after `settleLatest`. */
  latestService: TimeArray;
  /** Where the last `settleDraft` failed. */
  failedAt: number;
  toleranceSec: number;
}

export function routeDraft(fractional: boolean, toleranceSec: number): RouteDraft {
  const time = () => (fractional ? new Float64Array(64) : new Int32Array(64));
  const leg = time();
  return {
    count: 0,
    visit: new Int32Array(64),
    location: new Int32Array(64),
    earliest: time(),
    latest: time(),
    dwell: time(),
    leg,
    leastLeg: leg,
    periodTimes: null,
    legCount: 0,
    limitFrom: new Int32Array(64),
    limit: time(),
    arrival: time(),
    service: time(),
    latestService: time(),
    failedAt: -1,
    toleranceSec,
  };
}

/** Makes room for `count` positions. */
export function reserveDraft(draft: RouteDraft, count: number): void {
  if (count <= draft.visit.length) return;
  const length = Math.max(count, draft.visit.length * 2);
  draft.visit = grown(draft.visit, length);
  draft.location = grown(draft.location, length);
  draft.earliest = grown(draft.earliest, length);
  draft.latest = grown(draft.latest, length);
  draft.dwell = grown(draft.dwell, length);
  const isTimed = draft.leastLeg !== draft.leg;
  draft.leg = grown(draft.leg, length);
  draft.leastLeg = isTimed ? grown(draft.leastLeg, length) : draft.leg;
  draft.limitFrom = grown(draft.limitFrom, length);
  draft.limit = grown(draft.limit, length);
  draft.arrival = grown(draft.arrival, length);
  draft.service = grown(draft.service, length);
  draft.latestService = grown(draft.latestService, length);
}

/** Fills `arrival` and `service` with the earliest feasible times, or tells what does not fit (and sets `failedAt`). */
export function settleDraft(draft: RouteDraft): Misfit {
  if (draft.periodTimes !== null) return settleByPeriod(draft, draft.periodTimes);
  const { count, earliest, latest, dwell, leg, limitFrom, limit, arrival, service, toleranceSec } = draft;
  let restartsLeft = count * count + 8; // each delay relaxes one constraint of a longest path: more would be a cycle
  service[0] = earliest[0]!;
  arrival[0] = earliest[0]!;
  let position = 1;
  while (position < count) {
    const arriving = service[position - 1]! + dwell[position - 1]! + leg[position]!;
    const floor = earliest[position]!;
    const begin = arriving > floor ? arriving : floor;
    arrival[position] = arriving;
    service[position] = begin;
    if (begin > latest[position]! + toleranceSec) return fail(draft, position, misfit.timeWindow);
    const from = limitFrom[position]!;
    if (from >= 0) {
      const excess = begin - service[from]! - dwell[from]! - limit[position]!;
      if (excess > toleranceSec) {
        const reason = from === 0 && position === count - 1 ? misfit.duration : misfit.rideTime;
        if (restartsLeft-- === 0 || !canDelay(draft, from, position, excess)) return fail(draft, position, reason);
        const delayed = service[from]! + excess;
        if (delayed > latest[from]! + toleranceSec) return fail(draft, position, reason);
        earliest[from] = delayed; // the draft's own copy: a floor for the rest of this settling
        if (from > 0) {
          position = from;
          continue;
        }
        service[0] = delayed;
        arrival[0] = delayed;
        position = 1;
        continue;
      }
    }
    position++;
  }
  return misfit.none;
}

/**
 * `settleDraft` where a drive depends on when it begins. Nobody arrives earlier by leaving later, so the constraints still
 * have one smallest solution, and delaying a boarding by the excess still leads to it; but a later drive may be quicker, so
 * that it takes more rounds, and waiting is not the only way to make up for a delay.
 */
function settleByPeriod(draft: RouteDraft, times: DriveTimes): Misfit {
  const { count, earliest, latest, dwell, limitFrom, limit, arrival, service } = draft;
  let restartsLeft = RESTARTS_BY_PERIOD;
  service[0] = earliest[0]!;
  arrival[0] = earliest[0]!;
  let position = 1;
  while (position < count) {
    if (!arrive(draft, times, position)) return fail(draft, position, misfit.unreachable);
    const begin = service[position]!;
    if (begin > latest[position]!) return fail(draft, position, misfit.timeWindow);
    const from = limitFrom[position]!;
    const excess = from < 0 ? 0 : begin - service[from]! - dwell[from]! - limit[position]!;
    if (excess <= 0) {
      position++;
      continue;
    }
    const reason = from === 0 && position === count - 1 ? misfit.duration : misfit.rideTime;
    const isSteady = !hasSwitchBetween(times.periods!, service[from]!, latest[position]!);
    if (restartsLeft-- === 0 || (isSteady && !canDelay(draft, from, position, excess))) {
      return fail(draft, position, reason);
    }
    const delayed = service[from]! + excess;
    if (delayed > latest[from]!) return fail(draft, position, reason);
    earliest[from] = delayed;
    if (from === 0) service[0] = arrival[0] = delayed;
    position = from === 0 ? 1 : from;
  }
  return misfit.none;
}
/** Each restart delays a boarding by a second at least; who needs more than this has windows of hours and no waiting. */
const RESTARTS_BY_PERIOD = 20_000;

/** Drives to a position, leaving the one before when its service is over; false where the period has no way. */
function arrive(draft: RouteDraft, times: DriveTimes, position: number): boolean {
  const { location, dwell, leg, arrival, service, earliest } = draft;
  const departing = service[position - 1]! + dwell[position - 1]!;
  const hasLeg = position < draft.legCount;
  const seconds = hasLeg ? driveSecAt(times, location[position - 1]!, location[position]!, departing) : 0;
  const isOpen = seconds !== times.unreachable;
  leg[position] = isOpen ? seconds : LOST_LEG_SEC;
  arrival[position] = departing + leg[position]!;
  service[position] = Math.max(arrival[position]!, earliest[position]!);
  return isOpen;
}
/** Keeps sums finite where there is no way; the misfit says that it is no time at all. */
export const LOST_LEG_SEC = 0x3f_ffff;

/** Fills `arrival` and `service` with the times of a vehicle that just drives on, whatever limits that breaks. */
export function driveOn(draft: RouteDraft): void {
  const { count, earliest, dwell, leg, arrival, service } = draft;
  service[0] = earliest[0]!;
  arrival[0] = earliest[0]!;
  for (let position = 1; position < count; position++) {
    if (draft.periodTimes !== null) {
      arrive(draft, draft.periodTimes, position);
      continue;
    }
    const arriving = service[position - 1]! + dwell[position - 1]! + leg[position]!;
    arrival[position] = arriving;
    service[position] = arriving > earliest[position]! ? arriving : earliest[position]!;
  }
}

/** Is there waiting of at least `excess` after `from`, up to and at `to`? */
function canDelay(draft: RouteDraft, from: number, to: number, excess: number): boolean {
  const { arrival, service } = draft;
  let left = excess - draft.toleranceSec;
  for (let position = from + 1; position <= to && left > 0; position++) left -= service[position]! - arrival[position]!;
  return left <= 0;
}

/**
 * Fills `latestService` with upper bounds of every begin of service in any feasible schedule of this route (exact but for
 * chains of ride-time limits, which are followed once). Call after `settleDraft`.
 */
export function settleLatest(draft: RouteDraft): void {
  const { count, latest, dwell, limitFrom, limit, latestService } = draft;
  backward(draft);
  let tightened = false;
  for (let position = 1; position < count; position++) {
    const from = limitFrom[position]!;
    if (from < 0) continue;
    const bound = latestService[from]! + dwell[from]! + limit[position]!;
    if (bound >= latestService[position]!) continue;
    latest[position] = bound;
    tightened = true;
  }
  if (tightened) backward(draft);
}

function backward(draft: RouteDraft): void {
  const { count, latest, dwell, leastLeg, latestService } = draft;
  let bound = latest[count - 1]!;
  latestService[count - 1] = bound;
  for (let position = count - 2; position >= 0; position--) {
    bound -= leastLeg[position + 1]! + dwell[position]!;
    if (latest[position]! < bound) bound = latest[position]!;
    latestService[position] = bound;
  }
}

function fail(draft: RouteDraft, position: number, reason: Misfit): Misfit {
  draft.failedAt = position;
  return reason;
}
