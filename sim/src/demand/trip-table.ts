/**
 * Travellers from a CSV trip table, one wished trip a line. Columns, in any order:
 *
 *     rider            name or number (needed)
 *     date             2026-04-07 (needed)
 *     asked_at         time of asking, 08:30; default: the wished time, or the opening for "now"
 *     wish             now | depart_after | arrive_by (needed)
 *     wish_at          time wished, 09:15 (needed unless now)
 *     from_stop        stop id, or from_lat and from_lon
 *     to_stop          stop id, or to_lat and to_lon
 *     adults, children, reduced, wheelchairs   default 1, 0, 0, 0
 *     back             ahead (booked as a pair) | open (called when ready); default: no way back
 *     stay_min         minutes from the drop-off to the way back (needed with back)
 *     channel          phone | app; default app
 *     age              0-14 | 15-64 | 65-74 | 75+; default unknown
 *     district         default unknown
 *
 * Everything that is wrong is named with its line.
 */
import { ageGroups } from '@noriai/core/contracts/population.ts';
import type { Place, TripTime } from '@noriai/core/contracts/trips.ts';
import type { Mistake } from '@noriai/core/contracts/schema.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { secOfClockTime } from '@noriai/core/rules/calendar.ts';
import { midnightOf } from '../loop/true-speeds.ts';
import type { Demand, Traveller } from '../loop/traveller.ts';
import { ScenarioError } from '../scenario/read-scenario.ts';

type Row = ReadonlyMap<string, string>;

const known: readonly string[] = `
rider date asked_at wish wish_at from_stop from_lat from_lon to_stop to_lat to_lon
adults children reduced wheelchairs back stay_min channel age district`
  .trim()
  .split(/\s+/);

/** @throws ScenarioError with every mistake of the table */
export function tripTableDemand(label: string, text: string, world: ServiceWorld): Demand {
  const mistakes: Mistake[] = [];
  const byDate = new Map<string, Traveller[]>();
  for (const column of columnsOf(text)) {
    if (!known.includes(column)) mistakes.push({ path: 'line 1', got: `column ${column}`, expected: known.join(', ') });
  }
  for (const [line, row] of rowsOf(text)) {
    const complain = (column: string, expected: string) => {
      mistakes.push({ path: `line ${line}, ${column}`, got: row.get(column) ?? 'nothing', expected });
    };
    const date = row.get('date') ?? '';
    if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(date)) {
      complain('date', 'a date like 2026-04-07');
      continue;
    }
    const traveller = travellerOf(world, line, row, date, complain);
    byDate.set(date, [...(byDate.get(date) ?? []), traveller]);
  }
  if (byDate.size === 0 && mistakes.length === 0) {
    mistakes.push({ path: '', got: 'no line', expected: 'a line of column names and one a trip' });
  }
  if (mistakes.length > 0) throw new ScenarioError(label, mistakes);
  return (date) => byDate.get(date) ?? [];
}

type Complain = (column: string, expected: string) => void;

function travellerOf(world: ServiceWorld, line: number, row: Row, date: string, complain: Complain): Traveller {
  const midnightSec = midnightOf(world, date);
  const at = (column: string): number | null => {
    const time = row.get(column) ?? '';
    if (time === '') return null;
    if (/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return midnightSec + secOfClockTime(time);
    complain(column, 'a time of day like 09:15');
    return null;
  };
  const opening = world.calendar.windowsOn(date)[0]?.startSec ?? midnightSec;
  const wishSec = at('wish_at');
  const askedSec = at('asked_at') ?? wishSec ?? opening;
  if (!row.get('rider')) complain('rider', 'a name or number');
  return {
    riderId: `${date}-${line}-${row.get('rider') ?? ''}`.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 60),
    from: placeOf(world, row, 'from', complain),
    to: placeOf(world, row, 'to', complain),
    askedSec,
    when: timeOf(row, wishSec, complain),
    party: partyOf(row, complain),
    channel: oneOf(row, 'channel', ['app', 'phone'], complain) ?? 'app',
    age: oneOf(row, 'age', ageGroups, complain),
    districtId: row.get('district') || null,
    returnTrip: returnOf(row, complain),
  };
}

/** Null where the column is empty. */
function oneOf<Word extends string>(row: Row, column: string, words: readonly Word[], complain: Complain): Word | null {
  const text = row.get(column) ?? '';
  if (text === '') return null;
  const word = words.find((one) => one === text);
  if (word === undefined) complain(column, words.join(' or '));
  return word ?? null;
}

function returnOf(row: Row, complain: Complain): Traveller['returnTrip'] {
  const back = oneOf(row, 'back', ['ahead', 'open'], complain);
  if (back === null) return null;
  const stayMin = Number(row.get('stay_min') || NaN);
  if (!(Number.isInteger(stayMin) && stayMin >= 0 && stayMin <= 1440)) complain('stay_min', 'minutes from 0 to 1440');
  return { staySec: stayMin * 60, isBookedAhead: back === 'ahead' };
}

function timeOf(row: Row, wishSec: number | null, complain: Complain): TripTime {
  const kind = row.get('wish');
  if (kind === 'now') return { kind };
  if (kind !== 'depart_after' && kind !== 'arrive_by') complain('wish', 'now, depart_after or arrive_by');
  else if (wishSec === null) complain('wish_at', 'a time of day like 09:15');
  else return { kind, atSec: wishSec };
  return { kind: 'now' };
}

function placeOf(world: ServiceWorld, row: Row, end: 'from' | 'to', complain: Complain): Place {
  const stopId = row.get(`${end}_stop`) ?? '';
  if (stopId !== '') {
    if (!world.stopIndexById.has(stopId)) complain(`${end}_stop`, `a stop of ${world.area.id}`);
    return { kind: 'stop', stopId };
  }
  const [lat, lon] = [row.get(`${end}_lat`), row.get(`${end}_lon`)].map((text) => Number(text || NaN));
  if (!(Math.abs(lat!) <= 85 && Math.abs(lon!) <= 180)) complain(`${end}_stop`, `a stop, or ${end}_lat and ${end}_lon`);
  return { kind: 'point', position: { lat: lat!, lon: lon! } };
}

function partyOf(row: Row, complain: Complain) {
  const count = (column: string, fallback: number): number => {
    const text = row.get(column) ?? '';
    if (text === '') return fallback;
    if (!/^(1?\d|20)$/.test(text)) complain(column, 'a whole number from 0 to 20');
    return Number(text);
  };
  const [adults, children] = [count('adults', 1), count('children', 0)];
  const [reduced, wheelchairs] = [count('reduced', 0), count('wheelchairs', 0)];
  const people = adults + children + reduced;
  if (people === 0 || wheelchairs > people)
    complain('adults', 'at least one rider, and no more wheelchairs than riders');
  return { adults, children, reduced, wheelchairs };
}

/** Lines with their numbers, the first one naming the columns. Fields may stand in double quotes. */
function* rowsOf(text: string): Generator<readonly [line: number, row: Row]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = columnsOf(text);
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue;
    const fields = fieldsOf(line);
    yield [i + 1, new Map(columns.map((name, c) => [name, (fields[c] ?? '').trim()]))];
  }
}

function columnsOf(text: string): readonly string[] {
  const [first] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return fieldsOf(first ?? '').map((name) => name.trim());
}

function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2]!,
  );
}
