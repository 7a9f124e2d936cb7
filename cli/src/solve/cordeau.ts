/** Dial-a-ride instances of Cordeau (2006), Ropke et al. (2007) and Cordeau & Laporte (2003). */
import { addRide, addVehicle, planProblem } from '@noriai/core/optimizer/plan-problem.ts';
import { euclideanTimes, InstanceError, numberLines, type Instance } from './instance.ts';

/**
 * First line `K n T Q L`: vehicles, requests (or nodes = 2 × requests), route duration, capacity, ride time. Then a line a
 * node: `id x y service load open close`; node 0 is the depot, the first half of the others pickups, the second drop-offs.
 *
 * @throws InstanceError when the file is not such a file
 */
export function readCordeau(name: string, text: string): Instance {
  const [header, ...nodes] = numberLines(name, text);
  if (header === undefined || header.length < 5)
    throw new InstanceError(`${name}: the first line must be "vehicles requests duration capacity rideTime"`);
  const [vehicles, declared, maxDurationSec, capacity, maxRideSec] = header as [number, number, number, number, number];
  const requests = requestCount(name, declared, nodes.length);
  const short = nodes.findIndex((node) => node.length < 7);
  if (short >= 0)
    throw new InstanceError(
      `${name}, line ${short + 2}: got ${nodes[short]!.length} numbers, expected "id x y service load open close"`,
    );
  const times = euclideanTimes(
    nodes.slice(0, 2 * requests + 1).map((node) => node[1]!),
    nodes.slice(0, 2 * requests + 1).map((node) => node[2]!),
  );
  const problem = planProblem({ driveTimes: [times], fractional: true, stopPairLimit: 1, configurationLimit: 1 });
  const [, , , , , depotOpen, depotClose] = nodes[0] as number[];
  for (let k = 0; k < vehicles; k++) {
    addVehicle(problem, {
      startLocation: 0,
      startSec: depotOpen!,
      endLocation: 0,
      endSec: depotClose!,
      configurations: [[capacity]],
      maxDurationSec,
    });
  }
  const nodeOf = new Int32Array(2 * requests);
  for (let request = 1; request <= requests; request++) {
    const pickup = nodes[request]!;
    const dropoff = nodes[request + requests]!;
    const ride = addRide(problem, {
      stopPairs: [{ pickup: request, dropoff: request + requests }],
      pickupWindowSec: [pickup[5]!, pickup[6]!],
      dropoffWindowSec: [dropoff[5]!, dropoff[6]!],
      maxRideSec,
      load: [pickup[4]!],
      pickupDwellSec: pickup[3]!,
      dropoffDwellSec: dropoff[3]!,
    });
    nodeOf[2 * ride] = request;
    nodeOf[2 * ride + 1] = request + requests;
  }
  return { name, format: 'cordeau', problem, nodeOf, vehiclesFirst: false };
}

/** The second number counts requests in some files and nodes in others: the number of lines tells. */
function requestCount(name: string, declared: number, lines: number): number {
  if (lines === 2 * declared + 1 || lines === 2 * declared + 2) return declared;
  if (declared % 2 === 0 && (lines === declared + 1 || lines === declared + 2)) return declared / 2;
  throw new InstanceError(
    `${name}: got ${lines} node lines, expected ${2 * declared + 1} (${declared} requests) or ${declared + 1} (${declared} nodes)`,
  );
}
