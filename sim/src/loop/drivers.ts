/**
 * Drivers do what they are told, at true speeds: drive, wait for the promised time and for riders on their way, board, let
 * off, leave without those who do not come. They know nothing but their manifest and who stands at the stop.
 */
import { callIdOf, noShowFromSec } from '@noriai/core/dispatch/decide-driving.ts';
import type { DispatchEvent, Visit } from '@noriai/core/dispatch/events.ts';
import type { Ride, Shift } from '@noriai/core/dispatch/state.ts';
import type { Position } from '@noriai/core/contracts/area.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { firstCallLength } from '@noriai/core/dispatch/timeline.ts';
import { roomOf, roomTaken } from '@noriai/core/rules/needs.ts';
import { dwellSec } from '@noriai/core/rules/promises.ts';
import { chanceOf, nearNormal } from '../chance/chance.ts';
import type { Leg, Town } from './day-actors.ts';

interface Driver {
  readonly vehicleIndex: number;
  shiftId: string | null;
  /** Counts what was begun, so that a deed planned before something else began is dropped. */
  errand: number;
  isBusy: boolean;
  /** The shift whose driver is signed on. */
  dutyId: string | null;
  /** Where to and since when it drives; null when it stands. */
  leg: (Leg & { readonly arriveSec: number }) | null;
}

export interface Drivers {
  /** Reacts to a fact: leaves when sent, looks again when the work at hand changed. */
  readonly noteFact: (event: DispatchEvent) => void;
  /** The vehicle stands still where it is until then; the dispatch is told and takes it out. */
  readonly breakDown: (vehicleIndex: number, untilSec: number) => void;
  readonly signOn: (vehicleIndex: number, shiftId: string) => void;
  /** Signs off, now or as soon as the work is done, unless the next shift has begun. */
  readonly signOff: (vehicleIndex: number, shiftId: string, latestSec: number) => void;
}

