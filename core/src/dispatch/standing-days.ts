/** Which days a standing order is about, and when each is dealt with. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { SkipReason, StandingOrder } from '../contracts/arrangements.ts';
import type { ReturnWish, TripRequest, TripTime } from '../contracts/trips.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { dateOfDay, dayOfDate, weekdayOf } from '../rules/calendar.ts';
import { departureInMinute } from '../rules/timetable.ts';

/** A weekday comes back after seven days at the most. */
const WEEK = 7;

/** The first day of the order from a date on, and when it is due; null when there is none. */
export function nextStandingDay(
  world: ServiceWorld,
  order: StandingOrder,
  fromDate: string,
): { readonly date: string; readonly dueSec: number } | null {
  const firstDay = dayOfDate(fromDate > order.fromDate ? fromDate : order.fromDate);
  for (let day = firstDay; day < firstDay + WEEK; day++) {
    const date = dateOfDay(day);
    if (order.untilDate !== undefined && date > order.untilDate) return null;
    if (!order.days.includes(weekdayOf(date))) continue;
    const aheadDays = bookingLimit(world.area.bookingRules, 'standingAheadDays');
    return { date, dueSec: world.calendar.atTimeOf(dateOfDay(day - aheadDays), '00:00') };
  }
  return null;
}

/** The first day of the order from a date on that was not dealt with yet, and when it is due; null when there is none. */
export function nextOpenDay(
  world: ServiceWorld,
  order: StandingOrder,
  fromDate: string,
  done: readonly { readonly date: string }[],
): ReturnType<typeof nextStandingDay> {
  const isDone = new Set(done.map(({ date }) => date));
  let next = nextStandingDay(world, order, fromDate);
  while (next && isDone.has(next.date)) next = nextStandingDay(world, order, dayAfter(next.date));
  return next;
}

/** What an order wants on a day: the wish, the reason why it leaves the day out, or null when the day is none of its. */
export function wantedOn(world: ServiceWorld, order: StandingOrder, date: string): TripRequest | SkipReason | null {
  const { days, fromDate, untilDate = date } = order;
  if (date < fromDate || date > untilDate || !days.includes(weekdayOf(date))) return null;
  return skippedBecause(world, order, date) ?? standingRequest(world, order, date);
}

/** The date after. */
export function dayAfter(date: string): string {
  return dateOfDay(dayOfDate(date) + 1);
}

/** The first day whose trip is still to come: today, or tomorrow when today's would be over already. */
export function firstDate(world: ServiceWorld, order: StandingOrder, atSec: number): string {
  const today = world.calendar.dateAt(atSec);
  return standingSec(world, order, today) > atSec ? today : dayAfter(today);
}

/** When the trip of a day is wished for. */
export function standingSec(world: ServiceWorld, order: StandingOrder, date: string): number {
  return world.calendar.atTimeOf(date, order.time.at);
}

/** The wish of one day. */
export function standingRequest(world: ServiceWorld, order: StandingOrder, date: string): TripRequest {
  const { from, to, party, returnTrip, doorToDoor, walking } = order;
  return {
    from,
    to,
    party,
    when: standingTime(world, order, date),
    ...(returnTrip && { returnTrip: standingReturn(world, returnTrip, date) }),
    ...(doorToDoor !== undefined && { doorToDoor }),
    ...(walking !== undefined && { walking }),
  };
}

/** What an earlier ledger knows besides, a way back at one point in time, is passed on as it is. */
function standingReturn(
  { calendar }: ServiceWorld,
  wish: NonNullable<StandingOrder['returnTrip']>,
  date: string,
): ReturnWish {
  if (wish.kind !== 'at_time') return wish;
  return { kind: 'at', when: { kind: 'depart_after', atSec: calendar.atTimeOf(date, wish.at) } };
}

/** A departure that does not run that day is wished for all the same, so that the answer says why it cannot be had. */
function standingTime(world: ServiceWorld, order: StandingOrder, date: string): TripTime {
  const { time } = order;
  const atSec = standingSec(world, order, date);
  if (time.kind !== 'catch_departure') return { kind: time.kind, atSec };
  const { kind, stationId, tripId } = time;
  const ofDay = world.timetable && departureInMinute(world.timetable, world.calendar, { stationId, tripId, atSec });
  return ofDay
    ? { kind, stationId, tripId: ofDay.departure.tripId, atSec: ofDay.atSec }
    : { kind, stationId, tripId, atSec };
}

/** Why no trip is wanted or possible on a day, or null. */
export function skippedBecause(world: ServiceWorld, order: StandingOrder, date: string): SkipReason | null {
  if (order.exceptions.includes(date)) return 'exception';
  const isPublicHoliday = world.area.publicHolidays?.some((holiday) => holiday.date === date) === true;
  if (isPublicHoliday && order.onPublicHolidays === 'skip') return 'public_holiday';
  return world.calendar.windowsOn(date).length === 0 ? 'no_service' : null;
}

/**
 * The first day from a date on whose trip is wished for within a span and is not left out anyway; null when there is none.
 * O(days of the span)
 */
export function standingDayWithin(
  world: ServiceWorld,
  order: StandingOrder,
  fromDate: string,
  span: { readonly fromSec: number; readonly untilSec: number },
): string | null {
  const spanDate = world.calendar.dateAt(span.fromSec);
  let next = nextStandingDay(world, order, fromDate > spanDate ? fromDate : spanDate);
  for (; next; next = nextStandingDay(world, order, dayAfter(next.date))) {
    const atSec = standingSec(world, order, next.date);
    if (atSec >= span.untilSec) return null;
    if (atSec >= span.fromSec && skippedBecause(world, order, next.date) === null) return next.date;
  }
  return null;
}
