/**
 * What a rider and Noriai say to each other: trip request → offers → booking → receipt.
 * Points in time are whole seconds since 1970-01-01 UTC (`…Sec`); the area's time zone is for showing only.
 */
import { vehicleClasses, localText, position } from './area.ts';
import { broughtOnFoot, needs, seatedInDevice, type Need } from './needs.ts';
import { classObstacle } from './obstacles.ts';
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
import { tcrpReason } from './tcrp.ts';

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
    /** Be on the platform in time for a departure of the timetable. */
    catch_departure: {
      stationId: text({ minLength: 1, maxLength: 64, description: 'stop of the area at the station' }),
      tripId: text({ minLength: 1, maxLength: 200, description: 'of the timetable' }),
      atSec: { ...pointInTime, json: { ...pointInTime.json, description: 'when it departs' } },
    },
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
      wheelchairs: integer({
        min: 0,
        max: 6,
        description: 'how many of them stay in a wheelchair and are not named among `needs`',
      }),
      companions: optional(integer({ min: 0, max: 20, description: 'care-givers who come along' })),
      needs: optional({
        ...needs,
        json: {
          ...needs.json,
          description:
            'what riders of the party need, and how many of them; a wheelchair that `wheelchairs` counts is not named here again',
        },
      }),
    }),
    partyMistakes,
  ),
);

/** The way back: after a stay, at a time of its own, or left open until the rider calls. */
export const returnWish = named(
  'ReturnWish',
  variants(
    'kind',
    {
      stay: { staySec: integer({ min: 0, max: 86_400, unit: 'seconds between arriving and leaving again' }) },
      at: { when: tripTime },
      open: {},
    },
    {
      description:
        '`at`: a time before the way there can arrive, or before it is to arrive, is refused as bad_request; else the way back begins at that time (`now`: at once), but never before the promised arrival',
    },
  ),
);

/**
 * Kinds of riders on foot: usual adult, older rider (the usual one), with a rollator, in a wheelchair. What each can walk is in
 * `core/routing/walking/rider-profile.ts`.
 */
export const walkingRiders = ['adult', 'older', 'walker', 'wheelchair'] as const;
export type WalkingRider = (typeof walkingRiders)[number];

export const doorToDoor = optional(flag({ description: 'to and from the door, where the area allows it' }));
export const walking = optional(
  oneOf(walkingRiders, { description: 'whose limits count on foot: stairs, slope, ground; left out: by the party' }),
);

const tripFields = {
  from: place,
  to: place,
  when: tripTime,
  party,
  returnTrip: optional(returnWish),
  togetherWith: optional(
    text({ maxLength: 64, description: 'booking of a linked rider: the same vehicle at the same time' }),
  ),
  doorToDoor,
  walking,
};

export const tripRequest = named('TripRequest', object(tripFields));

/** For whom somebody else asks: a family member who may, or the desk. */
export const forRider = { forRiderId: optional(recordId) };

export const tripOrder = named(
  'TripOrder',
  object({
    ...tripFields,
    ...forRider,
    despiteLimits: optional(flag({ description: 'the desk only: book although a limit of the rules says no' })),
  }),
);

