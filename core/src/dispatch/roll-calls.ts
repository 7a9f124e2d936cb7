/** Roll calls (点呼): recorded before and after duty, kept as facts, and asked for where the area says that they are required. */
import type { RollCall, RollCallDay } from '../contracts/fleet.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { driverKey } from './duties.ts';
import type { LedgerEntry } from './events.ts';

/** A roll call lets a driver begin for so long. Our own choice. */
export const ROLL_CALL_VALID_SEC = 4 * 3_600;
/** The roll call after a duty lies within so long of its end. Our own choice. */
const AFTER_DUTY_SEC = 3_600;

export function recordRollCall(
  { world, nowSec }: Moment,
  { rollCallId, rollCall }: Extract<Command, { kind: 'record_roll_call' }>,
  by: string,
): Outcome {
  if (rollCall.atSec > nowSec + 60) return refused('bad_request', `atSec ${rollCall.atSec}: it is ${nowSec}`);
  if (rollCall.vehicleId !== undefined && !world.vehicleIndexById.has(rollCall.vehicleId)) {
    return refused('not_found', `there is no vehicle ${rollCall.vehicleId}`);
  }
  if (rollCall.phase === 'before' && rollCall.mayDrive) {
    if (rollCall.alcohol.isDetected)
      return refused('bad_request', 'mayDrive: nobody drives after alcohol was detected');
    if (!rollCall.inspection) return refused('bad_request', 'inspection: say whether the vehicle was found in order');
  }
  // A device's clock may run ahead: what was recorded before a duty began must not seem to come after it.
  const heard = { ...rollCall, atSec: Math.min(rollCall.atSec, nowSec) };
  return accepted(rollCallId, [{ kind: 'roll_call_recorded', rollCallId, rollCall: heard, by }]);
}

/** Why a driver may not begin yet; null when nothing stands against it. */
export function whyNoDuty(
  { world, state, nowSec }: Moment,
  driver: Pick<RollCall, 'driverId' | 'driverName'> & { readonly vehicleId: string },
): Outcome | null {
  if (world.area.work?.rollCall !== 'required') return null;
  const before = state.rollCalls.get(driverKey(driver));
  const isOfVehicle = before?.vehicleId === undefined || before.vehicleId === driver.vehicleId;
  if (!before || !isOfVehicle || before.atSec < nowSec - ROLL_CALL_VALID_SEC) {
    return refused('no_roll_call', `record a roll call of ${driver.driverName} for ${driver.vehicleId} first`);
  }
  return before.mayDrive ? null : refused('no_roll_call', `the roll call of ${driver.driverName} says: must not drive`);
}

/** From when on roll calls can let a duty of a date begin. */
export function rollCallsFromSec({ calendar }: ServiceWorld, date: string): number {
  return calendar.atTimeOf(date, '00:00') - ROLL_CALL_VALID_SEC;
}

/**
 * The roll calls of a date, and the duties that began on it, from facts in their order. Feed it the whole ledger, or all of it
 * from `rollCallsFromSec` on: a duty's roll calls may lie on the other side of midnight.
 */
export class RollCallReader {
  private readonly world: ServiceWorld;
  private readonly date: string;
  private readonly endOfDaySec: number;
  /** All that a duty of the date may have; of the date itself or not. */
  private readonly rollCalls: RollCallDay['rollCalls'][number][] = [];
  private readonly duties: {
    driverName: string;
    vehicleId: string;
    key: string;
    startSec: number;
    endSec: number | null;
  }[] = [];

  constructor(world: ServiceWorld, date: string) {
    this.world = world;
    this.date = date;
    this.endOfDaySec = world.calendar.atTimeOf(date, '24:00');
  }

  add({ event, atSec }: LedgerEntry): void {
    if (event.kind === 'roll_call_recorded' && this.canMatter(event.rollCall.atSec)) {
      const { rollCallId, rollCall, by } = event;
      this.rollCalls.push({ rollCallId, recordedSec: atSec, by, rollCall });
    } else if (event.kind === 'driver_signed_on') {
      this.end(event.vehicleId, atSec);
      if (event.isVirtual || !this.isToday(atSec)) return;
      const { driverName, vehicleId } = event;
      this.duties.push({ driverName, vehicleId, key: driverKey(event), startSec: atSec, endSec: null });
    } else if (event.kind === 'driver_signed_off') this.end(event.vehicleId, atSec);
  }

  result(): RollCallDay {
    const duties = this.duties.map(({ key, ...duty }) => {
      const { startSec, endSec } = duty;
      const hasBefore = this.has(key, 'before', startSec - ROLL_CALL_VALID_SEC, startSec);
      const hasAfter = endSec !== null && this.has(key, 'after', endSec - AFTER_DUTY_SEC, this.untilSec(endSec));
      return { ...duty, hasBefore, hasAfter };
    });
    const rollCalls = this.rollCalls.filter(({ rollCall }) => this.isToday(rollCall.atSec));
    return { date: this.date, rollCalls, duties };
  }

  /** Until when the roll call after a duty may be caught up on. */
  private untilSec(endSec: number): number {
    return Math.max(this.endOfDaySec, endSec + AFTER_DUTY_SEC);
  }

  /** Whether a roll call may be one of the day, or of a duty that began on it. */
  private canMatter(atSec: number): boolean {
    if (atSec < rollCallsFromSec(this.world, this.date)) return false;
    if (atSec < this.endOfDaySec) return true;
    return this.duties.some(({ endSec }) => endSec === null || atSec <= this.untilSec(endSec));
  }

  private has(key: string, phase: RollCall['phase'], fromSec: number, untilSec: number): boolean {
    return this.rollCalls.some(({ rollCall }) => {
      const isInTime = rollCall.atSec >= fromSec && rollCall.atSec <= untilSec;
      return rollCall.phase === phase && driverKey(rollCall) === key && isInTime;
    });
  }

  private end(vehicleId: string, atSec: number): void {
    const open = this.duties.find((duty) => duty.vehicleId === vehicleId && duty.endSec === null);
    if (open) open.endSec = atSec;
  }

  private isToday(atSec: number): boolean {
    return this.world.calendar.dateAt(atSec) === this.date;
  }
}
