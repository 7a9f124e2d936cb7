/**
 * What a model town is made from: published facts (districts and their people) and a plan in round figures (valleys,
 * hills, course of the main roads). One file per town in `towns/`; the generator knows no town by name.
 */
import type { AreaFile, LocalText } from '@noriai/core/contracts/area.ts';

/** `[latitude, longitude]` in degrees, three or four decimals. */
export type LatLon = readonly [number, number];

export interface Fact {
  readonly text: LocalText;
  readonly source: string;
}

/** A small area of the census. */
export interface District {
  readonly id: string;
  readonly name: LocalText;
  readonly lat: number;
  readonly lon: number;
  readonly people: number;
  /** People of 0-14, 15-64, 65-74, 75 and over years. */
  readonly ages: readonly [number, number, number, number];
  /** `terraces`: a planned estate on a hill, streets along the contours. `village`: farm lanes in a valley. */
  readonly pattern: 'terraces' | 'village';
}

/** A stream with its valley: `[latitude, longitude, metres above sea level]` downhill. */
export interface Valley {
  readonly id: string;
  readonly name: LocalText;
  readonly points: readonly (readonly [number, number, number])[];
  /** Half the width of the flat floor. */
  readonly floorM: number;
}

/** A rounded hill on top of what the valleys leave: `riseM` at the centre, a quarter of it at `radiusM`. */
export interface Hill {
  readonly at: LatLon;
  readonly riseM: number;
  readonly radiusM: number;
}

export type Highway = 'trunk' | 'primary' | 'secondary' | 'tertiary' | 'unclassified' | 'residential' | 'track';

/** How a road winds: `valley` follows the floor, `hill` climbs with bends, `avenue` is a planned street. */
export type RoadStyle = 'valley' | 'hill' | 'avenue' | 'lane';

export interface PlanRoad {
  readonly id: string;
  readonly name: LocalText;
  readonly highway: Highway;
  readonly style: RoadStyle;
  readonly widthM: number;
  readonly maxspeedKmh: number;
  /** Points the road must pass; the course between them is found on the terrain. */
  readonly via: readonly LatLon[];
  /** Index of the leg of `via` that is a tunnel, straight from portal to portal. */
  readonly tunnelLeg?: number;
  /** Index into `via` of a roundabout. */
  readonly roundaboutAt?: number;
  /** `sidewalk` tag, and a footway of its own beside the road. */
  readonly sidewalk: boolean;
}

export interface Station {
  readonly id: string;
  readonly name: LocalText;
  readonly at: LatLon;
}

/** A place many people go to; it gets a stop of its own. `weight`: trips it draws against the others. */
export interface PlanPlace {
  readonly id: string;
  readonly kind: 'clinic' | 'shop' | 'station' | 'town_hall' | 'school' | 'community' | 'bank' | 'park';
  readonly name: LocalText;
  readonly at: LatLon;
  readonly weight: number;
}

/** The parts of the area file that are taken over as they are. */
export type PlanService = Pick<
  AreaFile,
  'id' | 'name' | 'credit' | 'timeZone' | 'trafficSide' | 'phone' | 'serviceHours' | 'holidays' | 'promises' | 'fares'
>;

export interface TownPlan {
  readonly service: PlanService;
  readonly facts: readonly Fact[];
  readonly seed: number;
  /** Middle of the flat plane the town is made on. */
  readonly origin: LatLon;
  /** Half the plane's extent east-west and north-south. */
  readonly halfWidthM: number;
  readonly halfHeightM: number;
  /** Ridges end up about this much above the nearest valley floor. */
  readonly ridgeM: number;
  /** Ground that one inhabitant of an estate takes, streets and gardens included; less where many live in flats. */
  readonly estateSquareMPerPerson: number;
  /** Border of the service area, closed. */
  readonly border: readonly LatLon[];
  readonly districts: readonly District[];
  /** Metres above sea level at the centre of each terraced district, by id. */
  readonly terraceElevationM: Readonly<Record<string, number>>;
  readonly valleys: readonly Valley[];
  readonly hills: readonly Hill[];
  /** In the order in which they are laid: each may end on an earlier one. */
  readonly roads: readonly PlanRoad[];
  readonly railway: { readonly name: LocalText; readonly via: readonly LatLon[] };
  readonly stations: readonly Station[];
  readonly places: readonly PlanPlace[];
  readonly stopCount: number;
  readonly depotAt: LatLon;
  readonly vehicles: readonly Omit<AreaFile['vehicles'][number], 'depotId'>[];
}
