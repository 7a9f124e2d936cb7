/** What facts about messages to many at once do to the state. */
import type { Applier } from './evolve-arrangements.ts';
import type { BroadcastEvent } from './events.ts';
import type { DispatchState } from './state.ts';

/** Longer than any message may be shown; the ledger keeps it for ever. */
const BROADCAST_MEMORY_SEC = 35 * 86_400;

export const broadcastAppliers: { readonly [K in BroadcastEvent['kind']]: Applier<K> } = {
  broadcast_sent(_, state, { kind: _kind, ...sent }, atSec) {
    state.broadcasts.set(sent.broadcastId, { ...sent, sentSec: atSec, isEnded: false, seenBy: new Map() });
  },
  broadcast_acknowledged(_, state, { broadcastId, vehicleId, driverName }, atSec) {
    const broadcast = state.broadcasts.get(broadcastId)!;
    const seenBy = new Map(broadcast.seenBy).set(vehicleId, { driverName, atSec });
    state.broadcasts.set(broadcastId, { ...broadcast, seenBy });
  },
  broadcast_ended(_, state, { broadcastId }) {
    state.broadcasts.set(broadcastId, { ...state.broadcasts.get(broadcastId)!, isEnded: true });
  },
};

export function forgetBroadcasts({ broadcasts, atSec }: DispatchState): void {
  for (const [broadcastId, { sentSec }] of broadcasts) {
    if (sentSec > atSec - BROADCAST_MEMORY_SEC) break;
    broadcasts.delete(broadcastId);
  }
}
