import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { openState } from '@noriai/core/dispatch/state.ts';
import { canonicalState } from '@noriai/core/dispatch/canonical.ts';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import { decodeScenario, readScenario } from '../scenario/read-scenario.ts';
import { gridTown } from '../world/grid-world.ts';
import { legLengths } from '../world/leg-lengths.ts';
import { runDocument, runScenario } from './run-scenario.ts';

function gridScenario(change: Record<string, unknown> = {}) {
  const town = gridTown();
  const json = {
    format: 'noriai-scenario-1',
    id: 'grid-try',
    area: 'grid',
    firstDay: '2026-04-07',
    days: 1,
    demand: { kind: 'population', tripsPerDay: 80 },
    ...change,
  };
  const scenario = readScenario('grid-try', decodeScenario('grid-try', json), town.area);
  const world = serviceWorld(scenario.area, town.streets);
  return { scenario, place: { world, population: town.population, legLengthM: legLengths(world) } };
}

describe('a simulated day', () => {
  const { scenario, place } = gridScenario();

  test('the same seed gives the same facts, another seed others', () => {
    const [once, again, other] = [1, 1, 2].map((seed) => runScenario(scenario, place, { seed }).hash);
    expect(again).toBe(once);
    expect(other).not.toBe(once);
  });

  test('every request ends in one way, and nothing is left open', () => {
    for (const seed of [1, 2, 3]) {
      const { tally } = runScenario(scenario, place, { seed });
      const refused = [...tally.refused.values()].reduce((sum, n) => sum + n, 0);
      const ended = refused + tally.notTaken + tally.cancelled + tally.noShows + tally.notDriven + tally.served;
      expect([ended, tally.open], `seed ${seed}`).toEqual([tally.requests, 0]);
      expect(tally.served, `seed ${seed}`).toBeGreaterThan(20);
    }
  });

  test('the facts alone tell the state, as in the live service', () => {
    const facts: LedgerEntry[] = [];
    runScenario(scenario, place, { seed: 4, onFact: (entry) => facts.push(entry) });
    const states = [openState(), openState()];
    for (const state of states) for (const entry of facts) evolve(place.world, state, entry);
    expect(canonicalState(states[0]!)).toBe(canonicalState(states[1]!));
    expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_, i) => i + 1));
  });

  test('when all goes as believed no promise is broken', () => {
    const calm = gridScenario({
      driving: { daySpreadPermille: 0, legSpreadPermille: 0, dwellSpreadPermille: 0 },
      riders: { lateRiderPermille: 0, noShowPermille: 0 },
    });
    for (const seed of [1, 2, 3]) {
      const { tally } = runScenario(calm.scenario, calm.place, { seed });
      expect([tally.latePickups, tally.lateDropoffs, tally.notDriven], `seed ${seed}`).toEqual([0, 0, 0]);
    }
  });

  test('slower streets than believed, absent riders and a breakdown show in the figures', () => {
    const hard = gridScenario({
      driving: { speedPermille: 600 },
      riders: { noShowPermille: 200 },
      faults: [{ kind: 'breakdown', vehicleId: 'v1', date: '2026-04-07', at: '10:00', minutes: 90 }],
    });
    const { tally } = runScenario(hard.scenario, hard.place, { seed: 1 });
    expect(tally.latePickups).toBeGreaterThan(0);
    expect(tally.noShows).toBeGreaterThan(3);
  });

  test('the document names the figures of the KPI table', () => {
    const document = runDocument(runScenario(scenario, place, { seed: 1 }));
    const wanted = ['scenario', 'seed', 'requests', 'served', 'refused', 'waitMeanSec', 'waitP95Sec', 'rideMeanSec'];
    for (const name of [...wanted, 'pooledShare', 'ridersPerVehicleHour', 'emptyKmShare', 'hash']) {
      expect(document, name).toHaveProperty(name);
    }
  });
});
