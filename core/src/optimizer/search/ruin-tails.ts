/**
 * Ruin by tails: two routes change what is left of them behind a pair of related visits, and the riders who are aboard
 * there become unserved. It is 2-opt* for routes that are hardly ever empty: strings of a few visits can't do it.
 */
import { randomIndex } from '../../containers/random.ts';
import { reserveStride } from '../plan.ts';
import { rideKind } from '../plan-problem.ts';
import { addUnserved, refreshInStep, saveRoute, type SearchState } from './search-state.ts';

/** Among how many of the most related visits the partner is drawn. */
const PARTNERS = 30;

/**
 * Joins a random visit to a related later one of another route. The step may then hold routes that break a rule.
 *
 * @returns whether the two new routes can be driven; if not the step has to be undone
 */
export function ruinTails(state: SearchState): boolean {
  const { plan, random, rides, neighbours, neighbourCount } = state;
  const seed = 2 * rides[randomIndex(random, rides.length)]! + (random() < 0.5 ? 0 : 1);
  const partner = neighbours[seed * neighbourCount + randomIndex(random, Math.min(PARTNERS, neighbourCount))]!;
  if (partner < 0) return false;
  const own = plan.vehicleOf[seed >> 1]!;
  const other = plan.vehicleOf[partner >> 1]!;
  if (own < 0 || other < 0 || own === other) return false;
  const seedSlot = slotOf(state, own, seed);
  const partnerSlot = slotOf(state, other, partner);
  const isForward = plan.slotServiceSec[seedSlot]! <= plan.slotServiceSec[partnerSlot]!;
  return isForward
    ? joinTails(state, own, seedSlot - own * plan.stride, other, partnerSlot - other * plan.stride - 1)
    : joinTails(state, other, partnerSlot - other * plan.stride, own, seedSlot - own * plan.stride - 1);
}

/** Keeps the first `keepFirst` and `keepSecond` visits of two routes and swaps the rest. */
function joinTails(state: SearchState, first: number, keepFirst: number, second: number, keepSecond: number): boolean {
  const { plan, problem } = state;
  if (keepFirst < problem.frozenVisits[first]! || keepSecond < problem.frozenVisits[second]!) return false;
  const [firstBase, secondBase] = [first * plan.stride + 1, second * plan.stride + 1];
  const { slotVisit } = plan;
  const arriving = plan.slotReadySec[firstBase + keepFirst - 1]!; // a cheap look before anything is copied
  if (arriving > plan.slotLatestSec[secondBase + keepSecond]!) return false;
  if (!mayMove(state, first, keepFirst, second) || !mayMove(state, second, keepSecond, first)) return false;
  const firstVisits = slotVisit.slice(firstBase, firstBase + plan.length[first]!);
  const secondVisits = slotVisit.slice(secondBase, secondBase + plan.length[second]!);
  saveRoute(state, first);
  saveRoute(state, second);
  takeOutAboard(state, firstVisits, keepFirst);
  takeOutAboard(state, secondVisits, keepSecond);
  putTogether(state, first, firstVisits, keepFirst, secondVisits, keepSecond);
  putTogether(state, second, secondVisits, keepSecond, firstVisits, keepFirst);
  return refreshInStep(state, first) && refreshInStep(state, second);
}

function slotOf({ plan }: SearchState, vehicle: number, visit: number): number {
  let slot = vehicle * plan.stride + 1;
  while (plan.slotVisit[slot] !== visit) slot++;
  return slot;
}

/** May the visits behind `keep` be driven by the other vehicle? Groups stay: they move by strings only. */
function mayMove({ plan, problem }: SearchState, vehicle: number, keep: number, to: number): boolean {
  const base = vehicle * plan.stride + 1;
  const frozenEnd = base + problem.frozenVisits[vehicle]!;
  for (let slot = base + keep, end = base + plan.length[vehicle]!; slot < end; slot++) {
    const ride = plan.slotVisit[slot]! >> 1;
    // Who boards at a frozen visit stays in this vehicle.
    for (let frozen = base; frozen < frozenEnd; frozen++) if (plan.slotVisit[frozen]! >> 1 === ride) return false;
    const needs = problem.needs[ride]!;
    if (problem.rideKind[ride] !== rideKind.waiting || problem.group[ride] !== 0 || problem.fixedVehicle[ride]! >= 0)
      return false;
    if ((problem.skills[to]! & needs) !== needs) return false;
  }
  return true;
}

/** Makes the rides unserved that board among the first `keep` visits and alight behind them. */
function takeOutAboard(state: SearchState, visits: Int32Array, keep: number): void {
  const { plan } = state;
  for (let index = keep; index < visits.length; index++) {
    const visit = visits[index]!;
    if ((visit & 1) === 0) continue;
    let boards = index - 1;
    while (boards >= 0 && visits[boards] !== visit - 1) boards--;
    if (boards >= keep) continue;
    plan.vehicleOf[visit >> 1] = -1;
    addUnserved(state, visit >> 1);
  }
}

/** Writes a head and another route's tail, without the rides that were taken out. */
function putTogether(
  state: SearchState,
  vehicle: number,
  head: Int32Array,
  keep: number,
  tail: Int32Array,
  from: number,
): void {
  const { plan } = state;
  reserveStride(state.problem, plan, keep + tail.length - from + 2);
  let slot = vehicle * plan.stride + 1;
  const put = (visit: number) => {
    if (state.unservedAt[visit >> 1]! >= 0) return;
    plan.slotVisit[slot++] = visit;
    plan.vehicleOf[visit >> 1] = vehicle;
  };
  for (let index = 0; index < keep; index++) put(head[index]!);
  for (let index = from; index < tail.length; index++) put(tail[index]!);
  plan.length[vehicle] = slot - vehicle * plan.stride - 1;
}
