/** Which command brought a batch of facts: read back from the facts themselves, so that old ledgers can be decided once more. */
import type { StreetNoticeOrder } from '@noriai/core/contracts/streets.ts';
import type { CancelOrder } from '@noriai/core/contracts/trips.ts';
import type { Actor, Command } from '@noriai/core/dispatch/commands.ts';
import type { Moment } from '@noriai/core/dispatch/decide.ts';
import { callIdOf } from '@noriai/core/dispatch/decide-driving.ts';
import type {
  ByWhom,
  CancelReason,
  DispatchEvent,
  LedgerEntry,
  StreetNoticeTerms,
} from '@noriai/core/dispatch/events.ts';
import { previewMove } from '@noriai/core/dispatch/move-trip.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

/** A command's key begins with who sent it. */
export function actorOf({ command }: LedgerEntry): Actor {
  const name = command === null ? 'service' : command.key.slice(0, command.key.indexOf('/'));
  if (name.startsWith('rider:')) return { kind: 'rider', riderId: name.slice('rider:'.length) };
  if (name.startsWith('operator:')) return { kind: 'operator', operatorId: name.slice('operator:'.length) };
  if (name.startsWith('driver:')) return { kind: 'driver', vehicleId: name.slice('driver:'.length) };
  return { kind: name === 'anybody' ? 'anybody' : 'service' };
}

/**
 * Commands that may have brought the facts from `at` on, the likeliest first: what facts leave open (was the seat given by hand
 * in spite of a limit, at another time?) only trying tells. What no command brings was brought by a tick.
 */
export function commandsBehind(
  world: ServiceWorld,
  state: DispatchState,
  recorded: readonly LedgerEntry[],
  at: number,
): readonly Command[] {
  const first = recorded[at]!;
  const { event } = first;
  const moved = handMove(recorded, at);
  if (moved) return movesBehind({ world, state, nowSec: first.atSec }, moved, recorded, at);
  const command = commandBehind(state, recorded, at);
  if (command.kind === 'end_standing_order') return [command, { ...command, cancelBookings: false }];
  if (command.kind === 'sign_off') return [command, ...earlySignOffs(command.vehicleId)];
  const isByDesk = command.kind === 'request_trip' && 'doneBy' in event && event.doneBy?.kind === 'desk';
  return isByDesk ? [command, { ...command, despiteLimits: true }] : [command];
}

/** Reads the command back from its facts. */
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
    case 'rider_left':
      return { kind: 'leave_service', riderId: event.riderId };
    case 'rider_rules_set': {
      const { riderId, blocked, riderTypeId, clearStrikes } = event;
      return { kind: 'set_rider_rules', riderId, rules: { blocked, riderTypeId, clearStrikes } };
    }
    case 'standing_order_placed':
      return { kind: 'place_standing_order', orderId: event.orderId, order: event.order, ...forWhom(event) };
    case 'standing_order_changed':
      return { kind: 'change_standing_order', orderId: event.orderId, order: event.order };
    case 'standing_order_ended':
      return { kind: 'end_standing_order', orderId: event.orderId, cancelBookings: true };
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
      const { vehicleId, driverName, tokenHash, isVirtual, driverId } = event;
      const who = { driverName, tokenHash, isVirtual, ...(driverId !== undefined && { driverId }) };
      return { kind: 'sign_on', vehicleId, ...who };
    }
    case 'driver_signed_off':
      return { kind: 'sign_off', vehicleId: event.vehicleId };
    case 'vehicle_taken_out':
      return outageCommand(event, recorded, at);
    case 'vehicle_returned': // a driver who signs on brings it back, too
      if (next?.command === null && next.event.kind === 'driver_signed_on')
        return commandBehind(state, recorded, at + 1);
      return { kind: 'return_vehicle', vehicleId: event.vehicleId };
    case 'day_planned': {
      const { vehicleId, date, shifts } = event;
      return { kind: 'plan_day', vehicleId, date, shifts };
    }
    case 'service_suspended': {
      const { suspensionId, fromSec, untilSec, reason, message } = event;
      const order = { fromSec, untilSec, reason, ...(message && { message }) };
      return { kind: 'suspend_service', suspensionId, order };
    }
    case 'service_resumed':
      return { kind: 'resume_service', suspensionId: event.suspensionId };
    case 'stop_closed': {
      const { closureId, stopId, from, until, reason } = event;
      return { kind: 'close_stop', closureId, order: { stopId, from, until, reason } };
    }
    case 'stop_reopened':
      return { kind: 'reopen_stop', closureId: event.closureId };
    case 'ride_restored':
      return { kind: 'restore_booking', bookingId: event.bookingId };
    case 'walk_on_boarded': {
      const { bookingId, shiftId, dropoff, party, boardedSec } = event;
      const order = { toStopId: dropoff.stopId, party, atSec: boardedSec };
      return { kind: 'walk_on', vehicleId: vehicleOf(shiftId), bookingId, order };
    }
    case 'wait_extended':
      return { kind: 'extend_wait', bookingId: event.bookingId, untilSec: event.untilSec };
    case 'action_undone':
      return { kind: 'undo_action', vehicleId: vehicleOf(event.shiftId) };
    case 'roll_call_recorded':
      return { kind: 'record_roll_call', rollCallId: event.rollCallId, rollCall: event.rollCall };
    case 'sos_raised':
      return { kind: 'raise_sos', vehicleId: event.vehicleId, position: event.position };
    case 'alarm_acknowledged':
      return { kind: 'acknowledge_alarm', alarmId: event.alarmId, note: event.note };
    case 'change_accepted':
      return { kind: 'accept_change', bookingId: event.bookingId };
    case 'pause_started': {
      const { startedSec: atSec, untilSec } = event;
      if (event.by === 'plan') return { kind: 'tick' };
      return actionOf(event.shiftId, { kind: 'break_started', atSec, durationSec: untilSec - atSec });
    }
    case 'pause_ended':
      if (event.by === 'plan') return { kind: 'tick' };
      // Whoever goes on, or signs off, ends the break, too.
      if (event.isImplied || (next?.command === null && next.event.kind === 'driver_signed_off'))
        return commandBehind(state, recorded, at + 1);
      return actionOf(event.shiftId, { kind: 'break_ended', atSec: event.endedSec });
    case 'call_arrived': {
      const isNext = (kind: DispatchEvent['kind']) => next?.command === null && next.event.kind === kind;
      const didMore = isNext('ride_boarded') || isNext('ride_completed') || isReordered(recorded, at + 1);
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
      if (isReordered(recorded, at)) return commandBehind(state, recorded, at + 1);
      return proposed(state, recorded, at);
    case 'ride_moved':
      return event.reason === 'better_plan' ? proposed(state, recorded, at) : { kind: 'tick' };
    case 'streets_in_force':
      return { kind: 'put_streets_in_force', noticeIds: event.noticeIds };
    default:
      return { kind: 'tick' };
  }
}

