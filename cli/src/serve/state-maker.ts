/** What a state depends on besides the ledger: the code that makes it and the area. A snapshot of another maker is not used. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { projectDir } from '../project-dir.ts';

/** About 10 ms. */
export function stateMaker(area: AreaFile): string {
  const hash = createHash('sha256').update(JSON.stringify(area));
  const folder = join(projectDir, 'core', 'src');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts')).sort()) {
    hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
