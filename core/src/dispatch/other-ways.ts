import type { DispatchEvent } from './events.ts';
import type { DispatchState, Ride } from './state.ts';

type Released = Extract<DispatchEvent, { kind: 'offers_released' }>;

/**
 * The facts, with the other ways of return pairs let go wherever one way is: whatever releases an offer (a driver who goes
 * past it, a vehicle taken out) need not know of pairs (rule TR10). O(offers released).
 */
export function withOtherWays(state: DispatchState, events: readonly DispatchEvent[]): readonly DispatchEvent[] {
  const released = events.filter((event): event is Released => event.kind === 'offers_released');
  if (released.length === 0) return events;
  const done = new Set(released.map((event) => event.requestId));
  return events.flatMap((event) => {
    const other = event.kind === 'offers_released' ? otherWay(state, event) : null;
    if (other === null || done.has(other.requestId)) return [event];
    done.add(other.requestId);
    return [event, other];
  });
}

function otherWay(state: DispatchState, { offerIds, why }: Released): Released | null {
  const partners = offerIds.map((id) => state.rides.get(state.rides.get(id)?.pairedWith ?? ''));
  const held = partners.filter((partner) => partner?.status === 'held');
  const [first] = held;
  if (!first) return null;
  return { kind: 'offers_released', requestId: first.requestId, offerIds: held.map((ride) => ride!.rideId), why };
}

/** Offers of requests that cannot be kept as a whole any more; the riders ask again. */
export function releasedOffers(
  state: DispatchState,
  rides: readonly Ride[],
  why: 'vehicle_out' | 'suspended' | 'streets_changed' | 'overtaken',
): readonly DispatchEvent[] {
  const requestIds = new Set(rides.filter((ride) => ride.status === 'held').map((ride) => ride.requestId));
  const released = [...requestIds].map((requestId): DispatchEvent => {
    return { kind: 'offers_released', requestId, offerIds: state.heldByRequest.get(requestId)!, why };
  });
  return withOtherWays(state, released); // here already, because routes are planned without them
}
