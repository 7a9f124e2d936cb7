/** The driver is told names and what must be known to help; both stand with the accounts, never in the ledger (rule AC24). */
import type { Manifest } from '@noriai/core/contracts/driving.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import { openedOrNull } from './accounts/account-ports.ts';
import type { AccountParts } from './accounts/accounts.ts';
import { cardOf } from './accounts/rider-cards.ts';
import { findRider } from './accounts/riders.ts';

export interface Person {
  readonly name: string;
  readonly needs: string;
}
/** Null for riders without an account, and where there is nothing to say. */
export type PersonOf = (riderId: string) => Person | null;

export function personIn(parts: AccountParts): PersonOf {
  return (riderId) => {
    const account = findRider(parts, riderId);
    const { name = '', needs = '' } = (account && openedOrNull(() => cardOf(parts, account))) ?? {};
    return name === '' && needs === '' ? null : { name, needs };
  };
}

/** The manifest with the people it is about. O(riders of the manifest) */
export function withPeople(manifest: Manifest, { rides }: Pick<DispatchState, 'rides'>, personOf: PersonOf): Manifest {
  const calls = manifest.calls.map((call) => ({
    ...call,
    riders: call.riders.map((rider) => {
      const who = personOf(rides.get(rider.bookingId)?.riderId ?? '');
      return who ? { ...rider, who } : rider;
    }),
  }));
  return { ...manifest, calls };
}
