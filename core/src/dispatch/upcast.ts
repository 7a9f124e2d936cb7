/**
 * Old facts read as new ones. Every entry of a ledger says which format of facts it was written in; a step leads from one
 * format to the next for one kind of fact. A ledger is never rewritten: what was written stays as it was.
 *
 * A change that only adds an optional field needs no step. For any other: raise `FACT_FORMAT`, add a step from the former
 * format, and a test with a fact as it was written before.
 */
import type { DispatchEvent } from './events.ts';

/** The format in which facts are written now. */
export const FACT_FORMAT = 1;

export type StoredFact = { readonly kind: string; readonly [field: string]: unknown };

export interface UpcastStep {
  /** Format in which such facts were written until then; the step makes the next one of it. */
  readonly from: number;
  readonly kind: string;
  readonly change: (fact: StoredFact) => StoredFact;
}

/** How a ledger's facts are written and read. */
export interface FactFormat {
  readonly current: number;
  readonly steps: readonly UpcastStep[];
}

export const factFormat: FactFormat = { current: FACT_FORMAT, steps: [] };

/** The fact as it would be written today. O(steps) */
export function upcast({ current, steps }: FactFormat, writtenIn: number, fact: StoredFact): DispatchEvent {
  let now = fact;
  for (let format = writtenIn; format < current; format++) {
    const step = steps.find((one) => one.from === format && one.kind === now.kind);
    if (step) now = step.change(now);
  }
  return now as unknown as DispatchEvent;
}
