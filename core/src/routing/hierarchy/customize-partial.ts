/** Changes a few arcs of a metric: only the slots whose time depends on them are looked at again, lowest first. */
import { UNREACHABLE_MS } from '../dijkstra.ts';
import type { HierarchyMetric } from './customize.ts';
import { findSlot, type Hierarchy } from './hierarchy.ts';

/** One at a time on a thread; its scratch memory (5 bytes a node, 1 byte a slot) serves all metrics of a hierarchy. */
export class PartialCustomizer {
  /** Slots looked at again by the last change. */
  slotsRefreshed = 0;
  private readonly hierarchy: Hierarchy;
  private readonly isPending: Uint8Array;
  private readonly isQueued: Uint8Array;
  /** Nodes with pending slots, as a binary heap, lowest rank on top. */
  private readonly heap: Int32Array;
  private heapSize = 0;
  /** True while all changes make arcs slower: then no slot can become quicker than it was. */
  private isRise = true;

  constructor(hierarchy: Hierarchy) {
    this.hierarchy = hierarchy;
    this.isPending = new Uint8Array(hierarchy.slotCount);
    this.isQueued = new Uint8Array(hierarchy.nodeCount);
    this.heap = new Int32Array(hierarchy.nodeCount);
  }

  /**
   * Gives arcs new weights; the metric is then the same as if it had been customized anew with them.
   * O(triangles of the slots that change).
   *
   * @param metric is changed in place: a copy, unless nobody uses it yet
   * @param arcs each once or more
   * @param arcMs weights in the order of `arcs`
   */
  change(metric: HierarchyMetric, arcs: ArrayLike<number>, arcMs: ArrayLike<number>): void {
    const { slotOfArc, firstOut, firstIn } = this.hierarchy;
    this.slotsRefreshed = 0;
    this.isRise = true;
    for (let i = 0; i < arcs.length; i++) {
      const arc = arcs[i]!;
      if (metric.arcMs[arc] === arcMs[i]) continue;
      if (arcMs[i]! < metric.arcMs[arc]!) this.isRise = false;
      metric.arcMs[arc] = arcMs[i]!;
      if (slotOfArc[arc]! >= 0) this.queue(slotOfArc[arc]!);
    }
    while (this.heapSize > 0) {
      const v = this.popLowest();
      this.isQueued[v] = 0;
      this.refreshPending(metric, firstOut, firstIn, v);
      this.refreshPending(metric, firstIn, firstOut, v);
    }
  }

  private refreshPending(metric: HierarchyMetric, firstOwn: Uint32Array, firstOpposite: Uint32Array, v: number): void {
    for (let slot = firstOwn[v]!; slot < firstOwn[v + 1]!; slot++) {
      if (!this.isPending[slot]) continue;
      this.isPending[slot] = 0;
      this.slotsRefreshed++;
      const before = metric.slotMs[slot]!;
      const after = slotMsFromBelow(metric, slot, this.isRise ? before : 0);
      if (after === before) continue;
      metric.slotMs[slot] = after;
      this.queueAbove(metric, firstOwn, firstOpposite, slot, before);
    }
  }

  /** Queues the slots that a changed slot supports, or now undercuts, together with a slot opposite at its lower end. */
  private queueAbove(
    { slotMs }: HierarchyMetric,
    firstOwn: Uint32Array,
    firstOpposite: Uint32Array,
    slot: number,
    before: number,
  ): void {
    const { slotTop, slotBottom, firstTriangle, triangle } = this.hierarchy;
    const after = slotMs[slot]!;
    const v = slotBottom[slot]!;
    const top = slotTop[slot]!;
    let own = firstOwn[v]!;
    let t = firstTriangle[slot]!;
    for (let other = firstOpposite[v]!; other < firstOpposite[v + 1]!; other++) {
      const x = slotTop[other]!;
      const ms = slotMs[other]!;
      if (x === top) continue;
      let target;
      if (x > top) target = firstOpposite[top]! + triangle[t++]!;
      else {
        while (slotTop[own]! <= x) own++;
        target = firstOwn[x]! + triangle[firstTriangle[other]! + (slot - own)]!;
      }
      if (after + ms < slotMs[target]! || before + ms === slotMs[target]) this.queue(target);
    }
  }

  private queue(slot: number): void {
    if (this.isPending[slot]) return;
    this.isPending[slot] = 1;
    const v = this.hierarchy.slotBottom[slot]!;
    if (this.isQueued[v]) return;
    this.isQueued[v] = 1;
    const { heap } = this;
    let place = this.heapSize++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (heap[parent]! <= v) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = v;
  }

  private popLowest(): number {
    const { heap } = this;
    const lowest = heap[0]!;
    const v = heap[--this.heapSize]!;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.heapSize) break;
      if (child + 1 < this.heapSize && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= v) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = v;
    return lowest;
  }
}

/**
 * The least of a slot's arcs and its lower triangles. O(slots that come up to its lower end × log).
 *
 * @param floor no way can be quicker than this: a way of that time ends the search
 */
function slotMsFromBelow(metric: HierarchyMetric, slot: number, floor: number): number {
  const { hierarchy, arcMs } = metric;
  const { firstSlotArc, slotArc } = hierarchy;
  let least = UNREACHABLE_MS;
  for (let i = firstSlotArc[slot]!; i < firstSlotArc[slot + 1]!; i++) {
    const ms = arcMs[slotArc[i]!]!;
    if (ms < least) least = ms;
  }
  return least <= floor ? least : leastTriangle(metric, slot, least, floor);
}

/**
 * The least time of a slot's ways through lower nodes v, or `limit` if none is below it. The way of an out-slot x → y is an
 * in-slot of v from x, then an out-slot of v to y; that of an in-slot y → x an in-slot from y, then an out-slot to x.
 */
function leastTriangle({ hierarchy, slotMs }: HierarchyMetric, slot: number, limit: number, floor: number): number {
  const { slotTop, slotBottom, firstIn, firstOut, firstBelowIn, firstBelowOut, below } = hierarchy;
  const isOut = slot < firstIn[0]!;
  const firstBelow = isOut ? firstBelowIn : firstBelowOut;
  const firstOpposite = isOut ? firstOut : firstIn;
  const x = slotBottom[slot]!;
  const y = slotTop[slot]!;
  let least = limit;
  for (let i = firstBelow[x]!; i < firstBelow[x + 1]!; i++) {
    const half = below[i]!;
    const ms = slotMs[half]!;
    if (ms >= least) continue;
    const v = slotBottom[half]!;
    const other = findSlot(slotTop, firstOpposite[v]!, firstOpposite[v + 1]!, y);
    if (other < 0 || ms + slotMs[other]! >= least) continue;
    least = ms + slotMs[other]!;
    if (least <= floor) break; // as quick as before: others cannot be quicker
  }
  return least;
}
