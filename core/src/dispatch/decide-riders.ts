/** Links between riders, and what the desk decides about a rider. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { actingFor, byWhom, hasLeft, isRefused } from './acting.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, nameOf, refused, type Moment, type Outcome } from './decide.ts';
import { heldOf } from './decide-trip.ts';
import type { ByWhom, DispatchEvent } from './events.ts';
import { keptApart } from './part-riders.ts';
import type { DispatchState } from './state.ts';

type RelationCommand = Extract<Command, { kind: 'set_relation' | 'end_relation' }>;

/**
 * Sets or ends a link; what is so already brings no fact. Who must not share is for the desk alone to say.
 *
 * @param usual the world without closures and slowdowns
 */
export function changeRelation(moment: Moment, usual: ServiceWorld, actor: Actor, command: RelationCommand): Outcome {
  const { state, world } = moment;
  const acting = actingFor(state, actor, command.forRiderId);
  if (isRefused(acting)) return acting;
  const { relation, otherId } = command;
  if (relation === 'apart' && actor.kind !== 'operator')
    return refused('not_yours', 'only the desk keeps riders apart');
  const { doneBy } = acting;
  // Only the person concerned agrees to a proxy; a proxy may let go of it, and nothing more.
  const isOwnEnd = command.kind === 'end_relation' && otherId === (actor.kind === 'rider' ? actor.riderId : null);
  if (relation === 'proxy' && doneBy?.kind === 'proxy' && !isOwnEnd) {
    return refused('not_yours', 'the rider concerned, or the desk, decides who may book for them');
  }
  if (hasLeft(state, otherId)) return refused('not_found', `the rider ${otherId} has left the service`);
  if (otherId === acting.riderId) return refused('bad_request', 'riderId: got the rider, expected another');
  const isSet = isRelated(state, relation, acting.riderId, otherId);
  const isWanted = command.kind === 'set_relation';
  if (isSet === isWanted) return accepted(acting.riderId, []);
  const most = bookingLimit(world.area.bookingRules, 'proxiesPerRider');
  const proxies = state.riders.get(acting.riderId)?.proxyIds.length ?? 0;
  if (isWanted && relation === 'proxy' && proxies >= most) return refused('limit_reached', `at most ${most} proxies`);
  const { riderId } = acting;
  const consent = isWanted && command.consent !== undefined ? { consent: command.consent } : {};
  const kind = isWanted ? 'relation_set' : 'relation_ended';
  const fact = { kind, relation, riderId, otherId, ...(doneBy && { doneBy }), ...consent } as const;
  return accepted(riderId, isWanted && relation === 'apart' ? keptApart(usual, moment, fact, nameOf(actor)) : [fact]);
}

function isRelated(
  state: DispatchState,
  relation: RelationCommand['relation'],
  riderId: string,
  otherId: string,
): boolean {
  const rider = state.riders.get(riderId);
  const ids = relation === 'proxy' ? rider?.proxyIds : relation === 'company' ? rider?.companyIds : rider?.apartIds;
  return ids?.includes(otherId) === true;
}

/** Blocks or unblocks a rider, gives a rider type, forgives strikes: the desk only. */
export function setRiderRules(
  { world, state, nowSec }: Moment,
  actor: Actor,
  { riderId, rules }: Extract<Command, { kind: 'set_rider_rules' }>,
): Outcome {
  if (actor.kind !== 'operator') return refused('not_yours', 'the desk only');
  if (hasLeft(state, riderId)) return refused('not_found', `the rider ${riderId} has left the service`);
  const known = world.area.riderTypes?.map((type) => type.id) ?? [];
  if (rules.riderTypeId !== null && !known.includes(rules.riderTypeId)) {
    const expected = known.length > 0 ? `one of ${known.join(', ')}` : 'null: the area has no rider types';
    return refused('bad_request', `riderTypeId: got ${rules.riderTypeId}, expected ${expected}`);
  }
  const { blocked, riderTypeId, clearStrikes } = rules;
  const untilSec = blocked?.untilSec ?? null;
  if (untilSec !== null && untilSec <= nowSec) {
    return refused(
      'bad_request',
      `blocked.untilSec: got ${untilSec}, expected a time after ${nowSec}, or null for no end`,
    );
  }
  return accepted(riderId, [
    { kind: 'rider_rules_set', riderId, blocked, riderTypeId, clearStrikes, ...byWhom(actor, riderId) },
  ]);
}

/** The rider goes for good: what was to come is ended, every tie is untied. Refused while a trip is open. */
export function leaveService({ state }: Moment, actor: Actor, riderId: string): Outcome {
  const isOwn = actor.kind === 'rider' && actor.riderId === riderId;
  if (!isOwn && actor.kind !== 'operator' && actor.kind !== 'service') {
    return refused('not_yours', 'the rider concerned, the desk or the service');
  }
  if (hasLeft(state, riderId)) return accepted(riderId, []);
  const rides = (state.ridesOfRider.get(riderId) ?? []).map((rideId) => state.rides.get(rideId));
  const isOpen = rides.some((ride) => ride?.status === 'booked' || ride?.status === 'on_board');
  if (isOpen) return refused('still_booked', 'cancel or finish the bookings first');
  const by = byWhom(actor, riderId);
  return accepted(riderId, [
    { kind: 'rider_left', riderId, ...by },
    ...endedPlans(state, riderId, by),
    ...endedTies(state, riderId, by),
  ]);
}

/** What would have come some day. */
function endedPlans(state: DispatchState, riderId: string, by: ByWhom): DispatchEvent[] {
  const isTheirs = (one: { readonly riderId: string }) => one.riderId === riderId;
  const waiting = [...state.waitlist.values()].filter(isTheirs);
  const fromWaitlist = waiting.flatMap(({ offeredRequestId: id }) => (id === null ? [] : [id, `${id}r`]));
  const held = fromWaitlist.flatMap((requestId): DispatchEvent[] => {
    const offerIds = state.heldByRequest.get(requestId);
    return offerIds ? [{ kind: 'offers_released', requestId, offerIds, why: 'asked_again' }] : [];
  });
  const orders = [...state.standingOrders.values()].filter((order) => isTheirs(order) && !order.isEnded);
  const ways = [...state.openReturns.values()].filter(isTheirs);
  return [
    ...orders.map(({ orderId }): DispatchEvent => ({ kind: 'standing_order_ended', orderId, ...by })),
    ...waiting.map(({ waitId }): DispatchEvent => ({ kind: 'waitlist_ended', waitId, riderId, why: 'left', ...by })),
    ...ways.map(({ bookingId }): DispatchEvent => ({ kind: 'open_return_ended', bookingId, why: 'rider_left' })),
    ...held,
    ...heldOf(state, riderId),
  ];
}

/** Every tie of the rider, and of others to the rider. O(riders with ties) */
function endedTies(state: DispatchState, riderId: string, by: ByWhom): DispatchEvent[] {
  const ended = (relation: RelationCommand['relation'], from: string, otherId: string): DispatchEvent => {
    return { kind: 'relation_ended', relation, riderId: from, otherId, ...by };
  };
  const own = state.riders.get(riderId);
  if (!own) return [];
  const admirers = [...state.riders].filter(([, { companyIds }]) => companyIds.includes(riderId));
  return [
    ...own.proxyIds.map((id) => ended('proxy', riderId, id)),
    ...own.actsForIds.map((id) => ended('proxy', id, riderId)),
    ...own.companyIds.map((id) => ended('company', riderId, id)),
    ...admirers.map(([id]) => ended('company', id, riderId)),
    ...own.apartIds.map((id) => ended('apart', riderId, id)),
  ];
}
