/** The call at hand: who, what they want, what was offered. F2 begins the next; F4 sets this one aside. */
import type { RiderRulesView, StandingOrder } from '@noriai/core/contracts/arrangements.ts';
import type { RiderRecord } from '@noriai/core/contracts/accounts.ts';
import type { RiderCard } from '@noriai/core/contracts/rider-card.ts';
import { weekdays } from '@noriai/core/contracts/area.ts';
import type {
  Booking,
  Offer,
  Party,
  Place,
  ReturnWish,
  TripAnswer,
  TripRequest,
} from '@noriai/core/contracts/trips.ts';
import { newKey, type CallProblem, type CallResult } from '@noriai/ui/api/client.ts';
import { dayAfter, timeOfDay, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { signal } from '@preact/signals';
import { loadBoard } from '../board/board-data.ts';
import { api } from '../session/session.ts';
import { timeZone } from '../words.ts';
import { findCard } from './callers.ts';
import { deskTexts } from './desk-texts.ts';
import { usualStart } from './usual-places.ts';

export const onePerson: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

/** What the desk knows of the caller besides who they are. */
export interface CallFacts extends Omit<RiderCard, 'rider' | 'rules'> {
  /** Null until the service has said so. */
  readonly rules: RiderRulesView | null;
  readonly bookings: readonly Booking[];
  /** Bookings to come of those who travel with the caller. */
  readonly companions: readonly { readonly name: string; readonly booking: Booking }[];
}
const noFacts: CallFacts = {
  rules: null,
  bookings: [],
  places: [],
  lastParty: null,
  people: [],
  standingOrders: [],
  waitlist: [],
  companions: [],
};

export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly request: TripRequest; readonly answer: TripAnswer }
  | { readonly kind: 'booked'; readonly booking: Booking }
  | { readonly kind: 'problem'; readonly problem: CallProblem };

export const caller = signal<RiderRecord | null>(null);
export const facts = signal<CallFacts>(noFacts);
export const from = signal<Place | null>(null);
export const to = signal<Place | null>(null);
export const whenText = signal('');
export const party = signal<Party>(onePerson);
/** Booking of a linked rider to travel with. */
export const togetherWith = signal<string | null>(null);
export const returnKind = signal<'none' | ReturnWish['kind']>('none');
/** When the way back begins, on the day of the way there. */
export const returnText = signal('');
export const answer = signal<Answer>({ kind: 'none' });

/** Counts looks and calls, so that an answer that was overtaken by a newer one is not shown. */
let looks = 0;

/** The next caller: everything of the last one goes. */
export function beginCall(): void {
  looks++;
  caller.value = null;
  facts.value = noFacts;
  clearWish();
}

function clearWish(): void {
  from.value = null;
  to.value = null;
  whenText.value = '';
  party.value = onePerson;
  togetherWith.value = null;
  returnKind.value = 'none';
  returnText.value = '';
  answer.value = { kind: 'none' };
}

/** Takes up a caller: what they usually do is filled in as soon as it is known. */
export async function takeCaller(riderId: string): Promise<Done> {
  const card = await findCard(riderId);
  if ('code' in card) return card;
  beginCall();
  caller.value = card.rider;
  showCard(card);
  const usual = usualStart(card.places);
  if (usual) from.value = { kind: 'stop', stopId: usual };
  const { usualNeeds } = card.rider;
  party.value = card.lastParty ?? { ...onePerson, ...(usualNeeds && usualNeeds.length > 0 && { needs: usualNeeds }) };
  await loadCompanions();
  return null;
}

/** Looks again at what the desk may know of the caller. */
export async function loadFacts(): Promise<void> {
  const riderId = caller.value?.riderId;
  if (riderId === undefined) return;
  const look = ++looks;
  const card = await findCard(riderId);
  if ('code' in card || look !== looks) return;
  caller.value = card.rider;
  showCard(card);
  await loadCompanions();
}

function showCard({ rider: _rider, rules, ...rest }: RiderCard): void {
  facts.value = { ...facts.value, ...rest, rules, bookings: rules.bookings };
}

async function loadCompanions(): Promise<void> {
  const riderId = caller.value?.riderId;
  const linked = facts.value.people.filter(({ tie }) => tie === 'travels_with');
  const lists = await Promise.all(linked.map((one) => api.call('listBookingsOf', { path: { riderId: one.riderId } })));
  if (caller.value?.riderId !== riderId) return;
  const companions = lists.flatMap((list, i) =>
    (list.ok ? list.answer.bookings : [])
      .filter(({ status }) => status === 'booked')
      .map((booking) => ({ name: linked[i]!.name, booking })),
  );
  facts.value = { ...facts.value, companions };
}

/**
 * Asks for offers in the caller's name.
 *
 * @param despiteLimits although a limit of the rules says no
 */
export async function ask(request: TripRequest, despiteLimits = false): Promise<void> {
  const forRiderId = caller.value?.riderId;
  if (forRiderId === undefined) return;
  answer.value = { kind: 'asking' };
  const body = { ...request, forRiderId, ...(despiteLimits && { despiteLimits }) };
  const result = await api.call('requestTrip', { body, key: newKey() });
  if (caller.value?.riderId !== forRiderId) return;
  answer.value = result.ok
    ? { kind: 'answered', request, answer: result.answer }
    : { kind: 'problem', problem: result.problem };
}

