/**
 * All that a service day rests on and that does not change while it runs: the area, its calendar, its places as small
 * integers, drive times between them, walks to them. Put together once by whoever runs the service (dispatcher,
 * simulator); ids stop here, inside everything is an index.
 */
import type { AreaFile, Position, VehicleClassName } from '../contracts/area.ts';
import type { Timetable } from '../contracts/timetable.ts';
import type { WalkingRider } from '../contracts/trips.ts';
import { driveSecAt, type DriveTimes } from '../optimizer/drive-times.ts';
import type { TurnStep } from '../routing/turn-steps.ts';
import { areaCalendar, type AreaCalendar } from '../rules/calendar.ts';
import { driveTimesAround, driveTimesBetween, type DriveDay } from './drive-day.ts';
import type { StreetChange } from './street-changes.ts';
import type { StreetSelection } from '../contracts/streets.ts';
import { zonesOfStops } from '../rules/zones.ts';

/** A stop that can be reached on foot from a point. */
export interface WalkToStop {
  readonly stopIndex: number;
  readonly walkM: number;
  readonly climbM: number;
  /** Length of level path that would be as tiring for this rider; steps of stairs; time. Left out where not worked out. */
  readonly flatEquivalentM?: number;
  readonly stairs?: number;
  readonly walkSec?: number;
}

/** Who walks, and which way: down to a stop is not as tiring as up from it. */
export interface Walker {
  readonly rider: WalkingRider;
  readonly direction: 'to_stop' | 'from_stop';
}

/** The usual rider, on the way to a stop. */
export const usualWalker: Walker = { rider: 'older', direction: 'to_stop' };

/** What driving is like while the streets stay as they are. Frozen: other streets are another value. */
export interface DriveStreets {
  /** Usual drive times between places, for each class of vehicle that the area has. */
  readonly driveTimes: ReadonlyMap<VehicleClassName, DriveTimes>;
  /** By time of day, for the same classes; absent: the usual ones hold all day. */
  readonly driveDays?: ReadonlyMap<VehicleClassName, DriveDay>;
  /** Course of a drive between two places as [latE7, lonE7] points, for drawing. */
  readonly courseBetween: (
    fromPlace: number,
    toPlace: number,
    vehicleClass: VehicleClassName,
  ) => readonly (readonly [number, number])[];
  /** Metres of that drive along the streets, 0 where there is none; left out: as long as its course. */
  readonly lengthBetween?: (fromPlace: number, toPlace: number, vehicleClass: VehicleClassName) => number;
  /** The same drive told turn by turn; null where there is none. */
  readonly directionsBetween: (
    fromPlace: number,
    toPlace: number,
    vehicleClass: VehicleClassName,
  ) => DriveDirections | null;
  /** Places on a street that is closed to a class; left out: none. */
  readonly closedPlaces?: ReadonlyMap<VehicleClassName, ReadonlySet<number>>;
}

/** What the streets of an area answer; made from its road and foot graphs. */
export interface Streets extends DriveStreets {
  /**
   * Stops within the area's walking distance of a point, least tiring first; none when the point is off the foot network.
   * Walks that the rider cannot make (stairs in a wheelchair) are not among them.
   */
  readonly walksFrom: (point: Position, walker?: Walker) => readonly WalkToStop[];
  /** The least tiring way on foot between two points for a kind of rider; null where there is none. */
  readonly walkBetween: (from: Position, to: Position, rider: WalkingRider) => WalkDirections | null;
  /** Stops that a door can be served from, shortest drive first; none where no street leads there. Left out: no doors. */
  readonly doorsNear?: (point: Position) => readonly DoorSpur[];
  /** Closing and slowing streets; left out where there is no street graph. */
  readonly live?: LiveStreets;
}

/** The drive between a stop and a door near it, the longer of there and back. */
export interface DoorSpur {
  readonly stopIndex: number;
  readonly spurSec: number;
}

/** The streets of an area under closures and slowdowns. */
export interface LiveStreets {
  /** A selection in words that outlast a new import; null when it holds no street. */
  readonly fixSelection: (selection: StreetSelection) => StreetSelection | null;
  readonly describe: (change: StreetChange) => StreetsDescribed;
  /**
   * Driving under all these changes. What was asked lately, or prepared by a worker thread, is kept and comes at once;
   * else it is worked out now: the answer is the same.
   */
  readonly under: (changes: readonly StreetChange[]) => DriveStreets;
  /** Seconds that a vehicle under way still needs once the streets have changed. */
  readonly remainingSec: (
    drive: DriveUnderWay,
    before: readonly StreetChange[],
    after: readonly StreetChange[],
  ) => Rest;
}

/** A vehicle somewhere on its way, as far as is known: when it left and when it was to arrive. */
export interface DriveUnderWay {
  readonly vehicleClass: VehicleClassName;
  readonly fromPlace: number;
  readonly toPlace: number;
  readonly departSec: number;
  readonly arriveSec: number;
  readonly nowSec: number;
  /** Where it shall go now; usually `toPlace`. */
  readonly newPlace: number;
}

/** `as_before`: the rest of its way takes as long as it did. */
export type Rest = 'as_before' | 'no_way' | number;

export interface StreetsDescribed {
  /** Without repetition, in order of length. */
  readonly names: readonly string[];
  readonly lengthM: number;
  /** Places on these streets. */
  readonly places: readonly number[];
}

