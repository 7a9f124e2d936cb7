/** Moving a trip to another vehicle by hand: what it would do to everybody is shown first, then it is confirmed. */
import type { MovePreview } from '@noriai/core/contracts/fleet.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { signal } from '@preact/signals';
import { api } from '../session/session.ts';
import { loadBoard } from './board-data.ts';

/** What was looked at last; null while nothing is about to be moved. */
export const preview = signal<MovePreview | null>(null);

export async function previewMove(bookingId: string, vehicleId: string): Promise<CallProblem | null> {
  const result = await api.call('previewMove', { path: { bookingId }, body: { vehicleId } });
  preview.value = result.ok ? result.answer : null;
  return result.ok ? null : result.problem;
}

/** Moves as previewed; when the day has changed since, the new preview is shown and nothing is moved. */
export async function confirmMove(shown: MovePreview): Promise<CallProblem | 'moved' | 'changed'> {
  const broken = shown.effects.filter(({ breaksPromise }) => breaksPromise).map(({ bookingId }) => bookingId);
  const body = { order: shown.order, version: shown.version, acceptsBroken: broken };
  const result = await api.call('moveTrip', { path: { bookingId: shown.bookingId }, body, key: newKey() });
  if (!result.ok) return result.problem;
  preview.value = result.answer.kind === 'preview' ? result.answer.preview : null;
  await loadBoard();
  return result.answer.kind === 'preview' ? 'changed' : 'moved';
}
