/**
 * The present of a shift in the optimizer's terms: where its vehicle is and what is promised to those who ride with it.
 * Times are seconds from now, which keeps them small. Where the world has already run late, limits give way to what is
 * expected, so that nothing more is lost by a new ride and the route can still be planned.
 */
import type { HoursRule, PauseKind, VehicleClassName } from '../contracts/area.ts';
import type { BreakInput, RideInput, VehicleInput } from '../optimizer/plan-problem.ts';
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import type { DriveTimes } from '../optimizer/drive-times.ts';
import { afterBreak, breakCountsSec, type Stretch } from '../rules/hours-of-work.ts';
import { equipmentOf, roomOf, roomTaken } from '../rules/needs.ts';
import { spurSec } from '../rules/doors.ts';
import { dwellSec, maxRideSec } from '../rules/promises.ts';
import { policyOf } from '../rules/policy.ts';
import type { Moment } from './decide.ts';
import { drivingOn, hoursRuleOf } from './duties.ts';
import type { Visit } from './events.ts';
import type { Ride, Shift } from './state.ts';
import { expectedTimes, type CallPlan, type PausePlan } from './timeline.ts';
import { ANYWHERE } from '../optimizer/plan-problem.ts';

/** A vehicle without a driver can be at its first stop no sooner than this. */
const SIGN_ON_LEAD_SEC = 900;

export interface PresentShift {
  readonly shift: Shift;
  readonly visits: readonly Visit[];
  readonly calls: readonly CallPlan[];
  readonly pauses: readonly PausePlan[];
}

/**
 * The vehicle as it stands or drives; a call it stands at or drives to is frozen.
 *
 * @param holdSec how long what is planned is only held: no vehicle leaves for it before
 */
export function presentVehicle(
  moment: Moment,
  present: PresentShift,
  classes: readonly VehicleClassName[],
  holdSec: number,
): VehicleInput {
  const { world, nowSec } = moment;
  const { shift } = present;
  const vehicle = world.area.vehicles[shift.vehicleIndex]!;
  return {
    startLocation: shift.sent?.place ?? shift.place,
    startSec: startSec(moment, present, holdSec) - nowSec,
    endLocation: shift.endPlace,
    endSec: Math.max(shift.endSec, homeSec(moment, present)) - nowSec,
    configurations: [roomOf(vehicle)],
    skills: equipmentOf(vehicle),
    driveClass: classes.indexOf(vehicle.class),
    frozenVisits: frozenVisits(moment, present, holdSec),
    ...drivingLimit(moment, present),
  };
}

/**
 * Hours of work: driving without a break that counts, and on average over days. Only where a limit can be reached,
 * because it makes planning slower; a shift that is beyond one already may finish what it has.
 */
function drivingLimit(moment: Moment, present: PresentShift): Partial<VehicleInput> {
  const { world } = moment;
  const { shift, calls } = present;
  const rule = hoursRuleOf(world);
  if (!rule) return {};
  const times = world.driveTimes.get(world.area.vehicles[shift.vehicleIndex]!.class)!;
  const plannedSec = plannedDriveSec(world, shift, calls);
  const spareSec = LEGS_OF_AN_OFFER * world.area.promises.maxOffers * longestLegSec(times);
  return {
    ...stretchLimit(world, rule, present, plannedSec + spareSec),
    ...averageLimit(moment, shift, plannedSec, spareSec),
  };
}

/** What the driver signed on may still drive on the day of the shift at hand; who will drive later days is not known yet. */
function averageLimit(
  { world, state, nowSec }: Moment,
  shift: Shift,
  plannedSec: number,
  spareSec: number,
): Partial<VehicleInput> {
  const date = world.calendar.dateAt(shift.startSec); // driving counts where the work of a day began, also after midnight
  if (shift.startSec > nowSec && world.calendar.dateAt(nowSec) !== date) return {};
  const driving = drivingOn(world, state, world.area.vehicles[shift.vehicleIndex]!.id, date);
  if (!driving || driving.drivenSec + plannedSec + spareSec <= driving.allowedSec) return {};
  const { drivenSec, allowedSec } = driving;
  const maxDriveSec = Math.max(allowedSec, drivenSec + plannedSec);
  return { drivenSec: drivenSec + underWaySec(world, shift), maxDriveSec };
}

