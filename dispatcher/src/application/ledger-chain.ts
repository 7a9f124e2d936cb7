/**
 * The chain of a ledger's entries: each entry's hash is over the hash before it and the entry's canonical bytes, so that
 * nothing that was written can be changed, left out or put in without every later hash telling (rule LG9).
 */
import type { CommandTrace, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { upcast, type FactFormat, type StoredFact } from '@noriai/core/dispatch/upcast.ts';
import { LedgerUnavailable, type Hasher } from './ports.ts';

/** An entry as it is kept: command and event as the texts that were written, the format of facts, and the hash. */
export interface StoredEntry {
  readonly sequence: number;
  readonly atSec: number;
  readonly format: number;
  readonly command: string | null;
  readonly event: string;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** Hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** The canonical bytes are the JSON of these six, in this order, as UTF-8. */
export function chainHash(
  hasher: Hasher,
  previousHash: string,
  areaId: string,
  { sequence, atSec, format, command, event }: Omit<StoredEntry, 'hash'>,
): string {
  return hasher.hash(`${previousHash}${JSON.stringify([areaId, sequence, atSec, format, command, event])}`);
}

/** The entries as they are to be kept, chained to the one before. */
export function chained(
  hasher: Hasher,
  areaId: string,
  previousHash: string,
  entries: readonly LedgerEntry[],
  format: number,
): StoredEntry[] {
  let hash = previousHash;
  return entries.map(({ sequence, atSec, command, event }) => {
    const text = { sequence, atSec, format, command: command && JSON.stringify(command), event: JSON.stringify(event) };
    hash = chainHash(hasher, hash, areaId, text);
    return { ...text, hash };
  });
}

/** What is wrong with the first damaged entry; null when the chain holds. */
export interface Damage {
  readonly sequence: number;
  readonly what: string;
}

/** Follows the chain over stored entries, list by list. */
export class ChainReader {
  hash: string;
  sequence: number;
  private readonly hasher: Hasher;
  private readonly areaId: string;

  /** @param after where to begin: the entry before and its hash */
  constructor(hasher: Hasher, areaId: string, after = { sequence: 0, hash: CHAIN_START }) {
    this.hasher = hasher;
    this.areaId = areaId;
    this.sequence = after.sequence;
    this.hash = after.hash;
  }

  findDamage(stored: StoredEntry): Damage | null {
    const expected = this.sequence + 1;
    if (stored.sequence !== expected) {
      return { sequence: expected, what: `got entry ${stored.sequence}, expected ${expected}: entries are missing` };
    }
    const hash = chainHash(this.hasher, this.hash, this.areaId, stored);
    if (hash !== stored.hash)
      return { sequence: expected, what: 'its hash does not fit: it or the one before was changed' };
    this.sequence = expected;
    this.hash = hash;
    return null;
  }
}

/** An entry as it is read, its fact as it would be written today. */
export function entryOf({ sequence, atSec, format, command, event }: StoredEntry, facts: FactFormat): LedgerEntry {
  return {
    sequence,
    atSec,
    command: command === null ? null : (JSON.parse(command) as CommandTrace),
    event: upcast(facts, format, JSON.parse(event) as StoredFact),
  };
}

/** @throws LedgerUnavailable that names the first damaged entry */
export function readChained(
  reader: ChainReader,
  stored: readonly StoredEntry[],
  facts: FactFormat,
  where: string,
): LedgerEntry[] {
  return stored.map((one) => {
    const damage = reader.findDamage(one);
    if (damage)
      throw new LedgerUnavailable(`${where}: entry ${damage.sequence} is damaged, ${damage.what}: restore a backup`);
    return entryOf(one, facts);
  });
}
