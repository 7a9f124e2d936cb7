/**
 * The road graph with forbidden manoeuvres built into its shape, so that a plain shortest path heeds them exactly.
 *
 * All forbidden sequences together are one automaton over arcs (Aho & Corasick 1975): its state is the longest part driven
 * last that begins a forbidden sequence. State 0, "nothing begun", is the junction itself; every other state becomes one
 * more copy of the junction at its end. An arc that would complete a sequence is left out of that copy. A graph without
 * restrictions keeps its nodes and arcs; each restriction by a way in between adds as many copies as it has
 * arcs but one, each with the streets that leave its junction.
 */
import { buildArcGraph, type ArcGraph } from '../graph/arc-graph.ts';
import type { RoadGraph } from '../graph/road-graph.ts';

export interface TurnGraph extends ArcGraph {
  /** The road arc that each arc is a copy of. */
  readonly roadArc: Uint32Array;
  /**
   * Copies of road arc r are `copies[i]` for `firstCopy[r] <= i < firstCopy[r + 1]`; the first of them is the one from the
   * junction itself, by which a drive that begins on r goes on.
   */
  readonly firstCopy: Uint32Array;
  readonly copies: Uint32Array;
}

interface State {
  readonly next: Map<number, number>;
  /** Junction at the end of the arcs of this state. */
  readonly node: number;
  fallback: number;
  /** True when these arcs end with a whole forbidden sequence. */
  isForbidden: boolean;
}

/** O(arcs + arcs of forbidden sequences × streets at their junctions). Sequences of fewer than two arcs are not heeded. */
export function buildTurnGraph(graph: RoadGraph): TurnGraph {
  const states = buildStates(graph);
  const nodeOfState = new Int32Array(states.length);
  let nodeCount = graph.nodeCount;
  states.forEach((state, s) => {
    if (s > 0 && !state.isForbidden) nodeOfState[s] = nodeCount++;
  });
  const tails: number[] = [];
  const heads: number[] = [];
  const roadArcs: number[] = [];
  const addArcs = (state: number, tail: number, junction: number): void => {
    for (let arc = graph.firstArc[junction]!; arc < graph.firstArc[junction + 1]!; arc++) {
      const next = follow(states, state, arc);
      if (states[next]!.isForbidden) continue;
      tails.push(tail);
      heads.push(next === 0 ? graph.arcHead[arc]! : nodeOfState[next]!);
      roadArcs.push(arc);
    }
  };
  for (let node = 0; node < graph.nodeCount; node++) addArcs(0, node, node);
  states.forEach((state, s) => {
    if (s > 0 && !state.isForbidden) addArcs(s, nodeOfState[s]!, state.node);
  });
  const { graph: arcGraph, order } = buildArcGraph(nodeCount, tails, heads);
  const roadArc = Uint32Array.from(order, (given) => roadArcs[given]!);
  return { ...arcGraph, roadArc, ...copiesOf(graph.arcCount, roadArc) };
}

/** The states of the automaton; state 0 is the root. */
function buildStates(graph: RoadGraph): State[] {
  const states: State[] = [{ next: new Map(), node: -1, fallback: 0, isForbidden: false }];
  for (let r = 0; r + 1 < graph.firstForbidden.length; r++) {
    if (graph.firstForbidden[r + 1]! - graph.firstForbidden[r]! < 2) continue;
    let state = 0;
    for (let i = graph.firstForbidden[r]!; i < graph.firstForbidden[r + 1]!; i++) {
      const arc = graph.forbiddenArc[i]!;
      let next = states[state]!.next.get(arc);
      if (next === undefined) {
        next = states.length;
        states.push({ next: new Map(), node: graph.arcHead[arc]!, fallback: 0, isForbidden: false });
        states[state]!.next.set(arc, next);
      }
      state = next;
    }
    states[state]!.isForbidden = true;
  }
  linkFallbacks(states);
  return states;
}

/** Breadth first, so that the fallback of a state is complete before it is used. */
function linkFallbacks(states: State[]): void {
  const queue = [0];
  for (let i = 0; i < queue.length; i++) {
    const state = queue[i]!;
    for (const [arc, next] of states[state]!.next) {
      if (state !== 0) {
        const fallback = follow(states, states[state]!.fallback, arc);
        states[next]!.fallback = fallback;
        if (states[fallback]!.isForbidden) states[next]!.isForbidden = true;
      }
      queue.push(next);
    }
  }
}

function follow(states: readonly State[], from: number, arc: number): number {
  for (let state = from; ; state = states[state]!.fallback) {
    const next = states[state]!.next.get(arc);
    if (next !== undefined) return next;
    if (state === 0) return 0;
  }
}

/** Arcs were sorted by tail, and copies of junctions come after all junctions: the first copy is the junction's own. */
function copiesOf(roadArcCount: number, roadArc: Uint32Array): { firstCopy: Uint32Array; copies: Uint32Array } {
  const { graph, order } = buildArcGraph(roadArcCount, roadArc, new Uint32Array(roadArc.length));
  return { firstCopy: graph.firstArc, copies: order };
}
