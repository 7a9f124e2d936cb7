/** Departures of trains and buses at stations of the area, as imported from a GTFS feed (`noriai area timetable`). */
import { date, weekdays } from './area.ts';
import { integer, list, named, object, oneOf, text, type Infer } from './schema.ts';
import { localText } from './area.ts';

const feedId = text({ minLength: 1, maxLength: 200 });

/** Days on which trips run: weekdays between two dates, with days added and left out. */
export const timetableService = object({
  serviceId: feedId,
  days: list(oneOf(weekdays), { max: 7 }),
  from: date,
  until: date,
  added: list(date),
  removed: list(date),
});

export const timetableDeparture = object({
  stationId: text({ minLength: 1, maxLength: 64, description: 'stop of the area' }),
  tripId: feedId,
  serviceId: feedId,
  /** Seconds after midnight of the service day, as in GTFS noon minus 12 hours; above 86,400 after midnight. */
  departSec: integer({ min: 0, max: 172_800 }),
  routeName: localText,
  headsign: localText,
});

export const timetable = named(
  'Timetable',
  object({
    format: oneOf(['noriai-timetable-1']),
    source: text({ maxLength: 400 }),
    stations: list(object({ stationId: text({ maxLength: 64 }), platformSec: integer({ min: 0, max: 3600 }) })),
    services: list(timetableService),
    departures: list(timetableDeparture, { description: 'by station, then by time' }),
  }),
);

export type Timetable = Infer<typeof timetable>;
export type TimetableService = Infer<typeof timetableService>;
export type TimetableDeparture = Infer<typeof timetableDeparture>;
