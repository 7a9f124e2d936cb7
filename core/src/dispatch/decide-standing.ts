/** Standing orders: placed, changed and ended by people; each day is booked ahead by the service itself. */
import type { StandingOrder } from '../contracts/arrangements.ts';
import { bookingLimit } from '../contracts/booking-rules.ts';
import { actingFor, byWhom, isRefused, mayActFor } from './acting.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { bookedWays, cancellation, openReturnOf } from './decide-booking.ts';
import { askFor } from './decide-trip.ts';
import { joinedWaitlist } from './decide-waitlist.ts';
import type { DispatchEvent } from './events.ts';
import { orderNeverHad, whyNever } from './never-had.ts';
import {
  datesOf,
  hasBegun,
  isSettled,
  letGoOf,
  mayAskAnew,
  openWays,
  standingRequestId,
  waitNoMore,
} from './standing-bookings.ts';
import { firstDate, skippedBecause, standingRequest, wantedOn } from './standing-days.ts';
import type { StandingOrderRecord } from './state.ts';

export function placeOrder(
  moment: Moment,
  actor: Actor,
  command: Extract<Command, { kind: 'place_standing_order' }>,
): Outcome {
  const { world, state } = moment;
  const acting = actingFor(state, actor, command.forRiderId);
  if (isRefused(acting)) return acting;
  const most = bookingLimit(world.area.bookingRules, 'standingOrdersPerRider');
  const present = [...state.standingOrders.values()].filter(
    (record) => record.riderId === acting.riderId && !record.isEnded,
  );
  if (present.length >= most) return refused('limit_reached', `at most ${most} standing orders`);
  const { orderId, order } = command;
  if (!hasDeparture(world, order)) return noDeparture(order);
  const never = orderNeverHad(moment, acting.riderId, order);
  return never ?? accepted(orderId, [{ kind: 'standing_order_placed', orderId, order, ...acting }]);
}

/** Whether the timetable knows the departure of an order, on whatever days; true for an order without one. */
function hasDeparture({ timetable }: Moment['world'], { time }: StandingOrder): boolean {
  if (time.kind !== 'catch_departure') return true;
  const { stationId, tripId } = time;
  return timetable?.departures.some((one) => one.stationId === stationId && one.tripId === tripId) === true;
}

function noDeparture({ time }: StandingOrder): Outcome {
  return refused('bad_request', `order.time: got ${JSON.stringify(time)}, expected a departure of the timetable`);
}

/**
 * The new order holds from now on. What is booked of days that it leaves out is cancelled at once; days of which it wants
 * something else are dealt with anew, and keep their booking until then.
 */
export function changeOrder(
  moment: Moment,
  actor: Actor,
  { orderId, order }: Extract<Command, { kind: 'change_standing_order' }>,
): Outcome {
  const record = ownOrder(moment, actor, orderId);
  if (!record) return refused('not_found', `there is no standing order ${orderId} of yours`);
  // What an earlier timetable or area knew may be kept while something else is changed.
  const isNewTime = JSON.stringify(order.time) !== JSON.stringify(record.order.time);
  if (isNewTime && !hasDeparture(moment.world, order)) return noDeparture(order);
  const never = tripOf(order) === tripOf(record.order) ? null : orderNeverHad(moment, record.riderId, order);
  if (never) return never;
  const by = byWhom(actor, record.riderId);
  const { leftOut, anew } = changedDays(moment, record, order);
  const dates = [...leftOut, ...anew].sort();
  const reopened = dates.length > 0 && { reopened: dates };
  return accepted(orderId, [
    { kind: 'standing_order_changed', orderId, riderId: record.riderId, order, ...reopened, ...by },
    ...leftOut.flatMap((date) => letGoOf(moment, record, date, by)),
    ...anew.flatMap((date) => waitNoMore(moment.state, record, date, by)),
  ]);
}

/** All of an order but on which dates it holds. */
function tripOf({ from, to, party, time, days, returnTrip, doorToDoor, walking }: StandingOrder): string {
  return JSON.stringify([from, to, party, time, days, returnTrip, doorToDoor, walking]);
}

