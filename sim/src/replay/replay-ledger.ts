/**
 * Decides a recorded day once more: the commands are read back from the facts and given to the dispatch at the recorded
 * times. Under the same area and the same policy the facts come out byte for byte; otherwise the first difference tells
 * where two policies part.
 */
import type { Actor, Command, Decision } from '@noriai/core/dispatch/commands.ts';
import { decide } from '@noriai/core/dispatch/decide.ts';
import { callIdOf } from '@noriai/core/dispatch/decide-driving.ts';
import type {
  ByWhom,
  CancelReason,
  DispatchEvent,
  LedgerEntry,
  StreetNoticeTerms,
} from '@noriai/core/dispatch/events.ts';
import type { StreetNoticeOrder } from '@noriai/core/contracts/streets.ts';
import type { CancelOrder } from '@noriai/core/contracts/trips.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { openState, type DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

export interface ReplayEnd {
  readonly facts: number;
  readonly commands: number;
  /** Null when every fact came out byte for byte. */
  readonly difference: { readonly sequence: number; readonly recorded: string; readonly replayed: string } | null;
}

/** @param world without closures and slowdowns: which were in force when is in the ledger */
export function replayLedger(world: ServiceWorld, recorded: readonly LedgerEntry[]): ReplayEnd {
  const state = openState();
  let commands = 0;
  for (let at = 0; at < recorded.length;) {
    const first = recorded[at]!;
    const replayed = batchOf(world, state, recorded, at);
    commands++;
    for (const [i, entry] of replayed.entries()) {
      const difference = differenceOf(recorded[at + i], entry);
      if (difference) return { facts: at + i, commands, difference };
      evolve(world, state, entry);
    }
    if (replayed.length === 0) {
      return { facts: at, commands, difference: { ...shown(first), replayed: 'nothing' } };
    }
    at += replayed.length;
  }
  return { facts: recorded.length, commands, difference: null };
}

function shown(entry: LedgerEntry) {
  return { sequence: entry.sequence, recorded: JSON.stringify(entry) };
}

function differenceOf(recorded: LedgerEntry | undefined, replayed: LedgerEntry): ReplayEnd['difference'] {
  const [a, b] = [JSON.stringify(recorded), JSON.stringify(replayed)];
  return a === b ? null : { sequence: replayed.sequence, recorded: a ?? 'nothing', replayed: b };
}

/** The facts that the command behind the recorded batch brings now. */
function batchOf(
  world: ServiceWorld,
  state: DispatchState,
  recorded: readonly LedgerEntry[],
  at: number,
): readonly LedgerEntry[] {
  const first = recorded[at]!;
  if (first.event.kind === 'area_opened') return [first]; // written by whoever opens the ledger, not decided
  const actor = actorOf(first);
  const key = first.command === null ? null : first.command.key.slice(first.command.key.indexOf('/') + 1);
  const contentHash = first.command?.contentHash ?? '';
  const command = commandBehind(state, recorded, at);
  const decision: Decision = decide(world, state, { actor, key, contentHash, command }, first.atSec);
  if (!decision.ok) return [];
  return decision.events.map((event, i) => ({
    sequence: first.sequence + i,
    atSec: first.atSec,
    command: i === 0 ? decision.trace : null,
    event,
  }));
}

/** A command's key begins with who sent it. */
function actorOf({ command }: LedgerEntry): Actor {
  const name = command === null ? 'service' : command.key.slice(0, command.key.indexOf('/'));
  if (name.startsWith('rider:')) return { kind: 'rider', riderId: name.slice('rider:'.length) };
  if (name.startsWith('operator:')) return { kind: 'operator', operatorId: name.slice('operator:'.length) };
  if (name.startsWith('driver:')) return { kind: 'driver', vehicleId: name.slice('driver:'.length) };
  return { kind: name === 'anybody' ? 'anybody' : 'service' };
}

