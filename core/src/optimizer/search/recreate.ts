/**
 * Recreate: puts unserved rides back, greedily in a shuffled or sorted order with blinks (now and then the best route is
 * not seen; Christiaens & Vanden Berghe 2020), or by largest regret (Potvin & Rousseau 1993; Ropke & Pisinger 2006).
 */
import { randomIndex } from '../../containers/random.ts';
import { insertionPrice, insertKnown, rememberedPrice, type SearchState } from './search-state.ts';

export interface RecreateOptions {
  /** Chance that a route is overlooked. */
  readonly blink: number;
  /** Share of steps that insert by regret. */
  readonly regretShare: number;
}

/** Puts back every unserved ride whose price is below the cost of not serving it. */
export function recreate(state: SearchState, options: RecreateOptions, order: number[]): void {
  order.length = 0;
  for (const ride of state.unserved) order.push(ride);
  if (order.length > 1 && state.random() < options.regretShare) {
    insertByRegret(state, options, order);
    return;
  }
  sortOrder(state, order);
  for (const ride of order) {
    const vehicle = bestVehicle(state, ride, options.blink);
    if (vehicle >= 0) insertKnown(state, ride, vehicle);
  }
}

/** The vehicle with the cheapest insertion below the unserved cost, or −1. Remembered prices win ties, then lower indices. */
export function bestVehicle(state: SearchState, ride: number, blink: number): number {
  const { candidates } = state;
  const count = seenVehicles(state, ride, blink);
  let best = -1;
  let bound = state.unservedCost;
  for (let k = 0; k < count; k++) {
    const price = rememberedPrice(state, ride, candidates[k]!);
    if (price >= bound) continue;
    bound = price;
    best = candidates[k]!;
  }
  for (let k = 0; k < count; k++) {
    const vehicle = candidates[k]!;
    if (vehicle === best) continue;
    const price = insertionPrice(state, ride, vehicle, bound); // scans only what could be cheaper
    if (price >= bound) continue;
    bound = price;
    best = vehicle;
  }
  return best;
}

/** Vehicles that are looked at for a ride this time, in `state.candidates`: reachable, usable, not overlooked, one of the empty ones alike. */
function seenVehicles(state: SearchState, ride: number, blink: number): number {
  const { plan, reachable, usable, random, likeness, candidates } = state;
  let count = 0;
  let emptySeen = -1;
  for (let k = reachable.first[ride]!, end = reachable.first[ride + 1]!; k < end; k++) {
    const vehicle = reachable.vehicles[k]!;
    if (usable[vehicle] === 0) continue;
    if (plan.length[vehicle] === 0) {
      if (emptySeen === likeness[vehicle]) continue; // the same as the empty one before
      emptySeen = likeness[vehicle]!;
    }
    if (blink > 0 && random() < blink) continue;
    candidates[count++] = vehicle;
  }
  return count;
}

function insertByRegret(state: SearchState, options: RecreateOptions, left: number[]): void {
  while (left.length > 0) {
    let chosenAt = -1;
    let chosenVehicle = -1;
    let largestRegret = -Infinity;
    for (let index = 0; index < left.length; index++) {
      const vehicle = twoCheapest(state, left[index]!, seenVehicles(state, left[index]!, options.blink));
      if (vehicle < 0 || state.regret <= largestRegret) continue;
      largestRegret = state.regret;
      chosenAt = index;
      chosenVehicle = vehicle;
    }
    if (chosenAt < 0) return;
    insertKnown(state, left[chosenAt]!, chosenVehicle);
    left[chosenAt] = left.at(-1)!;
    left.pop();
  }
}

/** The cheapest of the first `count` candidates, or −1; the distance to the second is left in `state.regret`. */
function twoCheapest(state: SearchState, ride: number, count: number): number {
  let best = state.unservedCost;
  let second = state.unservedCost;
  let vehicleOfBest = -1;
  for (let k = 0; k < count; k++) {
    const vehicle = state.candidates[k]!;
    const price = insertionPrice(state, ride, vehicle, second);
    if (price < best) {
      second = best;
      best = price;
      vehicleOfBest = vehicle;
    } else if (price < second) second = price;
  }
  state.regret = second - best;
  return vehicleOfBest;
}

/** Shuffles, and then often sorts: by time, by how narrow the window is, by length of the ride, by load. */
function sortOrder(state: SearchState, order: number[]): void {
  const { plan, problem, random } = state;
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomIndex(random, last + 1);
    const ride = order[last]!;
    order[last] = order[other]!;
    order[other] = ride;
  }
  const draw = random() * 12;
  const { visitEarliestSec: earliest, visitLatestSec: latest } = plan;
  if (draw < 5) return;
  if (draw < 7) order.sort((a, b) => earliest[2 * a]! - earliest[2 * b]!);
  else if (draw < 8) order.sort((a, b) => latest[2 * b + 1]! - latest[2 * a + 1]!);
  else if (draw < 9) order.sort((a, b) => latest[2 * a]! - earliest[2 * a]! - latest[2 * b]! + earliest[2 * b]!);
  else if (draw < 11) order.sort((a, b) => plan.directSec[b]! - plan.directSec[a]!);
  else order.sort((a, b) => problem.load[b * problem.dimensionCount]! - problem.load[a * problem.dimensionCount]!);
}
