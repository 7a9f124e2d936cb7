/**
 * A call that a dead process made: it is never heard of again. A promise of its own each time, because one shared by all would
 * keep every dead process in memory.
 */
export function unanswered(): Promise<never> {
  return new Promise(() => {});
}
