/** Shifts, breaks and breakdowns of a scenario reach the dispatch, and its people cope with them. */
import { describe, expect, test } from 'vitest';
import { partySize } from '@noriai/core/contracts/trips.ts';
import type { DispatchEvent, LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import { decodeScenario, readScenario } from '../scenario/read-scenario.ts';
import { gridTown } from '../world/grid-world.ts';
import { legLengths } from '../world/leg-lengths.ts';
import { midnightOf, spanOf } from '../loop/true-speeds.ts';
import { runScenario } from './run-scenario.ts';

const DATE = '2026-04-07';

function dayWith(change: Record<string, unknown>, seed: number) {
  const town = gridTown({ vehicles: 2 });
  const json = {
    format: 'noriai-scenario-1',
    id: 'shifts',
    area: 'grid',
    firstDay: DATE,
    days: 1,
    demand: { kind: 'population', tripsPerDay: 70 },
    ...change,
  };
  const scenario = readScenario('shifts', decodeScenario('shifts', json), town.area);
  const world = serviceWorld(scenario.area, town.streets);
  const place = { world, population: town.population, legLengthM: legLengths(world) };
  const facts: LedgerEntry[] = [];
  const result = runScenario(scenario, place, { seed, onFact: (entry) => facts.push(entry) });
  const at = (time: string) => spanOf(world, DATE, time, time).fromSec - midnightOf(world, DATE);
  return { facts, result, at, midnightSec: midnightOf(world, DATE) };
}

const pick = <K extends DispatchEvent['kind']>(facts: readonly LedgerEntry[], kind: K) =>
  facts.flatMap(({ event }) => (event.kind === kind ? [event as Extract<DispatchEvent, { kind: K }>] : []));

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const shifts = [
  { vehicleId: 'v1', days: everyDay, from: '09:00', until: '13:00' },
  {
    vehicleId: 'v2',
    days: everyDay,
    from: '11:00',
    until: '17:00',
    pauses: [{ kind: 'break', from: '13:30', until: '14:30', durationSec: 1800 }],
  },
];

describe('shifts and breaks', () => {
  test.each([1, 2, 3])('a vehicle works in its shift only (seed %i)', (seed) => {
    const { facts, result, midnightSec, at } = dayWith({ work: { shifts } }, seed);
    const offers = pick(facts, 'offers_made').flatMap((event) => event.offers);
    expect(offers.length).toBeGreaterThan(30);
    for (const [vehicle, from, until] of [
      ['v1', '09:00', '13:00'],
      ['v2', '11:00', '17:00'],
    ] as const) {
      const own = offers.filter((offer) => offer.shiftId.startsWith(`${vehicle}@`));
      expect(Math.min(...own.map((offer) => offer.pickupFromSec - midnightSec))).toBeGreaterThanOrEqual(at(from));
      expect(Math.max(...own.map((offer) => offer.pickupFromSec - midnightSec))).toBeLessThan(at(until));
    }
    // 4 hours of the one and 6 of the other; a driver who is late home stays a little longer.
    expect(result.values['vehicleHours']).toBeGreaterThanOrEqual(10);
    expect(result.values['vehicleHours']).toBeLessThan(10.7);
    expect(result.tally.open).toBe(0);
  });

  test.each([1, 2, 3])('a break is taken with nobody on board and lasts (seed %i)', (seed) => {
    const { facts } = dayWith({ work: { shifts } }, seed);
    const people = new Map<string, number>();
    const shiftOf = new Map<string, { shiftId: string; people: number }>();
    let pauses = 0;
    let pausedUntilSec = 0;
    for (const { event } of facts) {
      if (event.kind === 'offers_made') {
        for (const { offerId, shiftId } of event.offers) {
          shiftOf.set(offerId, { shiftId, people: partySize(event.request.party) });
        }
      } else if (event.kind === 'ride_moved') shiftOf.get(event.bookingId)!.shiftId = event.shiftId;
      else if (event.kind === 'ride_boarded' || event.kind === 'ride_completed') {
        const ride = shiftOf.get(event.bookingId)!;
        const change = event.kind === 'ride_boarded' ? ride.people : -ride.people;
        people.set(ride.shiftId, (people.get(ride.shiftId) ?? 0) + change);
      } else if (event.kind === 'pause_started') {
        pauses++;
        expect(people.get(event.shiftId) ?? 0).toBe(0);
        expect(event.untilSec - event.startedSec).toBe(1800);
        pausedUntilSec = event.untilSec;
      } else if (event.kind === 'vehicle_sent' && event.shiftId.startsWith('v2')) {
        expect(event.departSec).toBeGreaterThanOrEqual(pausedUntilSec);
      }
    }
    expect(pauses).toBe(1);
  });
});

describe('a breakdown', () => {
  const breakdown = { kind: 'breakdown', vehicleId: 'v1', date: DATE, at: '10:20', minutes: 120 };

  test('takes the vehicle out: it drives nowhere until it is mended, and its riders go with the other or are told', () => {
    let moved = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { facts, result, midnightSec, at } = dayWith({ faults: [breakdown] }, seed);
      const [out] = pick(facts, 'vehicle_taken_out');
      expect(out, `seed ${seed}`).toMatchObject({ vehicleId: 'v1', untilSec: midnightSec + at('12:20') });
      const drives = pick(facts, 'call_arrived').filter((event) => event.shiftId.startsWith('v1'));
      const during = drives.filter(
        ({ arrivedSec }) => arrivedSec > midnightSec + at('10:20') && arrivedSec < midnightSec + at('12:20'),
      );
      expect(during, `seed ${seed}`).toEqual([]);
      const refused = [...result.tally.refused.values()].reduce((sum, n) => sum + n, 0);
      const { notTaken, cancelled, noShows, notDriven, served, requests, open } = result.tally;
      expect([refused + notTaken + cancelled + noShows + notDriven + served, open], `seed ${seed}`).toEqual([
        requests,
        0,
      ]);
      moved += pick(facts, 'ride_moved').length + pick(facts, 'promise_broken').length;
    }
    expect(moved).toBeGreaterThan(3);
  });

  test('a rider who is offered too late a replacement cancels, another agrees', () => {
    const ends = new Set<string>();
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { facts } = dayWith(
        { faults: [breakdown], demand: { kind: 'population', tripsPerDay: 140 }, riders: { leastToleranceSec: 0 } },
        seed,
      );
      const broken = new Set(pick(facts, 'promise_broken').flatMap((e) => (e.replacement ? [e.bookingId] : [])));
      for (const event of pick(facts, 'change_accepted')) if (broken.has(event.bookingId)) ends.add('accepted');
      for (const event of pick(facts, 'ride_cancelled')) if (broken.has(event.bookingId)) ends.add(event.by);
    }
    expect(ends).toContain('accepted');
    expect(ends).toContain('rider');
  });
});
