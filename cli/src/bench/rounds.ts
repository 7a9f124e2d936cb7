/** Timing of several things side by side: round after round, so that what else the machine does falls on all alike. */

/** Something to time, cut into parts of a few milliseconds at most, so that few of them are interrupted. */
export interface Subject {
  /** How many units of work all parts are together. */
  readonly units: number;
  readonly parts: readonly (() => unknown)[];
}

/** What can't be cut into parts is done several times a round instead. */
const SINGLE_PART_REPEATS = 5;

/** One part for every `size` items. */
export function inParts<Item>(items: readonly Item[], size: number, work: (item: Item) => unknown): Subject {
  const parts: (() => void)[] = [];
  for (let start = 0; start < items.length; start += size) {
    const some = items.slice(start, start + size);
    parts.push(() => {
      for (const item of some) work(item);
    });
  }
  return { units: items.length, parts };
}

/**
 * Milliseconds per unit of each subject. Every part is timed once in every round, all subjects in turn; the least of the
 * rounds stands for the part, since what else the machine does only adds, and the parts are added up. One more round goes first, untimed, so that code is compiled and
 * caches are warm.
 */
export function timeInRounds<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  rounds: number,
): Record<Name, number> {
  const entries = Object.entries(subjects) as [Name, Subject][];
  const times = entries.map(([, { parts }]) => parts.map((): number[] => []));
  for (let round = -1; round < rounds; round++) {
    entries.forEach(([, { parts }], s) => {
      parts.forEach((part, p) => {
        for (let again = parts.length === 1 ? SINGLE_PART_REPEATS : 1; again > 0; again--) {
          const startMs = performance.now();
          part();
          if (round >= 0) times[s]![p]!.push(performance.now() - startMs);
        }
      });
    });
  }
  const perUnit = entries.map(([name, { units }], s) => {
    const totalMs = times[s]!.reduce((sum, partTimes) => sum + Math.min(...partTimes), 0);
    return [name, totalMs / units] as const;
  });
  return Object.fromEntries(perUnit) as Record<Name, number>;
}

/** Running 32-bit checksum of whole numbers (FNV-1a), for answers that must not change. */
export function checksum(numbers: Iterable<number>, before = 0x811c9dc5): number {
  let sum = before;
  for (const number of numbers) {
    for (let shift = 0; shift < 32; shift += 8) sum = Math.imul(sum ^ ((number >>> shift) & 0xff), 0x01000193);
  }
  return sum >>> 0;
}
