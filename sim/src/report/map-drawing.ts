/** Maps as SVG text from the area's own streets: no tiles, no outside service, sharp in print. */
import { arcCourse, findTwinArc } from '@noriai/core/graph/arc-course.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { longitudeScale } from '@noriai/core/geo/lat-lon.ts';
import { one } from './plots.ts';

export interface MapFrame {
  readonly width: number;
  readonly height: number;
  /** Place in the drawing of a point in whole 1e-7 degrees. */
  readonly at: (latE7: number, lonE7: number) => readonly [number, number];
}

const WIDTH = 800;
const MARGIN = 14;

/** A frame around all points. */
export function mapFrame(points: readonly (readonly [latE7: number, lonE7: number])[]): MapFrame {
  let [south, north, west, east] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [lat, lon] of points) {
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
  }
  const scale = longitudeScale((south + north) / 2);
  const unit = (WIDTH - 2 * MARGIN) / Math.max(1, (east - west) * scale);
  return {
    width: WIDTH,
    height: Math.ceil((north - south) * unit + 2 * MARGIN),
    at: (lat, lon) => [MARGIN + (lon - west) * scale * unit, MARGIN + (north - lat) * unit],
  };
}

/** All streets as one path, each once. */
export function streetsPath(road: RoadGraph, frame: MapFrame): string {
  const parts: string[] = [];
  for (let arc = 0; arc < road.arcCount; arc++) {
    const twin = findTwinArc(road, arc);
    if (twin >= 0 && twin < arc) continue;
    parts.push(linePath(arcCourse(road, arc), frame));
  }
  return `<path d="${parts.join('')}" fill="none" stroke="#c9ced6" stroke-width="1"/>`;
}

export function linePath(course: readonly (readonly [number, number])[], frame: MapFrame): string {
  return course.map(([lat, lon], i) => `${i === 0 ? 'M' : 'L'}${frame.at(lat, lon).map(one).join(' ')}`).join('');
}

/** From quick (blue) over yellow to slow (red), readable for most colour-blind people. */
export function waitColour(waitSec: number): string {
  if (waitSec <= 300) return '#2166ac';
  if (waitSec <= 600) return '#67a9cf';
  if (waitSec <= 900) return '#fdb863';
  return waitSec <= 1200 ? '#e08214' : '#b2182b';
}
