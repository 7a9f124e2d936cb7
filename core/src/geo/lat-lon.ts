/**
 * Short distances on the globe from whole 1e-7 degrees. The earth is a sphere of mean radius (IUGG) and flat around the
 * middle latitude of the two points: within 0.1 % up to 100 km between 60° south and 60° north.
 */
import { cosine } from '../containers/exact-math.ts';

/** Metres of one 1e-7 degree of latitude: 6,371,008.8 m × π / 180 / 1e7. */
export const METERS_PER_E7 = 0.011119508;

/** How much shorter a degree of longitude is than one of latitude: the cosine of the latitude. */
export function longitudeScale(latE7: number): number {
  return cosine((latE7 * Math.PI) / 1_800_000_000);
}

/** Distance in metres (not rounded). */
export function distanceM(latE7A: number, lonE7A: number, latE7B: number, lonE7B: number): number {
  const northM = (latE7B - latE7A) * METERS_PER_E7;
  const eastM = (lonE7B - lonE7A) * METERS_PER_E7 * longitudeScale((latE7A + latE7B) / 2);
  return Math.sqrt(northM * northM + eastM * eastM);
}

/** Heading from A to B in degrees, clockwise from north, 0 <= heading < 360; 0 where the points are the same. */
export function bearingDeg(latE7A: number, lonE7A: number, latE7B: number, lonE7B: number): number {
  const north = latE7B - latE7A;
  const east = (lonE7B - lonE7A) * longitudeScale((latE7A + latE7B) / 2);
  const degrees = (Math.atan2(east, north) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** The smaller angle between two headings, 0 to 180 degrees. */
export function headingChangeDeg(headingDegA: number, headingDegB: number): number {
  const difference = Math.abs(headingDegA - headingDegB) % 360;
  return difference > 180 ? 360 - difference : difference;
}

/**
 * Where between A (0) and B (1) the point nearest to P lies, on the plane in any unit; 0 where A and B are the same.
 */
export function nearestFraction(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  if (lengthSquared === 0) return 0;
  const fraction = ((px - ax) * dx + (py - ay) * dy) / lengthSquared;
  return fraction < 0 ? 0 : fraction > 1 ? 1 : fraction;
}
