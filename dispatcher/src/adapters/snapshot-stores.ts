/** Where snapshots lie: a file an area beside the ledger, or memory. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Snapshot, SnapshotStore } from '../application/snapshots.ts';

export class MemorySnapshots implements SnapshotStore {
  readonly kept = new Map<string, Snapshot>();

  newest(areaId: string): Promise<Snapshot | null> {
    return Promise.resolve(this.kept.get(areaId) ?? null);
  }

  put(snapshot: Snapshot): Promise<void> {
    this.kept.set(snapshot.areaId, snapshot);
    return Promise.resolve();
  }
}

/** One compressed file an area, replaced whole; it can be deleted at any time. */
export class FileSnapshots implements SnapshotStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  newest(areaId: string): Promise<Snapshot | null> {
    try {
      const text = gunzipSync(readFileSync(this.pathOf(areaId))).toString('utf8');
      return Promise.resolve(JSON.parse(text) as Snapshot);
    } catch {
      return Promise.resolve(null); // missing or damaged: everything is replayed
    }
  }

  put(snapshot: Snapshot): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const path = this.pathOf(snapshot.areaId);
    writeFileSync(`${path}.new`, gzipSync(JSON.stringify(snapshot), { level: 1 }), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return Promise.resolve();
  }

  private pathOf(areaId: string): string {
    return join(this.folder, `${areaId}.json.gz`);
  }
}
