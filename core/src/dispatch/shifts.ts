/**
 * The shifts of a day. A vehicle has those that were planned by hand for that day (`day_planned`), else those of the area
 * file, else one for each stretch of service. A shift exists in the state as soon as something is planned on it; its id
 * tells vehicle, day and times, so that a ledger can be read without its roster.
 */
import type { AreaPause } from '../contracts/area.ts';
import type { PlannedPause, PlannedShift } from '../contracts/fleet.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { dateOfDay, dayOfDate, type ServiceWindow } from '../rules/calendar.ts';
import type { DispatchState, Shift, ShiftPause, Suspension } from './state.ts';

/** What a roster says of one shift. */
interface ShiftPlan {
  readonly shiftId: string;
  readonly vehicleIndex: number;
  readonly startSec: number;
  readonly endSec: number;
  readonly startPlace: number;
  readonly endPlace: number;
  readonly pauses: readonly ShiftPause[];
}

type Roster = Pick<DispatchState, 'dayPlans'>;

/** No shift that is planned by hand is longer. */
const LONGEST_SHIFT_SEC = 86_400;

/** Key of a vehicle's day in `DispatchState.dayPlans`. */
export function dayKey(vehicleId: string, date: string): string {
  return `${vehicleId}@${date}`;
}

/**
 * The shifts of all vehicles that touch a span and can be driven in it: without suspended hours and vehicles that are out,
 * which shorten what is left of a shift. In order of their beginning, then of the vehicles.
 */
export function shiftsBetween(
  world: ServiceWorld,
  state: DispatchState,
  fromSec: number,
  untilSec: number,
  nowSec: number,
): readonly Shift[] {
  const plans = plansBetween(world, state, fromSec, untilSec);
  return plans.flatMap((plan) => {
    const shift = cutShort(world, state, state.shifts.get(plan.shiftId) ?? unusedShift(plan, nowSec), nowSec);
    return shift && shift.endSec > fromSec && shift.startSec <= untilSec ? [shift] : [];
  });
}

/**
 * The shifts of a date by the plan in force, whole, whatever rests or is out; those over midnight on both dates. In order of
 * their beginning, then of the vehicles. O(vehicles and their shifts)
 */
export function shiftsOn(world: ServiceWorld, state: DispatchState, date: string, nowSec: number): readonly Shift[] {
  const { atTimeOf } = world.calendar;
  const plans = plansBetween(world, state, atTimeOf(date, '00:00'), atTimeOf(date, '24:00') - 1);
  return plans.map((plan) => state.shifts.get(plan.shiftId) ?? unusedShift(plan, nowSec));
}

/** Whether the whole service rests at a time, as somebody at the desk decided. */
export function isAtRest({ suspensions }: Pick<DispatchState, 'suspensions'>, atSec: number): boolean {
  for (const { fromSec, untilSec } of suspensions.values()) if (fromSec <= atSec && atSec < untilSec) return true;
  return false;
}

/** When the service runs again that rests at a time, one span of rest after another; null when it does not rest. */
export function endOfRest({ suspensions }: Pick<DispatchState, 'suspensions'>, atSec: number): number | null {
  const spans = [...suspensions.values()].sort((a, b) => a.fromSec - b.fromSec);
  let endSec = atSec;
  for (const { fromSec, untilSec } of spans) if (fromSec <= endSec && endSec < untilSec) endSec = untilSec;
  return endSec > atSec ? endSec : null;
}

/** What is left of a shift of suspended hours and when its vehicle is out; null when nothing is. */
function cutShort(world: ServiceWorld, state: DispatchState, whole: Shift, nowSec: number): Shift | null {
  let shift: Shift | null = whole;
  for (const suspension of state.suspensions.values()) if (shift) shift = withoutHours(shift, suspension, nowSec);
  return shift && withoutOutage(world, state, shift, nowSec);
}

/** Of a shift with suspended hours in its midst the part before them is left, and once they have begun the part after. */
function withoutHours(shift: Shift, { fromSec, untilSec }: Suspension, nowSec: number): Shift | null {
  if (untilSec <= Math.max(nowSec, shift.startSec) || fromSec >= shift.endSec) return shift;
  if (fromSec > Math.max(nowSec, shift.startSec)) return { ...shift, endSec: fromSec };
  if (untilSec >= shift.endSec) return null;
  return { ...shift, startSec: untilSec, readySec: Math.max(shift.readySec, untilSec) };
}

