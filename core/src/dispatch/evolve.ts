/**
 * What a fact does to the state. Never asks whether it was right: that was decided before it was written. Changes the
 * state in place; O(visits of the shift) a fact.
 */
import { spurSec } from '../rules/doors.ts';
import { tripAnswer, withReturnLegs } from './answers.ts';
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import type {
  DispatchEvent,
  Fetch,
  HeldOffer,
  LedgerEntry,
  PauseAt,
  Replacement,
  UndoableAction,
  Visit,
} from './events.ts';
import { broadcastAppliers, forgetBroadcasts } from './evolve-broadcasts.ts';
import {
  beginDuty,
  driverKey,
  endDuty,
  hoursRuleOf,
  noteDriven,
  noteStretch,
  openDuty,
  stretchAtSignOn,
} from './duties.ts';
import {
  arrangementAppliers,
  dropStrike,
  forgetWaitlistOffer,
  noteFreed,
  noteFreedFor,
  noteDrivenAfterAll,
  noteNotDriven,
  noteStrike,
  type Applier,
} from './evolve-arrangements.ts';
import { afterBreak, breakCountsSec, type Stretch } from '../rules/hours-of-work.ts';
import { activeShift, applyDayPlan, openShift } from './shifts.ts';
import type { DayFigures, DispatchState, LastAction, OpenAlarm, Ride, Shift, ShiftPause } from './state.ts';
import { firstCallLength, placeOf } from './timeline.ts';
import { standingWithoutWalkOn } from './walk-on-undone.ts';

/** How long a command's key and the answer to a trip request are remembered. */
const COMMAND_MEMORY_SEC = 86_400;
/** How long a ride that has ended is kept at hand; the ledger keeps it for ever. */
const RIDE_MEMORY_SEC = 35 * 86_400;
/** What nobody took up in so long is history; the ledger has it. */
const ALARM_MEMORY_SEC = 3 * 86_400;
/** Longer than any of its rides can be at hand: a booking a quarter ahead, then the ride's own time. */
const SHIFT_MEMORY_SEC = RIDE_MEMORY_SEC + 90 * 86_400;

type EventOf<K extends DispatchEvent['kind']> = Extract<DispatchEvent, { kind: K }>;
type Appliers = { readonly [K in DispatchEvent['kind']]: Applier<K> };

/** Applies one fact. Facts must come in the order of their sequence. */
export function evolve(world: ServiceWorld, state: DispatchState, entry: LedgerEntry): void {
  if (entry.sequence !== state.sequence + 1) {
    throw new Error(`fact ${entry.sequence} cannot follow fact ${state.sequence}: the ledger has a gap`);
  }
  state.sequence = entry.sequence;
  state.atSec = entry.atSec;
  const { command, event, atSec } = entry;
  if (command) state.commands.set(command.key, { ...command, atSec });
  (appliers[event.kind] as (w: ServiceWorld, s: DispatchState, e: DispatchEvent, at: number) => void)(
    world,
    state,
    event,
    atSec,
  );
  forgetOld(state);
}

