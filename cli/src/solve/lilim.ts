/** Pickup and delivery instances with time windows of Li & Lim (2001). */
import { addRide, addVehicle, planProblem } from '@noriai/core/optimizer/plan-problem.ts';
import { euclideanTimes, InstanceError, numberLines, type Instance } from './instance.ts';

/**
 * First line `vehicles capacity speed`, then a line a node: `id x y demand ready due service pickup delivery`; a node with
 * delivery > 0 is a pickup paired with that node.
 *
 * @throws InstanceError when the file is not such a file
 */
export function readLiLim(name: string, text: string): Instance {
  const [header, ...nodes] = numberLines(name, text);
  if (header === undefined || header.length < 2)
    throw new InstanceError(`${name}: the first line must be "vehicles capacity speed"`);
  const short = nodes.findIndex((node, index) => node.length < 9 || node[0] !== index);
  if (short >= 0 || nodes.length === 0) {
    throw new InstanceError(
      `${name}, line ${short + 2}: expected "id x y demand ready due service pickup delivery" with id ${short}`,
    );
  }
  const times = euclideanTimes(
    nodes.map((node) => node[1]!),
    nodes.map((node) => node[2]!),
  );
  const problem = planProblem({ driveTimes: [times], fractional: true, stopPairLimit: 1, configurationLimit: 1 });
  const depot = nodes[0]!;
  for (let k = 0; k < header[0]!; k++) {
    addVehicle(problem, {
      startLocation: 0,
      startSec: depot[4]!,
      endLocation: 0,
      endSec: depot[5]!,
      configurations: [[header[1]!]],
    });
  }
  const pickups = nodes.filter((node) => node[8]! > 0);
  const nodeOf = new Int32Array(2 * pickups.length);
  for (const pickup of pickups) {
    const dropoff = nodes[pickup[8]!];
    if (dropoff === undefined || dropoff[7] !== pickup[0]) {
      throw new InstanceError(
        `${name}: node ${pickup[0]} is delivered at ${pickup[8]}, which does not name it as its pickup`,
      );
    }
    const ride = addRide(problem, {
      stopPairs: [{ pickup: pickup[0]!, dropoff: dropoff[0]! }],
      pickupWindowSec: [pickup[4]!, pickup[5]!],
      dropoffWindowSec: [dropoff[4]!, dropoff[5]!],
      load: [pickup[3]!],
      pickupDwellSec: pickup[6]!,
      dropoffDwellSec: dropoff[6]!,
    });
    nodeOf[2 * ride] = pickup[0]!;
    nodeOf[2 * ride + 1] = dropoff[0]!;
  }
  return { name, format: 'lilim', problem, nodeOf, vehiclesFirst: true };
}
