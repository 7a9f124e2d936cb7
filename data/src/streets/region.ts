/**
 * The part of the world that an import keeps: the area's polygon and a margin around it, so that a trip along the
 * border may use the street just outside.
 */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { buffer } from '@turf/buffer';
import { kinks } from '@turf/kinks';
import type { MultiPolygon, Polygon } from 'geojson';

/** South, west, north, east in 1e-7 degrees. */
export interface BoundsE7 {
  readonly southE7: number;
  readonly westE7: number;
  readonly northE7: number;
  readonly eastE7: number;
}

export interface Region {
  readonly bounds: BoundsE7;
  /** Inside the polygon or at most the margin away from it. Amortized O(1): exact only near the border. */
  readonly contains: (latE7: number, lonE7: number) => boolean;
}

/** A polygon that crosses itself or encloses nothing. */
export class RegionError extends Error {
  override readonly name = 'RegionError';
}

const CELLS = 256;
const UNKNOWN = 0;
const INSIDE = 1;
const OUTSIDE = 2;
const BORDER = 3;

/**
 * The region of a closed ring of [lon, lat] degrees.
 *
 * @param marginM metres kept around the ring, 0 or more
 * @throws RegionError when the ring crosses itself
 */
export function regionOf(ring: readonly (readonly number[])[], marginM: number): Region {
  const polygon: Polygon = { type: 'Polygon', coordinates: [ring.map((point) => [...point])] };
  const crossing = kinks(polygon).features[0]?.geometry.coordinates;
  if (crossing) {
    const at = crossing.map((degrees) => degrees.toFixed(5)).join(', ');
    throw new RegionError(`the polygon crosses itself at [${at}]: draw it as one ring without crossings`);
  }
  const shape = marginM > 0 ? (buffer(polygon, marginM, { units: 'meters' })?.geometry ?? polygon) : polygon;
  return griddedRegion(shape);
}

/** Cells that the border does not touch are decided once, by their middle; only points in the others are tested. */
function griddedRegion(shape: Polygon | MultiPolygon): Region {
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
  const bounds = boundsOf(rings);
  const heightE7 = bounds.northE7 - bounds.southE7 + 1;
  const widthE7 = bounds.eastE7 - bounds.westE7 + 1;
  const row = (latE7: number) => Math.floor(((latE7 - bounds.southE7) / heightE7) * CELLS);
  const column = (lonE7: number) => Math.floor(((lonE7 - bounds.westE7) / widthE7) * CELLS);
  const cells = new Uint8Array(CELLS * CELLS);
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const rows = [row(ring[i]![1]! * 1e7), row(ring[i + 1]![1]! * 1e7)].sort((a, b) => a - b);
      const columns = [column(ring[i]![0]! * 1e7), column(ring[i + 1]![0]! * 1e7)].sort((a, b) => a - b);
      markBorder(cells, rows, columns);
    }
  }
  const isInside = (latE7: number, lonE7: number) => booleanPointInPolygon([lonE7 / 1e7, latE7 / 1e7], shape);
  return {
    bounds,
    contains(latE7, lonE7) {
      if (latE7 < bounds.southE7 || latE7 > bounds.northE7 || lonE7 < bounds.westE7 || lonE7 > bounds.eastE7) {
        return false;
      }
      const cell = row(latE7) * CELLS + column(lonE7);
      if (cells[cell] === BORDER) return isInside(latE7, lonE7);
      if (cells[cell] === UNKNOWN) cells[cell] = isInside(latE7, lonE7) ? INSIDE : OUTSIDE;
      return cells[cell] === INSIDE;
    },
  };
}

function markBorder(cells: Uint8Array, rows: readonly number[], columns: readonly number[]): void {
  const clamp = (index: number) => Math.min(Math.max(index, 0), CELLS - 1);
  for (let y = clamp(rows[0]!); y <= clamp(rows[1]!); y++) {
    cells.fill(BORDER, y * CELLS + clamp(columns[0]!), y * CELLS + clamp(columns[1]!) + 1);
  }
}

function boundsOf(rings: readonly (readonly (readonly number[])[])[]): BoundsE7 {
  const bounds = { southE7: Infinity, westE7: Infinity, northE7: -Infinity, eastE7: -Infinity };
  for (const point of rings.flat()) {
    bounds.southE7 = Math.min(bounds.southE7, Math.floor(point[1]! * 1e7));
    bounds.northE7 = Math.max(bounds.northE7, Math.ceil(point[1]! * 1e7));
    bounds.westE7 = Math.min(bounds.westE7, Math.floor(point[0]! * 1e7));
    bounds.eastE7 = Math.max(bounds.eastE7, Math.ceil(point[0]! * 1e7));
  }
  return bounds;
}
