/** What a standing order has booked and waits for, day by day, and how it is let go. */
import { cancellation, isLateToCancel } from './decide-booking.ts';
import { isAboard } from './decide-fleet.ts';
import { leftWaitlist } from './decide-waitlist.ts';
import type { Moment } from './decide.ts';
import type { ByWhom, DispatchEvent } from './events.ts';
import type { DispatchState, Ride, StandingDayRecord, StandingOrderRecord } from './state.ts';
import { isUnderWayTo } from './timeline.ts';

/** What comes of a day has a name that begins with this: its requests, bookings, ways back and place on the waitlist. */
function dayName({ orderId }: StandingOrderRecord, date: string): string {
  return `${orderId}_${date.replaceAll('-', '')}`;
}

/** The request of a day; another after days were reopened, so that one that is asked for anew has a name of its own. */
export function standingRequestId(record: StandingOrderRecord, date: string): string {
  return `${dayName(record, date)}${record.changes === undefined ? '' : `c${record.changes}`}`;
}

function ridesOn(moment: Moment, record: StandingOrderRecord, date: string): readonly Ride[] {
  return ridesNamed(moment, record, dayName(record, date));
}

function ridesNamed({ state }: Moment, { riderId }: StandingOrderRecord, name: string): readonly Ride[] {
  const rides = (state.ridesOfRider.get(riderId) ?? []).map((rideId) => state.rides.get(rideId)!);
  return rides.filter((ride) => ride.requestId.startsWith(name));
}

/** The booked ways of a day, the way there first; none once somebody has got on, for the rest brings them home. */
export function openWays(moment: Moment, record: StandingOrderRecord, date: string): readonly Ride[] {
  if (hasBegun(moment, record, date)) return [];
  return ridesOn(moment, record, date).filter((ride) => ride.status === 'booked');
}

/** Whether somebody has got on that day. */
export function hasBegun(moment: Moment, record: StandingOrderRecord, date: string): boolean {
  return ridesOn(moment, record, date).some((ride) => isAboard(ride) || ride.status === 'completed');
}

/** Whether it is too late to give a booking up for another: late to cancel, or the vehicle is on its way. */
export function isSettled(moment: Moment, way: Ride): boolean {
  return isLateToCancel(moment, way) || isUnderWayTo(moment.world, moment.state, way);
}

/** Whether a day that was dealt with may be asked for anew: not what has begun, nor what the rider cancelled by hand. */
export function mayAskAnew(moment: Moment, record: StandingOrderRecord, { date, outcome }: StandingDayRecord): boolean {
  const rides = ridesOn(moment, record, date);
  if (hasBegun(moment, record, date) || rides.some((ride) => ride.status === 'no_show')) return false;
  return outcome !== 'booked' || rides.some((ride) => ride.status === 'booked' && !ride.isWayBack);
}

/** The dates of which the order may have something booked or waited for, in their order. */
export function datesOf(moment: Moment, record: StandingOrderRecord): readonly string[] {
  const name = `${record.orderId}_`;
  const booked = ridesNamed(moment, record, name).map(({ requestId }) => dateAfter(name, requestId));
  return [...new Set([...record.days.map(({ date }) => date), ...booked])].sort();
}

function dateAfter(name: string, requestId: string): string {
  const digits = requestId.slice(name.length, name.length + 8);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Cancels what is booked of a day and not begun, and gives up its place on the waitlist. */
export function letGoOf(moment: Moment, record: StandingOrderRecord, date: string, by: ByWhom): DispatchEvent[] {
  const ways = openWays(moment, record, date);
  return [
    ...ways.map((way) => cancellation(moment, way, 'rider', 'unable_to_make_trip', by)),
    ...waitNoMore(moment.state, record, date, by),
  ];
}

/** Gives up the place of a day on the waitlist, with what is held for it. */
export function waitNoMore(
  state: DispatchState,
  record: StandingOrderRecord,
  date: string,
  by: ByWhom,
): DispatchEvent[] {
  const entries = [...state.waitlist.values()].filter(({ waitId }) => waitId.startsWith(dayName(record, date)));
  return entries.flatMap((entry) => leftWaitlist(state, entry, by));
}