const appliers: Appliers = {
  ...arrangementAppliers,
  ...broadcastAppliers,
  area_opened() {
    // Says what the ledger is about; there is nothing to remember.
  },
  rider_registered(_, state, event) {
    state.riderByTokenHash.set(event.tokenHash, event.riderId);
  },
  offers_made(world, state, event, atSec) {
    const figures = figuresOf(world, state, atSec);
    figures.requests++;
    if (event.insteadOf) figures.refused++;
    for (const offer of event.offers) {
      state.rides.set(offer.offerId, heldRide(event, offer));
      ensureShift(world, state, offer.shiftId, atSec);
    }
    state.heldByRequest.set(
      event.requestId,
      event.offers.map((offer) => offer.offerId),
    );
    state.requests.set(event.requestId, { riderId: event.riderId, request: event.request, atSec });
    const outbound = event.returnOf === undefined ? undefined : state.answers.get(event.returnOf);
    if (outbound) state.answers.set(event.returnOf!, withReturnLegs(outbound, event.offers));
    else state.answers.set(event.requestId, tripAnswer(event));
  },
  trip_refused(world, state, event, atSec) {
    const figures = figuresOf(world, state, atSec);
    figures.requests++;
    figures.refused++;
    state.requests.set(event.requestId, { riderId: event.riderId, request: event.request, atSec });
    state.answers.set(event.requestId, tripAnswer(event));
  },
  offers_released(world, state, event) {
    for (const offerId of event.offerIds) {
      const ride = state.rides.get(offerId)!;
      dropVisits(world, state, ride);
      noteFreed(state, state.shifts.get(ride.shiftId)!);
      state.rides.delete(offerId);
    }
    state.heldByRequest.delete(event.requestId);
    forgetWaitlistOffer(state, event.requestId);
  },
  ride_booked(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    ride.status = 'booked';
    state.shifts.get(ride.shiftId)!.changes++;
    ride.number = event.number;
    ride.bookedSec = atSec;
    if (event.doneBy) ride.bookedBy = event.doneBy;
    state.lastNumber.set(dateOfRide(world, ride), event.number);
    state.heldByRequest.delete(ride.requestId);
    state.ridesOfRider.set(ride.riderId, [...(state.ridesOfRider.get(ride.riderId) ?? []), ride.rideId]);
    figuresOf(world, state, atSec).booked++;
  },
  ride_cancelled(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    dropVisits(world, state, ride);
    ride.status = 'cancelled';
    ride.cancelReason = event.reason;
    noteNotDriven(state, ride);
    if (event.isLate && event.by === 'rider') noteStrike(state, ride.riderId, 'late_cancel', atSec);
    ride.cancelledSec = atSec;
    figuresOf(world, state, atSec).cancelled++;
    closeAlarmsOf(state, event.bookingId);
    const isOldStory = event.reason === 'not_driven' || event.reason === 'found_own_way';
    if (event.by === 'service' && !isOldStory) raiseAlarm(state, atSec, { kind: 'call_rider', ...alarmOf(event) });
  },
  route_planned(_, state, event) {
    const shift = state.shifts.get(event.shiftId)!;
    const before = shift.visits;
    shift.visits = event.visits;
    shift.pauses = event.pauses ? placedPauses(shift.pauses, event.pauses) : movedPauses(shift, before);
    settlePauses(shift);
    shift.changes++;
  },
  driver_signed_on(world, state, event, atSec) {
    endDuty(state, event.vehicleId, atSec);
    forgetDriver(state, event.vehicleId);
    const { vehicleId, driverName, driverId, tokenHash, isVirtual } = event;
    const driver = { driverName, tokenHash, isVirtual, ...(driverId !== undefined && { driverId }) };
    state.drivers.set(vehicleId, driver);
    const stretch = stretchAtSignOn(world, state, vehicleId, atSec);
    beginDuty(state, vehicleId, driver, atSec);
    if (stretch) bringStretch(world, state, vehicleId, stretch, atSec);
    state.vehicleByTokenHash.set(tokenHash, event.vehicleId);
    touchShifts(world, state, event.vehicleId);
  },
  driver_signed_off(world, state, event, atSec) {
    endDuty(state, event.vehicleId, atSec);
    forgetDriver(state, event.vehicleId);
    touchShifts(world, state, event.vehicleId);
  },
  vehicle_sent(world, state, event) {
    const shift = state.shifts.get(event.shiftId)!;
    shift.sent = {
      place: placeOfStop(world, shift, event.stopId),
      departSec: event.departSec,
      arriveSec: event.arriveSec,
    };
    shift.changes++;
  },
  call_arrived(world, state, event, atSec) {
    const shift = state.shifts.get(event.shiftId)!;
    const place = placeOfStop(world, shift, event.stopId);
    noteAction(state, shift, event, atSec);
    noteDriving(world, state, shift, place, event.arrivedSec);
    shift.place = place;
    shift.readySec = event.arrivedSec;
    shift.arrivedSec = event.arrivedSec;
    shift.sent = null;
    shift.changes++;
  },
  ride_boarded(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    const shift = state.shifts.get(ride.shiftId)!;
    noteAction(state, shift, event, atSec);
    ride.status = 'on_board';
    ride.boardedSec ??= event.boardedSec;
    closeAlarmsOf(state, event.bookingId);
    figuresOf(world, state, atSec).shared += noteSharing(state, ride).length;
    if (event.lateSec > 0) figuresOf(world, state, atSec).latePickups++;
    const rest = shift.visits.filter((visit) => visit.rideId !== ride.rideId || visit.kind !== 'pickup');
    finishVisit(world, state, shift, rest, event.boardedSec + spurSec(ride.pickup));
  },
  ride_no_show(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    const shift = state.shifts.get(ride.shiftId)!;
    noteAction(state, shift, event, atSec);
    ride.status = 'no_show';
    noteNotDriven(state, ride);
    noteStrike(state, ride.riderId, 'no_show', atSec);
    closeAlarmsOf(state, event.bookingId);
    figuresOf(world, state, atSec).noShow++;
    const rest = shift.visits.filter((visit) => visit.rideId !== ride.rideId);
    finishVisit(world, state, shift, rest, event.leftSec + spurSec(ride.pickup));
  },
  ride_completed(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    const shift = state.shifts.get(ride.shiftId)!;
    noteAction(state, shift, event, atSec);
    ride.status = 'completed';
    ride.droppedOffSec = event.droppedOffSec;
    closeAlarmsOf(state, event.bookingId);
    figuresOf(world, state, atSec).completed++;
    noteFreedFor(state, ride.riderId);
    const rest = shift.visits.filter((visit) => visit.rideId !== ride.rideId);
    finishVisit(world, state, shift, rest, event.droppedOffSec + spurSec(ride.dropoff));
  },
  promise_at_risk(_, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    ride.isAtRisk = true;
    ride.saidPickupSec = event.expectedPickupSec;
    raiseLate(state, atSec, event.bookingId);
    state.shifts.get(ride.shiftId)!.changes++;
  },
  day_planned(world, state, event, atSec) {
    applyDayPlan(world, state, event, atSec);
    noteFreed(state, { startSec: atSec, endSec: Infinity });
  },
  pause_started(world, state, event, atSec) {
    const shift = ensureShift(world, state, event.shiftId, atSec);
    const { pauseId, pause: kind, startedSec: sinceSec, untilSec } = event;
    const planned = shift.pauses.find((pause) => pause.pauseId === pauseId);
    const place = (event.by === 'plan' ? planned?.place : null) ?? shift.place;
    noteDriving(world, state, shift, place, sinceSec);
    shift.pauses = shift.pauses.filter((pause) => pause.pauseId !== pauseId);
    shift.pausing = { pauseId, kind, sinceSec, untilSec };
    shift.place = place;
    shift.sent = null;
    shift.readySec = Math.max(shift.readySec, untilSec);
    shift.changes++;
  },
  pause_ended(world, state, event) {
    const shift = state.shifts.get(event.shiftId)!;
    if (event.isImplied && shift.pausing) {
      const { pausing, readySec, drivenSinceBreakSec, brokenSec } = shift;
      shift.leftBreak = { pausing, readySec, drivenSinceBreakSec, brokenSec };
    }
    if (shift.pausing) noteBreak(world, state, shift, shift.pausing.sinceSec, event.endedSec);
    shift.pausing = null;
    shift.readySec = event.endedSec;
    shift.changes++;
  },
  vehicle_taken_out(world, state, event, atSec) {
    const { vehicleId, reason, untilSec, stopId } = event;
    state.outages.set(vehicleId, { reason, fromSec: atSec, untilSec });
    raiseAlarm(state, atSec, { kind: 'vehicle_out', reason, vehicleId, position: event.position });
    const vehicleIndex = world.vehicleIndexById.get(vehicleId)!;
    for (const shift of state.shifts.values()) {
      if (shift.vehicleIndex !== vehicleIndex || shift.startSec > untilSec || shift.endSec <= atSec) continue;
      if (stopId !== null) shift.place = placeOfStop(world, shift, stopId);
      shift.sent = null;
      shift.arrivedSec = null;
      shift.pausing = null;
      shift.readySec = Math.max(shift.readySec, untilSec);
      shift.changes++;
    }
  },
  vehicle_returned(world, state, event, atSec) {
    const outage = state.outages.get(event.vehicleId);
    state.outages.delete(event.vehicleId);
    closeOutAlarmsOf(state, event.vehicleId);
    noteFreed(state, { startSec: atSec, endSec: Infinity });
    const vehicleIndex = world.vehicleIndexById.get(event.vehicleId);
    for (const shift of state.shifts.values()) {
      if (shift.vehicleIndex !== vehicleIndex || !outage || shift.readySec > outage.untilSec) continue;
      shift.readySec = Math.max(shift.startSec, Math.min(shift.readySec, atSec));
      shift.changes++;
    }
  },
  ride_moved(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    if (ride.shiftId !== event.shiftId) dropVisits(world, state, ride);
    noteFreed(state, state.shifts.get(ride.shiftId)!);
    if (event.fetched) fetchFrom(ride, event.fetched);
    noteMove(ride, event.shiftId, atSec);
    ride.shiftId = event.shiftId;
    settleRisk(state, ride);
    ensureShift(world, state, event.shiftId, atSec).changes++;
  },
  promise_broken(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    const { pickup, dropoff, pickupFromSec, pickupUntilSec, dropoffBySec } = ride;
    noteFreed(state, state.shifts.get(ride.shiftId)!);
    if (event.replacement?.shiftId !== ride.shiftId) dropVisits(world, state, ride);
    ride.broken ??= {
      reason: event.reason,
      atSec,
      pickup,
      dropoff,
      pickupFromSec,
      pickupUntilSec,
      dropoffBySec,
      consent: 'asked',
    };
    settleRisk(state, ride);
    if (event.replacement) {
      noteMove(ride, event.replacement.shiftId, atSec);
      replacePromise(ride, event.replacement);
      raiseAlarm(state, atSec, { kind: 'call_rider', ...alarmOf(event) });
    }
    ensureShift(world, state, ride.shiftId, atSec).changes++;
  },
  change_accepted(_, state, event) {
    const ride = state.rides.get(event.bookingId)!;
    if (ride.broken) ride.broken = { ...ride.broken, consent: 'accepted' };
    closeAlarmsOf(state, event.bookingId);
  },
  service_suspended(_, state, { suspensionId, fromSec, untilSec, reason, message }) {
    state.suspensions.set(suspensionId, { fromSec, untilSec, reason, message });
  },
  service_resumed(_, state, event) {
    const rest = state.suspensions.get(event.suspensionId);
    state.suspensions.delete(event.suspensionId);
    // Hours at rest cut a shift in two: what comes after them was out of reach, too.
    if (rest) noteFreed(state, { startSec: rest.fromSec, endSec: Infinity });
  },
  stop_closed(_, state, { closureId, stopId, from, until, reason }) {
    state.stopClosures.set(closureId, { stopId, from, until, reason });
  },
  stop_reopened({ calendar }, state, event) {
    const closure = state.stopClosures.get(event.closureId);
    state.stopClosures.delete(event.closureId);
    if (!closure) return;
    const startSec = calendar.atTimeOf(closure.from, '00:00');
    noteFreed(state, { startSec, endSec: calendar.atTimeOf(closure.until, '24:00') });
  },
  call_needed(_, state, event, atSec) {
    raiseAlarm(state, atSec, { kind: 'call_rider', ...alarmOf(event) });
  },
  ride_restored(world, state, event, atSec) {
    const ride = state.rides.get(event.bookingId)!;
    const cancelledSec = ride.cancelledSec ?? atSec;
    ride.status = 'booked';
    ride.cancelReason = null;
    delete ride.cancelledSec;
    ride.shiftId = event.shiftId;
    ensureShift(world, state, event.shiftId, atSec).changes++;
    figuresOf(world, state, cancelledSec).cancelled--;
    dropStrike(state, ride.riderId, 'late_cancel', cancelledSec);
    noteDrivenAfterAll(state, ride, atSec);
  },
  wait_extended(_, state, event) {
    const ride = state.rides.get(event.bookingId)!;
    ride.waitUntilSec = event.untilSec;
    state.shifts.get(ride.shiftId)!.changes++;
  },
  walk_on_boarded(world, state, event, atSec) {
    const ride = walkOnRide(event);
    state.rides.set(ride.rideId, ride);
    state.lastNumber.set(dateOfRide(world, ride), event.number);
    const shift = ensureShift(world, state, event.shiftId, atSec);
    figuresOf(world, state, atSec).booked++;
    const newlyShared = noteSharing(state, ride);
    figuresOf(world, state, atSec).shared += newlyShared.length;
    noteAction(
      state,
      shift,
      event,
      atSec,
      newlyShared.map(({ rideId }) => rideId),
    );
    shift.changes++;
  },
  action_undone(world, state, event) {
    const shift = state.shifts.get(event.shiftId)!;
    const action = actionOf(shift, event.undoneSequence);
    if (action.kind === 'walk_on_boarded') return undoWalkOn(world, state, shift, action);
    const before = shift.visits;
    const { place, readySec, sent, arrivedSec, drivenSec, drivenSinceBreakSec, brokenSec } = action;
    undoRide(world, state, action);
    noteDriven(state, world.area.vehicles[shift.vehicleIndex]!.id, drivenSec - shift.drivenSec);
    const driving = { drivenSec, drivenSinceBreakSec, brokenSec, ...action.leftBreak };
    const lastAction = action.former ?? null;
    Object.assign(shift, { place, readySec, sent, arrivedSec, ...driving, visits: event.visits, lastAction });
    noteStretch(state, world.area.vehicles[shift.vehicleIndex]!.id, driving);
    shift.pauses = movedPauses(shift, before);
    settlePauses(shift);
    shift.changes++;
  },
  roll_call_recorded(_, state, { rollCall }) {
    const key = driverKey(rollCall);
    if (rollCall.phase === 'before') state.rollCalls.set(key, rollCall);
    if (rollCall.phase === 'after') state.rollCalls.delete(key);
  },
  sos_raised(_, state, { vehicleId, position }, atSec) {
    raiseAlarm(state, atSec, { kind: 'sos', vehicleId, position });
  },
  alarm_acknowledged(_, state, event) {
    state.alarms.delete(event.alarmId);
  },
  dropoff_at_risk(_, state, { bookingId, expectedDropoffSec }, atSec) {
    touchRide(state, bookingId).saidDropoffSec = expectedDropoffSec;
    raiseLate(state, atSec, bookingId);
  },
  street_notice_posted(_, { streets }, { noticeId, terms }) {
    streets.notices.set(noticeId, { noticeId, ...terms });
  },
  street_notice_ended(_, { streets }, { noticeId }) {
    streets.notices.delete(noticeId);
  },
  streets_in_force(_, state, { noticeIds }, atSec) {
    const { streets } = state;
    streets.inForce = noticeIds.map((noticeId) => streets.notices.get(noticeId)!);
    for (const { noticeId, untilSec } of streets.notices.values()) {
      if (untilSec !== null && untilSec <= atSec) streets.notices.delete(noticeId);
    }
    noteFreed(state, { startSec: atSec, endSec: Infinity });
  },
  vehicle_redirected(world, state, event) {
    const shift = state.shifts.get(event.shiftId)!;
    const departSec = shift.sent?.departSec ?? shift.readySec;
    shift.sent = { place: placeOfStop(world, shift, event.stopId), departSec, arriveSec: event.arriveSec };
    shift.changes++;
  },
  stop_moved(_, state, { bookingId, visit, stop }) {
    touchRide(state, bookingId)[visit] = stop;
  },
};

