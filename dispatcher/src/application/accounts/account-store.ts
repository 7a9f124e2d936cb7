/**
 * Where accounts live (rules AC1 to AC5): people, tablets, their sessions, codes that wait, wrong attempts and the trail
 * of who did what. Synchronous, because it is one small local file whose look-ups take microseconds; what is personal
 * comes here sealed and never goes to the ledger.
 */
import type { AccountKind } from '@noriai/core/contracts/accounts.ts';
import type { Grant } from '@noriai/core/contracts/rights.ts';

export interface Account {
  /** Of a rider it is the rider id of the ledger, too. */
  readonly accountId: string;
  readonly kind: AccountKind;
  /** Erased: nothing personal is left, only the id that the ledger's statistics hang on. */
  readonly status: 'active' | 'disabled' | 'erased';
  /** Personal data as sealed JSON; null once erased. */
  readonly sealed: string | null;
  /** Password or PIN as a slow hash, null where there is none. */
  readonly secretHash: string | null;
  /** Sealed second factor, null where none is set up. */
  readonly sealedFactor: string | null;
  readonly grants: readonly Grant[];
  /** Vehicle of a tablet, else null. */
  readonly vehicleId: string | null;
  readonly createdSec: number;
  readonly changedSec: number;
}

/** A device that is signed in; only the token's hash is kept. */
export interface Session {
  readonly sessionId: string;
  readonly accountId: string;
  readonly tokenHash: string;
  /** Sealed: a name such as "Hanako's phone" is personal. */
  readonly sealedDevice: string | null;
  readonly createdSec: number;
  readonly seenSec: number;
  readonly endsSec: number;
}

/** A one-time code that was handed out and waits to be used; only its hash is kept. */
export interface Challenge {
  /** What it is for and whom, blind: `rider-code …`. */
  readonly challengeId: string;
  readonly codeHash: string;
  /** Account or vehicle that it opens; null while the account is only made when the code comes back. */
  readonly subjectId: string | null;
  /** What must be remembered until then (a phone number), sealed. */
  readonly sealed: string | null;
  readonly endsSec: number;
  readonly triesLeft: number;
}

/** Wrong attempts in a row at one name, number or code. */
export interface Attempts {
  readonly failures: number;
  readonly lastSec: number;
}

/** Who did what to whom, without any personal data. */
export interface AuditLine {
  readonly atSec: number;
  readonly actorId: string;
  readonly what: string;
  readonly subjectId: string | null;
}

/** Somebody else signs in with that name or number already. */
export class LookupTaken extends Error {
  override readonly name = 'LookupTaken';
}

/** The accounts cannot be used: disk full or read-only, damaged, not a file of accounts, or of a newer format. */
export class AccountsUnavailable extends Error {
  override readonly name = 'AccountsUnavailable';
}

/** @throws AccountsUnavailable from everything, when the disk refuses; then nothing of what was to be written is there */
export interface AccountStore {
  findAccount(accountId: string): Account | null;
  /** @param lookup blind index of a login name, phone number, … */
  findByLookup(lookup: string): Account | null;
  /** In the order in which they were made. */
  accountsOf(kind: AccountKind): readonly Account[];
  /** Ids of a kind that sort after one, in order, at most `limit`: to go over many without holding up anybody. */
  idsAfter(kind: AccountKind, accountId: string, limit: number): readonly string[];
  /**
   * Writes the account whole, with all that it is found by.
   *
   * @throws LookupTaken when another account is found by one of them; then nothing is written
   */
  putAccount(account: Account, lookups: readonly string[]): void;
  lookupsOf(accountId: string): readonly string[];

  findSession(tokenHash: string): Session | null;
  /** Newest first. */
  sessionsOf(accountId: string): readonly Session[];
  putSession(session: Session): void;
  endSession(sessionId: string): void;

  findChallenge(challengeId: string): Challenge | null;
  putChallenge(challenge: Challenge): void;
  dropChallenge(challengeId: string): void;
  /** All that wait to open an account or a vehicle. */
  dropChallengesOf(subjectId: string): void;

  findAttempts(subject: string): Attempts | null;
  /** @param attempts null forgets them */
  putAttempts(subject: string, attempts: Attempts | null): void;

  addAudit(line: AuditLine): void;
  /** Newest first, at most `limit`. */
  audit(limit: number): readonly AuditLine[];

  /** Takes away what ended before this time: sessions, challenges, attempts; audit lines before `auditSec`. */
  forgetBefore(atSec: number, auditSec: number): void;
  /** All or nothing. */
  transaction<T>(run: () => T): T;
  /** Differs from the last one when another program wrote in between. */
  changeMark(): number;
  close(): void;
}
