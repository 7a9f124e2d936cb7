/** Stand-ins for tests of the loop: rules that only count seats, a clock moved by hand, a ledger that can be made to fail. */
import type { CommandEnvelope, Decision } from '@noriai/core/dispatch/commands.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { openState, type DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Cancel, Clock, DispatchRules, Ledger } from './ports.ts';

/** Only the area's id is looked at. */
export const nowhere = { area: { id: 'nowhere' } } as unknown as ServiceWorld;

/** `book_offer` takes one of so many seats. */
export function seatCounter(seats: number): DispatchRules & { dueSec: number | null } {
  return {
    dueSec: null,
    openState,
    decide(_world, state, envelope): Decision {
      const { command, key, contentHash } = envelope;
      if (command.kind === 'tick') {
        return decided([{ kind: 'driver_signed_off', vehicleId: 'v1' }], null, '');
      }
      if (command.kind !== 'book_offer') throw new Error(`${command.kind} breaks an assertion`);
      const seen = key === null ? undefined : state.commands.get(key);
      if (seen) return decided([], null, seen.subjectId);
      if (seatsTaken(state) >= seats) return { ok: false, refusal: 'offer_gone', detail: 'no seat left' };
      const event = { kind: 'ride_booked', bookingId: command.offerId, number: seatsTaken(state) + 1 } as const;
      return decided([event], key === null ? null : { key, contentHash, subjectId: command.offerId }, command.offerId);
    },
    evolve(_world, state, entry) {
      if (entry.event.kind === 'ride_booked' && entry.event.bookingId === 'cannot-be-applied')
        throw new Error('broken');
      state.sequence = entry.sequence;
      state.atSec = entry.atSec;
      if (entry.command) state.commands.set(entry.command.key, { ...entry.command, atSec: entry.atSec });
      if (entry.event.kind === 'ride_booked') state.lastNumber.set('seats', seatsTaken(state) + 1);
      if (entry.event.kind === 'driver_signed_off') this.dueSec = null;
    },
    nextDueSec() {
      return this.dueSec;
    },
    canonicalState: (state) => JSON.stringify([state.sequence, state.atSec, seatsTaken(state), [...state.commands]]),
  };
}

function decided(
  events: Extract<Decision, { ok: true }>['events'],
  trace: Extract<Decision, { ok: true }>['trace'],
  subjectId: string,
): Decision {
  return { ok: true, events, trace, subjectId };
}

/** Seats booked so far. */
export function seatsTaken(state: DispatchState): number {
  return state.lastNumber.get('seats') ?? 0;
}

export function book(offerId: string, key: string | null = null): CommandEnvelope {
  return { actor: { kind: 'anybody' }, key, contentHash: offerId, command: { kind: 'book_offer', offerId } };
}

/** Time stands still until `advance`; `soon` runs in the next turn. */
export class HandClock implements Clock {
  readonly shiftSec = 0;
  sec = 1_800_000_000;
  private timers: { atSec: number; run: () => void }[] = [];

  nowSec(): number {
    return this.sec;
  }
  stopwatchMs(): number {
    return 0;
  }
  soon(run: () => void): void {
    setImmediate(run);
  }
  after(delaySec: number, run: () => void): Cancel {
    const timer = { atSec: this.sec + delaySec, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
  advance(bySec: number): void {
    this.sec += bySec;
    const due = this.timers.filter((timer) => timer.atSec <= this.sec);
    this.timers = this.timers.filter((timer) => timer.atSec > this.sec);
    for (const timer of due) timer.run();
  }
}

/** How the next append goes wrong: not written at all, or written although the caller is told that it failed. */
export type Fault = 'refused' | 'written_but_failed';

/** Passes on to a ledger, except for the faults it was given; may be held back to look at what happens meanwhile. */
export class FaultyLedger implements Ledger {
  readonly areaId: string;
  readonly faults: Fault[] = [];
  isUnreadable = false;
  appends = 0;
  private readonly inner: Ledger;
  private gate: Promise<void> = Promise.resolve();

  constructor(inner: Ledger) {
    this.inner = inner;
    this.areaId = inner.areaId;
  }

  /** Appends wait until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gate = promise;
    return resolve;
  }

  lastSequence(): Promise<number> {
    return this.inner.lastSequence();
  }
  async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    if (this.isUnreadable) throw new Error('cannot be read');
    yield* this.inner.read(afterSequence);
  }
  async append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void> {
    this.appends++;
    await this.gate;
    const fault = this.faults.shift();
    if (fault === 'refused') throw new Error('disk full');
    await this.inner.append(expectedSequence, entries);
    if (fault === 'written_but_failed') throw new Error('connection lost');
  }
  hashAt(sequence: number): Promise<string | null> {
    return this.inner.hashAt(sequence);
  }
  sequenceBefore(atSec: number): Promise<number> {
    return this.inner.sequenceBefore(atSec);
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}
