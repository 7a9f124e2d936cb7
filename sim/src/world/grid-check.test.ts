/**
 * A town whose waits and detours follow from a formula, so that the simulator is right and not only unchanged.
 *
 * One vehicle, everybody asks for "now", nobody shares (the vehicle has one seat), trips from a stop to its neighbour at
 * stated times: the vehicle is a queue with one server, and the wait follows from sums of drives and dwells.
 */
import { describe, expect, test } from 'vitest';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import type { Traveller } from '../loop/traveller.ts';
import { runScenario } from '../run/run-scenario.ts';
import { decodeScenario, readScenario } from '../scenario/read-scenario.ts';
import { chanceOf } from '../chance/chance.ts';
import { gridTown } from './grid-world.ts';
import { legLengths } from './leg-lengths.ts';

const LEG_SEC = 45;
const DWELL_SEC = 60;
const SIDE = 11;
const MIDDLE = 5 * SIDE + 5;

/** Everything as believed, patient riders who come and stay, long waits allowed. */
function calmGrid(change: Record<string, unknown>) {
  const json = {
    format: 'noriai-scenario-1',
    id: 'calm',
    area: 'grid',
    firstDay: '2026-04-07',
    days: 1,
    fleet: { vehicles: 1, seats: 1, wheelchairPlaces: 0 },
    promises: { maxWaitSec: 7200, windowSec: 3600, maxOffers: 1, offerHoldSec: 60 },
    driving: { daySpreadPermille: 0, legSpreadPermille: 0, dwellSpreadPermille: 0 },
    riders: {
      cancelPermille: 0,
      noShowPermille: 0,
      lateRiderPermille: 0,
      leastToleranceSec: 14400,
      mostToleranceSec: 14400,
    },
    demand: { kind: 'population', tripsPerDay: 1 },
    ...change,
  };
  const town = gridTown();
  const scenario = readScenario('calm', decodeScenario('calm', json), town.area);
  const world = serviceWorld(scenario.area, town.streets);
  return { scenario, place: { world, worldChanges: [], population: null, legLengthM: legLengths(world) } };
}

function trip(n: number, askedSec: number, from: number, to: number): Traveller {
  const stop = (at: number) => ({ kind: 'stop', stopId: `s${at}` }) as const;
  const party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };
  const rest = { channel: 'app', age: null, districtId: null, returnTrip: null } as const;
  return {
    riderId: `2026-04-07-${n}`,
    from: stop(from),
    to: stop(to),
    askedSec,
    when: { kind: 'now' },
    party,
    ...rest,
  };
}

/** 09:00 in Osaka. */
const OPENING_SEC = Date.parse('2026-04-07T09:00:00+09:00') / 1000;
describe('the grid town', () => {
  test('one rider alone: the wait is the look at the offer, the drive and the boarding; the ride is drive and alighting', () => {
    const { scenario, place } = calmGrid({});
    const asked = OPENING_SEC + 3600;
    const from = MIDDLE + 3;
    const { values } = runScenario(scenario, place, { seed: 1, demand: () => [trip(0, asked, from, from + 4 * SIDE)] });
    // An idle vehicle is planned to leave when the hold of 60 s ends and drives 135 s; the window opens at the full minute
    // before, 180 s after asking, and the vehicle, sent when the offer was taken (40 s), is there by then.
    expect(values['waitMeanSec']).toBe(Math.floor((60 + 3 * LEG_SEC) / 60) * 60 + DWELL_SEC);
    expect(values['rideMeanSec']).toBe(4 * LEG_SEC + DWELL_SEC);
    // 300 m a step east, west, north or south: empty 3 + 7 home, loaded 4.
    expect(values['emptyKmShare']).toBeCloseTo((3 + 7) / 14, 2);
  });

  test('anybody anywhere: the mean direct ride is the mean distance of a square grid', () => {
    // Mean distance of two different stops of an n × n grid: 2 (n² − 1) / (3 n) × n² / (n² − 1).
    const expectedSteps = ((2 * (SIDE * SIDE - 1)) / (3 * SIDE)) * ((SIDE * SIDE) / (SIDE * SIDE - 1));
    const { scenario, place } = calmGrid({ fleet: { vehicles: 60, seats: 1, wheelchairPlaces: 0 } });
    const random = chanceOf('grid trips');
    const stops = SIDE * SIDE;
    const riders = Array.from({ length: 400 }, (_, n) => {
      const from = Math.floor(random() * stops);
      const to = (from + 1 + Math.floor(random() * (stops - 1))) % stops;
      return trip(n, OPENING_SEC + 1800 + Math.floor(random() * 18_000), from, to);
    });
    const { tally } = runScenario(scenario, place, { seed: 1, demand: () => riders });
    expect(tally.served).toBe(400);
    // Nobody shares one seat: each ride is exactly its direct drive and the alighting.
    expect(tally.rideSec.sum).toBe(tally.directSec + 400 * DWELL_SEC);
    const meanSteps = tally.directSec / 400 / LEG_SEC;
    // One distance deviates by about 3.6 steps: three standard errors of 400 are 0.54.
    expect(Math.abs(meanSteps - expectedSteps)).toBeLessThan(0.54);
  });

  test('trips in a row are a queue with one server: waits as of M/D/1 with setup within 10 %', () => {
    // Everybody rides from the middle to its neighbour and the vehicle comes back empty: a service of fixed length.
    const serviceSec = 2 * LEG_SEC + 2 * DWELL_SEC;
    const load = 0.6;
    const gapSec = serviceSec / load;
    const waits = Array.from({ length: 14 }, (_, i) => meanWaitOfDay(i + 1, gapSec));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    // Pollaczek–Khinchine, and Welch (1964) for the 40 s which an idle vehicle stands until the offer is taken.
    const queueSec = (load * serviceSec) / (2 * (1 - load));
    const setupSec = (2 * LOOK_SEC + LOOK_SEC ** 2 / gapSec) / (2 * (1 + LOOK_SEC / gapSec));
    const expected = queueSec + setupSec + LEG_SEC + DWELL_SEC;
    expect(Math.abs(mean / expected - 1), `mean ${mean}, expected ${expected}`).toBeLessThan(0.1);
  });
});

/** App users look at the offers as long. */
const LOOK_SEC = 40;

function meanWaitOfDay(seed: number, gapSec: number): number {
  const { scenario, place } = calmGrid({});
  const random = chanceOf('queue day', seed);
  const riders: Traveller[] = [];
  // Arrivals at random: each second somebody asks with the same chance.
  for (let sec = 600; sec < 25_000; sec++) {
    if (random() * gapSec < 1) riders.push(trip(riders.length, OPENING_SEC + sec, MIDDLE, MIDDLE + 1));
  }
  const { tally } = runScenario(scenario, place, { seed, demand: () => riders });
  expect(tally.served, `seed ${seed}`).toBe(riders.length);
  return tally.waitSec.sum / tally.waitSec.count;
}