/**
 * Time without driving counts by the rule of the area; without one nothing asks for it. What lies before the driver signed on
 * is counted with the time off duty.
 */
function noteBreak(world: ServiceWorld, state: DispatchState, shift: Shift, sinceSec: number, untilSec: number): void {
  const rule = hoursRuleOf(world);
  if (!rule) return;
  const vehicleId = world.area.vehicles[shift.vehicleIndex]!.id;
  const dutySec = openDuty(state, vehicleId)?.startSec ?? sinceSec;
  if (dutySec >= untilSec && dutySec > sinceSec) return; // a break of whoever drove before
  const sec = untilSec - Math.max(sinceSec, dutySec);
  Object.assign(shift, afterBreak(rule, shift, breakCountsSec(rule, sec)));
  noteStretch(state, vehicleId, shift);
}

/** Driving without a break is the driver's own: it comes along from the last vehicle, and another's stays behind. */
function bringStretch(
  world: ServiceWorld,
  state: DispatchState,
  vehicleId: string,
  stretch: Stretch,
  atSec: number,
): void {
  noteStretch(state, vehicleId, stretch);
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  if (vehicleIndex === undefined) return;
  const shift = activeShift(world, state, vehicleIndex, atSec);
  if (!shift || (stretch.drivenSinceBreakSec === 0 && !state.shifts.has(shift.shiftId))) return;
  Object.assign(ensureShift(world, state, shift.shiftId, atSec), stretch);
}

