/**
 * Binary search for the last of the entries 1 to `count` from before a time, 0 when all are later.
 *
 * @param secOf time of an entry; never goes back from one entry to the next
 */
export function lastBefore(atSec: number, count: number, secOf: (sequence: number) => number): number {
  let [before, from] = [0, count + 1];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (secOf(middle) < atSec) before = middle;
    else from = middle;
  }
  return before;
}
