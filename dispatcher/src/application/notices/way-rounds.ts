/**
 * Which way a notice takes next (rule NT4): round after round through the rider's ways, in the order of the wish, with longer
 * pauses between the rounds.
 */
import type { Channel } from '@noriai/core/contracts/accounts.ts';
import type { HandOver } from './notice-desk.ts';
import type { OutboxRow } from './outbox.ts';

/** What goes to one rider by a way. */
export interface RiderRow extends OutboxRow {
  readonly channel: Channel;
}

/** Pauses before the next rounds; the last one goes on until the notice is stale. */
const BACK_OFF_SEC = [10, 30, 120, 600, 1800, 3600];

/**
 * The row after a try.
 *
 * `later`: the way is out of order, and the next one comes at once; `never`: the way is dropped for this notice. Behind the
 * last way the next round begins, by the ways that are left; where none is, the notice is refused.
 */
export function afterTry(row: RiderRow, outcome: HandOver, nowSec: number): OutboxRow {
  if (outcome === 'sent') return { ...row, state: 'sent' };
  const { channel, failedChannels = [] } = row;
  const failed = outcome === 'later' ? [...failedChannels, channel] : failedChannels;
  const [next, ...nextChannels] = row.nextChannels;
  if (next !== undefined) return { ...row, channel: next, nextChannels, failedChannels: failed, dueSec: nowSec };
  if (failed.length === 0) return { ...row, state: 'refused' };
  const pauseSec = BACK_OFF_SEC[Math.min(row.attempts, BACK_OFF_SEC.length - 1)]!;
  return { ...inRound(row, failed), attempts: row.attempts + 1, dueSec: nowSec + pauseSec };
}

/** What waits for the end of quiet hours begins anew then, with the first way. */
export function putOff(row: RiderRow, untilSec: number): OutboxRow {
  const { channel, nextChannels, failedChannels = [] } = row;
  return { ...inRound(row, [...failedChannels, channel, ...nextChannels]), attempts: 0, dueSec: untilSec };
}

/** Whether it was not tried since it was put in, or since the quiet hours. */
export function isUntried({ attempts, failedChannels = [] }: OutboxRow): boolean {
  return attempts === 0 && failedChannels.length === 0;
}

function inRound(row: RiderRow, [first, ...nextChannels]: readonly Channel[]): RiderRow {
  return { ...row, channel: first ?? row.channel, nextChannels, failedChannels: [] };
}
