import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import { recordedDates, recordedDemand } from '../demand/recorded-demand.ts';
import { tripTableDemand } from '../demand/trip-table.ts';
import { runScenario } from '../run/run-scenario.ts';
import { decodeScenario, readScenario, ScenarioError } from '../scenario/read-scenario.ts';
import { gridTown } from '../world/grid-world.ts';
import { legLengths } from '../world/leg-lengths.ts';
import { replayLedger } from './replay-ledger.ts';

function recordedDay(change: Record<string, unknown> = {}) {
  const town = gridTown();
  const json = {
    format: 'noriai-scenario-1',
    id: 'recorded',
    area: 'grid',
    firstDay: '2026-04-07',
    days: 2,
    demand: { kind: 'population', tripsPerDay: 120 },
    riders: { noShowPermille: 60, lateRiderPermille: 200 },
    driving: { speedPermille: 850 },
    ...change,
  };
  const scenario = readScenario('recorded', decodeScenario('recorded', json), town.area);
  const world = serviceWorld(scenario.area, town.streets);
  const place = { world, population: town.population, legLengthM: legLengths(world) };
  const entries: LedgerEntry[] = [];
  const result = runScenario(scenario, place, { seed: 5, onFact: (entry) => entries.push(entry) });
  return { scenario, place, world, entries, result, town };
}

describe('a recorded day', () => {
  const { scenario, place, world, entries, town } = recordedDay();

  test('decided again under the same policy gives its ledger byte for byte', () => {
    const kinds = new Set(entries.map(({ event }) => event.kind));
    for (const kind of ['trip_refused', 'ride_no_show', 'ride_cancelled', 'driver_signed_off'] as const) {
      expect(kinds, kind).toContain(kind);
    }
    expect(replayLedger(world, entries)).toMatchObject({ facts: entries.length, difference: null });
  });

  test('breaks, a vehicle that is taken out and what riders say to it are decided again, too', () => {
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    const pauses = [{ kind: 'break', from: '12:00', until: '13:00', durationSec: 1800 }];
    const hard = recordedDay({
      fleet: { vehicles: 2 },
      work: { shifts: [{ vehicleId: 'v2', days, from: '09:30', until: '16:00', pauses }] },
      faults: [{ kind: 'breakdown', vehicleId: 'v1', date: '2026-04-07', at: '10:20', minutes: 60 }],
    });
    const kinds = new Set(hard.entries.map(({ event }) => event.kind));
    for (const kind of ['vehicle_taken_out', 'pause_started', 'pause_ended', 'ride_moved'] as const) {
      expect(kinds, kind).toContain(kind);
    }
    expect(replayLedger(hard.world, hard.entries)).toMatchObject({ facts: hard.entries.length, difference: null });
  });

  test('a day on which vehicles crawl, and lateness is said again and again, is decided again byte for byte', () => {
    const slow = recordedDay({ days: 1, driving: { speedPermille: 300 } });
    const said = slow.entries.flatMap(({ event }) => (event.kind === 'dropoff_at_risk' ? [event.bookingId] : []));
    expect(said.length).toBeGreaterThan(new Set(said).size);
    expect(replayLedger(slow.world, slow.entries)).toMatchObject({ facts: slow.entries.length, difference: null });
  });

  test('a fact that was changed is found where it stands', () => {
    const at = entries.findIndex(({ event }) => event.kind === 'vehicle_sent');
    const changed = entries.map((entry, i) => (i === at ? { ...entry, atSec: entry.atSec + 1 } : entry));
    expect(replayLedger(world, changed).difference?.sequence).toBeLessThanOrEqual(at + 2);
  });

  test('under another policy the ledgers part where the policy first matters', () => {
    const rules = { ...scenario.area.promises, windowSec: 300 };
    const other = serviceWorld({ ...scenario.area, promises: rules }, town.streets);
    expect(replayLedger(other, entries).difference).not.toBeNull();
  });

  test('its wishes can be tried on another fleet: each person asks as they did', () => {
    expect(recordedDates(world, entries)).toEqual(['2026-04-07', '2026-04-08']);
    const demand = recordedDemand(world, entries);
    const askers = new Set<string>();
    const onFact = ({ event }: LedgerEntry) => {
      if (event.kind === 'offers_made' || event.kind === 'trip_refused') askers.add(event.riderId);
    };
    const one = runScenario(scenario, place, { seed: 1, demand, onFact });
    const people = recordedDates(world, entries).flatMap((date) => demand(date).map(({ riderId }) => riderId));
    expect([...askers].sort()).toEqual([...people].sort());
    expect(people.length).toBeGreaterThan(60);
    expect(one.end.counts.wishes).toBeGreaterThan(people.length); // some go back, too
    expect(one.tally.served).toBeGreaterThan(40);
  });
});

describe('a trip table', () => {
  const world = serviceWorld(gridTown().area, gridTown().streets);

  test('is read as it says', () => {
    const text =
      'rider,date,wish,wish_at,asked_at,from_stop,to_stop,adults,age\n"Sato, H.",2026-04-07,arrive_by,11:00,09:30,s1,s50,2,75+\n';
    const [traveller] = tripTableDemand('table', text, world)('2026-04-07');
    const at = (time: string) => Date.parse(`2026-04-07T${time}:00+09:00`) / 1000;
    expect(traveller).toMatchObject({
      riderId: '2026-04-07-2-Sato__H_',
      askedSec: at('09:30'),
      when: { kind: 'arrive_by', atSec: at('11:00') },
      from: { kind: 'stop', stopId: 's1' },
      party: { adults: 2 },
      age: '75+',
    });
  });

  test('tells everything that is wrong, line by line', () => {
    const text =
      'rider,date,wish,wish_at,from_stop,to_stop,adults\nA,tomorrow,now,,s1,s2,1\nB,2026-04-07,later,25:00,s1,nowhere,-1\n';
    try {
      tripTableDemand('table', text, world);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError);
      expect((error as ScenarioError).mistakes.map(({ path }) => path)).toEqual([
        'line 2, date',
        'line 3, wish_at',
        'line 3, to_stop',
        'line 3, wish',
        'line 3, adults',
        'line 3, adults',
      ]);
    }
  });
});
