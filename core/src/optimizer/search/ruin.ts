/**
 * Ruin: takes strings of adjacent visits out of neighbouring routes (Christiaens & Vanden Berghe 2020, "slack induction by
 * string removals"). A ride goes with either of its visits.
 */
import { randomIndex } from '../../containers/random.ts';
import { rideKind } from '../plan-problem.ts';
import { removeMarked, type SearchState } from './search-state.ts';

export interface RuinOptions {
  /** Average number of visits taken out. */
  readonly averageRemoved: number;
  readonly longestString: number;
  /** Share of strings that keep some visits in their middle. */
  readonly splitShare: number;
  /** Share of ruins around a ride that is not served, if there is one, instead of around any. */
  readonly unservedShare: number;
}

export interface RuinScratch {
  readonly marks: Int32Array;
  mark: number;
}

export function ruinScratch(rideCount: number): RuinScratch {
  return { marks: new Int32Array(rideCount), mark: 0 };
}

const SPLIT_GROWTH = 0.01;

/** Takes strings out of the routes around a random visit; the rides become unserved. */
export function ruinStrings(state: SearchState, options: RuinOptions, scratch: RuinScratch): void {
  const { plan, problem, random, rides, unserved, neighbours, neighbourCount } = state;
  let used = 0;
  let visits = 0;
  for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
    if (plan.length[vehicle] === 0) continue;
    used++;
    visits += plan.length[vehicle]!;
  }
  if (used === 0) return;
  const longest = Math.min(options.longestString, visits / used);
  const mostStrings = (4 * options.averageRemoved) / (1 + longest) - 1;
  let stringsLeft = Math.floor(random() * mostStrings + 1);
  const firstMark = scratch.mark + 1;
  const isAroundUnserved = unserved.length > 0 && options.unservedShare > 0 && random() < options.unservedShare;
  const centres = isAroundUnserved ? unserved : rides;
  const seed = 2 * centres[randomIndex(random, centres.length)]! + (random() < 0.5 ? 0 : 1);
  for (let k = -1; k < neighbourCount && stringsLeft > 0; k++) {
    const visit = k < 0 ? seed : neighbours[seed * neighbourCount + k]!;
    if (visit < 0) break;
    const ride = visit >> 1;
    const vehicle = plan.vehicleOf[ride]!;
    if (vehicle < 0 || scratch.marks[ride]! >= firstMark || state.journal.copiedIn[vehicle] === state.journal.step)
      continue;
    const mark = ++scratch.mark;
    markString(state, options, scratch, vehicle, visit, longest);
    removeMarked(state, vehicle, scratch.marks, mark);
    stringsLeft--;
  }
}

/** Marks a string of the route that contains the visit. */
function markString(
  state: SearchState,
  options: RuinOptions,
  scratch: RuinScratch,
  vehicle: number,
  visit: number,
  longest: number,
): void {
  const { plan, random } = state;
  const first = vehicle * plan.stride + 1;
  const frozen = state.problem.frozenVisits[vehicle]!;
  const length = plan.length[vehicle]!;
  let at = 0;
  while (plan.slotVisit[first + at] !== visit) at++;
  const most = Math.min(length, longest);
  const count = Math.max(1, Math.floor(random() * most + 1));
  let kept = 0;
  if (count > 1 && random() < options.splitShare) {
    kept = 1;
    while (count + kept < length && random() > SPLIT_GROWTH) kept++;
    kept = Math.min(kept, length - count);
  }
  const span = Math.min(length, count + kept);
  const lowest = Math.max(0, at - span + 1);
  const highest = Math.min(at, length - span);
  const from = lowest + randomIndex(random, Math.max(1, highest - lowest + 1));
  const keepFrom = kept === 0 ? span : randomIndex(random, count);
  for (let k = 0; k < span; k++) {
    if (k >= keepFrom && k < keepFrom + kept) continue;
    markRide(state, scratch, first, from + k, frozen);
  }
  markRide(state, scratch, first, at, frozen);
}

function markRide(state: SearchState, scratch: RuinScratch, first: number, index: number, frozen: number): void {
  const { plan, problem } = state;
  const ride = plan.slotVisit[first + index]! >> 1;
  if (problem.rideKind[ride] !== rideKind.waiting) return;
  for (let k = 0; k < frozen; k++) if (plan.slotVisit[first + k]! >> 1 === ride) return;
  scratch.marks[ride] = scratch.mark;
}
