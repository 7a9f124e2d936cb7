/** What a driver says on the phone, when the tablet does not work: recorded by the desk; and a longer wait for a late rider. */
import type { DriverAction } from '@noriai/core/contracts/driving.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { presentSec } from '@noriai/ui/service/clock.ts';
import type { JSX } from 'preact';
import { api, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { loadBoard, type PlacedTrip } from './board-data.ts';

type Kind = 'arrived' | 'boarded' | 'no_show' | 'dropped_off';

const WAIT_SEC = 300;

/** What can be said of the trip now. */
function possible({ trip: { status } }: PlacedTrip): readonly Kind[] {
  if (status === 'on_board') return ['arrived', 'dropped_off'];
  if (status === 'arrived') return ['boarded', 'no_show'];
  return status === 'booked' || status === 'on_the_way' ? ['arrived'] : [];
}

/** The action, or null where the vehicle has something else to do first. */
function actionOf({ trip, shift }: PlacedTrip, kind: Kind): DriverAction | null {
  const atSec = presentSec();
  if (kind !== 'arrived') return { kind, bookingId: trip.bookingId, atSec };
  const [next] = shift.calls;
  const isNext = next && [...next.board, ...next.leave].includes(trip.number);
  return isNext ? { kind, callId: next.callId, atSec } : null;
}

export function RecordForDriver({ placed }: { placed: PlacedTrip }): JSX.Element | null {
  const t = consoleTexts.value;
  const { trip, vehicle } = placed;
  const kinds = possible(placed).filter((kind) => actionOf(placed, kind) !== null);
  if (kinds.length === 0 || vehicle.driverName === null) return null;
  const tell = async (result: { ok: true } | { ok: false; problem: Parameters<typeof whyNot>[0] }): Promise<void> => {
    if (result.ok) announce(t.saved);
    else announce(whyNot(result.problem), true);
    await loadBoard();
  };
  const record = async (kind: Kind): Promise<void> => {
    const body = actionOf(placed, kind);
    const path = { vehicleId: vehicle.vehicleId };
    if (body) await tell(await api.call('recordForDriver', { path, body, key: newKey() }));
  };
  const wait = async (): Promise<void> => {
    const body = { untilSec: Math.max(presentSec(), trip.pickupUntilSec) + WAIT_SEC };
    await tell(await api.call('extendWait', { path: { bookingId: trip.bookingId }, body, key: newKey() }));
  };
  return (
    <details>
      <summary>{t.recordForDriver}</summary>
      <p class="button-line">
        {kinds.map((kind) => (
          <button key={kind} type="button" class="small-button" onClick={() => void record(kind)}>
            {t.driverActions[kind]}
          </button>
        ))}
        {trip.status === 'arrived' && (
          <button type="button" class="small-button" onClick={() => void wait()}>
            {t.waitLonger}
          </button>
        )}
      </p>
    </details>
  );
}
