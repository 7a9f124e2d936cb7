/** Figures over time: one line of JSON a run in `docs/benchmarks/history.ndjson`; never a test's pass or fail. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectDir } from '../project-dir.ts';

export function appendHistory(bench: string, figures: object): void {
  const path = join(projectDir, 'docs', 'benchmarks', 'history.ndjson');
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${JSON.stringify({ bench, date: new Date().toISOString(), ...figures })}\n`);
}
