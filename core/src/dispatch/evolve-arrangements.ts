/** What facts about arrangements do to the state: riders and their links, standing orders, waitlist, open returns. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { Strike } from '../rules/limits.ts';
import type { ArrangementEvent, DispatchEvent, Relation } from './events.ts';
import { dayAfter, firstDate, nextOpenDay, nextStandingDay } from './standing-days.ts';
import type { DispatchState, Ride, RiderRecord, Shift } from './state.ts';

/** More strikes than any rule counts. */
const STRIKES_KEPT = 100;
/** Days of a standing order that are shown: more than can be booked ahead, so that none is dealt with twice. */
const DAYS_KEPT = 70;

type EventOf<K extends DispatchEvent['kind']> = Extract<DispatchEvent, { kind: K }>;
export type Applier<K extends DispatchEvent['kind']> = (
  world: ServiceWorld,
  state: DispatchState,
  event: EventOf<K>,
  atSec: number,
) => void;

export const arrangementAppliers: { readonly [K in ArrangementEvent['kind']]: Applier<K> } = {
  open_return_noted(_, state, { bookingId, riderId, request, untilSec }) {
    state.openReturns.set(bookingId, { bookingId, riderId, request, untilSec });
  },
  open_return_ended(_, state, event) {
    state.openReturns.delete(event.bookingId);
  },
  relation_set(_, state, event) {
    relate(state, event, (ids, id) => (ids.includes(id) ? ids : [...ids, id]));
  },
  relation_ended(_, state, event) {
    relate(state, event, (ids, id) => ids.filter((other) => other !== id));
  },
  rider_rules_set(_, state, event) {
    const rider = riderRecord(state, event.riderId);
    rider.blocked = event.blocked;
    rider.riderTypeId = event.riderTypeId;
    if (event.clearStrikes) rider.strikes = [];
    noteFreedFor(state, event.riderId);
  },
  rider_left(_, state, event) {
    const rider = riderRecord(state, event.riderId);
    Object.assign(rider, { blocked: null, riderTypeId: null, strikes: [], hasLeft: true });
    for (const rideId of state.ridesOfRider.get(event.riderId) ?? []) delete state.rides.get(rideId)!.formerReturn;
    for (const [tokenHash, riderId] of state.riderByTokenHash) {
      if (riderId === event.riderId) state.riderByTokenHash.delete(tokenHash);
    }
  },
  standing_order_placed(world, state, { orderId, riderId, order }, atSec) {
    const next = nextStandingDay(world, order, firstDate(world, order, atSec));
    state.standingOrders.set(orderId, { orderId, riderId, order, isEnded: false, days: [], next });
  },
  standing_order_changed(world, state, { orderId, order, reopened = [] }, atSec) {
    const record = state.standingOrders.get(orderId)!;
    record.order = order;
    if (reopened.length > 0) record.changes = (record.changes ?? 0) + 1;
    record.days = record.days.filter(({ date }) => !reopened.includes(date));
    record.next = nextOpenDay(world, order, firstDate(world, order, atSec), record.days);
  },
  standing_order_ended(_, state, event) {
    const record = state.standingOrders.get(event.orderId)!;
    record.isEnded = true;
    record.next = null;
  },
  standing_order_day(world, state, { orderId, date, outcome, bookingId, reason, suspension }) {
    const record = state.standingOrders.get(orderId)!;
    const day = {
      date,
      outcome,
      ...(bookingId !== undefined && { bookingId }),
      ...(reason !== undefined && { reason }),
      ...(suspension !== undefined && { suspension }),
    };
    record.days = [...record.days, day].sort((a, b) => (a.date < b.date ? -1 : 1)).slice(-DAYS_KEPT);
    record.next = nextOpenDay(world, record.order, dayAfter(date), record.days);
  },
  waitlist_joined(_, state, event, atSec) {
    const { waitId, riderId, request, fromSec, untilSec, isUrgent, openReturnId = null } = event;
    const entry = { waitId, riderId, request, joinedSec: atSec, fromSec, untilSec, isUrgent, openReturnId };
    state.waitlist.set(waitId, { ...entry, tries: 0, triedSec: null, isDue: false, offeredRequestId: null });
  },
  waitlist_tried(_, state, event, atSec) {
    const entry = state.waitlist.get(event.waitId)!;
    entry.tries++;
    entry.triedSec = atSec;
    entry.isDue = false;
    entry.offeredRequestId = event.requestId;
  },
  waitlist_ended(_, state, event) {
    state.waitlist.delete(event.waitId);
  },
};