/** Days to come that the new order leaves out, and days dealt with of which it wants something else than before. */
function changedDays(moment: Moment, record: StandingOrderRecord, order: StandingOrder) {
  const { world, nowSec } = moment;
  const wanted = (date: string) => wantedOn(world, order, date);
  const isOther = (date: string) =>
    JSON.stringify(wanted(date)) !== JSON.stringify(wantedOn(world, record.order, date));
  const isLeftOut = (date: string) => wanted(date) === null || typeof wanted(date) === 'string';
  const today = world.calendar.dateAt(nowSec);
  const first = firstDate(world, order, nowSec);
  const leftOut = datesOf(moment, record)
    .filter((date) => date >= today && !hasBegun(moment, record, date))
    .filter((date) => isOther(date) && isLeftOut(date));
  const anew = record.days
    .filter((day) => day.date >= first && isOther(day.date) && !isLeftOut(day.date) && mayAskAnew(moment, record, day))
    .map(({ date }) => date);
  return { leftOut, anew };
}

export function endOrder(
  moment: Moment,
  actor: Actor,
  { orderId, cancelBookings }: Extract<Command, { kind: 'end_standing_order' }>,
): Outcome {
  const record = ownOrder(moment, actor, orderId);
  if (!record) return refused('not_found', `there is no standing order ${orderId} of yours`);
  const by = byWhom(actor, record.riderId);
  const dates = cancelBookings ? datesOf(moment, record) : [];
  return accepted(orderId, [
    { kind: 'standing_order_ended', orderId, ...by },
    ...dates.flatMap((date) => letGoOf(moment, record, date, by)),
  ]);
}

function ownOrder({ state }: Moment, actor: Actor, orderId: string): StandingOrderRecord | null {
  const record = state.standingOrders.get(orderId);
  return record && !record.isEnded && mayActFor(state, actor, record.riderId) ? record : null;
}

/** The one order whose next day has come longest ago; null when none has. */
export function dueOrder({ state, nowSec }: Moment): StandingOrderRecord | null {
  let due: StandingOrderRecord | null = null;
  for (const record of state.standingOrders.values()) {
    if (!record.next || record.next.dueSec > nowSec) continue;
    if (!due || record.next.date < due.next!.date) due = record;
  }
  return due;
}

/**
 * Deals with the next day of an order: skipped with the reason, booked, or refused, and then on the waitlist if wished. What
 * is booked by earlier terms goes when the new can be had, and stays when it cannot or when it is too late to give it up.
 */
export function standingDay(moment: Moment, record: StandingOrderRecord): DispatchEvent[] {
  const { world } = moment;
  const { orderId, riderId, order } = record;
  const { date } = record.next!;
  const day = { kind: 'standing_order_day', orderId, date } as const;
  const skipped = skippedBecause(world, order, date);
  if (skipped) return [{ ...day, outcome: 'skipped', reason: skipped }];
  const old = openWays(moment, record, date);
  const kept = old.length > 0 ? { bookingId: old[0]!.rideId } : null;
  if (kept && old.some((way) => isSettled(moment, way))) {
    return [{ ...day, outcome: 'refused', reason: 'too_late_to_change', ...kept }];
  }
  const requestId = standingRequestId(record, date);
  const request = standingRequest(world, order, date);
  const acting = { riderId, doneBy: { kind: 'standing_order', orderId } } as const;
  const { doneBy } = acting;
  const released = old.map((way) => cancellation(moment, way, 'rider', 'changed_my_mind', { doneBy }));
  const options = { maxOffers: 1, wantsNextBest: false, isStanding: true };
  const { events, offers, waysBack, reason } = askFor(moment, acting, requestId, request, released, options);
  const [offer] = offers;
  if (!offer) {
    const suspension = events.find((event) => event.kind === 'trip_refused')?.suspension;
    const why = { reason: reason!, ...(suspension && { suspension }) };
    const isInVain =
      reason!.startsWith('departure') || whyNever(moment, riderId, request, { isStanding: true }) !== null;
    const waits =
      order.waitIfFull && !kept && !isInVain ? joinedWaitlist(moment, acting, `${requestId}w`, request) : null;
    return [{ ...day, outcome: 'refused', ...why, ...kept }, ...events, ...(waits ? [waits] : [])];
  }
  const ways = [offer, ...waysBack].map(({ offerId, ...way }) => ({ ...way, rideId: offerId, riderId }));
  return [
    { ...day, outcome: 'booked', bookingId: offer.offerId },
    ...released,
    ...events,
    ...bookedWays(moment, ways, { doneBy }),
    ...openReturnOf(moment, ways[0]!, request),
  ];
}
