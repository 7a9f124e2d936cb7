import type { Actor } from './commands.ts';
import type { DispatchState } from './state.ts';

/** Who holds the token with this hash, or null when nobody does (any more). */
export function findActor(state: DispatchState, tokenHash: string): Actor | null {
  const riderId = state.riderByTokenHash.get(tokenHash);
  if (riderId !== undefined) return { kind: 'rider', riderId };
  const vehicleId = state.vehicleByTokenHash.get(tokenHash);
  return vehicleId === undefined ? null : { kind: 'driver', vehicleId };
}