/** Keeps how things stood before a driver's action, so that it can be taken back. */
function noteAction(
  state: DispatchState,
  shift: Shift,
  event: EventOf<UndoableAction>,
  atSec: number,
  newlySharedIds: readonly string[] = [],
): void {
  const { place, readySec, sent, arrivedSec, drivenSec, drivenSinceBreakSec, brokenSec } = shift;
  const bookingId = event.kind === 'call_arrived' ? null : event.bookingId;
  const lateSec = 'lateSec' in event ? event.lateSec : 0;
  const { kind } = event;
  const before = { place, readySec, sent, arrivedSec, drivenSec, drivenSinceBreakSec, brokenSec };
  const staysUndoable = kind === 'walk_on_boarded' || shift.lastAction?.isImplied === true;
  const more = {
    ...(event.kind === 'call_arrived' && event.isImplied && { isImplied: true as const }),
    ...(event.kind === 'call_arrived' && shift.leftBreak && { leftBreak: shift.leftBreak }),
    ...(staysUndoable && shift.lastAction && { former: shift.lastAction }),
    ...(newlySharedIds.length > 0 && { newlySharedIds }),
  };
  shift.lastAction = { kind, sequence: state.sequence, atSec, bookingId, lateSec, ...before, ...more };
  delete shift.leftBreak;
}

