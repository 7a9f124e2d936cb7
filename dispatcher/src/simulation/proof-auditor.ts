/**
 * Part of the auditor: at the end of a run the promise proof reads all facts, as it does each night. Nothing impossible is on
 * record, and no promise was missed in silence while the service was there to say it.
 */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { provePromises, type ProofFact, type ProvedPromise } from '@noriai/core/kpi/promise-proof.ts';

/** A service that is there has said by then what it saw a moment before. */
const SAYS_WITHIN_SEC = 5;

export function auditProof(
  { area }: ServiceWorld,
  entries: readonly LedgerEntry[],
  found: (rule: 'impossible' | 'silent', what: string) => void,
): void {
  const { impossible, exceptions } = provePromises(entries as readonly ProofFact[], {
    fromSec: 0,
    untilSec: Infinity,
    nowSec: 0,
    noShowWaitSec: area.promises.noShowWaitSec,
    places: new Map(area.vehicles.map(({ id, seats, wheelchairPlaces }) => [id, { seats, wheelchairPlaces }])),
  });
  for (const what of impossible) found('impossible', what);
  for (const promise of exceptions) {
    if (promise.isSilent && wasThere(promise, entries)) found('silent', sayOf(promise));
  }
}

/** Whether the service put anything on record between the time that was missed and the late service itself. */
function wasThere(promise: ProvedPromise, entries: readonly LedgerEntry[]): boolean {
  const { pickupUntilSec, dropoffBySec, boardedSec, droppedOffSec } = promise;
  const [missedSec, servedSec] =
    (boardedSec ?? Infinity) > pickupUntilSec ? [pickupUntilSec, boardedSec] : [dropoffBySec, droppedOffSec];
  return entries.some(({ atSec }) => missedSec + SAYS_WITHIN_SEC < atSec && atSec < (servedSec ?? Infinity));
}

function sayOf({ bookingId, reasons }: ProvedPromise): string {
  return `${bookingId} was never told: ${reasons.join('; ')}`;
}
