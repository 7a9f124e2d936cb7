/**
 * What has to be planned: vehicles and rides as parallel typed arrays that grow while the day goes on.
 *
 *     const problem = planProblem({ driveTimes: [times], dimensionCount: 4 });
 *     const vehicle = addVehicle(problem, { startLocation, startSec, endLocation, endSec, configurations: [[8, 1, 2, 6]] });
 *     const ride = addRide(problem, { stopPairs: [{ pickup, dropoff }], pickupWindowSec: [from, to], load: [1], … });
 *     setVehicle(problem, vehicle, …present state…); replaceRide(problem, ride, …); removeRide(problem, ride); // slot is reused
 *
 * Then `plan.ts` keeps routes, `insertion.ts` answers requests, `check-plan.ts` accepts or refuses a plan.
 *
 * Times are whole seconds after an origin the caller chooses (midnight of the service day), |time| < 2^29, so that sums
 * fit in 32 bits. A problem made with `fractional: true` holds doubles instead and compares with a tolerance of 1e-9:
 * that is how benchmark files in Euclidean distances are solved, with the same code and without rounding.
 *
 * A visit is a number: `2 × ride` is its pickup, `2 × ride + 1` its drop-off. A rider already on board (`aboard`) has only
 * the drop-off visit, a break (`addBreak`) only the first one. Arrays named visit… are indexed by visit, ride… by ride.
 * Memory: about 120 bytes a ride, 90 bytes a vehicle.
 */
import type { DriveTimes } from './drive-times.ts';

/** No limit. Small enough that sums of a few stay inside 32 bits. */
export const FOREVER = 0x3fff_ffff;
/** As an end location: the shift may end anywhere. As a location of a break: where the vehicle happens to be. */
export const ANYWHERE = -1;
/** No vehicle, no ride. */
export const NONE = -1;

/** What a ride slot holds. */
export const rideKind = { free: 0, waiting: 1, aboard: 2, break: 3 } as const;

export type TimeArray = Int32Array | Float64Array;

/** Prices of the parts of a plan's cost; whole numbers, so that replays agree everywhere. */
export interface CostWeights {
  /** Per second of driving. */
  readonly drive: number;
  /** Per second between the requested and the actual begin of boarding. Must be at least `rideExcess`. */
  readonly wait: number;
  /** Per second of riding beyond the direct drive. */
  readonly rideExcess: number;
  /** Per second after a soft latest time. */
  readonly lateness: number;
  /** Per second by which less than `riskBufferSec` is left before a hard latest time. */
  readonly risk: number;
  readonly riskBufferSec: number;
  /** For each vehicle that has a ride in its route. */
  readonly vehicleUse: number;
}

export interface StopPair {
  readonly pickup: number;
  readonly dropoff: number;
  /** Burden of walking to, from and between levels (distance, climb, stairs), in cost units. */
  readonly walkCost?: number;
  /** Time the rider needs to reach the pickup: added to the earliest pickup. */
  readonly boardWalkSec?: number;
  /** Time the rider needs from the drop-off: taken from the latest drop-off. */
  readonly alightWalkSec?: number;
}

export interface RideInput {
  /** Which places may serve the ride; at least one. */
  readonly stopPairs: readonly StopPair[];
  /** Begin of boarding, [earliest, latest]; default any time. */
  readonly pickupWindowSec?: readonly [number, number];
  /** Begin of alighting, [earliest, latest]; default any time. */
  readonly dropoffWindowSec?: readonly [number, number];
  /** From the end of boarding to the begin of alighting; default no limit. */
  readonly maxRideSec?: number;
  /** Waiting counts from here; not later than the earliest pickup, which is the default. */
  readonly requestedSec?: number;
  /** Later than this costs `lateness`; default never. */
  readonly softPickupSec?: number;
  readonly softDropoffSec?: number;
  /** Room taken in each capacity dimension, e.g. [seats, wheelchair places, child seats, luggage]. */
  readonly load: readonly number[];
  readonly pickupDwellSec?: number;
  readonly dropoffDwellSec?: number;
  /** Bits of which all must be in the vehicle's `skills`. */
  readonly needs?: number;
  /** Rides of one group (> 0) travel in one vehicle and are all aboard at one time. */
  readonly group?: number;
  /** Rides that may never be aboard together with this one. */
  readonly mustNotShareWith?: readonly number[];
  /** The only vehicle that may serve it, or NONE. */
  readonly vehicle?: number;
  /** The rider is on board of `vehicle` since this time (end of boarding); the ride has only its drop-off visit. */
  readonly boardedSec?: number;
}

