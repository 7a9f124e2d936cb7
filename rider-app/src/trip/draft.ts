/** The trip that the rider is putting together, one decision at a time, and the places used before. */
import type { Position, Stop } from '@noriai/core/contracts/area.ts';
import type { Party, Place, TripOrder, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';
import type { Relative } from './account.ts';
import { fitting } from './party-needs.ts';

const MAX_RECENT = 6;
const MAX_FAVOURITES = 8;
export const onePerson: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

export const from = signal<Place | null>(null);
export const to = signal<Place | null>(null);
export const when = signal<TripTime>({ kind: 'now' });
/** The way back is left open and called when it is wanted. */
export const wantsOpenReturn = signal(false);
/** Somebody of the family for whom the trip is; null for oneself. */
export const forRider = signal<Relative | null>(null);
/** Remembered from the last trip: needs rarely change. */
export const party = signal<Party>(readStored<Party>('noriai.party', onePerson));
export const recentStopIds = signal<readonly string[]>(readStored<readonly string[]>('noriai.recentStops', []));

/** Stops that the rider marked, in the order of marking. */
export const favouriteStopIds = signal<readonly string[]>(readStored<readonly string[]>('noriai.favourites', []));

/** Marks a stop as a favourite or takes the mark away; true when it is one now. */
export function toggleFavourite(stopId: string): boolean {
  const isOne = favouriteStopIds.value.includes(stopId);
  favouriteStopIds.value = isOne
    ? favouriteStopIds.value.filter((id) => id !== stopId)
    : [...favouriteStopIds.value, stopId].slice(-MAX_FAVOURITES);
  writeStored('noriai.favourites', favouriteStopIds.value);
  return !isOne;
}

/** Where the last trip began, or null before the first. */
export const lastStart = signal<Place | null>(readStored<Place | null>('noriai.lastStart', null));

/** Begins a new trip; the party stays as it was. */
export function clearDraft(): void {
  from.value = null;
  to.value = null;
  when.value = { kind: 'now' };
  wantsOpenReturn.value = false;
  rideFor(null);
}

/** The trip is for somebody of the family, with what they need; or for oneself, as the last time. */
export function rideFor(relative: Relative | null): void {
  forRider.value = relative;
  const own = readStored<Party>('noriai.party', onePerson);
  party.value = relative === null ? own : fitting({ ...onePerson, needs: relative.usualNeeds ?? [] });
}

/** The trip as it is asked for: with the name of whom it is for. */
export function draftOrder(): TripOrder | null {
  const request = draftRequest();
  return request && { ...request, ...(forRider.value && { forRiderId: forRider.value.riderId }) };
}

/** The trip as the service wants it, or null while a decision is missing. */
export function draftRequest(): TripRequest | null {
  if (from.value === null || to.value === null) return null;
  const request = { from: from.value, to: to.value, when: when.value, party: party.value };
  return wantsOpenReturn.value ? { ...request, returnTrip: { kind: 'open' } } : request;
}

/** Takes over a request somebody chose as a whole: an alternative, a return trip, the same trip again. */
/** @param relative whom it is for; left out: as it was */
export function setDraft(request: TripRequest, relative = forRider.value): void {
  forRider.value = relative;
  from.value = request.from;
  to.value = request.to;
  when.value = request.when;
  wantsOpenReturn.value = request.returnTrip?.kind === 'open';
  setParty(request.party);
}

export function setParty(next: Party): void {
  party.value = next;
  if (forRider.value === null) writeStored('noriai.party', next);
}

/** Remembers a stop as used; newest first, each once. */
export function rememberStop(stopId: string): void {
  recentStopIds.value = [stopId, ...recentStopIds.value.filter((id) => id !== stopId)].slice(0, MAX_RECENT);
  writeStored('noriai.recentStops', recentStopIds.value);
}

/** Remembers where a booked trip begins, for the next time and for the walk to its stop. */
export function rememberStart(bookingId: string, place: Place): void {
  lastStart.value = place;
  writeStored('noriai.lastStart', place);
  const starts = Object.entries({ ...startsByBooking(), [bookingId]: place }).slice(-MAX_STARTS);
  writeStored('noriai.starts', Object.fromEntries(starts));
}

/** Where the rider said the trip of a booking begins; null when it was booked elsewhere. */
export function startOf(bookingId: string): Place | null {
  return startsByBooking()[bookingId] ?? null;
}

const MAX_STARTS = 20;
const startsByBooking = (): Record<string, Place> => readStored<Record<string, Place>>('noriai.starts', {});

/** The stop of a place, or null for a point or a stop that is no more. */
export function stopOf(place: Place | null): Stop | null {
  if (place?.kind !== 'stop') return null;
  return area.value?.stops.find((stop) => stop.id === place.stopId) ?? null;
}

/** Where a place is, or null for a stop that is no more. */
export function positionOf(place: Place): Position | null {
  return place.kind === 'point' ? place.position : (stopOf(place)?.position ?? null);
}
