/**
 * Why a trip goes with the vehicle it goes with, for the desk: the runner-up and what the trip would cost with it, in
 * seconds that people drive, wait and ride. Sums only: nothing about any other rider.
 */
import { localText } from './area.ts';
import { classObstacle } from './obstacles.ts';
import { integer, list, named, nullable, object, oneOf, text, type Infer } from './schema.ts';
import { pointInTime, recordId } from './trips.ts';

const seconds = (description: string) => integer({ unit: 'seconds', description });

/** The plan with the other vehicle less the plan as it is: above zero speaks for the plan as it is. */
export const planDifference = named(
  'PlanDifference',
  object({
    driveSec: seconds('driving, of both vehicles'),
    ownWaitSec: seconds('waiting of this trip’s riders after the begin of what was promised or wished'),
    ownRideSec: seconds('riding of this trip’s riders beyond the direct drive'),
    ownWalkSec: seconds('walking of this trip’s riders'),
    othersWaitSec: seconds('waiting of all other riders'),
    othersRideSec: seconds('riding of all other riders beyond the direct drive'),
  }),
);

/** The same with the area’s weights on it: what the plan is chosen by. */
export const priceDifference = named(
  'PriceDifference',
  object({
    drive: integer(),
    wait: integer(),
    ride: integer(),
    walk: integer(),
    total: integer({ description: 'the sum of the parts; at or above zero when the plan as it is is no dearer' }),
  }),
);

export const rivalVehicle = named(
  'RivalVehicle',
  object({
    vehicleId: text(),
    vehicleName: localText,
    pickupSec: pointInTime,
    dropoffSec: pointInTime,
    difference: planDifference,
    price: priceDifference,
  }),
);

export const tripReasons = named(
  'TripReasons',
  object({
    bookingId: recordId,
    vehicleId: text(),
    vehicleName: localText,
    /** What was compared: the trip as it was offered, as it was moved later, or as things are now. */
    about: oneOf(['offer', 'move', 'now']),
    atSec: { ...pointInTime, json: { ...pointInTime.json, description: 'the state of that moment was compared' } },
    /** Of a move: the reason as it stands in the ledger. Who made it is the audit trail's to say. */
    movedFor: nullable(text()),
    fixed: nullable(
      oneOf(['on_board', 'on_the_way', 'over'], { description: 'why no other vehicle is compared any more' }),
    ),
    pickupSec: nullable(pointInTime),
    dropoffSec: nullable(pointInTime),
    rivals: list(rivalVehicle, { description: 'other vehicles that could, cheapest first: the runner-up leads' }),
    obstacles: list(classObstacle, { description: 'of each class in which no other vehicle could: why' }),
  }),
);

/** Every decision that put the trip on a vehicle, oldest first, each compared in the state in which it was made. */
export const tripDecisions = named('TripDecisions', object({ decisions: list(tripReasons) }));

export type PlanDifference = Infer<typeof planDifference>;
export type PriceDifference = Infer<typeof priceDifference>;
export type RivalVehicle = Infer<typeof rivalVehicle>;
export type TripReasons = Infer<typeof tripReasons>;
export type TripDecisions = Infer<typeof tripDecisions>;