function withoutOutage(world: ServiceWorld, state: DispatchState, shift: Shift, nowSec: number): Shift | null {
  const outage = state.outages.get(world.area.vehicles[shift.vehicleIndex]!.id);
  if (!outage || outage.untilSec <= Math.max(nowSec, shift.startSec) || outage.fromSec >= shift.endSec) return shift;
  if (outage.untilSec >= shift.endSec) return null;
  return { ...shift, startSec: outage.untilSec, readySec: Math.max(shift.readySec, outage.untilSec) };
}

/** Whether every vehicle runs all service hours on every day, which is the quick case. */
function hasRoster(world: ServiceWorld, state: Roster): boolean {
  return state.dayPlans.size > 0 || (world.area.work?.shifts?.length ?? 0) > 0;
}

function plansBetween(
  world: ServiceWorld,
  state: Roster,
  fromSec: number,
  untilSec: number,
  vehicleIndices: readonly number[] = [...world.area.vehicles.keys()],
): readonly ShiftPlan[] {
  if (!hasRoster(world, state)) {
    return world.calendar
      .windowsBetween(fromSec, untilSec)
      .flatMap((window) => vehicleIndices.map((vehicleIndex) => planOfWindow(world, vehicleIndex, window)));
  }
  const plans: ShiftPlan[] = [];
  const firstDay = dayOfDate(world.calendar.dateAt(fromSec));
  const lastDay = dayOfDate(world.calendar.dateAt(untilSec));
  for (let day = dayOfDate(world.calendar.dateAt(fromSec - LONGEST_SHIFT_SEC)); day <= lastDay; day++) {
    // Service hours and shifts of the area file end by midnight: of a day before only what was planned by hand goes on.
    const plansOn = day < firstDay ? plansByHand : plansOfDay;
    for (const vehicleIndex of vehicleIndices) {
      plans.push(...(plansOn(world, state, vehicleIndex, dateOfDay(day)) ?? []));
    }
  }
  return plans
    .filter((plan) => plan.endSec > fromSec && plan.startSec <= untilSec)
    .sort((a, b) => a.startSec - b.startSec || a.vehicleIndex - b.vehicleIndex);
}

/** The shifts of a vehicle that were planned by hand for a date; null when none ever were. */
function plansByHand(
  world: ServiceWorld,
  state: Roster,
  vehicleIndex: number,
  date: string,
): readonly ShiftPlan[] | null {
  const planned = state.dayPlans.get(dayKey(world.area.vehicles[vehicleIndex]!.id, date));
  return planned?.map((shift) => planOfHand(world, vehicleIndex, date, shift)) ?? null;
}

/** The shifts of a vehicle on a date: planned by hand, else by the area file, else by the service hours. */
function plansOfDay(world: ServiceWorld, state: Roster, vehicleIndex: number, date: string): readonly ShiftPlan[] {
  const byHand = plansByHand(world, state, vehicleIndex, date);
  if (byHand) return byHand;
  const { area, calendar } = world;
  const vehicleId = area.vehicles[vehicleIndex]!.id;
  const ofFile = area.work?.shifts?.filter((shift) => shift.vehicleId === vehicleId) ?? [];
  if (ofFile.length === 0) return calendar.windowsOn(date).map((window) => planOfWindow(world, vehicleIndex, window));
  if (calendar.isHoliday(date)) return [];
  return ofFile
    .filter((shift) => shift.days.includes(calendar.weekdayOf(date)))
    .map((shift) => {
      const startSec = calendar.atTimeOf(date, shift.from);
      const pauses = (shift.pauses ?? []).map((pause) => pauseOfArea(world, date, pause));
      const depots = {
        ...(shift.startDepotId !== undefined && { startDepotId: shift.startDepotId }),
        ...(shift.endDepotId !== undefined && { endDepotId: shift.endDepotId }),
      };
      const endSec = calendar.atTimeOf(date, shift.until);
      return planOfHand(world, vehicleIndex, date, { startSec, endSec, driverId: null, pauses, ...depots });
    });
}

