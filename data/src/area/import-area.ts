/**
 * The one way into the system for streets: elements of a real extract or of a model town, with or without terrain, become
 * an area folder. The command line, the start of the dispatcher and tests all call `importArea`.
 */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { packFootGraph } from '@noriai/core/graph/foot-graph.ts';
import { packRoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { ElevationSource, OsmSource } from '../osm/osm-elements.ts';
import { streetElevationsDm } from '../streets/elevation-profile.ts';
import { buildFootNetwork, readPaths, type FootNetwork } from '../streets/foot-network.ts';
import { regionOf } from '../streets/region.ts';
import { buildRoadNetwork, readRoads, type RoadNetwork } from '../streets/road-network.ts';
import { collectStreetElements, type StreetElements } from '../streets/street-elements.ts';
import { areaTiles } from '../tiles/area-tiles.ts';
import { checkMayWrite, writeAreaFolder } from './area-folder.ts';
import { footReport, readReport, roadReport, type ImportReport } from './import-report.ts';
import { checkStops, type CheckedStops } from './stop-warnings.ts';
import { streetWarnings } from './street-warnings.ts';

export const DEFAULT_MARGIN_M = 500;

/** What an import is doing, in this order. */
export const importSteps = ['nodes', 'ways', 'relations', 'heights', 'roads', 'paths', 'map', 'files'] as const;
export type ImportStep = (typeof importSteps)[number];

export interface ImportOptions {
  readonly elements: OsmSource;
  /** Absent: grades and heights stay unknown. */
  readonly elevation?: ElevationSource | null;
  readonly area: AreaFile;
  /** The area's own folder, as `areaFolder(dataDir, area.id)` gives it. */
  readonly outDir: string;
  /** Metres around the polygon whose streets are kept, too; default 500. */
  readonly marginM?: number;
  /** Whether an area folder that is there already may be replaced; default no. */
  readonly mayReplace?: boolean;
  /** Files to put into the folder beside the imported ones, by name. */
  readonly furtherFiles?: Readonly<Record<string, string>>;
  /** Part of the step that is done, 0..1. */
  readonly onProgress?: (step: ImportStep, part: number) => void;
  /** Ends the import as soon as it can; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/** Input that makes no area: no streets in the polygon, or streets of the wrong kind. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/**
 * Imports an area: reads, builds, checks, then writes the folder whole or not at all. The same input gives the same bytes.
 *
 * Memory: 16 bytes for each node inside the region, some kB for each street there, and 60 MB for reading.
 *
 * @throws RegionError, ImportError, AreaFolderError, the errors of the sources, and the signal's reason
 */
export async function importArea(options: ImportOptions): Promise<ImportReport> {
  const { elements: source, area, outDir, mayReplace = false, signal } = options;
  const step = stepper(options);
  await checkMayWrite(outDir, mayReplace);
  checkKind(source, area);
  const region = regionOf(area.polygon, options.marginM ?? DEFAULT_MARGIN_M);
  const elements = await collectStreetElements(source, region, step);
  const networks = await buildNetworks(options, elements, step);
  const { road, foot, credit } = networks;
  const stops = checkStops(area, regionOf(area.polygon, 0), {
    road: road.graph,
    leftOut: road.leftOut,
    foot: foot.graph,
  });
  const map = { area, elements, isModelSource: source.kind === 'model', bounds: region.bounds, credit };
  const tiles = await areaTiles(map, (part) => step('map', part));
  const report = reportOf(options, elements, networks, stops);
  await step('files', 0);
  const files = {
    area: `${JSON.stringify(area, null, 2)}\n`,
    road: new Uint8Array(packRoadGraph(road.graph)),
    foot: new Uint8Array(packFootGraph(foot.graph)),
    tiles,
    report: `${JSON.stringify(report, null, 2)}\n`,
  };
  await writeAreaFolder(outDir, files, { mayReplace, signal, furtherFiles: options.furtherFiles });
  options.onProgress?.('files', 1);
  return report;
}

interface Networks {
  readonly credit: string;
  readonly heightsDm: Int32Array;
  readonly road: RoadNetwork;
  readonly foot: FootNetwork;
}

async function buildNetworks(options: ImportOptions, elements: StreetElements, step: Step): Promise<Networks> {
  const { elements: source, area, elevation = null } = options;
  const isModel = source.kind === 'model';
  const roads = readRoads(elements, isModel);
  const paths = readPaths(elements, isModel);
  checkHasStreets(elements, roads.roads.length, options);
  await step('heights', 0);
  const heightsDm = streetElevationsDm(elements, profileWays(roads, paths), elevation);
  await step('roads', 0);
  const credit = joinedCredit(source.credit, area.credit);
  const meta = { areaId: area.id, credit };
  const placesE7 = [...area.stops, ...area.depots].map(({ position }) => toE7(position));
  const road = buildRoadNetwork(elements, roads, heightsDm, { ...meta, trafficSide: area.trafficSide, placesE7 });
  await step('paths', 0);
  return { credit, heightsDm, road, foot: buildFootNetwork(elements, paths, heightsDm, meta) };
}

function reportOf(
  options: ImportOptions,
  elements: StreetElements,
  { credit, heightsDm, road, foot }: Networks,
  stops: CheckedStops,
): ImportReport {
  const { elements: source, area, elevation = null } = options;
  return {
    format: 'noriai-import-report-1',
    areaId: area.id,
    source: { label: source.label, kind: source.kind, credit },
    elevation: elevation?.label ?? null,
    marginM: options.marginM ?? DEFAULT_MARGIN_M,
    read: readReport(elements),
    inside: {
      nodes: elements.nodesInside,
      streets: elements.ways.length,
      streetsOutside: elements.waysOutside,
      streetsCutAtBorder: elements.waysCut,
    },
    road: roadReport(road),
    foot: footReport(foot),
    stops: { count: area.stops.length, reachable: stops.reachable },
    warnings: [...stops.warnings, ...streetWarnings(road, heightsDm, elevation)],
  };
}

type Step = (step: ImportStep, part: number) => Promise<void>;

/** Tells the progress, lets a signal in, and ends the import when it was aborted. */
function stepper(options: ImportOptions): Step {
  return async (step, part) => {
    options.signal?.throwIfAborted();
    options.onProgress?.(step, part);
    await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
  };
}

function checkKind(source: OsmSource, area: AreaFile): void {
  if (source.kind === area.source) return;
  const what = `source ${source.label} is of kind ${source.kind}, area ${area.id} says source: ${area.source}`;
  throw new ImportError(`${what}: pages would mislabel the streets; mend the area file`);
}

function checkHasStreets(elements: StreetElements, streets: number, options: ImportOptions): void {
  if (streets > 0) return;
  const { area, elements: source } = options;
  const ring = area.polygon.map(([lon, lat]) => `${lon!.toFixed(2)},${lat!.toFixed(2)}`);
  const found = `none of the ${elements.read.drivableWays} drivable ways of ${source.label} lies in the polygon`;
  const hint = 'give the extract of its region, or check that its points are [lon, lat]';
  throw new ImportError(`area ${area.id}: ${found} (${ring.slice(0, 3).join(' ')} …): ${hint}`);
}

function profileWays(roads: ReturnType<typeof readRoads>, paths: ReturnType<typeof readPaths>) {
  const structures = new Map<number, { runs: readonly Uint32Array[]; isStructure: boolean }>();
  for (const { id, runs, foot } of paths.paths) structures.set(id, { runs, isStructure: foot.isStructure });
  for (const { id, runs, road } of roads.roads)
    structures.set(id, { runs, isStructure: road.isBridge || road.isTunnel });
  return [...structures.values()];
}

function joinedCredit(...credits: readonly string[]): string {
  return [...new Set(credits.filter((credit) => credit !== ''))].join(' · ');
}

function toE7(position: { readonly lat: number; readonly lon: number }): readonly [number, number] {
  return [Math.round(position.lat * 1e7), Math.round(position.lon * 1e7)];
}
