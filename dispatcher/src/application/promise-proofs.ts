/**
 * Every day the day before is proved: the ledger is read once more by the independent checker (`core/kpi/promise-proof.ts`),
 * and what it says is kept, figures for everybody and exceptions for auditors (rules PF1 to PF3).
 */
import type { DayProof, ProofFigures, proofRoutes } from '@noriai/core/contracts/proofs.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { PromiseProver, type ProofFact } from '@noriai/core/kpi/promise-proof.ts';
import { hoursRuleOf } from '@noriai/core/dispatch/duties.ts';
import { dateOfDay, dayOfDate } from '@noriai/core/rules/calendar.ts';
import { done, orNotFound, type Operations } from './operations.ts';
import type { Cancel, Clock, Ledger } from './ports.ts';
import { readLedgerAfter } from './read-ledger.ts';

/** Where proofs are kept, by date. */
export interface ProofStore {
  put(areaId: string, proof: DayProof): void;
  find(areaId: string, date: string): DayProof | null;
  /** Newest first, at most `limit`. */
  newest(areaId: string, limit: number): readonly DayProof[];
}

export interface ProofParts {
  readonly world: ServiceWorld;
  readonly ledger: Pick<Ledger, 'read' | 'hashAt'>;
  readonly clock: Clock;
  readonly store: ProofStore;
  readonly onTrouble: (message: string, error: unknown) => void;
}

/** Trips that begin before midnight are over by then. */
const AFTER_MIDNIGHT_SEC = 3 * 3600;
const LOOK_EVERY_SEC = 3600;
const FIRST_LOOK_SEC = 60;
/** Days that are made up for after the service did not run. */
const DAYS_BACK = 7;
const DAYS_SHOWN = 100;

export class ProofKeeper {
  private readonly parts: ProofParts;
  private cancel: Cancel = () => {};
  private isStopped = false;

  constructor(parts: ProofParts) {
    this.parts = parts;
  }

  start(): void {
    this.lookAfter(FIRST_LOOK_SEC);
  }

  stop(): void {
    this.isStopped = true;
    this.cancel();
  }

  /** Proves the days that are over and not proved yet, reading the ledger once for all. */
  async proveDue(): Promise<void> {
    const { world, ledger, clock, store } = this.parts;
    const areaId = world.area.id;
    const dates = this.daysOver().filter((date) => store.find(areaId, date) === null);
    if (dates.length === 0) return;
    const days = dates.map((date) => ({ date, prover: this.proverOf(date) }));
    let last: LedgerEntry | undefined;
    let firstSec = Infinity;
    for await (const entries of readLedgerAfter({ ledger, clock }, 0)) {
      for (const entry of entries) for (const { prover } of days) prover.read(entry as ProofFact);
      firstSec = Math.min(firstSec, entries[0]?.atSec ?? Infinity);
      last = entries.at(-1) ?? last;
      if (this.isStopped) return;
    }
    const chainHash = (last && (await ledger.hashAt(last.sequence))) ?? '';
    for (const { date, prover } of days) {
      if (firstSec >= this.endOf(date)) continue; // there was no service yet
      const proof = dayProofOf(date, clock.nowSec(), chainHash, prover);
      store.put(areaId, proof);
      if (proof.silent > 0 || proof.impossible > 0 || proof.overdriven! > 0) this.say(proof);
    }
  }

  private say({ date, silent, impossible, overdriven }: DayProof): void {
    const found = `${silent} promises broken in silence, ${impossible} facts that cannot be true, ${overdriven} drivers beyond the law`;
    this.parts.onTrouble(
      `the proof of ${date} found ${found}`,
      new Error('the promises of a day do not prove themselves'),
    );
  }

  private daysOver(): readonly string[] {
    const { world, clock } = this.parts;
    const today = dayOfDate(world.calendar.dateAt(clock.nowSec() - AFTER_MIDNIGHT_SEC));
    return Array.from({ length: DAYS_BACK }, (_, back) => dateOfDay(today - DAYS_BACK + back));
  }

  private proverOf(date: string): PromiseProver {
    const { area, calendar } = this.parts.world;
    const rule = hoursRuleOf({ area });
    const dayOf = (atSec: number): number => dayOfDate(calendar.dateAt(atSec));
    return new PromiseProver({
      ...(rule && { driving: { ...rule, dayOf, day: dayOfDate(date) } }),
      fromSec: calendar.atTimeOf(date, '00:00'),
      untilSec: this.endOf(date),
      nowSec: this.endOf(date),
      noShowWaitSec: area.promises.noShowWaitSec,
      places: new Map(area.vehicles.map(({ id, seats, wheelchairPlaces }) => [id, { seats, wheelchairPlaces }])),
    });
  }

  private endOf(date: string): number {
    return this.parts.world.calendar.atTimeOf(dateOfDay(dayOfDate(date) + 1), '00:00');
  }

  private lookAfter(delaySec: number): void {
    this.cancel = this.parts.clock.after(delaySec, () => {
      const trouble = (error: unknown) => this.parts.onTrouble('promises could not be proved', error);
      void this.proveDue()
        .catch(trouble)
        .then(() => {
          if (!this.isStopped) this.lookAfter(LOOK_EVERY_SEC);
        });
    });
  }
}

function dayProofOf(date: string, provedSec: number, chainHash: string, prover: PromiseProver): DayProof {
  const { holds, exceptions, impossible, overdriven, ...counts } = prover.result();
  return {
    date,
    provedSec,
    chainHash,
    ...counts,
    holdsMade: holds.made,
    holdsBroken: holds.broken,
    impossible: impossible.length,
    overdriven: overdriven.length,
    findings: [...impossible, ...overdriven],
    exceptions: exceptions.map((one) => ({ ...one, reasons: [...one.reasons] })),
  };
}

export function proofOperations({
  world,
  proofs,
}: {
  readonly world: ServiceWorld;
  readonly proofs: ProofStore;
}): Pick<Operations, keyof typeof proofRoutes> {
  const areaId = world.area.id;
  return {
    listProofs: async () => done({ proofs: proofs.newest(areaId, DAYS_SHOWN).map(figuresOf) }),
    getProof: async ({ params }) => orNotFound(proofs.find(areaId, params['date']!), `proof of ${params['date']}`),
  };
}

function figuresOf({ findings: _words, exceptions: _one, ...figures }: DayProof): ProofFigures {
  return figures;
}
