/**
 * Accounts of the embedded profile: one SQLite file, apart from the ledger, so that the ledger can be kept and shown
 * without anybody's name in it. Several programs may have it open: the service and `noriai account`. Who must be alone
 * with it takes the file's own lock, which ends with the process however that ends.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Grant } from '@noriai/core/contracts/rights.ts';
import {
  AccountsUnavailable,
  LookupTaken,
  type Account,
  type AccountStore,
  type Attempts,
  type AuditLine,
  type Challenge,
  type Session,
} from '../../application/accounts/account-store.ts';
import { closeToOthers, makeOwnFile } from '../own-file.ts';

const FORMAT_VERSION = 1;
const SQLITE_BUSY = 5;
/** `NORA`: tells our files from other people's. */
const APPLICATION_ID = 0x4e4f5241;

const tables = `
  CREATE TABLE account (
    account_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    sealed TEXT,
    secret_hash TEXT,
    sealed_factor TEXT,
    grants TEXT NOT NULL,
    vehicle_id TEXT,
    created_sec INTEGER NOT NULL,
    changed_sec INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX account_kind ON account (kind, account_id);
  CREATE TABLE lookup (lookup TEXT PRIMARY KEY, account_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX lookup_account ON lookup (account_id);
  CREATE TABLE session (
    session_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    sealed_device TEXT,
    created_sec INTEGER NOT NULL,
    seen_sec INTEGER NOT NULL,
    ends_sec INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX session_account ON session (account_id);
  CREATE TABLE challenge (
    challenge_id TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL,
    subject_id TEXT,
    sealed TEXT,
    ends_sec INTEGER NOT NULL,
    tries_left INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE attempts (subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_sec INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    line_id INTEGER PRIMARY KEY,
    at_sec INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    what TEXT NOT NULL,
    subject_id TEXT
  ) STRICT;`;

type Row = Record<string, unknown>;

export class SqliteAccounts implements AccountStore {
  private readonly path: string;
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  /**
   * @param isAlone nobody else has it open until it is closed
   * @throws AccountsUnavailable when the file cannot be opened, is something else, or is of a newer format, or when somebody
   * else is or must be alone with it
   */
  constructor(path: string, { isAlone = false }: { readonly isAlone?: boolean } = {}) {
    this.path = path;
    this.database = openAccounts(path, isAlone);
  }

  findAccount(accountId: string): Account | null {
    return readAccount(this.row('SELECT * FROM account WHERE account_id = ?', accountId));
  }

  findByLookup(lookup: string): Account | null {
    return readAccount(
      this.row('SELECT account.* FROM lookup JOIN account USING (account_id) WHERE lookup = ?', lookup),
    );
  }

  accountsOf(kind: Account['kind']): readonly Account[] {
    return this.rows('SELECT * FROM account WHERE kind = ? ORDER BY account_id', kind).map((row) => readAccount(row)!);
  }

  idsAfter(kind: Account['kind'], afterId: string, limit: number): readonly string[] {
    const sql = 'SELECT account_id FROM account WHERE kind = ? AND account_id > ? ORDER BY account_id LIMIT ?';
    return this.rows(sql, kind, afterId, limit).map((row) => row['account_id'] as string);
  }

