/**
 * Chance that is the same on every machine and the same whatever else happened: each rider, leg and day draws from its own
 * stream, named by what it is for. Two policies under one seed meet the same riders and the same traffic (common random
 * numbers). Only + − × ÷ and square roots are used, which every machine rounds alike; no exp, log or sine.
 */
import { seededRandom, type Random } from '@noriai/core/containers/random.ts';

/** A 32-bit seed from numbers and words, well mixed (FNV-1a, then the finish of MurmurHash3). */
export function mixedSeed(...parts: readonly (number | string)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = typeof part === 'number' ? String(part) : part;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The stream of chance with that name. */
export function chanceOf(...parts: readonly (number | string)[]): Random {
  return seededRandom(mixedSeed(...parts));
}

/** Nearly normal with mean 0 and deviation 1: the sum of twelve uniform numbers, within ±6. */
export function nearNormal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

/** A whole number around a mean as counts vary (variance = mean); never negative. */
export function variedCount(random: Random, mean: number): number {
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * nearNormal(random)));
}

/** Whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

export function happens(random: Random, permille: number): boolean {
  return random() * 1000 < permille;
}

/** Draws indices in proportion to weights ≥ 0; O(log n) a draw. At least one weight must be above 0. */
export function weightedChoice(weights: readonly number[]): (random: Random) => number {
  const upTo: number[] = [];
  let total = 0;
  for (const weight of weights) upTo.push((total += weight));
  if (!(total > 0)) throw new RangeError('nothing to choose from: all weights are 0');
  return (random) => {
    const at = random() * total;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