export function driversOf(town: Town): Drivers {
  const { service, agenda } = town;
  const drivers = service.world.area.vehicles.map((_, vehicleIndex): Driver => ({
    vehicleIndex,
    shiftId: null,
    errand: 0,
    isBusy: false,
    dutyId: null,
    leg: null,
  }));
  const vehicleId = (driver: Driver) => service.world.area.vehicles[driver.vehicleIndex]!.id;

  function act(driver: Driver, action: Parameters<typeof actionCommand>[1]): void {
    const decision = service.send({ kind: 'service' }, actionCommand(vehicleId(driver), action));
    if (!decision.ok) throw new Error(`${vehicleId(driver)} ${action.kind} was refused: ${decision.detail}`);
  }

  /** Does something after a time, unless the driver began something else meanwhile. */
  function later(driver: Driver, atSec: number, deed: () => void): void {
    const errand = ++driver.errand;
    agenda.add(atSec, () => {
      if (driver.errand === errand) deed();
    });
  }

  function leave(event: Extract<DispatchEvent, { kind: 'vehicle_sent' }>): void {
    const shift = service.state.shifts.get(event.shiftId)!;
    const driver = drivers[shift.vehicleIndex]!;
    driver.shiftId = event.shiftId;
    driver.isBusy = false;
    const { departSec, arriveSec } = event;
    if (shift.sent === null) return;
    const toPlace = shift.sent.place;
    const { place: fromPlace, vehicleIndex } = shift;
    const leg = { vehicleIndex, fromPlace, toPlace, departSec, believedSec: arriveSec - departSec };
    const arrivalSec = departSec + town.trueDriveSec(leg);
    driver.leg = { ...leg, arriveSec: arrivalSec };
    later(driver, arrivalSec, () => arrive(driver));
  }

  /** The way has become another: the rest of it takes as long as is believed now, at true speeds. */
  function turn(event: Extract<DispatchEvent, { kind: 'vehicle_redirected' }>): void {
    const { sent, vehicleIndex } = service.state.shifts.get(event.shiftId)!;
    const driver = drivers[vehicleIndex]!;
    if (!driver.leg || !sent) return;
    const believedSec = Math.max(0, event.arriveSec - service.nowSec);
    const leg = { ...driver.leg, toPlace: sent.place, departSec: service.nowSec, believedSec };
    const arriveSec = service.nowSec + town.trueDriveSec(leg);
    driver.leg = { ...leg, arriveSec };
    later(driver, arriveSec, () => arrive(driver));
  }

  function arrive(driver: Driver): void {
    driver.leg = null;
    const shift = service.state.shifts.get(driver.shiftId!)!;
    if (shift.sent === null) return; // the call was cancelled on the way
    act(driver, { kind: 'arrived', callId: callIdOf(shift.visits[0]!), atSec: service.nowSec });
    lookAround(driver);
  }

  /** What can be done at this stop now, or when to look again. */
  function lookAround(driver: Driver): void {
    if (driver.isBusy || driver.shiftId === null) return;
    const shift = service.state.shifts.get(driver.shiftId);
    if (!shift || shift.arrivedSec === null) return;
    const next = nextDeed(town, shift);
    if (!next) return; // nobody but offers that are only held
    if (next.atSec > service.nowSec) return later(driver, next.atSec, () => lookAround(driver));
    if (next.kind === 'no_show') {
      act(driver, { kind: 'no_show', bookingId: next.ride.rideId, atSec: service.nowSec });
      return lookAround(driver);
    }
    driver.isBusy = true;
    later(driver, service.nowSec + trueDwellSec(town, next.ride, next.kind), () => {
      driver.isBusy = false;
      const kind = next.kind === 'pickup' ? 'boarded' : 'dropped_off';
      const isStillHere = service.state.rides.get(next.ride.rideId)?.shiftId === driver.shiftId;
      if (isStillHere) act(driver, { kind, bookingId: next.ride.rideId, atSec: service.nowSec });
      lookAround(driver);
    });
  }

  function signOff(vehicleIndex: number, shiftId: string, latestSec: number): void {
    if (drivers[vehicleIndex]!.dutyId !== shiftId) return;
    const id = service.world.area.vehicles[vehicleIndex]!.id;
    const decision = service.send({ kind: 'service' }, { kind: 'sign_off', vehicleId: id });
    if (decision.ok || decision.refusal === 'not_signed_on' || service.nowSec >= latestSec) return;
    agenda.add(Math.min(latestSec, service.nowSec + 300), () => signOff(vehicleIndex, shiftId, latestSec));
  }

  return {
    noteFact(event) {
      if (event.kind === 'vehicle_sent') return leave(event);
      if (event.kind === 'vehicle_redirected') return turn(event);
      const shiftId = shiftTouched(town, event);
      if (shiftId === null) return;
      const driver = drivers[service.state.shifts.get(shiftId)!.vehicleIndex]!;
      // The state may still be in the middle of a batch of facts: look at it when the batch is through.
      if (driver.shiftId === shiftId && !driver.isBusy) agenda.add(service.nowSec, () => lookAround(driver));
    },
    breakDown(vehicleIndex, untilSec) {
      const driver = drivers[vehicleIndex]!;
      const position = driver.leg === null ? null : positionOn(service.world, driver.leg, service.nowSec);
      const order = { reason: 'breakdown', untilSec, ...(position && { position }) } as const;
      service.send({ kind: 'service' }, { kind: 'take_vehicle_out', vehicleId: vehicleId(driver), order });
      driver.errand++;
      driver.isBusy = false;
      driver.leg = null;
    },
    signOn(vehicleIndex, shiftId) {
      drivers[vehicleIndex]!.dutyId = shiftId;
      const id = service.world.area.vehicles[vehicleIndex]!.id;
      const command = {
        kind: 'sign_on',
        vehicleId: id,
        driverName: 'simulated',
        tokenHash: id,
        isVirtual: true,
      } as const;
      service.send({ kind: 'service' }, command);
    },
    signOff,
  };
}

