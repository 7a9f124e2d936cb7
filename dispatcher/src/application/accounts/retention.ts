/**
 * What is forgotten by rule, once a day (rules AC16, NT12): ended sessions, old codes, notices that were handed over, the trail
 * after a year, riders who left.
 */
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { Cancel, Clock } from '../ports.ts';
import { lastTripSec } from './rider-parts.ts';
import { eraseForgotten, eraseWhoLeft, type RiderParts } from './riders.ts';

const DAY_SEC = 86_400;
const AUDIT_DAYS = 365;
/** Long enough to tell a rider who asks what they were told and when. */
const NOTICE_DAYS = 90;
/** Wrong attempts older than a day count no more, and codes are good for minutes. */
const ENDED_SEC = DAY_SEC;

/** @param riderDays riders without trip or visit for so long are erased; 0 = never */
export async function forget(
  parts: RiderParts,
  state: DispatchState,
  riderDays: number,
  notices: { forgetBefore(atSec: number): void } | null = null,
): Promise<number> {
  const nowSec = parts.clock.nowSec();
  notices?.forgetBefore(nowSec - NOTICE_DAYS * DAY_SEC);
  parts.store.forgetBefore(nowSec - ENDED_SEC, nowSec - AUDIT_DAYS * DAY_SEC);
  const left = await eraseWhoLeft(parts);
  if (riderDays === 0) return left;
  const forgotten = await eraseForgotten(parts, nowSec - riderDays * DAY_SEC, (riderId) => lastTripSec(state, riderId));
  return left + forgotten;
}

/** Forgets once an hour after the start and then every day, until cancelled. */
export function forgetDaily(
  parts: RiderParts,
  clock: Clock,
  state: () => DispatchState,
  riderDays: number,
  notices: { forgetBefore(atSec: number): void } | null,
  onTrouble: (error: unknown) => void,
): Cancel {
  let cancel: Cancel = () => {};
  const again = (delaySec: number): void => {
    cancel = clock.after(delaySec, () => {
      void forget(parts, state(), riderDays, notices).catch(onTrouble);
      again(DAY_SEC);
    });
  };
  again(3600);
  return () => cancel();
}
