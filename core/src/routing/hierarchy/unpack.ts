/** From slots back to the arcs of the graph. */
import type { HierarchyMetric } from './customize.ts';
import { findSlot } from './hierarchy.ts';

/**
 * Appends the arcs that a slot stands for, in driving order. A slot is one of its own arcs, or two slots by a node of lower
 * rank; since ranks only fall, this ends whatever the weights are.
 */
export function unpackSlot(metric: HierarchyMetric, slot: number, arcs: number[]): void {
  const stack = [slot];
  while (stack.length > 0) {
    const next = stack.pop()!;
    const arc = ownArc(metric, next);
    if (arc >= 0) arcs.push(arc);
    else pushHalves(metric, next, stack);
  }
}

/** The first arc of a slot that has the slot's time, or -1. */
function ownArc({ hierarchy, arcMs, slotMs }: HierarchyMetric, slot: number): number {
  const { firstSlotArc, slotArc } = hierarchy;
  for (let i = firstSlotArc[slot]!; i < firstSlotArc[slot + 1]!; i++) {
    if (arcMs[slotArc[i]!] === slotMs[slot]) return slotArc[i]!;
  }
  return -1;
}

/** Finds a lower triangle of the slot's time and stacks its halves, the one driven first on top. */
function pushHalves({ hierarchy, slotMs }: HierarchyMetric, slot: number, stack: number[]): void {
  const { slotTop, slotBottom, firstIn, firstOut, firstBelowIn, firstBelowOut, below } = hierarchy;
  const isOut = slot < firstIn[0]!;
  const firstBelow = isOut ? firstBelowIn : firstBelowOut;
  const firstOpposite = isOut ? firstOut : firstIn;
  const x = slotBottom[slot]!;
  const y = slotTop[slot]!;
  for (let i = firstBelow[x]!; i < firstBelow[x + 1]!; i++) {
    const half = below[i]!;
    const v = slotBottom[half]!;
    const other = findSlot(slotTop, firstOpposite[v]!, firstOpposite[v + 1]!, y);
    if (other < 0 || slotMs[half]! + slotMs[other]! !== slotMs[slot]) continue;
    if (isOut) stack.push(other, half);
    else stack.push(half, other);
    return;
  }
  throw new Error(`slot ${slot} of ${slotMs[slot]} ms has neither an arc nor a lower triangle of that time`);
}
