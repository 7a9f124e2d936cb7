/** Scenarios as the command line names them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ScenarioFile } from '@noriai/sim/scenario/scenario-file.ts';
import type { OpenScenario } from '@noriai/sim/world/open-scenario-world.ts';
import { InvalidArgumentError } from 'commander';
import { projectDir } from '../project-dir.ts';
import { say } from '../say.ts';

/** Scenarios that are shipped, by the name they are called by. */
const scenarioDir = join(projectDir, 'sim', 'scenarios');

export function shippedScenarios(): readonly string[] {
  return readdirSync(scenarioDir).map((file) => basename(file, '.json'));
}

/** @throws Error when neither is given, or when the name is no scenario */
export function nameOf(argument: string | undefined, flags: { readonly scenario?: string }): string {
  const name = argument ?? flags.scenario;
  if (name === undefined) throw new Error('which scenario? give a name like toyono or the path of a scenario file');
  return name;
}

/** A trip table lies beside the scenario file. @throws Error, ScenarioError with every mistake of form */
export async function scenarioNamed(name: string): Promise<ScenarioFile> {
  const { decodeScenario } = await import('@noriai/sim/scenario/read-scenario.ts');
  const path = scenarioPath(name);
  const file = decodeScenario(basename(path), readJsonFile(path));
  if (file.demand.kind !== 'trips') return file;
  return { ...file, demand: { ...file.demand, file: resolve(dirname(path), file.demand.file) } };
}

export async function openScenario(name: string, dataDir: string): Promise<OpenScenario> {
  return openFile(basename(name), await scenarioNamed(name), dataDir);
}

export async function openFile(label: string, file: ScenarioFile, dataDir: string): Promise<OpenScenario> {
  const { openScenarioWorld } = await import('@noriai/sim/world/open-scenario-world.ts');
  await sayWhenMade(file, dataDir);
  return openScenarioWorld(label, file, dataDir);
}

/** Says so when a shipped town must be made first. */
export async function sayWhenMade(file: ScenarioFile, dataDir: string): Promise<void> {
  const { areaFolder } = await import('@noriai/data/area/area-folder.ts');
  const isThere = file.area === 'grid' || existsSync(areaFolder(dataDir, file.area));
  if (!isThere) say(`opening ${file.area}; a shipped model town is made first (once, about ten seconds) …`);
}

export function scenarioPath(name: string): string {
  const shipped = join(scenarioDir, `${name}.json`);
  if (!name.includes('/') && !name.endsWith('.json') && existsSync(shipped)) return shipped;
  if (existsSync(name)) return name;
  throw new Error(
    `scenario ${name}: there is no such shipped scenario and no such file (shipped ones: noriai sim run --help)`,
  );
}

export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new Error(`${path}: is no JSON (${(error as Error).message})`, { cause: error });
  }
}

/** `1-8` or `1,2,5`. */
export function seedList(value: string): readonly number[] {
  const range = /^(\d+)-(\d+)$/.exec(value);
  if (!range) return value.split(',').map(wholeNumber);
  const [from, until] = [wholeNumber(range[1]!), wholeNumber(range[2]!)];
  if (until < from || until - from > 9_999) throw new InvalidArgumentError('give seeds like 1-8 or 1,2,5');
  return Array.from({ length: until - from + 1 }, (_, i) => from + i);
}

export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 0x7fff_ffff) {
    throw new InvalidArgumentError('give a whole number from 0 to 2147483647');
  }
  return number;
}
