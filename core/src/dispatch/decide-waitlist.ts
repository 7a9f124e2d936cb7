/** The waitlist: who could not be served is looked at again when something is freed, and told of an offer that is held. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { TripRequest } from '../contracts/trips.ts';
import { actingFor, byWhom, isRefused, mayActFor, type Acting } from './acting.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { askFor, timeMistake } from './decide-trip.ts';
import type { ByWhom, DispatchEvent } from './events.ts';
import { neverHad, whyNever } from './never-had.ts';
import type { DispatchState, WaitlistEntry } from './state.ts';

/** After a look in vain an entry is left alone for so long. */
export const RETRY_SEC = 60;

export function joinWaitlist(
  moment: Moment,
  actor: Actor,
  command: Extract<Command, { kind: 'join_waitlist' }>,
): Outcome {
  const { state, world } = moment;
  const acting = actingFor(state, actor, command.forRiderId);
  if (isRefused(acting)) return acting;
  const most = bookingLimit(world.area.bookingRules, 'waitlistPerRider');
  const present = [...state.waitlist.values()].filter((entry) => entry.riderId === acting.riderId);
  if (present.length >= most) return refused('limit_reached', `at most ${most} entries on the waitlist`);
  const mistake = timeMistake(moment, acting, command.request);
  if (mistake) return refused('bad_request', mistake);
  const joined = joinedWaitlist(moment, acting, command.waitId, command.request);
  if (!joined) return refused('bad_request', 'request.when: got a time that is over, expected one to come');
  const never = whyNever(moment, acting.riderId, command.request, { untilSec: joined.untilSec });
  return never ? neverHad('request', never) : accepted(command.waitId, [joined]);
}

/** The fact of joining, or null when the time of the request is over. */
export function joinedWaitlist(
  { world, nowSec }: Moment,
  acting: Acting,
  waitId: string,
  request: TripRequest,
): Extract<DispatchEvent, { kind: 'waitlist_joined' }> | null {
  const { when } = request;
  const spanSec = bookingLimit(world.area.bookingRules, 'nextBestSpanSec');
  const { maxWaitSec } = world.area.promises;
  const wishedSec = when.kind === 'now' ? nowSec : when.atSec;
  const isToArrive = when.kind === 'arrive_by' || when.kind === 'catch_departure';
  const untilSec = when.kind === 'now' ? nowSec + spanSec : isToArrive ? wishedSec : wishedSec + maxWaitSec;
  if (untilSec <= nowSec) return null;
  const fromSec = isToArrive ? wishedSec - spanSec : wishedSec;
  return { kind: 'waitlist_joined', waitId, request, fromSec, untilSec, isUrgent: false, ...acting };
}

export function leaveWaitlist(
  { state }: Moment,
  actor: Actor,
  { waitId }: Extract<Command, { kind: 'leave_waitlist' }>,
): Outcome {
  const entry = state.waitlist.get(waitId);
  if (!entry || !mayActFor(state, actor, entry.riderId)) {
    return refused('not_found', `there is no entry ${waitId} of yours on the waitlist`);
  }
  return accepted(waitId, leftWaitlist(state, entry, byWhom(actor, entry.riderId)));
}

/** The facts of leaving: what is held for the entry is let go. */
export function leftWaitlist(state: DispatchState, entry: WaitlistEntry, by: ByWhom): DispatchEvent[] {
  const { waitId, riderId, offeredRequestId: requestId } = entry;
  const events: DispatchEvent[] = [{ kind: 'waitlist_ended', waitId, riderId, why: 'left', ...by }];
  for (const id of requestId === null ? [] : [requestId, `${requestId}r`]) {
    const offerIds = state.heldByRequest.get(id);
    if (offerIds) events.push({ kind: 'offers_released', requestId: id, offerIds, why: 'asked_again' });
  }
  return events;
}

/** The entries in the order in which they are looked at: called returns first, then as they joined. */
export function inOrder(state: DispatchState): readonly WaitlistEntry[] {
  return [...state.waitlist.values()].sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent));
}

/** When the entry wants attention next: to be looked at, or to end. */
export function waitlistDueSec(entry: WaitlistEntry): number {
  if (entry.offeredRequestId !== null) return Infinity; // ends with the hold of its offer
  const retrySec = entry.isDue ? (entry.triedSec === null ? 0 : entry.triedSec + RETRY_SEC) : Infinity;
  return Math.min(entry.untilSec, retrySec);
}

/** The first entry that is due; null when none is. */
export function dueEntry({ state, nowSec }: Moment): WaitlistEntry | null {
  return inOrder(state).find((entry) => waitlistDueSec(entry) <= nowSec) ?? null;
}

/**
 * Looks at an entry that is due. What there is to offer goes to the first before it that waits for the same hours and still
 * pauses after a look in vain, when that one can have it: nobody loses their place by having been looked at too early.
 */
export function waitlistTurn(moment: Moment, entry: WaitlistEntry): DispatchEvent[] {
  const own = waitlistLook(moment, entry);
  if (!isOffered(own)) return own;
  for (const rival of pausingBefore(moment.state, entry)) {
    const instead = waitlistLook(moment, rival);
    if (isOffered(instead)) return instead;
  }
  return own;
}

function isOffered(events: readonly DispatchEvent[]): boolean {
  return events.some((event) => event.kind === 'offers_made');
}

/** Those before an entry for whom something was freed since their last look, but who are left alone for a while. */
function pausingBefore(state: DispatchState, entry: WaitlistEntry): readonly WaitlistEntry[] {
  const before = inOrder(state);
  return before
    .slice(0, before.indexOf(entry))
    .filter((rival) => rival.isDue && rival.offeredRequestId === null)
    .filter((rival) => wantSameHours(rival, entry));
}

/** Whether what is freed could be for either of two entries. */
export function wantSameHours(a: WaitlistEntry, b: WaitlistEntry): boolean {
  return a.fromSec < b.untilSec && b.fromSec < a.untilSec;
}

/** Looks at an entry once more: an offer is held for it, or it waits on, or its time is over. */
function waitlistLook(moment: Moment, entry: WaitlistEntry): DispatchEvent[] {
  const { nowSec, world } = moment;
  const { waitId, riderId, openReturnId } = entry;
  if (entry.untilSec <= nowSec) return [{ kind: 'waitlist_ended', waitId, riderId, why: 'too_late' }];
  const requestId = `${waitId}_${entry.tries + 1}`;
  const holdSec = bookingLimit(world.area.bookingRules, 'waitlistHoldSec');
  const maxWaitSec = bookingLimit(world.area.bookingRules, 'openReturnMaxWaitSec');
  const urgent = { isOpenReturn: true, terms: { isUrgent: true, maxWaitSec }, openReturnId: openReturnId ?? '' };
  const options = { maxOffers: 1, holdSec, wantsNextBest: false, ...(openReturnId !== null && urgent) };
  const acting = { riderId, doneBy: { kind: 'waitlist', waitId } } as const;
  const { events, offers } = askFor(moment, acting, requestId, presentRequest(entry, nowSec), [], options);
  if (offers.length === 0) return [{ kind: 'waitlist_tried', waitId, requestId: null }];
  return [{ kind: 'waitlist_tried', waitId, requestId }, ...events];
}

/** A wish to leave at a time that has passed is one for now. */
function presentRequest({ request }: WaitlistEntry, nowSec: number): TripRequest {
  const { when } = request;
  return when.kind === 'depart_after' && when.atSec < nowSec ? { ...request, when: { kind: 'now' } } : request;
}
