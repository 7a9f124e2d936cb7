/** What riders' accounts need from the service around them. */
import { openState, type DispatchState } from '@noriai/core/dispatch/state.ts';
import type { CommandEnvelope } from '@noriai/core/dispatch/commands.ts';
import type { CommandResult } from '../dispatch-loop.ts';
import { VaultClosed } from './account-ports.ts';
import { done, no, type AccountParts } from './accounts.ts';
import { RiderIndex } from './rider-index.ts';
import type { RiderParts } from './riders.ts';

export interface RiderSurroundings {
  /** The present state of the service: who has a booking is not erased. */
  readonly state: () => DispatchState;
  /** Lets the dispatch end all that it has for a rider. */
  readonly leaveService: RiderParts['leaveService'];
  /** Default: nothing is sent; the desk can read codes. */
  readonly sendCode?: RiderParts['sendCode'] | undefined;
  /** Default: nobody registers without the desk. */
  readonly openSignUp?: boolean | undefined;
  /** Default: no push messages. */
  readonly pushKey?: string | null | undefined;
  /** Told what is wrong with the accounts (default: nobody). */
  readonly onTrouble?: ((message: string, error: unknown) => void) | undefined;
}

/** Nobody travels: for tools and tests that have accounts and no dispatch. */
export const noTravel: RiderSurroundings = { state: openState, leaveService: async () => done({}) };

export function riderParts(
  accounts: AccountParts,
  { state, leaveService, sendCode, openSignUp, pushKey, onTrouble }: RiderSurroundings,
): RiderParts {
  return {
    ...accounts,
    index: new RiderIndex(accounts, (riderIds) => onTrouble?.('riders cannot be found', keyMissing(riderIds))),
    sendCode: sendCode ?? (() => {}),
    openSignUp: openSignUp ?? false,
    pushKey: pushKey ?? null,
    isBlocked: (riderId) => state().riders.get(riderId)?.blocked != null,
    leaveService,
    hasLeft: (riderId) => state().riders.get(riderId)?.hasLeft === true,
  };
}

function keyMissing([first, ...others]: readonly string[]): VaultClosed {
  const who = others.length === 0 ? first : `${first} and ${others.length} others`;
  return new VaultClosed(`the key of the personal data of ${who} is missing: restore the file of keys, or erase them`);
}

/** End of the latest promise that the rider ever had, or null. */
export function lastTripSec(state: DispatchState, riderId: string): number | null {
  const ends = (state.ridesOfRider.get(riderId) ?? []).map((rideId) => state.rides.get(rideId)?.dropoffBySec ?? 0);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** By a command of the loop, so that it comes in order with all others. */
export function leaveBy(submit: (envelope: CommandEnvelope) => Promise<CommandResult>): RiderParts['leaveService'] {
  return async (riderId, actor) => {
    const result = await submit({ actor, key: null, contentHash: '', command: { kind: 'leave_service', riderId } });
    return result.ok ? done({}) : no(result.refusal, result.detail);
  };
}
