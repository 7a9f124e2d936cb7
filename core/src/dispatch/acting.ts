/** Who may act for which rider: the rider, whom the rider made a proxy, and the desk. Each fact says who it was. */
import type { Actor } from './commands.ts';
import { refused, type Outcome } from './decide.ts';
import type { ByWhom, DoneBy } from './events.ts';
import type { DispatchState, Ride } from './state.ts';

export interface Acting extends ByWhom {
  readonly riderId: string;
}

/** For whom the command is; a rider of whom the actor is no proxy is as if there were none. */
export function actingFor(state: DispatchState, actor: Actor, forRiderId: string | undefined): Acting | Outcome {
  const acting = whoActs(state, actor, forRiderId);
  return 'riderId' in acting && hasLeft(state, acting.riderId)
    ? refused('not_found', `the rider ${acting.riderId} has left the service`)
    : acting;
}

function whoActs(state: DispatchState, actor: Actor, forRiderId: string | undefined): Acting | Outcome {
  if (actor.kind === 'operator') {
    return forRiderId === undefined
      ? refused('bad_request', 'say for which rider: forRiderId')
      : { riderId: forRiderId, doneBy: { kind: 'desk', operatorId: actor.operatorId } };
  }
  if (actor.kind !== 'rider') return refused('not_signed_in', 'riders and the desk only');
  const riderId = forRiderId ?? actor.riderId;
  if (riderId === actor.riderId) return { riderId };
  if (!isProxy(state, actor.riderId, riderId)) return refused('not_found', `there is no rider ${riderId} of yours`);
  return { riderId, doneBy: { kind: 'proxy', riderId: actor.riderId } };
}

export function isRefused(acting: Acting | Outcome): acting is Outcome {
  return 'ok' in acting;
}

/** Whether the rider is gone for good. */
export function hasLeft(state: DispatchState, riderId: string): boolean {
  return state.riders.get(riderId)?.hasLeft === true;
}

/** Whether one rider may act for another. */
export function isProxy(state: DispatchState, proxyId: string, riderId: string): boolean {
  return state.riders.get(riderId)?.proxyIds.includes(proxyId) === true;
}

/** Whether the actor may see and change what belongs to the rider. */
export function mayActFor(state: DispatchState, actor: Actor, riderId: string): boolean {
  if (actor.kind === 'service' || actor.kind === 'operator') return true;
  return actor.kind === 'rider' && (actor.riderId === riderId || isProxy(state, actor.riderId, riderId));
}

/** The ride, when the actor may act for its rider; somebody else's is as if it were not there. */
export function ownRide(state: DispatchState, actor: Actor, rideId: string): Ride | null {
  const ride = state.rides.get(rideId);
  return ride && mayActFor(state, actor, ride.riderId) ? ride : null;
}

/** Who did it, as it stands in the fact; nothing when it was the rider. */
export function byWhom(actor: Actor, riderId: string): ByWhom {
  const doneBy = doneByOf(actor, riderId);
  return doneBy ? { doneBy } : {};
}

function doneByOf(actor: Actor, riderId: string): DoneBy | null {
  if (actor.kind === 'operator') return { kind: 'desk', operatorId: actor.operatorId };
  return actor.kind === 'rider' && actor.riderId !== riderId ? { kind: 'proxy', riderId: actor.riderId } : null;
}