export interface BreakInput {
  readonly vehicle: number;
  /** A depot or rest place, or ANYWHERE. */
  readonly location: number;
  readonly windowSec: readonly [number, number];
  readonly durationSec: number;
  /** What it counts towards `breakNeededSec` of the vehicle: 0 when too short to count; default its duration. */
  readonly countsSec?: number;
}

export interface VehicleInput {
  readonly startLocation: number;
  /** When it can leave the start location. */
  readonly startSec: number;
  /** Default ANYWHERE. */
  readonly endLocation?: number;
  /** Latest arrival at the end; default never. */
  readonly endSec?: number;
  /** Seats, wheelchair places, … of each configuration; it may change configuration at any stop. */
  readonly configurations: readonly (readonly number[])[];
  /** From leaving the start (which may be delayed) to arriving at the end. */
  readonly maxDurationSec?: number;
  /** Hours of work: all driving of the route, and driving without a break, with what was driven before the route. */
  readonly maxDriveSec?: number;
  readonly maxDriveBetweenBreaksSec?: number;
  readonly drivenSec?: number;
  readonly drivenSinceBreakSec?: number;
  /** How much of breaks begins the driving anew, and what there was of them before the route; default any break does. */
  readonly breakNeededSec?: number;
  readonly brokenSec?: number;
  /** Which drive-time table. */
  readonly driveClass?: number;
  readonly skills?: number;
  /** So many first visits of the route may not change and nothing may be inserted before or between them. */
  readonly frozenVisits?: number;
}

export interface PlanProblem {
  readonly dimensionCount: number;
  readonly configurationLimit: number;
  readonly stopPairLimit: number;
  readonly fractional: boolean;
  /** 0 for whole seconds, 1e-9 for fractions: less than this is not late. */
  readonly toleranceSec: number;
  /** One table per drive class; replace an entry when the period of the day or a closure changes the metric. */
  readonly driveTimes: DriveTimes[];
  weights: CostWeights;

  /** Vehicles 0 … vehicleCount − 1; some may be inactive. */
  vehicleCount: number;
  vehicleActive: Uint8Array;
  startLocation: Int32Array;
  startSec: TimeArray;
  endLocation: Int32Array;
  endSec: TimeArray;
  maxDurationSec: TimeArray;
  maxDriveSec: TimeArray;
  maxDriveBetweenBreaksSec: TimeArray;
  drivenSec: TimeArray;
  drivenSinceBreakSec: TimeArray;
  breakNeededSec: TimeArray;
  brokenSec: TimeArray;
  driveClass: Uint8Array;
  skills: Int32Array;
  frozenVisits: Int32Array;
  configurationCount: Uint8Array;
  /** capacity[(vehicle * configurationLimit + configuration) * dimensionCount + dimension] */
  capacity: Int32Array;

  /** Ride slots 0 … rideCount − 1; free ones have kind `free`. */
  rideCount: number;
  rideKind: Uint8Array;
  /** Of a break: what it counts towards `breakNeededSec`. */
  breakCountsSec: TimeArray;
  /** Changes whenever the slot's content does. */
  rideRevision: Int32Array;
  /** load[ride * dimensionCount + dimension] */
  load: Int32Array;
  maxRideSec: TimeArray;
  requestedSec: TimeArray;
  boardedSec: TimeArray;
  needs: Int32Array;
  group: Int32Array;
  fixedVehicle: Int32Array;
  stopPairCount: Uint8Array;
  /** pair…[ride * stopPairLimit + pair] */
  pairPickup: Int32Array;
  pairDropoff: Int32Array;
  pairWalkCost: TimeArray;
  pairBoardWalkSec: TimeArray;
  pairAlightWalkSec: TimeArray;
  visitEarliestSec: TimeArray;
  visitLatestSec: TimeArray;
  visitSoftSec: TimeArray;
  visitDwellSec: TimeArray;
  /** What each ride itself demands: rides it may not be aboard with; it binds both. Empty for almost all problems. */
  readonly mustNotShare: Map<number, Set<number>>;
  /** How many rides have a group. */
  groupRideCount: number;
  readonly freeRides: number[];
}

export interface PlanProblemOptions {
  readonly driveTimes: readonly DriveTimes[];
  readonly dimensionCount?: number;
  readonly weights?: Partial<CostWeights>;
  readonly fractional?: boolean;
  /** Most configurations of a vehicle and most stop pairs of a ride. */
  readonly configurationLimit?: number;
  readonly stopPairLimit?: number;
}

