/**
 * How vehicles spent their time and kilometres, read from the facts of the ledger alone. Legs run from call to call; the
 * way home to the depot is added when the driver signs off, because the ledger does not hold it.
 */
import { partySize, type Party } from '../contracts/trips.ts';
import type { LedgerEntry } from '../dispatch/events.ts';
import { shiftFromId } from '../dispatch/shifts.ts';
import type { ServiceWorld } from '../fleet/world.ts';

/** Metres driven between two places by a class of vehicle. */
export type LegLength = (fromPlace: number, toPlace: number, vehicleIndex: number) => number;

export interface VehicleFigures {
  /** Seconds of service hours with a driver signed on. */
  serviceSec: number;
  loadedM: number;
  emptyM: number;
  /** Stretches from empty to empty with somebody on board, and those with at least two bookings at a time. */
  runs: number;
  pooledRuns: number;
  /** People on board × metres. */
  riderM: number;
}

export const noVehicleFigures = (): VehicleFigures => ({
  serviceSec: 0,
  loadedM: 0,
  emptyM: 0,
  runs: 0,
  pooledRuns: 0,
  riderM: 0,
});

export interface VehicleFollower {
  readonly apply: (entry: LedgerEntry) => void;
  /** Figures of all vehicles since the last call of this; drivers still signed on count until `nowSec`. */
  readonly take: (nowSec: number) => VehicleFigures;
}

interface OpenShift {
  readonly vehicleIndex: number;
  place: number;
  bookings: number;
  people: number;
  /** Most bookings on board at a time in the present run. */
  most: number;
}

export function followVehicles(world: ServiceWorld, legLengthM: LegLength): VehicleFollower {
  let figures = noVehicleFigures();
  const open = new Map<string, OpenShift>();
  const signedOnSec = new Map<string, number>();
  const rides = new Map<string, { shiftId: string; readonly party: Party; isAboard: boolean }>();

  function shiftOf(shiftId: string): OpenShift {
    let shift = open.get(shiftId);
    if (!shift) {
      const { vehicleIndex, place } = shiftFromId(world, shiftId);
      shift = { vehicleIndex, place, bookings: 0, people: 0, most: 0 };
      open.set(shiftId, shift);
    }
    return shift;
  }

  /** A stop that is no longer in the area file counts as the depot, as in the state. */
  function placeOfStop(shiftId: string, stopId: string): number {
    return world.stopIndexById.get(stopId) ?? world.depotPlaceOfVehicle[shiftOf(shiftId).vehicleIndex]!;
  }

  function drive(shift: OpenShift, place: number): void {
    const lengthM = shift.place === place ? 0 : legLengthM(shift.place, place, shift.vehicleIndex);
    if (shift.bookings > 0) figures.loadedM += lengthM;
    else figures.emptyM += lengthM;
    figures.riderM += shift.people * lengthM;
    shift.place = place;
  }

  function board(rideId: string, change: 1 | -1): void {
    const ride = rides.get(rideId);
    if (!ride) return; // booked before the part of the ledger that is read
    if (ride.isAboard === change > 0) return;
    ride.isAboard = change > 0;
    const shift = shiftOf(ride.shiftId);
    shift.bookings += change;
    shift.people += change * partySize(ride.party);
    shift.most = Math.max(shift.most, shift.bookings);
    if (shift.bookings > 0) return;
    figures.runs++;
    if (shift.most > 1) figures.pooledRuns++;
    shift.most = 0;
  }

  /** Whoever is on board gets off and waits for the other vehicle. */
  function move(rideId: string, shiftId: string | undefined): void {
    const ride = rides.get(rideId);
    if (!ride) return;
    board(rideId, -1);
    if (shiftId !== undefined) ride.shiftId = shiftId;
  }

  function countService(fromSec: number, untilSec: number): void {
    for (const window of world.calendar.windowsBetween(fromSec, untilSec)) {
      figures.serviceSec += Math.max(0, Math.min(untilSec, window.endSec) - Math.max(fromSec, window.startSec));
    }
  }

  function signOff(vehicleId: string, atSec: number): void {
    const since = signedOnSec.get(vehicleId);
    if (since !== undefined) countService(since, atSec);
    signedOnSec.delete(vehicleId);
    const vehicleIndex = world.vehicleIndexById.get(vehicleId)!;
    for (const [shiftId, shift] of open) {
      if (shift.vehicleIndex !== vehicleIndex) continue;
      drive(shift, world.depotPlaceOfVehicle[vehicleIndex]!);
      open.delete(shiftId);
    }
  }

  function apply({ event, atSec }: LedgerEntry): void {
    switch (event.kind) {
      case 'offers_made':
        for (const { offerId, shiftId } of event.offers) {
          rides.set(offerId, { shiftId, party: event.request.party, isAboard: false });
        }
        return;
      case 'offers_released':
        for (const offerId of event.offerIds) rides.delete(offerId);
        return;
      case 'driver_signed_on':
        if (!signedOnSec.has(event.vehicleId)) signedOnSec.set(event.vehicleId, atSec);
        return;
      case 'driver_signed_off':
        return signOff(event.vehicleId, atSec);
      case 'call_arrived':
        return drive(shiftOf(event.shiftId), placeOfStop(event.shiftId, event.stopId));
      case 'ride_boarded':
        return board(event.bookingId, 1);
      case 'ride_completed':
        board(event.bookingId, -1);
        rides.delete(event.bookingId);
        return;
      case 'ride_moved':
        return move(event.bookingId, event.shiftId);
      case 'promise_broken':
        return move(event.bookingId, event.replacement?.shiftId);
      case 'ride_cancelled':
      case 'ride_no_show':
        rides.delete(event.bookingId);
        return;
      default:
        return; // no vehicle moved
    }
  }

  return {
    apply,
    take(nowSec) {
      for (const [vehicleId, since] of signedOnSec) {
        countService(since, nowSec);
        signedOnSec.set(vehicleId, nowSec);
      }
      const taken = figures;
      figures = noVehicleFigures();
      return taken;
    },
  };
}
