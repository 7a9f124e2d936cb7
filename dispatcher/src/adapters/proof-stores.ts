/** Where proofs of promises are kept: a small file a day beside the ledger, or memory. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DayProof } from '@noriai/core/contracts/proofs.ts';
import type { ProofStore } from '../application/promise-proofs.ts';

export class MemoryProofs implements ProofStore {
  private readonly kept = new Map<string, DayProof>();

  put(areaId: string, proof: DayProof): void {
    this.kept.set(`${areaId}/${proof.date}`, proof);
  }

  find(areaId: string, date: string): DayProof | null {
    return this.kept.get(`${areaId}/${date}`) ?? null;
  }

  newest(areaId: string, limit: number): readonly DayProof[] {
    const own = [...this.kept].filter(([key]) => key.startsWith(`${areaId}/`)).map(([, proof]) => proof);
    return own.sort((a, b) => (a.date < b.date ? 1 : -1)).slice(0, limit);
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `<folder>/<area>/<date>.json`, written whole; a file that is gone is proved anew while its day is in reach. */
export class FileProofs implements ProofStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  put(areaId: string, proof: DayProof): void {
    const folder = join(this.folder, areaId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${proof.date}.json`);
    writeFileSync(`${path}.new`, `${JSON.stringify(proof, null, 1)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  find(areaId: string, date: string): DayProof | null {
    if (!DATE.test(date)) return null;
    try {
      return JSON.parse(readFileSync(join(this.folder, areaId, `${date}.json`), 'utf8')) as DayProof;
    } catch {
      return null; // not there, or damaged: it is proved again
    }
  }

  newest(areaId: string, limit: number): readonly DayProof[] {
    return this.dates(areaId)
      .slice(0, limit)
      .flatMap((date) => this.find(areaId, date) ?? []);
  }

  private dates(areaId: string): readonly string[] {
    try {
      const names = readdirSync(join(this.folder, areaId)).map((name) => name.replace(/\.json$/, ''));
      return names.filter((name) => DATE.test(name)).sort((a, b) => (a < b ? 1 : -1));
    } catch {
      return []; // nothing was proved yet
    }
  }
}