/** Reads the command back from its facts; what no command brings was brought by a tick. */
function commandBehind(state: DispatchState, recorded: readonly LedgerEntry[], at: number): Command {
  const { event } = recorded[at]!;
  const next = recorded[at + 1];
  switch (event.kind) {
    case 'rider_registered':
      return { kind: 'register_rider', riderId: event.riderId, tokenHash: event.tokenHash };
    case 'offers_made':
    case 'trip_refused':
      return askedFor(event, recorded[at]!);
    case 'relation_set':
    case 'relation_ended': {
      const kind = event.kind === 'relation_set' ? 'set_relation' : 'end_relation';
      return { kind, relation: event.relation, otherId: event.otherId, ...forWhom(event) };
    }
    case 'rider_rules_set': {
      const { riderId, blocked, riderTypeId, clearStrikes } = event;
      return { kind: 'set_rider_rules', riderId, rules: { blocked, riderTypeId, clearStrikes } };
    }
    case 'standing_order_placed':
      return { kind: 'place_standing_order', orderId: event.orderId, order: event.order, ...forWhom(event) };
    case 'standing_order_changed':
      return { kind: 'change_standing_order', orderId: event.orderId, order: event.order };
    case 'standing_order_ended':
      return {
        kind: 'end_standing_order',
        orderId: event.orderId,
        cancelBookings: next?.event.kind === 'ride_cancelled',
      };
    case 'waitlist_joined':
      return { kind: 'join_waitlist', waitId: event.waitId, request: event.request, ...forWhom(event) };
    case 'waitlist_ended':
      return event.why === 'left' ? { kind: 'leave_waitlist', waitId: event.waitId } : { kind: 'tick' };
    case 'offers_released':
      return event.why === 'expired' || !next ? { kind: 'tick' } : commandBehind(state, recorded, at + 1);
    case 'ride_booked':
      return { kind: 'book_offer', offerId: event.bookingId };
    case 'ride_cancelled':
      if (event.reason === 'found_own_way') return rideAction(state, event.bookingId, 'no_show', recorded[at]!.atSec);
      if (!isRidersReason(event.reason)) return { kind: 'tick' };
      return cancelled(event.bookingId, event.reason, next);
    case 'driver_signed_on': {
      const { vehicleId, driverName, tokenHash, isVirtual } = event;
      return { kind: 'sign_on', vehicleId, driverName, tokenHash, isVirtual };
    }
    case 'driver_signed_off':
      return { kind: 'sign_off', vehicleId: event.vehicleId };
    case 'vehicle_taken_out':
      return outageCommand(event, recorded, at);
    case 'vehicle_returned':
      return { kind: 'return_vehicle', vehicleId: event.vehicleId };
    case 'day_planned': {
      const { vehicleId, date, shifts } = event;
      return { kind: 'plan_day', vehicleId, date, shifts };
    }
    case 'change_accepted':
      return { kind: 'accept_change', bookingId: event.bookingId };
    case 'pause_started': {
      const { startedSec: atSec, untilSec } = event;
      if (event.by === 'plan') return { kind: 'tick' };
      return actionOf(event.shiftId, { kind: 'break_started', atSec, durationSec: untilSec - atSec });
    }
    case 'pause_ended':
      if (event.by === 'plan') return { kind: 'tick' };
      return actionOf(event.shiftId, { kind: 'break_ended', atSec: event.endedSec });
    case 'call_arrived': {
      const didMore =
        next?.command === null && (next.event.kind === 'ride_boarded' || next.event.kind === 'ride_completed');
      if (didMore) return commandBehind(state, recorded, at + 1);
      const callId = callIdOf(state.shifts.get(event.shiftId)!.visits[0]!);
      return actionOf(event.shiftId, { kind: 'arrived', callId, atSec: event.arrivedSec });
    }
    case 'ride_boarded':
      return rideAction(state, event.bookingId, 'boarded', event.boardedSec);
    case 'ride_no_show':
      return rideAction(state, event.bookingId, 'no_show', event.leftSec);
    case 'ride_completed':
      return rideAction(state, event.bookingId, 'dropped_off', event.droppedOffSec);
    case 'street_notice_posted':
      return { kind: 'post_street_notice', noticeId: event.noticeId, order: orderOf(event.terms) };
    case 'street_notice_ended':
      return { kind: 'end_street_notice', noticeId: event.noticeId };
    case 'route_planned':
      return proposed(state, recorded, at);
    case 'ride_moved':
      return event.reason === 'better_plan' ? proposed(state, recorded, at) : { kind: 'tick' };
    case 'streets_in_force':
      return { kind: 'put_streets_in_force', noticeIds: event.noticeIds };
    default:
      return { kind: 'tick' };
  }
}

