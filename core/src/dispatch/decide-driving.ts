/**
 * What drivers report. Reports may come late, after a time without signal, so each carries when it happened; a report
 * that skips a step (boarding without "arrived") says the skipped step too.
 */
import { unreachable } from '../containers/unreachable.ts';
import type { DriverAction } from '../contracts/driving.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { Command } from './commands.ts';
import type { DispatchEvent, Visit } from './events.ts';
import { isOut } from './decide-fleet.ts';
import { hasRoom } from './effects.ts';
import { breaksLeft, endBreak, startBreak } from './decide-pause.ts';
import { whyNotRested } from './duties.ts';
import { whyNoDuty } from './roll-calls.ts';
import { activeShift } from './shifts.ts';
import { roomOf, roomTaken } from '../rules/needs.ts';
import type { Ride, Shift } from './state.ts';
import { firstCallLength, placeOf } from './timeline.ts';

/** A driver takes a vehicle; a vehicle of the demo's virtual driver is handed over. */
export function signOn(moment: Moment, command: Extract<Command, { kind: 'sign_on' }>): Outcome {
  const { world, state, nowSec } = moment;
  const { vehicleId, driverName, driverId, tokenHash, isVirtual } = command;
  if (!world.vehicleIndexById.has(vehicleId)) return refused('not_found', `there is no vehicle ${vehicleId}`);
  const present = state.drivers.get(vehicleId);
  const isOwn = driverId !== undefined && present?.driverId === driverId; // on another tablet
  if (present && !present.isVirtual && !isOwn) return refused('vehicle_taken', `${vehicleId} has a driver`);
  if (!isVirtual) {
    const missing = whyNoDuty(moment, command) ?? whyNotRested(moment, command);
    if (missing) return missing;
  }
  const left = leaveOther(moment, command);
  if (!left.ok) return left;
  const id = driverId === undefined ? {} : { driverId };
  const signedOn: DispatchEvent = { kind: 'driver_signed_on', vehicleId, driverName, tokenHash, isVirtual, ...id };
  const outage = state.outages.get(vehicleId);
  const isBack = outage && outage.untilSec > nowSec && ['driver_left', 'driver_unwell'].includes(outage.reason);
  const back: DispatchEvent[] = isBack ? [{ kind: 'vehicle_returned', vehicleId, by: 'service' }] : [];
  return accepted(vehicleId, [...left.events, ...back, signedOn]);
}

/** Nobody drives two vehicles: who signs on to another leaves the first, unless riders wait for it. Names may be shared. */
function leaveOther(moment: Moment, { vehicleId, driverId }: Extract<Command, { kind: 'sign_on' }>): Outcome {
  const other = [...moment.state.drivers].find(([id, driver]) => id !== vehicleId && driver.driverId === driverId);
  return driverId === undefined || !other ? accepted(vehicleId, []) : signOff(moment, other[0]);
}

/** Ends the duty, unless somebody is on board or still waits for this vehicle on the shift at hand. */
export function signOff(moment: Moment, vehicleId: string): Outcome {
  const { world, state, nowSec } = moment;
  if (!state.drivers.has(vehicleId)) return refused('not_signed_on', `nobody is signed on to ${vehicleId}`);
  const shift = activeShift(world, state, world.vehicleIndexById.get(vehicleId)!, nowSec);
  const waiting = (shift?.visits ?? []).filter((visit) => state.rides.get(visit.rideId)!.status !== 'held');
  if (waiting.length > 0) return refused('riders_on_board', `${waiting.length} visits are left on ${shift!.shiftId}`);
  return accepted(vehicleId, [...breaksLeft(moment, vehicleId), { kind: 'driver_signed_off', vehicleId }]);
}

/** The desk ends a duty that nobody can end any more: the tablet is lost, or the driver signs on no more. */
export function endDutyByDesk(moment: Moment, vehicleId: string): Outcome {
  if (!moment.state.drivers.has(vehicleId)) return accepted(vehicleId, []);
  return accepted(vehicleId, [...breaksLeft(moment, vehicleId), { kind: 'driver_signed_off', vehicleId }]);
}

/** Records what a driver did; refused with a reason when it does not fit the route. */
export function driverAction(moment: Moment, vehicleId: string, action: DriverAction): Outcome {
  const { world, state, nowSec } = moment;
  if (!state.drivers.has(vehicleId)) return refused('not_signed_on', `nobody is signed on to ${vehicleId}`);
  const shift = activeShift(world, state, world.vehicleIndexById.get(vehicleId)!, nowSec);
  if (action.kind === 'break_started') return startBreak(moment, shift, vehicleId, action);
  if (action.kind === 'break_ended') return endBreak(moment, shift, vehicleId, action.atSec);
  if (isOut(state, vehicleId, nowSec)) return refused('wrong_order', `${vehicleId} is out: the desk brings it back`);
  if (!shift || shift.visits.length === 0) return refused('wrong_order', 'there is nothing to do on this shift');
  const atSec = Math.min(action.atSec, nowSec);
  const events = eventsOf(moment, shift, action, atSec);
  if (!('refusal' in events)) return accepted(vehicleId, events);
  const overtaken = offersAhead(moment, shift);
  const beyond = eventsOf(moment, { ...shift, visits: withoutOffers(shift, overtaken) }, action, atSec);
  if (overtaken.length === 0 || 'refusal' in beyond) return refused(events.refusal, events.detail);
  return accepted(vehicleId, [...overtaken, ...beyond]);
}

