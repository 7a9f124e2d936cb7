/**
 * The day as bands: one row a vehicle, one bar a trip from pickup to drop-off, its promised window as a frame. One stop for
 * Tab, arrow keys from bar to bar; what the bars say is said in words to screen readers, and the list has it all as well.
 */
import type { Board, BoardVehicle } from '@noriai/core/contracts/board.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, minutes, name } from '../words.ts';
import { chosenBookingId, choose } from './choice.ts';
import { previewMove } from './move.ts';
import { lanesOf, leastSlackSec, scaleOf, slackBarsOf, slackOfTrip, type Bar, type Scale } from './timeline-bars.ts';

/** Below the bars of a row: room for how much later each call may be. */
const SLACK_REM = 0.75;

export function Timeline({ day }: { day: Board }): JSX.Element {
  const t = consoleTexts.value;
  const scale = scaleOf(day);
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const bars = [...(box.current?.querySelectorAll<HTMLButtonElement>('.bar') ?? [])];
    const next = nextBar(bars, document.activeElement, event.key);
    if (!next) return;
    event.preventDefault();
    for (const bar of bars) bar.tabIndex = bar === next ? 0 : -1;
    next.focus();
  };
  const isEmpty = day.vehicles.every(({ shifts }) => shifts.every(({ trips }) => trips.length === 0));
  return (
    <section class="timeline-box">
      <h2 class="hidden">{t.timeline}</h2>
      <p class="hint">{isEmpty ? t.noTrips : t.timelineHelp}</p>
      {!isEmpty && (
        <ul class="legend" aria-label={t.legend}>
          <li>
            <span class="promise-frame" aria-hidden="true" /> {t.promise}
          </li>
          {(['easy', 'tight', 'broken'] as const).map((level) => (
            <li key={level}>
              <span class={`slack-bar slack-${level}`} aria-hidden="true" /> {t.slackLevels[level]}
            </li>
          ))}
        </ul>
      )}
      <div class="timeline" ref={box} role="group" aria-label={t.timeline} onKeyDown={onKeyDown}>
        <Hours scale={scale} />
        {day.vehicles.map((vehicle, row) => (
          <Row key={vehicle.vehicleId} vehicle={vehicle} scale={scale} isFirst={row === 0} />
        ))}
        <div class="now-box" aria-hidden="true">
          <div class="now-line" style={{ insetInlineStart: scale.place(nowSec.value) }} />
        </div>
      </div>
    </section>
  );
}

function Hours({ scale }: { scale: Scale }): JSX.Element {
  return (
    <div class="hours" aria-hidden="true">
      {scale.hours.map((sec) => (
        <span key={sec} style={{ insetInlineStart: scale.place(sec) }}>
          {clock(sec)}
        </span>
      ))}
    </div>
  );
}

function Row({ vehicle, scale, isFirst }: { vehicle: BoardVehicle; scale: Scale; isFirst: boolean }): JSX.Element {
  const t = consoleTexts.value;
  const lanes = lanesOf(vehicle);
  const slackSec = leastSlackSec(vehicle);
  return (
    <div
      class="row"
      data-vehicle={vehicle.vehicleId}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const bookingId = event.dataTransfer?.getData('text/plain') ?? '';
        if (bookingId !== '') void dropOn(bookingId, vehicle.vehicleId);
      }}
    >
      <p class="row-name">
        <strong>{name(vehicle.name)}</strong>
        <span class={vehicle.driverName === null ? 'row-driver row-no-driver' : 'row-driver'}>
          {vehicle.driverName ?? t.noDriver}
        </span>
        {vehicle.out && (
          <span class="late-words">{t.isOut(t.outages[vehicle.out.reason], clock(vehicle.out.untilSec))}</span>
        )}
        {slackSec !== null && (
          <span class={slackSec < 0 ? 'late-words' : undefined}>
            {t.slack} {t.slackMinutes(minutes(slackSec))}
          </span>
        )}
      </p>
      <div class="row-band" style={{ height: `${Math.max(1, lanes.length) * 2.875 + SLACK_REM}rem` }}>
        {vehicle.shifts.map((shift) => (
          <div key={shift.shiftId} class="row-shift" style={scale.span(shift.startSec, shift.endSec)} />
        ))}
        {lanes.map((lane, i) =>
          // What is over has kept or broken its promise: only what is to come has a frame.
          lane
            .filter(({ trip }) => trip.status !== 'completed')
            .map(({ trip }) => (
              <div
                key={trip.bookingId}
                class="promise-frame"
                style={{ ...scale.span(trip.pickupFromSec, trip.dropoffBySec), top: `${i * 2.875}rem` }}
              />
            )),
        )}
        {lanes.map((lane, i) =>
          lane.map((bar, j) => (
            <BarButton
              key={bar.trip.bookingId}
              bar={bar}
              lane={i}
              scale={scale}
              vehicle={vehicle}
              isTabStop={isFirst && i === 0 && j === 0}
            />
          )),
        )}
        {slackBarsOf(vehicle).map(({ call, level }) => (
          <div
            key={`${call.stopId} ${call.arriveSec}`}
            class={`slack-bar slack-${level}`}
            style={scale.span(call.arriveSec, call.arriveSec + Math.max(0, call.slackSec))}
          />
        ))}
      </div>
    </div>
  );
}

