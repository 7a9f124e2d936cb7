/** Shifts by id: one vehicle on one stretch of service of one day. A shift exists as soon as something is planned on it. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { ServiceWindow } from '../rules/calendar.ts';
import type { DispatchState, Shift } from './state.ts';

export function shiftIdOf(world: ServiceWorld, vehicleIndex: number, window: ServiceWindow): string {
  return `${world.area.vehicles[vehicleIndex]!.id}@${window.date}.${window.index}`;
}

/** The shift of that id: the one in the state, or an unused one that stands at its depot. */
export function shiftOf(world: ServiceWorld, state: DispatchState, vehicleIndex: number, window: ServiceWindow): Shift {
  const shiftId = shiftIdOf(world, vehicleIndex, window);
  return state.shifts.get(shiftId) ?? unusedShift(world, shiftId, vehicleIndex, window);
}

/** An unused shift made from its id alone, as when a ledger is replayed. */
export function shiftFromId(world: ServiceWorld, shiftId: string): Shift {
  const [vehicleId, rest] = shiftId.split('@') as [string, string];
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  const [date, index] = rest.split('.') as [string, string];
  const window = world.calendar.windowsOn(date).find((candidate) => candidate.index === Number(index));
  if (vehicleIndex === undefined || !window) {
    throw new Error(
      `shift ${shiftId} of the ledger is not in the area file: give the vehicle and the service hours back`,
    );
  }
  return unusedShift(world, shiftId, vehicleIndex, window);
}

function unusedShift(world: ServiceWorld, shiftId: string, vehicleIndex: number, window: ServiceWindow): Shift {
  return {
    shiftId,
    vehicleIndex,
    startSec: window.startSec,
    endSec: window.endSec,
    changes: 0,
    visits: [],
    place: world.depotPlaceOfVehicle[vehicleIndex]!,
    readySec: window.startSec,
    sent: null,
    arrivedSec: null,
  };
}

/** How early before its shift a vehicle may be made ready and be shown its work. */
const EARLY_SEC = 3_600;

/**
 * The shift a vehicle works on at a time: the first that still has work and is about to begin or has begun, else the
 * stretch of service that runs now or begins within the hour; null when there is none.
 */
export function activeShift(
  world: ServiceWorld,
  state: DispatchState,
  vehicleIndex: number,
  nowSec: number,
): Shift | null {
  let active: Shift | null = null;
  for (const shift of state.shifts.values()) {
    if (shift.vehicleIndex !== vehicleIndex || shift.visits.length === 0 || shift.startSec > nowSec + EARLY_SEC)
      continue;
    if (active === null || shift.startSec < active.startSec) active = shift;
  }
  if (active) return active;
  const window = world.calendar.windowsBetween(nowSec, nowSec + EARLY_SEC)[0];
  return window ? shiftOf(world, state, vehicleIndex, window) : null;
}