function stretchLimit(
  world: ServiceWorld,
  rule: HoursRule,
  present: PresentShift,
  aheadSec: number,
): Partial<VehicleInput> {
  if (rule.continuousDriveSec === null) return {};
  const stretch = stretchNow(world, rule, present.shift);
  if (stretch.drivenSinceBreakSec + aheadSec <= rule.continuousDriveSec) return {};
  const longestSec = longestStretchSec(world, rule, present, stretch);
  return {
    maxDriveBetweenBreaksSec: Math.max(rule.continuousDriveSec, longestSec),
    breakNeededSec: rule.breakTotalSec,
    ...stretch,
  };
}

/** How the driving stands when the plan begins: after the drive, or the break, that is under way. */
function stretchNow(world: ServiceWorld, rule: HoursRule, shift: Shift): Stretch {
  const { pausing, drivenSinceBreakSec, brokenSec } = shift;
  if (pausing) return afterBreak(rule, shift, pauseCountsSec(rule, pausing.kind, pausing.untilSec - pausing.sinceSec));
  return { drivenSinceBreakSec: drivenSinceBreakSec + underWaySec(world, shift), brokenSec };
}

/** The drive to where the vehicle is sent: no part of the plan, which begins there. */
function underWaySec(world: ServiceWorld, { vehicleIndex, place, sent }: Shift): number {
  return sent ? (driveSec(world, vehicleIndex, place, sent.place, sent.departSec) ?? 0) : 0;
}

/** A change of driver begins the driving anew however short it is. */
function pauseCountsSec(rule: HoursRule, kind: PauseKind, sec: number): number {
  return kind === 'driver_change' ? rule.breakTotalSec : breakCountsSec(rule, sec);
}

/** The longest drive between breaks of the present plan, with what was driven before it. */
function longestStretchSec(
  world: ServiceWorld,
  rule: HoursRule,
  { shift, calls, pauses }: PresentShift,
  begin: Stretch,
): number {
  let place = shift.sent?.place ?? shift.place;
  let stretch = begin;
  let longest = begin.drivenSinceBreakSec;
  const driveTo = (next: number, departSec: number) => {
    const sec = driveSec(world, shift.vehicleIndex, place, next, departSec) ?? 0;
    stretch = { ...stretch, drivenSinceBreakSec: stretch.drivenSinceBreakSec + sec };
    longest = Math.max(longest, stretch.drivenSinceBreakSec);
    place = next;
  };
  let visits = 0;
  let taken = 0;
  const takePauses = () => {
    for (; taken < pauses.length && pauses[taken]!.pause.at <= visits; taken++) {
      const { pause, departSec, place: at } = pauses[taken]!;
      driveTo(at, departSec);
      stretch = afterBreak(rule, stretch, pauseCountsSec(rule, pause.kind, pause.durationSec));
    }
  };
  for (const call of calls) {
    takePauses();
    driveTo(call.place, call.departSec);
    visits += call.visits.length;
  }
  takePauses();
  driveTo(shift.endPlace, calls.at(-1)?.readySec ?? shift.readySec);
  return longest;
}
/** A ride that is put in adds so many legs at the most. */
const LEGS_OF_AN_OFFER = 4;

/** What of a driver's duty a changed route would break that the present one keeps. */
export type DutyObstacle = 'hours_of_work' | 'on_a_break' | 'after_the_shift';

/**
 * Why a shift may not be changed so, by the duty of its driver: hours of driving, a break begun in time, the end of the shift.
 * What the present is beyond already is measured against that. O(visits)
 */
export function dutyObstacle(moment: Moment, before: Shift, after: Shift): DutyObstacle | null {
  const [present, changed] = [presentShift(moment, before), presentShift(moment, after)];
  if (drivesTooLong(moment, present, changed)) return 'hours_of_work';
  const isLate = ({ pause, beginSec }: PausePlan) => {
    const known = present.pauses.find((one) => one.pause.pauseId === pause.pauseId);
    return beginSec > Math.max(pause.beginUntilSec, known?.beginSec ?? 0);
  };
  if (changed.pauses.some(isLate)) return 'on_a_break';
  const lastSec = Math.max(before.endSec, homeSec(moment, present));
  return homeSec(moment, changed) > lastSec ? 'after_the_shift' : null;
}

