/** What speaks for a trip's vehicle against another, and what speaks for the other, the weightiest first. */
import type { PlanDifference } from '@noriai/core/contracts/reasons.ts';

export const differenceParts = ['drive', 'ownWait', 'ownRide', 'ownWalk', 'othersWait', 'othersRide'] as const;
export type DifferencePart = (typeof differenceParts)[number];

export interface PartOfDifference {
  readonly part: DifferencePart;
  /** Above zero. */
  readonly sec: number;
}

export interface Balance {
  /** So much less with the vehicle as it is. */
  readonly less: readonly PartOfDifference[];
  /** So much more with the vehicle as it is. */
  readonly more: readonly PartOfDifference[];
}

/** Nobody notices less than that. */
const LEAST_SEC = 5;

export function balanceOf(difference: PlanDifference): Balance {
  const parts = differenceParts
    .map((part) => ({ part, sec: difference[`${part}Sec`] }))
    .sort((a, b) => Math.abs(b.sec) - Math.abs(a.sec));
  return {
    less: parts.filter(({ sec }) => sec >= LEAST_SEC),
    more: parts.filter(({ sec }) => sec <= -LEAST_SEC).map(({ part, sec }) => ({ part, sec: -sec })),
  };
}