interface BarProps {
  readonly bar: Bar;
  readonly lane: number;
  readonly scale: Scale;
  readonly vehicle: BoardVehicle;
  readonly isTabStop: boolean;
}

function BarButton({ bar: { trip, beginSec, endSec }, lane, scale, vehicle, isTabStop }: BarProps): JSX.Element {
  const t = consoleTexts.value;
  const status = trip.isLate ? t.late : t.statuses[trip.status];
  const slackSec = slackOfTrip(vehicle, trip.number);
  const label = [
    t.tripLabel(trip.number, name(vehicle.name), name(trip.fromName), name(trip.toName), status),
    `${clock(beginSec)}–${clock(endSec)}`,
    `${t.promise} ${t.window(clock(trip.pickupFromSec), clock(trip.pickupUntilSec))} ${t.arriveBy(clock(trip.dropoffBySec))}`,
    slackSec === null ? '' : `${t.slack} ${t.slackMinutes(minutes(slackSec))}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <button
      type="button"
      class={`bar bar-${trip.status} ${trip.isLate ? 'bar-late' : ''}`}
      style={{ ...scale.span(beginSec, endSec), top: `${lane * 2.875}rem` }}
      aria-label={label}
      aria-pressed={chosenBookingId.value === trip.bookingId}
      tabIndex={isTabStop ? 0 : -1}
      data-booking={trip.bookingId}
      draggable
      onDragStart={(event) => event.dataTransfer?.setData('text/plain', trip.bookingId)}
      onClick={() => choose(trip.bookingId)}
    >
      {trip.number}
    </button>
  );
}

/** A bar dropped on another row asks what moving it there would do; the card beside shows it, and moves only when confirmed. */
async function dropOn(bookingId: string, vehicleId: string): Promise<void> {
  choose(bookingId);
  const problem = await previewMove(bookingId, vehicleId);
  if (problem) announce(whyNot(problem), true);
}

/** The bar that an arrow key leads to: left and right along the order, up and down to the nearest in another row. */
function nextBar(bars: readonly HTMLButtonElement[], from: Element | null, key: string): HTMLButtonElement | null {
  const at = bars.indexOf(from as HTMLButtonElement);
  const here = bars[at];
  if (!here) return null;
  if (key === 'ArrowRight') return bars[at + 1] ?? null;
  if (key === 'ArrowLeft') return bars[at - 1] ?? null;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const box = here.getBoundingClientRect();
  const isBeyond = (top: number): boolean => (key === 'ArrowDown' ? top > box.top + 1 : top < box.top - 1);
  const beyond = bars
    .map((bar) => ({ bar, at: bar.getBoundingClientRect() }))
    .filter((one) => isBeyond(one.at.top))
    .sort(
      (a, b) =>
        Math.abs(a.at.top - box.top) - Math.abs(b.at.top - box.top) ||
        Math.abs(a.at.left - box.left) - Math.abs(b.at.left - box.left),
    );
  return beyond[0]?.bar ?? null;
}
