/**
 * Tells riders what became of their trips (rules NT1 to NT7): fact → notices → outbox, in one transaction with the mark of
 * the fact; then outbox → lanes of each way → channel, round after round, until it is handed over, refused or stale.
 */
import { channels, type Channel, type Language } from '@noriai/core/contracts/accounts.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { reminderOf, type Notice, type NoticeUrgency } from '@noriai/core/dispatch/notices.ts';
import type { DispatchState, Ride } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { openedOrNull } from '../accounts/account-ports.ts';
import { cardOf, noWish, type PushSubscription, type RiderCard } from '../accounts/rider-cards.ts';
import { dropPush, findRider, type CodeMessage } from '../accounts/riders.ts';
import type { AccountParts } from '../accounts/accounts.ts';
import type { Cancel, Clock } from '../ports.ts';
import { noticeText, type NoticeText } from './notice-texts.ts';
import { noticeIdOf, type OutboxRow, type OutboxStore } from './outbox.ts';
import { quietUntilSec } from './quiet-hours.ts';
import { isTakenBack } from './taken-back.ts';
import type { NoticeCarrier } from './tell-notices.ts';
import { isCurrent, reminderId, reminderSec, ridesAhead } from './reminders.ts';
import { WayLanes, type Outcome } from './way-lanes.ts';
import { afterTry, isUntried, putOff, type RiderRow } from './way-rounds.ts';
import { WayWatch, type NoticeObserver } from './way-watch.ts';

/** What came of a hand-over: done; the way is out of order, or nobody knows; or never (wrong number, unsubscribed). */
export type HandOver = 'sent' | 'later' | 'never';

/** Where a message goes; what a channel needs of it is its own affair. */
export interface Address {
  readonly phone: string | null;
  readonly email: string | null;
  readonly lineUserId: string | null;
  readonly pushSubscriptions: readonly PushSubscription[];
  readonly language: Language;
}

export interface Message extends NoticeText {
  /** The same whenever the same message is handed over again, so that the other side can tell. */
  readonly messageId: string;
  readonly urgency: NoticeUrgency;
  readonly address: Address;
  /** Told of browsers whose subscription is gone for good. */
  readonly onPushGone?: (endpoint: string) => void;
}

/** One way out of the machine. Never throws: trouble is `later` or `never`. */
export interface NoticeChannel {
  readonly channel: Channel;
  send(message: Message): Promise<HandOver>;
}

export interface NoticeParts {
  readonly world: ServiceWorld;
  readonly accounts: AccountParts;
  readonly outbox: OutboxStore;
  readonly channels: readonly NoticeChannel[];
  readonly clock: Clock;
  /** What is booked at present: for reminders. */
  readonly state: () => DispatchState;
  readonly onTrouble: (message: string, error: unknown) => void;
  /** Told what comes of each try (default: nobody). */
  readonly observer?: NoticeObserver;
  /** How often it is looked for what is due (default: every few seconds). */
  readonly lookSec?: number;
}

/** After this a notice would only confuse. */
const STALE_SEC: Readonly<Record<NoticeUrgency, number>> = { now: 900, soon: 7200, routine: 86_400 };
const LOOK_SEC = 5;
const REMIND_EVERY_SEC = 60;
/** How long the end of the service waits for answers of ways that are slow. */
const END_WAIT_SEC = 3;
/** Riders who are given their own notice at once: some milliseconds of work. */
const SPREAD_AT_ONCE = 200;

const alone = (row: OutboxRow): Outcome => ({ row, following: [] });

export class NoticeDesk implements NoticeCarrier {
  private readonly parts: NoticeParts;
  private readonly byChannel: ReadonlyMap<Channel, NoticeChannel>;
  private markSequence: number | null;
  /** What could not be put into the outbox yet (a full disk): the mark stays before the first of them. */
  private readonly held: { readonly sequence: number; readonly rows: readonly OutboxRow[] }[] = [];
  private readonly lanes: WayLanes;
  private readonly watch: WayWatch | null;
  private isClosed = false;
  private remindedSec = -Infinity;
  private cancel: Cancel = () => {};

  constructor(parts: NoticeParts) {
    this.parts = parts;
    this.byChannel = new Map(parts.channels.map((channel) => [channel.channel, channel]));
    this.markSequence = parts.outbox.mark(parts.world.area.id);
    this.lanes = new WayLanes({ ...parts, handOver: (row) => this.handOver(row) });
    this.watch = parts.observer ? new WayWatch(parts.observer, parts.clock) : null;
  }

