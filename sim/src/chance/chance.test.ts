import { describe, expect, test } from 'vitest';
import { eventQueue } from '../loop/event-queue.ts';
import { chanceOf, mixedSeed, nearNormal, variedCount, weightedChoice } from './chance.ts';

describe('chance', () => {
  test('the same name gives the same stream, another name another one', () => {
    expect(mixedSeed(1, 'leg', 3)).toBe(mixedSeed(1, 'leg', 3));
    expect(mixedSeed(1, 'leg', 3)).not.toBe(mixedSeed(1, 'leg', 4));
    expect(mixedSeed(1, 23)).not.toBe(mixedSeed(12, 3));
    // Written down, so that another machine with other numbers is noticed.
    expect(mixedSeed(7, 'demand', '2026-04-07')).toBe(-27463139);
  });

  test('nearly normal numbers have mean 0 and deviation 1', () => {
    const random = chanceOf('normal');
    const drawn = Array.from({ length: 20_000 }, () => nearNormal(random));
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
    const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  test('counts vary as counts do: variance = mean', () => {
    const counts = Array.from({ length: 5_000 }, (_, i) => variedCount(chanceOf('count', i), 50));
    const mean = counts.reduce((sum, x) => sum + x, 0) / counts.length;
    const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / counts.length;
    expect(Math.abs(mean - 50)).toBeLessThan(1);
    expect(Math.abs(variance - 50)).toBeLessThan(5);
  });

  test('choices come in proportion to their weights, and what weighs nothing never', () => {
    const choice = weightedChoice([1, 0, 3]);
    const random = chanceOf('choice');
    const counts = [0, 0, 0];
    for (let i = 0; i < 8_000; i++) counts[choice(random)]!++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[2]! / counts[0]! - 3)).toBeLessThan(0.3);
    expect(() => weightedChoice([0, 0])).toThrow('nothing to choose');
  });
});

test('the queue gives what is next, and at equal times what was put in first', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = chanceOf('queue', seed);
    const queue = eventQueue<string>();
    const slow: { atSec: number; order: number }[] = [];
    let last = -1;
    for (let i = 0; i < 200; i++) {
      if (random() < 0.6 || slow.length === 0) {
        const atSec = Math.max(last, 0) + Math.floor(random() * 5);
        queue.add(atSec, `${i}`);
        slow.push({ atSec, order: i });
      } else {
        slow.sort((a, b) => a.atSec - b.atSec || a.order - b.order);
        last = queue.nextSec();
        expect([last, queue.take()], `seed ${seed}`).toEqual([slow[0]!.atSec, `${slow.shift()!.order}`]);
      }
    }
    expect(queue.size).toBe(slow.length);
  }
});
