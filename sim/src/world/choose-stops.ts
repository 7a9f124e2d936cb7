import type { AreaFile, Position } from '@noriai/core/contracts/area.ts';
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';

/**
 * The area with so many stops only: those of places people go to first, by weight, then always the stop farthest from
 * those chosen. Stops keep their order. O(stops²). Null leaves the area as it is.
 */
export function withChosenStops(area: AreaFile, count: number | null, population: PopulationFile | null): AreaFile {
  if (count === null || count >= area.stops.length) return area;
  const weights = new Map(population?.destinations.map(({ stopId, weight }) => [stopId, weight]));
  const first = area.stops
    .filter((stop) => weights.has(stop.id))
    .sort((a, b) => weights.get(b.id)! - weights.get(a.id)!)
    .slice(0, count);
  const chosen = first.length > 0 ? first : [area.stops[0]!];
  const farM = area.stops.map((stop) =>
    Math.min(...chosen.map((other) => metresBetween(stop.position, other.position))),
  );
  while (chosen.length < count) {
    const next = farM.indexOf(Math.max(...farM));
    chosen.push(area.stops[next]!);
    area.stops.forEach((stop, i) => {
      farM[i] = Math.min(farM[i]!, metresBetween(stop.position, area.stops[next]!.position));
    });
  }
  const kept = new Set(chosen.map((stop) => stop.id));
  return { ...area, stops: area.stops.filter((stop) => kept.has(stop.id)) };
}

export function metresBetween(a: Position, b: Position): number {
  return distanceM(Math.round(a.lat * 1e7), Math.round(a.lon * 1e7), Math.round(b.lat * 1e7), Math.round(b.lon * 1e7));
}
