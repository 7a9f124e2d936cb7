import { describe, expect, test } from 'vitest';
import type { DispatchEvent, LedgerEntry } from '@noriai/core/dispatch/events.ts';
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

  test('nothing is decided by mathematics in which engines may differ', () => {
    const inexact = ['sin', 'cos', 'tan', 'atan2', 'hypot', 'exp', 'log', 'log2', 'log10', 'pow', 'cbrt'] as const;
    const own = inexact.map((name) => Math[name]);
    const policy = { improveEverySec: 600, improveSteps: 50 };
    const improving = gridScenario({ policy });
    const { hash } = runScenario(improving.scenario, improving.place, { seed: 1 });
    try {
      for (const name of inexact) {
        Math[name] = () => {
          throw new Error(`Math.${name} was asked for`);
        };
      }
      expect(runScenario(improving.scenario, improving.place, { seed: 1 }).hash).toBe(hash);
    } finally {
      inexact.forEach((name, i) => Object.assign(Math, { [name]: own[i] }));
    }
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

  test('riders book pairs, call open returns, wait for seats, and come by standing order', () => {
    const busy = gridScenario({
      days: 4,
      fleet: { vehicles: 1, wheelchairPlaces: 1 },
      demand: { kind: 'population', tripsPerDay: 60, regulars: 6 },
      riders: { waitlistPermille: 1000, walkerPermille: 500, wheelchairPermille: 100, companionPermille: 1000 },
    });
    const events: DispatchEvent[] = [];
    const { end, tally } = runScenario(busy.scenario, busy.place, {
      seed: 2,
      onFact: ({ event }) => events.push(event),
    });
    const kinds = new Set(events.map((event) => event.kind));
    for (const kind of ['open_return_noted', 'waitlist_joined', 'waitlist_ended', 'standing_order_day'] as const) {
      expect(kinds, kind).toContain(kind);
    }
    const made = events.filter((event) => event.kind === 'offers_made');
    expect(made.some((event) => event.returnOf !== undefined)).toBe(true);
    expect(made.some((event) => event.openReturnId !== undefined)).toBe(true);
    const parties = made.map(({ request }) => request.party);
    expect(parties.some(({ companions }) => companions === 1)).toBe(true);
    expect(parties.some(({ needs }) => needs?.[0]?.type === 'walker')).toBe(true);
    const { wishes, wishesBooked, wishesGivenUp } = end.counts;
    expect([wishesBooked + wishesGivenUp, tally.open]).toEqual([wishes, 0]);
  });

  test('the document names the figures of the KPI table', () => {
    const document = runDocument(runScenario(scenario, place, { seed: 1 }));
    const wanted = ['scenario', 'seed', 'requests', 'served', 'refused', 'waitMeanSec', 'waitP95Sec', 'rideMeanSec'];
    for (const name of [...wanted, 'pooledShare', 'ridersPerVehicleHour', 'emptyKmShare', 'hash']) {
      expect(document, name).toHaveProperty(name);
    }
  });
});