const driveOnly: CostWeights = {
  drive: 1,
  wait: 0,
  rideExcess: 0,
  lateness: 0,
  risk: 0,
  riskBufferSec: 0,
  vehicleUse: 0,
};

/** A problem without vehicles and rides; by default driving alone costs, 1 a second, and there is one dimension: seats. */
export function planProblem(options: PlanProblemOptions): PlanProblem {
  const fractional = options.fractional ?? false;
  const weights = { ...driveOnly, ...options.weights };
  if (weights.rideExcess > weights.wait && weights.rideExcess > 0) {
    throw new RangeError(
      `weights: rideExcess ${weights.rideExcess} is above wait ${weights.wait}: give wait at least as much, or waiting outside would be cheaper than riding`,
    );
  }
  const time = () => (fractional ? new Float64Array(0) : new Int32Array(0));
  const int = () => new Int32Array(0);
  const byte = () => new Uint8Array(0);
  return {
    dimensionCount: options.dimensionCount ?? 1,
    configurationLimit: options.configurationLimit ?? 4,
    stopPairLimit: options.stopPairLimit ?? 16,
    fractional,
    toleranceSec: fractional ? 1e-9 : 0,
    driveTimes: [...options.driveTimes],
    weights,
    vehicleCount: 0,
    vehicleActive: byte(),
    startLocation: int(),
    startSec: time(),
    endLocation: int(),
    endSec: time(),
    maxDurationSec: time(),
    maxDriveSec: time(),
    maxDriveBetweenBreaksSec: time(),
    drivenSec: time(),
    drivenSinceBreakSec: time(),
    breakNeededSec: time(),
    brokenSec: time(),
    driveClass: byte(),
    skills: int(),
    frozenVisits: int(),
    configurationCount: byte(),
    capacity: int(),
    rideCount: 0,
    rideKind: byte(),
    breakCountsSec: time(),
    rideRevision: int(),
    load: int(),
    maxRideSec: time(),
    requestedSec: time(),
    boardedSec: time(),
    needs: int(),
    group: int(),
    fixedVehicle: int(),
    stopPairCount: byte(),
    pairPickup: int(),
    pairDropoff: int(),
    pairWalkCost: time(),
    pairBoardWalkSec: time(),
    pairAlightWalkSec: time(),
    visitEarliestSec: time(),
    visitLatestSec: time(),
    visitSoftSec: time(),
    visitDwellSec: time(),
    mustNotShare: new Map(),
    groupRideCount: 0,
    freeRides: [],
  };
}

/** Makes room at once for so many vehicles and rides in all, which saves growing step by step. */
export function reserveProblem(problem: PlanProblem, vehicles: number, rides: number): void {
  if (vehicles > problem.vehicleActive.length) growVehicles(problem, vehicles);
  if (rides > problem.rideKind.length) growRides(problem, rides);
}

/** Adds a vehicle and returns its index. */
export function addVehicle(problem: PlanProblem, input: VehicleInput): number {
  const vehicle = problem.vehicleCount;
  if (vehicle >= problem.vehicleActive.length) growVehicles(problem, Math.max(8, vehicle * 2));
  problem.vehicleCount++;
  setVehicle(problem, vehicle, input);
  return vehicle;
}

/** Replaces all of a vehicle's state: where it is and when it is free, what it can still do today. */
export function setVehicle(problem: PlanProblem, vehicle: number, input: VehicleInput): void {
  const { dimensionCount, configurationLimit } = problem;
  if (input.configurations.length < 1 || input.configurations.length > configurationLimit) {
    throw new RangeError(
      `vehicle ${vehicle}: ${input.configurations.length} configurations, expected 1 to ${configurationLimit}`,
    );
  }
  problem.vehicleActive[vehicle] = 1;
  problem.startLocation[vehicle] = input.startLocation;
  problem.startSec[vehicle] = input.startSec;
  problem.endLocation[vehicle] = input.endLocation ?? ANYWHERE;
  problem.endSec[vehicle] = input.endSec ?? FOREVER;
  problem.maxDurationSec[vehicle] = input.maxDurationSec ?? FOREVER;
  problem.maxDriveSec[vehicle] = input.maxDriveSec ?? FOREVER;
  problem.maxDriveBetweenBreaksSec[vehicle] = input.maxDriveBetweenBreaksSec ?? FOREVER;
  problem.drivenSec[vehicle] = input.drivenSec ?? 0;
  problem.drivenSinceBreakSec[vehicle] = input.drivenSinceBreakSec ?? 0;
  problem.breakNeededSec[vehicle] = input.breakNeededSec ?? 0;
  problem.brokenSec[vehicle] = input.brokenSec ?? 0;
  problem.driveClass[vehicle] = input.driveClass ?? 0;
  problem.skills[vehicle] = input.skills ?? 0;
  problem.frozenVisits[vehicle] = input.frozenVisits ?? 0;
  problem.configurationCount[vehicle] = input.configurations.length;
  for (const [index, places] of input.configurations.entries()) {
    const at = (vehicle * configurationLimit + index) * dimensionCount;
    for (let d = 0; d < dimensionCount; d++) problem.capacity[at + d] = places[d] ?? 0;
  }
}