  /** Newest fact whose notices are in the outbox; facts after it must be told again. Null: begin with the next. */
  get mark(): number | null {
    return this.markSequence;
  }

  /**
   * With the facts there were before an outbox was first there nobody is bothered.
   *
   * @param sequence where the ledger ends; before the mark where an earlier backup was restored (rule NT17)
   */
  beginAt(sequence: number): void {
    if (this.markSequence === null) this.putIn(sequence, []);
    else if (this.markSequence > sequence) this.goBackTo(sequence, this.markSequence);
  }

  /** All facts up to this one were told. */
  reached(sequence: number): void {
    if (this.markSequence !== null && sequence > this.markSequence && this.putHeld()) this.putIn(sequence, []);
  }

  wants({ sequence }: LedgerEntry): boolean {
    return this.markSequence !== null && sequence > this.markSequence;
  }

  factHappened(entry: LedgerEntry, notices: readonly Notice[]): void {
    const rows = notices.flatMap((notice, position) => this.rowOf(notice, entry, position));
    if (rows.length > 0) this.held.push({ sequence: entry.sequence, rows });
    this.putHeld();
  }

  /** Whether one of the rider's ways is set up here. */
  canReach(riderId: string): boolean {
    const card = this.cardOfRider(riderId);
    return card !== null && this.waysOf(card).length > 0;
  }

  /** Hands over what is due, again and again until it is closed; a slow way holds nothing up. */
  start(): void {
    const look = (): void => {
      this.putHeld();
      this.remindDue();
      this.lanes.look();
      if (!this.isClosed) this.cancel = this.parts.clock.after(this.parts.lookSec ?? LOOK_SEC, look);
    };
    this.cancel = this.parts.clock.after(1, look);
  }

  /** Notices that wait, for their time or for a way. */
  get waitingCount(): number {
    return this.parts.outbox.waitingCount();
  }

  /** Takes away what is settled and older. */
  forgetBefore(atSec: number): void {
    this.parts.outbox.forgetBefore(atSec);
  }

  /** Hands over nothing more; facts are still put in. */
  stop(): void {
    this.isClosed = true;
    this.lanes.stop();
    this.cancel();
  }

  /** Waits for what is under way to be noted, but not for long: it would only come twice, under the same id. */
  async close(): Promise<void> {
    this.stop();
    if (!this.lanes.isIdle) {
      const waited = new Promise<void>((resolve) => void this.parts.clock.after(END_WAIT_SEC, resolve));
      await Promise.race([this.lanes.idle(), waited]);
    }
    this.parts.outbox.close();
  }

  /** Puts reminders in whose time has come, once a minute at most. */
  remindDue(): void {
    const nowSec = this.parts.clock.nowSec();
    if (this.byChannel.size === 0 || nowSec - this.remindedSec < REMIND_EVERY_SEC) return;
    this.remindedSec = nowSec;
    try {
      const rows = ridesAhead(this.parts.state(), nowSec).flatMap((ride) => this.reminderRow(ride, nowSec));
      if (rows.length > 0) this.parts.outbox.add(rows);
    } catch (error) {
      this.parts.onTrouble('reminders could not be put into the outbox', error);
    }
  }

  private reminderRow(ride: Ride, nowSec: number): readonly OutboxRow[] {
    const { world, state } = this.parts;
    const card = this.cardOfRider(ride.riderId);
    const dueSec = card && reminderSec(ride, card.wish, world.area.timeZone);
    if (dueSec === null || dueSec > nowSec) return [];
    const noticeId = reminderId(world.area.id, ride);
    // By whatever way: the rider may have changed the wish since.
    if (channels.some((way) => this.parts.outbox.find(`${noticeId}/${way}`))) return [];
    const rows = this.rowOfRider(reminderOf(world, state(), ride.rideId, nowSec), noticeId, nowSec);
    return rows.map((row) => ({ ...row, dueSec: nowSec }));
  }

  /** Hands over what is due, and by the next ways what failed; resolves when all of it is answered. */
  async handOverDue(): Promise<void> {
    this.lanes.look();
    await this.lanes.idle();
  }

