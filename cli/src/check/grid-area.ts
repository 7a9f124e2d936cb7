/** An area for checks that nobody has to import first: a grid of streets, a stop at every crossing, many vehicles. */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { importArea } from '@noriai/data/area/import-area.ts';
import { areaFolder } from '@noriai/data/area/area-folder.ts';
import { sourceOfList } from '@noriai/data/osm/element-list.ts';
import { noTags } from '@noriai/data/osm/osm-elements.ts';

export interface GridAreaOptions {
  /** Crossings along each side. */
  readonly side: number;
  readonly vehicles: number;
  /** How far ahead trips may be booked. */
  readonly advanceDays: number;
}

export const GRID_AREA = 'grid';

const ORIGIN = { lat: 34.9, lon: 135.4 };
/** About 300 m. */
const STEP = 0.003;

/** Imports the grid into a data folder; 0.2 s. */
export async function makeGridArea(dataDir: string, options: GridAreaOptions): Promise<AreaFile> {
  const area = gridArea(options);
  await importArea({
    elements: gridStreets(options.side),
    area,
    outDir: areaFolder(dataDir, area.id),
    mayReplace: true,
  });
  return area;
}

function gridStreets(side: number) {
  const cells = Array.from({ length: side }, (_, i) => i);
  const nodeId = (row: number, column: number): number => -1 - row * side - column;
  const tags = { highway: 'residential' };
  return sourceOfList({
    label: 'grid',
    kind: 'model',
    credit: 'model streets',
    nodes: cells.flatMap((row) =>
      cells.map((column) => ({
        id: nodeId(row, column),
        latE7: Math.round((ORIGIN.lat + row * STEP) * 1e7),
        lonE7: Math.round((ORIGIN.lon + column * STEP) * 1e7),
        tags: noTags,
      })),
    ),
    ways: cells.flatMap((i) => [
      { id: -1000 - i, nodeIds: cells.map((column) => nodeId(i, column)), tags },
      { id: -2000 - i, nodeIds: cells.map((row) => nodeId(row, i)), tags },
    ]),
    relations: [],
  });
}

function gridArea({ side, vehicles, advanceDays }: GridAreaOptions): AreaFile {
  const far = STEP * side;
  const corners = [
    [-STEP, -STEP],
    [far, -STEP],
    [far, far],
    [-STEP, far],
    [-STEP, -STEP],
  ];
  return {
    format: 'noriai-area-1',
    id: GRID_AREA,
    name: { ja: '碁盤の町', en: 'Grid town' },
    source: 'model',
    credit: 'model streets',
    polygon: corners.map(([east, north]) => [ORIGIN.lon + east!, ORIGIN.lat + north!]),
    timeZone: 'Asia/Tokyo',
    trafficSide: 'left',
    phone: '000-000-0000',
    stops: Array.from({ length: side * side }, (_, i) => ({
      id: `s${i}`,
      name: { ja: `辻${i}`, en: `Crossing ${i}` },
      position: { lat: ORIGIN.lat + Math.floor(i / side) * STEP, lon: ORIGIN.lon + (i % side) * STEP },
      side: 'either',
      boarding: true,
      alighting: true,
      closed: [],
    })),
    depots: [{ id: 'depot', name: { ja: '車庫' }, position: ORIGIN }],
    vehicles: Array.from({ length: vehicles }, (_, i) => ({
      id: `v${i + 1}`,
      name: { ja: `${i + 1}号車` },
      plate: `${i + 1}`,
      colour: { ja: '白' },
      class: 'wagon',
      seats: 8,
      wheelchairPlaces: 1,
      depotId: 'depot',
    })),
    serviceHours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '09:00', until: '17:00' }],
    holidays: [],
    promises: {
      windowSec: 600,
      maxWaitSec: 3600,
      maxRideFactorPercent: 200,
      maxRideExtraSec: 900,
      offerHoldSec: 30,
      maxOffers: 2,
      advanceDays,
      cancelDeadlineSec: 1800,
      noShowWaitSec: 300,
      maxWalkM: 300,
      maxPartySize: 4,
      dwellSec: 30,
      dwellExtraSec: 10,
      dwellWheelchairSec: 120,
    },
    fares: { adultYen: 300, childYen: 150, reducedYen: 150 },
  };
}
