/** Who drove when, and whether the shifts planned for a driver keep the hours-of-work rules of the area. */
import type { PlannedShift, RollCall } from '../contracts/fleet.ts';
import { checkDuties, hoursRules, type Duty, type HoursFinding, type HoursRule } from '../rules/hours-of-work.ts';
import type { ServiceWorld } from '../fleet/world.ts';
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
  state.duties.set(key, [...kept, { vehicleId, startSec: atSec, endSec: null }]);
}

/** Ends the duty of whoever is signed on to the vehicle. */
export function endDuty(state: DispatchState, vehicleId: string, atSec: number): void {
  const driver = state.drivers.get(vehicleId);
  if (!driver || driver.isVirtual) return;
  const key = driverKey(driver);
  const duties = state.duties.get(key) ?? [];
  const isOpen = (duty: DriverDuty) => duty.vehicleId === vehicleId && duty.endSec === null;
  state.duties.set(
    key,
    duties.map((duty) => (isOpen(duty) ? { ...duty, endSec: atSec } : duty)),
  );
}

/** The rule of the area; null where none was chosen. */
export function hoursRuleOf({ area }: Pick<ServiceWorld, 'area'>): HoursRule | null {
  const name = area.work?.hours;
  return name === undefined ? null : hoursRules[name];
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
  const monthOf = (atSec: number) => world.calendar.dateAt(atSec).slice(0, 7);
  const dayBegin = Math.min(...plan.shifts.map((shift) => shift.startSec));
  return [...driverIds].flatMap((driverId) => {
    const before = new Set(checkDuties(rule, dutiesOf(state, state.dayPlans, driverId, nowSec), monthOf).map(nameOf));
    return checkDuties(rule, dutiesOf(state, dayPlans, driverId, nowSec), monthOf)
      .filter((finding) => !before.has(nameOf(finding)) || finding.atSec >= dayBegin)
      .map((finding) => ({ ...finding, driverId }));
  });
}

const nameOf = ({ code, atSec, gotSec }: HoursFinding): string => `${code} ${atSec} ${gotSec}`;

/** What was driven, and what is planned from now on. */
function dutiesOf(
  state: DispatchState,
  dayPlans: DispatchState['dayPlans'],
  driverId: string,
  nowSec: number,
): readonly Duty[] {
  const driven = (state.duties.get(driverId) ?? []).map(({ startSec, endSec }) => ({
    startSec,
    endSec: endSec ?? Math.max(nowSec, startSec),
  }));
  const planned = [...dayPlans.values()]
    .flat()
    .flatMap(dutiesOfShift)
    .filter((duty) => duty.driverId === driverId && duty.startSec > nowSec)
    .map(({ startSec, endSec }) => ({ startSec, endSec }));
  return [...driven, ...planned];
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
