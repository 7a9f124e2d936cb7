/**
 * What became of a driver's riders or vehicle, in words, for the tablet: beside the messages of the desk, without an
 * acknowledgement, since the list of calls already goes by it. Held in memory; a start makes it anew from the facts that it
 * replays, and the tablet keeps what it has heard (rule NT16).
 */
import type { DriverMessages, DriverNews as News } from '@noriai/core/contracts/broadcasts.ts';
import { driverMessages } from '@noriai/core/dispatch/broadcasts.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Notice } from '@noriai/core/dispatch/notices.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Clock } from '../ports.ts';
import { noticeText } from './notice-texts.ts';
import type { NoticeCarrier } from './tell-notices.ts';

/** After this a driver has long driven by it. */
const SHOWN_SEC = 900;
const AT_MOST = 20;
/** Older facts are passed over in a replay; it is longer than what is shown for the sake of clocks that are put back. */
const READ_SEC = 86_400;

interface DriverNewsParts {
  readonly world: ServiceWorld;
  readonly clock: Clock;
  readonly state: () => DispatchState;
}

export class DriverNews implements NoticeCarrier {
  private readonly parts: DriverNewsParts;
  /** The newest first. */
  private readonly byVehicle = new Map<string, readonly News[]>();

  constructor(parts: DriverNewsParts) {
    this.parts = parts;
  }

  wants({ atSec }: LedgerEntry): boolean {
    return atSec + READ_SEC > this.parts.clock.nowSec();
  }

  factHappened({ sequence, atSec, event }: LedgerEntry, notices: readonly Notice[]): void {
    // Who takes the vehicle over was told nothing, and has the list of calls as it is now.
    if (event.kind === 'driver_signed_on') this.byVehicle.delete(event.vehicleId);
    for (const [position, notice] of notices.entries()) {
      const { recipient, template } = notice;
      // Messages of the desk are shown for themselves, until they are acknowledged.
      if (recipient.kind !== 'driver' || template === 'broadcast') continue;
      const news = { newsId: `${sequence}.${position}`, sentSec: atSec, ...this.wordsOf(notice, atSec) };
      const before = this.byVehicle.get(recipient.vehicleId) ?? [];
      this.byVehicle.set(recipient.vehicleId, [{ ...news, untilSec: atSec + SHOWN_SEC }, ...before].slice(0, AT_MOST));
    }
  }

  /** All that the driver of a vehicle is told at present. */
  messagesFor(vehicleId: string): DriverMessages {
    const nowSec = this.parts.clock.nowSec();
    const news = (this.byVehicle.get(vehicleId) ?? []).filter(({ untilSec }) => untilSec > nowSec);
    return { ...driverMessages(this.parts.state(), vehicleId, nowSec), news };
  }

  private wordsOf({ template, parameters }: Notice, saidSec: number): Pick<News, 'title' | 'text'> {
    const { world } = this.parts;
    const ja = noticeText(template, parameters, { language: 'ja', world, saidSec });
    const easy = noticeText(template, parameters, { language: 'easy', world, saidSec });
    const en = noticeText(template, parameters, { language: 'en', world, saidSec });
    return {
      title: { ja: ja.title, easy: easy.title, en: en.title },
      text: { ja: ja.body, easy: easy.body, en: en.body },
    };
  }
}
