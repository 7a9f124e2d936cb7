/** Who drove when, and whether the shifts planned for a driver keep the hours-of-work rules of the area. */
import type { HoursRule } from '../contracts/area.ts';
import type { PlannedShift, RollCall } from '../contracts/fleet.ts';
import {
  afterBreak,
  breakCountsSec,
  checkDuties,
  FRESH,
  hoursRules,
  type Duty,
  type HoursFinding,
  type Stretch,
} from '../rules/hours-of-work.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { dayOfDate } from '../rules/calendar.ts';
import { driveDays, drivingAllowedSec } from '../rules/driving-averages.ts';
import { refused, type Moment, type Outcome } from './decide.ts';
import { dayKey } from './shifts.ts';
import type { DispatchState, DriverDuty, SignedOn } from './state.ts';

/** Long enough for a year of the rule. */
const DUTY_MEMORY_SEC = 400 * 86_400;

/** Drivers go by their id, and by name where they have none. */
export function driverKey({ driverId, driverName }: Pick<RollCall, 'driverId' | 'driverName'>): string {
  return driverId ?? `name:${driverName}`;
}

export function beginDuty(state: DispatchState, vehicleId: string, driver: SignedOn, atSec: number): void {
  if (driver.isVirtual) return;
  const key = driverKey(driver);
  const kept = (state.duties.get(key) ?? []).filter((duty) => duty.startSec > atSec - DUTY_MEMORY_SEC);
  state.duties.set(key, [...kept, { vehicleId, startSec: atSec, endSec: null, drivenSec: 0 }]);
}

/** Ends the duty of whoever is signed on to the vehicle. */
export function endDuty(state: DispatchState, vehicleId: string, atSec: number): void {
  changeDuty(state, vehicleId, (duty) => ({ ...duty, endSec: atSec }));
}

/** Keeps with the duty how the driving stands: the driver takes it along to the next. */
export function noteStretch(state: DispatchState, vehicleId: string, stretch: Stretch): void {
  const { drivenSinceBreakSec, brokenSec } = stretch;
  changeDuty(state, vehicleId, (duty) => ({ ...duty, stretch: { drivenSinceBreakSec, brokenSec } }));
}

/** The duty at hand of whoever is signed on to the vehicle; null where nobody with duties is. O(duties of the driver) */
export function openDuty(state: DispatchState, vehicleId: string): DriverDuty | null {
  const driver = state.drivers.get(vehicleId);
  if (!driver || driver.isVirtual) return null;
  return state.duties.get(driverKey(driver))?.findLast((duty) => isOpenOn(duty, vehicleId)) ?? null;
}

function isOpenOn(duty: DriverDuty, vehicleId: string): boolean {
  return duty.vehicleId === vehicleId && duty.endSec === null;
}

function changeDuty(state: DispatchState, vehicleId: string, change: (duty: DriverDuty) => DriverDuty): void {
  const open = openDuty(state, vehicleId);
  if (!open) return;
  const key = driverKey(state.drivers.get(vehicleId)!);
  const duties = state.duties.get(key)!;
  state.duties.set(key, duties.with(duties.lastIndexOf(open), change(open)));
}

/** How the driving of somebody who signs on stands: as at the end of the last duty, with the time since then as a break. */
export function stretchAtSignOn(
  world: ServiceWorld,
  state: DispatchState,
  vehicleId: string,
  nowSec: number,
): Stretch | null {
  const rule = hoursRuleOf(world);
  const driver = state.drivers.get(vehicleId);
  if (!rule || !driver || driver.isVirtual) return null;
  const last = state.duties.get(driverKey(driver))?.at(-1);
  if (!last?.stretch || last.endSec === null) return FRESH;
  return afterBreak(rule, last.stretch, breakCountsSec(rule, nowSec - last.endSec));
}

/** Adds to what the driver of a vehicle has driven on the duty at hand; less than nothing takes back. */
export function noteDriven(state: DispatchState, vehicleId: string, sec: number): void {
  changeDuty(state, vehicleId, (duty) => ({ ...duty, drivenSec: duty.drivenSec + sec }));
}

const FOUR_WEEKS_SEC = 28 * 86_400;

/**
 * What the driver of a vehicle has driven on a date, and may drive on it in all by the averages of the rule; null where
 * nobody with duties is signed on, or the rule has no averages. O(duties at hand)
 */
export function drivingOn(
  world: ServiceWorld,
  state: DispatchState,
  vehicleId: string,
  date: string,
): { readonly drivenSec: number; readonly allowedSec: number } | null {
  const rule = hoursRuleOf(world);
  const driver = state.drivers.get(vehicleId);
  if (!driver || driver.isVirtual || rule?.fourWeekDriveSec == null) return null;
  const day = dayOfDate(date);
  const fromSec = world.calendar.atTimeOf(date, '00:00') - FOUR_WEEKS_SEC;
  const duties = drivenDuties(state, driverKey(driver), 0).filter(({ startSec }) => startSec >= fromSec);
  const days = driveDays(duties, world.calendar.dateAt);
  const drivenSec = days.find((one) => one.day === day)?.driveSec ?? 0;
  const before = days.filter((one) => one.day < day);
  return { drivenSec, allowedSec: drivingAllowedSec(rule, before, day) };
}