/** Takes a vehicle out of service; its route must have been emptied. */
export function deactivateVehicle(problem: PlanProblem, vehicle: number): void {
  problem.vehicleActive[vehicle] = 0;
}

/** Adds a ride, reusing a freed slot if there is one, and returns its index. */
export function addRide(problem: PlanProblem, input: RideInput): number {
  const ride = newRideSlot(problem);
  replaceRide(problem, ride, input);
  return ride;
}

/** Adds a break as a ride slot with one visit, `2 × index`; a plan must contain it. Nobody may be on board during it. */
export function addBreak(problem: PlanProblem, input: BreakInput): number {
  const ride = newRideSlot(problem);
  replaceRide(problem, ride, {
    stopPairs: [{ pickup: input.location, dropoff: input.location }],
    pickupWindowSec: input.windowSec,
    pickupDwellSec: input.durationSec,
    vehicle: input.vehicle,
    load: [],
  });
  problem.rideKind[ride] = rideKind.break;
  problem.breakCountsSec[ride] = input.countsSec ?? input.durationSec;
  return ride;
}

/** Replaces everything about a ride, e.g. its promised windows or that the rider is now on board. */
export function replaceRide(problem: PlanProblem, ride: number, input: RideInput): void {
  if (input.stopPairs.length < 1 || input.stopPairs.length > problem.stopPairLimit) {
    throw new RangeError(`ride ${ride}: ${input.stopPairs.length} stop pairs, expected 1 to ${problem.stopPairLimit}`);
  }
  problem.rideKind[ride] = input.boardedSec === undefined ? rideKind.waiting : rideKind.aboard;
  problem.rideRevision[ride] = problem.rideRevision[ride]! + 1;
  for (let d = 0; d < problem.dimensionCount; d++) problem.load[ride * problem.dimensionCount + d] = input.load[d] ?? 0;
  setRideTimes(problem, ride, input);
  problem.needs[ride] = input.needs ?? 0;
  problem.fixedVehicle[ride] = input.vehicle ?? NONE;
  problem.stopPairCount[ride] = input.stopPairs.length;
  for (const [index, pair] of input.stopPairs.entries())
    setStopPair(problem, ride * problem.stopPairLimit + index, pair);
  setSharingRules(problem, ride, input);
}

/** Frees a ride's slot, which a later `addRide` may take; no plan may hold its visits any more. */
export function removeRide(problem: PlanProblem, ride: number): void {
  setSharingRules(problem, ride, { stopPairs: [], load: [] });
  for (const avoided of problem.mustNotShare.values()) avoided.delete(ride);
  problem.rideKind[ride] = rideKind.free;
  problem.rideRevision[ride] = problem.rideRevision[ride]! + 1;
  problem.freeRides.push(ride);
}

function setRideTimes(problem: PlanProblem, ride: number, input: RideInput): void {
  const [pickupEarliest, pickupLatest] = input.pickupWindowSec ?? [-FOREVER, FOREVER];
  const [dropoffEarliest, dropoffLatest] = input.dropoffWindowSec ?? [-FOREVER, FOREVER];
  const pickup = 2 * ride;
  problem.visitEarliestSec[pickup] = pickupEarliest;
  problem.visitLatestSec[pickup] = pickupLatest;
  problem.visitEarliestSec[pickup + 1] = dropoffEarliest;
  problem.visitLatestSec[pickup + 1] = dropoffLatest;
  problem.visitSoftSec[pickup] = input.softPickupSec ?? FOREVER;
  problem.visitSoftSec[pickup + 1] = input.softDropoffSec ?? FOREVER;
  problem.visitDwellSec[pickup] = input.pickupDwellSec ?? 0;
  problem.visitDwellSec[pickup + 1] = input.dropoffDwellSec ?? 0;
  problem.maxRideSec[ride] = input.maxRideSec ?? FOREVER;
  problem.requestedSec[ride] = Math.min(input.requestedSec ?? pickupEarliest, pickupEarliest);
  problem.boardedSec[ride] = input.boardedSec ?? 0;
}