function planOfHand(world: ServiceWorld, vehicleIndex: number, date: string, planned: PlannedShift): ShiftPlan {
  const { startSec, endSec, startDepotId, endDepotId, pauses } = planned;
  const home = world.depotPlaceOfVehicle[vehicleIndex]!;
  const vehicleId = world.area.vehicles[vehicleIndex]!.id;
  return {
    shiftId: shiftIdOf(vehicleId, date, planned),
    vehicleIndex,
    startSec,
    endSec,
    startPlace: depotPlace(world, startDepotId) ?? home,
    endPlace: depotPlace(world, endDepotId) ?? home,
    pauses: pausesOf(world, pauses),
  };
}

/** The id of a shift that was planned by hand or by the area file. */
export function shiftIdOf(
  vehicleId: string,
  date: string,
  { startSec, endSec }: Pick<PlannedShift, 'startSec' | 'endSec'>,
): string {
  return `${vehicleId}@${date}.${startSec}-${endSec}`;
}

function planOfWindow(world: ServiceWorld, vehicleIndex: number, window: ServiceWindow): ShiftPlan {
  const home = world.depotPlaceOfVehicle[vehicleIndex]!;
  const pauses = (world.area.work?.pauses ?? []).map((pause) => pauseOfArea(world, window.date, pause));
  const within = pauses.filter(
    (pause) => pause.beginFromSec >= window.startSec && pause.beginUntilSec + pause.durationSec <= window.endSec,
  );
  return {
    shiftId: `${world.area.vehicles[vehicleIndex]!.id}@${window.date}.${window.index}`,
    vehicleIndex,
    startSec: window.startSec,
    endSec: window.endSec,
    startPlace: home,
    endPlace: home,
    pauses: pausesOf(world, within),
  };
}

function pauseOfArea({ calendar }: ServiceWorld, date: string, pause: AreaPause): PlannedPause {
  return {
    kind: pause.kind,
    beginFromSec: calendar.atTimeOf(date, pause.from),
    beginUntilSec: calendar.atTimeOf(date, pause.until),
    durationSec: pause.durationSec,
    depotId: pause.depotId ?? null,
  };
}

/** Pauses in order of time, before any visit is planned. */
function pausesOf(world: ServiceWorld, planned: readonly PlannedPause[]): readonly ShiftPause[] {
  return planned
    .map(({ kind, beginFromSec, beginUntilSec, durationSec, depotId }, i) => {
      const place = depotPlace(world, depotId ?? undefined);
      return { pauseId: `p${i}`, kind, beginFromSec, beginUntilSec, durationSec, place, at: 0 };
    })
    .sort((a, b) => a.beginFromSec - b.beginFromSec);
}

function depotPlace({ area }: ServiceWorld, depotId: string | undefined): number | null {
  const at = area.depots.findIndex((depot) => depot.id === depotId);
  return at < 0 ? null : area.stops.length + at;
}

/**
 * Puts the shifts of a vehicle's day in the place of those before. A shift that covers the present goes on where the one
 * before it stood; shifts that have no work and never had a rider are forgotten.
 */
