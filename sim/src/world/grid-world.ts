/**
 * A town so regular that waits and detours follow from a formula: stops on a square grid of streets, equal drive times
 * between neighbours, everybody anywhere wants to go anywhere. The yardstick of the simulator and of its speed.
 */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import { serviceWorld, type ServiceWorld, type Streets } from '@noriai/core/fleet/world.ts';
import { driveTimes } from '@noriai/core/optimizer/drive-times.ts';

export interface GridTown {
  readonly area: AreaFile;
  readonly streets: Streets;
  readonly population: PopulationFile;
}

export interface GridOptions {
  /** Stops along one side; odd puts the depot on the middle stop. */
  readonly side?: number;
  /** Drive seconds between neighbours. */
  readonly legSec?: number;
  readonly legM?: number;
  readonly vehicles?: number;
  readonly promises?: Partial<AreaFile['promises']>;
}

/** 300 m in 1e-7 degrees of latitude; and of longitude at 34.5° north. */
const STEP_E7 = [26_980, 32_740] as const;
const ORIGIN = [345_000_000, 1_355_000_000] as const;

export function gridTown(options: GridOptions = {}): GridTown {
  const { side = 11, legSec = 45 } = options;
  const area = gridArea(options);
  const stops = side * side;
  const middle = Math.floor(side / 2) * (side + 1);
  const at = (place: number) => (place < stops ? place : middle);
  const steps = (a: number, b: number) =>
    Math.abs((at(a) % side) - (at(b) % side)) + Math.abs(Math.floor(at(a) / side) - Math.floor(at(b) / side));
  const places = stops + 1;
  const sec = Uint16Array.from(
    { length: places * places },
    (_, i) => legSec * steps(Math.floor(i / places), i % places),
  );
  const position = (place: number) => area.stops[at(place)]!.position;
  const streets: Streets = {
    driveTimes: new Map([['wagon', driveTimes(places, sec, { symmetric: true })]]),
    walksFrom: (point) => [nearestStop(area, point)],
    courseBetween: (from, to) => {
      const corner = { lat: position(from).lat, lon: position(to).lon };
      return [position(from), corner, position(to)].map(
        (p) => [Math.round(p.lat * 1e7), Math.round(p.lon * 1e7)] as const,
      );
    },
    directionsBetween: () => null,
    walkBetween: () => null,
  };
  return { area, streets, population: gridPopulation(area) };
}

export function gridWorld(options: GridOptions = {}): ServiceWorld {
  const { area, streets } = gridTown(options);
  return serviceWorld(area, streets);
}

function gridPosition(side: number, stop: number) {
  const lat = (ORIGIN[0] + Math.floor(stop / side) * STEP_E7[0]) / 1e7;
  const lon = (ORIGIN[1] + (stop % side) * STEP_E7[1]) / 1e7;
  return { lat, lon };
}

function nearestStop(area: AreaFile, point: { readonly lat: number; readonly lon: number }) {
  let stopIndex = 0;
  let least = Infinity;
  area.stops.forEach(({ position }, i) => {
    const distance = Math.abs(position.lat - point.lat) + Math.abs(position.lon - point.lon);
    if (distance < least) [least, stopIndex] = [distance, i];
  });
  return { stopIndex, walkM: 0, climbM: 0 };
}

function gridArea({ side = 11, vehicles = 3, promises }: GridOptions): AreaFile {
  const corner = gridPosition(side, side * side - 1);
  const [south, west] = [ORIGIN[0] / 1e7 - 0.01, ORIGIN[1] / 1e7 - 0.01];
  const [north, east] = [corner.lat + 0.01, corner.lon + 0.01];
  return {
    format: 'noriai-area-1',
    id: 'grid',
    name: { ja: '碁盤の目のまち', en: 'Grid town' },
    source: 'model',
    credit: '',
    polygon: [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
    timeZone: 'Asia/Tokyo',
    trafficSide: 'left',
    phone: '000-000-0000',
    stops: Array.from({ length: side * side }, (_, i) => ({
      id: `s${i}`,
      name: { ja: `停留所${i}`, en: `Stop ${i}` },
      position: gridPosition(side, i),
      side: 'either' as const,
      boarding: true,
      alighting: true,
      closed: [],
      district: {
        ja: `${Math.floor(i / side) < side / 2 ? '南' : '北'}地区`,
        en: Math.floor(i / side) < side / 2 ? 'South' : 'North',
      },
    })),
    depots: [{ id: 'depot', name: { ja: '車庫' }, position: gridPosition(side, Math.floor(side / 2) * (side + 1)) }],
    vehicles: Array.from({ length: vehicles }, (_, i) => ({
      id: `v${i + 1}`,
      name: { ja: `${i + 1}号車`, en: `No. ${i + 1}` },
      plate: `模擬 ${i + 1}`,
      colour: { ja: '白' },
      class: 'wagon' as const,
      seats: 8,
      wheelchairPlaces: 1,
      depotId: 'depot',
    })),
    serviceHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '09:00', until: '17:00' }],
    holidays: [],
    promises: {
      windowSec: 600,
      maxWaitSec: 1800,
      maxRideFactorPercent: 150,
      maxRideExtraSec: 600,
      offerHoldSec: 120,
      maxOffers: 3,
      advanceDays: 7,
      cancelDeadlineSec: 1800,
      noShowWaitSec: 300,
      maxWalkM: 300,
      maxPartySize: 4,
      dwellSec: 60,
      dwellExtraSec: 20,
      dwellWheelchairSec: 240,
      ...promises,
    },
    fares: { adultYen: 300, childYen: 150, reducedYen: 150 },
  };
}

/** Forty people at every stop, half of whom are over 65; every stop draws the same. */
function gridPopulation(area: AreaFile): PopulationFile {
  return {
    format: 'noriai-population-1',
    areaId: area.id,
    source: 'model: the same everywhere',
    points: area.stops.map(({ position, district }) => ({
      ...position,
      districtId: district!.en!.toLowerCase(),
      ages: [4, 16, 10, 10],
    })),
    destinations: area.stops.map(({ id, name, position }) => ({
      id,
      kind: 'shop' as const,
      name,
      position,
      stopId: id,
      weight: 1,
    })),
  };
}
