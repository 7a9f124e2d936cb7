/** The riders of a recorded ledger as travellers: the same wishes at the same times, for another policy or fleet. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Demand, Traveller } from '../loop/traveller.ts';

/** A further request of the same rider within this time is the same wish, asked for in another way. */
const SAME_WISH_SEC = 600;

export function recordedDemand(world: ServiceWorld, entries: readonly LedgerEntry[]): Demand {
  const lastAsked = new Map<string, number>();
  const byDate = new Map<string, Traveller[]>();
  for (const { event, atSec } of entries) {
    if (event.kind !== 'offers_made' && event.kind !== 'trip_refused') continue;
    const before = lastAsked.get(event.riderId);
    lastAsked.set(event.riderId, atSec);
    if (before !== undefined && atSec - before < SAME_WISH_SEC) continue;
    const { from, to, when, party } = event.request;
    const date = world.calendar.dateAt(when.kind === 'now' ? atSec : when.atSec);
    const riderId = `${date}-${event.requestId}`;
    const rest = { channel: 'app', age: null, districtId: null, returnTrip: null } as const;
    byDate.set(date, [...(byDate.get(date) ?? []), { riderId, from, to, askedSec: atSec, when, party, ...rest }]);
  }
  return (date) => byDate.get(date) ?? [];
}

/** Service days that the wishes of a ledger are about, in order. */
export function recordedDates(world: ServiceWorld, entries: readonly LedgerEntry[]): readonly string[] {
  const dates = entries.flatMap(({ event, atSec }) => {
    if (event.kind !== 'offers_made' && event.kind !== 'trip_refused') return [];
    const { when } = event.request;
    return [world.calendar.dateAt(when.kind === 'now' ? atSec : when.atSec)];
  });
  return [...new Set(dates)].sort();
}
