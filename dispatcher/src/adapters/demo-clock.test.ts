import { expect, test, vi, beforeEach, afterEach } from 'vitest';
import { DemoClock } from './demo-clock.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

test('a moved clock goes on at its usual pace and says how far it is moved', () => {
  const clock = new DemoClock();
  clock.jumpTo(1_800_003_600);
  vi.advanceTimersByTime(5000);
  expect([clock.nowSec(), clock.shiftSec]).toEqual([1_800_003_605, 3600]);
});

test('a fast run never goes back and ends where the clock would be anyway', async () => {
  const clock = new DemoClock();
  const run = clock.runFast(1_799_999_700, 1_800_000_000, 10_000);
  const times = [clock.nowSec()];
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(100);
    times.push(clock.nowSec());
  }
  await run;
  times.push(clock.nowSec());
  expect(times[0]).toBe(1_799_999_700);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  expect(times.at(-1)).toBe(1_800_000_010);
  expect(clock.shiftSec).toBe(0);
});

test('during a fast run waits are as much shorter', async () => {
  const clock = new DemoClock();
  const run = clock.runFast(1_799_999_700, 1_800_000_000, 10_000); // 31 s a second
  const ran = vi.fn();
  clock.after(31, ran);
  vi.advanceTimersByTime(999);
  expect(ran).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(ran).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(10_000);
  await run;
});
