/** Standing orders: placed, changed and ended by people; each day is booked ahead by the service itself. */
import type { StandingOrder } from '../contracts/arrangements.ts';
import { bookingLimit } from '../contracts/booking-rules.ts';
import { actingFor, byWhom, isRefused, mayActFor } from './acting.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { bookedWays, cancellation, openReturnOf } from './decide-booking.ts';
import { askFor } from './decide-trip.ts';
import { joinedWaitlist } from './decide-waitlist.ts';
import type { ByWhom, DispatchEvent } from './events.ts';
import { skippedBecause, standingRequest } from './standing-days.ts';
import type { StandingOrderRecord } from './state.ts';

export function placeOrder(
  { world, state }: Moment,
  actor: Actor,
  command: Extract<Command, { kind: 'place_standing_order' }>,
): Outcome {
  const acting = actingFor(state, actor, command.forRiderId);
  if (isRefused(acting)) return acting;
  const most = bookingLimit(world.area.bookingRules, 'standingOrdersPerRider');
  const present = [...state.standingOrders.values()].filter(
    (record) => record.riderId === acting.riderId && !record.isEnded,
  );
  if (present.length >= most) return refused('limit_reached', `at most ${most} standing orders`);
  const { orderId, order } = command;
  if (!hasDeparture(world, order)) return noDeparture(order);
  return accepted(orderId, [{ kind: 'standing_order_placed', orderId, order, ...acting }]);
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

/** The new order holds from now on; days that are booked stay, but those that the order now leaves out are cancelled. */
export function changeOrder(
  moment: Moment,
  actor: Actor,
  { orderId, order }: Extract<Command, { kind: 'change_standing_order' }>,
): Outcome {
  const record = ownOrder(moment, actor, orderId);
  if (!record) return refused('not_found', `there is no standing order ${orderId} of yours`);
  // What an earlier timetable knew may be kept while something else is changed.
  const isNewTime = JSON.stringify(order.time) !== JSON.stringify(record.order.time);
  if (isNewTime && !hasDeparture(moment.world, order)) return noDeparture(order);
  const by = byWhom(actor, record.riderId);
  const unwanted = cancelDays(moment, record, by, (date) => order.exceptions.includes(date));
  return accepted(orderId, [
    { kind: 'standing_order_changed', orderId, riderId: record.riderId, order, ...by },
    ...unwanted,
  ]);
}

export function endOrder(
  moment: Moment,
  actor: Actor,
  { orderId, cancelBookings }: Extract<Command, { kind: 'end_standing_order' }>,
): Outcome {
  const record = ownOrder(moment, actor, orderId);
  if (!record) return refused('not_found', `there is no standing order ${orderId} of yours`);
  const by = byWhom(actor, record.riderId);
  return accepted(orderId, [
    { kind: 'standing_order_ended', orderId, ...by },
    ...cancelDays(moment, record, by, () => cancelBookings),
  ]);
}

function ownOrder({ state }: Moment, actor: Actor, orderId: string): StandingOrderRecord | null {
  const record = state.standingOrders.get(orderId);
  return record && !record.isEnded && mayActFor(state, actor, record.riderId) ? record : null;
}

/** Cancels both ways of the order's days that are still to come. */
function cancelDays(
  moment: Moment,
  record: StandingOrderRecord,
  by: ByWhom,
  isUnwanted: (date: string) => boolean,
): DispatchEvent[] {
  return record.days
    .filter(({ date, bookingId }) => bookingId !== undefined && isUnwanted(date))
    .flatMap(({ bookingId }) => {
      const ride = moment.state.rides.get(bookingId!);
      const back = ride?.pairedWith === undefined ? undefined : moment.state.rides.get(ride.pairedWith);
      return [ride, back].filter((way) => way?.status === 'booked');
    })
    .map((way) => cancellation(moment, way!, 'rider', 'unable_to_make_trip', by));
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

/** Deals with the next day of an order: skipped with the reason, booked, or refused, and then on the waitlist if wished. */
export function standingDay(moment: Moment, record: StandingOrderRecord): DispatchEvent[] {
  const { world } = moment;
  const { orderId, riderId, order } = record;
  const { date } = record.next!;
  const skipped = skippedBecause(world, order, date);
  if (skipped) return [{ kind: 'standing_order_day', orderId, date, outcome: 'skipped', reason: skipped }];
  const requestId = `${orderId}_${date.replaceAll('-', '')}`;
  const request = standingRequest(world, order, date);
  const acting = { riderId, doneBy: { kind: 'standing_order', orderId } } as const;
  const options = { maxOffers: 1, wantsNextBest: false, isStanding: true };
  const { events, offers, waysBack, reason } = askFor(moment, acting, requestId, request, [], options);
  const [offer] = offers;
  if (!offer) {
    const suspension = events.find((event) => event.kind === 'trip_refused')?.suspension;
    const why = { reason: reason!, ...(suspension && { suspension }) };
    const day = { kind: 'standing_order_day', orderId, date, outcome: 'refused', ...why } as const;
    const canWait = order.waitIfFull && !reason!.startsWith('departure'); // no freed seat brings a train
    const waits = canWait ? joinedWaitlist(moment, acting, `${requestId}w`, request) : null;
    return [day, ...events, ...(waits ? [waits] : [])];
  }
  const { doneBy } = acting;
  const ways = [offer, ...waysBack].map(({ offerId, ...way }) => ({ ...way, rideId: offerId, riderId }));
  return [
    { kind: 'standing_order_day', orderId, date, outcome: 'booked', bookingId: offer.offerId },
    ...events,
    ...bookedWays(moment, ways, { doneBy }),
    ...openReturnOf(moment, ways[0]!, request),
  ];
}