/** Facts of before a walk-on could be taken back go past it, to what was pressed before. */
function actionOf(shift: Shift, sequence: number): LastAction {
  let action = shift.lastAction!;
  while (action.sequence !== sequence && action.former) action = action.former;
  return action;
}

/** A ride that never was: nobody counts it, and its place is free. Its number is not given again. */
function undoWalkOn(world: ServiceWorld, state: DispatchState, shift: Shift, action: LastAction): void {
  const ride = state.rides.get(action.bookingId!)!;
  const figures = figuresOf(world, state, action.atSec);
  figures.booked--;
  for (const rideId of action.newlySharedIds ?? []) {
    const sharing = state.rides.get(rideId);
    if (sharing) sharing.hasShared = false;
    figures.shared--;
  }
  closeAlarmsOf(state, ride.rideId);
  ride.status = 'cancelled';
  ride.cancelReason = 'booked_by_mistake';
  ride.boardedSec = null;
  takeWalkOnOff(world, state, shift, ride.rideId, state.atSec);
  shift.lastAction = action.former ?? null;
  noteFreed(state, shift);
  shift.changes++;
}

/** Takes a walk-on off the route, with the vehicle where it would be without. */
export function takeWalkOnOff(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  rideId: string,
  atSec: number,
): void {
  leaveVisits(
    shift,
    shift.visits.filter((visit) => visit.rideId !== rideId),
  );
  Object.assign(shift, standingWithoutWalkOn(world, state, shift, atSec));
}