export function applyDayPlan(
  world: ServiceWorld,
  state: Pick<DispatchState, 'dayPlans' | 'shifts' | 'rides'>,
  { vehicleId, date, shifts, renewedIds = [] }: NewDay,
  atSec: number,
): void {
  const vehicleIndex = world.vehicleIndexById.get(vehicleId)!;
  const before = [...state.shifts.values()].filter(
    (shift) => shift.vehicleIndex === vehicleIndex && world.calendar.dateAt(shift.startSec) === date,
  );
  const oldPauses = new Map(plansOfDay(world, state, vehicleIndex, date).map((plan) => [plan.shiftId, plan.pauses]));
  const goOn = (opened: Shift, shift: Shift) => goneOn(opened, shift, oldPauses.get(shift.shiftId) ?? []);
  state.dayPlans.set(dayKey(vehicleId, date), shifts);
  const running = before.find((shift) => shift.startSec <= atSec && atSec < shift.endSec);
  const ridden = new Set(Array.from(state.rides.values(), (ride) => ride.shiftId));
  const plannedIds = shifts.map((shift) => shiftIdOf(vehicleId, date, shift));
  for (const shift of before) {
    const { shiftId } = shift;
    const anew = () => ({ ...openShift(world, state, shiftId, atSec), changes: shift.changes + 1 });
    if (renewedIds.includes(shiftId)) state.shifts.set(shiftId, shift.startSec <= atSec ? goOn(anew(), shift) : anew());
    else if (shift.visits.length > 0) continue;
    else if (!ridden.has(shiftId)) state.shifts.delete(shiftId);
    else if (plannedIds.includes(shiftId)) state.shifts.set(shiftId, anew());
    else state.shifts.set(shiftId, { ...shift, pauses: [], pausing: null });
  }
  const next = shifts.find((shift) => shift.startSec <= atSec && atSec < shift.endSec);
  const nextId = next && shiftIdOf(vehicleId, date, next);
  if (!running || nextId === undefined || renewedIds.includes(nextId)) return;
  if ((state.shifts.get(nextId)?.visits.length ?? 0) > 0) return;
  const opened = state.shifts.get(nextId) ?? openShift(world, state, nextId, atSec);
  state.shifts.set(nextId, goOn(opened, running));
}

interface NewDay {
  readonly vehicleId: string;
  readonly date: string;
  readonly shifts: readonly PlannedShift[];
  /** Shifts that keep their times but not their pauses or depots: their riders are planned anew. */
  readonly renewedIds?: readonly string[];
}

/** A pause that was planned before as it is now, and that the shift no longer has to come: taken, or under way. */
function isTaken(pause: ShiftPause, shift: Shift, oldPauses: readonly ShiftPause[]): boolean {
  const isSame = (other: ShiftPause) =>
    other.kind === pause.kind && other.beginFromSec === pause.beginFromSec && other.durationSec === pause.durationSec;
  return oldPauses.some(isSame) && !shift.pauses.some(isSame);
}

/** A shift as it is planned by now, with the vehicle where it is, the driving that was done and the pauses that were taken. */
function goneOn(opened: Shift, before: Shift, oldPauses: readonly ShiftPause[]): Shift {
  const { place, readySec, pausing, drivenSec, drivenSinceBreakSec, brokenSec } = before;
  const pauses = opened.pauses.filter((pause) => !isTaken(pause, before, oldPauses));
  return { ...opened, pauses, place, readySec, pausing, drivenSec, drivenSinceBreakSec, brokenSec };
}

/** The shift of a vehicle on the day before or after a date that overlaps one of these; null when none does. */
export function overlapAtMidnight(
  world: ServiceWorld,
  state: Roster,
  vehicleIndex: number,
  { date, shifts }: Pick<NewDay, 'date' | 'shifts'>,
): Pick<PlannedShift, 'startSec' | 'endSec'> | null {
  const day = dayOfDate(date);
  const beside = [day - 1, day + 1].flatMap((other) => plansOfDay(world, state, vehicleIndex, dateOfDay(other)));
  const overlaps = (plan: ShiftPlan) =>
    shifts.some((shift) => plan.startSec < shift.endSec && shift.startSec < plan.endSec);
  return beside.find(overlaps) ?? null;
}

/** Whether a shift that keeps its times would have other pauses or depots by another plan of its day. */
export function isPlannedOtherwise(world: ServiceWorld, state: Roster, next: Roster, shift: Shift): boolean {
  const planBy = (roster: Roster) => {
    const plan = plansOfDay(world, roster, ...vehicleAndDate(world, shift.shiftId)).find(
      ({ shiftId }) => shiftId === shift.shiftId,
    );
    return JSON.stringify([plan?.startPlace, plan?.endPlace, plan?.pauses]);
  };
  return planBy(state) !== planBy(next);
}

/** The shift of that id as it begins, with the pauses that can still be taken at a time. */
export function openShift(world: ServiceWorld, state: Roster, shiftId: string, atSec: number): Shift {
  const plan = plansOfDay(world, state, ...vehicleAndDate(world, shiftId)).find((one) => one.shiftId === shiftId);
  return plan ? unusedShift(plan, atSec) : shiftFromId(world, shiftId);
}

