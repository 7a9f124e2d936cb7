/** What demand is made of: who wants to go where and when, before anybody has asked the service for anything. */
import type { StandingOrder } from '@noriai/core/contracts/arrangements.ts';
import type { Party, Place, TripTime } from '@noriai/core/contracts/trips.ts';

export interface ReturnTrip {
  /** From the drop-off to when the rider wants to go back. */
  readonly staySec: number;
  /** Asked for and booked as a pair with the way there; else left open and called when the rider is ready. */
  readonly isBookedAhead: boolean;
}

export interface Traveller {
  readonly riderId: string;
  readonly from: Place;
  readonly to: Place;
  /** When the rider turns to the service. */
  readonly askedSec: number;
  readonly when: TripTime;
  readonly party: Party;
  readonly channel: 'phone' | 'app';
  /** One of `ageGroups`, or null where nobody knows. */
  readonly age: string | null;
  /** District of the home, or null. */
  readonly districtId: string | null;
  readonly returnTrip: ReturnTrip | null;
  /** On the way home; of the booking that left it open, where it was. */
  readonly wayBackOf?: string;
  /** The same trip on certain weekdays, ordered once; the service itself books each day. */
  readonly standing?: Pick<StandingOrder, 'days' | 'time'>;
}

/** Names a rider's own chance: what happens on the way there has nothing to do with the way back. */
export function chanceKey({ riderId, wayBackOf }: Traveller): string {
  return wayBackOf === undefined ? riderId : `${riderId}b`;
}

/** Makes the travellers of one service day, in any order; asked for once a day, in order of days. */
export type Demand = (date: string) => readonly Traveller[];
