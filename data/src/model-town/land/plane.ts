/**
 * A flat plane in metres around a town's middle. Good to 0.1 % within 10 km, which is plenty for streets that are made
 * up. Only `+ - * /` and `Math.sqrt` are used on it: these give the same bits on every machine.
 */

/** Metres east and north of the plane's origin. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plane {
  readonly point: (lat: number, lon: number) => Point;
  /** Whole 1e-7 degrees. */
  readonly latE7: (point: Point) => number;
  readonly lonE7: (point: Point) => number;
}

const METRES_PER_DEGREE_LAT = 110_941;

/**
 * Metres in a degree of longitude at 30° to 40°, a parabola through the exact values at 30°, 35° and 40° (error < 5 m):
 * no cosine, whose last bit differs from machine to machine.
 */
function metresPerDegreeLon(lat: number): number {
  const a = lat - 35;
  return 91_288 - 1_109.2 * a - 13.92 * a * a;
}

/** @param lat of the origin, 30 to 40 degrees */
export function planeAround([lat0, lon0]: readonly [number, number]): Plane {
  if (lat0 < 30 || lat0 > 40) throw new RangeError(`plane at latitude ${lat0}: give one from 30 to 40`);
  const perLon = metresPerDegreeLon(lat0);
  return {
    point: (lat, lon) => ({ x: (lon - lon0) * perLon, y: (lat - lat0) * METRES_PER_DEGREE_LAT }),
    latE7: (point) => Math.round((lat0 + point.y / METRES_PER_DEGREE_LAT) * 1e7),
    lonE7: (point) => Math.round((lon0 + point.x / perLon) * 1e7),
  };
}

export const distanceM = (a: Point, b: Point): number =>
  Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));

/** The point at part `t` (0..1) of the way from a to b. */
export const between = (a: Point, b: Point, t: number): Point => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
});

/** Unit vector from a to b; east when they are one point. */
export function direction(a: Point, b: Point): Point {
  const length = distanceM(a, b);
  return length === 0 ? { x: 1, y: 0 } : { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}

/** The point `lengthM` from `from` in the direction of a unit vector. */
export const ahead = (from: Point, unit: Point, lengthM: number): Point => ({
  x: from.x + unit.x * lengthM,
  y: from.y + unit.y * lengthM,
});

/** A quarter turn to the left. */
export const leftOf = (unit: Point): Point => ({ x: -unit.y, y: unit.x });

export const dot = (a: Point, b: Point): number => a.x * b.x + a.y * b.y;

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
