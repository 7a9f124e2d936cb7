/** What riders' accounts need from the service around them. */
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { AccountParts } from './accounts.ts';
import { RiderIndex } from './rider-index.ts';
import type { RiderParts } from './riders.ts';

export interface RiderSurroundings {
  /** The present state of the service: who has a booking is not erased. */
  readonly state: () => DispatchState;
  /** Default: nothing is sent; the desk can read codes. */
  readonly sendCode?: RiderParts['sendCode'] | undefined;
  /** Default: nobody registers without the desk. */
  readonly openSignUp?: boolean | undefined;
  /** Default: no push messages. */
  readonly pushKey?: string | null | undefined;
}

export function riderParts(
  accounts: AccountParts,
  { state, sendCode, openSignUp, pushKey }: RiderSurroundings,
): RiderParts {
  return {
    ...accounts,
    index: new RiderIndex(accounts),
    sendCode: sendCode ?? (() => {}),
    openSignUp: openSignUp ?? false,
    pushKey: pushKey ?? null,
    isBlocked: (riderId) => state().riders.get(riderId)?.blocked != null,
    hasOpenBookings: (riderId) =>
      (state().ridesOfRider.get(riderId) ?? []).some((rideId) =>
        ['booked', 'on_board'].includes(state().rides.get(rideId)?.status ?? ''),
      ),
  };
}

/** End of the latest promise that the rider ever had, or null. */
export function lastTripSec(state: DispatchState, riderId: string): number | null {
  const ends = (state.ridesOfRider.get(riderId) ?? []).map((rideId) => state.rides.get(rideId)?.dropoffBySec ?? 0);
  return ends.length === 0 ? null : Math.max(...ends);
}