function undoRide(world: ServiceWorld, state: DispatchState, { kind, bookingId, lateSec, atSec }: LastAction): void {
  const ride = bookingId === null ? undefined : state.rides.get(bookingId);
  if (!ride) return;
  const figures = figuresOf(world, state, atSec);
  if (kind === 'ride_completed') {
    ride.status = 'on_board';
    ride.droppedOffSec = null;
    figures.completed--;
    return;
  }
  if (kind === 'ride_no_show') {
    figures.noShow--;
    dropStrike(state, ride.riderId, 'no_show', atSec);
    noteDrivenAfterAll(state, ride, state.atSec);
  }
  if (kind === 'ride_boarded' && lateSec > 0) figures.latePickups--;
  if (ride.isStranded !== true) ride.boardedSec = null;
  ride.status = 'booked';
}

function walkOnRide(event: EventOf<'walk_on_boarded'>): Ride {
  const { bookingId, number, shiftId, pickup, dropoff, party, boardedSec, dropoffBySec, fareYen } = event;
  return {
    rideId: bookingId,
    requestId: bookingId,
    riderId: WALK_ON_RIDER,
    shiftId,
    party,
    pickup,
    dropoff,
    pickupFromSec: boardedSec,
    pickupUntilSec: boardedSec,
    dropoffBySec,
    fareYen,
    isShared: false,
    heldUntilSec: boardedSec,
    status: 'on_board',
    number,
    bookedSec: boardedSec,
    boardedSec,
    droppedOffSec: null,
    cancelReason: null,
    isAtRisk: false,
    hasShared: false,
  };
}

/** Whoever gets on without a booking is nobody that the service knows. */
export const WALK_ON_RIDER = 'walk-on';

function raiseAlarm(
  state: DispatchState,
  raisedSec: number,
  alarm: Pick<OpenAlarm, 'kind'> & Partial<OpenAlarm>,
): void {
  const nothing = { reason: null, bookingId: null, vehicleId: null, position: null };
  state.alarms.set(`a${state.sequence}`, { ...nothing, ...alarm, raisedSec });
}

function alarmOf(event: { readonly bookingId: string; readonly reason?: string }) {
  return { bookingId: event.bookingId, reason: event.reason ?? null };
}

/** One alarm stands for a late booking until somebody takes it, whatever else is late of it. */
function raiseLate(state: DispatchState, atSec: number, bookingId: string): void {
  for (const alarm of state.alarms.values()) if (alarm.kind === 'late' && alarm.bookingId === bookingId) return;
  raiseAlarm(state, atSec, { kind: 'late', bookingId });
}

/** Another vehicle or another promise: what was said of the one before does not hold any more. */
function settleRisk(state: DispatchState, ride: Ride): void {
  ride.isAtRisk = false;
  delete ride.saidPickupSec;
  delete ride.saidDropoffSec;
  for (const [alarmId, { kind, bookingId }] of state.alarms) {
    if (kind === 'late' && bookingId === ride.rideId) state.alarms.delete(alarmId);
  }
}

/** What there was to say of a booking is settled, or there is something newer to say. */
function closeAlarmsOf(state: DispatchState, bookingId: string): void {
  for (const [alarmId, alarm] of state.alarms) if (alarm.bookingId === bookingId) state.alarms.delete(alarmId);
}

/** A vehicle that is back needs nobody at the desk; a call for help does. */
function closeOutAlarmsOf(state: DispatchState, ofVehicleId: string): void {
  for (const [alarmId, { kind, vehicleId }] of state.alarms) {
    if (kind === 'vehicle_out' && vehicleId === ofVehicleId) state.alarms.delete(alarmId);
  }
}

function ensureShift(world: ServiceWorld, state: DispatchState, shiftId: string, atSec: number): Shift {
  let shift = state.shifts.get(shiftId);
  if (!shift) state.shifts.set(shiftId, (shift = openShift(world, state, shiftId, atSec)));
  return shift;
}

/** Its driver must hear that somebody does not come along any more. */
function noteMove(ride: Ride, shiftId: string, atSec: number): void {
  delete ride.movedFrom;
  delete ride.movedSec;
  if (ride.shiftId !== shiftId) Object.assign(ride, { movedFrom: ride.shiftId, movedSec: atSec });
}

/** Whoever was on board waits where the vehicle stands, from now on, and will board again. */
function fetchFrom(ride: Ride, { pickup, fromSec, untilSec }: Fetch): void {
  ride.pickup = pickup;
  ride.pickupFromSec = fromSec;
  ride.pickupUntilSec = untilSec;
  ride.status = 'booked';
  ride.isStranded = true;
}

