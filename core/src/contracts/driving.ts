/** What a driver and Noriai say to each other: sign on → next calls → arrived, boarded, no-show, dropped off → sign off. */
import { localText, pauseKinds, position } from './area.ts';
import { ownRollCall } from './fleet.ts';
import { flag, integer, list, named, nullable, object, oneOf, optional, text, variants, type Infer } from './schema.ts';
import { party, pointInTime, recordId, turnStep } from './trips.ts';

export const signOn = named(
  'SignOn',
  object({
    driverName: text({ minLength: 1, maxLength: 60 }),
    driverId: optional(recordId),
    code: optional(text({ maxLength: 60, description: 'driver code, where the service asks for one' })),
    rollCall: optional(ownRollCall),
  }),
);

export const signOff = named('SignOff', object({ rollCall: optional(ownRollCall) }));

/** One rider (a booking, with all its people) who boards or leaves at a call. */
export const riderAtCall = named(
  'RiderAtCall',
  object({
    bookingId: recordId,
    number: integer({ min: 1, description: 'booking number the rider tells' }),
    action: oneOf(['board', 'leave']),
    party,
    fareYen: integer({ min: 0, description: 'to take when boarding' }),
    promisedFromSec: pointInTime,
    promisedUntilSec: pointInTime,
    noShowFromSec: nullable(pointInTime),
    otherStopName: localText,
    notes: optional(list(localText, { description: 'what the driver does for the riders’ needs' })),
    who: optional(
      object(
        { name: text(), needs: text({ description: 'what drivers must know to help' }) },
        { description: 'only of riders with an account who told one of them' },
      ),
    ),
  }),
);

/** One halt of the vehicle: everybody who boards and leaves there. */
export const call = named(
  'Call',
  object({
    callId: recordId,
    stopId: text(),
    stopName: localText,
    position,
    state: oneOf(['planned', 'driving', 'arrived']),
    departSec: pointInTime,
    arriveSec: pointInTime,
    riders: list(riderAtCall),
  }),
);

/** The break or change of driver that is under way or comes next; it comes before the calls that begin after it. */
export const pauseOfManifest = object({
  pauseId: recordId,
  kind: oneOf(pauseKinds),
  isUnderWay: flag(),
  placeName: nullable(localText),
  beginSec: pointInTime,
  endSec: pointInTime,
});

export const manifest = named(
  'Manifest',
  object({
    vehicleId: text(),
    sequence: integer({ min: 0, description: 'of the ledger; a manifest with a smaller one is out of date' }),
    signedOn: flag(),
    driverName: nullable(text()),
    onBoard: integer({ min: 0, unit: 'riders' }),
    seats: integer({ min: 1 }),
    calls: list(call),
    pause: optional(nullable(pauseOfManifest)),
    route: list(list(integer(), { min: 2, max: 2 }), { description: 'course to the next call as [latE7, lonE7]' }),
  }),
);

/** The drive to one call, told turn by turn. */
export const directionsLeg = named(
  'DirectionsLeg',
  object({
    callId: recordId,
    stopId: text(),
    lengthM: integer({ min: 0, unit: 'metres' }),
    driveSec: integer({ min: 0, unit: 'seconds' }),
    course: list(list(integer(), { min: 2, max: 2 }), { description: '[latE7, lonE7]' }),
    steps: list(turnStep),
  }),
);
export const directions = named('Directions', object({ vehicleId: text(), legs: list(directionsLeg) }));

export const driverAction = named(
  'DriverAction',
  variants('kind', {
    arrived: { callId: recordId, atSec: pointInTime },
    boarded: { bookingId: recordId, atSec: pointInTime },
    no_show: { bookingId: recordId, atSec: pointInTime },
    dropped_off: { bookingId: recordId, atSec: pointInTime },
    break_started: { atSec: pointInTime, durationSec: optional(integer({ min: 300, max: 14_400, unit: 'seconds' })) },
    break_ended: { atSec: pointInTime },
  }),
);

export const vehiclePosition = named('VehiclePosition', object({ position, atSec: pointInTime }));

/** Where the fleet is, without anything about riders: for the landing page and, later, open data. */
export const fleetVehicle = named(
  'FleetVehicle',
  object({
    vehicleId: text(),
    name: localText,
    signedOn: flag(),
    position: nullable(position),
    onBoard: integer({ min: 0 }),
    seats: integer({ min: 1 }),
    nextStopName: nullable(localText),
    bookings: integer({ min: 0, description: 'bookings waiting or on board' }),
  }),
);

export const fleetView = named(
  'Fleet',
  object({
    nowSec: pointInTime,
    vehicles: list(fleetVehicle),
    today: object({
      requests: integer(),
      refused: integer(),
      booked: integer(),
      completed: integer(),
      cancelled: integer(),
      noShow: integer(),
      shared: integer({ description: 'completed or running rides that shared the vehicle with another booking' }),
      latePickups: integer({ description: 'pickups after the promised window' }),
    }),
  }),
);

export type SignOff = Infer<typeof signOff>;
export type SignOn = Infer<typeof signOn>;
export type RiderAtCall = Infer<typeof riderAtCall>;
export type Call = Infer<typeof call>;
export type Manifest = Infer<typeof manifest>;
export type DirectionsLeg = Infer<typeof directionsLeg>;
export type Directions = Infer<typeof directions>;
export type DriverAction = Infer<typeof driverAction>;
export type VehiclePosition = Infer<typeof vehiclePosition>;
export type FleetVehicle = Infer<typeof fleetVehicle>;
export type FleetView = Infer<typeof fleetView>;
