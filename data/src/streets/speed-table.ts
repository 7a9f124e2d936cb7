/**
 * How fast a passenger car alone on the street drives in daylight, where no better figure is known. These are
 * assumptions to be replaced by observed speeds of a service; how a vehicle class, the hour, grade and bends change
 * them is the matter of `core/src/routing`.
 *
 * Sources. Order of classes and ratio between them: default speeds of OSRM's car profile (Project-OSRM/osrm-backend,
 * profiles/car.lua: trunk 85, primary 65, secondary 55, tertiary 40, residential 25, service 15), lowered to Japanese
 * limits: 60 km/h is the general limit outside motorways and 30 km/h on streets without a centre line (Road Traffic
 * Act enforcement order art. 11). OSRM drives 80 % of a signed limit; we take 85 %, since nobody is in the way.
 */
import type { RoadClass } from '@noriai/core/graph/road-graph.ts';

interface ClassSpeed {
  readonly kmh: number;
  /** On ramps (`_link`). */
  readonly linkKmh: number;
  /** A signed limit never makes a street faster than this: what really slows is its narrowness. */
  readonly mostKmh: number;
}

const speedByClass: Readonly<Record<RoadClass, ClassSpeed>> = {
  motorway: { kmh: 85, linkKmh: 45, mostKmh: 110 },
  trunk: { kmh: 50, linkKmh: 35, mostKmh: 90 },
  primary: { kmh: 45, linkKmh: 30, mostKmh: 80 },
  secondary: { kmh: 40, linkKmh: 28, mostKmh: 80 },
  tertiary: { kmh: 35, linkKmh: 25, mostKmh: 70 },
  unclassified: { kmh: 28, linkKmh: 25, mostKmh: 50 },
  residential: { kmh: 22, linkKmh: 20, mostKmh: 35 },
  living_street: { kmh: 12, linkKmh: 12, mostKmh: 20 },
  service: { kmh: 14, linkKmh: 14, mostKmh: 30 },
  track: { kmh: 15, linkKmh: 15, mostKmh: 25 },
  ferry: { kmh: 15, linkKmh: 15, mostKmh: 60 },
};

const SIGNED_PART = 0.85;
const UNPAVED_PART = 0.7;
const NARROW_SERVICE_KMH = 8;
const SLOWEST_KMH = 5;

/** Expected loss at a traffic signal: a third of a 90 s cycle red makes a mean wait of 5 s, slowing the rest. */
export const SIGNAL_MS = 6000;
/** A vehicle must stop before every railway crossing in Japan (Road Traffic Act art. 33). */
export const LEVEL_CROSSING_MS = 6000;

export interface StreetSpeed {
  readonly roadClass: RoadClass;
  readonly isLink: boolean;
  readonly isUnpaved: boolean;
  /** `service=driveway|parking_aisle|drive-through`. */
  readonly isNarrowService: boolean;
  /** Signed limit, 0 = none. */
  readonly maxspeedKmh: number;
}

/** Free-flow speed in whole km/h, at least 5. */
export function freeFlowKmh(street: StreetSpeed): number {
  const table = speedByClass[street.roadClass];
  if (street.isNarrowService) return NARROW_SERVICE_KMH;
  let kmh = street.isLink ? table.linkKmh : table.kmh;
  if (street.maxspeedKmh > 0) {
    const signedKmh = street.maxspeedKmh * SIGNED_PART;
    kmh = street.isLink ? Math.min(kmh, signedKmh) : Math.min(signedKmh, table.mostKmh);
  }
  if (street.isUnpaved) kmh *= UNPAVED_PART;
  return Math.max(SLOWEST_KMH, Math.round(kmh));
}

/** Milliseconds to drive a length at a speed, rounded; 1 dm at 1 km/h takes 360 ms. */
export function driveMs(lengthDm: number, kmh: number): number {
  return Math.round((lengthDm * 360) / kmh);
}
