import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { areaCalendar } from '@noriai/core/rules/calendar.ts';
import { findDeparture, nextDepartures } from '@noriai/core/rules/timetable.ts';
import { buildModelTown } from '../model-town/build-model-town.ts';
import { townTimetable } from '../model-town/town-timetable.ts';
import { getModelTown } from '../model-town/model-towns.ts';
import { csvRows } from './csv-rows.ts';
import { GtfsError, readGtfs, type GtfsTexts } from './gtfs-feed.ts';
import { readAreaTimetable, writeAreaTimetable } from './area-timetable.ts';
import { readTimetable } from './read-timetable.ts';

const at = (iso: string) => Date.parse(`${iso}+09:00`) / 1000;

test('CSV: quotes, doubled quotes, commas and line ends in a field, a byte order mark, empty last fields', () => {
  const text = '\uFEFFa,b,c\r\n1,"x, ""y""\nz",\n\n"2",,3';
  expect([...csvRows(text)]).toEqual([
    { a: '1', b: 'x, "y"\nz', c: '' },
    { a: '2', b: '', c: '3' },
  ]);
});

/** An area with two stops, one at a station, and a feed of one line A – B – C past it. */
const area = {
  id: 'test',
  timeZone: 'Asia/Tokyo',
  serviceHours: [],
  holidays: [],
  stops: [
    { id: 'station-stop', kind: 'station', position: { lat: 34.9, lon: 135.4 } },
    { id: 'shop', kind: 'shop', position: { lat: 34.905, lon: 135.4 } },
  ],
} as unknown as AreaFile;

const feed: GtfsTexts = {
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,A駅,34.95,135.4\nB,B駅,34.9001,135.4\nC,C駅,34.85,135.4\n',
  'routes.txt': 'route_id,route_short_name,route_long_name,route_type\nr,,本線,2\n',
  'trips.txt': 'route_id,service_id,trip_id,trip_headsign\nr,wd,t1,\nr,wd,t2,C方面\nr,sp,night,\n',
  'stop_times.txt': [
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type',
    't1,10:30:00,10:32:00,B,2,\nt1,10:20:00,10:20:00,A,1,\nt1,10:40:00,10:40:00,C,3,',
    't2,11:00:00,11:00:00,B,1,1\nt2,11:10:00,11:10:00,C,2,',
    'night,25:05:00,25:05:00,B,1,\nnight,25:15:00,25:15:00,C,2,',
  ].join('\n'),
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nwd,1,1,1,1,1,0,0,20260401,20260430\n',
  'calendar_dates.txt': 'service_id,date,exception_type\nwd,20260403,2\nwd,20260404,1\nsp,20260401,1\n',
  'feed_info.txt': '',
  'agency.txt': 'agency_id,agency_name\nx,試験鉄道\n',
};

test('departures at the station: with the headsign or the last stop, without those where nobody may board', () => {
  const { timetable, departuresByStation } = readTimetable(area, feed);
  expect(departuresByStation).toEqual({ 'station-stop': 2 });
  expect(timetable).toMatchObject({ source: '試験鉄道', stations: [{ stationId: 'station-stop', platformSec: 240 }] });
  expect(timetable.departures).toMatchObject([
    { tripId: 't1', departSec: 10 * 3600 + 32 * 60, routeName: { ja: '本線' }, headsign: { ja: 'C駅' } },
    { tripId: 'night', departSec: 25 * 3600 + 300 },
  ]);
});

test('TR12 days of service: weekdays, days left out and added, and nights that belong to the day before', () => {
  const { timetable } = readTimetable(area, feed);
  const calendar = areaCalendar(area);
  const next = (iso: string, count = 2) =>
    nextDepartures(timetable, calendar, 'station-stop', at(iso), count).map(({ departure, atSec }) => [
      departure.tripId,
      atSec,
    ]);
  expect(next('2026-04-01T10:32')).toEqual([
    ['t1', at('2026-04-01T10:32')],
    ['night', at('2026-04-02T01:05')],
  ]);
  expect(next('2026-04-03T00:00', 1)).toEqual([['t1', at('2026-04-04T10:32')]]);
  const wish = (iso: string, tripId: string) =>
    findDeparture(timetable, calendar, { stationId: 'station-stop', tripId, atSec: at(iso) });
  expect(wish('2026-04-02T01:05', 'night')).toMatchObject({ atSec: at('2026-04-02T01:05') });
  expect(wish('2026-04-03T10:32', 't1')).toBe('not_running');
  expect(wish('2026-04-02T10:32', 'nothing')).toBe('unknown');
});

test('stations named in the area file count alone, by parent station too; a feed elsewhere is said', () => {
  const named = { ...area, stations: [{ stopId: 'shop', gtfsStopIds: ['P'], platformSec: 60 }] } as unknown as AreaFile;
  const parents = `stop_id,stop_name,stop_lat,stop_lon,parent_station\nB,B駅,,,P\nC,C駅,34.8,135.4,\nA,A,34.9,135.4,\n`;
  const { timetable } = readTimetable(named, { ...feed, 'stops.txt': parents });
  expect(timetable.stations).toEqual([{ stationId: 'shop', platformSec: 60 }]);
  expect(timetable.departures.map((departure) => departure.tripId)).toEqual(['t1', 'night']);
  const far = feed['stops.txt'].replaceAll('34.9', '33.9');
  expect(() => readTimetable(area, { ...feed, 'stops.txt': far })).toThrow(GtfsError);
  const broken = feed['stop_times.txt'].replace('10:32:00', '10:3x:00');
  expect(() => readTimetable(area, { ...feed, 'stop_times.txt': broken })).toThrow('got the time 10:3x:00');
});

test('a folder and a zip read alike; what is missing or damaged is said', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noriai-gtfs-'));
  try {
    for (const [name, text] of Object.entries(feed)) await writeFile(join(folder, name), text);
    const zip = join(folder, 'feed.zip');
    const bytes = Object.entries(feed).map(
      ([name, text]) => [`inner/${name}`, new TextEncoder().encode(text)] as const,
    );
    await writeFile(zip, zipSync(Object.fromEntries(bytes)));
    expect(await readGtfs(zip)).toEqual(await readGtfs(folder));
    const written = readTimetable(area, await readGtfs(zip)).timetable;
    expect(await readAreaTimetable(folder)).toBeNull();
    await writeAreaTimetable(folder, written);
    expect(await readAreaTimetable(folder)).toEqual(written);
    await writeFile(join(folder, 'cut.zip'), zipSync(Object.fromEntries(bytes)).subarray(0, 100));
    await expect(readGtfs(join(folder, 'cut.zip'))).rejects.toThrow('cannot be unzipped');
    await rm(join(folder, 'trips.txt'));
    await expect(readGtfs(folder)).rejects.toThrow('lacks trips.txt');
    await expect(readGtfs(join(folder, 'none'))).rejects.toThrow('is not there');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('TR12 the model town has trains at all its stations, and the 10:32 of weekdays among them', async () => {
  const town = buildModelTown(getModelTown('toyono'));
  const timetable = (await townTimetable(town.area))!;
  expect(timetable.stations.map((station) => station.stationId)).toEqual([
    'kofudai-station',
    'myokenguchi-station',
    'tokiwadai-station',
  ]);
  expect(timetable.source).toContain('invented');
  const [next] = nextDepartures(timetable, areaCalendar(town.area), 'tokiwadai-station', at('2026-11-24T10:10'), 1);
  expect(next!.atSec).toBe(at('2026-11-24T10:32'));
});
