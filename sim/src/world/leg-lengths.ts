import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import type { LegLength } from '@noriai/core/kpi/follow-vehicles.ts';

/** Metres along the streets between two places, worked out once for each pair that is driven. */
export function legLengths(world: ServiceWorld): LegLength {
  const known = new Map<string, number>();
  return (fromPlace, toPlace, vehicleIndex) => {
    const vehicleClass = world.area.vehicles[vehicleIndex]!.class;
    const key = `${fromPlace} ${toPlace} ${vehicleClass}`;
    let lengthM = known.get(key);
    if (lengthM === undefined) {
      lengthM =
        world.lengthBetween?.(fromPlace, toPlace, vehicleClass) ??
        courseLengthM(world.courseBetween(fromPlace, toPlace, vehicleClass));
      known.set(key, lengthM);
    }
    return lengthM;
  };
}

function courseLengthM(course: readonly (readonly [number, number])[]): number {
  let lengthM = 0;
  for (let i = 1; i < course.length; i++) {
    const [a, b] = [course[i - 1]!, course[i]!];
    lengthM += distanceM(a[0], a[1], b[0], b[1]);
  }
  return Math.round(lengthM);
}
