/** How often and how far ahead somebody may book, and when late cancels and no-shows pause a rider. */
import type { AreaFile } from '../contracts/area.ts';
import type { FairUse, TripKind } from '../contracts/booking-rules.ts';
import type { Party } from '../contracts/trips.ts';

/** Whom and what a limit may be about. */
export interface LimitSubject {
  readonly riderTypeId: string | null;
  readonly tripKinds: readonly TripKind[];
  readonly party: Party;
}

/** The tightest of all limits that fit; Infinity where there is none. */
export interface Limits {
  readonly tripsPerDay: number;
  readonly activeBookings: number;
  readonly partySize: number;
  readonly advanceDays: number;
}

export function limitsFor(area: Pick<AreaFile, 'limits'>, subject: LimitSubject): Limits {
  const fitting = (area.limits ?? []).filter(
    (rule) =>
      (rule.riderType === undefined || rule.riderType === subject.riderTypeId) &&
      (rule.tripKind === undefined || subject.tripKinds.includes(rule.tripKind)) &&
      (rule.need === undefined || subject.party.needs?.some((need) => need.type === rule.need) === true),
  );
  const least = (name: keyof Limits) => Math.min(...fitting.map((rule) => rule[name] ?? Infinity));
  return {
    tripsPerDay: least('tripsPerDay'),
    activeBookings: least('activeBookings'),
    partySize: least('partySize'),
    advanceDays: least('advanceDays'),
  };
}

export interface Strike {
  readonly atSec: number;
  readonly kind: 'late_cancel' | 'no_show';
}

/** Until when a rider cannot book because of late cancels and no-shows; null when free to. Strikes are in order of time. */
export function suspendedUntilSec(
  rule: FairUse | undefined,
  strikes: readonly Strike[],
  nowSec: number,
): number | null {
  const last = strikes.at(-1);
  if (!rule || !last) return null;
  const counted = strikes.filter((strike) => strike.atSec > last.atSec - rule.withinDays * 86_400).length;
  const untilSec = last.atSec + rule.suspendDays * 86_400;
  return counted >= rule.strikes && untilSec > nowSec ? untilSec : null;
}