/** Whoever is on board of a vehicle that goes on stays there; of another one, is fetched by it. */
function replacePromise(ride: Ride, { shiftId, ...promise }: Replacement): void {
  const staysAboard = ride.status === 'on_board' && ride.shiftId === shiftId;
  if (ride.status === 'on_board' && !staysAboard) ride.isStranded = true;
  Object.assign(ride, promise, { shiftId, status: staysAboard ? 'on_board' : 'booked' });
}

/** Driving is what lay between two places by the table, or since the vehicle was sent, whichever is longer. */
function noteDriving(world: ServiceWorld, state: DispatchState, shift: Shift, place: number, arrivedSec: number): void {
  const tableSec = driveSec(world, shift.vehicleIndex, shift.place, place, shift.sent?.departSec ?? arrivedSec) ?? 0;
  const sec = Math.max(tableSec, shift.sent ? arrivedSec - shift.sent.departSec : 0);
  const vehicleId = world.area.vehicles[shift.vehicleIndex]!.id;
  if (shift.arrivedSec === null) noteBreak(world, state, shift, shift.readySec, arrivedSec - sec); // stood and waited
  shift.drivenSec += sec;
  shift.drivenSinceBreakSec += sec;
  noteDriven(state, vehicleId, sec);
  noteStretch(state, vehicleId, shift);
}

/** Takes visits off a route; pauses stay behind those that they stood behind. */
function leaveVisits(shift: Shift, rest: Shift['visits']): void {
  const before = shift.visits;
  shift.visits = rest;
  shift.pauses = movedPauses(shift, before);
  settlePauses(shift);
}

function placedPauses(pauses: readonly ShiftPause[], places: readonly PauseAt[]): readonly ShiftPause[] {
  return pauses.map((pause) => ({
    ...pause,
    at: places.find(({ pauseId }) => pauseId === pause.pauseId)?.at ?? pause.at,
  }));
}

/** Each pause right after the last of the visits that it stood behind before. */
function movedPauses({ visits, pauses }: Shift, before: Shift['visits']): readonly ShiftPause[] {
  const nameOf = (visit: Visit) => `${visit.rideId} ${visit.kind}`;
  return pauses.map((pause) => {
    const earlier = new Set(before.slice(0, pause.at).map(nameOf));
    return { ...pause, at: visits.findLastIndex((visit) => earlier.has(nameOf(visit))) + 1 };
  });
}

/** Puts a pause that would meet somebody on board behind the next drop-off that empties the vehicle. */
function settlePauses(shift: Shift): void {
  if (shift.pauses.length === 0) return;
  const boarding = new Set(shift.visits.filter((visit) => visit.kind === 'pickup').map((visit) => visit.rideId));
  let aboard = shift.visits.filter((visit) => visit.kind === 'dropoff' && !boarding.has(visit.rideId)).length;
  const isEmptyAt = [aboard === 0];
  for (const visit of shift.visits) isEmptyAt.push((aboard += visit.kind === 'pickup' ? 1 : -1) === 0);
  shift.pauses = shift.pauses.map((pause) => ({
    ...pause,
    at: isEmptyAt.findIndex((isEmpty, at) => isEmpty && at >= pause.at),
  }));
}

function touchRide(state: DispatchState, rideId: string): Ride {
  const ride = state.rides.get(rideId)!;
  state.shifts.get(ride.shiftId)!.changes++;
  return ride;
}

function heldRide(event: EventOf<'offers_made'>, offer: HeldOffer): Ride {
  const { offerId, ...promise } = offer;
  return {
    ...promise,
    rideId: offerId,
    requestId: event.requestId,
    riderId: event.riderId,
    party: event.request.party,
    heldUntilSec: event.heldUntilSec,
    ...(event.returnOf !== undefined && { isWayBack: true as const }),
    ...(event.openReturnId !== undefined && { openReturnId: event.openReturnId }),
    ...(event.companyId !== undefined && { companyId: event.companyId }),
    status: 'held',
    number: null,
    bookedSec: null,
    boardedSec: null,
    droppedOffSec: null,
    cancelReason: null,
    isAtRisk: false,
    hasShared: false,
  };
}

/** A stop that the area no longer has stands in old facts only, whose places nobody needs: the depot stands in for it. */
function placeOfStop(world: ServiceWorld, shift: Shift, stopId: string): number {
  return world.stopIndexById.get(stopId) ?? world.depotPlaceOfVehicle[shift.vehicleIndex]!;
}

/** Takes a visit that was done off the route; the call is over when nothing is left to do at its place. */
function finishVisit(
  world: ServiceWorld,
  state: DispatchState,
  shift: Shift,
  rest: Shift['visits'],
  doneSec: number,
): void {
  const left = callRest(world, state, shift, rest);
  leaveVisits(shift, rest);
  shift.changes++;
  shift.readySec = Math.max(shift.readySec, doneSec);
  if (left === 0) shift.arrivedSec = null;
}

