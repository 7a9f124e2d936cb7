/**
 * Sums over trips and vehicles from which every figure of the KPI table follows. Tallies of days, areas or seeds add up.
 * Memory: about 60 kB a histogram, whatever is counted.
 */
import { partySize, type TripRequest } from '../contracts/trips.ts';
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import { shiftFromId } from '../dispatch/shifts.ts';
import type { TripRecord } from './follow-trips.ts';
import { noVehicleFigures, type VehicleFigures } from './follow-vehicles.ts';
import { count, histogram, mergeHistogram, type Histogram } from './histogram.ts';

/** Requests of one place or age group: who is served and who waits. */
export interface GroupTally {
  requests: number;
  refused: number;
  served: number;
  waitSec: number;
  waits: number;
}

export interface KpiTally {
  requests: number;
  /** By reason, in the order in which they first came. */
  refused: Map<string, number>;
  notTaken: number;
  cancelled: number;
  lateCancelled: number;
  noShows: number;
  notDriven: number;
  open: number;
  served: number;
  /** People served: each booking with its whole party. */
  riders: number;
  shared: number;
  latePickups: number;
  lateDropoffs: number;
  directSec: number;
  walkM: number;
  climbM: number;
  fareYen: number;
  /** From the wished or asked time to boarding, arrive-by wishes left out; then those who asked for "now" only. */
  readonly waitSec: Histogram;
  readonly waitNowSec: Histogram;
  /** From the beginning of the promised window to boarding: standing at the stop. */
  readonly stopWaitSec: Histogram;
  /** How long after the promised window the vehicle came, 0 when in time. */
  readonly latePickupSec: Histogram;
  readonly rideSec: Histogram;
  readonly byPlace: Map<string, GroupTally>;
  readonly byAge: Map<string, GroupTally>;
  readonly vehicles: VehicleFigures;
}

/** Which groups a request belongs to; null where nobody knows. */
export interface TripGroups {
  readonly place: string | null;
  readonly age: string | null;
}

export function emptyTally(): KpiTally {
  return {
    requests: 0,
    refused: new Map(),
    notTaken: 0,
    cancelled: 0,
    lateCancelled: 0,
    noShows: 0,
    notDriven: 0,
    open: 0,
    served: 0,
    riders: 0,
    shared: 0,
    latePickups: 0,
    lateDropoffs: 0,
    directSec: 0,
    walkM: 0,
    climbM: 0,
    fareYen: 0,
    waitSec: histogram(),
    waitNowSec: histogram(),
    stopWaitSec: histogram(),
    latePickupSec: histogram(),
    rideSec: histogram(),
    byPlace: new Map(),
    byAge: new Map(),
    vehicles: noVehicleFigures(),
  };
}

/** From which time a wait counts: the wished time, but not before the rider asked; null for an arrive-by wish. */
export function wishedSec(request: TripRequest, askedSec: number): number | null {
  if (request.when.kind === 'now') return askedSec;
  return request.when.kind === 'arrive_by' ? null : Math.max(askedSec, request.when.atSec);
}

/** Seconds from the wish to boarding, or null when the trip has none. */
export function waitOf(trip: TripRecord): number | null {
  const fromSec = wishedSec(trip.request, trip.askedSec);
  return fromSec === null || trip.boardedSec === null ? null : trip.boardedSec - fromSec;
}

/** Adds one trip that has ended (or, at the end of all, one still open). */
export function tallyTrip(world: ServiceWorld, tally: KpiTally, trip: TripRecord, groups: TripGroups): void {
  tally.requests++;
  if (trip.outcome === 'refused') tally.refused.set(trip.refusal!, (tally.refused.get(trip.refusal!) ?? 0) + 1);
  else if (trip.outcome === 'not_taken') tally.notTaken++;
  else if (trip.outcome === 'no_show') tally.noShows++;
  else if (trip.outcome === 'not_driven') tally.notDriven++;
  else if (trip.outcome === 'cancelled') tallyCancel(tally, trip);
  else if (trip.outcome === 'served') tallyServed(world, tally, trip);
  else tally.open++;
  tallyGroup(tally.byPlace, groups.place, trip);
  tallyGroup(tally.byAge, groups.age, trip);
}

