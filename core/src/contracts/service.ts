/** What everybody may know of the service: the area as riders see it, the clock, whether it runs now. */
import {
  depot,
  fares,
  holiday,
  localText,
  promiseRules,
  rollCallRules,
  serviceHours,
  stop,
  vehicleClasses,
  zone,
} from './area.ts';
import { bookingRules, doorToDoor, station, zoneFare } from './booking-rules.ts';
import { accessibilityTypes } from './needs.ts';
import { decimal, flag, integer, list, named, nullable, object, oneOf, optional, text, type Infer } from './schema.ts';
import { pointInTime, recordId, tripAnswer } from './trips.ts';

export const serviceView = named(
  'Service',
  object({
    nowSec: pointInTime,
    clockShiftSec: integer({ description: 'how far the clock of the demo is moved from the real one' }),
    isOpen: flag({ description: 'vehicles run now' }),
    /** End of the hours at which the service rests now, as the desk decided; null when it does not. */
    restsUntilSec: nullable(pointInTime),
    isDemo: flag(),
    asksDriverCode: flag(),
    asksDriverPin: flag({ description: 'drivers sign on with number and PIN on a paired tablet' }),
    version: text(),
  }),
);

export const areaView = named(
  'AreaView',
  object({
    id: text(),
    name: localText,
    source: oneOf(['osm', 'model']),
    credit: text(),
    timeZone: text(),
    phone: text(),
    bounds: list(decimal(), { min: 4, max: 4, description: 'west, south, east, north' }),
    stops: list(stop),
    depots: list(depot),
    vehicles: list(
      object({
        id: text(),
        name: localText,
        plate: text(),
        class: oneOf(vehicleClasses),
        seats: integer(),
        wheelchairPlaces: integer(),
      }),
    ),
    serviceHours: list(serviceHours),
    holidays: list(holiday),
    promises: promiseRules,
    fares,
    publicHolidays: optional(list(holiday)),
    zones: optional(list(zone)),
    zoneFares: optional(list(zoneFare)),
    supportedNeeds: optional(list(oneOf(accessibilityTypes), { description: 'absent: all' })),
    bookingRules: optional(bookingRules),
    doorToDoor: optional(doorToDoor),
    rollCall: oneOf(rollCallRules, { description: 'whether duties begin with a roll call (点呼)' }),
    stations: optional(list(station, { description: 'where trains and buses can be caught' })),
  }),
);

export const session = named('Session', object({ token: text(), subjectId: recordId }));

/** RFC 9457 problem details; `code` is a key of the refusal table, `mistakes` lists bad fields, `instead` what is held instead of an offer that is gone. */
export const problem = named(
  'Problem',
  object({
    type: text(),
    title: text(),
    status: integer(),
    code: text(),
    detail: text(),
    message: localText,
    mistakes: list(object({ path: text(), got: text(), expected: text() })),
    instead: optional(tripAnswer),
  }),
);

export const health = named(
  'Health',
  object({
    status: oneOf(['ok', 'starting', 'failing']),
    areaId: nullable(text()),
    sequence: integer(),
    version: text(),
  }),
);

export type ServiceView = Infer<typeof serviceView>;
export type AreaView = Infer<typeof areaView>;
export type Session = Infer<typeof session>;
export type Problem = Infer<typeof problem>;
export type Health = Infer<typeof health>;
