/** The call at hand: who, what they want, what was offered. One at a time; F2 begins the next. */
import type {
  RiderRulesView,
  StandingOrder,
  StandingOrderView,
  WaitlistView,
} from '@noriai/core/contracts/arrangements.ts';
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
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { dayAfter, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { signal } from '@preact/signals';
import { loadBoard } from '../board/board-data.ts';
import { api } from '../session/session.ts';
import { timeZone } from '../words.ts';
import type { Caller } from './find-callers.ts';
import { usualTrips } from './usual-trips.ts';

export const onePerson: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

export interface CallFacts {
  readonly bookings: readonly Booking[];
  readonly waitlist: readonly WaitlistView[];
  readonly orders: readonly StandingOrderView[];
  readonly rules: RiderRulesView | null;
}
const noFacts: CallFacts = { bookings: [], waitlist: [], orders: [], rules: null };

export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly request: TripRequest; readonly answer: TripAnswer }
  | { readonly kind: 'booked'; readonly booking: Booking }
  | { readonly kind: 'problem'; readonly problem: CallProblem };

export const caller = signal<Caller | null>(null);
export const facts = signal<CallFacts>(noFacts);
export const from = signal<Place | null>(null);
export const to = signal<Place | null>(null);
export const whenText = signal('');
export const party = signal<Party>(onePerson);
export const returnKind = signal<'none' | ReturnWish['kind']>('none');
export const answer = signal<Answer>({ kind: 'none' });

/** The next caller: everything of the last one goes. */
export function beginCall(): void {
  caller.value = null;
  facts.value = noFacts;
  clearWish();
}

export function clearWish(): void {
  from.value = null;
  to.value = null;
  whenText.value = '';
  party.value = onePerson;
  returnKind.value = 'none';
  answer.value = { kind: 'none' };
}

/** Takes up a caller: what they usually do is filled in as soon as it is known. */
export async function takeCaller(next: Caller): Promise<void> {
  beginCall();
  caller.value = next;
  await loadFacts();
  if (caller.value?.riderId !== next.riderId) return;
  const usual = usualTrips(facts.value.bookings);
  if (from.value === null && usual.starts[0]) from.value = { kind: 'stop', stopId: usual.starts[0] };
  if (usual.party) party.value = usual.party;
}

/** Everything the desk may know of the caller. */
export async function loadFacts(): Promise<void> {
  const riderId = caller.value?.riderId;
  if (riderId === undefined) return;
  const path = { riderId };
  const [bookings, waitlist, orders, rules] = await Promise.all([
    api.call('listBookingsOf', { path }),
    api.call('listWaitlist', { path }),
    api.call('listStandingOrders', { path }),
    api.call('getRiderRules', { path }),
  ]);
  if (caller.value?.riderId !== riderId) return;
  facts.value = {
    bookings: bookings.ok ? bookings.answer.bookings : [],
    waitlist: waitlist.ok ? waitlist.answer.entries : [],
    orders: orders.ok ? orders.answer.orders : [],
    rules: rules.ok ? rules.answer : null,
  };
}

/** Asks for offers in the caller's name. */
export async function ask(request: TripRequest): Promise<void> {
  const forRiderId = caller.value?.riderId;
  if (forRiderId === undefined) return;
  answer.value = { kind: 'asking' };
  const result = await api.call('requestTrip', { body: { ...request, forRiderId }, key: newKey() });
  if (caller.value?.riderId !== forRiderId) return;
  answer.value = result.ok
    ? { kind: 'answered', request, answer: result.answer }
    : { kind: 'problem', problem: result.problem };
}

/** Takes an offer. */
export async function take(offer: Offer): Promise<void> {
  const result = await api.call('bookOffer', { body: { offerId: offer.offerId }, key: newKey() });
  answer.value = result.ok ? { kind: 'booked', booking: result.answer } : { kind: 'problem', problem: result.problem };
  await Promise.all([loadFacts(), loadBoard()]);
}

export type Done = CallProblem | null;

export async function cancel({ bookingId }: Booking): Promise<Done> {
  const result = await api.call('cancelBooking', { path: { bookingId }, body: {}, key: newKey() });
  await Promise.all([loadFacts(), loadBoard()]);
  return result.ok ? null : result.problem;
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
  const result = await api.call('joinWaitlist', { body: { request, forRiderId }, key: newKey() });
  await loadFacts();
  return result.ok ? null : result.problem;
}

export async function leaveWaitlist(waitId: string): Promise<Done> {
  const result = await api.call('leaveWaitlist', { path: { waitId }, body: {}, key: newKey() });
  await loadFacts();
  return result.ok ? null : result.problem;
}

/** The same trip every week on these days, from tomorrow on. */
export async function repeat(request: TripRequest, days: StandingOrder['days']): Promise<Done> {
  if (request.when.kind !== 'depart_after' && request.when.kind !== 'arrive_by') return null;
  const { hour, minute } = zoneTime(request.when.atSec, timeZone());
  const at = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const time = { kind: request.when.kind, at };
  const order: StandingOrder = {
    from: request.from,
    to: request.to,
    party: request.party,
    time,
    days: weekdays.filter((day) => days.includes(day)),
    fromDate: dayAfter(zoneTime(nowSec.value, timeZone()).day, 1),
    exceptions: [],
    onPublicHolidays: 'skip',
    waitIfFull: true,
  };
  const forRiderId = caller.value?.riderId ?? '';
  const result = await api.call('placeStandingOrder', { body: { order, forRiderId }, key: newKey() });
  await loadFacts();
  return result.ok ? null : result.problem;
}

export async function endOrder(orderId: string): Promise<Done> {
  const body = { cancelBookings: true };
  const result = await api.call('endStandingOrder', { path: { orderId }, body, key: newKey() });
  await loadFacts();
  return result.ok ? null : result.problem;
}

/** Blocks the caller with a reason, or lets them book again; late cancels and no-shows are forgiven then. */
export async function setBlocked(reason: string | null): Promise<Done> {
  const riderId = caller.value?.riderId ?? '';
  const body = {
    blocked: reason === null ? null : { untilSec: null, reason },
    riderTypeId: facts.value.rules?.riderTypeId ?? null,
    clearStrikes: reason === null,
  };
  const result = await api.call('setRiderRules', { path: { riderId }, body, key: newKey() });
  await loadFacts();
  return result.ok ? null : result.problem;
}

/** Lets somebody of the family book in the caller's name. */
export async function addProxy(proxyId: string): Promise<Done> {
  const forRiderId = caller.value?.riderId ?? '';
  const result = await api.call('addProxy', { body: { riderId: proxyId, forRiderId }, key: newKey() });
  await loadFacts();
  return result.ok ? null : result.problem;
}
