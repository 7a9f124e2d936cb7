import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { expect, test } from 'vitest';
import { makeCostQueue } from './cost-queue.ts';

test('entries come out by cost, then by value, as from a sorted list', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seededRandom(seed);
    const queue = makeCostQueue();
    const slow: (readonly [cost: number, value: number])[] = [];
    for (let i = 0; i < 200; i++) {
      if (random() < 0.6) {
        const entry = [randomIndex(random, 9), randomIndex(random, 50)] as const;
        queue.push(...entry);
        slow.push(entry);
      } else {
        slow.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(queue.pop(), `seed ${seed}`).toBe(slow.shift()?.[1] ?? -1);
      }
    }
  }
});