/** A plan of the search that was taken over: its routes. */
function proposed(state: DispatchState, recorded: readonly LedgerEntry[], at: number): Command {
  const routes = recorded.slice(at, batchEnd(recorded, at)).flatMap(({ event }) => {
    if (event.kind !== 'route_planned') return [];
    const { shiftId, visits, pauses = [] } = event;
    return [{ shiftId, visits, pauses }];
  });
  return { kind: 'propose_plan', wish: { basedOn: state.sequence, routes } };
}

type EventOf<K extends DispatchEvent['kind']> = Extract<DispatchEvent, { kind: K }>;

/** A request of a rider, the call of an open return, or the next best for an offer that was gone. */
function askedFor(event: EventOf<'offers_made' | 'trip_refused'>, { command }: LedgerEntry): Command {
  const { requestId, request } = event;
  if (command?.refusal) return { kind: 'book_offer', offerId: `${requestId.slice(0, requestId.lastIndexOf('_'))}-0` };
  if (event.openReturnId !== undefined) return { kind: 'call_return', requestId, bookingId: event.openReturnId };
  return { kind: 'request_trip', requestId, request, ...forWhom(event) };
}

/** Proxies and the desk say for whom. */
function forWhom({ riderId, doneBy }: { readonly riderId: string } & ByWhom): { readonly forRiderId?: string } {
  return doneBy?.kind === 'proxy' || doneBy?.kind === 'desk' ? { forRiderId: riderId } : {};
}

function cancelled(bookingId: string, reason: RidersReason, next: LedgerEntry | undefined): Command {
  const isPair = next?.command === null && next.event.kind === 'ride_cancelled' && isRidersReason(next.event.reason);
  return { kind: 'cancel_booking', bookingId, order: { reason, ...(isPair && { withReturn: true }) } };
}

/** A driver who goes before the end takes the vehicle out first; the batch ends with the sign-off. */
function outageCommand(
  { vehicleId, reason, untilSec, position }: Extract<DispatchEvent, { kind: 'vehicle_taken_out' }>,
  recorded: readonly LedgerEntry[],
  at: number,
): Command {
  const last = recorded[batchEnd(recorded, at) - 1]!.event;
  const isLeaving = reason === 'driver_unwell' || reason === 'driver_left';
  if (isLeaving && last.kind === 'driver_signed_off') return { kind: 'sign_off_early', vehicleId, reason };
  return { kind: 'take_vehicle_out', vehicleId, order: { reason, untilSec, ...(position && { position }) } };
}

/** Facts without a command of their own that follow at the same time may belong to the batch. */
function batchEnd(recorded: readonly LedgerEntry[], at: number): number {
  let end = at + 1;
  while (recorded[end]?.command === null && recorded[end]!.atSec === recorded[at]!.atSec) end++;
  return end;
}

type RidersReason = NonNullable<CancelOrder['reason']>;
function isRidersReason(reason: CancelReason): reason is RidersReason {
  return ['changed_my_mind', 'booked_by_mistake', 'unable_to_make_trip', 'other'].includes(reason);
}

function orderOf(terms: StreetNoticeTerms): StreetNoticeOrder {
  const { vehicleClasses, note, untilSec, ...order } = terms;
  return {
    ...order,
    ...(vehicleClasses === null ? {} : { vehicleClasses }),
    ...(note === null ? {} : { note }),
    ...(untilSec === null ? {} : { untilSec }),
  };
}

type Action = Extract<Command, { kind: 'driver_action' }>['action'];

function actionOf(shiftId: string, action: Action): Command {
  return { kind: 'driver_action', vehicleId: shiftId.split('@')[0]!, action };
}

function rideAction(
  state: DispatchState,
  bookingId: string,
  kind: 'boarded' | 'no_show' | 'dropped_off',
  atSec: number,
): Command {
  return actionOf(state.rides.get(bookingId)!.shiftId, { kind, bookingId, atSec });
}
