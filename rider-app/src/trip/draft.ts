/** The trip that the rider is putting together, one decision at a time, and the places used before. */
import type { Position, Stop } from '@noriai/core/contracts/area.ts';
import type { Party, Place, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';

const MAX_RECENT = 6;
const onePerson: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

export const from = signal<Place | null>(null);
export const to = signal<Place | null>(null);
export const when = signal<TripTime>({ kind: 'now' });
/** Remembered from the last trip: needs rarely change. */
export const party = signal<Party>(readStored<Party>('noriai.party', onePerson));
export const recentStopIds = signal<readonly string[]>(readStored<readonly string[]>('noriai.recentStops', []));

/** Begins a new trip; the party stays as it was. */
export function clearDraft(): void {
  from.value = null;
  to.value = null;
  when.value = { kind: 'now' };
}

/** The trip as the service wants it, or null while a decision is missing. */
export function draftRequest(): TripRequest | null {
  if (from.value === null || to.value === null) return null;
  return { from: from.value, to: to.value, when: when.value, party: party.value };
}

/** Takes over a request somebody chose as a whole: an alternative, a return trip, the same trip again. */
export function setDraft(request: TripRequest): void {
  from.value = request.from;
  to.value = request.to;
  when.value = request.when;
  setParty(request.party);
}

export function setParty(next: Party): void {
  party.value = next;
  writeStored('noriai.party', next);
}

/** Remembers a stop as used; newest first, each once. */
export function rememberStop(stopId: string): void {
  recentStopIds.value = [stopId, ...recentStopIds.value.filter((id) => id !== stopId)].slice(0, MAX_RECENT);
  writeStored('noriai.recentStops', recentStopIds.value);
}

/** The stop of a place, or null for a point or a stop that is no more. */
export function stopOf(place: Place | null): Stop | null {
  if (place?.kind !== 'stop') return null;
  return area.value?.stops.find((stop) => stop.id === place.stopId) ?? null;
}

/** Where a place is, or null for a stop that is no more. */
export function positionOf(place: Place): Position | null {
  return place.kind === 'point' ? place.position : (stopOf(place)?.position ?? null);
}
