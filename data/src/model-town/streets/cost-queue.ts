/** A binary heap of (cost, value), cheapest first; of equal costs the smaller value first, so that runs agree. */
export interface CostQueue {
  readonly push: (cost: number, value: number) => void;
  /** Value of the cheapest entry, -1 when empty. */
  readonly pop: () => number;
}

export function makeCostQueue(): CostQueue {
  const costs: number[] = [];
  const values: number[] = [];
  const isBefore = (cost: number, value: number, i: number) => (cost - costs[i]! || value - values[i]!) < 0;
  const put = (i: number, cost: number, value: number) => {
    costs[i] = cost;
    values[i] = value;
  };
  /** Lets the hole at the top sink to where the entry fits. */
  const sink = (cost: number, value: number) => {
    let hole = 0;
    for (let child = 1; child < costs.length; child = 2 * hole + 1) {
      if (child + 1 < costs.length && isBefore(costs[child + 1]!, values[child + 1]!, child)) child++;
      if (isBefore(cost, value, child)) break;
      put(hole, costs[child]!, values[child]!);
      hole = child;
    }
    put(hole, cost, value);
  };
  return {
    push: (cost, value) => {
      let hole = costs.length;
      put(hole, cost, value);
      while (hole > 0) {
        const parent = (hole - 1) >> 1;
        if (!isBefore(cost, value, parent)) break;
        put(hole, costs[parent]!, values[parent]!);
        hole = parent;
      }
      put(hole, cost, value);
    },
    pop: () => {
      if (costs.length === 0) return -1;
      const top = values[0]!;
      const cost = costs.pop()!;
      const value = values.pop()!;
      if (costs.length > 0) sink(cost, value);
      return top;
    },
  };
}
