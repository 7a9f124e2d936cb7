/** Streams and the railway: laid first, so that roads cross them on purpose and not by chance. */
import { resample, roundCorners } from '../land/course.ts';
import { cellAt } from '../land/height-grid.ts';
import { smoothNoise } from '../land/noise.ts';
import { ahead, direction, leftOf, type Point } from '../land/plane.ts';
import type { TownPlan } from '../town-plan.ts';
import { localNames } from './local-names.ts';
import type { Ground } from './main-roads.ts';
import type { StreetNetwork } from './street-network.ts';

const MEANDER_M = 22;

export function layStreamsAndRails(network: StreetNetwork, ground: Ground, plan: TownPlan): void {
  const meander = smoothNoise(ground.seed + 5, 140);
  for (const valley of plan.valleys) {
    const axis = resample(
      valley.points.map(([lat, lon]) => ground.plane.point(lat, lon)),
      60,
    );
    const course = roundCorners(
      axis.map((point, i) => beside(axis, i, MEANDER_M * meander(point))),
      2,
    );
    addBarrier(network, ground, course, 'river', { waterway: 'stream', ...localNames(valley.name) });
  }
  const rail = roundCorners(
    plan.railway.via.map(([lat, lon]) => ground.plane.point(lat, lon)),
    3,
  );
  addBarrier(network, ground, rail, 'rail', { railway: 'rail', ...localNames(plan.railway.name) });
  for (const station of plan.stations) {
    const node = network.nearestNode(ground.plane.point(...station.at), 200, (n) =>
      network.streetsAt(n).some((street) => street.role === 'rail'),
    );
    if (node >= 0) network.nodeTags.set(node, { railway: 'station', ...localNames(station.name) });
  }
}

function addBarrier(
  network: StreetNetwork,
  ground: Ground,
  course: readonly Point[],
  role: 'river' | 'rail',
  tags: Record<string, string>,
): void {
  network.addCourse(course, role, tags);
  for (const point of resample(course, 10)) ground.wet[cellAt(ground.grid, point)] = 1;
}

function beside(axis: readonly Point[], i: number, offM: number): Point {
  if (i === 0 || i === axis.length - 1) return axis[i]!;
  return ahead(axis[i]!, leftOf(direction(axis[i - 1]!, axis[i + 1]!)), offM);
}
