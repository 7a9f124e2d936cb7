/** Standing orders, waitlist, links and rules of riders as those may see them whom they concern. */
import type {
  PeopleView,
  RiderRulesView,
  StandingOrderDay,
  StandingOrderView,
  WaitlistView,
} from '../contracts/arrangements.ts';
import type { Booking } from '../contracts/trips.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { suspendedUntilSec } from '../rules/limits.ts';
import { areLinked } from './admission.ts';
import { toldOfDay } from './answers.ts';
import { inOrder, wantSameHours } from './decide-waitlist.ts';
import type { DispatchState, StandingDayRecord, StandingOrderRecord, WaitlistEntry } from './state.ts';

/** A standing order, or null when there is none. */
export function findStandingOrder(state: DispatchState, orderId: string): StandingOrderView | null {
  const record = state.standingOrders.get(orderId);
  return record ? orderView(record) : null;
}

export function standingOrdersOf(state: DispatchState, riderId: string): readonly StandingOrderView[] {
  return [...state.standingOrders.values()].filter((record) => record.riderId === riderId).map(orderView);
}

function orderView({ orderId, riderId, order, isEnded, days, next }: StandingOrderRecord): StandingOrderView {
  return { orderId, riderId, order, isEnded, days: days.map(dayView), nextDate: next?.date ?? null };
}

function dayView({ suspension, ...day }: StandingDayRecord): StandingOrderDay {
  return { ...day, ...toldOfDay(day.reason, suspension) };
}

/** An entry of the waitlist, or null when there is none (any more). */
export function findWaitlistEntry(state: DispatchState, waitId: string): WaitlistView | null {
  const entry = state.waitlist.get(waitId);
  return entry ? entryView(state, entry) : null;
}

export function waitlistOf(state: DispatchState, riderId: string): readonly WaitlistView[] {
  return [...state.waitlist.values()]
    .filter((entry) => entry.riderId === riderId)
    .map((entry) => entryView(state, entry));
}

function entryView(state: DispatchState, entry: WaitlistEntry): WaitlistView {
  const { waitId, riderId, request, joinedSec, untilSec, offeredRequestId } = entry;
  const answer = offeredRequestId === null ? undefined : state.answers.get(offeredRequestId);
  const offered = answer?.kind === 'offers' ? answer : null;
  return {
    waitId,
    riderId,
    request,
    joinedSec,
    untilSec,
    state: offered ? 'offered' : 'waiting',
    ahead: offered ? 0 : rivalsBefore(state, entry),
    offer: offered?.offers[0] ?? null,
    heldUntilSec: offered?.heldUntilSec ?? null,
  };
}

/** Entries of others that are looked at first and want what this one wants: those of other days take nothing from it. */
function rivalsBefore(state: DispatchState, entry: WaitlistEntry): number {
  const all = inOrder(state);
  return all
    .slice(0, all.indexOf(entry))
    .filter((other) => other.offeredRequestId === null && other.riderId !== entry.riderId)
    .filter((other) => wantSameHours(other, entry)).length;
}

/** Whom a rider is linked with; who is kept apart is never part of it. */
export function peopleView(state: DispatchState, riderId: string): PeopleView {
  const rider = state.riders.get(riderId);
  const askedBy = [...state.riders].filter(([, other]) => other.companyIds.includes(riderId)).map(([id]) => id);
  const linked = (rider?.companyIds ?? []).filter((id) => areLinked(state, riderId, id));
  return {
    riderId,
    proxies: rider?.proxyIds ?? [],
    actsFor: rider?.actsForIds ?? [],
    linked,
    askedToLink: (rider?.companyIds ?? []).filter((id) => !linked.includes(id)),
    askedBy: askedBy.filter((id) => !linked.includes(id)),
  };
}

/** For the desk: all that is known and decided about a rider. */
export function riderRulesView(
  world: ServiceWorld,
  state: DispatchState,
  riderId: string,
  nowSec: number,
  bookings: readonly Booking[],
): RiderRulesView {
  const rider = state.riders.get(riderId);
  return {
    riderId,
    blocked: rider?.blocked ?? null,
    riderTypeId: rider?.riderTypeId ?? null,
    suspendedUntilSec: suspendedUntilSec(world.area.fairUse, rider?.strikes ?? [], nowSec),
    strikes: rider?.strikes ?? [],
    keptApartFrom: rider?.apartIds ?? [],
    people: peopleView(state, riderId),
    bookings,
  };
}