  /** Sign-in codes go by the rider's own ways that reach a phone, at once, and are kept nowhere. */
  sendCode({ card, code, askedBy }: CodeMessage): void {
    const [template, more] =
      askedBy === undefined ? (['sign_in_code', {}] as const) : (['proxy_code', { askedBy }] as const);
    const { world, clock } = this.parts;
    const hearer = { language: card.language, world, saidSec: clock.nowSec() };
    const text = noticeText(template, { code, ...more }, hearer);
    const message = { ...text, messageId: crypto.randomUUID(), urgency: 'now', address: addressOf(card) } as const;
    const ways = (['sms', 'line', 'email', 'voice'] as const).filter((way) => this.reaches(way, message.address));
    const trySend = async (): Promise<void> => {
      for (const way of ways) if ((await this.send(way, message)) === 'sent') return;
    };
    void trySend();
  }

  /** False where some had to stay. */
  private putHeld(): boolean {
    try {
      for (let first = this.held[0]; first; first = this.held[0]) {
        this.putIn(first.sequence, first.rows);
        this.held.shift();
      }
      return true;
    } catch (error) {
      this.parts.onTrouble('a notice could not be put into the outbox', error);
      return false;
    }
  }

  private putIn(sequence: number, rows: readonly OutboxRow[]): void {
    this.parts.outbox.put(this.parts.world.area.id, sequence, rows);
    this.markSequence = sequence;
  }

  private goBackTo(sequence: number, markBefore: number): void {
    this.parts.outbox.goBackTo(this.parts.world.area.id, sequence);
    this.markSequence = sequence;
    const what = `the ledger ends with fact ${sequence}, but riders were told of facts up to ${markBefore}`;
    this.parts.onTrouble(
      'notices begin again at the end of the ledger',
      new Error(`${what}: an earlier backup was restored, call the riders whose bookings it does not have`),
    );
  }

  /** One row for each rider who can be reached; what goes to all riders becomes theirs when it is handed over. */
  private rowOf(notice: Notice, { sequence, atSec }: LedgerEntry, position: number): OutboxRow[] {
    const noticeId = `${this.parts.world.area.id}/${sequence}.${position}`;
    if (notice.recipient.kind !== 'all_riders') return this.rowOfRider(notice, noticeId, atSec);
    const dueSec = this.notLater(atSec);
    const waits = { channel: 'spread', nextChannels: [], atSec, dueSec, attempts: 0, state: 'waiting' } as const;
    return [{ rowId: `${noticeId}/spread`, notice, ...waits }];
  }

  /** By the first way of the rider's wish, with the others behind it. */
  private rowOfRider(notice: Notice, noticeId: string, atSec: number): OutboxRow[] {
    const card = notice.recipient.kind === 'rider' ? this.cardOfRider(notice.recipient.riderId) : null;
    if (!card) return [];
    const [channel, ...nextChannels] = this.waysOf(card);
    if (channel === undefined) return [];
    const rowId = `${noticeId}/${channel}`;
    const fromSec = this.notLater(atSec);
    const dueSec = this.quietUntil(notice.urgency, card, fromSec) ?? fromSec;
    return [{ rowId, notice, channel, nextChannels, atSec, dueSec, attempts: 0, state: 'waiting' }];
  }

  /** Facts are ahead of a clock that was put back; what they say is due by the clock (rule NT14). */
  private notLater(atSec: number): number {
    return Math.min(atSec, this.parts.clock.nowSec());
  }

  /** End of the quiet hours that a time lies in; null where it may be said at that time. */
  private quietUntil(urgency: NoticeUrgency, { wish }: RiderCard, atSec: number): number | null {
    return urgency === 'now' ? null : quietUntilSec(wish.quietHours, atSec, this.parts.world.area.timeZone);
  }

  /** The next riders' own rows, put in together with how far it came (rule NT10). */
  private spread(row: OutboxRow): Outcome {
    const { notice, atSec, spreadTo = '' } = row;
    const riderIds = this.parts.accounts.store.idsAfter('rider', spreadTo, SPREAD_AT_ONCE);
    const noticeId = noticeIdOf(row);
    const following = riderIds.flatMap((riderId) =>
      this.rowOfRider({ ...notice, recipient: { kind: 'rider', riderId } }, `${noticeId}.${riderId}`, atSec),
    );
    const last = riderIds.at(-1);
    return { row: last === undefined ? { ...row, state: 'sent' } : { ...row, spreadTo: last }, following };
  }

