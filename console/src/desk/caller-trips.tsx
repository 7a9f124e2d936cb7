/** What the caller has: bookings to come with what can be done about them, what they wait for, what repeats. */
import type { StandingOrder, WaitlistView } from '@noriai/core/contracts/arrangements.ts';
import type { Booking, Place } from '@noriai/core/contracts/trips.ts';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { consoleTexts } from '../texts/console-texts.ts';
import { offerUndo } from '../undo/undo.ts';
import { clock, dayWords, minutes, name } from '../words.ts';
import { callReturn, cancel, endOrder, facts, leaveWaitlist, restore, take } from './call.ts';
import { tell } from './caller-card.tsx';
import { deskTexts } from './desk-texts.ts';

const open = ['booked', 'on_the_way', 'arrived', 'on_board'];

export function CallerTrips(): JSX.Element {
  const t = consoleTexts.value;
  const { bookings, waitlist, standingOrders: orders } = facts.value;
  const present = bookings.filter(({ status }) => open.includes(status));
  const past = bookings.filter(({ status }) => !open.includes(status)).slice(0, 5);
  return (
    <>
      <section class="card">
        <h2>{t.callerBookings}</h2>
        {present.length === 0 && <p class="hint">{t.noCallerBookings}</p>}
        <ul class="call-list">
          {present.map((booking) => (
            <li key={booking.bookingId}>
              <BookingLine booking={booking} />
            </li>
          ))}
          {past.map((booking) => (
            <li key={booking.bookingId} class="past-line">
              {dayWords(booking.pickupFromSec)} {name(booking.pickup.name)} → {name(booking.dropoff.name)}{' '}
              {t.statuses[booking.status]}
            </li>
          ))}
        </ul>
      </section>
      {waitlist.length > 0 && (
        <section class="card">
          <h2>{t.waiting}</h2>
          <ul class="call-list">
            {waitlist.map((entry) => (
              <li key={entry.waitId}>
                {waitWords(entry)} {entry.state === 'offered' ? t.waitOffered : t.waitAhead(entry.ahead)}{' '}
                {entry.offer && (
                  <button type="button" class="small-button small-button-main" onClick={() => void take(entry.offer!)}>
                    {t.window(clock(entry.offer.pickupFromSec), clock(entry.offer.pickupUntilSec))}{' '}
                    {deskTexts.value.takeOffered}
                  </button>
                )}
                <button
                  type="button"
                  class="small-button"
                  onClick={() => void leaveWaitlist(entry.waitId).then((problem) => tell(problem, t.saved))}
                >
                  {t.leaveWaitlist}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {orders.some(({ isEnded }) => !isEnded) && (
        <section class="card">
          <h2>{t.standing}</h2>
          <ul class="call-list">
            {orders
              .filter(({ isEnded }) => !isEnded)
              .map(({ orderId, order }) => (
                <li key={orderId}>
                  {order.days.map((day) => t.weekdays[day]).join('・')} {order.time.at} {stopName(order.from)} →{' '}
                  {stopName(order.to)} {returnWords(order)}{' '}
                  <button
                    type="button"
                    class="small-button small-button-careful"
                    onClick={() => void endOrder(orderId).then((problem) => tell(problem, t.saved))}
                  >
                    {t.endStanding}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      )}
    </>
  );
}

function returnWords({ returnTrip }: StandingOrder): string {
  const t = consoleTexts.value;
  if (returnTrip === undefined) return '';
  if (returnTrip.kind === 'stay') return t.standingBack(t.returnAfter(minutes(returnTrip.staySec)));
  return t.standingBack(returnTrip.kind === 'open' ? t.returnOpen : returnTrip.at);
}

const stopName = (place: Place): string => {
  const stop = place.kind === 'stop' ? area.value?.stops.find(({ id }) => id === place.stopId) : undefined;
  return stop ? name(stop.name) : '';
};

function waitWords({ request: { from, to, when } }: WaitlistView): string {
  const day = 'atSec' in when ? `${dayWords(when.atSec)} ${clock(when.atSec)}` : '';
  return deskTexts.value.waitLine(day, stopName(from), stopName(to));
}

function BookingLine({ booking }: { booking: Booking }): JSX.Element {
  const t = consoleTexts.value;
  const [isAsking, setAsking] = useState(false);
  const isPair = booking.returnBookingId !== undefined || booking.outboundBookingId !== undefined;
  const cancelIt = async (withReturn: boolean): Promise<void> => {
    setAsking(false);
    const problem = await cancel(booking.bookingId, withReturn);
    if (problem !== null) return tell(problem, '');
    offerUndo(deskTexts.value.cancelledOffer(booking.number), () => restore(booking.bookingId));
  };
  return (
    <>
      <strong>{t.number(booking.number)}</strong> {dayWords(booking.pickupFromSec)}{' '}
      {t.window(clock(booking.pickupFromSec), clock(booking.pickupUntilSec))} {name(booking.pickup.name)} →{' '}
      {name(booking.dropoff.name)} {t.statuses[booking.status]}
      {booking.isLate && <span class="late-words"> {t.late}</span>}
      <span class="button-line">
        {booking.openReturnId !== undefined && (
          <button type="button" class="small-button" onClick={() => void callReturn(booking)}>
            {t.callReturn}
          </button>
        )}
        {booking.canCancel && (
          <button type="button" class="small-button small-button-careful" onClick={() => setAsking(true)}>
            {t.cancelTrip}
          </button>
        )}
      </span>
      {isAsking && (
        <AskDialog
          title={t.cancelQuestion(booking.number)}
          yes={t.cancelYes}
          no={t.cancelNo}
          isDanger
          onYes={() => void cancelIt(false)}
          onNo={() => setAsking(false)}
        >
          {isPair && (
            <button type="button" class="small-button small-button-careful" onClick={() => void cancelIt(true)}>
              {deskTexts.value.bothWays}
            </button>
          )}
        </AskDialog>
      )}
    </>
  );
}
