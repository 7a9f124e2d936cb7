/**
 * What the result of a run depends on, as one short text: scenario, seed, the code that decides, and the bytes of the area
 * and the trip table. A sweep that is taken up again never mixes results of other code or of another town.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { areaFiles, areaFolder } from '@noriai/data/area/area-folder.ts';
import { POPULATION_FILE } from '@noriai/data/model-town/import-model-town.ts';
import type { ScenarioFile } from '../scenario/scenario-file.ts';

export interface Job {
  readonly file: ScenarioFile;
  readonly seed: number;
}

/** What jobs are run with; worked out once a sweep. */
export interface JobGround {
  /** Hash of the sources that decide, simulate and open an area. */
  readonly code: string;
  /** Hash of what is read beside the scenario: area files, trip table. */
  readonly areaOf: (file: ScenarioFile) => string;
}

const root = join(import.meta.dirname, '..', '..', '..');
const codeFolders = ['core/src', 'sim/src', 'data/src', 'dispatcher/src/adapters'];

/** Cost: reads all sources and the files of the areas once, some tens of milliseconds. */
export function jobGround(dataDir: string): JobGround {
  const known = new Map<string, string>();
  return {
    code: codeHash(),
    areaOf(file) {
      const paths = inputPaths(file, dataDir);
      const name = paths.join('\n');
      let hash = known.get(name);
      if (hash === undefined) known.set(name, (hash = hashOf(paths)));
      return hash;
    },
  };
}

export function jobKey({ file, seed }: Job, { code, areaOf }: JobGround): string {
  const { seeds: _, ...rest } = file;
  return shortHash(JSON.stringify([rest, seed, code, areaOf(file)]));
}

function inputPaths({ area, demand }: ScenarioFile, dataDir: string): readonly string[] {
  const folder = areaFolder(dataDir, area);
  const ofArea = [areaFiles.area, areaFiles.road, areaFiles.foot, POPULATION_FILE].map((name) => join(folder, name));
  return [...(area === 'grid' ? [] : ofArea), ...(demand.kind === 'trips' ? [demand.file] : [])];
}

function codeHash(): string {
  const paths = codeFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .toSorted()
      .map((name) => join(root, folder, name)),
  );
  return hashOf(paths);
}

/** A file that is not there counts as empty: an area need not have a population. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    hash.update(`${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
