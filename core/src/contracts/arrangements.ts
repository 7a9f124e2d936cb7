/**
 * What lasts longer than one trip: standing orders, the waitlist, and who may book for whom, who travels with whom, and
 * what the desk decides about a rider.
 */
import { date, weekdays, type LocalText } from './area.ts';
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
import {
  booking,
  doorToDoor,
  forRider,
  offer,
  party,
  place,
  pointInTime,
  recordId,
  refusalReasons,
  tripRequest,
  walking,
  type Place,
} from './trips.ts';
import { localText } from './area.ts';

const clockTime = text({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, expected: 'a time of day like 09:00' });

/** The way back of each day: after a stay, at a time of day, or left open until the rider calls. */
const orderReturn = variants('kind', {
  stay: { staySec: integer({ min: 0, max: 86_400, unit: 'seconds between arriving and leaving again' }) },
  at_time: { at: clockTime },
  open: {},
});

const orderFields = {
  from: place,
  to: place,
  party,
  time: variants('kind', {
    depart_after: { at: clockTime },
    arrive_by: { at: clockTime },
    /** Be on the platform in time for the train or bus of that minute, looked up in the timetable of each day. */
    catch_departure: {
      stationId: text({ minLength: 1, maxLength: 64, description: 'stop of the area at the station' }),
      tripId: text({ minLength: 1, maxLength: 200, description: 'of the timetable, on one of the days' }),
      at: { ...clockTime, json: { ...clockTime.json, description: 'when it departs' } },
    },
  }),
  days: list(oneOf(weekdays), { min: 1, max: 7 }),
  fromDate: date,
  untilDate: optional(date),
  exceptions: list(date, { max: 400, description: 'days on which no trip is wanted' }),
  onPublicHolidays: oneOf(['skip', 'run']),
  returnTrip: optional(orderReturn),
  doorToDoor,
  walking,
  waitIfFull: flag({ description: 'a day that cannot be had goes on the waitlist' }),
};

/** The same trip on certain weekdays, booked some days ahead by the service itself. */
export const standingOrder = named('StandingOrder', where(object(orderFields), orderMistakes));

function orderMistakes({ fromDate, untilDate, to, time, returnTrip }: OrderFields): Mistake[] {
  const mistakes: Mistake[] = [];
  if (untilDate !== undefined && untilDate < fromDate)
    mistakes.push({ path: 'untilDate', got: untilDate, expected: `a day not before ${fromDate}` });
  if (time.kind === 'catch_departure' && to.kind === 'stop' && to.stopId !== time.stationId)
    mistakes.push({ path: 'to.stopId', got: to.stopId, expected: `the station ${time.stationId} of the departure` });
  if (returnTrip?.kind === 'at_time' && returnTrip.at <= time.at)
    mistakes.push({ path: 'returnTrip.at', got: returnTrip.at, expected: `a time of the same day after ${time.at}` });
  return mistakes;
}

interface OrderFields {
  readonly fromDate: string;
  readonly untilDate?: string;
  readonly to: Place;
  readonly time: { readonly at: string } & (
    { readonly kind: 'depart_after' | 'arrive_by' } | { readonly kind: 'catch_departure'; readonly stationId: string }
  );
  readonly returnTrip?: { readonly kind: 'stay' | 'open' } | { readonly kind: 'at_time'; readonly at: string };
}

export const standingOrderForm = named('StandingOrderForm', object({ order: standingOrder, ...forRider }));
export const standingOrderEnd = named('StandingOrderEnd', object({ cancelBookings: flag() }));

export const skipReasons = ['exception', 'public_holiday', 'no_service'] as const;

/** Why the booking of a day stays although the order wants something else by now, and that was not even asked for. */
export const keptReasons = ['too_late_to_change'] as const;
export const keptReasonTexts: Readonly<Record<KeptReason, LocalText>> = {
  too_late_to_change: {
    ja: 'この日の便を変えられる時間を過ぎています。',
    easy: 'もう かえられません。',
    en: 'It is too late to change the trip of this day.',
  },
};

