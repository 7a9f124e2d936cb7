/** The service's own files in the data folder: the installation's secret and the ledgers. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@noriai/data/area/make-folder.ts';

/** The data folder cannot be used. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
}

export interface DataFolder {
  readonly secret: Buffer;
  readonly ledgerPath: string;
}

/**
 * Makes the folder, which is nobody else's, and its secret when they are not there.
 *
 * @param isDemo the demo has a ledger of its own, because its clock may be shifted
 * @throws DataFolderUnusable
 */
export function openDataFolder(dataDir: string, isDemo: boolean): DataFolder {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK);
    return { secret: secretIn(dataDir), ledgerPath: join(dataDir, isDemo ? 'ledger-demo.sqlite' : 'ledger.sqlite') };
  } catch (error) {
    if (error instanceof DataFolderUnusable) throw error;
    throw new DataFolderUnusable(
      `data folder ${dataDir} cannot be written (${(error as Error).message}): give another with --data-dir or NORIAI_DATA_DIR`,
    );
  }
}

/** Snapshots for a fast start; may be deleted at any time. */
export const snapshotFolder = (dataDir: string, isDemo: boolean): string =>
  join(dataDir, isDemo ? 'snapshots-demo' : 'snapshots');

/** Tokens are made with it: whoever has it can act for everybody, and without it every rider and driver signs in anew. */
function secretIn(dataDir: string): Buffer {
  const path = join(dataDir, 'secret');
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (secret.length >= 32) return secret;
  throw new DataFolderUnusable(
    `${path} is damaged: restore it from a backup, or delete it and everybody signs in anew`,
  );
}
