/** Roll calls and duties of a date, for a screen that stays open all day: the ledger is read once from a little before its midnight, then only what is new. */
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { RollCallReader, rollCallsFromSec } from '@noriai/core/dispatch/roll-calls.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { withRollCallTexts } from './personal-text.ts';
import { readLedgerAfter, type LedgerReading } from './read-ledger.ts';

const DAYS_KEPT = 4;

interface OpenDay {
  readonly reader: RollCallReader;
  readSequence: number;
}

export class RollCallDays {
  private readonly world: ServiceWorld;
  private readonly reading: LedgerReading;
  private readonly openText: (text: string) => string;
  /** By date, the one asked for last at the end. */
  private readonly days = new Map<string, OpenDay>();
  private lastRead: Promise<unknown> = Promise.resolve();

  /** @param openText opens what was sealed for the ledger */
  constructor(world: ServiceWorld, reading: LedgerReading, openText: (text: string) => string) {
    this.world = world;
    this.reading = reading;
    this.openText = openText;
  }

  /** One after the other, so that no fact is read twice into one day. O(facts since it was asked for last) */
  on(date: string): Promise<RollCallDay> {
    const result = this.lastRead.then(() => this.read(date));
    this.lastRead = result.catch(() => {});
    return result;
  }

  private async read(date: string): Promise<RollCallDay> {
    const day = this.days.get(date) ?? (await this.open(date));
    // A day that could not be read to its end is begun again next time.
    this.days.delete(date);
    for await (const entries of readLedgerAfter(this.reading, day.readSequence))
      for (const entry of entries) {
        day.reader.add(this.opened(entry));
        day.readSequence = entry.sequence;
      }
    this.days.set(date, day);
    for (const oldest of [...this.days.keys()].slice(0, -DAYS_KEPT)) this.days.delete(oldest);
    return day.reader.result();
  }

  private opened(entry: LedgerEntry): LedgerEntry {
    const { event } = entry;
    if (event.kind !== 'roll_call_recorded') return entry;
    return { ...entry, event: { ...event, rollCall: withRollCallTexts(event.rollCall, this.openText) } };
  }

  /** Nothing from before has a part in the day. */
  private async open(date: string): Promise<OpenDay> {
    const readSequence = await this.reading.ledger.sequenceBefore(rollCallsFromSec(this.world, date));
    return { reader: new RollCallReader(this.world, date), readSequence };
  }
}
