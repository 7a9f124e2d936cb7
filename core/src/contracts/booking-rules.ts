/** What a town decides about who may ride where, when and how often: parts of the area file, all optional (docs/how-to/set-booking-rules.md). */
import { accessibilityTypes } from './needs.ts';
import { decimal, flag, integer, list, object, oneOf, optional, text, type Infer, type Schema } from './schema.ts';

/** Days of the week, and public holidays, which count as nothing else. */
export const dayTypes = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'] as const;
export type DayType = (typeof dayTypes)[number];

/** Trip kinds that a limit may be about. */
export const tripKinds = [
  'now',
  'depart_after',
  'arrive_by',
  'catch_departure',
  'return_pair',
  'open_return',
  'standing',
] as const;
export type TripKind = (typeof tripKinds)[number];

/** Everywhere outside of all zones. */
export const REST_OF_AREA = 'rest';

const zoneId = text({
  pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
  expected: 'the id of a zone, or rest for everywhere outside of all zones',
});
const days = optional(list(oneOf(dayTypes), { min: 1, max: 8, description: 'default: every day' }));
const yen = integer({ min: 0, max: 100_000 });

export const zonePolygon = list(list(decimal(), { min: 2, max: 2 }), {
  min: 4,
  max: 5000,
  description: 'closed ring of [lon, lat]',
});

export const travelRule = object({
  from: zoneId,
  to: zoneId,
  days,
  isAllowed: flag({ description: 'the first rule that fits decides; where none does, the trip is allowed' }),
});

export const zoneFare = object({
  from: zoneId,
  to: zoneId,
  adultYen: yen,
  childYen: yen,
  reducedYen: yen,
  companionYen: optional(yen),
});

/** Holds for those who fit all its conditions; where several rules fit, each must be kept. */
export const limitRule = object({
  riderType: optional(text({ maxLength: 64, description: 'only for riders of this type' })),
  tripKind: optional(oneOf(tripKinds, { description: 'only for trips of this kind' })),
  need: optional(oneOf(accessibilityTypes, { description: 'only for parties with this need' })),
  tripsPerDay: optional(integer({ min: 0, max: 100, description: 'bookings of one rider for one service day' })),
  activeBookings: optional(integer({ min: 0, max: 1000, description: 'bookings of one rider at once' })),
  partySize: optional(integer({ min: 1, max: 20 })),
  advanceDays: optional(integer({ min: 0, max: 90 })),
});

export const fairUse = object({
  withinDays: integer({ min: 1, max: 365, description: 'how far back late cancels and no-shows count' }),
  strikes: integer({ min: 1, max: 100, description: 'so many late cancels and no-shows …' }),
  suspendDays: integer({ min: 1, max: 365, description: '… and the rider cannot book for so long after the last' }),
});

export const doorToDoor = object({
  riderTypes: optional(list(text({ maxLength: 64 }), { max: 50, description: 'who may; default: everybody' })),
  needs: optional(
    list(oneOf(accessibilityTypes), { max: 22, description: 'who may as well: parties with such a need' }),
  ),
  zones: optional(list(zoneId, { max: 200, description: 'where; default: the whole area' })),
  maxSpurSec: integer({ min: 10, max: 1800, description: 'longest drive from the nearest stop to the door' }),
});

/** Numbers with a default each; absent means the default. */
export const bookingLimits = {
  standingAheadDays: { fallback: 7, min: 1, max: 60, description: 'standing orders are booked so many days ahead' },
  standingOrdersPerRider: { fallback: 10, min: 0, max: 100, description: 'standing orders of one rider' },
  waitlistHoldSec: {
    fallback: 900,
    min: 60,
    max: 7200,
    description: 'how long an offer from the waitlist is kept free',
  },
  waitlistPerRider: { fallback: 3, min: 0, max: 50, description: 'entries of one rider on the waitlist' },
  openReturnMaxWaitSec: {
    fallback: 3600,
    min: 300,
    max: 14_400,
    description: 'longest wait for a return that was left open, when it is called',
  },
  maxStaySec: {
    fallback: 28_800,
    min: 600,
    max: 86_400,
    description: 'longest stay between the legs of a return pair',
  },
  nextBestSpanSec: {
    fallback: 7200,
    min: 0,
    max: 86_400,
    description: 'how far from the wished time the next best is held for a rider whose wish cannot be had',
  },
  companionsPerRider: { fallback: 1, min: 0, max: 5, description: 'care-givers for each rider who needs one' },
  proxiesPerRider: { fallback: 5, min: 0, max: 50, description: 'people who may book for a rider' },
  platformSec: { fallback: 240, min: 0, max: 3600, description: 'from a station’s stop to the platform' },
} as const;
export type BookingLimit = keyof typeof bookingLimits;

type LimitFields = { readonly [K in BookingLimit]: Schema<number> & { readonly isOptional: true } };

export const bookingRules = object(
  Object.fromEntries(
    Object.entries(bookingLimits).map(([name, { min, max, fallback, description }]) => [
      name,
      optional(integer({ min, max, description: `${description} (default ${fallback})` })),
    ]),
  ) as LimitFields,
);

/** A stop of the area at which other public transport departs. */
export const station = object({
  stopId: text({ maxLength: 64, description: 'of the area' }),
  gtfsStopIds: list(text({ minLength: 1, maxLength: 200 }), { min: 1, max: 200, description: 'in the GTFS feed' }),
  platformSec: optional(integer({ min: 0, max: 3600, description: 'from the stop to the platform' })),
});

export type TravelRule = Infer<typeof travelRule>;
export type ZoneFare = Infer<typeof zoneFare>;
export type LimitRule = Infer<typeof limitRule>;
export type FairUse = Infer<typeof fairUse>;
export type DoorToDoor = Infer<typeof doorToDoor>;
export type BookingRules = Infer<typeof bookingRules>;
export type Station = Infer<typeof station>;

/** A number of the area's booking rules, or its default. */
export function bookingLimit(rules: BookingRules | undefined, name: BookingLimit): number {
  return rules?.[name] ?? bookingLimits[name].fallback;
}