function tallyCancel(tally: KpiTally, trip: TripRecord): void {
  tally.cancelled++;
  if (trip.isLateCancel) tally.lateCancelled++;
}

function tallyServed(world: ServiceWorld, tally: KpiTally, trip: TripRecord): void {
  const promise = trip.promise!;
  const boardedSec = trip.boardedSec!;
  const rideSec = trip.droppedOffSec! - boardedSec;
  tally.served++;
  tally.riders += partySize(trip.request.party);
  tally.fareYen += promise.fareYen;
  tally.walkM += promise.pickup.walkM + promise.dropoff.walkM;
  tally.climbM += promise.pickup.climbM + promise.dropoff.climbM;
  tally.directSec += directSecOf(world, promise, boardedSec) ?? rideSec;
  if (trip.hasShared) tally.shared++;
  const lateSec = Math.max(0, trip.arrivedSec! - promise.pickupUntilSec);
  if (lateSec > 0) tally.latePickups++;
  if (trip.droppedOffSec! > promise.dropoffBySec) tally.lateDropoffs++;
  const waitSec = waitOf(trip);
  if (waitSec !== null) count(tally.waitSec, waitSec);
  if (waitSec !== null && trip.request.when.kind === 'now') count(tally.waitNowSec, waitSec);
  count(tally.stopWaitSec, boardedSec - promise.pickupFromSec);
  count(tally.latePickupSec, lateSec);
  count(tally.rideSec, rideSec);
}

function directSecOf(
  world: ServiceWorld,
  promise: NonNullable<TripRecord['promise']>,
  departSec: number,
): number | null {
  const { vehicleIndex } = shiftFromId(world, promise.shiftId);
  const at = (stopId: string) => world.stopIndexById.get(stopId)!;
  return driveSec(world, vehicleIndex, at(promise.pickup.stopId), at(promise.dropoff.stopId), departSec);
}

function tallyGroup(groups: Map<string, GroupTally>, name: string | null, trip: TripRecord): void {
  if (name === null) return;
  const group = groups.get(name) ?? { requests: 0, refused: 0, served: 0, waitSec: 0, waits: 0 };
  groups.set(name, group);
  group.requests++;
  if (trip.outcome === 'refused') group.refused++;
  if (trip.outcome !== 'served') return;
  group.served++;
  const waitSec = waitOf(trip);
  if (waitSec === null) return;
  group.waitSec += waitSec;
  group.waits++;
}

const summed = [
  'requests',
  'notTaken',
  'cancelled',
  'lateCancelled',
  'noShows',
  'notDriven',
  'open',
  'served',
  'riders',
  'shared',
  'latePickups',
  'lateDropoffs',
  'directSec',
  'walkM',
  'climbM',
  'fareYen',
] as const;
const histograms = ['waitSec', 'waitNowSec', 'stopWaitSec', 'latePickupSec', 'rideSec'] as const;

/** Adds another tally: of a further day or seed. */
export function mergeTally(into: KpiTally, from: KpiTally): void {
  for (const name of summed) into[name] += from[name];
  for (const name of histograms) mergeHistogram(into[name], from[name]);
  for (const [reason, n] of from.refused) into.refused.set(reason, (into.refused.get(reason) ?? 0) + n);
  addVehicleFigures(into.vehicles, from.vehicles);
  for (const part of ['byPlace', 'byAge'] as const) {
    for (const [name, group] of from[part]) mergeGroup(into[part], name, group);
  }
}

export function addVehicleFigures(into: VehicleFigures, from: VehicleFigures): void {
  for (const name of Object.keys(into) as (keyof VehicleFigures)[]) into[name] += from[name];
}

function mergeGroup(into: Map<string, GroupTally>, name: string, from: GroupTally): void {
  const group = into.get(name) ?? { requests: 0, refused: 0, served: 0, waitSec: 0, waits: 0 };
  for (const field of Object.keys(group) as (keyof GroupTally)[]) group[field] += from[field];
  into.set(name, group);
}