  /** What cannot even be said waits like what no way takes, and holds up nothing behind it. */
  private async handOver(row: OutboxRow): Promise<Outcome> {
    const nowSec = this.parts.clock.nowSec();
    try {
      if (!isOfRider(row)) return this.isStale(row, nowSec) ? alone({ ...row, state: 'stale' }) : this.spread(row);
      const message = this.messageOf(row, nowSec);
      if ('state' in message) return alone(message);
      const outcome = await this.send(row.channel, message);
      return alone(afterTry(row, outcome, this.parts.clock.nowSec()));
    } catch (error) {
      this.parts.onTrouble('a notice could not be said', error);
      return alone(isOfRider(row) ? afterTry(row, 'later', nowSec) : { ...row, dueSec: nowSec + REMIND_EVERY_SEC });
    }
  }

  /** What is to be said now; or the row as it is settled where nothing is. */
  private messageOf(row: RiderRow, nowSec: number): Message | OutboxRow {
    const { notice, channel } = row;
    if (this.isStale(row, nowSec)) return { ...row, state: 'stale' };
    const card = notice.recipient.kind === 'rider' ? this.cardOfRider(notice.recipient.riderId) : null;
    if (!card) return { ...row, state: 'refused' }; // erased meanwhile
    const address = addressOf(card);
    if (!this.reaches(channel, address)) return afterTry(row, 'never', nowSec); // configured no longer, or the address is gone
    const quietSec = this.quietUntil(notice.urgency, card, nowSec);
    if (quietSec !== null) return putOff(row, quietSec);
    const hearer = { language: card.language, world: this.parts.world, saidSec: nowSec };
    const text = noticeText(notice.template, notice.parameters, { ...hearer, isSpoken: channel === 'voice' });
    return {
      ...text,
      messageId: `${noticeIdOf(row)}/${channel}@${row.atSec}`, // a restored ledger gives the numbers of its facts anew
      urgency: notice.urgency,
      address,
      onPushGone: (endpoint) => this.dropPush(notice.recipient, endpoint),
    };
  }

  /** Too late to be of use, no longer so, or said by another process. */
  private isStale(row: OutboxRow, nowSec: number): boolean {
    const { notice, atSec, dueSec } = row;
    if (nowSec > Math.max(atSec, isUntried(row) ? dueSec : 0) + STALE_SEC[notice.urgency]) return true;
    if (notice.template === 'reminder' && !isCurrent(this.parts.state(), notice)) return true;
    return isTakenBack(this.parts.state(), row) || this.wasSent(row);
  }

  private async send(way: Channel, message: Message): Promise<HandOver> {
    const outcome = await this.byChannel
      .get(way)!
      .send(message)
      .catch((error: unknown) => {
        this.parts.onTrouble(`${way} failed`, error);
        return 'later' as const;
      });
    this.watch?.tried(way, outcome);
    return outcome;
  }

  /** By whatever way: a process beside this one may have heard of a refusal, and this one that it arrived. */
  private wasSent(row: OutboxRow): boolean {
    return channels.some((way) => this.parts.outbox.find(`${noticeIdOf(row)}/${way}`)?.state === 'sent');
  }

  private cardOfRider(riderId: string): RiderCard | null {
    const account = findRider(this.parts.accounts, riderId);
    return account && openedOrNull(() => cardOf(this.parts.accounts, account));
  }

  private dropPush(recipient: Notice['recipient'], endpoint: string): void {
    if (recipient.kind !== 'rider') return;
    try {
      dropPush(this.parts.accounts, recipient.riderId, endpoint);
    } catch (error) {
      this.parts.onTrouble('a browser that is gone could not be taken away', error);
    }
  }

  private waysOf(card: RiderCard): readonly Channel[] {
    const address = addressOf(card);
    return (card.wish ?? noWish).channels.filter((way) => this.reaches(way, address));
  }

  private reaches(way: Channel, { phone, email, lineUserId, pushSubscriptions }: Address): boolean {
    const has = { push: pushSubscriptions.length > 0, sms: phone, voice: phone, email, line: lineUserId };
    return this.byChannel.has(way) && has[way] !== null && has[way] !== false;
  }
}

function isOfRider(row: OutboxRow): row is RiderRow {
  return row.channel !== 'spread';
}

function addressOf({ phone, language, wish, pushSubscriptions = [] }: RiderCard): Address {
  return { phone, language, email: wish.email, lineUserId: wish.lineUserId, pushSubscriptions };
}
