/**
 * Part of the auditor: what riders are told. Whom a fact concerns is told of it once, not in the hours in which they want to
 * be left alone; what is handed over a second time, because nobody knows whether it arrived, has the same message id.
 */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Notice, NoticeUrgency } from '@noriai/core/dispatch/notices.ts';
import type { People } from './people.ts';

type Found = (rule: 'untold' | 'doubled' | 'quiet', what: string) => void;

export interface Delivery {
  readonly messageId: string;
  readonly urgency: NoticeUrgency;
  /** On the clock of the service, when it began to hand it over. */
  readonly atWallSec: number;
  /** Whether the outbox had on disk by then that the notice arrived before, by whatever way. */
  readonly wasNoted: boolean;
  /** Whether the service was told that it arrived. */
  readonly isHeard: boolean;
  /** The process that handed it over. */
  readonly by: object;
}

interface Expected {
  readonly riderId: string;
  /** Of what goes to all riders: the notice that becomes theirs. */
  readonly partOf: string | null;
  readonly template: string;
}

export class NoticeAuditor {
  /** Notices that reached somebody. */
  told = 0;
  private readonly found: Found;
  private readonly people: People;
  private readonly expected = new Map<string, Expected>();
  /** By notice. */
  private readonly handed = new Map<string, Delivery[]>();
  /** What a wrong button said and another fact took back: it may be left unsaid. */
  private readonly takenBack = new Set<string>();
  /** Notices that a way out refused at least once: these may grow stale. */
  private readonly wereRefused = new Set<string>();
  /** Notices of which the outbox has had on disk that they arrived. */
  private readonly wereNoted = new Set<string>();
  /** Riders with an account, and the newest fact when it was made. */
  private readonly since = new Map<string, number>();

  constructor(people: People, found: Found) {
    this.people = people;
    this.found = found;
  }

  riderKnown(riderId: string, sequence: number): void {
    if (!this.since.has(riderId)) this.since.set(riderId, sequence);
  }

  riderGone(riderId: string): void {
    this.since.delete(riderId);
  }

  /** What a fact has to say, and to whom. */
  expect(areaId: string, { sequence, event }: LedgerEntry, notices: readonly Notice[]): void {
    if (event.kind === 'action_undone') this.takenBack.add(`${areaId}/${event.undoneSequence}.0`);
    for (const [position, { recipient, template }] of notices.entries()) {
      const noticeId = `${areaId}/${sequence}.${position}`;
      const riderIds = recipient.kind === 'rider' ? [recipient.riderId] : [];
      for (const riderId of riderIds) this.expectFor(noticeId, { riderId, template, partOf: null }, sequence);
      if (recipient.kind !== 'all_riders') continue;
      for (const riderId of this.since.keys()) {
        this.expectFor(`${noticeId}.${riderId}`, { riderId, template, partOf: noticeId }, sequence);
      }
    }
  }

  private expectFor(noticeId: string, expected: Expected, sequence: number): void {
    const since = this.since.get(expected.riderId);
    if (since !== undefined && since < sequence) this.expected.set(noticeId, expected);
  }

  refused(messageId: string): void {
    this.wereRefused.add(noticeOf(messageId));
  }

  /** The outbox has it on disk that this arrived. */
  noted(messageId: string): void {
    this.wereNoted.add(noticeOf(messageId));
  }

  isNoted(messageId: string): boolean {
    return this.wereNoted.has(noticeOf(messageId));
  }

  /** Somebody's telephone rings. Codes are no notices: their ids name no fact. */
  delivered(delivery: Delivery, quietHours: QuietHours | null): void {
    const { messageId, urgency, atWallSec } = delivery;
    if (!messageId.includes('/')) return;
    this.told++;
    const noticeId = noticeOf(messageId);
    const before = this.handed.get(noticeId) ?? [];
    this.handed.set(noticeId, [...before, delivery]);
    if (!before.every((earlier) => this.mayFollow(earlier, delivery))) {
      this.found('doubled', `${messageId} is handed over after ${before.map((one) => one.messageId).join()}`);
    }
    if (urgency !== 'now' && quietHours && isWithin(quietHours, atWallSec)) {
      this.found('quiet', `${messageId} at ${atWallSec} in the quiet hours from ${quietHours.from}`);
    }
  }

  /**
   * What nobody knows to have arrived is tried again, by another way, too. So is what one process knew and could not note on
   * disk before another took it up, by another way only where that one was refused.
   */
  private mayFollow(earlier: Delivery, { messageId, by, wasNoted }: Delivery): boolean {
    if (!earlier.isHeard) return true;
    const isSameWay = earlier.messageId === messageId;
    return earlier.by !== by && !wasNoted && (isSameWay || this.wereRefused.has(noticeOf(messageId)));
  }

  /** After the last fact was replayed, when nothing goes wrong any more. */
  checkTold(nowSec: number, hasJumped: boolean): void {
    const rows = new Map(this.people.outbox.contents.map((row) => [noticeOf(row.rowId), row]));
    for (const [noticeId, { riderId, template, partOf }] of this.expected) {
      if (this.handed.has(noticeId) || this.wereRefused.has(noticeId) || !this.since.has(riderId)) continue;
      const row = rows.get(noticeId);
      if (row?.state === 'waiting' && row.dueSec > nowSec - SOON_SEC) continue;
      if (row?.state === 'stale' && hasJumped) continue; // the clock said that it was too late
      if (row?.state === 'stale' && (template === 'corrected' || this.takenBack.has(noticeId))) continue;
      const whole = row || partOf === null ? undefined : rows.get(partOf);
      if (whole?.state === 'stale' && hasJumped) continue;
      if (whole?.state === 'waiting' && whole.dueSec > nowSec && hasJumped) continue; // put back after it was put in
      this.found(
        'untold',
        `${template} ${noticeId} of ${riderId} is ${row ? `${row.state}, due ${row.dueSec}` : 'nowhere'}`,
      );
    }
  }
}

/** Looked for by then. */
const SOON_SEC = 120;

export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

const noticeOf = (messageId: string): string => messageId.slice(0, messageId.lastIndexOf('/'));

/** Clocks in Osaka are nine hours ahead and never change. */
function isWithin({ from, until }: QuietHours, atSec: number): boolean {
  const minute = Math.floor(atSec / 60 + 9 * 60) % 1440;
  const [begin, end] = [from, until].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return begin! <= end! ? begin! <= minute && minute < end! : minute >= begin! || minute < end!;
}