function setStopPair(problem: PlanProblem, at: number, pair: StopPair): void {
  problem.pairPickup[at] = pair.pickup;
  problem.pairDropoff[at] = pair.dropoff;
  problem.pairWalkCost[at] = pair.walkCost ?? 0;
  problem.pairBoardWalkSec[at] = pair.boardWalkSec ?? 0;
  problem.pairAlightWalkSec[at] = pair.alightWalkSec ?? 0;
}

function setSharingRules(problem: PlanProblem, ride: number, input: RideInput): void {
  if (problem.group[ride] !== 0) problem.groupRideCount--;
  problem.group[ride] = input.group ?? 0;
  if (problem.group[ride] !== 0) problem.groupRideCount++;
  const avoided = new Set(input.mustNotShareWith ?? []);
  if (avoided.size > 0) problem.mustNotShare.set(ride, avoided);
  else problem.mustNotShare.delete(ride);
}

function newRideSlot(problem: PlanProblem): number {
  const reused = problem.freeRides.pop();
  if (reused !== undefined) return reused;
  const ride = problem.rideCount;
  if (ride >= problem.rideKind.length) growRides(problem, Math.max(16, ride * 2));
  problem.rideCount++;
  return ride;
}

/** A copy with room for `length` entries; new entries are zero. */
export function grown<Numbers extends Uint8Array | Int32Array | Float64Array>(array: Numbers, length: number): Numbers {
  const bigger = new (array.constructor as new (length: number) => Numbers)(length);
  bigger.set(array);
  return bigger;
}

function growVehicles(problem: PlanProblem, count: number): void {
  problem.vehicleActive = grown(problem.vehicleActive, count);
  problem.startLocation = grown(problem.startLocation, count);
  problem.startSec = grown(problem.startSec, count);
  problem.endLocation = grown(problem.endLocation, count);
  problem.endSec = grown(problem.endSec, count);
  problem.maxDurationSec = grown(problem.maxDurationSec, count);
  problem.maxDriveSec = grown(problem.maxDriveSec, count);
  problem.maxDriveBetweenBreaksSec = grown(problem.maxDriveBetweenBreaksSec, count);
  problem.drivenSec = grown(problem.drivenSec, count);
  problem.drivenSinceBreakSec = grown(problem.drivenSinceBreakSec, count);
  problem.breakNeededSec = grown(problem.breakNeededSec, count);
  problem.brokenSec = grown(problem.brokenSec, count);
  problem.driveClass = grown(problem.driveClass, count);
  problem.skills = grown(problem.skills, count);
  problem.frozenVisits = grown(problem.frozenVisits, count);
  problem.configurationCount = grown(problem.configurationCount, count);
  problem.capacity = grown(problem.capacity, count * problem.configurationLimit * problem.dimensionCount);
}

function growRides(problem: PlanProblem, count: number): void {
  const pairs = count * problem.stopPairLimit;
  problem.rideKind = grown(problem.rideKind, count);
  problem.breakCountsSec = grown(problem.breakCountsSec, count);
  problem.rideRevision = grown(problem.rideRevision, count);
  problem.load = grown(problem.load, count * problem.dimensionCount);
  problem.maxRideSec = grown(problem.maxRideSec, count);
  problem.requestedSec = grown(problem.requestedSec, count);
  problem.boardedSec = grown(problem.boardedSec, count);
  problem.needs = grown(problem.needs, count);
  problem.group = grown(problem.group, count);
  problem.fixedVehicle = grown(problem.fixedVehicle, count);
  problem.stopPairCount = grown(problem.stopPairCount, count);
  problem.pairPickup = grown(problem.pairPickup, pairs);
  problem.pairDropoff = grown(problem.pairDropoff, pairs);
  problem.pairWalkCost = grown(problem.pairWalkCost, pairs);
  problem.pairBoardWalkSec = grown(problem.pairBoardWalkSec, pairs);
  problem.pairAlightWalkSec = grown(problem.pairAlightWalkSec, pairs);
  problem.visitEarliestSec = grown(problem.visitEarliestSec, 2 * count);
  problem.visitLatestSec = grown(problem.visitLatestSec, 2 * count);
  problem.visitSoftSec = grown(problem.visitSoftSec, 2 * count);
  problem.visitDwellSec = grown(problem.visitDwellSec, 2 * count);
}