type HandMove = EventOf<'ride_moved' | 'promise_broken'>;

/** A trip that the desk moved: the batch begins with the moved ride's own fact, but for offers that had to make room. */
function handMove(recorded: readonly LedgerEntry[], at: number): HandMove | null {
  if (recorded[at]!.command === null) return null;
  const batch = recorded.slice(at, batchEnd(recorded, at));
  const own = batch.find(({ event }) => event.kind !== 'offers_released')?.event;
  if (own?.kind !== 'ride_moved' && own?.kind !== 'promise_broken') return null;
  return own.reason === 'operator' ? own : null;
}

/**
 * The move to the place in the route that it has got, as if it had been put there by hand, or to the best place.
 */
function movesBehind(moment: Moment, own: HandMove, recorded: readonly LedgerEntry[], at: number): readonly Command[] {
  const { bookingId } = own;
  const batch = recorded.slice(at, batchEnd(recorded, at)).map(({ event }) => event);
  const replacement = own.kind === 'promise_broken' ? own.replacement : null;
  const shiftId = own.kind === 'ride_moved' ? own.shiftId : replacement!.shiftId;
  const route = batch.findLast((event) => event.kind === 'route_planned' && event.shiftId === shiftId);
  const visits = route?.kind === 'route_planned' ? route.visits : [];
  const pickupAt = visits.findIndex(({ rideId, kind }) => rideId === bookingId && kind === 'pickup');
  const dropoffAt = visits.findIndex(({ rideId, kind }) => rideId === bookingId && kind === 'dropoff') - 1;
  const acceptsBroken = batch.flatMap((event) => (event.kind === 'promise_broken' ? [event.bookingId] : []));
  const riderAgreed = batch.some((event) => event.kind === 'change_accepted' && event.bookingId === bookingId);
  const places = [{ pickupAt, dropoffAt }, {}];
  const askedSec = own.kind === 'promise_broken' ? own.askedSec : undefined;
  const times = askedSec === undefined ? [{}] : [{ pickupFromSec: askedSec }];
  return times.flatMap((time) =>
    places.map((place): Command => {
      const order = { vehicleId: vehicleOf(shiftId), ...place, ...time };
      const version = previewMove(moment, bookingId, order)?.version ?? '';
      return { kind: 'move_trip', bookingId, confirmation: { order, version, acceptsBroken, riderAgreed } };
    }),
  );
}

/** Who boards before others leave the vehicle gets the seat first: the order of the stop changes just before. */
function isReordered(recorded: readonly LedgerEntry[], at: number): boolean {
  const [planned, boarded] = recorded.slice(at, at + 2);
  return planned?.event.kind === 'route_planned' && boarded?.command === null && boarded.event.kind === 'ride_boarded';
}

/** Of a vehicle that was out already there is no other fact than that of the driver who went. */
function earlySignOffs(vehicleId: string): readonly Command[] {
  return (['driver_left', 'driver_unwell'] as const).map((reason) => ({ kind: 'sign_off_early', vehicleId, reason }));
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

function vehicleOf(shiftId: string): string {
  return shiftId.slice(0, shiftId.lastIndexOf('@'));
}

type Action = Extract<Command, { kind: 'driver_action' }>['action'];

function actionOf(shiftId: string, action: Action): Command {
  return { kind: 'driver_action', vehicleId: vehicleOf(shiftId), action };
}

function rideAction(
  state: DispatchState,
  bookingId: string,
  kind: 'boarded' | 'no_show' | 'dropped_off',
  atSec: number,
): Command {
  return actionOf(state.rides.get(bookingId)!.shiftId, { kind, bookingId, atSec });
}
