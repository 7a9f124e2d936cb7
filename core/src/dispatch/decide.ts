/**
 * What comes of a command, as facts or as a refusal. Pure: the same state, command and time give the same decision, in
 * the live service, in a simulation and in a replay.
 */
import { unreachable } from '../containers/unreachable.ts';
import type { CommandRefusal } from '../contracts/refusals.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Actor, Command, CommandEnvelope, Decision } from './commands.ts';
import { acceptChange, cancelBooking, restoreBooking, takeOffer } from './decide-booking.ts';
import { driverAction, endDutyByDesk, signOff, signOn } from './decide-driving.ts';
import { acknowledgeAlarm, raiseSos } from './alarms.ts';
import { acknowledgeBroadcast, endBroadcast, sendBroadcast } from './decide-broadcasts.ts';
import { closeStop, reopenStop, resumeService, suspendService } from './decide-closing.ts';
import { undoAction } from './decide-undo.ts';
import { boardWalkOn } from './decide-walk-on.ts';
import { extendWait, moveTrip } from './move-trip.ts';
import { reportLate } from './report-late.ts';
import { recordRollCall } from './roll-calls.ts';
import { planDay } from './decide-day.ts';
import { returnVehicle, signOffEarly, takeVehicleOut } from './decide-fleet.ts';
import { tick } from './decide-tick.ts';
import { changeRelation, leaveService, setRiderRules } from './decide-riders.ts';
import { changeOrder, endOrder, placeOrder } from './decide-standing.ts';
import { callReturn, requestTrip } from './decide-trip.ts';
import { joinWaitlist, leaveWaitlist } from './decide-waitlist.ts';
import { isShiftDue } from './due.ts';
import { adoptPlan } from './improve-plan.ts';
import { putInForce } from './put-in-force.ts';
import { endNotice, postNotice, worldInForce } from './street-notices.ts';
import type { DispatchEvent } from './events.ts';
import { withOtherWays } from './other-ways.ts';
import type { DispatchState } from './state.ts';

/** What a single kind of command comes to: facts and what the answer is about, or a refusal. */
export type Outcome =
  | {
      readonly ok: true;
      readonly events: readonly DispatchEvent[];
      readonly subjectId: string;
      /** What was asked could not be done; the facts say what was done instead. */
      readonly refusal?: 'offer_gone';
    }
  | { readonly ok: false; readonly refusal: CommandRefusal; readonly detail: string };

export const accepted = (subjectId: string, events: readonly DispatchEvent[]): Outcome => ({
  ok: true,
  events,
  subjectId,
});
export const refused = (refusal: CommandRefusal, detail: string): Outcome => ({ ok: false, refusal, detail });

/** Everything a decision may look at. */
export interface Moment {
  readonly world: ServiceWorld;
  readonly state: DispatchState;
  readonly nowSec: number;
}

/**
 * Decides a command at a time. Does not change the state: facts do, once they are in the ledger (`evolve`).
 *
 * A key seen before gives no facts and the first sending's subject, or `key_reused` when the content is another.
 */
export function decide(world: ServiceWorld, state: DispatchState, envelope: CommandEnvelope, nowSec: number): Decision {
  const key = envelope.key === null ? null : `${nameOf(envelope.actor)}/${envelope.key}`;
  const seen = key === null ? undefined : state.commands.get(key);
  if (seen) {
    if (seen.contentHash !== envelope.contentHash) {
      return { ok: false, refusal: 'key_reused', detail: `key ${envelope.key} came before with another content` };
    }
    const { subjectId, refusal } = seen;
    return { ok: true, events: [], trace: null, subjectId, ...(refusal && { refusal }) };
  }
  const present = worldInForce(world, state);
  const outcome = outcomeOf({ world: present, state, nowSec }, envelope.actor, envelope.command, world);
  if (!outcome.ok) return outcome;
  const { subjectId, refusal } = outcome;
  const events = withOtherWays(state, outcome.events);
  const subject = { subjectId, ...(refusal && { refusal }) };
  const { contentHash } = envelope;
  return { ok: true, events, ...subject, trace: key === null ? null : { key, contentHash, ...subject } };
}

