/** Guessing made slow (rule AC10): after a few wrong attempts each further one must wait, twice as long every time. */
import type { Attempts } from './account-store.ts';

const FREE_FAILURES = 4;
const FIRST_WAIT_SEC = 15;
const LONGEST_WAIT_SEC = 3600;
/** After a day without a wrong attempt all is forgotten. */
const FORGET_SEC = 86_400;

/** Seconds until the next attempt is let in; 0 when it is now. */
export function waitSec(attempts: Attempts | null, nowSec: number): number {
  if (!attempts || attempts.failures < FREE_FAILURES) return 0;
  const delaySec = Math.min(LONGEST_WAIT_SEC, FIRST_WAIT_SEC * 2 ** Math.min(20, attempts.failures - FREE_FAILURES));
  return Math.max(0, attempts.lastSec + delaySec - nowSec);
}

/** The attempts with one more that was wrong. */
export function afterFailure(attempts: Attempts | null, nowSec: number): Attempts {
  const isRecent = attempts !== null && nowSec - attempts.lastSec < FORGET_SEC;
  return { failures: (isRecent ? attempts.failures : 0) + 1, lastSec: nowSec };
}
