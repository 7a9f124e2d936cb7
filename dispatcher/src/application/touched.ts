/** Whose views new facts change. Wider than need be where that is simpler: what is equal is not sent again. */
import { unreachable } from '@noriai/core/containers/unreachable.ts';
import type { DispatchEvent, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';

export interface Touched {
  readonly riderIds: Set<string>;
  readonly vehicleIds: Set<string>;
}

/** @param state with the entries evolved */
export function touchedBy(entries: readonly LedgerEntry[], state: DispatchState): Touched {
  const touched: Touched = { riderIds: new Set(), vehicleIds: new Set() };
  for (const { event } of entries) touch(touched, event, state);
  touchRidersOf(touched.vehicleIds, touched, state);
  return touched;
}

/** Riders with a booking on a shift of one of the vehicles that is not over. O(shifts) */
export function touchRidersOf(vehicleIds: ReadonlySet<string>, touched: Touched, state: DispatchState): void {
  if (vehicleIds.size === 0) return;
  for (const { shiftId, visits } of state.shifts.values()) {
    if (visits.length === 0 || !vehicleIds.has(vehicleOfShift(shiftId))) continue;
    for (const { rideId } of visits) touchRide(rideId, touched, state);
  }
}

function touch(touched: Touched, event: DispatchEvent, state: DispatchState): void {
  switch (event.kind) {
    case 'ride_booked':
    case 'ride_cancelled':
    case 'ride_boarded':
    case 'ride_no_show':
    case 'ride_completed':
    case 'promise_at_risk':
    case 'dropoff_at_risk':
    case 'stop_moved':
    case 'ride_moved':
    case 'promise_broken':
    case 'change_accepted':
    case 'open_return_noted':
    case 'open_return_ended':
    case 'call_needed':
    case 'wait_extended':
    case 'walk_on_boarded':
    case 'ride_restored':
      return touchRide(event.bookingId, touched, state);
    case 'waitlist_joined':
      return touchRider(event.riderId, touched, state);
    case 'waitlist_tried':
    case 'waitlist_ended':
      // Everybody behind in the queue has moved up, too.
      for (const { riderId } of state.waitlist.values()) touchRider(riderId, touched, state);
      if (event.kind === 'waitlist_ended' && event.riderId !== undefined) touchRider(event.riderId, touched, state);
      return;
    case 'route_planned':
    case 'vehicle_sent':
    case 'vehicle_redirected':
    case 'call_arrived':
    case 'pause_started':
    case 'action_undone':
    case 'pause_ended':
      touched.vehicleIds.add(vehicleOfShift(event.shiftId));
      return;
    case 'driver_signed_on':
    case 'driver_signed_off':
    case 'day_planned':
    case 'vehicle_taken_out':
    case 'vehicle_returned':
      touched.vehicleIds.add(event.vehicleId);
      return;
    case 'streets_in_force': {
      for (const shift of state.shifts.values()) {
        if (shift.visits.length > 0) touched.vehicleIds.add(vehicleOfShift(shift.shiftId));
      }
      return;
    }
    case 'street_notice_posted':
    case 'street_notice_ended':
    case 'service_suspended':
    case 'service_resumed':
    case 'stop_closed':
    case 'stop_reopened':
    case 'roll_call_recorded':
    case 'sos_raised':
    case 'alarm_acknowledged':
    case 'broadcast_sent':
    case 'broadcast_acknowledged':
    case 'broadcast_ended':
    case 'area_opened':
    case 'rider_registered':
    case 'relation_set':
    case 'relation_ended':
    case 'rider_rules_set':
    case 'rider_left':
    case 'standing_order_placed':
    case 'standing_order_changed':
    case 'standing_order_ended':
    case 'standing_order_day':
    case 'offers_made':
    case 'offers_released':
    case 'trip_refused':
      return;
    default:
      unreachable(event);
  }
}

function touchRide(rideId: string, touched: Touched, state: DispatchState): void {
  const ride = state.rides.get(rideId);
  if (!ride) return;
  touchRider(ride.riderId, touched, state);
  touched.vehicleIds.add(vehicleOfShift(ride.shiftId));
}

/** The rider and who may act for them. */
function touchRider(riderId: string, touched: Touched, state: DispatchState): void {
  touched.riderIds.add(riderId);
  for (const proxyId of state.riders.get(riderId)?.proxyIds ?? []) touched.riderIds.add(proxyId);
}

/** Shift ids begin with the vehicle's id (`core/dispatch/shifts.ts`). */
function vehicleOfShift(shiftId: string): string {
  return shiftId.split('@')[0]!;
}
