/** The policy of a scenario is data that the dispatch plans by. */
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { openState } from '@noriai/core/dispatch/state.ts';
import { expectedCalls } from '@noriai/core/dispatch/timeline.ts';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import { decodeScenario, readScenario } from '../scenario/read-scenario.ts';
import { gridTown } from '../world/grid-world.ts';
import { legLengths } from '../world/leg-lengths.ts';
import { runScenario } from './run-scenario.ts';

function dayUnder(policy: Record<string, number>, seed: number) {
  const town = gridTown();
  const json = {
    format: 'noriai-scenario-1',
    id: 'policy',
    area: 'grid',
    firstDay: '2026-04-07',
    days: 1,
    demand: { kind: 'population', tripsPerDay: 110 },
    policy,
  };
  const scenario = readScenario('policy', decodeScenario('policy', json), town.area);
  const world = serviceWorld(scenario.area, town.streets);
  const place = { world, population: town.population, legLengthM: legLengths(world) };
  const facts: LedgerEntry[] = [];
  const result = runScenario(scenario, place, { seed, onFact: (entry) => facts.push(entry) });
  return { world, facts, result };
}

/** Smallest time between two offers of one request; ways back come at the distance of the ways there. */
function leastSpacingSec(facts: readonly LedgerEntry[]): number {
  const gaps = facts.flatMap(({ event }) =>
    event.kind === 'offers_made' && event.returnOf === undefined && !event.insteadOf
      ? event.offers.slice(1).map((offer, i) => offer.pickupFromSec - event.offers[i]!.pickupFromSec)
      : [],
  );
  return Math.min(...gaps);
}

/** New routes that change a call for which the vehicle leaves within the horizon, out of those with such a call. */
function changesWithin({ world, facts }: ReturnType<typeof dayUnder>, horizonSec: number) {
  const state = openState();
  let changed = 0;
  let looked = 0;
  for (const entry of facts) {
    const { event, atSec } = entry;
    const shift = event.kind === 'route_planned' ? state.shifts.get(event.shiftId) : undefined;
    if (event.kind === 'route_planned' && shift && shift.visits.length > 0) {
      const calls = expectedCalls(world, state, shift, atSec).filter((call) => call.departSec < atSec + horizonSec);
      const bound = calls.reduce((sum, call) => sum + call.visits.length, 0);
      if (bound > 0) looked++;
      const same = (i: number) => JSON.stringify(event.visits[i]) === JSON.stringify(shift.visits[i]);
      if (!Array.from({ length: bound }, (_, i) => i).every(same)) changed++;
    }
    evolve(world, state, entry);
  }
  return { changed, looked };
}

const isTrouble = (kind: string) => ['promise_at_risk', 'ride_moved', 'promise_broken'].includes(kind);

describe('policy', () => {
  test('further offers keep the stated distance', () => {
    expect(leastSpacingSec(dayUnder({ offerSpacingSec: 600 }, 1).facts)).toBeGreaterThanOrEqual(600);
    expect(leastSpacingSec(dayUnder({ offerSpacingSec: 600 }, 1).facts)).toBeLessThan(1200);
    expect(leastSpacingSec(dayUnder({}, 1).facts)).toBeGreaterThanOrEqual(1200);
  });

  test('nothing within the frozen horizon is changed, and without one it would be', () => {
    for (const seed of [1, 2]) {
      const frozen = changesWithin(dayUnder({ frozenSec: 1500 }, seed), 1500);
      expect(frozen.changed, `seed ${seed}`).toBe(0);
      expect(frozen.looked, `seed ${seed}`).toBeGreaterThan(10);
      expect(changesWithin(dayUnder({}, seed), 1500).changed, `seed ${seed}`).toBeGreaterThan(0);
    }
  });

  test('who weighs driving more drives less', () => {
    const kmUnder = (policy: Record<string, number>) =>
      [1, 2].reduce((sum, seed) => sum + dayUnder(policy, seed).result.values['vehicleKm']!, 0);
    expect(kmUnder({ driveWeight: 10, waitWeight: 1 })).toBeLessThan(kmUnder({ driveWeight: 0, waitWeight: 10 }));
  });

  test('a larger reserve puts fewer promises at risk when traffic varies', () => {
    const risks = (reserveSec: number) =>
      [1, 2].flatMap((seed) => dayUnder({ reserveSec }, seed).facts).filter(({ event }) => isTrouble(event.kind))
        .length;
    expect(risks(300)).toBeLessThan(risks(0));
  });
});
