/**
 * Closed and slowed streets. What operators say is a fact at once. Drive times follow when they have been worked out
 * (`put-in-force.ts`): until then every decision rests on the old ones. Which notices drive times count with is part of the
 * state, so that a replay decides with the right ones at every fact.
 */
import type { StreetNoticeOrder } from '../contracts/streets.ts';
import { worldUnder, type ServiceWorld } from '../fleet/world.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { StreetNoticeTerms } from './events.ts';
import type { DispatchState, StreetNoticeRecord } from './state.ts';

/** The world with the closures and slowdowns that are in force; the given one where there are none. */
export function worldInForce(world: ServiceWorld, { streets }: DispatchState): ServiceWorld {
  return worldUnder(world, streets.inForce);
}

/** Notices that hold at a time, ordered by id. */
export function activeNotices({ streets }: DispatchState, nowSec: number): readonly StreetNoticeRecord[] {
  return [...streets.notices.values()]
    .filter(({ fromSec, untilSec }) => fromSec <= nowSec && (untilSec === null || nowSec < untilSec))
    .sort((a, b) => (a.noticeId < b.noticeId ? -1 : 1));
}

/** Whether drive times count with exactly the notices that hold. */
export function areStreetsInStep(state: DispatchState, nowSec: number): boolean {
  const active = activeNotices(state, nowSec);
  const { inForce } = state.streets;
  return active.length === inForce.length && active.every(({ noticeId }, i) => noticeId === inForce[i]!.noticeId);
}

/** When the next notice begins or ends by itself, or null. */
export function nextNoticeSec({ streets }: DispatchState, nowSec: number): number | null {
  const times = [...streets.notices.values()].flatMap(({ fromSec, untilSec }) => [fromSec, untilSec ?? 0]);
  const next = Math.min(...times.filter((atSec) => atSec > nowSec));
  return next === Infinity ? null : next;
}

/** Takes what an operator says about streets, in words that outlast a new import of the area. */
export function postNotice(
  { world, nowSec }: Moment,
  { noticeId, order }: Extract<Command, { kind: 'post_street_notice' }>,
): Outcome {
  if (!world.live) return refused('not_found', `area ${world.area.id} has no streets that could be closed`);
  const untilSec = order.untilSec ?? null;
  if (untilSec !== null && untilSec <= nowSec) return refused('bad_request', `untilSec ${untilSec} is over already`);
  const fixed = order.streets.map(world.live.fixSelection);
  const missing = fixed.indexOf(null);
  if (missing >= 0) return refused('not_found', `streets[${missing}]: ${whatIsMissing(order, missing)}`);
  const streets = fixed.filter((selection) => selection !== null);
  const terms: StreetNoticeTerms = {
    streets,
    effect: order.effect,
    vehicleClasses: order.vehicleClasses ?? null,
    reason: order.reason,
    note: order.note ?? null,
    fromSec: order.fromSec ?? nowSec,
    untilSec,
  };
  return accepted(noticeId, [{ kind: 'street_notice_posted', noticeId, terms }]);
}

function whatIsMissing({ streets }: StreetNoticeOrder, at: number): string {
  const selection = streets[at]!;
  if (selection.kind === 'point') return 'there is no street within 100 m of the point';
  if (selection.kind === 'way' || selection.kind === 'piece')
    return `the area has no such street of way ${selection.wayId}`;
  return `there is no street in the ${selection.kind}`;
}

/** Takes a notice back: the streets are as they were as soon as drive times are worked out. */
export function endNotice({ state }: Moment, { noticeId }: Extract<Command, { kind: 'end_street_notice' }>): Outcome {
  if (!state.streets.notices.has(noticeId)) return refused('not_found', `there is no street notice ${noticeId}`);
  return accepted(noticeId, [{ kind: 'street_notice_ended', noticeId }]);
}
