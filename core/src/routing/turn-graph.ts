/**
 * The road graph with forbidden manoeuvres and turn costs built into its shape, so that a plain shortest path heeds them
 * exactly.
 *
 * All forbidden sequences together are one automaton over arcs (Aho & Corasick 1975): its state is the longest part driven
 * last that begins a forbidden sequence. State 0, "nothing begun", is the junction itself; every other state becomes one
 * more copy of the junction at its end. An arc that would complete a sequence is left out of that copy.
 *
 * Where turns cost something, a junction in state 0 is split by the street that it was reached by: one copy for all arcs in
 * from which every way on is of the same kind. The cost of a turn is put on the arc that follows it; its kind is kept, so
 * that every vehicle class has costs of its own on the same graph.
 *
 * A graph without restrictions and turn costs keeps its nodes and arcs. With turn costs it has about as many nodes as the
 * road graph has arcs, and an arc for each turn.
 */
import { buildArcGraph, incomingArcs, type ArcGraph } from '../graph/arc-graph.ts';
import type { RoadGraph } from '../graph/road-graph.ts';
import { plainTurn, TurnKinds, type TurnKind } from './turn-costs.ts';

export interface TurnGraph extends ArcGraph {
  readonly hasCosts: boolean;
  /** The junction that each node is, or is a copy of. */
  readonly roadNode: Uint32Array;
  /** The road arc that each arc is a copy of. */
  readonly roadArc: Uint32Array;
  /** What turn comes before each arc: a place in `kinds`; 0 = one that costs nothing. */
  readonly kind: Uint16Array;
  readonly kinds: readonly TurnKind[];
  /**
   * Copies of road arc r are `copies[i]` for `firstCopy[r] <= i < firstCopy[r + 1]`; the first of them begins at the
   * junction itself: a drive that begins on r goes on from where that one leads.
   */
  readonly firstCopy: Uint32Array;
  readonly copies: Uint32Array;
}

interface State {
  readonly next: Map<number, number>;
  /** The arc driven last in this state, -1 for the root. */
  readonly lastArc: number;
  fallback: number;
  /** True when these arcs end with a whole forbidden sequence. */
  isForbidden: boolean;
}

/**
 * O(arcs + arcs of forbidden sequences × streets at their junctions), with turn costs O(turns). Sequences of fewer than two
 * arcs are not heeded.
 */
export function buildTurnGraph(graph: RoadGraph, hasTurnCosts = false): TurnGraph {
  const states = buildStates(graph);
  const rows = hasTurnCosts ? turnRows(graph) : plainRows(graph);
  const roadNodes: number[] = rows.junction.slice();
  const nodeOfState = new Int32Array(states.length);
  states.forEach((state, s) => {
    if (s > 0 && !state.isForbidden) nodeOfState[s] = roadNodes.push(graph.arcHead[state.lastArc]!) - 1;
  });
  const tails: number[] = [];
  const heads: number[] = [];
  const roadArcs: number[] = [];
  const kindOf: number[] = [];
  const addArcs = (state: number, tail: number, row: number): void => {
    const junction = rows.junction[row]!;
    const first = graph.firstArc[junction]!;
    for (let arc = first; arc < graph.firstArc[junction + 1]!; arc++) {
      const next = follow(states, state, arc);
      if (states[next]!.isForbidden) continue;
      tails.push(tail);
      heads.push(next === 0 ? rows.ofArc[arc]! : nodeOfState[next]!);
      roadArcs.push(arc);
      kindOf.push(rows.kindAt(row, arc - first));
    }
  };
  for (let row = 0; row < rows.junction.length; row++) addArcs(0, row, row);
  states.forEach((state, s) => {
    if (s > 0 && !state.isForbidden) addArcs(s, nodeOfState[s]!, rows.ofArc[state.lastArc]!);
  });
  const { graph: arcGraph, order } = buildArcGraph(roadNodes.length, tails, heads);
  const roadArc = Uint32Array.from(order, (given) => roadArcs[given]!);
  const kind = Uint16Array.from(order, (given) => kindOf[given]!);
  const roadNode = Uint32Array.from(roadNodes);
  return {
    ...arcGraph,
    hasCosts: hasTurnCosts,
    roadNode,
    roadArc,
    kind,
    kinds: rows.kinds,
    ...copiesOf(graph.arcCount, roadArc),
  };
}

/** What is ahead at each junction, by how it was reached: a row is a node of the turn graph in state 0. */
interface TurnRows {
  /** Junction of each row. */
  readonly junction: number[];
  /** Row that each arc leads to. */
  readonly ofArc: ArrayLike<number>;
  /** Kind of the turn into the n-th arc out of the row's junction. */
  readonly kindAt: (row: number, n: number) => number;
  readonly kinds: readonly TurnKind[];
}

function plainRows(graph: RoadGraph): TurnRows {
  const junction = Array.from({ length: graph.nodeCount }, (_, node) => node);
  return { junction, ofArc: graph.arcHead, kindAt: () => 0, kinds: [plainTurn] };
}

/** Every junction has a row, also one that nothing leads to. */
function turnRows(graph: RoadGraph): TurnRows {
  const turns = new TurnKinds(graph);
  const incoming = incomingArcs(graph);
  const names = new Map<string, number>([[JSON.stringify(plainTurn), 0]]);
  const kinds: TurnKind[] = [plainTurn];
  const numberOf = (kind: TurnKind): number => {
    if (kind === plainTurn) return 0;
    const name = JSON.stringify(kind);
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, kinds.length);
    return kinds.push(kind) - 1;
  };
  const junction: number[] = [];
  const firstKind: number[] = [];
  const rowKinds: number[] = [];
  const ofArc = new Uint32Array(graph.arcCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const [firstOut, endOut] = [graph.firstArc[node]!, graph.firstArc[node + 1]!];
    const firstRow = junction.length;
    for (let i = incoming.first[node]!; i < incoming.first[node + 1]!; i++) {
      const from = incoming.arcs[i]!;
      const row: number[] = [];
      for (let to = firstOut; to < endOut; to++) row.push(numberOf(turns.kindOf(from, to)));
      let at = firstRow;
      while (at < junction.length && !row.every((kind, n) => rowKinds[firstKind[at]! + n] === kind)) at++;
      if (at === junction.length) {
        junction.push(node);
        firstKind.push(rowKinds.length);
        rowKinds.push(...row);
      }
      ofArc[from] = at;
    }
    if (junction.length > firstRow) continue;
    junction.push(node);
    firstKind.push(rowKinds.length);
    for (let to = firstOut; to < endOut; to++) rowKinds.push(0);
  }
  return { junction, ofArc, kindAt: (row, n) => rowKinds[firstKind[row]! + n]!, kinds };
}

/** The states of the automaton; state 0 is the root. */
function buildStates(graph: RoadGraph): State[] {
  const states: State[] = [{ next: new Map(), lastArc: -1, fallback: 0, isForbidden: false }];
  for (let r = 0; r + 1 < graph.firstForbidden.length; r++) {
    if (graph.firstForbidden[r + 1]! - graph.firstForbidden[r]! < 2) continue;
    let state = 0;
    for (let i = graph.firstForbidden[r]!; i < graph.firstForbidden[r + 1]!; i++) {
      const arc = graph.forbiddenArc[i]!;
      let next = states[state]!.next.get(arc);
      if (next === undefined) {
        next = states.length;
        states.push({ next: new Map(), lastArc: arc, fallback: 0, isForbidden: false });
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
