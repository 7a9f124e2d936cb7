/**
 * From a GTFS feed to the departures at an area's stations. Stations are named in the area file (`stations`); without that,
 * each stop of kind `station` takes the feed's stops within 300 m of it.
 *
 * Read: stops (with parent stations), routes, trips, stop_times, calendar, calendar_dates. Left out: the last stop of a trip, stops where
 * nobody may board, times that are not given. Not read: frequencies, translations.
 */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { weekdays } from '@noriai/core/contracts/area.ts';
import { bookingLimit } from '@noriai/core/contracts/booking-rules.ts';
import type { Timetable, TimetableDeparture, TimetableService } from '@noriai/core/contracts/timetable.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import { GtfsError, rowsOf, type GtfsTexts } from './gtfs-feed.ts';

const NEAR_STATION_M = 300;

export interface TimetableReport {
  readonly timetable: Timetable;
  /** Departures by station, for people to look at. */
  readonly departuresByStation: Readonly<Record<string, number>>;
}

/** @throws GtfsError when no station of the area has a stop in the feed, or a row cannot be understood */
export function readTimetable(area: AreaFile, texts: GtfsTexts): TimetableReport {
  const stationByStop = stationsOfStops(area, texts);
  if (stationByStop.size === 0) {
    throw new GtfsError(
      `no stop of the feed is at a station of area ${area.id}: name them in the area file ("stations"), or give the stop at the station the kind "station"`,
    );
  }
  const departures = departuresAt(texts, stationByStop);
  const used = new Set(departures.map((departure) => departure.serviceId));
  const stationIds = [...new Set(stationByStop.values())].sort();
  const timetable: Timetable = {
    format: 'noriai-timetable-1',
    source: sourceOf(texts),
    stations: stationIds.map((stationId) => ({ stationId, platformSec: platformSecOf(area, stationId) })),
    services: servicesOf(texts).filter((service) => used.has(service.serviceId)),
    departures,
  };
  const count = (id: string) => departures.filter((departure) => departure.stationId === id).length;
  return { timetable, departuresByStation: Object.fromEntries(stationIds.map((id) => [id, count(id)])) };
}

function platformSecOf({ stations, bookingRules }: AreaFile, stationId: string): number {
  const own = stations?.find((station) => station.stopId === stationId)?.platformSec;
  return own ?? bookingLimit(bookingRules, 'platformSec');
}

/** Stop of the area by stop of the feed. */
function stationsOfStops(area: AreaFile, texts: GtfsTexts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const row of rowsOf(texts, 'stops.txt')) {
    const ids = [row['stop_id']!, row['parent_station'] ?? ''];
    const named = area.stations?.find((station) => station.gtfsStopIds.some((id) => ids.includes(id)))?.stopId;
    const stationId = named ?? (area.stations ? null : nearestStation(area, row));
    if (stationId !== null && stationId !== undefined) found.set(row['stop_id']!, stationId);
  }
  return found;
}

function nearestStation({ stops }: AreaFile, row: Readonly<Record<string, string>>): string | null {
  const [lat, lon] = [Number(row['stop_lat']), Number(row['stop_lon'])];
  if (row['stop_lat'] === '' || !Number.isFinite(lat) || !Number.isFinite(lon)) return null;
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  const near = stops
    .filter((stop) => stop.kind === 'station')
    .map(({ id, position }) => ({ id, m: distanceM(e7(position.lat), e7(position.lon), e7(lat), e7(lon)) }))
    .filter(({ m }) => m <= NEAR_STATION_M)
    .sort((a, b) => a.m - b.m);
  return near[0]?.id ?? null;
}

interface StopTime {
  readonly sequence: number;
  readonly stopId: string;
  readonly departSec: number | null;
  readonly headsign: string;
  readonly isBoarding: boolean;
}

