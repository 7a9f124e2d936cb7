/**
 * The lie of the land, from a plan: valleys with their fall, slopes that rise to ridges between them, hills on top,
 * seeded noise that leaves the valley floors alone, and smooth hillsides where estates were built.
 */
import type { TownPlan, Valley } from '../town-plan.ts';
import { heightAtM, makeHeightGrid, type HeightGrid } from './height-grid.ts';
import { smoothNoise } from './noise.ts';
import { between, distanceM, smoothStep, type Plane, type Point } from './plane.ts';

export const CELL_M = 20;
/** Slopes have half of the plan's `ridgeM` at this distance from the floor. */
const HALF_RISE_M = 420;
/** The noise below is that of ridges this high; lower hills are smoother. */
const ROUGH_RIDGE_M = 165;
const FLOOR_CELL_M = 120;
const FLOOR_SAMPLE_M = 100;

/** A place on a stream, and how far the flat floor reaches from it. */
interface FloorSample {
  readonly at: Point;
  readonly floorM: number;
  readonly halfWidthM: number;
}

/** Height grid of the whole plane. Cost: cells × places on streams; 250,000 cells take about half a second. */
export function makeTerrain(plan: TownPlan, plane: Plane, seed: number): HeightGrid {
  const samples = plan.valleys.flatMap((valley) => floorSamples(valley, plane));
  const size = [plan.halfWidthM, plan.halfHeightM] as const;
  const floor = makeHeightGrid(...size, FLOOR_CELL_M, (point) => floorHeight(samples, point));
  const away = makeHeightGrid(...size, FLOOR_CELL_M / 2, (point) => awayFromFloor(samples, point));
  const hills = plan.hills.map((hill) => ({ at: plane.point(...hill.at), riseM: hill.riseM, radiusM: hill.radiusM }));
  const roughness = plan.ridgeM / ROUGH_RIDGE_M;
  const noise = [
    { at: smoothNoise(seed + 1, 900), metres: 40 },
    { at: smoothNoise(seed + 2, 380), metres: 18 },
    { at: smoothNoise(seed + 3, 150), metres: 5 },
  ];
  const estates = estateSurface(plan, plane);
  return makeHeightGrid(...size, CELL_M, (point) => {
    const awayM = heightAtM(away, point);
    const rough = roughness * noise.reduce((sum, n) => sum + n.at(point) * n.metres, 0);
    const bumps = hills.reduce((sum, hill) => sum + bump(hill.riseM, distanceM(point, hill.at) / hill.radiusM), 0);
    const wild = heightAtM(floor, point) + rise(plan.ridgeM, awayM) + smoothStep(20, 500, awayM) * (rough + bumps);
    const estate = estates(point);
    const built = 0.85 * estate.part * smoothStep(20, 170, awayM);
    return wild + (estate.heightM - wild) * built;
  });
}

const rise = (ridgeM: number, awayM: number) => (ridgeM * awayM * awayM) / (awayM * awayM + HALF_RISE_M * HALF_RISE_M);
const bump = (riseM: number, radii: number) => riseM / ((1 + radii * radii) * (1 + radii * radii));

function floorSamples(valley: Valley, plane: Plane): FloorSample[] {
  return valley.points.slice(1).flatMap(([lat, lon, metres], i) => {
    const [lat0, lon0, metres0] = valley.points[i]!;
    const [from, to] = [plane.point(lat0, lon0), plane.point(lat, lon)];
    const count = Math.ceil(distanceM(from, to) / FLOOR_SAMPLE_M);
    return Array.from({ length: count + 1 }, (_, k) => ({
      at: between(from, to, k / count),
      floorM: metres0 + ((metres - metres0) * k) / count,
      halfWidthM: valley.floorM,
    }));
  });
}

/** Height of the valley floors around: the nearer the more they count (Shepard 1968). */
function floorHeight(samples: readonly FloorSample[], point: Point): number {
  let weights = 0;
  let weighted = 0;
  for (const sample of samples) {
    const d = distanceM(point, sample.at);
    const squared = d * d + 2500;
    const weight = 1 / (squared * squared);
    weights += weight;
    weighted += weight * sample.floorM;
  }
  return weighted / weights;
}

/**
 * Distance to the edge of the nearest flat floor. Between two valleys it is a soft minimum (fourth powers), so that
 * the ridge is round and not a crease.
 */
function awayFromFloor(samples: readonly FloorSample[], point: Point): number {
  let sum = 0;
  for (const sample of samples) {
    const d = Math.max(1, distanceM(point, sample.at) - sample.halfWidthM);
    const squared = d * d;
    sum += 1 / (squared * squared);
  }
  return Math.sqrt(Math.sqrt(1 / sum)) * 1.15;
}

/** How far an estate reaches from the centres of its districts; beyond, its hillside fades into the wild one. */
const ESTATE_M = 200;
const ESTATE_FADE_M = 480;

/** The graded hillside of the estates (Shepard 1968 over the districts' centres) and how much of it there is. */
function estateSurface(plan: TownPlan, plane: Plane): (point: Point) => { heightM: number; part: number } {
  const centres = plan.districts
    .filter((district) => plan.terraceElevationM[district.id] !== undefined)
    .map((district) => ({
      at: plane.point(district.lat, district.lon),
      heightM: plan.terraceElevationM[district.id]!,
    }));
  return (point) => {
    let weights = 0;
    let weighted = 0;
    let nearestM = Infinity;
    for (const centre of centres) {
      const d = distanceM(point, centre.at);
      const squared = d * d + 32_400;
      const weight = 1 / (squared * squared);
      weights += weight;
      weighted += weight * centre.heightM;
      nearestM = Math.min(nearestM, d);
    }
    return { heightM: weights === 0 ? 0 : weighted / weights, part: 1 - smoothStep(ESTATE_M, ESTATE_FADE_M, nearestM) };
  };
}
