/** All trips of the day as a table: what the timeline and the map show, in words. */
import type { JSX } from 'preact';
import { TitledTable } from '../parts/titled-table.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, minutes, name, partyWords } from '../words.ts';
import { placedTrips, type PlacedTrip } from './board-data.ts';
import { chosenBookingId, choose } from './choice.ts';
import { slackOfTrip } from './timeline-bars.ts';

export function TripTable(): JSX.Element {
  const t = consoleTexts.value;
  const trips = placedTrips.value;
  if (trips.length === 0) return <p>{t.noTrips}</p>;
  return (
    <TitledTable
      label={t.trips}
      titles={[t.trips, t.status, t.promise, t.expected, t.from, t.to, t.vehicles, t.driver, t.slack]}
    >
      {trips.map((placed) => (
        <TripRow key={placed.trip.bookingId} placed={placed} />
      ))}
    </TitledTable>
  );
}

function TripRow({ placed: { trip, vehicle } }: { placed: PlacedTrip }): JSX.Element {
  const t = consoleTexts.value;
  const slackSec = slackOfTrip(vehicle, trip.number);
  return (
    <tr class={trip.isLate ? 'late-row' : undefined}>
      <th scope="row">
        <button
          type="button"
          class="small-button"
          aria-pressed={chosenBookingId.value === trip.bookingId}
          onClick={() => choose(trip.bookingId)}
        >
          {t.number(trip.number)}
        </button>{' '}
        {partyWords(trip.party)}
      </th>
      <td>{trip.isLate ? `${t.statuses[trip.status]}・${t.late}` : t.statuses[trip.status]}</td>
      <td>{t.window(clock(trip.pickupFromSec), clock(trip.pickupUntilSec))}</td>
      <td>{trip.pickupSec === null ? '—' : clock(trip.pickupSec)}</td>
      <td>{name(trip.fromName)}</td>
      <td>
        {name(trip.toName)} <span class="nowrap">{t.arriveBy(clock(trip.dropoffBySec))}</span>
      </td>
      <td>{name(vehicle.name)}</td>
      <td>{vehicle.driverName ?? t.noDriver}</td>
      <td class={slackSec !== null && slackSec < 0 ? 'late-words' : undefined}>
        {slackSec === null ? '' : t.slackMinutes(minutes(slackSec))}
      </td>
    </tr>
  );
}
