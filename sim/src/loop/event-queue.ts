/** What is to happen, by time; what was put in first comes first at equal times. A binary heap, O(log n) each way. */
export interface EventQueue<T> {
  readonly size: number;
  /** Time of the next, Infinity when there is none. */
  nextSec(): number;
  add(atSec: number, event: T): void;
  /** The next one; must not be called on an empty queue. */
  take(): T;
}

interface Entry<T> {
  readonly atSec: number;
  readonly order: number;
  readonly event: T;
}

export function eventQueue<T>(): EventQueue<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  const isBefore = (a: Entry<T>, b: Entry<T>) => a.atSec < b.atSec || (a.atSec === b.atSec && a.order < b.order);

  function up(at: number, entry: Entry<T>): void {
    let place = at;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = entry;
  }

  function down(entry: Entry<T>): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, entry)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = entry;
  }

  return {
    get size() {
      return heap.length;
    },
    nextSec: () => heap[0]?.atSec ?? Infinity,
    add(atSec, event) {
      heap.push({ atSec, order, event });
      up(heap.length - 1, { atSec, order: order++, event });
    },
    take() {
      const first = heap[0]!.event;
      const last = heap.pop()!;
      if (heap.length > 0) down(last);
      return first;
    },
  };
}