/** Offers only held that stand before the driver's next call: they are given up when the driver goes there first. */
function offersAhead({ state }: Moment, shift: Shift): OffersReleased[] {
  const requestIds = new Set<string>();
  for (const visit of shift.visits) {
    const ride = state.rides.get(visit.rideId)!;
    if (ride.status !== 'held') break;
    requestIds.add(ride.requestId);
  }
  return [...requestIds].map((requestId) => {
    return { kind: 'offers_released', requestId, offerIds: state.heldByRequest.get(requestId)!, why: 'overtaken' };
  });
}
type OffersReleased = Extract<DispatchEvent, { kind: 'offers_released' }>;

function withoutOffers(shift: Shift, released: readonly OffersReleased[]): readonly Visit[] {
  const offerIds = new Set(released.flatMap((event) => event.offerIds));
  return shift.visits.filter((visit) => !offerIds.has(visit.rideId));
}

type WorkAction = Exclude<DriverAction, { kind: 'break_started' | 'break_ended' }>;
type Facts =
  readonly DispatchEvent[] | { readonly refusal: 'wrong_order' | 'too_early_for_no_show'; readonly detail: string };

function eventsOf(moment: Moment, shift: Shift, action: WorkAction, atSec: number): Facts {
  switch (action.kind) {
    case 'arrived':
      return arrived(moment, shift, action.callId, atSec);
    case 'boarded':
      return boarded(moment, shift, action.bookingId, atSec);
    case 'no_show':
      return noShow(moment, shift, action.bookingId, atSec);
    case 'dropped_off':
      return droppedOff(moment, shift, action.bookingId, atSec);
    default:
      return unreachable(action);
  }
}

/** The id of a call is the id of any of its visits; people join a call while the vehicle is on its way. */
export function callIdOf(visit: Visit): string {
  return `${visit.rideId}_${visit.kind}`;
}

function nextCall({ world, state }: Moment, shift: Shift): readonly Visit[] {
  return shift.visits.slice(0, firstCallLength(world, state, shift.visits, shift.pauses));
}

function arrived(moment: Moment, shift: Shift, callId: string, atSec: number): Facts {
  if (shift.arrivedSec !== null) return wrongOrder('the vehicle stands at this call already');
  const call = nextCall(moment, shift);
  if (!call.some((visit) => callIdOf(visit) === callId)) return wrongOrder(`call ${callId} is not the next one`);
  return [...endOfPause(shift, atSec), arrivalAt(moment, shift, call[0]!, atSec)];
}

function arrivalAt({ world, state }: Moment, shift: Shift, visit: Visit, atSec: number): CallArrived {
  const arrivedSec = Math.max(atSec, Math.min(shift.readySec, state.atSec));
  const stopId = world.area.stops[placeOf(world, state, visit)]!.id;
  return { kind: 'call_arrived', shiftId: shift.shiftId, stopId, arrivedSec };
}

type CallArrived = Extract<DispatchEvent, { kind: 'call_arrived' }>;

/** Whoever goes on has ended the pause. */
function endOfPause(shift: Shift, atSec: number): DispatchEvent[] {
  if (!shift.pausing) return [];
  const { pauseId } = shift.pausing;
  return [{ kind: 'pause_ended', shiftId: shift.shiftId, pauseId, endedSec: atSec, by: 'driver', isImplied: true }];
}

/**
 * The facts of arriving first, when "arrived" was not pressed; a wrong visit gives the reason. Nothing is done at a call
 * before the vehicle is there, whatever a device's clock says.
 */
function atCall(moment: Moment, shift: Shift, bookingId: string, kind: Visit['kind'], atSec: number) {
  const call = nextCall(moment, shift);
  const visit = call.find((candidate) => candidate.rideId === bookingId && candidate.kind === kind);
  const ride = visit && moment.state.rides.get(bookingId)!;
  if (!visit || ride?.status === 'held') return wrongOrder(`${bookingId} has no ${kind} at the next call`);
  if (shift.arrivedSec !== null) return { ride: ride as Ride, before: [], atSec: Math.max(atSec, shift.arrivedSec) };
  const arrival: CallArrived = { ...arrivalAt(moment, shift, visit, atSec), isImplied: true };
  return { ride: ride as Ride, before: [...endOfPause(shift, atSec), arrival], atSec: arrival.arrivedSec };
}