/** Sorted by station, time and trip, so that the same feed gives the same bytes. */
function departuresAt(texts: GtfsTexts, stationByStop: ReadonlyMap<string, string>): TimetableDeparture[] {
  const lastOfTrip = new Map<string, StopTime>();
  const atStations: { readonly tripId: string; readonly time: StopTime }[] = [];
  for (const row of rowsOf(texts, 'stop_times.txt')) {
    const [tripId, time] = [row['trip_id']!, stopTime(row)];
    const last = lastOfTrip.get(tripId);
    if (!last || last.sequence < time.sequence) lastOfTrip.set(tripId, time);
    if (stationByStop.has(time.stopId)) atStations.push({ tripId, time });
  }
  const trips = new Map([...rowsOf(texts, 'trips.txt')].map((row) => [row['trip_id']!, row]));
  const routes = new Map([...rowsOf(texts, 'routes.txt')].map((row) => [row['route_id']!, row]));
  const stopNames = new Map([...rowsOf(texts, 'stops.txt')].map((row) => [row['stop_id']!, row['stop_name']!]));
  const departures = atStations.flatMap(({ tripId, time }): TimetableDeparture[] => {
    const last = lastOfTrip.get(tripId)!;
    if (time.departSec === null || !time.isBoarding || last.sequence === time.sequence) return [];
    const trip = trips.get(tripId);
    if (!trip) throw new GtfsError(`stop_times.txt: trip_id ${tripId} is not in trips.txt`);
    const route = routes.get(trip['route_id']!);
    const routeName = route?.['route_short_name'] || route?.['route_long_name'] || trip['route_id']!;
    const headsign = time.headsign || trip['trip_headsign'] || stopNames.get(last.stopId) || last.stopId;
    const stationId = stationByStop.get(time.stopId)!;
    const names = { routeName: { ja: routeName }, headsign: { ja: headsign } };
    return [{ stationId, tripId, serviceId: trip['service_id']!, departSec: time.departSec, ...names }];
  });
  const order = (d: TimetableDeparture) => `${d.stationId} ${String(d.departSec).padStart(6, '0')} ${d.tripId}`;
  return departures.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function stopTime(row: Readonly<Record<string, string>>): StopTime {
  const given = row['departure_time'] || row['arrival_time'] || '';
  return {
    sequence: Number(row['stop_sequence']),
    stopId: row['stop_id']!,
    departSec: given === '' ? null : secOfGtfsTime(given),
    headsign: row['stop_headsign'] ?? '',
    isBoarding: row['pickup_type'] !== '1',
  };
}

/** Seconds of `25:10:00` and the like; GTFS counts on after midnight. */
function secOfGtfsTime(time: string): number {
  const parts = /^(\d{1,2}):([0-5]\d):([0-5]\d)$/.exec(time);
  if (!parts) throw new GtfsError(`stop_times.txt: got the time ${time}, expected one like 07:05:00`);
  return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}

function servicesOf(texts: GtfsTexts): TimetableService[] {
  const services = new Map<string, TimetableService>();
  for (const row of rowsOf(texts, 'calendar.txt')) {
    const days = weekdays.filter((_, i) => row[gtfsDays[i]!] === '1');
    const [serviceId, from, until] = [row['service_id']!, dateOf(row['start_date']!), dateOf(row['end_date']!)];
    services.set(serviceId, { serviceId, days, from, until, added: [], removed: [] });
  }
  for (const row of rowsOf(texts, 'calendar_dates.txt')) {
    const [serviceId, date] = [row['service_id']!, dateOf(row['date']!)];
    const known = services.get(serviceId) ?? { serviceId, days: [], from: date, until: date, added: [], removed: [] };
    const isAdded = row['exception_type'] === '1';
    const added = isAdded ? [...known.added, date] : known.added;
    const removed = isAdded ? known.removed : [...known.removed, date];
    services.set(serviceId, { ...known, added, removed });
  }
  return [...services.values()].sort((a, b) => (a.serviceId < b.serviceId ? -1 : 1));
}
const gtfsDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

function dateOf(given: string): string {
  if (!/^\d{8}$/.test(given)) throw new GtfsError(`calendar: got the date ${given}, expected one like 20260401`);
  return `${given.slice(0, 4)}-${given.slice(4, 6)}-${given.slice(6)}`;
}

function sourceOf(texts: GtfsTexts): string {
  const [info] = [...rowsOf(texts, 'feed_info.txt')];
  const [agency] = [...rowsOf(texts, 'agency.txt')];
  return info?.['feed_publisher_name'] ?? agency?.['agency_name'] ?? 'GTFS';
}
