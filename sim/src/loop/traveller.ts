/** What demand is made of: who wants to go where and when, before anybody has asked the service for anything. */
import type { Party, Place, TripTime } from '@noriai/core/contracts/trips.ts';

export interface ReturnTrip {
  /** From the drop-off to when the rider wants to go back. */
  readonly staySec: number;
  /** Booked together with the way there, for a stated time; else asked for as "now" when the rider is ready. */
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
}

/** Makes the travellers of one service day, in any order; asked for once a day, in order of days. */
export type Demand = (date: string) => readonly Traveller[];
