import { expect, test } from 'vitest';
import { isDark } from './sun.ts';

const osaka = (time: string): boolean => isDark(34.9, 135.45, Date.parse(`${time}+09:00`) / 1000);

test('it is dark in Osaka before dawn and after dusk, earlier in winter than in summer', () => {
  expect(osaka('2026-06-21T12:00:00')).toBe(false);
  expect(osaka('2026-06-21T19:00:00')).toBe(false); // sunset at 19:14
  expect(osaka('2026-06-21T20:30:00')).toBe(true);
  expect(osaka('2026-12-21T16:30:00')).toBe(false); // sunset at 16:52
  expect(osaka('2026-12-21T18:00:00')).toBe(true);
  expect(osaka('2026-12-21T06:00:00')).toBe(true); // sunrise at 7:01
  expect(osaka('2026-12-21T08:00:00')).toBe(false);
});
