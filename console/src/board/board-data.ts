/**
 * The day as last heard: asked for when something changed, and every half minute anyway. A copy stays on the device, so that
 * the day can be read and printed when the service is gone; its age is always shown.
 */
import type { Board, BoardShift, BoardTrip, BoardVehicle } from '@noriai/core/contracts/board.ts';
import { inTurn } from '@noriai/ui/service/in-turn.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { computed, effect, signal } from '@preact/signals';
import { api, dayChanges, forgetSession, isSignedIn } from '../session/session.ts';

const STORED_AS = 'noriai.board';
const EVERY_MS = 30_000;
const AT_MOST_EVERY_MS = 2_000;

export const board = signal<Board | null>(readStored<Board | null>(STORED_AS, null));
/** Real time when the board was heard, milliseconds; the device's own clock, because this is about the copy's age. */
export const heardMs = signal(readStored<number>(`${STORED_AS}Ms`, 0));

export interface PlacedTrip {
  readonly trip: BoardTrip;
  readonly shift: BoardShift;
  readonly vehicle: BoardVehicle;
}

/** Every trip of the day with its vehicle, by pickup. */
export const placedTrips = computed<readonly PlacedTrip[]>(() =>
  (board.value?.vehicles ?? [])
    .flatMap((vehicle) => vehicle.shifts.flatMap((shift) => shift.trips.map((trip) => ({ trip, shift, vehicle }))))
    .sort((a, b) => a.trip.pickupFromSec - b.trip.pickupFromSec || a.trip.number - b.trip.number),
);

/** Asks for the day now. */
export const loadBoard = inTurn(async () => {
  if (!isSignedIn.value) return;
  const result = await api.call('getBoard', { path: { date: 'today' }, patienceMs: 0 });
  if (!result.ok) {
    if (result.problem.code === 'not_signed_in') forgetSession();
    return;
  }
  board.value = result.answer;
  heardMs.value = Date.now();
  writeStored(STORED_AS, board.value);
  writeStored(`${STORED_AS}Ms`, heardMs.value);
});

/** Keeps the day fresh for as long as the page is open. */
export function keepBoard(): void {
  let askedMs = 0;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const ask = (): void => {
    waiting = null;
    askedMs = Date.now();
    void loadBoard();
  };
  effect(() => {
    if (dayChanges.value < 0 || !isSignedIn.value || waiting !== null) return;
    waiting = setTimeout(ask, Math.max(0, askedMs + AT_MOST_EVERY_MS - Date.now()));
  });
  setInterval(() => void loadBoard(), EVERY_MS);
}
