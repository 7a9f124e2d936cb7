/** Roll calls and duties of a date, for a screen that stays open all day: the ledger is read once, then only what is new. */
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import { RollCallReader } from '@noriai/core/dispatch/roll-calls.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Ledger } from './ports.ts';

const DAYS_KEPT = 4;

interface OpenDay {
  readonly reader: RollCallReader;
  readSequence: number;
}

export class RollCallDays {
  private readonly world: ServiceWorld;
  private readonly ledger: Pick<Ledger, 'read'>;
  /** By date, the one asked for last at the end. */
  private readonly days = new Map<string, OpenDay>();
  private lastRead: Promise<unknown> = Promise.resolve();

  constructor(world: ServiceWorld, ledger: Pick<Ledger, 'read'>) {
    this.world = world;
    this.ledger = ledger;
  }

  /** One after the other, so that no fact is read twice into one day. O(facts since it was asked for last) */
  on(date: string): Promise<RollCallDay> {
    const result = this.lastRead.then(() => this.read(date));
    this.lastRead = result.catch(() => {});
    return result;
  }

  private async read(date: string): Promise<RollCallDay> {
    const day = this.days.get(date) ?? { reader: new RollCallReader(this.world, date), readSequence: 0 };
    // A day that could not be read to its end is begun again next time.
    this.days.delete(date);
    for await (const entries of this.ledger.read(day.readSequence))
      for (const entry of entries) {
        day.reader.add(entry);
        day.readSequence = entry.sequence;
      }
    this.days.set(date, day);
    for (const oldest of [...this.days.keys()].slice(0, -DAYS_KEPT)) this.days.delete(oldest);
    return day.reader.result();
  }
}
