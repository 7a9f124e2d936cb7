/** One process's hold on the ledger: slow, refused, written without word of it, or never answered because the process died. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { LedgerUnavailable, type Ledger } from '../application/ports.ts';
import type { Machine } from './machine.ts';
import type { Life } from './life.ts';
import { unanswered } from './unanswered.ts';

export class ScriptedLedger implements Ledger {
  readonly areaId: string;
  private readonly disk: Ledger;
  private readonly machine: Machine;
  private readonly life: Life;

  constructor(disk: Ledger, machine: Machine, life: Life) {
    this.disk = disk;
    this.areaId = disk.areaId;
    this.machine = machine;
    this.life = life;
  }

  lastSequence(): Promise<number> {
    return this.disk.lastSequence();
  }

  async *read(afterSequence: number): AsyncIterable<readonly LedgerEntry[]> {
    const { machine, life } = this;
    await machine.time.pause(1);
    if (machine.diesAt('opening', life)) await unanswered();
    if (machine.happens('unreadableShare') && life.isOpen) throw new LedgerUnavailable('scripted: cannot be read');
    yield* this.disk.read(afterSequence);
  }

  async append(expectedSequence: number, entries: readonly LedgerEntry[]): Promise<void> {
    const { machine, life } = this;
    await machine.time.pause(machine.appendMs());
    if (!life.isAlive || machine.diesAt('before_append', life)) await unanswered();
    if (machine.happens('appendRefusedShare') && life.isOpen) throw new LedgerUnavailable('scripted: disk full');
    await this.disk.append(expectedSequence, entries);
    machine.auditor.written(entries);
    if (machine.diesAt('after_append', life)) await unanswered();
    await machine.time.pause(1);
    if (!life.isAlive) await unanswered();
    if (machine.happens('appendUnknownShare') && life.isOpen) throw new LedgerUnavailable('scripted: no word');
  }

  hashAt(sequence: number): Promise<string | null> {
    return this.disk.hashAt(sequence);
  }

  sequenceBefore(atSec: number): Promise<number> {
    return this.disk.sequenceBefore(atSec);
  }

  async close(): Promise<void> {}
}
