/** The daily proof of promises: figures for everybody, each promise that was not simply kept for auditors. */
import { route } from './route.ts';
import { flag, integer, list, named, nullable, object, oneOf, optional, text, type Infer } from './schema.ts';
import { pointInTime, recordId } from './trips.ts';

const count = integer({ min: 0 });
const figures = {
  date: text(),
  provedSec: pointInTime,
  promises: count,
  kept: count,
  broken: count,
  silent: integer({ min: 0, description: 'broken, and the rider was not told before it was too late' }),
  released: integer({ min: 0, description: 'given back by the rider: cancelled, or did not come' }),
  open: count,
  holdsMade: integer({ min: 0, description: 'offers that were held' }),
  holdsBroken: integer({ min: 0, description: 'held, and taken away before the stated time' }),
  impossible: integer({ min: 0, description: 'facts that cannot be true' }),
  walkOns: optional(integer({ min: 0, description: 'of the promises, those to people without a booking' })),
  overdriven: optional(integer({ min: 0, description: 'drivers beyond the averages of the law' })),
  facts: count,
  chainHash: text({ description: 'hash of the ledger up to where it was read: says which ledger was proved' }),
};

export const proofFigures = named('ProofFigures', object(figures));
export const dayProof = named(
  'DayProof',
  object({
    ...figures,
    findings: list(text(), { description: 'what cannot be true and who drove too long, in words' }),
    exceptions: list(
      object({
        bookingId: recordId,
        number: integer(),
        verdict: oneOf(['kept', 'broken', 'released', 'open']),
        reasons: list(text()),
        isSilent: flag(),
        wasReplacementKept: nullable(flag()),
        pickupFromSec: pointInTime,
        pickupUntilSec: pointInTime,
        dropoffBySec: pointInTime,
        boardedSec: nullable(pointInTime),
        droppedOffSec: nullable(pointInTime),
      }),
    ),
  }),
);

export const proofRoutes = {
  listProofs: route({
    method: 'GET',
    path: '/proofs',
    summary: 'How many promises of each day were kept, by a checker that reads the ledger once more; newest first',
    access: 'anybody',
    body: null,
    answer: object({ proofs: list(proofFigures) }),
    refusals: [],
  }),
  getProof: route({
    method: 'GET',
    path: '/proofs/{date}',
    summary: 'Every promise of a day that was not simply kept, and why',
    access: 'operator',
    right: 'audit',
    body: null,
    answer: dayProof,
    refusals: ['not_found'],
  }),
} as const;

export type ProofFigures = Infer<typeof proofFigures>;
export type DayProof = Infer<typeof dayProof>;
