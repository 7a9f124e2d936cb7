/**
 * How long each driver drove, from the facts alone, and on which days that was beyond the averages of the law (rule PP8): over
 * two days, where a day is beyond only with the day before *and* the day after, and over four weeks. Independent like the
 * promise proof: it shares no code with what plans and limits driving. A leg is from when the vehicle was sent until it
 * arrived; whatever was driven without being sent is not counted, so what is found is true.
 */
import type { ProofFact } from './promise-proof.ts';

export interface DrivingLimits {
  /** In all over two days in a row, and over 28 days; null where the rule has none. */
  readonly twoDayDriveSec: number | null;
  readonly fourWeekDriveSec: number | null;
  /** A duty that begins sooner after the one before belongs to the same day of work. */
  readonly restMinSec: number;
  /** Number of the calendar day of a time, days in a row counted up. */
  readonly dayOf: (atSec: number) => number;
}

interface Duty {
  readonly driver: string;
  readonly day: number;
}

interface Leg {
  readonly duty: Duty;
  readonly departSec: number;
  readonly driveSec: number;
}

const FOUR_WEEKS = 28;

export class DrivingReader {
  private readonly limits: DrivingLimits;
  /** Who drives each vehicle. */
  private readonly present = new Map<string, Duty>();
  private readonly departures = new Map<string, number>();
  private readonly lastLegs = new Map<string, Leg>();
  /** The last day of work of each driver, and until when. */
  private readonly lastDuties = new Map<string, { readonly day: number; untilSec: number }>();
  /** Seconds driven, by driver and day of work. */
  private readonly driven = new Map<string, Map<number, number>>();

  constructor(limits: DrivingLimits) {
    this.limits = limits;
  }

  read({ atSec, event }: ProofFact): void {
    const vehicleId = vehicleOf(event);
    if (vehicleId === null) return;
    if (event.kind === 'driver_signed_on') this.signedOn(vehicleId, event, atSec);
    else if (event.kind === 'driver_signed_off') this.signedOff(vehicleId, atSec);
    else if (event.kind === 'vehicle_sent') this.departures.set(vehicleId, Number(event['departSec']));
    else if (event.kind === 'call_arrived') this.arrived(vehicleId, Number(event['arrivedSec']));
    else if (event.kind === 'action_undone' && event['undone'] === 'call_arrived') this.notArrived(vehicleId);
  }

  /** Who drove beyond the averages, as far as it shows when a day is over: in words. */
  beyond(day: number): readonly string[] {
    return [...this.driven.keys()].sort().flatMap((driver) => this.beyondBy(driver, day));
  }

  private beyondBy(driver: string, day: number): string[] {
    const on = (ofDay: number): number => this.driven.get(driver)?.get(ofDay) ?? 0;
    const { twoDayDriveSec, fourWeekDriveSec } = this.limits;
    const found: string[] = [];
    const [before, after] = [on(day - 2) + on(day - 1), on(day - 1) + on(day)];
    if (twoDayDriveSec !== null && before > twoDayDriveSec && after > twoDayDriveSec) {
      found.push(`${driver} drove ${before} s and ${after} s in two days each, the limit is ${twoDayDriveSec} s`);
    }
    let weeks = 0;
    for (let back = 0; back < FOUR_WEEKS; back++) weeks += on(day - back);
    if (fourWeekDriveSec !== null && on(day) > 0 && weeks > fourWeekDriveSec) {
      found.push(`${driver} drove ${weeks} s in four weeks, the limit is ${fourWeekDriveSec} s`);
    }
    return found;
  }

  private signedOn(vehicleId: string, event: ProofFact['event'], atSec: number): void {
    this.signedOff(vehicleId, atSec);
    if (event['isVirtual'] === true) return;
    const driver = String(event['driverId'] ?? event['driverName']);
    const last = this.lastDuties.get(driver);
    const isSameDay = last !== undefined && atSec - last.untilSec < this.limits.restMinSec;
    const day = isSameDay ? last.day : this.limits.dayOf(atSec);
    this.lastDuties.set(driver, { day, untilSec: atSec });
    this.present.set(vehicleId, { driver, day });
  }

  private signedOff(vehicleId: string, atSec: number): void {
    const duty = this.present.get(vehicleId);
    if (duty) this.lastDuties.set(duty.driver, { day: duty.day, untilSec: atSec });
    for (const known of [this.present, this.departures, this.lastLegs]) known.delete(vehicleId);
  }

  private arrived(vehicleId: string, arrivedSec: number): void {
    const duty = this.present.get(vehicleId);
    const departSec = this.departures.get(vehicleId);
    if (!duty || departSec === undefined) return;
    const leg = { duty, departSec, driveSec: Math.max(0, arrivedSec - departSec) };
    this.add(leg.duty, leg.driveSec);
    this.lastLegs.set(vehicleId, leg);
    this.departures.delete(vehicleId);
  }

  /** A wrong button: the vehicle is still on its way. */
  private notArrived(vehicleId: string): void {
    const leg = this.lastLegs.get(vehicleId);
    if (!leg) return;
    this.add(leg.duty, -leg.driveSec);
    this.departures.set(vehicleId, leg.departSec);
    this.lastLegs.delete(vehicleId);
  }

  private add({ driver, day }: Duty, sec: number): void {
    const days = this.driven.get(driver) ?? new Map<number, number>();
    this.driven.set(driver, days.set(day, (days.get(day) ?? 0) + sec));
  }
}

/** A shift's id begins with its vehicle's. */
function vehicleOf(event: ProofFact['event']): string | null {
  const { vehicleId, shiftId } = event;
  if (typeof vehicleId === 'string') return vehicleId;
  return typeof shiftId === 'string' ? shiftId.split('@')[0]! : null;
}