/** A stop as the rider meets it: its names, where it is, and the walk between it and the place asked for. */
export const stopOfTrip = named(
  'StopOfTrip',
  object({
    stopId: text(),
    name: localText,
    position,
    walkM: integer({ min: 0, unit: 'metres', description: 'walk between the place asked for and the stop' }),
    climbM: integer({ min: 0, unit: 'metres', description: 'metres climbed on that walk' }),
    walkSec: optional(integer({ min: 0, unit: 'seconds', description: 'time on foot for this rider' })),
    flatEquivalentM: optional(
      integer({ min: 0, unit: 'metres', description: 'length of level path that would be as tiring' }),
    ),
    stairs: optional(integer({ min: 0, unit: 'steps' })),
    door: optional(
      object(
        { spurSec: integer({ min: 0, unit: 'seconds of driving between the stop and the door' }) },
        { description: 'the vehicle comes to the door; `position` is the door' },
      ),
    ),
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

const legFields = {
  offerId: recordId,
  pickup: stopOfTrip,
  dropoff: stopOfTrip,
  pickupFromSec: pointInTime,
  pickupUntilSec: pointInTime,
  dropoffBySec: pointInTime,
  fareYen: integer({ min: 0, description: 'for this way' }),
  isShared: flag({ description: 'other riders who have booked are expected on board for part of the way' }),
};

/** The way back of an offer; it is taken and let go together with the way there. */
export const offerLeg = named('OfferLeg', object(legFields));

export const offer = named('Offer', object({ ...legFields, returnLeg: optional(offerLeg) }));

export const refusalReasons = [
  'not_in_service_area',
  'outside_service_hours',
  'too_far_ahead',
  'in_the_past',
  'no_stop_within_walk',
  'no_stop_near_destination',
  'same_stop',
  'stop_closed',
  'stop_unknown',
  'street_closed',
  'party_too_large',
  'no_wheelchair_place',
  'service_suspended',
  'no_vehicle_available',
  'no_vehicle_in_service',
  'no_road_between',
  'zones_not_allowed',
  'no_child_seat',
  'no_luggage_room',
  'no_fitting_vehicle',
  'need_not_supported',
  'too_many_companions',
  'rider_blocked',
  'rider_suspended',
  'too_many_trips',
  'too_many_bookings',
  'departure_unknown',
  'departure_not_running',
  'departure_elsewhere',
  'no_door_service',
  'return_not_possible',
  'not_together',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Refusals that hold whatever others give up and whichever vehicles the town puts in: nobody waits for such a trip. */
export const waitedForInVain: ReadonlySet<RefusalReason> = new Set([
  'not_in_service_area',
  'outside_service_hours',
  'no_stop_within_walk',
  'no_stop_near_destination',
  'same_stop',
  'stop_unknown',
  'party_too_large',
  'zones_not_allowed',
  'need_not_supported',
  'too_many_companions',
  'no_door_service',
]);

/** Something near the wish that can be had: ask again with this request. */
export const alternative = named(
  'Alternative',
  object({
    kind: oneOf(['earlier', 'later', 'other_stop', 'fewer_people']),
    request: tripRequest,
    pickupFromSec: pointInTime,
  }),
);

const diagnosis = optional(list(classObstacle, { description: 'for the desk: what keeps the trip out, by class' }));

export const tripAnswer = named(
  'TripAnswer',
  variants('kind', {
    offers: {
      requestId: recordId,
      offers: list(offer, { min: 1, max: 5 }),
      heldUntilSec: pointInTime,
      insteadOf: optional(
        object(
          {
            reason: oneOf(refusalReasons),
            tcrp: tcrpReason,
            message: localText,
            alternatives: list(alternative),
            diagnosis,
          },
          { description: 'the wish itself cannot be had, for this reason: these are the next best' },
        ),
      ),
    },
    refused: {
      requestId: recordId,
      reason: oneOf(refusalReasons),
      tcrp: tcrpReason,
      message: localText,
      alternatives: list(alternative),
      diagnosis,
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
    isLate: flag({ description: 'pickup or drop-off is expected after what was promised' }),
    canCancel: flag(),
    riderId: optional(recordId),
    bookedBy: optional(
      oneOf(['rider', 'proxy', 'desk', 'standing_order'], { description: 'who booked; absent: the rider' }),
    ),
    returnBookingId: optional({ ...recordId, json: { ...recordId.json, description: 'the way back of the pair' } }),
    outboundBookingId: optional(recordId),
    openReturnId: optional({ ...recordId, json: { ...recordId.json, description: 'way back that can be called' } }),
    togetherWith: optional(list(recordId, { description: 'bookings that travel together with this one' })),
  }),
);

export const bookingOrder = named('BookingOrder', object({ offerId: recordId }));
export const cancelOrder = named(
  'CancelOrder',
  object({
    reason: optional(oneOf(['changed_my_mind', 'booked_by_mistake', 'unable_to_make_trip', 'other'])),
    withReturn: optional(flag({ description: 'the other way of a return pair as well' })),
  }),
);

export const walkQuestion = named(
  'WalkQuestion',
  object({
    from: position,
    to: position,
    rider: oneOf(walkingRiders, { description: 'whose limits count: stairs, slope' }),
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
export type TripOrder = Infer<typeof tripOrder>;
export type ReturnWish = Infer<typeof returnWish>;
export type OfferLeg = Infer<typeof offerLeg>;
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
export function partySize(p: Pick<Party, 'adults' | 'children' | 'reduced' | 'companions'>): number {
  return p.adults + p.children + p.reduced + (p.companions ?? 0);
}

/** As whom a party walks that has not said so: as the one among them for whom the way is hardest, usually an older rider. */
export function walkingRiderOf({ wheelchairs, needs = [] }: Pick<Party, 'wheelchairs' | 'needs'>): WalkingRider {
  return wheelchairs > 0 ? 'wheelchair' : (broughtOnFoot(needs) ?? 'older');
}

function partyMistakes(p: PartyFields): Mistake[] {
  const riders = p.adults + p.children + p.reduced;
  if (riders === 0) return [{ path: '', got: 'nobody', expected: 'at least one rider' }];
  const { wheelchairs, needs: told = [] } = p;
  const inDevice = told.filter(({ type }) => seatedInDevice.includes(type)).reduce((sum, n) => sum + n.count, 0);
  if (wheelchairs + inDevice <= riders) return [];
  const got = `${wheelchairs} in wheelchairs and ${inDevice} among needs (${seatedInDevice.join(', ')})`;
  const expected = `at most ${riders} together, as many as there are riders: name each wheelchair once`;
  return [{ path: wheelchairs > 0 ? 'wheelchairs' : 'needs', got, expected }];
}

interface PartyFields {
  readonly adults: number;
  readonly children: number;
  readonly reduced: number;
  readonly wheelchairs: number;
  readonly needs?: readonly Need[];
}