/** A walk told turn by turn. */
export interface WalkDirections {
  readonly lengthM: number;
  readonly climbM: number;
  readonly descentM: number;
  /** Steps of stairs. */
  readonly stairs: number;
  readonly walkSec: number;
  readonly steps: readonly TurnStep[];
  /** [latE7, lonE7] */
  readonly course: readonly (readonly [number, number])[];
}

/** A drive told turn by turn. */
export interface DriveDirections {
  readonly lengthM: number;
  readonly driveSec: number;
  readonly steps: readonly TurnStep[];
}

export interface ServiceWorld extends Streets {
  readonly area: AreaFile;
  readonly calendar: AreaCalendar;
  /** Index of each stop by id. Places are the stops `0 … stopCount - 1`, then the depots. */
  readonly stopIndexById: ReadonlyMap<string, number>;
  readonly vehicleIndexById: ReadonlyMap<string, number>;
  /** Place index of each vehicle's depot. */
  readonly depotPlaceOfVehicle: readonly number[];
  /** Zone of each stop, by stop index. */
  readonly zoneOfStop: readonly string[];
  /** Trains and buses at the area's stations; null where none was imported. */
  readonly timetable: Timetable | null;
}

/** The world of an area, its streets, and the timetable of what departs from its stations. */
export function serviceWorld(area: AreaFile, streets: Streets, timetable: Timetable | null = null): ServiceWorld {
  const depotPlaceById = new Map(area.depots.map((depot, i) => [depot.id, area.stops.length + i]));
  return {
    ...streets,
    area,
    calendar: areaCalendar(area),
    stopIndexById: new Map(area.stops.map((stop, i) => [stop.id, i])),
    vehicleIndexById: new Map(area.vehicles.map((vehicle, i) => [vehicle.id, i])),
    depotPlaceOfVehicle: area.vehicles.map((vehicle) => depotPlaceById.get(vehicle.depotId)!),
    zoneOfStop: zonesOfStops(area),
    timetable,
  };
}

const changed = new WeakMap<DriveStreets, ServiceWorld>();

/** The same area with these changes on its streets. Asked again, it is the same object as long as the streets keep it. */
export function worldUnder(world: ServiceWorld, changes: readonly StreetChange[]): ServiceWorld {
  if (changes.length === 0 || !world.live) return world;
  const drive = world.live.under(changes);
  const known = changed.get(drive);
  if (known?.area === world.area && known.walksFrom === world.walksFrom) return known;
  const under = { ...world, ...drive };
  changed.set(drive, under);
  return under;
}

/** Whether the street of a place is closed to a class, or, for null, to every class of the area. */
export function isPlaceClosed(world: ServiceWorld, place: number, vehicleClass: VehicleClassName | null): boolean {
  const { closedPlaces } = world;
  if (!closedPlaces || closedPlaces.size === 0) return false;
  if (vehicleClass !== null) return closedPlaces.get(vehicleClass)?.has(place) ?? false;
  return [...world.driveTimes.keys()].every((name) => closedPlaces.get(name)?.has(place) ?? false);
}

/**
 * Seconds a vehicle that leaves then drives from one place to another, null where it cannot. A drive that runs into
 * another period of the day uses both.
 */
export function driveSec(
  world: ServiceWorld,
  vehicleIndex: number,
  fromPlace: number,
  toPlace: number,
  departSec: number,
): number | null {
  const vehicleClass = world.area.vehicles[vehicleIndex]!.class;
  const day = world.driveDays?.get(vehicleClass);
  const times = day ? driveTimesAround(world.calendar, day, departSec) : world.driveTimes.get(vehicleClass)!;
  const sec = driveSecAt(times, fromPlace, toPlace, departSec);
  return sec === times.unreachable ? null : sec;
}

/** The latest time a vehicle may leave to be there then; a day earlier where it cannot drive there. */
export function latestDepartureSec(
  world: ServiceWorld,
  vehicleIndex: number,
  fromPlace: number,
  toPlace: number,
  arriveSec: number,
): number {
  const tooLateSec = (departSec: number) =>
    departSec + (driveSec(world, vehicleIndex, fromPlace, toPlace, departSec) ?? DAY_SEC) - arriveSec;
  let departSec = arriveSec;
  for (let sec = tooLateSec(departSec); sec > 0; sec = tooLateSec(departSec)) departSec -= sec;
  // Where drives take longer from some time on, that was too early: the latest lies in between.
  if (tooLateSec(departSec + 1) > 0) return departSec;
  let late = arriveSec + 1;
  while (late - departSec > 1) {
    const middle = Math.floor((departSec + late) / 2);
    if (tooLateSec(middle) > 0) late = middle;
    else departSec = middle;
  }
  return departSec;
}
const DAY_SEC = 86_400;

/** Drive times of a class between two times, as a plan problem takes them whose seconds count from `originSec`. */
export function planTimes(
  world: ServiceWorld,
  vehicleClass: VehicleClassName,
  originSec: number,
  fromSec: number,
  untilSec: number,
): DriveTimes {
  const day = world.driveDays?.get(vehicleClass);
  if (!day) return world.driveTimes.get(vehicleClass)!;
  return driveTimesBetween(world.calendar, day, originSec, fromSec, untilSec);
}

/** Where a place is: a stop's position or a depot's. */
export function placePosition(world: ServiceWorld, place: number): Position {
  const { stops, depots } = world.area;
  return place < stops.length ? stops[place]!.position : depots[place - stops.length]!.position;
}
