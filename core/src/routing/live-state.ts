/** What is different on the streets right now: closures and slowdowns. Values, replaced as a whole, never changed. */

export interface Slowdown {
  readonly arcs: readonly number[];
  /** Share of the usual speed that is left, thousandths, 1 to 1000. */
  readonly speedPermille: number;
}

export interface LiveState {
  readonly closedArcs: readonly number[];
  /** Where several touch an arc, the slowest holds. */
  readonly slowdowns: readonly Slowdown[];
}

export const nothingLive: LiveState = { closedArcs: [], slowdowns: [] };

/** Arcs whose weight may differ between two states, ascending, each once. */
export function arcsTouched(before: LiveState, after: LiveState): Uint32Array {
  const arcs = new Set<number>();
  for (const state of [before, after]) {
    for (const arc of state.closedArcs) arcs.add(arc);
    for (const slowdown of state.slowdowns) for (const arc of slowdown.arcs) arcs.add(arc);
  }
  return Uint32Array.from(arcs).sort();
}
