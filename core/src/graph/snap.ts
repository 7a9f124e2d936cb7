/**
 * From a point on the map to a place on the network: the nearest arc and how far along it.
 *
 *     const index = buildArcIndex(graph);
 *     const place = snapToArc(graph, index, latE7, lonE7, { side: 'kerb', trafficSide: 'left' });
 */
import { buildBoxGrid, visitRings, type BoxGrid } from '../geo/box-grid.ts';
import { distanceM, longitudeScale, METERS_PER_E7, nearestFraction } from '../geo/lat-lon.ts';
import {
  courseLatE7,
  courseLonE7,
  coursePointCount,
  findTwinArc,
  type DrawnGraph,
  type PointE7,
} from './arc-course.ts';

/** A place on an arc: 0 = at the tail, 1000 = at the head. Finer than 1 m on arcs of up to a kilometre. */
export interface ArcPlace {
  readonly arc: number;
  readonly offsetPermille: number;
}

/** A place found for a point. */
export interface SnappedPlace extends ArcPlace {
  /** Straight distance from the point to the place, metres, not rounded. */
  readonly distanceM: number;
  readonly latE7: number;
  readonly lonE7: number;
}

/** Where arcs lie: frozen, shared by all searches on the same graph. */
export type ArcIndex = BoxGrid;

const CELL_M = 150;
/** A point nearer than this to the middle of a street has no side of its own. */
const NO_SIDE_WITHIN_M = 0.5;

export interface SnapOptions {
  /** Arcs for which it says false are passed over (default: none). */
  readonly filter?: (arc: number) => boolean;
  /** `kerb`: on a two-way street take the direction that has the point on the side where a vehicle stops. */
  readonly side?: 'kerb' | 'either';
  /** Side of the road that vehicles keep to and stop on; needed for `side: 'kerb'`, default left. */
  readonly trafficSide?: 'left' | 'right';
  /** Farthest place of interest, default 1,000 m. */
  readonly maxDistanceM?: number;
}

/** O(arcs + cells of about 150 m that they touch). */
export function buildArcIndex(graph: DrawnGraph): ArcIndex {
  const { arcCount } = graph;
  const boxes = {
    minLatE7: new Int32Array(arcCount),
    minLonE7: new Int32Array(arcCount),
    maxLatE7: new Int32Array(arcCount),
    maxLonE7: new Int32Array(arcCount),
  };
  for (let arc = 0; arc < arcCount; arc++) {
    const lats = range(coursePointCount(graph, arc), (i) => courseLatE7(graph, arc, i));
    const lons = range(coursePointCount(graph, arc), (i) => courseLonE7(graph, arc, i));
    boxes.minLatE7[arc] = lats[0];
    boxes.maxLatE7[arc] = lats[1];
    boxes.minLonE7[arc] = lons[0];
    boxes.maxLonE7[arc] = lons[1];
  }
  const scale = longitudeScale(graph.nodeLatE7[0] ?? 0);
  return buildBoxGrid(boxes, Math.round(CELL_M / METERS_PER_E7), Math.round(CELL_M / METERS_PER_E7 / scale));
}

/**
 * The nearest place on an allowed arc, or null if none lies within `maxDistanceM`. Of arcs at the same distance (the two
 * directions of a street, streets that meet there) the lowest number wins, unless the kerb decides. With `side: 'kerb'` a
 * street open one way only, or whose other direction the filter refuses, is taken as it is.
 */
export function snapToArc(
  graph: DrawnGraph,
  index: ArcIndex,
  latE7: number,
  lonE7: number,
  options: SnapOptions = {},
): SnappedPlace | null {
  const { filter, side = 'either', trafficSide = 'left', maxDistanceM = 1000 } = options;
  const best = new NearestArc(graph, latE7, lonE7, maxDistanceM);
  const visit = (arc: number): void => {
    if (!filter || filter(arc)) best.offer(arc);
  };
  visitRings(index, latE7, lonE7, longitudeScale(latE7), visit, () => best.distanceM / METERS_PER_E7);
  if (best.arc < 0) return null;
  const place = best.place();
  if (side === 'either' || best.sideOfPoint() === trafficSide || best.sideOfPoint() === 'none') return place;
  const twin = findTwinArc(graph, place.arc);
  if (twin < 0 || (filter && !filter(twin))) return place;
  return { ...place, arc: twin, offsetPermille: 1000 - place.offsetPermille };
}

