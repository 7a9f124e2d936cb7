/**
 * Times as the area's clocks show them. Points in time are seconds since 1970 UTC; a day in the area is a text like
 * `2026-11-22`, so that days can be compared and are never moved by the device's own time zone.
 */

export interface ZoneTime {
  /** Like `2026-11-22`. */
  readonly day: string;
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** What a clock in the time zone shows. Formatters are kept: making one costs more than using it a hundred times. */
export function zoneTime(atSec: number, timeZone: string): ZoneTime {
  const parts = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(atSec * 1000)
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return {
    day,
    hour: Number(parts['hour']) % 24,
    minute: Number(parts['minute']),
    weekday: new Date(`${day}T12:00:00Z`).getUTCDay(),
  };
}

/** `09:05` */
export function timeOfDay(atSec: number, timeZone: string): string {
  const { hour, minute } = zoneTime(atSec, timeZone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The point in time when clocks in the zone show this; where clocks jump, the one just after the jump. */
export function pointInZone(day: string, minutesOfDay: number, timeZone: string): number {
  const wishedSec = Date.parse(`${day}T00:00:00Z`) / 1000 + minutesOfDay * 60;
  let atSec = wishedSec - offsetSec(wishedSec, timeZone);
  atSec = wishedSec - offsetSec(atSec, timeZone);
  return atSec;
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function offsetSec(atSec: number, timeZone: string): number {
  const { day, hour, minute } = zoneTime(atSec, timeZone);
  return Date.parse(`${day}T00:00:00Z`) / 1000 + hour * 3600 + minute * 60 - (atSec - (((atSec % 60) + 60) % 60));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, found);
  }
  return found;
}