/** Takes an offer; what is held instead of one that is gone takes its place. */
export async function take(offer: Offer): Promise<void> {
  const before = answer.value;
  const result = await api.call('bookOffer', { body: { offerId: offer.offerId }, key: newKey() });
  if (result.ok) answer.value = { kind: 'booked', booking: result.answer };
  else if (result.problem.instead && before.kind === 'answered') {
    answer.value = { kind: 'answered', request: before.request, answer: result.problem.instead };
    announce(deskTexts.value.offersInstead, true);
  } else answer.value = { kind: 'problem', problem: result.problem };
  await Promise.all([loadFacts(), loadBoard()]);
}

export type Done = CallProblem | null;

/** Waits for what was asked, then for a look at what has become of it. */
async function andLook(call: Promise<CallResult<unknown>>, ...more: readonly (() => Promise<void>)[]): Promise<Done> {
  const result = await call;
  await Promise.all([loadFacts, ...more].map((look) => look()));
  return result.ok ? null : result.problem;
}

/** @param withReturn the other way of a return pair as well */
export async function cancel(bookingId: string, withReturn = false): Promise<Done> {
  return andLook(api.call('cancelBooking', { path: { bookingId }, body: { withReturn }, key: newKey() }), loadBoard);
}

/** The way back that was left open is wanted now. */
export async function callReturn({ bookingId }: Booking): Promise<void> {
  const result = await api.call('callReturn', { path: { bookingId }, body: {}, key: newKey() });
  if (!result.ok) answer.value = { kind: 'problem', problem: result.problem };
  else if (result.answer.kind === 'offers') await take(result.answer.offers[0]!);
  else await loadFacts();
}

/** Waits for what cannot be had. */
export async function wait(request: TripRequest): Promise<Done> {
  const forRiderId = caller.value?.riderId ?? '';
  return andLook(api.call('joinWaitlist', { body: { request, forRiderId }, key: newKey() }));
}

export async function leaveWaitlist(waitId: string): Promise<Done> {
  return andLook(api.call('leaveWaitlist', { path: { waitId }, body: {}, key: newKey() }));
}

/** The same trip every week on these days, from tomorrow on. */
export async function repeat(request: TripRequest, days: StandingOrder['days']): Promise<Done> {
  const { when, returnTrip, doorToDoor, walking } = request;
  if (when.kind === 'now') return null;
  const at = timeOfDay(when.atSec, timeZone());
  const { kind } = when;
  const time = kind === 'catch_departure' ? { kind, stationId: when.stationId, tripId: when.tripId, at } : { kind, at };
  const order: StandingOrder = {
    from: request.from,
    to: request.to,
    party: request.party,
    time,
    days: weekdays.filter((day) => days.includes(day)),
    fromDate: dayAfter(zoneTime(nowSec.value, timeZone()).day, 1),
    exceptions: [],
    onPublicHolidays: 'skip',
    ...(returnTrip && { returnTrip: dailyReturn(returnTrip, at) }),
    ...(doorToDoor !== undefined && { doorToDoor }),
    ...(walking !== undefined && { walking }),
    waitIfFull: true,
  };
  const forRiderId = caller.value?.riderId ?? '';
  return andLook(api.call('placeStandingOrder', { body: { order, forRiderId }, key: newKey() }));
}

/** The same way back on each day. */
function dailyReturn(wish: ReturnWish, at: string): NonNullable<StandingOrder['returnTrip']> {
  if (wish.kind !== 'at') return wish;
  return { kind: 'at_time', at: 'atSec' in wish.when ? timeOfDay(wish.when.atSec, timeZone()) : at };
}

export async function endOrder(orderId: string): Promise<Done> {
  const body = { cancelBookings: true };
  return andLook(api.call('endStandingOrder', { path: { orderId }, body, key: newKey() }));
}

/** Blocks the caller with a reason, or lets them book again; late cancels and no-shows are forgiven then. */
export async function setBlocked(reason: string | null): Promise<Done> {
  const riderId = caller.value?.riderId ?? '';
  const body = {
    blocked: reason === null ? null : { untilSec: null, reason },
    riderTypeId: facts.value.rules?.riderTypeId ?? null,
    clearStrikes: reason === null,
  };
  return andLook(api.call('setRiderRules', { path: { riderId }, body, key: newKey() }));
}

export type PersonCall = 'addProxy' | 'removeProxy' | 'addCompanion' | 'removeCompanion' | 'keepApart' | 'endKeepApart';

/** Links a rider with somebody, or ends a link. */
export async function setLink(name: PersonCall, riderId: string, forRiderId: string): Promise<Done> {
  return andLook(api.call(name, { body: { riderId, forRiderId }, key: newKey() }));
}

/** Both ways at once: the desk has heard both say yes. */
export async function linkBoth(riderId: string, forRiderId: string): Promise<Done> {
  return (await setLink('addCompanion', riderId, forRiderId)) ?? (await setLink('addCompanion', forRiderId, riderId));
}

/** Takes a cancellation of the last minute back. */
export async function restore(bookingId: string): Promise<Done> {
  return andLook(api.call('restoreBooking', { path: { bookingId }, body: {}, key: newKey() }), loadBoard);
}
