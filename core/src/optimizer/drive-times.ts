/**
 * Drive times between location indices, as one square table for one vehicle class (and one period of the day).
 *
 *     const times = driveTimes(stopCount, table);               // table[from * stopCount + to], whole seconds
 *     const seconds = driveSec(times, from, to);
 *     setDriveRow(times, vehiclePlace, secondsToEveryLocation); // a moving vehicle's own index, refreshed when it moves
 *
 * Vehicles that are between stops get spare location indices behind the stops; only their rows are ever read.
 * The table is kept twice, plain and transposed, because inserting a ride reads the column of its stops: a column of
 * a 4,411-location table is 4,411 cache misses, a row of the transposed one is 9 kB in a line.
 * Memory: 2 × locations² × 2 bytes (Uint16), 78 MB for 4,411 locations; a symmetric table is kept once.
 */
export type SecondsTable = Uint16Array | Int32Array | Float64Array;

/** "No way there" in an Int32 table; in a Uint16 table it is 0xffff, in a Float64 table Infinity. */
export const UNREACHABLE_INT32 = 0x7fff_ffff;
export const UNREACHABLE_UINT16 = 0xffff;

export interface DriveTimes {
  readonly locationCount: number;
  /** sec[from * locationCount + to] */
  readonly sec: SecondsTable;
  /** transposedSec[to * locationCount + from], the same numbers. */
  readonly transposedSec: SecondsTable;
  readonly unreachable: number;
  /**
   * By how much a direct drive may be longer than a way round over another location. Rounded to whole seconds a
   * shortest-path table breaks the triangle inequality by at most 1; Infinity turns all pruning off and stays exact.
   */
  readonly triangleExcessSec: number;
}

export interface DriveTimesOptions {
  /** Default 1 for whole seconds, 0 for fractions. `measureTriangleExcess` tells it for a table of unknown origin. */
  readonly triangleExcessSec?: number;
  /** sec[a, b] = sec[b, a] everywhere: no transposed copy is made. */
  readonly symmetric?: boolean;
}

/**
 * Wraps a square table; the array is kept, not copied.
 *
 * @throws RangeError when the length is not locationCount²
 */
export function driveTimes(locationCount: number, sec: SecondsTable, options: DriveTimesOptions = {}): DriveTimes {
  if (sec.length !== locationCount * locationCount) {
    throw new RangeError(
      `a table of ${sec.length} entries for ${locationCount} locations: expected ${locationCount ** 2}`,
    );
  }
  return {
    locationCount,
    sec,
    transposedSec: options.symmetric === true ? sec : transposed(locationCount, sec),
    unreachable: unreachableOf(sec),
    triangleExcessSec: options.triangleExcessSec ?? (sec instanceof Float64Array ? 0 : 1),
  };
}

/** Seconds from one location to another; `times.unreachable` if there is no way. */
export function driveSec(times: DriveTimes, from: number, to: number): number {
  return times.sec[from * times.locationCount + to]!;
}

/** Replaces the drive times from one location to all, e.g. when the vehicle that owns the index has moved. O(locations). */
export function setDriveRow(times: DriveTimes, from: number, secTo: ArrayLike<number>): void {
  const { locationCount, sec, transposedSec } = times;
  sec.set(secTo, from * locationCount);
  if (transposedSec === sec)
    throw new RangeError('a symmetric table has no rows of its own: build it without `symmetric`');
  for (let to = 0; to < locationCount; to++) transposedSec[to * locationCount + from] = secTo[to]!;
}

/** The largest amount by which a direct drive is longer than over a third location; 0 for a metric table. O(locations³). */
export function measureTriangleExcess(times: DriveTimes): number {
  const { locationCount, sec, unreachable } = times;
  let excess = 0;
  for (let via = 0; via < locationCount; via++) {
    for (let from = 0; from < locationCount; from++) {
      const first = sec[from * locationCount + via]!;
      if (first === unreachable) continue;
      for (let to = 0; to < locationCount; to++) {
        const second = sec[via * locationCount + to]!;
        if (second !== unreachable) excess = Math.max(excess, sec[from * locationCount + to]! - first - second);
      }
    }
  }
  return excess;
}

function unreachableOf(sec: SecondsTable): number {
  if (sec instanceof Uint16Array) return UNREACHABLE_UINT16;
  return sec instanceof Int32Array ? UNREACHABLE_INT32 : Infinity;
}

function transposed(locationCount: number, sec: SecondsTable): SecondsTable {
  const turned = sec.slice();
  const block = 64; // both sides of a block stay in the first-level cache
  for (let fromBlock = 0; fromBlock < locationCount; fromBlock += block) {
    for (let toBlock = 0; toBlock < locationCount; toBlock += block) {
      const fromEnd = Math.min(fromBlock + block, locationCount);
      const toEnd = Math.min(toBlock + block, locationCount);
      for (let from = fromBlock; from < fromEnd; from++) {
        for (let to = toBlock; to < toEnd; to++) turned[to * locationCount + from] = sec[from * locationCount + to]!;
      }
    }
  }
  return turned;
}
