/** Timing of several things side by side: round after round, so that what else the machine does falls on all alike. */

/** Does something once or many times and says how many units of work that was. */
export type Subject = () => number;

/**
 * Milliseconds per unit of each subject: the median over rounds, in which every subject runs once, in turn. One more round
 * goes first, untimed, so that code is compiled and caches are warm.
 */
export function timeInRounds<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  rounds: number,
): Record<Name, number> {
  const names = Object.keys(subjects) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const startMs = performance.now();
      const units = subjects[name]();
      if (round >= 0) times.get(name)!.push((performance.now() - startMs) / units);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<Name, number>;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** Running 32-bit checksum of whole numbers (FNV-1a), for answers that must not change. */
export function checksum(numbers: Iterable<number>, before = 0x811c9dc5): number {
  let sum = before;
  for (const number of numbers) {
    for (let shift = 0; shift < 32; shift += 8) sum = Math.imul(sum ^ ((number >>> shift) & 0xff), 0x01000193);
  }
  return sum >>> 0;
}
