/**
 * Part of the auditor: what the desk says to many, and what drivers are told. Each driver on duty has each message once,
 * newest first, until it is over, and acknowledges it once; and has what became of the own riders and vehicle for a quarter
 * of an hour, nobody else's.
 */
import type { BroadcastAudience, DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Notice } from '@noriai/core/dispatch/notices.ts';

type Found = (rule: 'doubled' | 'untold', what: string) => void;

interface Said {
  readonly audience: BroadcastAudience;
  readonly untilSec: number;
  isEnded: boolean;
  /** Driver's name by vehicle. */
  readonly seenBy: Map<string, string>;
}

/** What a tablet was shown when the ledger stood so. */
interface ShownNews {
  readonly sequence: number;
  readonly wallSec: number;
  readonly vehicleId: string;
  readonly newsIds: readonly string[];
}

const NEWS_SEC = 900;
const NEWS_AT_MOST = 20;

export class BroadcastAuditor {
  sent = 0;
  acknowledged = 0;
  newsShown = 0;
  private readonly found: Found;
  /** In the order of sending. */
  private readonly messages = new Map<string, Said>();
  private readonly drivers = new Map<string, string>();
  /** By vehicle, the newest first. */
  private readonly news = new Map<string, readonly { readonly newsId: string; readonly atSec: number }[]>();
  /** Facts are read again later, with the notices that follow from them; until then it waits. */
  private shownNews: ShownNews[] = [];

  constructor(found: Found) {
    this.found = found;
  }

  read({ event }: LedgerEntry): void {
    switch (event.kind) {
      case 'driver_signed_on':
        this.drivers.set(event.vehicleId, event.driverName);
        return;
      case 'driver_signed_off':
        this.drivers.delete(event.vehicleId);
        return;
      case 'broadcast_sent': {
        this.sent++;
        if (this.messages.has(event.broadcastId)) this.found('doubled', `message ${event.broadcastId} is sent twice`);
        const { audience, untilSec } = event;
        this.messages.set(event.broadcastId, { audience, untilSec, isEnded: false, seenBy: new Map() });
        return;
      }
      case 'broadcast_ended': {
        const said = this.messages.get(event.broadcastId);
        if (!said || said.isEnded) this.found('doubled', `message ${event.broadcastId} is ended twice`);
        else said.isEnded = true;
        return;
      }
      case 'broadcast_acknowledged':
        return this.seen(event.broadcastId, event.vehicleId, event.driverName);
      default:
        return;
    }
  }

  private seen(broadcastId: string, vehicleId: string, driverName: string): void {
    this.acknowledged++;
    const said = this.messages.get(broadcastId);
    if (!said || !isFor(said.audience, vehicleId)) {
      this.found('untold', `${vehicleId} acknowledges ${broadcastId}, which is not for it`);
    } else if (said.seenBy.get(vehicleId) === driverName) {
      this.found('doubled', `${driverName} of ${vehicleId} acknowledges ${broadcastId} twice`);
    } else said.seenBy.set(vehicleId, driverName);
    if (this.drivers.get(vehicleId) !== driverName)
      this.found('untold', `${driverName} is not on duty in ${vehicleId}`);
  }

  /** A tablet is shown its messages; the state behind it is level with the ledger. */
  checkShown({ vehicleId, messages, news }: DriverMessages, nowSec: number, sequence: number): void {
    this.shownNews.push({ sequence, wallSec: nowSec, vehicleId, newsIds: news.map(({ newsId }) => newsId) });
    const expected = [...this.messages]
      .filter(([, said]) => !said.isEnded && nowSec < said.untilSec && isFor(said.audience, vehicleId))
      .map(([id, { seenBy }]) => `${id}${seenBy.get(vehicleId) === this.drivers.get(vehicleId) ? ' seen' : ''}`)
      .toReversed();
    const shown = messages.map(({ broadcastId, isAcknowledged }) => `${broadcastId}${isAcknowledged ? ' seen' : ''}`);
    if (shown.join() !== expected.join()) {
      this.found('untold', `${vehicleId} is shown [${shown.join()}], to be told are [${expected.join()}]`);
    }
  }

  /** What a fact has to say to drivers. */
  expect({ sequence, atSec, event }: LedgerEntry, notices: readonly Notice[]): void {
    this.checkNews(sequence - 1);
    if (event.kind === 'driver_signed_on') this.news.delete(event.vehicleId);
    for (const [position, { recipient, template }] of notices.entries()) {
      if (recipient.kind !== 'driver' || template === 'broadcast') continue;
      const { vehicleId } = recipient;
      this.news.set(vehicleId, [{ newsId: `${sequence}.${position}`, atSec }, ...(this.news.get(vehicleId) ?? [])]);
    }
  }

  /** @param sequence up to which the facts were read again */
  checkNews(sequence: number): void {
    for (const { vehicleId, wallSec, newsIds } of this.shownNews.filter((shown) => shown.sequence <= sequence)) {
      const known = (this.news.get(vehicleId) ?? []).slice(0, NEWS_AT_MOST);
      const expected = known.filter(({ atSec }) => wallSec < atSec + NEWS_SEC).map(({ newsId }) => newsId);
      this.newsShown += newsIds.length;
      if (newsIds.join() === expected.join()) continue;
      this.found('untold', `${vehicleId} is shown the news [${newsIds.join()}], to be told are [${expected.join()}]`);
    }
    this.shownNews = this.shownNews.filter((shown) => shown.sequence > sequence);
  }
}

function isFor(audience: BroadcastAudience, vehicleId: string): boolean {
  return audience.kind === 'drivers' || (audience.kind === 'vehicle' && audience.vehicleId === vehicleId);
}
