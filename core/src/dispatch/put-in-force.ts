/**
 * The moment at which new drive times take the place of the old: one fact, and with it, in the same batch, all that the new
 * times do to the routes in hand. Each assigned route is checked; what no longer keeps its promises is mended in this
 * order: held offers go, vehicles under way come by another way, stops on closed streets give way to stops near them, rides
 * find another place in a plan within their promise. What cannot be mended is said, with the expected time or the reason.
 */
import type { ServiceWorld } from '../fleet/world.ts';
import type { Actor, Command } from './commands.ts';
import { promisesAtRisk } from './at-risk.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { releasedOffers } from './other-ways.ts';
import { isPlanned } from './decide-tick.ts';
import type { DispatchEvent } from './events.ts';
import { lateVisits } from './lateness.ts';
import { hasLostStop, moveStops } from './move-stops.ts';
import { keepsPromises } from './promise-check.ts';
import { redirectVehicle } from './redirect.ts';
import { byPriority, replan } from './replan.ts';
import type { Ride, Shift } from './state.ts';
import { activeNotices } from './street-notices.ts';
import { expectedCalls, firstCallLength } from './timeline.ts';
import { Trial } from './trial.ts';

/**
 * @param moment with the world as it is in force now
 * @param usual the world without closures and slowdowns
 */
export function putInForce(
  moment: Moment,
  usual: ServiceWorld,
  actor: Actor,
  command: Extract<Command, { kind: 'put_streets_in_force' }>,
): Outcome {
  const { state, nowSec } = moment;
  if (actor.kind !== 'service') return refused('not_yours', 'the service itself only');
  const noticeIds = [...new Set(command.noticeIds)].sort();
  const active = new Set(activeNotices(state, nowSec).map((notice) => notice.noticeId));
  const gone = noticeIds.filter((noticeId) => !active.has(noticeId));
  if (gone.length > 0) return refused('wrong_order', `street notice ${gone.join(', ')} does not hold (any more)`);
  if (noticeIds.join() === state.streets.inForce.map((notice) => notice.noticeId).join()) return accepted('', []);
  const trial = new Trial(usual, state, nowSec);
  trial.add({ kind: 'streets_in_force', noticeIds });
  for (const shift of state.shifts.values()) if (shift.visits.length > 0) adaptShift(trial, moment, shift);
  return accepted('', trial.events);
}

/** @param shift as it was before the streets changed */
function adaptShift(trial: Trial, before: Moment, shift: Shift): void {
  const present = () => trial.moment.state.shifts.get(shift.shiftId)!;
  redirectVehicle(trial, before, present());
  if (isFine(trial, present())) return;
  for (const event of releasedOffers(trial.moment.state, ridesOf(trial, present()), 'streets_changed'))
    trial.add(event);
  moveStops(trial, before, shift.shiftId);
  if (isFine(trial, present())) return;
  for (const event of replanLate(trial, present())) trial.add(event);
  sayRisks(trial, shift.shiftId);
}

function isFine(trial: Trial, shift: Shift): boolean {
  return !hasLostStop(trial.moment, shift) && keepsPromises(trial.moment, shift);
}

function ridesOf(trial: Trial, shift: Shift): readonly Ride[] {
  return shift.visits.map((visit) => trial.moment.state.rides.get(visit.rideId)!);
}

/** Other vehicles for riders who would be late, within their promise; not for those whom this one is bound for already. */
function replanLate(trial: Trial, shift: Shift): readonly DispatchEvent[] {
  const { world, state, nowSec } = trial.moment;
  const isBound = shift.sent !== null || shift.arrivedSec !== null;
  const bound = isBound ? shift.visits.slice(0, firstCallLength(world, state, shift.visits, shift.pauses)) : [];
  const lateIds = new Set(lateVisits(world, state, shift, nowSec).map(({ rideId }) => rideId));
  for (const { rideId } of bound) lateIds.delete(rideId);
  const displaced = [...lateIds]
    .map((rideId) => state.rides.get(rideId)!)
    .filter((ride) => ride.status === 'booked' && ride.isStranded !== true)
    .sort(byPriority)
    .map((ride) => ({ ride, pickup: ride.pickup, dropoff: ride.dropoff }));
  if (displaced.length === 0) return [];
  const mayUse = (other: Shift) => other.shiftId !== shift.shiftId;
  const options = { reason: 'street_closed', by: 'service', keepOnly: true, overtakesOffers: true, mayUse } as const;
  return replan(trial.moment, displaced, options).events;
}

/** Whoever can still go with another vehicle does; of the others it is said. Each plan takes somebody off the shift. */
function sayRisks(trial: Trial, shiftId: string): void {
  for (;;) {
    const { world, state, nowSec } = trial.moment;
    const shift = state.shifts.get(shiftId)!;
    const facts = promisesAtRisk(trial.moment, shift, expectedCalls(world, state, shift, nowSec));
    for (const event of facts) trial.add(event);
    if (!facts.some(isPlanned)) return;
  }
}
