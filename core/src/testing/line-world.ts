/**
 * A service area so regular that the right answer can be worked out by hand: stops `s0 … sN` on one straight street, equal
 * drive times between neighbours, the depot at `s0`, service every day from 09:00 to 17:00 in Osaka.
 */
import type { AreaFile } from '../contracts/area.ts';
import type { Timetable } from '../contracts/timetable.ts';
import type { DriveDay } from '../fleet/drive-day.ts';
import { serviceWorld, type ServiceWorld } from '../fleet/world.ts';
import { driveTimes, type DriveTimes } from '../optimizer/drive-times.ts';

export interface LineWorldOptions {
  readonly stops?: number;
  readonly vehicles?: number;
  readonly seats?: number;
  readonly wheelchairPlaces?: number;
  /** Drive seconds between neighbours. */
  readonly legSec?: number;
  readonly promises?: Partial<AreaFile['promises']>;
  readonly work?: AreaFile['work'];
  /** What else the area decides: zones, limits, fares … */
  readonly rules?: Partial<AreaFile>;
  /** For vehicle `v0`, `v1` …, in order. */
  readonly equipped?: readonly Partial<AreaFile['vehicles'][number]>[];
  readonly timetable?: Timetable;
  /** From `hour` on drives take `times` as long, until midnight. */
  readonly slowFrom?: { readonly hour: number; readonly times: number };
}

/** 2026-04-01 (a Wednesday), 09:00 in Osaka: the opening of the service. */
export const OPENING_SEC = Date.parse('2026-04-01T09:00:00+09:00') / 1000;

export function lineWorld(options: LineWorldOptions = {}): ServiceWorld {
  const { stops = 10, legSec = 100 } = options;
  const placeCount = stops + 1;
  const at = (place: number) => (place < stops ? place : 0);
  const sec = Int32Array.from({ length: placeCount * placeCount }, (_, i) => {
    return legSec * Math.abs(at(Math.floor(i / placeCount)) - at(i % placeCount));
  });
  const area = lineArea(options, stops);
  const usual = driveTimes(placeCount, sec);
  return serviceWorld(
    area,
    {
      driveTimes: new Map([['wagon', usual]]),
      ...(options.slowFrom && { driveDays: new Map([['wagon', slowDay(usual, options.slowFrom)]]) }),
      walksFrom: ({ lat }) =>
        area.stops
          .map((stop, stopIndex) => ({
            stopIndex,
            walkM: Math.round(Math.abs(stop.position.lat - lat) * 111_000),
            climbM: 0,
          }))
          .filter((walk) => walk.walkM <= area.promises.maxWalkM)
          .sort((a, b) => a.walkM - b.walkM),
      courseBetween: (from, to) => [at(from), at(to)].map((stop) => [latE7(stop), 1_354_500_000] as const),
      // A door on the street is as many seconds from a stop as a leg takes for that part of the way.
      doorsNear: ({ lat }) =>
        area.stops
          .map((stop, stopIndex) => ({
            stopIndex,
            spurSec: Math.ceil((legSec * Math.abs(stop.position.lat - lat)) / 0.009),
          }))
          .sort((a, b) => a.spurSec - b.spurSec),
      walkBetween: (from, to) => {
        const lengthM = Math.round(Math.abs(from.lat - to.lat) * 111_000);
        const course = [from, to].map((p) => [Math.round(p.lat * 1e7), Math.round(p.lon * 1e7)] as const);
        const step = { turn: 'start', streetName: '一本道', lengthM, at: course[0]! } as const;
        return { lengthM, climbM: 0, descentM: 0, stairs: 0, walkSec: lengthM, steps: [step], course };
      },
      directionsBetween: (from, to) => {
        const lengthM = 1000 * Math.abs(at(from) - at(to));
        const steps = [{ turn: 'start', streetName: '一本道', lengthM, at: [latE7(at(from)), 1_354_500_000] }] as const;
        return { lengthM, driveSec: legSec * Math.abs(at(from) - at(to)), steps };
      },
    },
    options.timetable ?? null,
  );
}

function slowDay(usual: DriveTimes, { hour, times }: NonNullable<LineWorldOptions['slowFrom']>): DriveDay {
  const slow = driveTimes(usual.locationCount, usual.sec.map((sec) => sec * times) as Int32Array);
  return [
    { fromSec: 0, times: usual },
    { fromSec: hour * 3600, times: slow },
  ];
}

const latE7 = (stop: number) => 349_000_000 + stop * 90_000;

/** The area of a line world: service every day from 09:00 to 17:00, vehicles that start at `s0`. */
export function lineArea(options: LineWorldOptions, stops: number): AreaFile {
  const { vehicles = 1, seats = 8, wheelchairPlaces = 1, promises } = options;
  const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  return {
    format: 'noriai-area-1',
    id: 'line',
    name: { ja: '一本道' },
    source: 'model',
    credit: '',
    polygon: [
      [135.4, 34.8],
      [135.5, 34.8],
      [135.5, 35.2],
      [135.4, 35.2],
      [135.4, 34.8],
    ],
    timeZone: 'Asia/Tokyo',
    trafficSide: 'left',
    phone: '000-000-0000',
    stops: Array.from({ length: stops }, (_, i) => ({
      id: `s${i}`,
      name: { ja: `停留所${i}`, en: `Stop ${i}` },
      position: { lat: latE7(i) / 1e7, lon: 135.45 },
      side: 'either' as const,
      boarding: true,
      alighting: true,
      closed: [],
    })),
    depots: [{ id: 'depot', name: { ja: '車庫' }, position: { lat: latE7(0) / 1e7, lon: 135.45 } }],
    vehicles: Array.from({ length: vehicles }, (_, i) => ({
      id: `v${i}`,
      name: { ja: `${i}号車` },
      plate: `模擬 ${i}`,
      colour: { ja: '白' },
      class: 'wagon' as const,
      seats,
      wheelchairPlaces,
      depotId: 'depot',
      ...options.equipped?.[i],
    })),
    serviceHours: [{ days: [...everyDay], from: '09:00', until: '17:00' }],
    holidays: [{ date: '2026-04-29', name: { ja: '昭和の日' } }],
    promises: {
      windowSec: 600,
      maxWaitSec: 1800,
      maxRideFactorPercent: 150,
      maxRideExtraSec: 300,
      offerHoldSec: 120,
      maxOffers: 3,
      advanceDays: 7,
      cancelDeadlineSec: 1800,
      noShowWaitSec: 180,
      maxWalkM: 1500,
      maxPartySize: 8,
      dwellSec: 30,
      dwellExtraSec: 10,
      dwellWheelchairSec: 120,
      ...promises,
    },
    fares: { adultYen: 300, childYen: 150, reducedYen: 150 },
    ...(options.work && { work: options.work }),
    ...options.rules,
  };
}