/** Where a place lies on the map. */
export function pointOfPlace(graph: DrawnGraph, place: ArcPlace): PointE7 {
  const last = coursePointCount(graph, place.arc) - 1;
  let remainingM = (courseLengthM(graph, place.arc, last) * place.offsetPermille) / 1000;
  for (let i = 0; i < last; i++) {
    const stepM = stepLengthM(graph, place.arc, i);
    if (stepM > 0 && remainingM <= stepM) return pointOnStep(graph, place.arc, i, remainingM / stepM);
    remainingM -= stepM;
  }
  return pointOnStep(graph, place.arc, last - 1, 1);
}

/** The search's best arc so far; made once a search. */
class NearestArc {
  arc = -1;
  distanceM: number;
  private readonly graph: DrawnGraph;
  private readonly latE7: number;
  private readonly lonE7: number;
  private readonly scale: number;
  private step = 0;
  private fraction = 0;

  constructor(graph: DrawnGraph, latE7: number, lonE7: number, maxDistanceM: number) {
    this.graph = graph;
    this.latE7 = latE7;
    this.lonE7 = lonE7;
    this.scale = longitudeScale(latE7);
    this.distanceM = maxDistanceM;
  }

  offer(arc: number): void {
    const { graph, scale, latE7, lonE7 } = this;
    const last = coursePointCount(graph, arc) - 1;
    let ax = (courseLonE7(graph, arc, 0) - lonE7) * scale;
    let ay = courseLatE7(graph, arc, 0) - latE7;
    for (let i = 0; i < last; i++) {
      const bx = (courseLonE7(graph, arc, i + 1) - lonE7) * scale;
      const by = courseLatE7(graph, arc, i + 1) - latE7;
      const fraction = nearestFraction(0, 0, ax, ay, bx, by);
      const x = ax + (bx - ax) * fraction;
      const y = ay + (by - ay) * fraction;
      const meters = Math.sqrt(x * x + y * y) * METERS_PER_E7;
      // Equal up to rounding counts as equal, so that the lowest arc wins whatever the order of visits.
      const difference = meters - this.distanceM;
      if (difference < -1e-6 || (difference < 1e-6 && (this.arc < 0 || arc < this.arc))) {
        this.arc = arc;
        this.distanceM = meters;
        this.step = i;
        this.fraction = fraction;
      }
      ax = bx;
      ay = by;
    }
  }

  place(): SnappedPlace {
    const { graph, arc, step, fraction } = this;
    const totalM = courseLengthM(graph, arc, coursePointCount(graph, arc) - 1);
    const beforeM = courseLengthM(graph, arc, step) + stepLengthM(graph, arc, step) * fraction;
    const [latE7, lonE7] = pointOnStep(graph, arc, step, fraction);
    const offsetPermille = totalM > 0 ? Math.round((beforeM / totalM) * 1000) : 0;
    return { arc, offsetPermille, distanceM: this.distanceM, latE7, lonE7 };
  }

  /** On which side of the arc, looking along it, the point lies. */
  sideOfPoint(): 'left' | 'right' | 'none' {
    if (this.distanceM < NO_SIDE_WITHIN_M) return 'none';
    const { graph, arc, step } = this;
    const ax = courseLonE7(graph, arc, step);
    const ay = courseLatE7(graph, arc, step);
    const alongX = courseLonE7(graph, arc, step + 1) - ax;
    const alongY = courseLatE7(graph, arc, step + 1) - ay;
    const cross = alongX * (this.latE7 - ay) - alongY * (this.lonE7 - ax);
    return cross === 0 ? 'none' : cross > 0 ? 'left' : 'right';
  }
}

function stepLengthM(graph: DrawnGraph, arc: number, i: number): number {
  return distanceM(
    courseLatE7(graph, arc, i),
    courseLonE7(graph, arc, i),
    courseLatE7(graph, arc, i + 1),
    courseLonE7(graph, arc, i + 1),
  );
}

/** Length of the course up to point `count`. */
function courseLengthM(graph: DrawnGraph, arc: number, count: number): number {
  let lengthM = 0;
  for (let i = 0; i < count; i++) lengthM += stepLengthM(graph, arc, i);
  return lengthM;
}

function pointOnStep(graph: DrawnGraph, arc: number, i: number, fraction: number): PointE7 {
  const latE7 = courseLatE7(graph, arc, i);
  const lonE7 = courseLonE7(graph, arc, i);
  return [
    Math.round(latE7 + (courseLatE7(graph, arc, i + 1) - latE7) * fraction),
    Math.round(lonE7 + (courseLonE7(graph, arc, i + 1) - lonE7) * fraction),
  ];
}

/** Least and greatest of `valueAt(0 … count - 1)`. */
function range(count: number, valueAt: (i: number) => number): readonly [least: number, greatest: number] {
  let least = valueAt(0);
  let greatest = least;
  for (let i = 1; i < count; i++) {
    const value = valueAt(i);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
