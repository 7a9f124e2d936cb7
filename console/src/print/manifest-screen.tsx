/** The day on paper: one table a vehicle, made from the copy on the device, so that it prints without the service as well. */
import type { Board, BoardTrip, BoardVehicle } from '@noriai/core/contracts/board.ts';
import { yen } from '@noriai/ui/format/plain-words.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { board } from '../board/board-data.ts';
import { TitledTable } from '../parts/titled-table.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, dayWords, name, partyWords } from '../words.ts';

export function ManifestScreen(): JSX.Element {
  const t = consoleTexts.value;
  const day = board.value;
  if (day === null) return <Notice kind="info">{t.noBoard}</Notice>;
  return (
    <Screen title={t.manifestTitle(dayWords(day.nowSec))}>
      <p>
        {t.asOf(clock(day.nowSec))}{' '}
        <Button class="print-button" onPress={() => print()}>
          {t.print}
        </Button>
      </p>
      {day.vehicles.map((vehicle) => (
        <VehicleSheet key={vehicle.vehicleId} vehicle={vehicle} day={day} />
      ))}
    </Screen>
  );
}

/** What is done at a stop, in the order of the day. */
interface Line {
  readonly sec: number;
  readonly what: string;
  readonly stop: string;
  readonly trip: BoardTrip;
  readonly isPickup: boolean;
}

function VehicleSheet({ vehicle }: { vehicle: BoardVehicle; day: Board }): JSX.Element {
  const t = consoleTexts.value;
  const lines = linesOf(vehicle);
  return (
    <section class="sheet">
      <h2>
        <Name of={vehicle.name} /> {vehicle.plate} {vehicle.driverName ?? ''}
      </h2>
      {lines.length === 0 && <p>{t.noWork}</p>}
      {lines.length > 0 && (
        <TitledTable label={name(vehicle.name)} titles={[t.time, t.stop, t.trips, t.party, t.promise, t.fare, t.check]}>
          {lines.map((line) => (
            <tr key={`${line.trip.bookingId} ${line.what}`}>
              <td>{clock(line.sec)}</td>
              <td>{line.stop}</td>
              <td>{line.what}</td>
              <td>{partyWords(line.trip.party)}</td>
              <td>
                {line.isPickup
                  ? t.window(clock(line.trip.pickupFromSec), clock(line.trip.pickupUntilSec))
                  : t.arriveBy(clock(line.trip.dropoffBySec))}
              </td>
              <td>{line.isPickup ? yen(line.trip.fareYen, language.value) : ''}</td>
              <td>□</td>
            </tr>
          ))}
        </TitledTable>
      )}
    </section>
  );
}

function linesOf({ shifts }: BoardVehicle): Line[] {
  const t = consoleTexts.value;
  return shifts
    .flatMap(({ trips }) => trips)
    .filter(({ status }) => ['booked', 'on_the_way', 'arrived', 'on_board'].includes(status))
    .flatMap((trip): Line[] => {
      const number = t.number(trip.number);
      const dropoff = {
        sec: trip.dropoffSec ?? trip.dropoffBySec,
        what: t.leaveHere(number),
        stop: name(trip.toName),
        trip,
        isPickup: false,
      };
      if (trip.status === 'on_board') return [dropoff];
      const sec = trip.pickupSec ?? trip.pickupFromSec;
      return [{ sec, what: t.boardHere(number), stop: name(trip.fromName), trip, isPickup: true }, dropoff];
    })
    .sort((a, b) => a.sec - b.sec || a.trip.number - b.trip.number);
}
