/** One run of a scenario under one seed: its figures, and a hash of every fact by which two machines can compare. */
import { createHash } from 'node:crypto';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import { followTrips, type TripRecord } from '@noriai/core/kpi/follow-trips.ts';
import { followVehicles, type LegLength } from '@noriai/core/kpi/follow-vehicles.ts';
import { addVehicleFigures, emptyTally, tallyTrip, type KpiTally } from '@noriai/core/kpi/kpi-tally.ts';
import { kpiValues, type KpiValues } from '@noriai/core/kpi/kpi-table.ts';
import { populationDemand } from '../demand/population-demand.ts';
import { simulate, type SimulationEnd } from '../loop/simulate.ts';
import type { Demand, Traveller } from '../loop/traveller.ts';
import type { Scenario } from '../scenario/read-scenario.ts';

/** All that a scenario needs to run: what its area folder holds. */
export interface ScenarioWorld {
  readonly world: ServiceWorld;
  readonly population: PopulationFile | null;
  readonly legLengthM: LegLength;
  /** From the scenario's trip table, where it has one. */
  readonly tripTable?: Demand | null;
  /** The stop at a rider's door, where the scenario has doors. */
  readonly doorOf?: (point: number, age: string) => string | null;
}

export interface RunResult {
  readonly scenario: string;
  readonly seed: number;
  readonly values: KpiValues;
  readonly tally: KpiTally;
  readonly end: SimulationEnd;
  /** SHA-256 of all facts, one JSON line each. */
  readonly hash: string;
}

export interface RunOptions {
  readonly seed: number;
  /** Instead of the demand of the scenario file. */
  readonly demand?: Demand;
  readonly onFact?: (entry: LedgerEntry) => void;
  readonly onTrip?: (trip: TripRecord, traveller: Traveller | null) => void;
  readonly onDayEnd?: (date: string) => void;
}

/** So many facts go into the hash in one step. */
const FACTS_AT_ONCE = 256;

export function runScenario(scenario: Scenario, place: ScenarioWorld, options: RunOptions): RunResult {
  const { world, legLengthM } = place;
  const trips = followTrips();
  const vehicles = followVehicles(world, legLengthM);
  const tally = emptyTally();
  const hash = createHash('sha256');
  const facts: string[] = [];
  const travellers = new Map<string, Traveller>();
  const demand = noted(options.demand ?? demandOf(scenario, place, options.seed), travellers);

  function hashFacts(): void {
    if (facts.length > 0) hash.update(`${facts.splice(0).join('\n')}\n`);
  }

  function settle(ended: readonly TripRecord[], nowSec: number): void {
    for (const trip of ended) {
      const traveller = travellers.get(trip.riderId) ?? null;
      tallyTrip(world, tally, trip, { place: traveller?.districtId ?? null, age: traveller?.age ?? null });
      options.onTrip?.(trip, traveller);
    }
    addVehicleFigures(tally.vehicles, vehicles.take(nowSec));
  }

  const end = simulate({
    scenario,
    seed: options.seed,
    world,
    demand,
    onFact(entry) {
      facts.push(JSON.stringify(entry));
      if (facts.length >= FACTS_AT_ONCE) hashFacts();
      trips.apply(entry);
      vehicles.apply(entry);
      options.onFact?.(entry);
    },
    onDayEnd(date, nowSec) {
      settle(trips.takeEnded(), nowSec);
      forgetDay(travellers, date);
      options.onDayEnd?.(date);
    },
  });
  settle([...trips.takeEnded(), ...trips.rest()], end.endSec);
  hashFacts();
  const values = kpiValues(tally, scenario.costs);
  return { scenario: scenario.file.id, seed: options.seed, values, tally, end, hash: hash.digest('hex') };
}

/** The demand that the scenario file names. @throws RangeError when the area has no population */
function demandOf(scenario: Scenario, { world, population, doorOf, tripTable }: ScenarioWorld, seed: number): Demand {
  if (tripTable) return tripTable;
  if (!population) throw new RangeError(`area ${world.area.id} has no population.json: give a trip table`);
  return populationDemand(scenario, world, { population, doorOf: doorOf ?? (() => null) }, seed);
}

function noted(demand: Demand, travellers: Map<string, Traveller>): Demand {
  return (date) => {
    const made = demand(date);
    for (const traveller of made) travellers.set(traveller.riderId, traveller);
    return made;
  };
}

/** Riders of a day are done with when the day is; their ids begin with the date. */
function forgetDay(travellers: Map<string, Traveller>, date: string): void {
  for (const riderId of travellers.keys()) if (riderId.startsWith(date)) travellers.delete(riderId);
}

/** The one JSON document of `noriai sim run --json`, without the times of the machine. */
export function runDocument(result: RunResult): Readonly<Record<string, unknown>> {
  const { end, tally } = result;
  return {
    scenario: result.scenario,
    seed: result.seed,
    ...result.values,
    refusedByReason: Object.fromEntries(tally.refused),
    open: tally.open,
    wishes: end.counts.wishes,
    wishesGivenUp: end.counts.wishesGivenUp,
    calls: end.counts.calls,
    callWaitMeanSec: end.counts.calls === 0 ? null : Math.round(end.counts.callWaitSec / end.counts.calls),
    facts: end.facts,
    serviceSec: end.serviceSec,
    serviceDays: end.serviceDays,
    hash: result.hash,
  };
}
