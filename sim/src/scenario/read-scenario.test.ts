import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gridTown } from '../world/grid-world.ts';
import { decodeScenario, readScenario, ScenarioError } from './read-scenario.ts';

const plain = {
  format: 'noriai-scenario-1',
  id: 'plain',
  area: 'grid',
  firstDay: '2026-04-07',
  days: 1,
  demand: { kind: 'population', tripsPerDay: 10 },
};

function mistakesOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ScenarioError) return error.mistakes.map(({ path }) => path);
    throw error;
  }
  return [];
}

test('what is left out is the area’s own or a default with a grade', () => {
  const { area } = gridTown();
  const scenario = readScenario('plain', decodeScenario('plain', plain), area);
  expect(scenario.area).toEqual(area);
  expect(scenario.riders.phonePermille).toBe(600);
  expect(scenario.dates).toEqual(['2026-04-07']);
});

test('all mistakes of form are named at once', () => {
  const wrong = {
    ...plain,
    days: 0,
    wheels: 4,
    demand: { kind: 'population' },
    riders: { phonePermille: 2000 },
  };
  expect(mistakesOf(() => decodeScenario('wrong', wrong))).toEqual([
    'wheels',
    'days',
    'riders.phonePermille',
    'demand.tripsPerDay',
  ]);
});

test('unknown stops, overlapping shifts, impossible promises, unknown vehicles, negative demand are named at once', () => {
  const wrong = decodeScenario('wrong', {
    ...plain,
    hours: [
      { days: ['tue', 'wed'], from: '09:00', until: '13:00' },
      { days: ['tue'], from: '12:00', until: '17:00' },
    ],
    stops: { without: ['s1', 'nowhere'] },
    demand: { kind: 'population', tripsPerDay: -5 },
    promises: { windowSec: 1200, maxWaitSec: 900 },
    faults: [{ kind: 'breakdown', vehicleId: 'v9', date: '2026-04-09', at: '10:00', minutes: 30 }],
  });
  expect(mistakesOf(() => readScenario('wrong', wrong, gridTown().area))).toEqual([
    'promises.windowSec',
    'hours[1]',
    'stops.without[1]',
    'faults[0]',
    'faults[0].vehicleId',
    'demand.tripsPerDay',
  ]);
});

test('shifts that overlap, of unknown vehicles, and breaks that do not fit are named at once', () => {
  const days = ['mon', 'tue'];
  const pause = (from: string, until: string, minutes: number) => ({
    kind: 'break',
    from,
    until,
    durationSec: minutes * 60,
  });
  const shifts = [
    { vehicleId: 'v1', days, from: '09:00', until: '13:00' },
    { vehicleId: 'v1', days: ['tue'], from: '12:30', until: '17:00' },
    { vehicleId: 'v1', days: ['wed'], from: '12:30', until: '17:00' },
    { vehicleId: 'v7', days, from: '09:00', until: '13:00' },
    { vehicleId: 'v2', days, from: '09:00', until: '13:00', pauses: [pause('12:00', '12:50', 90)] },
    {
      vehicleId: 'v3',
      days,
      from: '09:00',
      until: '13:00',
      pauses: [pause('10:00', '10:30', 45), pause('10:00', '10:30', 20)],
    },
  ];
  const wrong = decodeScenario('wrong', { ...plain, work: { shifts } });
  expect(mistakesOf(() => readScenario('wrong', wrong, gridTown().area))).toEqual([
    'work.shifts[3].vehicleId',
    'work.shifts[1]',
    'work.shifts[4].pauses[0]',
    'work.shifts[5].pauses[1]',
  ]);
});

test('a reserve that eats up the window, and riding dearer than waiting outside, are impossible', () => {
  const wrong = decodeScenario('wrong', { ...plain, promises: { windowSec: 100 }, policy: { waitWeight: 5 } });
  expect(mistakesOf(() => readScenario('wrong', wrong, gridTown().area))).toContain('policy.reserveSec');
  const dear = { ...plain, policy: { rideExcessWeight: 5 } };
  expect(mistakesOf(() => decodeScenario('dear', dear))).toEqual(['policy.rideExcessWeight']);
});

test('days without service are no scenario', () => {
  const hours = [{ days: ['sun'], from: '09:00', until: '12:00' }];
  expect(mistakesOf(() => readScenario('x', decodeScenario('x', { ...plain, hours }), gridTown().area))).toEqual([
    'days',
  ]);
});

test('every shipped scenario is well formed and called as its file', () => {
  const folder = join(import.meta.dirname, '..', '..', 'scenarios');
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
    expect(decodeScenario(file, json).id).toBe(file.replace('.json', ''));
  }
});
