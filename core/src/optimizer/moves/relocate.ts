/** Relocate: one ride leaves its route for its best place in another vehicle's. */
import { insertionScan } from '../insertion-scan.ts';
import { loadScan, mayServe, scanVehicle } from '../insertion.ts';
import type { PlanProblem } from '../plan-problem.ts';
import { routeVisits, type Plan } from '../plan.ts';
import type { Move } from './move.ts';

/** The move that takes a ride into `vehicle` at its cheapest positions, or null if it does not fit or is there already. */
export function relocate(problem: PlanProblem, plan: Plan, ride: number, vehicle: number): Move | null {
  const from = plan.vehicleOf[ride]!;
  if (from < 0 || from === vehicle || problem.group[ride] !== 0 || !mayServe(problem, plan, vehicle, ride)) return null;
  const scan = insertionScan();
  loadScan(problem, plan, scan, ride);
  if (!scanVehicle(problem, plan, scan, vehicle)) return null;
  const target = routeVisits(plan, vehicle);
  return {
    name: 'relocate',
    routes: [
      { vehicle: from, visits: routeVisits(plan, from).filter((visit) => visit >> 1 !== ride) },
      {
        vehicle,
        visits: [
          ...target.slice(0, scan.pickupAt),
          2 * ride,
          ...target.slice(scan.pickupAt, scan.dropoffAt),
          2 * ride + 1,
          ...target.slice(scan.dropoffAt),
        ],
      },
    ],
  };
}
