/** The twin of the SQLite store of accounts: same contract, kept in memory. For tests and simulations. */
import type {
  Account,
  AccountStore,
  Attempts,
  AuditLine,
  Challenge,
  Session,
} from '../../application/accounts/account-store.ts';
import { LookupTaken } from '../../application/accounts/account-store.ts';

interface Rows {
  accounts: Map<string, Account>;
  lookups: Map<string, string>;
  sessions: Map<string, Session>;
  challenges: Map<string, Challenge>;
  attempts: Map<string, Attempts>;
  audit: AuditLine[];
}

export class MemoryAccounts implements AccountStore {
  private rows: Rows = {
    accounts: new Map(),
    lookups: new Map(),
    sessions: new Map(),
    challenges: new Map(),
    attempts: new Map(),
    audit: [],
  };

  /** All there is, for whoever looks through it. */
  get contents(): Readonly<Rows> {
    return this.rows;
  }

  findAccount(accountId: string): Account | null {
    return this.rows.accounts.get(accountId) ?? null;
  }

  findByLookup(lookup: string): Account | null {
    return this.findAccount(this.rows.lookups.get(lookup) ?? '');
  }

  accountsOf(kind: Account['kind']): readonly Account[] {
    return [...this.rows.accounts.values()].filter((account) => account.kind === kind);
  }

  idsAfter(kind: Account['kind'], afterId: string, limit: number): readonly string[] {
    const ids = this.accountsOf(kind).map(({ accountId }) => accountId);
    return ids
      .filter((id) => id > afterId)
      .sort()
      .slice(0, limit);
  }

  putAccount(account: Account, lookups: readonly string[]): void {
    const { accountId } = account;
    for (const lookup of lookups) {
      const owner = this.rows.lookups.get(lookup);
      if (owner !== undefined && owner !== accountId) throw new LookupTaken('somebody else is found by that already');
    }
    for (const lookup of this.lookupsOf(accountId)) this.rows.lookups.delete(lookup);
    for (const lookup of lookups) this.rows.lookups.set(lookup, accountId);
    this.rows.accounts.set(accountId, account);
  }

  lookupsOf(accountId: string): readonly string[] {
    return [...this.rows.lookups]
      .filter(([, owner]) => owner === accountId)
      .map(([lookup]) => lookup)
      .sort();
  }

  findSession(tokenHash: string): Session | null {
    return [...this.rows.sessions.values()].find((session) => session.tokenHash === tokenHash) ?? null;
  }

  sessionsOf(accountId: string): readonly Session[] {
    return [...this.rows.sessions.values()]
      .filter((session) => session.accountId === accountId)
      .sort((a, b) => b.createdSec - a.createdSec || (a.sessionId < b.sessionId ? 1 : -1));
  }

  putSession(session: Session): void {
    this.rows.sessions.set(session.sessionId, session);
  }

  endSession(sessionId: string): void {
    this.rows.sessions.delete(sessionId);
  }

  findChallenge(challengeId: string): Challenge | null {
    return this.rows.challenges.get(challengeId) ?? null;
  }

  putChallenge(challenge: Challenge): void {
    this.rows.challenges.set(challenge.challengeId, challenge);
  }

  dropChallenge(challengeId: string): void {
    this.rows.challenges.delete(challengeId);
  }

  dropChallengesOf(wanted: string): void {
    const { challenges } = this.rows;
    for (const { challengeId, subjectId } of challenges.values())
      if (subjectId === wanted) challenges.delete(challengeId);
  }

  findAttempts(subject: string): Attempts | null {
    return this.rows.attempts.get(subject) ?? null;
  }

  putAttempts(subject: string, attempts: Attempts | null): void {
    if (attempts === null) this.rows.attempts.delete(subject);
    else this.rows.attempts.set(subject, attempts);
  }

  addAudit(line: AuditLine): void {
    this.rows.audit.push(line);
  }

  audit(limit: number): readonly AuditLine[] {
    return this.rows.audit.toReversed().slice(0, limit);
  }

  forgetBefore(atSec: number, auditSec: number): void {
    const { sessions, challenges, attempts } = this.rows;
    for (const { sessionId, endsSec } of sessions.values()) if (endsSec < atSec) sessions.delete(sessionId);
    for (const { challengeId, endsSec } of challenges.values()) if (endsSec < atSec) challenges.delete(challengeId);
    for (const [subject, { lastSec }] of attempts) if (lastSec < atSec) attempts.delete(subject);
    this.rows.audit = this.rows.audit.filter((line) => line.atSec >= auditSec);
  }

  transaction<T>(run: () => T): T {
    const before = structuredClone(this.rows);
    try {
      return run();
    } catch (error) {
      this.rows = before;
      throw error;
    }
  }

  changeMark(): number {
    return 0;
  }

  close(): void {}
}
