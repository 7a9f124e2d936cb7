/**
 * All that a service day rests on and that does not change while it runs: the area, its places as small integers, drive
 * times between them, walks to them. Built once from imported files by whoever runs the service (dispatcher, simulator);
 * ids stop here, inside everything is an index.
 */
import type { AreaFile, Position, VehicleClassName } from '../contracts/area.ts';

/** A stop that can be reached on foot from a point. */
export interface WalkToStop {
  readonly stopIndex: number;
  readonly walkM: number;
  readonly climbM: number;
}

/** Seconds to drive from place `from` to place `to` are `sec[from * placeCount + to]`; UNREACHABLE_SEC where no street leads. */
export interface PlaceTable {
  readonly placeCount: number;
  readonly sec: Int32Array;
}
export const UNREACHABLE_SEC = 0x7fff_ffff;

export interface ServiceWorld {
  readonly area: AreaFile;
  /** Index of each stop by id. Places are the stops `0 … stopCount - 1`, then the depots. */
  readonly stopIndexById: ReadonlyMap<string, number>;
  readonly vehicleIndexById: ReadonlyMap<string, number>;
  /** Place index of each vehicle's depot. */
  readonly depotPlaceOfVehicle: readonly number[];
  /** Drive times between places, for each class of vehicle that the area has. */
  readonly driveTimes: ReadonlyMap<VehicleClassName, PlaceTable>;
  /** Stops within the area's walking distance of a point, nearest first; none when the point is off the foot network. */
  readonly walksFrom: (point: Position) => readonly WalkToStop[];
  /** Course of a drive between two places as [latE7, lonE7] points, for drawing. */
  readonly courseBetween: (
    fromPlace: number,
    toPlace: number,
    vehicleClass: VehicleClassName,
  ) => readonly (readonly [number, number])[];
}