/** An unused shift made from its id alone, as when a ledger is read without its roster: without pauses. */
export function shiftFromId(world: ServiceWorld, shiftId: string): Shift {
  const [vehicleIndex, date] = vehicleAndDate(world, shiftId);
  const rest = shiftId.slice(shiftId.lastIndexOf('.') + 1);
  const [startSec, endSec] = rest.split('-').map(Number) as [number, number | undefined];
  const window = world.calendar.windowsOn(date).find((candidate) => candidate.index === startSec);
  const home = world.depotPlaceOfVehicle[vehicleIndex]!;
  const ends = { startPlace: home, endPlace: home, pauses: [] };
  if (endSec !== undefined) return unusedShift({ shiftId, vehicleIndex, startSec, endSec, ...ends }, 0);
  if (!window) throw unknownShift(shiftId);
  return unusedShift({ shiftId, vehicleIndex, startSec: window.startSec, endSec: window.endSec, ...ends }, 0);
}

function vehicleAndDate(world: ServiceWorld, shiftId: string): [number, string] {
  const at = shiftId.indexOf('@');
  const vehicleIndex = world.vehicleIndexById.get(shiftId.slice(0, at));
  if (vehicleIndex === undefined) throw unknownShift(shiftId);
  return [vehicleIndex, shiftId.slice(at + 1, at + 11)];
}

function unknownShift(shiftId: string): Error {
  return new Error(
    `shift ${shiftId} of the ledger is not in the area file: give the vehicle and the service hours back`,
  );
}

/** A vehicle that had nothing to do until a pause's time was over has had its rest: such pauses are left out. */
function unusedShift(plan: ShiftPlan, atSec: number): Shift {
  return {
    shiftId: plan.shiftId,
    vehicleIndex: plan.vehicleIndex,
    startSec: plan.startSec,
    endSec: plan.endSec,
    changes: 0,
    visits: [],
    place: plan.startPlace,
    readySec: plan.startSec,
    sent: null,
    arrivedSec: null,
    endPlace: plan.endPlace,
    pauses: plan.pauses.filter((pause) => pause.beginUntilSec >= atSec),
    pausing: null,
    lastAction: null,
    drivenSec: 0,
    drivenSinceBreakSec: 0,
    brokenSec: 0,
  };
}

/** How early before its shift a vehicle may be made ready and be shown its work. */
const EARLY_SEC = 3_600;

/** How long after its end a shift may still finish its work. */
export const OVERTIME_SEC = 7_200;

/** Whatever it has left is not done any more: the next tick puts that on record. */
export function isOverForGood({ endSec }: Pick<Shift, 'endSec'>, nowSec: number): boolean {
  return nowSec > endSec + OVERTIME_SEC;
}

/**
 * The shift a vehicle works on at a time: the first that still has work and is about to begin or has begun, else the one
 * that runs now or begins within the hour, else one that is over for good and has work left; null when there is none.
 */
export function activeShift(
  world: ServiceWorld,
  state: DispatchState,
  vehicleIndex: number,
  nowSec: number,
): Shift | null {
  let active: Shift | null = null;
  let over: Shift | null = null;
  for (const shift of state.shifts.values()) {
    if (shift.vehicleIndex !== vehicleIndex || shift.startSec > nowSec + EARLY_SEC) continue;
    if (shift.visits.length === 0 && shift.pausing === null) continue;
    if (isOverForGood(shift, nowSec)) over ??= shift;
    else if (active === null || shift.startSec < active.startSec) active = shift;
  }
  return active ?? shiftAt(world, state, vehicleIndex, nowSec) ?? over;
}

/** The shift of a vehicle that runs now or begins within the hour, whether or not there is work; null when none does. */
export function shiftAt(world: ServiceWorld, state: DispatchState, vehicleIndex: number, nowSec: number): Shift | null {
  const [plan] = plansBetween(world, state, nowSec, nowSec + EARLY_SEC, [vehicleIndex]);
  return plan ? (state.shifts.get(plan.shiftId) ?? unusedShift(plan, nowSec)) : null;
}
