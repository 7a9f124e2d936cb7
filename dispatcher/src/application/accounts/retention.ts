/**
 * What is forgotten by rule, once a day (rules AC16, NT12): ended sessions, old codes, notices that were handed over, the trail,
 * riders who left.
 */
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { Cancel, Clock } from '../ports.ts';
import { lastTripSec } from './rider-parts.ts';
import { eraseForgotten, eraseWhoLeft, type RiderParts } from './riders.ts';

const DAY_SEC = 86_400;
/** Wrong attempts older than a day count no more, and codes are good for minutes. */
const ENDED_SEC = DAY_SEC;

/** Days after which something is forgotten; 0 = never. */
export interface RetentionRule {
  /** Riders without trip or visit for so long. */
  readonly riders: number;
  /** Who did what to whose account. */
  readonly trail: number;
  /** Notices that were handed over: long enough to tell a rider who asks what they were told and when. */
  readonly notices: number;
}

export const usualRetention: RetentionRule = { riders: 0, trail: 365, notices: 90 };

export interface RetentionParts {
  readonly people: RiderParts;
  readonly clock: Clock;
  readonly state: () => DispatchState;
  readonly rule: RetentionRule;
  readonly notices: { forgetBefore(atSec: number): void } | null;
  readonly onTrouble: (error: unknown) => void;
}

async function forget({ people, clock, state, rule, notices }: RetentionParts): Promise<void> {
  const nowSec = clock.nowSec();
  const since = (days: number): number => (days === 0 ? 0 : nowSec - days * DAY_SEC);
  notices?.forgetBefore(since(rule.notices));
  people.store.forgetBefore(nowSec - ENDED_SEC, since(rule.trail));
  await eraseWhoLeft(people);
  if (rule.riders > 0) await eraseForgotten(people, since(rule.riders), (riderId) => lastTripSec(state(), riderId));
}

/** Forgets once an hour after the start and then every day, until cancelled. */
export function forgetDaily(parts: RetentionParts): Cancel {
  let cancel: Cancel = () => {};
  const again = (delaySec: number): void => {
    cancel = parts.clock.after(delaySec, () => {
      void forget(parts).catch(parts.onTrouble);
      again(DAY_SEC);
    });
  };
  again(3600);
  return () => cancel();
}
