/** One trip in detail, with what can be done about it. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { may } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, name, partyWords } from '../words.ts';
import type { PlacedTrip } from './board-data.ts';
import { WhyPanel } from '../why/why-panel.tsx';
import { MovePanel } from './move-panel.tsx';
import { RecordForDriver } from './record-for-driver.tsx';
import { TripActions } from './trip-actions.tsx';
import { choose } from './choice.ts';

export function TripCard({ placed }: { placed: PlacedTrip }): JSX.Element {
  const { trip, vehicle } = placed;
  const isOpen = trip.status === 'booked' || trip.status === 'on_the_way';
  const t = consoleTexts.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const close = (): void => {
    choose(null);
    document.querySelector<HTMLElement>(`[data-booking="${trip.bookingId}"]`)?.focus();
  };
  const facts: [string, string][] = [
    [t.status, trip.isLate ? `${t.statuses[trip.status]}・${t.late}` : t.statuses[trip.status]],
    [t.vehicles, `${name(vehicle.name)} ${vehicle.driverName ?? t.noDriver}`],
    [t.party, partyWords(trip.party)],
    [t.from, name(trip.fromName)],
    [t.promise, t.window(clock(trip.pickupFromSec), clock(trip.pickupUntilSec))],
    [t.expected, trip.pickupSec === null ? '—' : clock(trip.pickupSec)],
    [t.to, `${name(trip.toName)} ${t.arriveBy(clock(trip.dropoffBySec))}`],
  ];
  return (
    <aside
      class="card trip-card"
      aria-label={t.number(trip.number)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {t.number(trip.number)}
      </h2>
      <dl class="short-facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <WhyPanel bookingId={trip.bookingId} />
      {may('trips') && isOpen && <MovePanel placed={placed} />}
      {may('trips') && <RecordForDriver placed={placed} />}
      {may('trips') && <TripActions placed={placed} />}
      <button type="button" class="small-button" onClick={close}>
        {t.close}
      </button>
    </aside>
  );
}
