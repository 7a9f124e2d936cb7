/** Reading far back in the ledger while the service runs. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Clock, Ledger } from './ports.ts';

export interface LedgerReading {
  readonly ledger: Pick<Ledger, 'read' | 'sequenceBefore'>;
  readonly clock: Pick<Clock, 'soon'>;
}

/**
 * Every entry from a time on, in order. After each chunk whoever waits for the service comes first: a ledger of years takes
 * seconds, and no rider waits for an auditor.
 */
export async function* readLedger(
  { ledger, clock }: LedgerReading,
  fromSec = 0,
): AsyncIterable<readonly LedgerEntry[]> {
  yield* readLedgerAfter({ ledger, clock }, fromSec === 0 ? 0 : await ledger.sequenceBefore(fromSec));
}

/** Every entry after a sequence, as `readLedger` gives them. */
export async function* readLedgerAfter(
  { ledger, clock }: { readonly ledger: Pick<Ledger, 'read'>; readonly clock: Pick<Clock, 'soon'> },
  sequence: number,
): AsyncIterable<readonly LedgerEntry[]> {
  for await (const entries of ledger.read(sequence)) {
    yield entries;
    await new Promise<void>((resolve) => clock.soon(resolve));
  }
}