function presentShift({ world, state, nowSec }: Moment, shift: Shift): PresentShift {
  return { shift, visits: shift.visits, ...expectedTimes(world, state, shift, nowSec) };
}

function drivesTooLong(moment: Moment, present: PresentShift, changed: PresentShift): boolean {
  const { world } = moment;
  const rule = hoursRuleOf(world);
  if (!rule) return false;
  const [beforeSec, afterSec] = [present, changed].map(({ shift, calls }) => plannedDriveSec(world, shift, calls));
  const { maxDriveSec, drivenSec } = averageLimit(moment, present.shift, beforeSec!, afterSec!);
  const doneSec = (drivenSec ?? 0) - underWaySec(world, present.shift); // that drive is part of what is planned
  if (maxDriveSec !== undefined && doneSec + afterSec! > maxDriveSec) return true;
  if (rule.continuousDriveSec === null) return false;
  const [longestBefore, longestAfter] = [present, changed].map((one) =>
    longestStretchSec(world, rule, one, stretchNow(world, rule, one.shift)),
  );
  return longestAfter! > Math.max(rule.continuousDriveSec, longestBefore!);
}

function plannedDriveSec(world: ServiceWorld, shift: Shift, calls: readonly CallPlan[]): number {
  let sec = 0;
  let place = shift.place;
  for (const call of calls) {
    sec += driveSec(world, shift.vehicleIndex, place, call.place, call.departSec) ?? 0;
    place = call.place;
  }
  return (
    sec + (driveSec(world, shift.vehicleIndex, place, shift.endPlace, calls.at(-1)?.readySec ?? shift.readySec) ?? 0)
  );
}

const longestLegs = new WeakMap<DriveTimes, number>();

function longestLegSec(times: DriveTimes): number {
  let longest = longestLegs.get(times);
  if (longest === undefined) {
    longest = 0;
    for (const sec of times.sec) if (sec !== times.unreachable && sec > longest) longest = sec;
    longestLegs.set(times, longest);
  }
  return longest;
}

/** When the vehicle is home after all that it has to do. */
function homeSec({ world }: Moment, { shift, calls, pauses }: PresentShift): number {
  const lastCall = calls.at(-1);
  const lastPause = pauses.at(-1);
  let last = lastCall ? { place: lastCall.place, freeSec: lastCall.readySec } : { place: shift.place, freeSec: 0 };
  if (lastPause && lastPause.endSec > last.freeSec) last = { place: lastPause.place, freeSec: lastPause.endSec };
  return last.freeSec + (driveSec(world, shift.vehicleIndex, last.place, shift.endPlace, last.freeSec) ?? 0);
}

/** A pause of the shift; one that is late already may be as late as it is. */
export function presentPause({ world, nowSec }: Moment, { pause, beginSec }: PausePlan, vehicle: number): BreakInput {
  const rule = hoursRuleOf(world);
  return {
    vehicle,
    location: pause.place ?? ANYWHERE,
    windowSec: [pause.beginFromSec - nowSec, Math.max(pause.beginUntilSec, beginSec) - nowSec],
    durationSec: pause.durationSec,
    ...(rule && { countsSec: pauseCountsSec(rule, pause.kind, pause.durationSec) }),
  };
}

/** Visits of the next call, when bound for it, and of all calls within the frozen horizon, with the pauses before them. */
function frozenVisits(moment: Moment, present: PresentShift, holdSec: number): number {
  const horizonSec = moment.nowSec + policyOf(moment.world.area).frozenSec;
  const { calls, pauses } = present;
  let frozen = calls.length > 0 && isBound(moment, present, holdSec) ? calls[0]!.visits.length : 0;
  for (let i = 0, visits = 0; i < calls.length && calls[i]!.departSec < horizonSec; i++) {
    visits += calls[i]!.visits.length;
    frozen = Math.max(frozen, visits);
  }
  return frozen + pauses.filter(({ pause }) => pause.at < frozen).length;
}

/**
 * Nothing may be put before the next call any more: the vehicle stands at it, drives to it, or has to leave for it before
 * an offer made now would have to be taken.
 */
