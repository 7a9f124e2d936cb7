/** A shift as somebody types it: `9:00`, `17:00`, breaks as `12:00 60、15:00-15:20 15` (when, at the latest, how many minutes). */
import type { PlannedPause, PlannedShift } from '@noriai/core/contracts/fleet.ts';
import { dayAfter, pointInZone, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { readClock } from '../desk/read-time.ts';

export interface ShiftLine {
  readonly from: string;
  readonly until: string;
  /** Empty: nobody yet. */
  readonly driverId: string;
  readonly breaks: string;
  /** What the line was made of: depots, changes of driver and where breaks are taken stay as they were. */
  readonly before: PlannedShift | null;
}

export const emptyLine: ShiftLine = { from: '', until: '', driverId: '', breaks: '', before: null };

export function lineOf(shift: PlannedShift, zone: string): ShiftLine {
  const { startSec, endSec, driverId } = shift;
  const breaks = breakWords(shift.pauses, zone);
  return {
    from: clockIn(startSec, zone),
    until: clockIn(endSec, zone),
    driverId: driverId ?? '',
    breaks,
    before: shift,
  };
}

/** The shift that a line means on a day, an end before its begin on the next day; null where something cannot be read. */
export function shiftOf(line: ShiftLine, date: string, zone: string): PlannedShift | null {
  const [fromMinute, untilMinute] = [readClock(line.from), readClock(line.until)];
  if (fromMinute === null || untilMinute === null) return null;
  const endDate = untilMinute <= fromMinute ? dayAfter(date, 1) : date;
  const startSec = pointInZone(date, fromMinute, zone);
  const endSec = pointInZone(endDate, untilMinute, zone);
  const pauses = pausesOf(line, startSec, zone);
  return pauses && { ...line.before, startSec, endSec, driverId: line.driverId === '' ? null : line.driverId, pauses };
}

function pausesOf({ breaks, before }: ShiftLine, startSec: number, zone: string): readonly PlannedPause[] | null {
  const old = before?.pauses ?? [];
  if (breaks === breakWords(old, zone)) return old;
  const typed = breaks
    .normalize('NFKC')
    .split(/[、,;]/)
    .map((part) => part.trim());
  const read = typed.filter((part) => part !== '').map((part) => breakOf(part, startSec, zone));
  const known = read.flatMap((one) => one ?? []);
  if (known.length < read.length) return null;
  return [...known, ...old.filter(({ kind }) => kind !== 'break')].sort((a, b) => a.beginFromSec - b.beginFromSec);
}

/** `12:00 60` or `12:00-12:20 60`. */
function breakOf(text: string, startSec: number, zone: string): PlannedPause | null {
  const [, from = '', until, minutes] =
    /^(\d{1,2}:?\d{2})(?:-(\d{1,2}:?\d{2}))?\s+(\d{1,3})(?:分|min)?$/.exec(text) ?? [];
  const [fromMinute, untilMinute] = [readClock(from), readClock(until ?? from)];
  if (fromMinute === null || untilMinute === null) return null;
  const { day } = zoneTime(startSec, zone);
  const at = (minute: number): number => {
    const sec = pointInZone(day, minute, zone);
    return sec < startSec ? pointInZone(dayAfter(day, 1), minute, zone) : sec;
  };
  const times = { beginFromSec: at(fromMinute), beginUntilSec: at(untilMinute) };
  return { kind: 'break', ...times, durationSec: Number(minutes) * 60, depotId: null };
}

function breakWords(pauses: readonly PlannedPause[], zone: string): string {
  const breaks = pauses.filter(({ kind }) => kind === 'break');
  return breaks
    .map(({ beginFromSec, beginUntilSec, durationSec }) => {
      const latest = beginUntilSec > beginFromSec ? `-${clockIn(beginUntilSec, zone)}` : '';
      return `${clockIn(beginFromSec, zone)}${latest} ${durationSec / 60}`;
    })
    .join('、');
}

function clockIn(sec: number, zone: string): string {
  const { hour, minute } = zoneTime(sec, zone);
  return `${hour}:${String(minute).padStart(2, '0')}`;
}