function boarded(moment: Moment, shift: Shift, bookingId: string, atSec: number): Facts {
  const at = atCall(moment, shift, bookingId, 'pickup', atSec);
  if ('refusal' in at) return at;
  const fullness = roomAfter(moment, shift, at.ride);
  if (fullness) return wrongOrder(fullness);
  const lateSec = at.ride.isStranded === true ? 0 : Math.max(0, at.atSec - firstPromise(at.ride).pickupUntilSec);
  const boarding: DispatchEvent = { kind: 'ride_boarded', bookingId, boardedSec: at.atSec, lateSec };
  return [...at.before, ...othersLeaveFirst(moment, shift, bookingId), boarding];
}

/**
 * At a stop people board in any order. Who boards before somebody leaves may have the seat that was meant for another who
 * boards here: then those who leave come before the other one, else more would be on board than there are seats.
 */
function othersLeaveFirst(moment: Moment, shift: Shift, bookingId: string): DispatchEvent[] {
  const isOwn = ({ rideId, kind }: Visit): boolean => rideId === bookingId && kind === 'pickup';
  const rest = shift.visits.filter((visit) => !isOwn(visit));
  if (hasRoom(moment.world, moment.state, shift.vehicleIndex, rest)) return [];
  const call = nextCall(moment, shift);
  const order = (visit: Visit): number => (isOwn(visit) ? 0 : visit.kind === 'dropoff' ? 1 : 2);
  const visits = [...call.toSorted((a, b) => order(a) - order(b)), ...shift.visits.slice(call.length)];
  return [{ kind: 'route_planned', shiftId: shift.shiftId, visits }];
}

/** What was promised when the rider booked: lateness is counted from that, whatever took its place. */
export function firstPromise(ride: Ride): Pick<Ride, 'pickupUntilSec' | 'dropoffBySec'> {
  return ride.broken ?? ride;
}

/** Why the rider cannot get on yet: those who leave here must get off first. */
function roomAfter({ world, state }: Moment, shift: Shift, boarding: Ride): string | null {
  const vehicle = world.area.vehicles[shift.vehicleIndex]!;
  const aboard = shift.visits
    .map((visit) => state.rides.get(visit.rideId)!)
    .filter((ride) => ride.status === 'on_board');
  const rooms = [...aboard, boarding].map((ride) => roomTaken(ride.party));
  const taken = roomOf(vehicle).map((_, d) => rooms.reduce((sum, room) => sum + room[d]!, 0));
  if (roomOf(vehicle).every((places, d) => taken[d]! <= places)) return null;
  return `${taken[0]} riders and ${taken[1]} wheelchairs would be on board: somebody must get off first`;
}

function noShow(moment: Moment, shift: Shift, bookingId: string, atSec: number): Facts {
  const at = atCall(moment, shift, bookingId, 'pickup', atSec);
  if ('refusal' in at) return at;
  if (shift.arrivedSec === null) return wrongOrder('a no-show can only be recorded at the stop');
  const allowedSec = noShowFromSec(moment, shift, at.ride);
  if (atSec < allowedSec) return { refusal: 'too_early_for_no_show', detail: `from ${allowedSec} on; it is ${atSec}` };
  if (at.ride.isStranded === true) {
    return [{ kind: 'ride_cancelled', bookingId, by: 'service', reason: 'found_own_way', isLate: false }];
  }
  return [{ kind: 'ride_no_show', bookingId, leftSec: atSec }];
}

/** From when a driver who stands at the stop may leave without the rider. */
export function noShowFromSec({ world }: Pick<Moment, 'world'>, shift: Shift, ride: Ride): number {
  const statedSec = Math.max(shift.arrivedSec ?? 0, ride.pickupFromSec) + world.area.promises.noShowWaitSec;
  return Math.max(statedSec, ride.waitUntilSec ?? 0);
}

function droppedOff(moment: Moment, shift: Shift, bookingId: string, atSec: number): Facts {
  const at = atCall(moment, shift, bookingId, 'dropoff', atSec);
  if ('refusal' in at) return at;
  if (at.ride.status !== 'on_board') return wrongOrder(`${bookingId} is not on board`);
  const droppedOffSec = Math.max(at.atSec, at.ride.boardedSec ?? 0);
  const lateSec = Math.max(0, droppedOffSec - firstPromise(at.ride).dropoffBySec);
  return [...at.before, { kind: 'ride_completed', bookingId, droppedOffSec, lateSec }];
}

function wrongOrder(detail: string): { refusal: 'wrong_order'; detail: string } {
  return { refusal: 'wrong_order', detail };
}