function isBound({ nowSec }: Moment, { shift, calls }: PresentShift, holdSec: number): boolean {
  if (shift.sent !== null || shift.arrivedSec !== null) return true;
  return calls.length > 0 && calls[0]!.departSec < nowSec + holdSec;
}

/**
 * When the vehicle can leave, or, bound for a call, begin its service there. An idle vehicle waits until the rider has
 * taken the offer, so that time is left for it; one with work ahead goes when that work is due at the latest.
 */
function startSec({ world, state, nowSec }: Moment, { shift, calls }: PresentShift, holdSec: number): number {
  const next = calls[0];
  if (shift.arrivedSec !== null && next) return Math.max(shift.arrivedSec, nowSec);
  if (shift.sent) return Math.max(shift.sent.arriveSec, nowSec);
  const hasDriver = state.drivers.has(world.area.vehicles[shift.vehicleIndex]!.id);
  const leadSec = hasDriver ? holdSec : SIGN_ON_LEAD_SEC;
  const readySec = Math.max(shift.readySec, shift.startSec, nowSec);
  const withLeadSec = Math.max(readySec, nowSec + leadSec);
  return next ? Math.max(readySec, Math.min(withLeadSec, next.departSec)) : withLeadSec;
}

/** What is promised to a ride of the shift. */
export function presentRide(moment: Moment, present: PresentShift, rideId: string, vehicle: number): RideInput {
  const { world, state, nowSec } = moment;
  const ride = state.rides.get(rideId)!;
  const rules = world.area.promises;
  const { reserveSec } = policyOf(world.area);
  const pickup = world.stopIndexById.get(ride.pickup.stopId)!;
  const dropoff = world.stopIndexById.get(ride.dropoff.stopId)!;
  const dwell = dwellSec(rules, ride.party);
  const expectedPickup = expectedBegin(present, rideId, 'pickup') ?? ride.boardedSec ?? nowSec;
  const expectedDropoff = expectedBegin(present, rideId, 'dropoff')!;
  const direct = driveSec(world, present.shift.vehicleIndex, pickup, dropoff, expectedPickup + dwell) ?? 0;
  const [toDoorSec, fromDoorSec] = [spurSec(ride.pickup), spurSec(ride.dropoff)];
  const latestDropoffSec = Math.max(ride.dropoffBySec - reserveSec, expectedDropoff) - fromDoorSec;
  const shared = {
    stopPairs: [{ pickup, dropoff }],
    dropoffWindowSec: [-ONE_DAY_SEC, latestDropoffSec - nowSec] as const,
    load: roomTaken(ride.party),
    pickupDwellSec: dwell + 2 * toDoorSec,
    dropoffDwellSec: dwell + 2 * fromDoorSec,
    vehicle,
  };
  if (isOnBoard(ride)) return { ...shared, boardedSec: ride.boardedSec - nowSec };
  return {
    ...shared,
    pickupWindowSec: [
      Math.max(ride.pickupFromSec, ride.waitUntilSec ?? 0) - nowSec,
      Math.max(ride.pickupUntilSec - reserveSec, expectedPickup) - toDoorSec - nowSec,
    ],
    maxRideSec: Math.max(maxRideSec(rules, direct), expectedDropoff - expectedPickup - dwell - toDoorSec - fromDoorSec),
  };
}
const ONE_DAY_SEC = 86_400;

function isOnBoard(ride: Ride): ride is Ride & { boardedSec: number } {
  return ride.status === 'on_board' && ride.boardedSec !== null;
}

const begins = new WeakMap<PresentShift, Begins>();

interface Begins {
  readonly pickup: ReadonlyMap<string, number>;
  readonly dropoff: ReadonlyMap<string, number>;
}

function expectedBegin(present: PresentShift, rideId: string, kind: Visit['kind']): number | null {
  let known = begins.get(present);
  if (!known) begins.set(present, (known = beginsOf(present)));
  return known[kind].get(rideId) ?? null;
}

function beginsOf({ calls }: PresentShift): Begins {
  const known = { pickup: new Map<string, number>(), dropoff: new Map<string, number>() };
  for (const { visits, beginSec } of calls) {
    visits.forEach(({ kind, rideId }, i) => known[kind].set(rideId, beginSec[i]!));
  }
  return known;
}
