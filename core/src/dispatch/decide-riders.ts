/** Links between riders, and what the desk decides about a rider. */
import { bookingLimit } from '../contracts/booking-rules.ts';
import { actingFor, byWhom, isRefused } from './acting.ts';
import type { Actor, Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { DispatchState } from './state.ts';

type RelationCommand = Extract<Command, { kind: 'set_relation' | 'end_relation' }>;

/** Sets or ends a link; what is so already brings no fact. Who must not share is for the desk alone to say. */
export function changeRelation(moment: Moment, actor: Actor, command: RelationCommand): Outcome {
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
  return accepted(riderId, [{ kind, relation, riderId, otherId, ...(doneBy && { doneBy }), ...consent }]);
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
  { world }: Moment,
  actor: Actor,
  { riderId, rules }: Extract<Command, { kind: 'set_rider_rules' }>,
): Outcome {
  if (actor.kind !== 'operator') return refused('not_yours', 'the desk only');
  const known = world.area.riderTypes?.map((type) => type.id) ?? [];
  if (rules.riderTypeId !== null && !known.includes(rules.riderTypeId)) {
    const expected = known.length > 0 ? `one of ${known.join(', ')}` : 'null: the area has no rider types';
    return refused('bad_request', `riderTypeId: got ${rules.riderTypeId}, expected ${expected}`);
  }
  const { blocked, riderTypeId, clearStrikes } = rules;
  return accepted(riderId, [
    { kind: 'rider_rules_set', riderId, blocked, riderTypeId, clearStrikes, ...byWhom(actor, riderId) },
  ]);
}