/** @param usual the world without closures and slowdowns */
function outcomeOf(moment: Moment, actor: Actor, command: Command, usual: ServiceWorld): Outcome {
  switch (command.kind) {
    case 'register_rider':
      return accepted(command.riderId, [
        { kind: 'rider_registered', riderId: command.riderId, tokenHash: command.tokenHash },
      ]);
    case 'request_trip':
      return requestTrip(moment, actor, command);
    case 'call_return':
      return callReturn(moment, actor, command);
    case 'place_standing_order':
      return placeOrder(moment, actor, command);
    case 'change_standing_order':
      return changeOrder(moment, actor, command);
    case 'end_standing_order':
      return endOrder(moment, actor, command);
    case 'join_waitlist':
      return joinWaitlist(moment, actor, command);
    case 'leave_waitlist':
      return leaveWaitlist(moment, actor, command);
    case 'set_relation':
    case 'end_relation':
      return changeRelation(moment, usual, actor, command);
    case 'set_rider_rules':
      return setRiderRules(moment, actor, command);
    case 'leave_service':
      return leaveService(moment, actor, command.riderId);
    case 'book_offer':
      return takeOffer(moment, actor, command.offerId);
    case 'cancel_booking':
      return cancelBooking(moment, actor, command);
    case 'sign_on':
      return signOn(moment, command);
    case 'sign_off':
      if (actor.kind === 'operator') return endDutyByDesk(moment, command.vehicleId);
      return ownVehicle(actor, command.vehicleId) ?? signOff(moment, command.vehicleId);
    case 'sign_off_early':
      return ownVehicle(actor, command.vehicleId) ?? signOffEarly(moment, command, nameOf(actor));
    case 'take_vehicle_out':
      return (
        ownVehicle(actor, command.vehicleId) ?? takeVehicleOut(moment, command.vehicleId, command.order, nameOf(actor))
      );
    case 'return_vehicle':
      return operatorsOnly(actor) ?? returnVehicle(moment, command.vehicleId, nameOf(actor));
    case 'plan_day':
      return operatorsOnly(actor) ?? planDay(moment, command, nameOf(actor));
    case 'suspend_service':
      return operatorsOnly(actor) ?? suspendService(moment, command, nameOf(actor));
    case 'resume_service':
      return operatorsOnly(actor) ?? resumeService(moment, command.suspensionId, nameOf(actor));
    case 'close_stop':
      return operatorsOnly(actor) ?? closeStop(moment, command, nameOf(actor));
    case 'reopen_stop':
      return operatorsOnly(actor) ?? reopenStop(moment, command.closureId, nameOf(actor));
    case 'restore_booking':
      return restoreBooking(moment, actor, command.bookingId);
    case 'move_trip':
      return operatorsOnly(actor) ?? moveTrip(moment, command, nameOf(actor));
    case 'walk_on':
      return ownVehicle(actor, command.vehicleId) ?? boardWalkOn(moment, command);
    case 'extend_wait':
      return operatorsOnly(actor) ?? extendWait(moment, command, nameOf(actor));
    case 'report_late':
      return reportLate(moment, actor, command);
    case 'undo_action':
      return ownVehicle(actor, command.vehicleId) ?? undoAction(moment, command.vehicleId, actor);
    case 'record_roll_call':
      return mayRecord(actor, command.rollCall.vehicleId) ?? recordRollCall(moment, command, nameOf(actor));
    case 'raise_sos':
      return ownVehicle(actor, command.vehicleId) ?? raiseSos(moment, command);
    case 'acknowledge_alarm':
      return operatorsOnly(actor) ?? acknowledgeAlarm(moment, command, nameOf(actor));
    case 'send_broadcast':
      return operatorsOnly(actor) ?? sendBroadcast(moment, command, nameOf(actor));
    case 'end_broadcast':
      return operatorsOnly(actor) ?? endBroadcast(moment, command.broadcastId, nameOf(actor));
    case 'acknowledge_broadcast':
      return ownVehicle(actor, command.vehicleId) ?? acknowledgeBroadcast(moment, command);
    case 'accept_change':
      return acceptChange(moment, actor, command.bookingId);
    case 'driver_action':
      return ownVehicle(actor, command.vehicleId) ?? driverAction(moment, command.vehicleId, command.action);
    case 'post_street_notice':
      return operatorsOnly(actor) ?? postNotice(moment, command);
    case 'end_street_notice':
      return operatorsOnly(actor) ?? endNotice(moment, command);
    case 'put_streets_in_force':
      return putInForce(moment, usual, actor, command);
    case 'propose_plan':
      return adoptPlan(moment, actor, command.wish);
    case 'tick':
      return actor.kind === 'service'
        ? accepted('', dueFacts(moment))
        : refused('not_yours', 'the service itself only');
    default:
      return unreachable(command);
  }
}

/** Only shifts whose time has come are looked at. */
function dueFacts(moment: Moment): readonly DispatchEvent[] {
  return tick(moment, (shift) => isShiftDue(moment.world, moment.state, shift, moment.nowSec));
}

/** A driver acts for the vehicle signed on to; the desk and the service itself may act for any. */
function ownVehicle(actor: Actor, vehicleId: string): Outcome | null {
  if (operatorsOnly(actor) === null || (actor.kind === 'driver' && actor.vehicleId === vehicleId)) return null;
  return refused('not_yours', `vehicle ${vehicleId} is not the one signed on to`);
}

/** Drivers write down the roll calls of the vehicle they take. */
const mayRecord = (actor: Actor, vehicleId: string | undefined): Outcome | null =>
  vehicleId === undefined ? operatorsOnly(actor) : ownVehicle(actor, vehicleId);

function operatorsOnly(actor: Actor): Outcome | null {
  if (actor.kind === 'service' || actor.kind === 'operator') return null;
  return refused('not_yours', 'the desk only');
}

/** Who acts, as it stands in facts and keys. */
export function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'rider':
      return `rider:${actor.riderId}`;
    case 'driver':
      return `driver:${actor.vehicleId}`;
    case 'operator':
      return `operator:${actor.operatorId}`;
    default:
      return actor.kind;
  }
}