function relate(
  state: DispatchState,
  event: { readonly relation: Relation; readonly riderId: string; readonly otherId: string },
  change: (ids: readonly string[], id: string) => readonly string[],
): void {
  const rider = riderRecord(state, event.riderId);
  const other = riderRecord(state, event.otherId);
  switch (event.relation) {
    case 'proxy':
      rider.proxyIds = change(rider.proxyIds, event.otherId);
      other.actsForIds = change(other.actsForIds, event.riderId);
      return;
    case 'company':
      rider.companyIds = change(rider.companyIds, event.otherId);
      return;
    case 'apart':
      rider.apartIds = change(rider.apartIds, event.otherId);
      other.apartIds = change(other.apartIds, event.riderId);
  }
}

function riderRecord(state: DispatchState, riderId: string): RiderRecord {
  let record = state.riders.get(riderId);
  if (!record) {
    record = {
      proxyIds: [],
      actsForIds: [],
      companyIds: [],
      apartIds: [],
      riderTypeId: null,
      blocked: null,
      strikes: [],
    };
    state.riders.set(riderId, record);
  }
  return record;
}

/** A late cancel or a no-show counts against the rider. */
export function noteStrike(state: DispatchState, riderId: string, kind: Strike['kind'], atSec: number): void {
  const rider = riderRecord(state, riderId);
  rider.strikes = [...rider.strikes, { atSec, kind }].slice(-STRIKES_KEPT);
}

/** What the strike stood for did not happen after all. */
export function dropStrike(state: DispatchState, riderId: string, kind: Strike['kind'], atSec: number): void {
  const rider = riderRecord(state, riderId);
  const at = rider.strikes.findLastIndex((strike) => strike.kind === kind && strike.atSec === atSec);
  if (at >= 0) rider.strikes = rider.strikes.toSpliced(at, 1);
}

/**
 * Room was freed on a shift, a vehicle got a driver, or what was closed is open: waiting wishes of that time are worth another
 * look.
 */
export function noteFreed(state: DispatchState, shift: Pick<Shift, 'startSec' | 'endSec'>): void {
  for (const entry of state.waitlist.values()) {
    if (entry.fromSec < shift.endSec && entry.untilSec > shift.startSec) entry.isDue = true;
  }
}

/** A limit that stood against a rider may do so no longer: what they wait for is worth another look, whatever its hours. */
export function noteFreedFor(state: DispatchState, riderId: string): void {
  for (const entry of state.waitlist.values()) if (entry.riderId === riderId) entry.isDue = true;
}

/** The offer that was held for somebody on the waitlist is gone without their doing: they are looked at again. */
export function forgetWaitlistOffer(state: DispatchState, requestId: string): void {
  for (const entry of state.waitlist.values()) {
    if (entry.offeredRequestId !== requestId) continue;
    entry.offeredRequestId = null;
    entry.isDue = true;
  }
}

/** What a booking that is not driven leaves: its open return ends, and there is room for others and for its rider's wishes. */
export function noteNotDriven(state: DispatchState, ride: Ride): void {
  const open = state.openReturns.get(ride.rideId);
  if (open) ride.formerReturn = open;
  state.openReturns.delete(ride.rideId);
  noteFreed(state, state.shifts.get(ride.shiftId)!);
  noteFreedFor(state, ride.riderId);
}

/** The booking is driven after all: with it comes the way back that was promised, unless its time is over. */
export function noteDrivenAfterAll(state: DispatchState, ride: Ride, atSec: number): void {
  const { formerReturn } = ride;
  delete ride.formerReturn;
  ride.restoredSec = atSec;
  if (formerReturn && formerReturn.untilSec > atSec) state.openReturns.set(ride.rideId, formerReturn);
}
