/** Notices that wait to be handed over (rules NT1 to NT4). Holds no names, numbers or texts: those are put in when it is sent. */
import type { Channel } from '@noriai/core/contracts/accounts.ts';
import type { Notice } from '@noriai/core/dispatch/notices.ts';

export interface OutboxRow {
  /**
   * `area/sequence.position/channel`, of the channel that was the first when it was put in: the same for the same fact,
   * recipient and wish, also in a replay.
   */
  readonly rowId: string;
  readonly notice: Notice;
  readonly channel: Channel | 'spread';
  /** To be tried at once when this one is out of order or refuses. */
  readonly nextChannels: readonly Channel[];
  /** Were out of order in this round, and are tried again in the next. */
  readonly failedChannels?: readonly Channel[];
  readonly atSec: number;
  readonly dueSec: number;
  /** Of what goes to all riders: the last rider who was given an own row. */
  readonly spreadTo?: string;
  /** Rounds in which no way took it, since it was put in or since the quiet hours. */
  readonly attempts: number;
  readonly state: 'waiting' | 'sent' | 'refused' | 'stale';
}

export interface OutboxStore {
  /** Newest fact whose notices were put in, or null when the outbox is new. */
  mark(areaId: string): number | null;
  /** Puts the rows of a fact in and sets the mark, together; nothing where the mark is there or beyond it already. */
  put(areaId: string, sequence: number, rows: readonly OutboxRow[]): void;
  /** Sets the mark back and takes away the rows of later facts, together: the ledger has these no longer. */
  goBackTo(areaId: string, sequence: number): void;
  /** Puts rows in that are of no fact; those that are there already stay as they are. */
  add(rows: readonly OutboxRow[]): void;
  /** Waiting and due, by one way or (left out) by any, oldest first. */
  due(nowSec: number, limit: number, channel?: OutboxRow['channel']): readonly OutboxRow[];
  /** How many wait, due or not. */
  waitingCount(): number;
  /**
   * Replaces a row and puts in those that follow from it, together. A process beside this one may have settled it first:
   * what is no longer waiting changes only to `sent`, and nothing follows where the row stays as it is.
   */
  settle(row: OutboxRow, following: readonly OutboxRow[]): void;
  find(rowId: string): OutboxRow | null;
  /** Takes away what is settled and older. */
  forgetBefore(atSec: number): void;
  close(): void;
}

/** `area/sequence.position`, by whatever way it goes. */
export function noticeIdOf({ rowId }: Pick<OutboxRow, 'rowId'>): string {
  return rowId.slice(0, rowId.lastIndexOf('/'));
}

/** Whether a row is of a fact of the area after this one; reminders are of no fact. */
export function isOfLaterFact(rowId: string, areaId: string, sequence: number): boolean {
  const prefix = `${areaId}/`;
  return rowId.startsWith(prefix) && Number.parseInt(rowId.slice(prefix.length)) > sequence;
}
