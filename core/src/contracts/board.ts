/** The whole day as the desk sees it: every vehicle with its stretches of service, calls, trips, promises and slack. */
import { localText, position } from './area.ts';
import { outageReasons } from './fleet.ts';
import { flag, integer, list, named, nullable, object, oneOf, text, type Infer } from './schema.ts';
import { bookingStatuses, party, pointInTime, recordId } from './trips.ts';

/** One booking on a vehicle, from promise to receipt. */
export const boardTrip = named(
  'BoardTrip',
  object({
    bookingId: recordId,
    riderId: recordId,
    number: integer({ min: 1 }),
    status: oneOf(bookingStatuses),
    party,
    fromStopId: text(),
    fromName: localText,
    toStopId: text(),
    toName: localText,
    pickupFromSec: pointInTime,
    pickupUntilSec: pointInTime,
    dropoffBySec: pointInTime,
    /** As expected while it is to come, as it was once it has been. */
    pickupSec: nullable(pointInTime),
    dropoffSec: nullable(pointInTime),
    fareYen: integer({ min: 0 }),
    isLate: flag({ description: 'pickup or drop-off is expected after what was promised' }),
  }),
);

/** One halt that is still to come. */
export const boardCall = named(
  'BoardCall',
  object({
    callId: recordId,
    stopId: text(),
    stopName: localText,
    position,
    arriveSec: pointInTime,
    leaveSec: pointInTime,
    /** How much later this call could be before a promise from here on breaks; negative = one breaks already. */
    slackSec: integer(),
    board: list(integer(), { description: 'booking numbers that get on' }),
    leave: list(integer(), { description: 'booking numbers that get off' }),
  }),
);

export const boardShift = named(
  'BoardShift',
  object({
    shiftId: text(),
    startSec: pointInTime,
    endSec: pointInTime,
    isActive: flag(),
    onBoard: integer({ min: 0, unit: 'riders' }),
    calls: list(boardCall),
    trips: list(boardTrip),
  }),
);

export const boardVehicle = named(
  'BoardVehicle',
  object({
    vehicleId: text(),
    name: localText,
    plate: text(),
    seats: integer({ min: 1 }),
    wheelchairPlaces: integer({ min: 0 }),
    driverName: nullable(text()),
    isVirtual: flag({ description: 'driven by the demo' }),
    position: nullable(position),
    positionSec: nullable(pointInTime),
    /** Why it drives nobody now, and how long; null when it can. */
    out: nullable(object({ reason: oneOf(outageReasons), untilSec: pointInTime })),
    shifts: list(boardShift),
  }),
);

export const board = named(
  'Board',
  object({
    date: text(),
    nowSec: pointInTime,
    sequence: integer({ min: 0 }),
    vehicles: list(boardVehicle),
  }),
);

export type BoardTrip = Infer<typeof boardTrip>;
export type BoardCall = Infer<typeof boardCall>;
export type BoardShift = Infer<typeof boardShift>;
export type BoardVehicle = Infer<typeof boardVehicle>;
export type Board = Infer<typeof board>;
