/** Cancel with a question before and a way back after; the way home and the same trip again. */
import type { Booking, TripRequest } from '@noriai/core/contracts/trips.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { duration } from '@noriai/ui/format/plain-words.ts';
import { announce, clearAnnouncement } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { FavouriteButton } from './favourite-button.tsx';
import { callReturn } from '../trip/arrangements.ts';
import { cancelBooking, restorableSec, restoreBooking } from '../trip/cancelling.ts';
import { relativeOf } from '../trip/account.ts';
import { tell, whyNot } from '../trip/why-not.ts';
import { setDraft } from '../trip/draft.ts';
import { dayAndTime, stopName, windowWords } from '../trip/plain-trip.ts';
import { runsAtPoint } from '../trip/service-days.ts';

export function BookingActions({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const again = (request: TripRequest) => (): void => {
    setDraft(request, relativeOf(booking));
    clearAnnouncement();
    screens.go(request.when.kind === 'now' ? 'when' : 'offers');
  };
  const isOver = booking.status === 'completed' || booking.status === 'no_show';
  return (
    <div class="stack">
      {booking.status === 'cancelled' && (
        <UndoCancel booking={booking} onAgain={again(sameTrip(booking, presentSec()))} />
      )}
      {booking.status !== 'cancelled' && (
        <Button icon="swap" onPress={again(wayBack(booking, presentSec()))}>
          {t.returnTrip}
          <ReturnHint request={wayBack(booking, presentSec())} />
        </Button>
      )}
      {booking.status === 'completed' && (
        <Button icon="check" onPress={() => screens.go('receipt', booking.bookingId)}>
          {t.receipt}
        </Button>
      )}
      {isOver && (
        <Button icon="bus" onPress={again({ ...tripOf(booking), when: { kind: 'now' } })}>
          {t.sameTrip}
        </Button>
      )}
      {booking.canCancel && <CancelButton booking={booking} />}
      {booking.openReturnId !== undefined && (
        <Button kind="main" icon="bus" onPress={() => void call(booking)}>
          {t.callReturn}
        </Button>
      )}
      {booking.status !== 'cancelled' && booking.status !== 'no_show' && (
        <Button icon="clock" onPress={() => screens.go('repeat', booking.bookingId)}>
          {t.repeatThis}
        </Button>
      )}
      <FavouriteButton stop={booking.dropoff} />
      <Button icon="home" onPress={() => screens.replace('start')}>
        {t.toStart}
      </Button>
    </div>
  );
}

async function call(booking: Booking): Promise<void> {
  const called = await callReturn(booking);
  if (called === 'waiting') announce(riderTexts.value.callWaiting);
  else if ('code' in called) announce(whyNot(called), true);
  else screens.go('booking', called.bookingId);
}

/** For a minute the very same booking can be had back; after that the same trip can be asked for again. */
function UndoCancel({ booking, onAgain }: { booking: Booking; onAgain: () => void }): JSX.Element {
  const t = riderTexts.value;
  const [isBusy, setBusy] = useState(false);
  const leftSec = restorableSec(booking);
  const undo = async (): Promise<void> => {
    setBusy(true);
    const problem = await restoreBooking(booking);
    setBusy(false);
    tell(problem, riderTexts.value.restored);
  };
  return (
    <>
      {leftSec > 0 && (
        <Button kind="main" icon="back" isBusy={isBusy} onPress={() => void undo()}>
          {t.undoCancel}
          <span class="button-note" data-silent>
            {t.undoLeft(duration(leftSec, language.value))}
          </span>
        </Button>
      )}
      <Button {...(leftSec > 0 ? {} : { kind: 'main' as const })} icon="bus" onPress={onAgain}>
        {t.bookAgain}
      </Button>
    </>
  );
}

function CancelButton({ booking }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [key] = useState(newKey);
  const cancel = async (): Promise<void> => {
    setAsking(false);
    setBusy(true);
    const problem = await cancelBooking(booking, key);
    setBusy(false);
    tell(problem, riderTexts.value.cancelled);
  };
  return (
    <>
      <Button icon="close" class="button-careful" isBusy={isBusy} onPress={() => setAsking(true)}>
        {t.cancel}
      </Button>
      {isAsking && (
        <AskDialog
          title={t.cancelTitle}
          yes={t.cancelYes}
          no={t.cancelNo}
          isDanger
          onYes={() => void cancel()}
          onNo={() => setAsking(false)}
        >
          <p>{t.cancelText(windowWords(booking.pickupFromSec, booking.pickupUntilSec), stopName(booking.pickup))}</p>
        </AskDialog>
      )}
    </>
  );
}

function tripOf({ pickup, dropoff, party }: Booking): Omit<TripRequest, 'when'> {
  return {
    from: { kind: 'stop', stopId: pickup.stopId },
    to: { kind: 'stop', stopId: dropoff.stopId },
    party,
  };
}

/** The same trip at the same time, or now when that time has passed. */
function sameTrip(booking: Booking, nowSec: number): TripRequest {
  const atSec = booking.pickupFromSec;
  return { ...tripOf(booking), when: atSec > nowSec ? { kind: 'depart_after', atSec } : { kind: 'now' } };
}

const USUAL_STAY_SEC = 3600;

/** The way back in one press: an hour after arriving, in whole ten minutes; asked for where that is not to be had. */
function wayBack(booking: Booking, nowSec: number): TripRequest {
  const { from, to, party } = tripOf(booking);
  const afterSec = (booking.droppedOffSec ?? booking.dropoffBySec) + USUAL_STAY_SEC;
  const atSec = Math.ceil(Math.max(afterSec, nowSec + 600) / 600) * 600;
  const isOpen = area.value !== null && runsAtPoint(area.value, atSec);
  return { from: to, to: from, party, when: isOpen ? { kind: 'depart_after', atSec } : { kind: 'now' } };
}

function ReturnHint({ request: { when } }: { request: TripRequest }): JSX.Element | null {
  if (when.kind === 'now') return null;
  return <span class="button-note">{riderTexts.value.returnHint(dayAndTime(when.atSec))}</span>;
}
