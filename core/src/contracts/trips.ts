/**
 * What a rider and Noriai say to each other: trip request → offers → booking → receipt.
 * Points in time are whole seconds since 1970-01-01 UTC (`…Sec`); the area's time zone is for showing only.
 */
import { vehicleClasses, localText, position } from './area.ts';
import {
  flag,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
  variants,
  where,
  type Infer,
  type Mistake,
} from './schema.ts';

export const recordId = text({
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  expected: 'an id of letters, digits, - and _, at most 64',
});
export const pointInTime = integer({ min: 0, max: 8_000_000_000, unit: 'seconds since 1970 UTC' });

/** Where a trip begins or ends: a stop by its id, or any point, from which the rider walks to a stop. */
export const place = named(
  'Place',
  variants('kind', {
    stop: { stopId: text({ minLength: 1, maxLength: 64 }) },
    point: { position },
  }),
);

export const tripTime = named(
  'TripTime',
  variants('kind', {
    now: {},
    depart_after: { atSec: pointInTime },
    arrive_by: { atSec: pointInTime },
  }),
);

/** Who travels. Everybody takes a seat, but a wheelchair user who stays in the wheelchair takes a wheelchair place instead. */
export const party = named(
  'Party',
  where(
    object({
      adults: integer({ min: 0, max: 20 }),
      children: integer({ min: 0, max: 20 }),
      reduced: integer({ min: 0, max: 20, description: 'riders with a disability certificate' }),
      wheelchairs: integer({ min: 0, max: 6, description: 'how many of them stay in a wheelchair' }),
    }),
    partyMistakes,
  ),
);

export const tripRequest = named('TripRequest', object({ from: place, to: place, when: tripTime, party }));

/** A stop as the rider meets it: its names, where it is, and the walk between it and the place asked for. */
export const stopOfTrip = named(
  'StopOfTrip',
  object({
    stopId: text(),
    name: localText,
    position,
    walkM: integer({ min: 0, unit: 'metres', description: 'walk between the place asked for and the stop' }),
    climbM: integer({ min: 0, unit: 'metres', description: 'metres climbed on that walk' }),
  }),
);

/** One thing to do on a way: drives and walks are told alike. */
export const turnStep = named(
  'TurnStep',
  object({
    turn: oneOf(['start', 'straight', 'slight_left', 'left', 'slight_right', 'right', 'back']),
    streetName: text({ description: 'empty where the street has no name' }),
    lengthM: integer({ min: 0, description: 'until the next step or the end' }),
    at: list(integer(), { min: 2, max: 2, description: '[latE7, lonE7]' }),
  }),
);

export const offer = named(
  'Offer',
  object({
    offerId: recordId,
    pickup: stopOfTrip,
    dropoff: stopOfTrip,
    pickupFromSec: pointInTime,
    pickupUntilSec: pointInTime,
    dropoffBySec: pointInTime,
    fareYen: integer({ min: 0 }),
    isShared: flag({ description: 'other riders are expected on board for part of the way' }),
  }),
);

