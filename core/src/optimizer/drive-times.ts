/**
 * Drive times between location indices, as one square table for one vehicle class, or one for each period of the day.
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
  /** Null: the table always holds. Else it holds lower bounds, and `driveSecAt` tells the time of a drive that leaves then. */
  readonly periods: DrivePeriods | null;
}

/** Tables that take turns. All have the same locations and number type; whole seconds only. */
export interface DrivePeriods {
  /** When the next table begins to hold, ascending, in the problem's seconds. */
  readonly switchSec: readonly number[];
  /** tables[k] holds until switchSec[k]; one more than switches. */
  readonly tables: readonly SecondsTable[];
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
    periods: null,
  };
}

/**
 * Drive times of one class over several periods of the day. `least` (see `leastTimes`) does not depend on when the periods
 * switch, so that it is made once and used for many origins of time.
 *
 * @throws RangeError when the tables do not fit together
 */
export function driveTimesByPeriod(least: DriveTimes, periods: DrivePeriods): DriveTimes {
  const { switchSec, tables } = periods;
  const isAscending = switchSec.every((sec, k) => k === 0 || switchSec[k - 1]! < sec);
  if (tables.length !== switchSec.length + 1 || !isAscending) {
    throw new RangeError(
      `${tables.length} tables for switches at ${switchSec.join(', ')}: expected ascending switches, one table more`,
    );
  }
  const isAlike = tables.every((sec) => sec.length === least.sec.length && sec.constructor === least.sec.constructor);
  if (!isAlike || least.sec instanceof Float64Array) {
    throw new RangeError('tables of periods must be of one size and one whole-second type');
  }
  return switchSec.length === 0 ? least : { ...least, periods };
}

/**
 * A table that no given one falls below and that keeps the triangle inequality up to its `triangleExcessSec`: the first
 * that is nowhere above the others, else the first slowed down by one factor. A way that some period lacks counts as no way
 * at all, or leaving later could be better than leaving now. O(tables × locations²).
 */
export function leastTimes(tables: readonly DriveTimes[]): DriveTimes {
  const least = tables.find((one) => tables.every((other) => other === one || isNowhereAbove(one, other)));
  if (least) return least;
  const [first] = tables as [DriveTimes];
  const isLost = first.sec.map((_, at) => (tables.some(({ sec, unreachable }) => sec[at] === unreachable) ? 1 : 0));
  let factor = 1;
  for (const { sec } of tables) {
    sec.forEach((value, at) => {
      if (isLost[at] === 0 && first.sec[at]! > 0) factor = Math.min(factor, value / first.sec[at]!);
    });
  }
  const slowed = (value: number, at: number) => (isLost[at] === 1 ? first.unreachable : Math.floor(value * factor));
  const sec = first.sec.map(slowed) as SecondsTable;
  return driveTimes(first.locationCount, sec, { triangleExcessSec: first.triangleExcessSec + 2 });
}

/** Whether a drive never takes longer by the first table than by the other, and is nowhere lost by the other alone. */
function isNowhereAbove({ sec, unreachable }: DriveTimes, other: DriveTimes): boolean {
  for (let at = 0; at < sec.length; at++) {
    const value = sec[at]!;
    const otherSec = other.sec[at]!;
    if (value > otherSec || (otherSec === unreachable && value !== unreachable)) return false;
  }
  return true;
}

/**
 * Seconds of a drive that leaves at `departSec`; `times.unreachable` if there is no way. The part driven before a period
 * ends counts by that period's table, what is left of the way by the next one's (Ichoua, Gendreau & Potvin 2003), rounded
 * up: who leaves later never arrives earlier.
 */
export function driveSecAt(times: DriveTimes, from: number, to: number, departSec: number): number {
  const at = from * times.locationCount + to;
  const { periods, unreachable } = times;
  if (periods === null || times.sec[at] === unreachable) return times.sec[at]!;
  const { switchSec, tables } = periods;
  let k = 0;
  while (k < switchSec.length && switchSec[k]! <= departSec) k++;
  const wholeSec = tables[k]![at]!;
  if (k === switchSec.length || departSec + wholeSec <= switchSec[k]!) return wholeSec;
  const drivenSec = switchSec[k]! - departSec;
  const nextSec = tables[k + 1]![at]!;
  const restSec = Math.ceil(((wholeSec - drivenSec) * nextSec) / wholeSec);
  const isLast = k + 1 === switchSec.length || switchSec[k]! + restSec <= switchSec[k + 1]!;
  return isLast ? drivenSec + restSec : acrossMany(periods, at, departSec, k);
}

/** The same for a drive that outlasts a whole period, by shares of the way. Rare. */
function acrossMany({ switchSec, tables }: DrivePeriods, at: number, departSec: number, period: number): number {
  let now = departSec;
  let share = 1;
  for (let k = period; ; k++) {
    const wholeSec = tables[k]![at]!;
    const untilSec = k === switchSec.length ? Infinity : switchSec[k]!;
    if (now + wholeSec * share <= untilSec) return Math.ceil(now - departSec + wholeSec * share - 1e-9);
    share -= (untilSec - now) / wholeSec;
    now = untilSec;
  }
}

/** Seconds from one location to another; `times.unreachable` if there is no way. */
export function driveSec(times: DriveTimes, from: number, to: number): number {
  return times.sec[from * times.locationCount + to]!;
}

/** Does a drive that leaves between two times (both counted) depend on when it leaves? */
export function hasSwitchBetween(periods: DrivePeriods, fromSec: number, untilSec: number): boolean {
  for (const sec of periods.switchSec) if (sec > fromSec && sec <= untilSec) return true;
  return false;
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
