/** Which trip is looked at in detail. */
import { computed, signal } from '@preact/signals';
import { placedTrips } from './board-data.ts';

export const chosenBookingId = signal<string | null>(null);

export const chosenTrip = computed(
  () => placedTrips.value.find(({ trip }) => trip.bookingId === chosenBookingId.value) ?? null,
);

export function choose(bookingId: string | null): void {
  chosenBookingId.value = bookingId;
}