/** Why a driver may not begin a duty now by the hours-of-work rules: not rested, or the day, month or year is full. */
export function whyNotRested(
  { world, state, nowSec }: Moment,
  driver: Pick<RollCall, 'driverId' | 'driverName'>,
): Outcome | null {
  const rule = hoursRuleOf(world);
  if (!rule) return null;
  const { dateAt } = world.calendar;
  const driven = drivenDuties(state, driverKey(driver), nowSec);
  const known = new Set(checkDuties(rule, driven, dateAt).map(nameOf));
  const found = checkDuties(rule, [...driven, { startSec: nowSec, endSec: nowSec + 1 }], dateAt).find(
    (finding) => finding.level === 'refuse' && !known.has(nameOf(finding)),
  );
  if (!found) return null;
  const { code, gotSec, limitSec } = found;
  return refused('hours_exceeded', `${driver.driverName}: ${code}, ${gotSec} s where the limit is ${limitSec} s`);
}

/** The rule of the area, its own or a named one; null where it has none. */
export function hoursRuleOf({ area: { work } }: Pick<ServiceWorld, 'area'>): HoursRule | null {
  return work?.ownHours ?? (work?.hours === undefined ? null : hoursRules[work.hours]);
}

export interface DriverFinding extends HoursFinding {
  readonly driverId: string;
}

/**
 * What the rule says of every driver of a day's shifts, if these took the place of what is planned. Only what the new shifts
 * have a part in: from a day before them on, and their month and year.
 */
export function hoursFindings(
  world: ServiceWorld,
  state: DispatchState,
  plan: { readonly vehicleId: string; readonly date: string; readonly shifts: readonly PlannedShift[] },
  nowSec: number,
): readonly DriverFinding[] {
  const rule = hoursRuleOf(world);
  if (!rule) return [];
  const dayPlans = new Map(state.dayPlans).set(dayKey(plan.vehicleId, plan.date), plan.shifts);
  const driverIds = new Set(plan.shifts.flatMap((shift) => dutiesOfShift(shift).map(({ driverId }) => driverId)));
  const { dateAt } = world.calendar;
  const dayBegin = Math.min(...plan.shifts.map((shift) => shift.startSec));
  return [...driverIds].flatMap((driverId) => {
    const before = new Set(checkDuties(rule, dutiesOf(state, state.dayPlans, driverId, nowSec), dateAt).map(nameOf));
    return checkDuties(rule, dutiesOf(state, dayPlans, driverId, nowSec), dateAt)
      .filter((finding) => !before.has(nameOf(finding)) || finding.atSec >= dayBegin)
      .map((finding) => ({ ...finding, driverId }));
  });
}

const nameOf = ({ code, atSec, gotSec }: HoursFinding): string => `${code} ${atSec} ${gotSec}`;

/**
 * What was driven, and what is planned from now on: a duty under way lasts to the end of the shift, and one that should be
 * under way begins now, but not where the driver has been on it and left.
 */
function dutiesOf(
  state: DispatchState,
  dayPlans: DispatchState['dayPlans'],
  driverId: string,
  nowSec: number,
): readonly Duty[] {
  const driven = drivenDuties(state, driverId, nowSec);
  const isOnDuty = (state.duties.get(driverId) ?? []).some((duty) => duty.endSec === null);
  const hasLeft = (duty: Duty) => !isOnDuty && driven.some(({ endSec }) => endSec > duty.startSec);
  const planned = [...dayPlans.values()]
    .flat()
    .flatMap(dutiesOfShift)
    .filter((duty) => duty.driverId === driverId && duty.endSec > nowSec)
    .filter((duty) => duty.startSec > nowSec || !hasLeft(duty))
    .map(({ startSec, endSec }) => ({ startSec: Math.max(startSec, nowSec), endSec }));
  return [...driven, ...planned];
}

function drivenDuties({ duties }: DispatchState, key: string, nowSec: number): readonly Duty[] {
  return (duties.get(key) ?? []).map(({ startSec, endSec, drivenSec }) => ({
    startSec,
    endSec: endSec ?? Math.max(nowSec, startSec),
    driveSec: drivenSec,
  }));
}

interface PlannedDuty extends Duty {
  readonly driverId: string;
}

/** A change of driver ends one duty and begins the next. */
function dutiesOfShift({ startSec, endSec, driverId, pauses }: PlannedShift): readonly PlannedDuty[] {
  const duties: PlannedDuty[] = [];
  let present = driverId;
  let since = startSec;
  const changes = pauses
    .filter((pause) => pause.kind === 'driver_change' && pause.driverId !== undefined)
    .sort((a, b) => a.beginFromSec - b.beginFromSec);
  for (const change of changes) {
    if (present !== null) {
      duties.push({ driverId: present, startSec: since, endSec: change.beginUntilSec + change.durationSec });
    }
    present = change.driverId!;
    since = change.beginFromSec;
  }
  if (present !== null) duties.push({ driverId: present, startSec: since, endSec });
  return duties;
}
