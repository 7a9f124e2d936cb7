/** Wishes that can never be had, whoever cancels and whatever opens again: they are not taken on (rules AR1 and AR2). */
import type { StandingOrder } from '../contracts/arrangements.ts';
import { refusals } from '../contracts/refusals.ts';
import { waitedForInVain, type RefusalReason, type TripRequest } from '../contracts/trips.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { dateOfDay, dayOfDate } from '../rules/calendar.ts';
import { limitsOf } from './admission.ts';
import { refused, type Moment, type Outcome } from './decide.ts';
import { wayBackMistake } from './find-offers.ts';
import { isOutsideHours, shortestDirectSec } from './planner.ts';
import { shiftsBetween } from './shifts.ts';
import { dayAfter, firstDate, nextStandingDay, wantedOn } from './standing-days.ts';
import { wishOf, type Wish } from './wish.ts';

/**
 * Why a wish can never be had, or null when some day it may be.
 *
 * @param untilSec the rider waits for it until then; default the wish's own latest pickup
 */
export function whyNever(
  moment: Moment,
  riderId: string,
  request: TripRequest,
  { isStanding = false, untilSec = 0 } = {},
): RefusalReason | null {
  const { world } = moment;
  const wish = lastingWish(moment, riderId, request, isStanding);
  if (typeof wish === 'string') return waitedForInVain.has(wish) ? wish : null;
  const { leaveSec, latestPickupSec, arriveBySec } = wish;
  if (!isServed(moment, leaveSec, Math.max(latestPickupSec, untilSec))) return 'outside_service_hours';
  // Who waits on, may be served later than wished.
  if (arriveBySec === null && untilSec > latestPickupSec) return null;
  // A street that is closed now opens again: only where a street leads can it be the hours.
  const hasWay = shortestDirectSec(world, wish, wish.leaveSec) > 0;
  return hasWay && isOutsideHours(moment, wish) ? 'outside_service_hours' : null;
}

/** The wish as it is on its day, or the first reason against it; how early it is asked for does not count. */
function lastingWish(moment: Moment, riderId: string, request: TripRequest, isStanding: boolean): Wish | RefusalReason {
  const { world, state, nowSec } = moment;
  const rider = state.riders.get(riderId);
  const { partySize } = limitsOf(moment, rider, request, { isStanding });
  const terms = { riderTypeId: rider?.riderTypeId ?? null, advanceDays: Infinity, maxPartySize: partySize };
  return wishOf(world, request, nowSec, terms);
}

/** Whether vehicles run at some time of a span, by the hours of service or by hand, suspended or not. */
function isServed({ world, state, nowSec }: Moment, fromSec: number, untilSec: number): boolean {
  if (world.calendar.windowsBetween(fromSec, untilSec).length > 0) return true;
  const whole = { ...state, suspensions: new Map(), outages: new Map() };
  return shiftsBetween(world, whole, fromSec, untilSec, nowSec).length > 0;
}

/** So many days of an order are tried; they see every weekday twice. */
const DAYS_TRIED = 14;

/** The refusal of an order that has no day to come, or none on which its trip could be had; null when it has. */
export function orderNeverHad(moment: Moment, riderId: string, order: StandingOrder): Outcome | null {
  const { world, nowSec } = moment;
  const wishes = wishesToCome(world, order, firstDate(world, order, nowSec));
  if (wishes.length === 0) {
    const got = `${order.days.join(', ')} from ${order.fromDate} to ${order.untilDate ?? 'any day'}`;
    return refused(
      'bad_request',
      `order: got ${got}, expected a day to come on which the service runs; give other days`,
    );
  }
  let first: RefusalReason | null = null;
  let mistake: string | null = null;
  for (const request of wishes) {
    const reason = whyNever(moment, riderId, request, { isStanding: true });
    const wish = lastingWish(moment, riderId, request, true);
    mistake = typeof wish === 'string' ? null : wayBackMistake(world, wish);
    // Timetables change: a day without its train is told when it comes.
    if (mistake === null && (reason === null || reason.startsWith('departure'))) return null;
    first ??= reason;
  }
  return mistake === null ? neverHad('order', first!) : refused('bad_request', `order.${mistake}`);
}

/** What the order wants on its next days, within a year. */
function wishesToCome(world: ServiceWorld, order: StandingOrder, fromDate: string): readonly TripRequest[] {
  const wishes: TripRequest[] = [];
  let next = nextStandingDay(world, order, fromDate);
  const lastDate = next && dateOfDay(dayOfDate(next.date) + 366);
  while (next && next.date <= lastDate! && wishes.length < DAYS_TRIED) {
    const wanted = wantedOn(world, order, next.date);
    if (wanted !== null && typeof wanted !== 'string') wishes.push(wanted);
    next = nextStandingDay(world, order, dayAfter(next.date));
  }
  return wishes;
}

/** The refusal of what can never be had, with the reason. */
export function neverHad(path: 'order' | 'request', reason: RefusalReason): Outcome {
  const got = `${path}: got a trip that can never be had, ${reason} (${refusals[reason].en})`;
  return refused('bad_request', `${got}; expected one that can: give other places, times or people`);
}
