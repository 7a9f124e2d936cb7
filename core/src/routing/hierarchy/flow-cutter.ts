/**
 * Grows a small set of nodes that parts a graph in two: maximum flow of paths that share no node, from terminals on one
 * side to terminals on the other, with ever larger terminals (FlowCutter, Hamann & Strasser 2018; started from the two
 * ends of a direction on the map as in Inertial FlowCutter, Gottesbüren et al. 2019; with node capacities throughout).
 *
 * Every node is two states, "entered" and "left", joined by a capacity of one path. `before[v]` and `after[v]` are the
 * neighbours on the path through v, -1 where there is none. Each stage gives one cut; the smaller side then takes in all
 * that it reaches and one node of its cut, and the flow goes on from where it was.
 */
import type { Neighbors } from './neighbors.ts';

const ENTERED = 1;
const LEFT = 2;

/** The parts of a graph: 0 and 1 are the sides, 2 is the separator. */
export interface Separation {
  readonly partOf: Uint8Array;
  readonly separatorSize: number;
  readonly smallerSide: number;
}

/** One of the two ends of the flow, with the search from it. */
class End {
  readonly isTerminal: Uint8Array;
  /** Bits of ENTERED and LEFT, seen from this end. */
  readonly reached: Uint8Array;
  /** States `2 × node` (entered) and `2 × node + 1` (left) in the order of discovery. */
  readonly queue: Uint32Array;
  queueSize = 0;
  queueDone = 0;
  /** Places in the queue up to which nodes have become terminals. */
  queueTaken = 0;
  readonly terminals: number[] = [];
  /** Nodes with a path through them that were entered: those not left since are the cut. */
  cut: number[] = [];
  /** Number of nodes that this end reaches and may leave again: its side of the cut. */
  sideSize = 0;
  constructor(nodeCount: number) {
    this.isTerminal = new Uint8Array(nodeCount);
    this.reached = new Uint8Array(nodeCount);
    this.queue = new Uint32Array(2 * nodeCount);
  }
}

export class FlowCutter {
  flow = 0;
  private readonly graph: Neighbors;
  private readonly position: Uint32Array;
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly cameFrom: Int32Array;
  private readonly source: End;
  private readonly target: End;

  /**
   * @param order nodes from one end of the direction to the other
   * @param terminalCount how many nodes of each end are terminals at first
   */
  constructor(graph: Neighbors, order: Uint32Array, terminalCount: number) {
    const { nodeCount } = graph;
    this.graph = graph;
    this.position = new Uint32Array(nodeCount);
    order.forEach((node, i) => (this.position[node] = i));
    this.before = new Int32Array(nodeCount).fill(-1);
    this.after = new Int32Array(nodeCount).fill(-1);
    this.cameFrom = new Int32Array(2 * nodeCount);
    this.source = new End(nodeCount);
    this.target = new End(nodeCount);
    for (let i = 0; i < terminalCount; i++) {
      addTerminal(this.source, order[i]!);
      addTerminal(this.target, order[nodeCount - 1 - i]!);
    }
  }

  /**
   * Runs until the sides are balanced or no better cut can come, and returns the cut with the fewest separator nodes for
   * each node of its smaller side, or null if the ends touch.
   *
   * @param leastSide smallest side that counts as a separation
   * @param scoreToBeat separator nodes per node of the smaller side that another direction has reached
   */
  run(leastSide: number, scoreToBeat: number): Separation | null {
    const { nodeCount } = this.graph;
    let best: Separation | null = null;
    let bestScore = scoreToBeat;
    restart(this.source);
    restart(this.target);
    for (;;) {
      if (!this.maximizeFlow()) return best;
      if (this.flow / ((nodeCount - this.flow) / 2) >= bestScore) return best; // later cuts only grow
      for (const end of [this.source, this.target]) {
        const smaller = Math.min(end.sideSize, nodeCount - this.flow - end.sideSize);
        if (smaller < leastSide || this.flow / smaller >= bestScore) continue;
        bestScore = this.flow / smaller;
        best = this.separation(end, smaller);
      }
      const end = this.source.sideSize <= this.target.sideSize ? this.source : this.target;
      if (2 * end.sideSize + this.flow >= nodeCount || !this.pierce(end)) return best;
    }
  }

  /** Augments until neither end reaches the other. False when the ends touch: no separator exists. */
  private maximizeFlow(): boolean {
    for (;;) {
      const met = this.search(this.source, this.target, this.before);
      if (met < 0) break;
      if (!this.augment(met)) return false;
      this.flow++;
      restart(this.source);
      restart(this.target);
    }
    this.search(this.target, this.source, this.after);
    return true;
  }