  putAccount(account: Account, lookups: readonly string[]): void {
    const { accountId, kind, status, sealed, secretHash, sealedFactor, vehicleId, createdSec, changedSec } = account;
    this.transaction(() => {
      this.run('INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
        accountId,
        kind,
        status,
        sealed,
        secretHash,
        sealedFactor,
        JSON.stringify(account.grants),
        vehicleId,
        createdSec,
        changedSec,
      ]);
      this.run('DELETE FROM lookup WHERE account_id = ?', [accountId]);
      for (const lookup of lookups) {
        if (this.row('SELECT 1 FROM lookup WHERE lookup = ?', lookup)) {
          throw new LookupTaken('somebody else is found by that already');
        }
        this.run('INSERT INTO lookup VALUES (?, ?)', [lookup, accountId]);
      }
    });
  }

  lookupsOf(accountId: string): readonly string[] {
    return this.rows('SELECT lookup FROM lookup WHERE account_id = ? ORDER BY lookup', accountId).map(
      (row) => row['lookup'] as string,
    );
  }

  findSession(tokenHash: string): Session | null {
    return readSession(this.row('SELECT * FROM session WHERE token_hash = ?', tokenHash));
  }

  sessionsOf(accountId: string): readonly Session[] {
    const sql = 'SELECT * FROM session WHERE account_id = ? ORDER BY created_sec DESC, session_id DESC';
    return this.rows(sql, accountId).map((row) => readSession(row)!);
  }

  putSession({ sessionId, accountId, tokenHash, sealedDevice, createdSec, seenSec, endsSec }: Session): void {
    this.run('INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, ?)', [
      sessionId,
      accountId,
      tokenHash,
      sealedDevice,
      createdSec,
      seenSec,
      endsSec,
    ]);
  }

  endSession(sessionId: string): void {
    this.run('DELETE FROM session WHERE session_id = ?', [sessionId]);
  }

  findChallenge(challengeId: string): Challenge | null {
    return readChallenge(this.row('SELECT * FROM challenge WHERE challenge_id = ?', challengeId));
  }

  putChallenge({ challengeId, codeHash, subjectId, sealed, endsSec, triesLeft }: Challenge): void {
    this.run('INSERT OR REPLACE INTO challenge VALUES (?, ?, ?, ?, ?, ?)', [
      challengeId,
      codeHash,
      subjectId,
      sealed,
      endsSec,
      triesLeft,
    ]);
  }

  dropChallenge(challengeId: string): void {
    this.run('DELETE FROM challenge WHERE challenge_id = ?', [challengeId]);
  }

  dropChallengesOf(subjectId: string): void {
    this.run('DELETE FROM challenge WHERE subject_id = ?', [subjectId]);
  }

  findAttempts(subject: string): Attempts | null {
    const row = this.row('SELECT failures, last_sec FROM attempts WHERE subject = ?', subject);
    return row === null ? null : { failures: row['failures'] as number, lastSec: row['last_sec'] as number };
  }

  putAttempts(subject: string, attempts: Attempts | null): void {
    if (attempts === null) this.run('DELETE FROM attempts WHERE subject = ?', [subject]);
    else this.run('INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)', [subject, attempts.failures, attempts.lastSec]);
  }

  addAudit({ atSec, actorId, what, subjectId }: AuditLine): void {
    this.run('INSERT INTO audit VALUES (NULL, ?, ?, ?, ?)', [atSec, actorId, what, subjectId]);
  }

  audit(limit: number): readonly AuditLine[] {
    return this.rows('SELECT * FROM audit ORDER BY line_id DESC LIMIT ?', limit).map((row) => ({
      atSec: row['at_sec'] as number,
      actorId: row['actor_id'] as string,
      what: row['what'] as string,
      subjectId: row['subject_id'] as string | null,
    }));
  }

  forgetBefore(atSec: number, auditSec: number): void {
    this.transaction(() => {
      this.run('DELETE FROM session WHERE ends_sec < ?', [atSec]);
      this.run('DELETE FROM challenge WHERE ends_sec < ?', [atSec]);
      this.run('DELETE FROM attempts WHERE last_sec < ?', [atSec]);
      this.run('DELETE FROM audit WHERE at_sec < ?', [auditSec]);
    });
  }

  /** Within another transaction it is part of that one. */
  transaction<T>(run: () => T): T {
    if (this.database.isTransaction) return run();
    this.guarded(() => this.database.exec('BEGIN IMMEDIATE'));
    try {
      const result = run();
      this.guarded(() => this.database.exec('COMMIT'));
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  changeMark(): number {
    return this.row('PRAGMA data_version')!['data_version'] as number;
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) return known;
    const made = this.database.prepare(sql);
    this.statements.set(sql, made);
    return made;
  }

  private row(sql: string, ...values: SQLInputValue[]): Row | null {
    return this.guarded(() => this.statement(sql).get(...values) ?? null);
  }

  private rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.guarded(() => this.statement(sql).all(...values));
  }

  private run(sql: string, values: readonly SQLInputValue[]): void {
    this.guarded(() => this.statement(sql).run(...values));
  }

  private guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw new AccountsUnavailable(`accounts ${this.path}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function readAccount(row: Row | null): Account | null {
  return (
    row && {
      accountId: row['account_id'] as string,
      kind: row['kind'] as Account['kind'],
      status: row['status'] as Account['status'],
      sealed: row['sealed'] as string | null,
      secretHash: row['secret_hash'] as string | null,
      sealedFactor: row['sealed_factor'] as string | null,
      grants: JSON.parse(row['grants'] as string) as Grant[],
      vehicleId: row['vehicle_id'] as string | null,
      createdSec: row['created_sec'] as number,
      changedSec: row['changed_sec'] as number,
    }
  );
}

function readSession(row: Row | null): Session | null {
  return (
    row && {
      sessionId: row['session_id'] as string,
      accountId: row['account_id'] as string,
      tokenHash: row['token_hash'] as string,
      sealedDevice: row['sealed_device'] as string | null,
      createdSec: row['created_sec'] as number,
      seenSec: row['seen_sec'] as number,
      endsSec: row['ends_sec'] as number,
    }
  );
}

function readChallenge(row: Row | null): Challenge | null {
  return (
    row && {
      challengeId: row['challenge_id'] as string,
      codeHash: row['code_hash'] as string,
      subjectId: row['subject_id'] as string | null,
      sealed: row['sealed'] as string | null,
      endsSec: row['ends_sec'] as number,
      triesLeft: row['tries_left'] as number,
    }
  );
}

function openAccounts(path: string, isAlone: boolean): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    makeOwnFile(path);
    database = new DatabaseSync(path, { timeout: 2000 });
    if (isAlone) database.exec('PRAGMA locking_mode = EXCLUSIVE');
    checkFormat(database, path);
    closeToOthers(path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    database.exec('PRAGMA user_version'); // a file in WAL mode is locked from the first read on, until it is closed
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof AccountsUnavailable) throw error;
    if (isAlone && (error as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new AccountsUnavailable(`accounts ${path} are in use: stop the service and other verbs first`);
    }
    throw new AccountsUnavailable(`accounts ${path}: cannot open: ${(error as Error).message}`, { cause: error });
  }
}

function checkFormat(database: DatabaseSync, path: string): void {
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number;
  const tableCount = (database.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }).n;
  const isOurs = pragma('application_id') === APPLICATION_ID;
  if (!isOurs && tableCount > 0) {
    throw new AccountsUnavailable(`${path} is a database but holds no accounts of Noriai: give another data folder`);
  }
  const version = pragma('user_version');
  if (version > FORMAT_VERSION) {
    throw new AccountsUnavailable(
      `accounts ${path}: got format ${version}, expected at most ${FORMAT_VERSION}: install the newer Noriai that wrote it`,
    );
  }
  if (tableCount > 0) return;
  database.exec(`BEGIN IMMEDIATE; ${tables}
    PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}; COMMIT`);
}
