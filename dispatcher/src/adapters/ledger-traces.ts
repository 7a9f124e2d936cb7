/** Traces that an earlier ledger left in a data folder: beside them no new one is begun, which would hide that it is gone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerUnavailable } from '../application/ports.ts';
import { SqliteAccounts } from './accounts/sqlite-accounts.ts';
import { SqliteOutbox } from './notices/outboxes.ts';

/**
 * Riders and drivers are registered by a running service, and the mark of notices is a fact's number, so either had a
 * ledger; operators may be added before the first start.
 *
 * @throws LedgerUnavailable when the ledger that accounts or notices belong to is not there (rule LG15);
 * AccountsUnavailable, OutboxUnavailable when that cannot be told because they are damaged
 */
export function checkLedgerIsNotLost(dataDir: string): void {
  if (existsSync(join(dataDir, 'ledger.sqlite'))) return;
  const traces = [...accountTraces(join(dataDir, 'accounts.sqlite')), ...noticeTraces(join(dataDir, 'notices.sqlite'))];
  if (traces.length === 0) return;
  throw new LedgerUnavailable(
    `${dataDir}: got ${traces.join(' and ')} and no ledger.sqlite, expected the ledger that they belong to: restore a backup into another data folder, or put the ledger back; a service that is to begin anew needs another --data-dir`,
  );
}

function accountTraces(path: string): string[] {
  if (!existsSync(path)) return [];
  const store = new SqliteAccounts(path);
  try {
    const kinds = (['rider', 'driver'] as const).filter((kind) => store.idsAfter(kind, '', 1).length > 0);
    return kinds.length > 0 ? [`accounts.sqlite with ${kinds.map((kind) => `${kind}s`).join(' and ')}`] : [];
  } finally {
    store.close();
  }
}

function noticeTraces(path: string): string[] {
  if (!existsSync(path)) return [];
  const outbox = new SqliteOutbox(path);
  try {
    const sequence = outbox.farthestMark();
    return sequence > 0 ? [`notices.sqlite of ${sequence} facts`] : [];
  } finally {
    outbox.close();
  }
}
