/** The riders of a recorded ledger as travellers: the same wishes at the same times, for another policy or fleet. */
import type { DispatchEvent, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Demand, ReturnTrip, Traveller } from '../loop/traveller.ts';

/** A further request of the same rider within this time is the same wish, asked for in another way. */
const SAME_WISH_SEC = 600;

type Asked = Extract<DispatchEvent, { kind: 'offers_made' | 'trip_refused' }>;

export function recordedDemand(world: ServiceWorld, entries: readonly LedgerEntry[]): Demand {
  const lastAsked = new Map<string, number>();
  const byDate = new Map<string, Traveller[]>();
  const stays = staysBeforeCalls(entries);
  for (const { event, atSec } of entries) {
    if (!isWish(event)) continue;
    const before = lastAsked.get(event.riderId);
    lastAsked.set(event.riderId, atSec);
    if (before !== undefined && atSec - before < SAME_WISH_SEC) continue;
    const { from, to, when, party } = event.request;
    const date = dateOfWish(world, event, atSec);
    const riderId = `${date}-${event.requestId}`;
    const returnTrip = returnOf(event, atSec, stays);
    const rest = { channel: 'app', age: null, districtId: null, returnTrip } as const;
    byDate.set(date, [...(byDate.get(date) ?? []), { riderId, from, to, askedSec: atSec, when, party, ...rest }]);
  }
  return (date) => byDate.get(date) ?? [];
}

/** Service days that the wishes of a ledger are about, in order. */
export function recordedDates(world: ServiceWorld, entries: readonly LedgerEntry[]): readonly string[] {
  const dates = entries.flatMap(({ event, atSec }) => (isWish(event) ? [dateOfWish(world, event, atSec)] : []));
  return [...new Set(dates)].sort();
}

/** The way back of a pair and the call of an open return come with the way there. */
function isWish(event: DispatchEvent): event is Asked {
  if (event.kind === 'trip_refused') return event.openReturnId === undefined;
  return event.kind === 'offers_made' && event.returnOf === undefined && event.openReturnId === undefined;
}

function dateOfWish(world: ServiceWorld, { request: { when } }: Asked, atSec: number): string {
  return world.calendar.dateAt(when.kind === 'now' ? atSec : when.atSec);
}

/** From the drop-off to the call, by booking whose way back was left open and called. */
function staysBeforeCalls(entries: readonly LedgerEntry[]): ReadonlyMap<string, number> {
  const droppedOffSec = new Map<string, number>();
  const stays = new Map<string, number>();
  for (const { event, atSec } of entries) {
    if (event.kind === 'ride_completed') droppedOffSec.set(event.bookingId, event.droppedOffSec);
    const called = event.kind === 'offers_made' || event.kind === 'trip_refused' ? event.openReturnId : undefined;
    const arrivedSec = called === undefined ? undefined : droppedOffSec.get(called);
    if (arrivedSec !== undefined && !stays.has(called!)) stays.set(called!, Math.max(0, atSec - arrivedSec));
  }
  return stays;
}

function returnOf(event: Asked, atSec: number, stays: ReadonlyMap<string, number>): ReturnTrip | null {
  const wish = event.request.returnTrip;
  if (wish === undefined) return null;
  if (wish.kind === 'stay') return { staySec: wish.staySec, isBookedAhead: true };
  if (wish.kind === 'open') {
    const called = event.kind === 'offers_made' ? event.offers.find(({ offerId }) => stays.has(offerId)) : undefined;
    return called ? { staySec: stays.get(called.offerId)!, isBookedAhead: false } : null;
  }
  const { when } = event.request;
  const wishedSec = when.kind === 'now' ? atSec : when.atSec;
  const backSec = wish.when.kind === 'now' ? atSec : wish.when.atSec;
  return { staySec: Math.max(0, backSec - wishedSec), isBookedAhead: true };
}