/** How many visits of the call at hand are still among `rest`; nobody waits at a stop for an offer that is only held. */
function callRest(world: ServiceWorld, state: DispatchState, shift: Shift, rest: Shift['visits']): number {
  const call = shift.visits.slice(0, firstCallLength(world, state, shift.visits, shift.pauses));
  return rest.filter((visit) => call.includes(visit) && state.rides.get(visit.rideId)!.status !== 'held').length;
}

/**
 * Takes a ride that will not be driven off its route. A vehicle on its way to a call that is gone counts as free where
 * and when it would have arrived: it is somewhere between, and that is the safe side.
 */
function dropVisits(world: ServiceWorld, state: DispatchState, ride: Ride): void {
  const shift = state.shifts.get(ride.shiftId)!;
  const rest = shift.visits.filter((visit) => visit.rideId !== ride.rideId);
  const isCallOver = shift.arrivedSec !== null && callRest(world, state, shift, rest) === 0;
  leaveVisits(shift, rest);
  shift.changes++;
  if (isCallOver) shift.arrivedSec = null;
  if (shift.sent && (rest.length === 0 || placeOf(world, state, rest[0]!) !== shift.sent.place)) {
    shift.place = shift.sent.place;
    shift.readySec = shift.sent.arriveSec;
    shift.sent = null;
  }
}

/** Everybody on board when a ride boards has shared the vehicle; returns who had not before. */
function noteSharing(state: DispatchState, boarding: Ride): readonly Ride[] {
  const shift = state.shifts.get(boarding.shiftId)!;
  const others = shift.visits
    .map((visit) => state.rides.get(visit.rideId)!)
    .filter((ride) => ride !== boarding && ride.status === 'on_board');
  const newlyShared = (others.length > 0 ? [boarding, ...others] : []).filter((ride) => !ride.hasShared);
  for (const ride of newlyShared) ride.hasShared = true;
  return newlyShared;
}

/** Whether somebody drives decides what the vehicle's shifts can do. */
function touchShifts(world: ServiceWorld, state: DispatchState, vehicleId: string): void {
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  for (const shift of state.shifts.values()) {
    if (shift.vehicleIndex !== vehicleIndex) continue;
    shift.changes++;
    noteFreed(state, shift);
  }
}

function forgetDriver(state: DispatchState, vehicleId: string): void {
  const before = state.drivers.get(vehicleId);
  if (before) state.vehicleByTokenHash.delete(before.tokenHash);
  state.drivers.delete(vehicleId);
}

/** The service day a ride belongs to. */
export function dateOfRide(world: ServiceWorld, ride: Pick<Ride, 'pickupFromSec'>): string {
  return world.calendar.dateAt(ride.pickupFromSec);
}

function figuresOf(world: ServiceWorld, state: DispatchState, atSec: number): DayFigures {
  const date = world.calendar.dateAt(atSec);
  let figures = state.figures.get(date);
  if (!figures) {
    figures = { requests: 0, refused: 0, booked: 0, completed: 0, cancelled: 0, noShow: 0, shared: 0, latePickups: 0 };
    state.figures.set(date, figures);
  }
  return figures;
}

/** Maps keep the order of insertion, so what is old is at their front. */
function forgetOld(state: DispatchState): void {
  for (const [key, command] of state.commands) {
    if (command.atSec > state.atSec - COMMAND_MEMORY_SEC) break;
    state.commands.delete(key);
  }
  for (const [requestId, { atSec }] of state.requests) {
    if (atSec > state.atSec - COMMAND_MEMORY_SEC) break;
    state.requests.delete(requestId);
    state.answers.delete(requestId);
  }
  for (const [rideId, ride] of state.rides) {
    const isOver = ride.status === 'completed' || ride.status === 'cancelled' || ride.status === 'no_show';
    if (!isOver || ride.dropoffBySec > state.atSec - RIDE_MEMORY_SEC) break;
    state.rides.delete(rideId);
    const others = (state.ridesOfRider.get(ride.riderId) ?? []).filter((id) => id !== rideId);
    if (others.length > 0) state.ridesOfRider.set(ride.riderId, others);
    else state.ridesOfRider.delete(ride.riderId);
  }
  for (const [alarmId, { raisedSec }] of state.alarms) {
    if (raisedSec > state.atSec - ALARM_MEMORY_SEC) break;
    state.alarms.delete(alarmId);
  }
  forgetBroadcasts(state);
  for (const [shiftId, shift] of state.shifts) {
    if (shift.visits.length > 0 || shift.endSec > state.atSec - SHIFT_MEMORY_SEC) break;
    state.shifts.delete(shiftId);
  }
}
