/** Which trains and buses depart from a station, and when a rider must be at its stop to catch one. */
import type { Timetable, TimetableDeparture, TimetableService } from '../contracts/timetable.ts';
import { dateOfDay, dayOfDate, weekdayOf, type AreaCalendar } from './calendar.ts';

export interface Departure {
  readonly departure: TimetableDeparture;
  readonly atSec: number;
}

/** Night services of the day before still depart after midnight. */
const DAYS_BACK = 1;

/** Departures from a station until the end of the next day, next first, at most `count`. O(departures of the station × days looked at). */
export function nextDepartures(
  timetable: Timetable,
  calendar: AreaCalendar,
  stationId: string,
  fromSec: number,
  count: number,
): readonly Departure[] {
  const today = dayOfDate(calendar.dateAt(fromSec));
  const here = timetable.departures.filter((departure) => departure.stationId === stationId);
  const runs = runningOn(timetable);
  const found: Departure[] = [];
  for (let day = today - DAYS_BACK; day <= today + 1; day++) {
    const date = dateOfDay(day);
    const midnightSec = calendar.atTimeOf(date, '12:00') - 43_200;
    for (const departure of here) {
      const atSec = midnightSec + departure.departSec;
      if (atSec >= fromSec && runs(departure.serviceId, date)) found.push({ departure, atSec });
    }
  }
  return found.sort((a, b) => a.atSec - b.atSec || (a.departure.tripId < b.departure.tripId ? -1 : 1)).slice(0, count);
}

/** The departure of a trip at a time; `unknown` when the station has no such trip, `not_running` when not on that day or time. */
export function findDeparture(
  timetable: Timetable,
  calendar: AreaCalendar,
  wish: { readonly stationId: string; readonly tripId: string; readonly atSec: number },
): Departure | 'unknown' | 'not_running' {
  const ofTrip = timetable.departures.filter(
    (departure) => departure.stationId === wish.stationId && departure.tripId === wish.tripId,
  );
  if (ofTrip.length === 0) return 'unknown';
  const runs = runningOn(timetable);
  const wishedDay = dayOfDate(calendar.dateAt(wish.atSec));
  for (const departure of ofTrip) {
    for (let day = wishedDay - DAYS_BACK; day <= wishedDay; day++) {
      const date = dateOfDay(day);
      const atSec = calendar.atTimeOf(date, '12:00') - 43_200 + departure.departSec;
      if (atSec === wish.atSec && runs(departure.serviceId, date)) return { departure, atSec };
    }
  }
  return 'not_running';
}

/**
 * The departure of a trip in the minute that begins at a time, or null. A timetable may know what riders take for the same
 * train by other ids on other days: another trip of the same line with the same headsign in that minute is as good.
 */
export function departureInMinute(
  timetable: Timetable,
  calendar: AreaCalendar,
  { stationId, tripId, atSec }: { readonly stationId: string; readonly tripId: string; readonly atSec: number },
): Departure | null {
  const here = timetable.departures.filter((departure) => departure.stationId === stationId);
  const wished = here.find((departure) => departure.tripId === tripId);
  if (!wished) return null;
  const isAlike = ({ routeName, headsign }: TimetableDeparture) =>
    routeName.ja === wished.routeName.ja && headsign.ja === wished.headsign.ja;
  const runs = runningOn(timetable);
  const day = dayOfDate(calendar.dateAt(atSec));
  const found = here.filter(isAlike).flatMap((departure) =>
    [day - DAYS_BACK, day].flatMap((serviceDay): Departure[] => {
      const date = dateOfDay(serviceDay);
      const departsSec = calendar.atTimeOf(date, '12:00') - 43_200 + departure.departSec;
      const isThen = departsSec >= atSec && departsSec < atSec + 60 && runs(departure.serviceId, date);
      return isThen ? [{ departure, atSec: departsSec }] : [];
    }),
  );
  return found.find(({ departure }) => departure.tripId === tripId) ?? found[0] ?? null;
}

/** From the station's stop to the platform; null when the timetable does not know the station. */
export function platformSec(timetable: Timetable, stationId: string): number | null {
  return timetable.stations.find((station) => station.stationId === stationId)?.platformSec ?? null;
}

function runningOn({ services }: Timetable): (serviceId: string, date: string) => boolean {
  const byId = new Map(services.map((service) => [service.serviceId, service]));
  return (serviceId, date) => {
    const service = byId.get(serviceId);
    return service !== undefined && isRunning(service, date);
  };
}

/** Days added and left out count before the weekdays, as in GTFS. */
function isRunning(service: TimetableService, date: string): boolean {
  if (service.removed.includes(date)) return false;
  if (service.added.includes(date)) return true;
  if (date < service.from || date > service.until) return false;
  return service.days.includes(weekdayOf(date));
}