/** Where the vehicle is on its way, by the part of the time that has passed. */
function positionOn(world: ServiceWorld, leg: NonNullable<Driver['leg']>, nowSec: number): Position | null {
  const { fromPlace, toPlace, vehicleIndex, departSec, arriveSec } = leg;
  const course = world.courseBetween(fromPlace, toPlace, world.area.vehicles[vehicleIndex]!.class);
  if (course.length === 0) return null;
  const part = (nowSec - departSec) / Math.max(1, arriveSec - departSec);
  const at = Math.round(Math.min(1, Math.max(0, part)) * (course.length - 1));
  const [latE7, lonE7] = course[at]!;
  return { lat: latE7 / 1e7, lon: lonE7 / 1e7 };
}

function actionCommand(vehicleId: string, action: import('@noriai/core/contracts/driving.ts').DriverAction) {
  return { kind: 'driver_action', vehicleId, action } as const;
}

/** Bookings, cancellations and riders of other vehicles change the work at a stop where the vehicle stands. */
function shiftTouched({ service }: Town, event: DispatchEvent): string | null {
  if (event.kind === 'ride_moved') return event.shiftId;
  if (event.kind === 'promise_broken') return event.replacement?.shiftId ?? null;
  if (event.kind !== 'ride_booked' && event.kind !== 'ride_cancelled') return null;
  return service.state.rides.get(event.bookingId)?.shiftId ?? null;
}

interface NextDeed {
  readonly kind: Visit['kind'] | 'no_show';
  readonly ride: Ride;
  readonly atSec: number;
}

/** Who leaves gets off first; then who is here boards; else the first that will happen. */
function nextDeed(town: Town, shift: Shift): NextDeed | null {
  const { state, world } = town.service;
  let best: NextDeed | null = null;
  const call = shift.visits.slice(0, firstCallLength(world, state, shift.visits));
  for (const visit of call) {
    const ride = state.rides.get(visit.rideId)!;
    if (ride.status === 'held') continue;
    if (visit.kind === 'dropoff') {
      if (ride.status === 'on_board') return { kind: 'dropoff', ride, atSec: town.service.nowSec };
      continue;
    }
    const deed = pickupDeed(town, shift, ride);
    if (best === null || deed.atSec < best.atSec) best = deed;
  }
  return best;
}

function pickupDeed(town: Town, shift: Shift, ride: Ride): NextDeed {
  const { world, nowSec } = town.service;
  const presentSec = Math.max(town.presentSec.get(ride.rideId) ?? nowSec, ride.pickupFromSec);
  const leaveSec = noShowFromSec({ world }, shift, ride);
  if (presentSec <= Math.max(leaveSec, nowSec) && hasRoom(town, shift, ride)) {
    return { kind: 'pickup', ride, atSec: Math.max(nowSec, presentSec) };
  }
  return { kind: 'no_show', ride, atSec: Math.max(nowSec, leaveSec) };
}

function hasRoom({ service }: Town, shift: Shift, boarding: Ride): boolean {
  const vehicle = service.world.area.vehicles[shift.vehicleIndex]!;
  const taken = roomTaken(boarding.party);
  for (const visit of shift.visits) {
    const ride = service.state.rides.get(visit.rideId)!;
    if (ride.status !== 'on_board') continue;
    roomTaken(ride.party).forEach((places, d) => (taken[d] = taken[d]! + places));
  }
  return roomOf(vehicle).every((places, d) => taken[d]! <= places);
}

/** Dwell of the rules, varied; the same for the same rider under every policy. */
function trueDwellSec(town: Town, ride: Ride, kind: Visit['kind']): number {
  const { area } = town.service.world;
  const spread = town.scenario.driving.dwellSpreadPermille;
  const plannedSec = dwellSec(area.promises, ride.party);
  if (spread === 0) return plannedSec;
  const factor = 1000 + spread * nearNormal(chanceOf(town.seed, 'dwell', ride.riderId, kind));
  return Math.max(Math.ceil(plannedSec / 3), Math.round((plannedSec * factor) / 1000));
}
