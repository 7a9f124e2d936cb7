/** A source of numbers in [0, 1) that gives the same numbers for the same seed on every machine. */
export type Random = () => number;

/** Small fast seeded generator (mulberry32, T. Ettinger 2017): 32 bits of state, for choices and tests, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from 0 to `count - 1`. */
export function randomIndex(random: Random, count: number): number {
  return Math.floor(random() * count);
}
