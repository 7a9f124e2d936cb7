/** A binary heap of (cost, value), cheapest first; of equal costs the smaller value first, so that runs agree. */
export interface CostQueue {
  readonly push: (cost: number, value: number) => void;
  /** Value of the cheapest entry, -1 when empty. */
  readonly pop: () => number;
}

export function makeCostQueue(): CostQueue {
  const costs: number[] = [];
  const values: number[] = [];
  const before = (i: number, j: number) => (costs[i]! - costs[j]! || values[i]! - values[j]!) < 0;
  const swap = (i: number, j: number) => {
    [costs[i], costs[j]] = [costs[j]!, costs[i]!];
    [values[i], values[j]] = [values[j]!, values[i]!];
  };
  const sink = () => {
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < costs.length && before(child, least)) least = child;
      if (least === i) return;
      swap(i, least);
      i = least;
    }
  };
  return {
    push: (cost, value) => {
      costs.push(cost);
      values.push(value);
      for (let i = costs.length - 1; i > 0 && before(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1);
    },
    pop: () => {
      if (costs.length === 0) return -1;
      const value = values[0]!;
      swap(0, costs.length - 1);
      costs.pop();
      values.pop();
      sink();
      return value;
    },
  };
}
