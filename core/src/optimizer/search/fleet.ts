/**
 * Fewer vehicles: empties one route after the other (the fleet minimisation of Christiaens & Vanden Berghe 2020). Rides
 * that stayed out often count more, so that the search learns which ones are hard to place.
 */
import { naturalLog } from '../../containers/exact-math.ts';
import { recreate } from './recreate.ts';
import { ruinStrings } from './ruin.ts';
import { allRoutes, beginStep, removeMarked, undoStep, type SearchState } from './search-state.ts';
import { forgetPrices, keepBest, resume, type Improvement } from './improve.ts';

export interface FleetReduction {
  readonly search: Improvement;
  /** How often each ride stayed out. */
  readonly absences: Float64Array;
  /** Routes of the last plan that served everybody. */
  served: number[][];
  readonly softCost: number;
}

/** Starts from the search's best plan, which must serve everybody (else nothing is reduced). */
export function fleetReduction(search: Improvement): FleetReduction {
  const { state } = search;
  const softCost = state.unservedCost;
  state.unservedCost = Infinity;
  forgetPrices(state);
  const reduction = { search, absences: new Float64Array(state.problem.rideCount), served: allRoutes(state), softCost };
  for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) {
    if (state.plan.length[vehicle] === 0) state.usable[vehicle] = 0;
  }
  if (state.unserved.length === 0) dropRoute(reduction);
  return reduction;
}

/** Takes steps; whenever everybody is served a further route is dropped. */
export function reduceFleet(reduction: FleetReduction, steps: number): void {
  const { search, absences } = reduction;
  const { state } = search;
  const temperature = search.startTemperature * 0.1;
  let absence = absenceOf(state, absences);
  let cost = state.routeCost;
  for (let step = 0; step < steps && usedVehicles(state) > 0; step++) {
    beginStep(state);
    ruinStrings(state, search.ruin, search.scratch);
    recreate(state, search.recreate, search.order);
    const changed = absenceOf(state, absences);
    const same = changed === absence && state.routeCost < cost - temperature * naturalLog(state.random());
    for (const ride of state.unserved) absences[ride] = absences[ride]! + 1;
    if (changed < absence || same) {
      cost = state.routeCost;
    } else undoStep(state);
    if (state.unserved.length === 0) {
      reduction.served = allRoutes(state);
      dropRoute(reduction);
      cost = state.routeCost;
    }
    absence = absenceOf(state, absences);
  }
  search.steps += steps;
}

/** Goes back to the last plan that served everybody; the search continues with just its vehicles. */
export function finishReduction(reduction: FleetReduction): void {
  const { search, served } = reduction;
  const { state } = search;
  state.unservedCost = reduction.softCost;
  forgetPrices(state);
  for (const [vehicle, visits] of served.entries()) state.usable[vehicle] = visits.length > 0 ? 1 : 0;
  resume(search, served);
  search.best.cost = Infinity;
  search.best.unserved = Infinity;
  keepBest(search);
}

/** Takes out the route whose rides have stayed out least. */
function dropRoute(reduction: FleetReduction): void {
  const { search, absences } = reduction;
  const { state, scratch } = search;
  const { plan } = state;
  let least = Infinity;
  let chosen = -1;
  for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) {
    if (plan.length[vehicle] === 0 || state.usable[vehicle] === 0) continue;
    let sum = 0;
    for (const ride of ridesOf(state, vehicle)) sum += 0.5 + absences[ride]!;
    if (sum >= least) continue;
    least = sum;
    chosen = vehicle;
  }
  if (chosen < 0) return;
  state.usable[chosen] = 0;
  beginStep(state);
  const mark = ++scratch.mark;
  for (const ride of ridesOf(state, chosen)) scratch.marks[ride] = mark;
  removeMarked(state, chosen, scratch.marks, mark);
  beginStep(state);
}

function ridesOf({ plan }: SearchState, vehicle: number): number[] {
  const first = vehicle * plan.stride + 1;
  const visits = plan.slotVisit.subarray(first, first + plan.length[vehicle]!);
  return Array.from(
    visits.filter((visit) => (visit & 1) === 1),
    (visit) => visit >> 1,
  );
}

function absenceOf(state: SearchState, absences: Float64Array): number {
  let sum = 0;
  for (const ride of state.unserved) sum += 1 + absences[ride]!;
  return sum;
}

function usedVehicles(state: SearchState): number {
  let used = 0;
  for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) used += state.usable[vehicle]!;
  return used;
}
