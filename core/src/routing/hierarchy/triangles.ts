/** Looks up once, for every pair of slots that meet at a node, which slot joins their upper ends. */
import type { Slots } from './slots.ts';

/** See `Hierarchy.triangle`. O(triangles). @throws RangeError when a node has over 65,535 slots */
export function findTriangles(slots: Slots): { firstTriangle: Uint32Array; triangle: Uint16Array } {
  const { firstOut, firstIn, slotTop } = slots;
  const nodeCount = firstOut.length - 1;
  const firstTriangle = new Uint32Array(slotTop.length + 1);
  let count = 0;
  // In the order of customization: for each node its in-slots, then its out-slots.
  for (let v = 0; v < nodeCount; v++) {
    count = countPairs(slotTop, firstIn, firstOut, v, firstTriangle, count);
    count = countPairs(slotTop, firstOut, firstIn, v, firstTriangle, count);
  }
  firstTriangle[slotTop.length] = count;
  const triangle = new Uint16Array(count);
  for (let v = 0; v < nodeCount; v++) {
    enterPairs(slotTop, firstIn, firstOut, v, firstTriangle, triangle);
    enterPairs(slotTop, firstOut, firstIn, v, firstTriangle, triangle);
  }
  return { firstTriangle, triangle };
}

function countPairs(
  slotTop: Uint32Array,
  firstOwn: Uint32Array,
  firstOpposite: Uint32Array,
  v: number,
  firstTriangle: Uint32Array,
  before: number,
): number {
  let count = before;
  let j = firstOpposite[v]!;
  const end = firstOpposite[v + 1]!;
  for (let i = firstOwn[v]!; i < firstOwn[v + 1]!; i++) {
    while (j < end && slotTop[j]! <= slotTop[i]!) j++;
    firstTriangle[i] = count;
    count += end - j;
  }
  return count;
}

function enterPairs(
  slotTop: Uint32Array,
  firstOwn: Uint32Array,
  firstOpposite: Uint32Array,
  v: number,
  firstTriangle: Uint32Array,
  triangle: Uint16Array,
): void {
  const end = firstOpposite[v + 1]!;
  let start = firstOpposite[v]!;
  for (let i = firstOwn[v]!; i < firstOwn[v + 1]!; i++) {
    const x = slotTop[i]!;
    while (start < end && slotTop[start]! <= x) start++;
    let target = firstOpposite[x]!;
    let t = firstTriangle[i]!;
    for (let j = start; j < end; j++) {
      while (slotTop[target] !== slotTop[j]) target++; // there, because both halves are possible
      const offset = target - firstOpposite[x]!;
      if (offset > 0xffff) throw new RangeError(`a node has over 65,535 slots up: such a graph is no road network`);
      triangle[t++] = offset;
    }
  }
}
