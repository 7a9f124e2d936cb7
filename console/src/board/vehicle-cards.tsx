/** Every vehicle in words: driver, load, where it is, what comes next and how much room its promises leave. */
import type { Board, BoardVehicle } from '@noriai/core/contracts/board.ts';
import { Name } from '@noriai/ui/parts/name.tsx';
import type { JSX } from 'preact';
import { VehicleActions } from './vehicle-actions.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, minutes, name, nearWords, numberList } from '../words.ts';

export function VehicleCards({ day }: { day: Board }): JSX.Element {
  const t = consoleTexts.value;
  return (
    <section>
      <h2>{t.vehicles}</h2>
      <ul class="vehicle-cards">
        {day.vehicles.map((vehicle) => (
          <li key={vehicle.vehicleId} class="card">
            <VehicleCard vehicle={vehicle} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function VehicleCard({ vehicle }: { vehicle: BoardVehicle }): JSX.Element {
  const t = consoleTexts.value;
  const shift = vehicle.shifts.find(({ isActive }) => isActive);
  const calls = shift?.calls ?? [];
  const [next] = calls;
  return (
    <>
      <h3>
        <Name of={vehicle.name} /> <span class="vehicle-plate">{vehicle.plate}</span>
      </h3>
      {vehicle.out && <p class="late-words">{t.isOut(t.outages[vehicle.out.reason], clock(vehicle.out.untilSec))}</p>}
      <dl class="short-facts">
        <div>
          <dt>{t.driver}</dt>
          <dd>
            {vehicle.driverName ?? t.noDriver}
            {vehicle.isVirtual ? t.demoDriver : ''}
          </dd>
        </div>
        <div>
          <dt>{t.now}</dt>
          <dd>
            {nearWords(vehicle.position)}・{t.onBoard(shift?.onBoard ?? 0, vehicle.seats)}
          </dd>
        </div>
        <div>
          <dt>{t.nextStop}</dt>
          <dd>{next ? `${clock(next.arriveSec)} ${name(next.stopName)}` : t.noNext}</dd>
        </div>
        {next && (
          <div>
            <dt>{t.slack}</dt>
            <dd class={next.slackSec < 0 ? 'late-words' : undefined}>{t.slackMinutes(minutes(next.slackSec))}</dd>
          </div>
        )}
      </dl>
      {calls.length > 0 && (
        <details>
          <summary>{t.stops}</summary>
          <ol class="call-list">
            {calls.map((call, i) => (
              <li key={i}>
                <strong>{clock(call.arriveSec)}</strong> {name(call.stopName)}{' '}
                {[
                  call.leave.length > 0 ? t.leaveHere(numberList(call.leave)) : '',
                  call.board.length > 0 ? t.boardHere(numberList(call.board)) : '',
                ]
                  .filter((part) => part !== '')
                  .join('、')}
              </li>
            ))}
          </ol>
        </details>
      )}
      <VehicleActions vehicleId={vehicle.vehicleId} vehicleName={name(vehicle.name)} isOut={vehicle.out !== null} />
    </>
  );
}