  /**
   * Goes on with the search from an end; returns the terminal of the other end that was met, or -1.
   *
   * @param upstream the path neighbour towards this end
   */
  private search(end: End, other: End, upstream: Int32Array): number {
    const { first, list } = this.graph;
    const { reached, queue, isTerminal } = end;
    const { cameFrom } = this;
    while (end.queueDone < end.queueSize) {
      const state = queue[end.queueDone++]!;
      const node = state >> 1;
      if (state & 1) {
        for (let i = first[node]!; i < first[node + 1]!; i++) {
          const next = list[i]!;
          if (reached[next]! & ENTERED) continue;
          reached[next]! |= ENTERED;
          cameFrom[2 * next] = state;
          if (other.isTerminal[next]) return next;
          if (upstream[next]! >= 0) end.cut.push(next);
          queue[end.queueSize++] = 2 * next;
        }
        // A path through this node can be turned back here.
        if (upstream[node]! >= 0 && !isTerminal[node] && !(reached[node]! & ENTERED)) {
          reached[node]! |= ENTERED;
          cameFrom[2 * node] = state;
          queue[end.queueSize++] = 2 * node;
        }
        continue;
      }
      const onward = upstream[node]! < 0 ? node : upstream[node]!;
      if (reached[onward]! & LEFT) continue;
      reached[onward]! |= LEFT;
      end.sideSize++;
      cameFrom[2 * onward + 1] = state;
      queue[end.queueSize++] = 2 * onward + 1;
    }
    return -1;
  }

  /** Lays one more path along the search that met a target terminal. False when it came straight from the source. */
  private augment(met: number): boolean {
    const { before, after, cameFrom, source } = this;
    const states = [2 * met];
    for (let state = 2 * met; ;) {
      state = cameFrom[state]!;
      states.push(state);
      if (state & 1 && source.isTerminal[state >> 1]) break;
    }
    if (states.length === 2) return false;
    for (let i = states.length - 1; i > 0; i--) {
      const from = states[i]!;
      const to = states[i - 1]!;
      const node = from >> 1;
      const next = to >> 1;
      if (from & 1 && node === next) after[node] = -1;
      else if (from & 1) {
        after[node] = next;
        before[next] = node;
      } else if (node !== next) {
        if (before[node] === next) before[node] = -1;
      }
    }
    return true;
  }

  /** Takes what an end reaches into its terminals, and one node of its cut more. False when no node may be taken. */
  private pierce(end: End): boolean {
    const other = end === this.source ? this.target : this.source;
    for (; end.queueTaken < end.queueSize; end.queueTaken++) {
      const state = end.queue[end.queueTaken]!;
      if (state & 1 && !end.isTerminal[state >> 1]) addTerminal(end, state >> 1);
    }
    end.cut = end.cut.filter((node) => !(end.reached[node]! & LEFT));
    const best = this.bestToPierce(end, other);
    if (best < 0) return false;
    addTerminal(end, best);
    enqueueTerminal(end, best);
    if (other.reached[best]) restart(other); // it has to see the new terminal
    return true;
  }

  /** Of the cut: first a node that the other end does not reach, then the one nearest to this end. */
  private bestToPierce(end: End, other: End): number {
    const sign = end === this.source ? 1 : -1;
    let best = -1;
    let bestPrice = Infinity;
    for (const node of end.cut) {
      const price = sign * this.position[node]! + (other.reached[node] ? 2 * this.graph.nodeCount : 0);
      if (price >= bestPrice || this.touchesTerminal(node, other)) continue;
      best = node;
      bestPrice = price;
    }
    return best;
  }

  private touchesTerminal(node: number, end: End): boolean {
    const { first, list } = this.graph;
    if (end.isTerminal[node]) return true;
    for (let i = first[node]!; i < first[node + 1]!; i++) if (end.isTerminal[list[i]!]) return true;
    return false;
  }

  private separation(end: End, smallerSide: number): Separation {
    const partOf = new Uint8Array(this.graph.nodeCount);
    for (let node = 0; node < partOf.length; node++) {
      const reached = end.reached[node]!;
      partOf[node] = reached & LEFT ? 0 : reached & ENTERED ? 2 : 1;
    }
    return { partOf, separatorSize: this.flow, smallerSide };
  }
}

function addTerminal(end: End, node: number): void {
  end.isTerminal[node] = 1;
  end.terminals.push(node);
}

function enqueueTerminal(end: End, node: number): void {
  if (!(end.reached[node]! & LEFT)) {
    end.queue[end.queueSize++] = 2 * node + 1;
    end.sideSize++;
  }
  end.reached[node] = ENTERED | LEFT;
}

function restart(end: End): void {
  end.reached.fill(0);
  end.queueSize = 0;
  end.queueDone = 0;
  end.queueTaken = 0;
  end.sideSize = 0;
  end.cut = [];
  for (const node of end.terminals) enqueueTerminal(end, node);
}
