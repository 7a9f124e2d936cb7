/**
 * Where a vehicle's last rider alights decides what the next request costs. Each route is priced as if it went on to the
 * next request: part of the mean drive from its last stop to where requests came from so far. It is an end location behind
 * all nodes of the table; nobody drives there.
 *
 *     const pull = demandPull(streets.times, 0.5, startNodes);
 *     countRequest(pull, origin); settlePull(pull);   // routes must be refreshed after it
 */
import { driveTimes, type DriveTimes } from '@noriai/core/optimizer/drive-times.ts';

export interface DemandPull {
  /** The table with one more location. */
  readonly times: DriveTimes;
  /** The location at which every route ends. */
  readonly end: number;
  /** Share of the mean drive that counts; at most 1, or the table would break the triangle inequality. */
  readonly share: number;
  /** Sum of the drives from each node to all origins so far. */
  readonly sumSec: Float64Array;
  originCount: number;
}

/** Before the first request the vehicles' start nodes stand for the demand. */
export function demandPull(times: DriveTimes, share: number, startNodes: readonly number[]): DemandPull {
  const nodes = times.locationCount;
  const sec = new Uint16Array((nodes + 1) ** 2).fill(times.unreachable);
  for (let from = 0; from < nodes; from++) {
    sec.set(times.sec.subarray(from * nodes, (from + 1) * nodes), from * (nodes + 1));
  }
  const extended = driveTimes(nodes + 1, sec, { triangleExcessSec: times.triangleExcessSec });
  const pull = { times: extended, end: nodes, share, sumSec: new Float64Array(nodes), originCount: 0 };
  for (const node of startNodes) countRequest(pull, node);
  settlePull(pull);
  return pull;
}

/** Takes note of where a request came from. O(nodes). */
export function countRequest(pull: DemandPull, origin: number): void {
  const { times, sumSec } = pull;
  const toOrigin = origin * times.locationCount;
  for (let from = 0; from < sumSec.length; from++) sumSec[from] = sumSec[from]! + times.transposedSec[toOrigin + from]!;
  pull.originCount++;
}

/** Puts the present means into the table, rounded down: means keep the triangle inequality, and so do their floors. */
export function settlePull({ times, end, share, sumSec, originCount }: DemandPull): void {
  const { sec, transposedSec, locationCount } = times;
  for (let from = 0; from < sumSec.length; from++) {
    const meanSec = Math.floor((share * sumSec[from]!) / originCount);
    sec[from * locationCount + end] = meanSec;
    transposedSec[end * locationCount + from] = meanSec;
  }
}
