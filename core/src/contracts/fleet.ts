/** What operators do with the fleet: shifts of a day, vehicles taken out and brought back, and what comes of it for riders. */
import { pauseKinds, position } from './area.ts';
import { integer, list, named, nullable, object, oneOf, optional, text, type Infer } from './schema.ts';
import { pointInTime, recordId } from './trips.ts';

/** Why a vehicle cannot drive. */
export const outageReasons = [
  'breakdown',
  'accident',
  'maintenance',
  'driver_unwell',
  'driver_left',
  'roads',
  'other',
] as const;
export type OutageReason = (typeof outageReasons)[number];

export const vehicleOutOrder = named(
  'VehicleOutOrder',
  object({
    reason: oneOf(outageReasons),
    untilSec: optional(pointInTime),
    position: optional(position),
  }),
);

export const plannedPause = named(
  'PlannedPause',
  object({
    kind: oneOf(pauseKinds),
    beginFromSec: pointInTime,
    beginUntilSec: pointInTime,
    durationSec: integer({ min: 60, max: 14_400, unit: 'seconds' }),
    depotId: nullable(text({ description: 'where it is taken; null: where the vehicle stands' })),
    driverId: optional(recordId),
  }),
);

/** One duty of a vehicle: from leaving the depot to coming back. `driverId` of a change of driver takes over from there. */
export const plannedShift = named(
  'PlannedShift',
  object({
    startSec: pointInTime,
    endSec: pointInTime,
    driverId: nullable(recordId),
    startDepotId: optional(text()),
    endDepotId: optional(text()),
    pauses: list(plannedPause, { max: 8 }),
  }),
);

export type VehicleOutOrder = Infer<typeof vehicleOutOrder>;
export type PlannedPause = Infer<typeof plannedPause>;
export type PlannedShift = Infer<typeof plannedShift>;
