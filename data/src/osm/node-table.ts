/**
 * Coordinates of millions of nodes by id: three typed arrays that grow, 16 bytes a node (up to twice that while they
 * grow). Ids are put in ascending order once, at `finish`; extracts are sorted already, others are sorted then.
 */
export class NodeTable {
  count = 0;
  ids = new Float64Array(1024);
  latsE7 = new Int32Array(1024);
  lonsE7 = new Int32Array(1024);
  private isSorted = true;

  add(id: number, latE7: number, lonE7: number): void {
    if (this.count === this.ids.length) this.grow(this.count * 2);
    if (this.count > 0 && id <= this.ids[this.count - 1]!) this.isSorted = false;
    this.ids[this.count] = id;
    this.latsE7[this.count] = latE7;
    this.lonsE7[this.count] = lonE7;
    this.count++;
  }

  /** Must come between the last `add` and the first `find`. */
  finish(): void {
    this.grow(this.count);
    if (this.isSorted) return;
    const order = Uint32Array.from({ length: this.count }, (_, i) => i).sort((a, b) => this.ids[a]! - this.ids[b]!);
    this.ids = Float64Array.from(order, (i) => this.ids[i]!);
    this.latsE7 = Int32Array.from(order, (i) => this.latsE7[i]!);
    this.lonsE7 = Int32Array.from(order, (i) => this.lonsE7[i]!);
    this.isSorted = true;
  }

  /** Place of a node in the arrays, or -1. O(log count). */
  find(id: number): number {
    const { ids } = this;
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = ids[middle]!;
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private grow(length: number): void {
    this.ids = resized(this.ids, new Float64Array(length), this.count);
    this.latsE7 = resized(this.latsE7, new Int32Array(length), this.count);
    this.lonsE7 = resized(this.lonsE7, new Int32Array(length), this.count);
  }
}

function resized<T extends Float64Array | Int32Array>(from: T, to: T, count: number): T {
  to.set(from.subarray(0, count));
  return to;
}