export const standingOrderDay = object({
  date,
  outcome: oneOf(['booked', 'refused', 'skipped']),
  bookingId: optional(recordId),
  reason: optional(oneOf([...refusalReasons, ...skipReasons, ...keptReasons])),
  tcrp: optional(tcrpReason),
  message: optional(localText),
});

export const standingOrderView = named(
  'StandingOrderView',
  object({
    orderId: recordId,
    riderId: recordId,
    order: standingOrder,
    isEnded: flag(),
    days: list(standingOrderDay, { description: 'days that were dealt with, oldest first' }),
    nextDate: nullable(date),
  }),
);

export const waitlistForm = named('WaitlistForm', object({ request: tripRequest, ...forRider }));

export const waitlistView = named(
  'WaitlistView',
  object({
    waitId: recordId,
    riderId: recordId,
    request: tripRequest,
    joinedSec: pointInTime,
    untilSec: { ...pointInTime, json: { ...pointInTime.json, description: 'the entry ends then by itself' } },
    state: oneOf(['waiting', 'offered']),
    ahead: integer({ min: 0, description: 'entries of others for the same hours that are looked at before this one' }),
    offer: nullable(offer),
    heldUntilSec: nullable(pointInTime),
  }),
);

/** All that a rider waits for now, with the time it is told at: what was held until then and is gone was not taken. */
export const waitlistNews = named('WaitlistNews', object({ nowSec: pointInTime, entries: list(waitlistView) }));

export const personLink = named('PersonLink', object({ riderId: recordId, ...forRider }));

/** Whom a rider is linked with, as the rider may see it. */
export const peopleView = named(
  'People',
  object({
    riderId: recordId,
    proxies: list(recordId, { description: 'who may book for this rider' }),
    actsFor: list(recordId, { description: 'for whom this rider may book' }),
    linked: list(recordId, { description: 'may travel together: both asked for it' }),
    askedToLink: list(recordId, { description: 'this rider asked them' }),
    askedBy: list(recordId, { description: 'they asked this rider' }),
  }),
);

export const riderBlock = object({
  untilSec: nullable(pointInTime),
  reason: text({ maxLength: 300, description: 'for the desk; never shown to the rider' }),
});

export const riderRulesForm = named(
  'RiderRulesForm',
  object({
    blocked: nullable(riderBlock),
    riderTypeId: nullable(text({ maxLength: 64 })),
    clearStrikes: flag({ description: 'late cancels and no-shows so far no longer count' }),
  }),
);

export const riderRulesView = named(
  'RiderRules',
  object({
    riderId: recordId,
    blocked: nullable(riderBlock),
    riderTypeId: nullable(text()),
    suspendedUntilSec: nullable(pointInTime),
    strikes: list(object({ atSec: pointInTime, kind: oneOf(['late_cancel', 'no_show']) })),
    keptApartFrom: list(recordId),
    people: peopleView,
    bookings: list(booking),
  }),
);

export const departuresView = named(
  'Departures',
  object({
    stationId: text(),
    departures: list(
      object({
        tripId: text(),
        atSec: pointInTime,
        beThereSec: {
          ...pointInTime,
          json: { ...pointInTime.json, description: 'at the stop, in time for the platform' },
        },
        routeName: localText,
        headsign: localText,
      }),
    ),
  }),
);

export type PersonLink = Infer<typeof personLink>;
export type StandingOrder = Infer<typeof standingOrder>;
export type StandingOrderView = Infer<typeof standingOrderView>;
export type StandingOrderDay = Infer<typeof standingOrderDay>;
export type SkipReason = (typeof skipReasons)[number];
export type KeptReason = (typeof keptReasons)[number];
export type WaitlistView = Infer<typeof waitlistView>;
export type WaitlistNews = Infer<typeof waitlistNews>;
export type PeopleView = Infer<typeof peopleView>;
export type RiderBlock = Infer<typeof riderBlock>;
export type RiderRulesForm = Infer<typeof riderRulesForm>;
export type RiderRulesView = Infer<typeof riderRulesView>;
export type DeparturesView = Infer<typeof departuresView>;
