/**
 * What outlives a process besides the ledger, as it looks from one process: accounts and outbox on a disk that refuses now and
 * then, with a death between any two writes. What is one transaction stays whole.
 */
import type { OutboxRow, OutboxStore } from '../../application/notices/outbox.ts';
import type {
  Account,
  AccountStore,
  Attempts,
  AuditLine,
  Challenge,
  Session,
} from '../../application/accounts/account-store.ts';
import type { MemoryAccounts } from '../../adapters/accounts/memory-accounts.ts';
import type { Life } from '../life.ts';
import type { Machine } from '../machine.ts';

/** The process died in the middle of what it did: nobody hears of it. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

/** The disk took nothing of it. */
export class DiskRefused extends Error {
  override readonly name = 'DiskRefused';
}

/** Lets a write happen, unless the process is dead, dies now, or the disk refuses. */
function beforeWrite(machine: Machine, life: Life): void {
  if (machine.diesAt('store_write', life)) throw new ProcessDied();
  if (life.isOpen && machine.happens('storeRefusedShare')) throw new DiskRefused('scripted: disk full');
}

export class ScriptedAccounts implements AccountStore {
  private readonly disk: MemoryAccounts;
  private readonly machine: Machine;
  private readonly life: Life;
  private ownWrites = 0;

  constructor(machine: Machine, life: Life) {
    this.disk = machine.people.disk;
    this.machine = machine;
    this.life = life;
  }

  findAccount = (accountId: string) => this.disk.findAccount(accountId);
  findByLookup = (lookup: string) => this.disk.findByLookup(lookup);
  accountsOf = (kind: Account['kind']) => this.disk.accountsOf(kind);
  idsAfter = (kind: Account['kind'], accountId: string, limit: number) => this.disk.idsAfter(kind, accountId, limit);
  lookupsOf = (accountId: string) => this.disk.lookupsOf(accountId);
  findSession = (tokenHash: string) => this.disk.findSession(tokenHash);
  sessionsOf = (accountId: string) => this.disk.sessionsOf(accountId);
  findChallenge = (challengeId: string) => this.disk.findChallenge(challengeId);
  findAttempts = (subject: string) => this.disk.findAttempts(subject);
  audit = (limit: number) => this.disk.audit(limit);

  putAccount(account: Account, lookups: readonly string[]): void {
    if (account.status === 'erased') this.machine.people.hasErased = true;
    if (account.status !== 'active') this.machine.auditor.people.accounts.erasing(account.accountId);
    this.write(() => this.disk.putAccount(account, lookups));
  }
  putSession(session: Session): void {
    this.write(() => this.disk.putSession(session));
  }
  endSession(sessionId: string): void {
    this.write(() => this.disk.endSession(sessionId));
  }
  putChallenge(challenge: Challenge): void {
    this.write(() => this.disk.putChallenge(challenge));
  }
  dropChallenge(challengeId: string): void {
    this.write(() => this.disk.dropChallenge(challengeId));
  }
  dropChallengesOf(subjectId: string): void {
    this.write(() => this.disk.dropChallengesOf(subjectId));
  }
  putAttempts(subject: string, attempts: Attempts | null): void {
    this.write(() => this.disk.putAttempts(subject, attempts));
  }
  addAudit(line: AuditLine): void {
    this.write(() => this.disk.addAudit(line));
  }
  forgetBefore(atSec: number, auditSec: number): void {
    this.write(() => this.disk.forgetBefore(atSec, auditSec));
  }

  transaction<T>(run: () => T): T {
    const result = this.disk.transaction(run);
    if (this.machine.people.hasErased) this.machine.auditor.people.lookForErased();
    if (this.machine.diesAt('store_write', this.life)) throw new ProcessDied();
    return result;
  }

  /** Differs when another process wrote in between, as SQLite's `data_version` does. */
  changeMark(): number {
    return this.machine.people.writes - this.ownWrites;
  }

  close(): void {}

  private write(run: () => void): void {
    beforeWrite(this.machine, this.life);
    this.machine.people.writes++;
    this.ownWrites++;
    run();
  }
}

export class ScriptedOutbox implements OutboxStore {
  private readonly disk: OutboxStore;
  private readonly machine: Machine;
  private readonly life: Life;

  constructor(machine: Machine, life: Life) {
    this.disk = machine.people.outbox;
    this.machine = machine;
    this.life = life;
  }

  mark = (areaId: string) => this.disk.mark(areaId);
  due = (nowSec: number, limit: number, channel?: OutboxRow['channel']) => this.disk.due(nowSec, limit, channel);
  waitingCount = () => this.disk.waitingCount();
  find = (rowId: string) => this.disk.find(rowId);

  put(areaId: string, sequence: number, rows: readonly OutboxRow[]): void {
    beforeWrite(this.machine, this.life);
    this.disk.put(areaId, sequence, rows);
  }
  goBackTo(areaId: string, sequence: number): void {
    beforeWrite(this.machine, this.life);
    this.disk.goBackTo(areaId, sequence);
  }
  add(rows: readonly OutboxRow[]): void {
    beforeWrite(this.machine, this.life);
    this.disk.add(rows);
  }
  settle(row: OutboxRow, following: readonly OutboxRow[]): void {
    beforeWrite(this.machine, this.life);
    this.disk.settle(row, following);
    if (row.state === 'sent') this.machine.auditor.people.notices.noted(row.rowId);
  }
  forgetBefore(atSec: number): void {
    beforeWrite(this.machine, this.life);
    this.disk.forgetBefore(atSec);
  }
  close(): void {}
}
