/**
 * The day's manifest as one plain HTML file in the data folder, renewed every few minutes: what the desk prints or reads when
 * the service is gone. It has booking numbers, stops and times, no names and no telephone numbers.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board, BoardTrip, BoardVehicle } from '@noriai/core/contracts/board.ts';
import { partySize } from '@noriai/core/contracts/trips.ts';

/** The copy is never older than this, plus the moment it takes to write it. */
export const COPY_EVERY_MS = 4 * 60_000;

export const outageCopyPath = (dataDir: string): string => join(dataDir, 'outage', 'manifest.html');

/** Begins to write the copy, now and every four minutes; returns how to stop. */
export function keepOutageCopy(dataDir: string, day: () => Board, timeZone: string, say: (line: string) => void) {
  const write = (): void => {
    try {
      writeCopy(outageCopyPath(dataDir), manifestHtml(day(), timeZone));
    } catch (error) {
      say(`the outage copy could not be written: ${(error as Error).message}`);
    }
  };
  write();
  const timer = setInterval(write, COPY_EVERY_MS);
  timer.unref();
  return (): void => clearInterval(timer);
}

/** Whole or not at all: a reader never sees half a file. */
function writeCopy(path: string, html: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(`${path}.new`, html);
  renameSync(`${path}.new`, path);
}

/** One table a vehicle, in the order of the day. */
export function manifestHtml(day: Board, timeZone: string): string {
  const clock = clockIn(timeZone);
  const tables = day.vehicles.map((vehicle) => vehicleTable(vehicle, clock)).join('\n');
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>運行表 ${day.date}</title>
<style>body{font:16px sans-serif;margin:1rem}table{border-collapse:collapse;margin-bottom:1rem}td,th{border:1px solid #666;padding:.25rem .5rem;text-align:left}</style>
<h1>運行表 ${day.date}（${clock(day.nowSec)} の控え）</h1>
${tables}
</html>
`;
}

type ClockWords = (sec: number) => string;

function vehicleTable(vehicle: BoardVehicle, clock: ClockWords): string {
  const rows = vehicle.shifts
    .flatMap(({ trips }) => trips)
    .filter(({ status }) => ['booked', 'on_the_way', 'arrived', 'on_board'].includes(status))
    .flatMap((trip) => linesOf(trip, clock))
    .sort((a, b) => a.sec - b.sec);
  const body = rows
    .map(({ cells }) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  const head = ['時刻', '停留所', '予約', '人数', '約束', '料金'].map((title) => `<th>${title}</th>`).join('');
  const title = [vehicle.name.ja, vehicle.plate, vehicle.driverName ?? ''].join(' ');
  return `<h2>${escaped(title)}</h2>\n${rows.length === 0 ? '<p>予定なし</p>' : `<table><tr>${head}</tr>\n${body}</table>`}`;
}

function linesOf(trip: BoardTrip, clock: ClockWords): { sec: number; cells: string[] }[] {
  const people = `${partySize(trip.party)}人${trip.party.wheelchairs > 0 ? `・車いす${trip.party.wheelchairs}` : ''}`;
  const dropoffSec = trip.dropoffSec ?? trip.dropoffBySec;
  const leave = [
    clock(dropoffSec),
    trip.toName.ja,
    `${trip.number}番 降`,
    people,
    `${clock(trip.dropoffBySec)}まで`,
    '',
  ];
  const lines = [{ sec: dropoffSec, cells: leave }];
  if (trip.status === 'on_board') return lines;
  const pickupSec = trip.pickupSec ?? trip.pickupFromSec;
  const promised = `${clock(trip.pickupFromSec)}〜${clock(trip.pickupUntilSec)}`;
  const board = [clock(pickupSec), trip.fromName.ja, `${trip.number}番 乗`, people, promised, `${trip.fareYen}円`];
  return [{ sec: pickupSec, cells: board }, ...lines];
}

function clockIn(timeZone: string): ClockWords {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (sec) => format.format(sec * 1000);
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
