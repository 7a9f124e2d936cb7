import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { GRID_AREA, makeGridArea } from '../check/grid-area.ts';
import { benchVerb } from './bench.ts';
import { routeVerb } from './route.ts';
import { tableVerb } from './table.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noriai-route-'));
  await makeGridArea(folder, { side: 4, vehicles: 1, advanceDays: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs a verb in this program; what it prints on standard output must be one JSON document. */
async function json(verb: Command, ...args: string[]): Promise<Record<string, unknown>> {
  let out = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await verb.exitOverride().parseAsync([...args, '--json'], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return JSON.parse(out) as Record<string, unknown>;
}

// The grid's crossings are 0.003 degrees apart: 333.6 m to the north, 273.6 m to the east at 34.9 degrees.
const inGrid = () => ['--area', GRID_AREA, '--data-dir', folder];
const across = ['--from', '34.9,135.4', '--to', '34.903,135.403'];

describe('noriai route', () => {
  test('drives along the streets, slower by cart than by sedan', async () => {
    const sedan = await json(routeVerb(), ...inGrid(), ...across, '--vehicle-class', 'sedan', '--period', 'free_flow');
    const cart = await json(routeVerb(), ...inGrid(), ...across, '--vehicle-class', 'cart', '--period', 'free_flow');
    expect(sedan).toMatchObject({ area: GRID_AREA, by: 'sedan', period: 'free_flow', lengthM: 607 });
    expect(cart['lengthM']).toBe(607);
    expect(cart['sec']).toBe(Math.ceil((607.2 * 3.6) / 19));
    expect(Number(sedan['sec'])).toBeLessThan(Number(cart['sec']));
  });

  test('walks', async () => {
    const walk = await json(routeVerb(), ...inGrid(), ...across, '--walk', '--rider', 'wheelchair');
    expect(walk).toMatchObject({ by: 'wheelchair', lengthM: 607, steps: 0 });
    expect(Number(walk['flatEquivalentM'])).toBeGreaterThanOrEqual(607);
  });

  test('bad input is one clear line', async () => {
    const fails = async (message: string, ...args: string[]) =>
      expect(json(routeVerb(), ...inGrid(), ...args)).rejects.toThrow(message);
    await fails('--to north: give latitude,longitude in degrees', '--from', '34.9,135.4', '--to', 'north');
    await fails('--vehicle-class truck: give one of cart, sedan', ...across, '--vehicle-class', 'truck');
    await fails('no usable street or path within 1,000 m', '--from', '34.9,135.4', '--to', '35.9,135.4');
    await expect(json(routeVerb(), '--area', 'nowhere', '--data-dir', folder, ...across)).rejects.toThrow(
      `--area nowhere: expected an imported area (${GRID_AREA}) or the folder of one`,
    );
  });
});

test('noriai table gives seconds between all stops, null where no way leads', async () => {
  const table = await json(tableVerb(), ...inGrid(), '--vehicle-class', 'cart');
  const stops = table['stops'] as string[];
  const sec = table['sec'] as (number | null)[][];
  expect(stops.length).toBe(16);
  expect(sec.length).toBe(16);
  sec.forEach((row, i) => row.forEach((value, j) => expect(value === 0, `${i} to ${j}`).toBe(i === j)));
});

describe('noriai bench road', () => {
  test('measures a graph from files', async () => {
    const path = (name: string) => join(folder, name);
    writeFileSync(path('ring.gr'), 'p sp 4 5\na 1 2 10\na 2 3 10\na 3 4 10\na 4 1 10\na 2 2 0\n');
    writeFileSync(path('ring.co'), 'p aux sp co 4\nv 1 0 0\nv 2 0 9\nv 3 9 9\nv 4 9 0\n');
    const files = ['--graph', path('ring.gr'), '--coords', path('ring.co'), '--no-history'];
    const { graphs } = await json(benchVerb(), 'road', ...files);
    expect(graphs).toMatchObject({ ring: { nodes: 4, arcs: 5, exact: true } });
  });

  test('wants both files', async () => {
    await expect(json(benchVerb(), 'road', '--graph', 'x.gr')).rejects.toThrow('give both --graph and --coords');
  });
});
