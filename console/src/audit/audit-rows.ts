/** A line of the records in words, and how it is found by what stands there or by what the ledger calls it. */
import type { AuditLine } from '@noriai/core/contracts/fleet.ts';
import { actorWords, type Known } from './actor-words.ts';
import { factWords } from './fact-words.ts';

export interface AuditRow {
  readonly line: AuditLine;
  readonly what: string;
  /** `12番・1号車`; trips of other days are left out, for their numbers are not known here. */
  readonly about: string;
  readonly by: string;
}

/** @param numbers `12番` by booking */
export function auditRow(line: AuditLine, numbers: ReadonlyMap<string, string>, known: Known): AuditRow {
  const trips = line.bookingIds.map((id) => numbers.get(id) ?? '').filter((number) => number !== '');
  const about = [...trips, ...line.vehicleIds.map(known.vehicleName)].join('・');
  return { line, what: factWords(line.kind), about, by: actorWords(line, known) };
}

/** Whether a row is looked for: by its words, or by kind, actor and ids as they stand in the ledger. */
export function isFound({ line, what, about, by }: AuditRow, filter: string): boolean {
  return occurs(filter, [what, about, by, line.kind, line.by ?? '', ...line.vehicleIds, ...line.bookingIds]);
}

/** Capitals and small letters alike. */
export const occurs = (filter: string, texts: readonly string[]): boolean =>
  texts.join(' ').toLowerCase().includes(filter.trim().toLowerCase());