export const refusalReasons = [
  'not_in_service_area',
  'outside_service_hours',
  'too_far_ahead',
  'in_the_past',
  'no_stop_within_walk',
  'same_stop',
  'stop_closed',
  'stop_unknown',
  'street_closed',
  'party_too_large',
  'no_wheelchair_place',
  'no_vehicle_available',
  'no_vehicle_in_service',
  'no_road_between',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Something near the wish that can be had: ask again with this request. */
export const alternative = named(
  'Alternative',
  object({
    kind: oneOf(['earlier', 'later', 'other_stop', 'fewer_people']),
    request: tripRequest,
    pickupFromSec: pointInTime,
  }),
);

export const tripAnswer = named(
  'TripAnswer',
  variants('kind', {
    offers: { requestId: recordId, offers: list(offer, { min: 1, max: 5 }), heldUntilSec: pointInTime },
    refused: {
      requestId: recordId,
      reason: oneOf(refusalReasons),
      message: localText,
      alternatives: list(alternative),
    },
  }),
);

export const bookingStatuses = [
  'booked',
  'on_the_way',
  'arrived',
  'on_board',
  'completed',
  'no_show',
  'cancelled',
] as const;

export const vehicleOfTrip = named(
  'VehicleOfTrip',
  object({
    vehicleId: text(),
    name: localText,
    plate: text(),
    colour: localText,
    class: oneOf(vehicleClasses),
    position: nullable(position),
  }),
);

export const booking = named(
  'Booking',
  object({
    bookingId: recordId,
    number: integer({ min: 1, description: 'short number to tell the driver' }),
    status: oneOf(bookingStatuses),
    party,
    pickup: stopOfTrip,
    dropoff: stopOfTrip,
    pickupFromSec: pointInTime,
    pickupUntilSec: pointInTime,
    dropoffBySec: pointInTime,
    expectedPickupSec: nullable(pointInTime),
    expectedDropoffSec: nullable(pointInTime),
    boardedSec: nullable(pointInTime),
    droppedOffSec: nullable(pointInTime),
    fareYen: integer({ min: 0 }),
    vehicle: nullable(vehicleOfTrip),
    stopsBeforePickup: integer({ min: 0, description: 'calls of the vehicle before yours' }),
    isLate: flag({ description: 'the vehicle is expected after the promised window' }),
    canCancel: flag(),
  }),
);

export const bookingOrder = named('BookingOrder', object({ offerId: recordId }));
export const cancelOrder = named(
  'CancelOrder',
  object({ reason: optional(oneOf(['changed_my_mind', 'booked_by_mistake', 'unable_to_make_trip', 'other'])) }),
);

export const walkQuestion = named(
  'WalkQuestion',
  object({
    from: position,
    to: position,
    rider: oneOf(['adult', 'older', 'walker', 'wheelchair'], { description: 'whose limits count: stairs, slope' }),
  }),
);

/** A walk told turn by turn, with its climb and stairs. */
export const walkGuide = named(
  'WalkGuide',
  object({
    lengthM: integer({ min: 0, unit: 'metres' }),
    climbM: integer({ min: 0, unit: 'metres' }),
    descentM: integer({ min: 0, unit: 'metres' }),
    stairs: integer({ min: 0, description: 'steps of stairs' }),
    walkSec: integer({ min: 0, unit: 'seconds' }),
    steps: list(turnStep),
    course: list(list(integer(), { min: 2, max: 2 }), { description: '[latE7, lonE7]' }),
  }),
);

export type WalkQuestion = Infer<typeof walkQuestion>;
export type WalkGuide = Infer<typeof walkGuide>;
export type TurnStep = Infer<typeof turnStep>;
export type Place = Infer<typeof place>;
export type TripTime = Infer<typeof tripTime>;
export type Party = Infer<typeof party>;
export type TripRequest = Infer<typeof tripRequest>;
export type StopOfTrip = Infer<typeof stopOfTrip>;
export type Offer = Infer<typeof offer>;
export type Alternative = Infer<typeof alternative>;
export type TripAnswer = Infer<typeof tripAnswer>;
export type VehicleOfTrip = Infer<typeof vehicleOfTrip>;
export type Booking = Infer<typeof booking>;
export type BookingStatus = (typeof bookingStatuses)[number];
export type BookingOrder = Infer<typeof bookingOrder>;
export type CancelOrder = Infer<typeof cancelOrder>;

/** How many people a party is. */
export function partySize(p: { adults: number; children: number; reduced: number }): number {
  return p.adults + p.children + p.reduced;
}

function partyMistakes(p: { adults: number; children: number; reduced: number; wheelchairs: number }): Mistake[] {
  const size = partySize(p);
  if (size === 0) return [{ path: '', got: 'nobody', expected: 'at least one rider' }];
  if (p.wheelchairs > size) {
    return [{ path: 'wheelchairs', got: `${p.wheelchairs}`, expected: `at most the ${size} riders` }];
  }
  return [];
}
