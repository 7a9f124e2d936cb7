/** What can be done about a trip besides moving it: cancel it, or take a cancellation of a moment ago back. */
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { offerUndo } from '../undo/undo.ts';
import { loadBoard, type PlacedTrip } from './board-data.ts';

export function TripActions({ placed: { trip } }: { placed: PlacedTrip }): JSX.Element {
  const t = consoleTexts.value;
  const [isAsking, setAsking] = useState(false);
  const path = { bookingId: trip.bookingId };
  const act = async (name: 'cancelBooking' | 'restoreBooking', good: string): Promise<void> => {
    setAsking(false);
    const result = await api.call(name, { path, body: {}, key: newKey() });
    await loadBoard();
    if (!result.ok) return announce(whyNot(result.problem), true);
    if (name === 'restoreBooking') return announce(good);
    offerUndo(`${t.number(trip.number)} ${good}`, restore);
  };
  const restore = async (): Promise<CallProblem | null> => {
    const result = await api.call('restoreBooking', { path, body: {}, key: newKey() });
    await loadBoard();
    return result.ok ? null : result.problem;
  };
  return (
    <>
      {['booked', 'on_the_way', 'arrived'].includes(trip.status) && (
        <button type="button" class="small-button small-button-careful" onClick={() => setAsking(true)}>
          {t.cancelTrip}
        </button>
      )}
      {trip.status === 'cancelled' && (
        <button type="button" class="small-button" onClick={() => void act('restoreBooking', t.restored)}>
          {t.restore}
        </button>
      )}
      {isAsking && (
        <AskDialog
          title={t.cancelQuestion(trip.number)}
          yes={t.cancelYes}
          no={t.cancelNo}
          isDanger
          onYes={() => void act('cancelBooking', t.cancelled)}
          onNo={() => setAsking(false)}
        />
      )}
    </>
  );
}
