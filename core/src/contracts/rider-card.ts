/** A rider as the desk needs them while they are on the phone, in one answer; and the family, as its members may see it. */
import { localText, position } from './area.ts';
import { oneName, oneTimeCode, riderNames, riderRecord } from './accounts.ts';
import { riderRulesView, standingOrderView, waitlistView } from './arrangements.ts';
import { needs } from './needs.ts';
import { flag, integer, list, named, nullable, object, oneOf, optional, text, type Infer } from './schema.ts';
import { party, pointInTime, recordId } from './trips.ts';

export const riderPlace = object({
  stopId: text(),
  name: localText,
  position,
  isDoor: flag({ description: 'the vehicle came to the door at `position`' }),
  pickups: integer({ min: 0 }),
  dropoffs: integer({ min: 0 }),
  lastSec: pointInTime,
});
export type RiderPlace = Infer<typeof riderPlace>;

/** What somebody is to the rider of the card. */
export const ties = [
  'books_for_rider',
  'rider_books_for',
  'travels_with',
  'asked_by_rider',
  'asks_rider',
  'kept_apart',
] as const;

export const riderCard = named(
  'RiderCard',
  object({
    rider: riderRecord,
    rules: riderRulesView,
    places: list(riderPlace, { description: 'of the last weeks, the most used first' }),
    lastParty: nullable(party),
    people: list(object({ riderId: recordId, name: text(), kana: text(), phone: nullable(text()), tie: oneOf(ties) })),
    standingOrders: list(standingOrderView),
    waitlist: list(waitlistView),
  }),
);
export type RiderCard = Infer<typeof riderCard>;

/** Whom somebody would like to book for. */
export const proxyWish = named('ProxyWish', oneName(object(riderNames)));
/** With the code that the other was sent and passed on. */
export const proxyConsent = named('ProxyConsent', oneName(object({ ...riderNames, code: oneTimeCode })));

/** Names only for those who agreed to it by becoming family. */
export const family = named(
  'Family',
  object({
    proxies: list(object({ riderId: recordId, name: text() }), { description: 'who may book for this rider' }),
    actsFor: list(object({ riderId: recordId, name: text(), needs: text(), usualNeeds: optional(needs) }), {
      description: 'for whom this rider may book, with what they need',
    }),
  }),
);
export type Family = Infer<typeof family>;
