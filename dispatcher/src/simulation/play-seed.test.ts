import { decide } from '@noriai/core/dispatch/decide.ts';
import type { DispatchEvent } from '@noriai/core/dispatch/events.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { expect, test } from 'vitest';
import type { Violation } from './auditor.ts';
import type { DispatchRules } from '../application/ports.ts';
import { dispatchRules } from '../dispatcher.ts';
import { playSeed, type PlayOptions, type SeedReport } from './play-seed.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const ACTIONS = 250;

/** Whether the breaking of a rule is found in one of the seeds. */
async function isFound(rule: Violation['rule'], fault: Partial<PlayOptions>): Promise<boolean> {
  for (const seed of SEEDS) {
    const { violations } = await playSeed({ seed, actions: ACTIONS, ...fault });
    if (violations.some((violation) => violation.rule === rule)) return true;
  }
  return false;
}

function rulesWith(fault: Partial<DispatchRules>): Partial<PlayOptions> {
  return { rules: { ...dispatchRules, ...fault } };
}

test('LP1 LP3 LP4 LP5 LP7 riders, drivers, a bad network, disk and clock, deaths at any moment: no rule is broken', async () => {
  const reports: SeedReport[] = [];
  for (const seed of SEEDS) reports.push(await playSeed({ seed, actions: ACTIONS }));
  for (const { seed, violations } of reports) expect(violations, `seed ${seed}`).toEqual([]);
  const sum = (pick: (report: SeedReport) => number) => reports.reduce((all, r) => all + pick(r), 0);
  expect(sum((report) => report.completed)).toBeGreaterThan(10);
  expect(sum((report) => report.sleepers)).toBeGreaterThan(0);
  expect(sum((report) => report.statesCompared)).toBeGreaterThan(SEEDS.length);
  for (const place of ['after_append', 'before_command', 'before_reply', 'idle'] as const) {
    expect(
      sum((report) => report.deaths[place]),
      place,
    ).toBeGreaterThan(0);
  }
});

test('FA4 the same seed gives the same facts and the same state, another seed others', async () => {
  const [once, again, other] = [
    await playSeed({ seed: 3, actions: ACTIONS }),
    await playSeed({ seed: 3, actions: ACTIONS }),
    await playSeed({ seed: 4, actions: ACTIONS }),
  ];
  expect(again).toEqual(once);
  expect(other.hash).not.toBe(once.hash);
});

test('a service that forgets which commands it has seen is found out', async () => {
  const forgetful = rulesWith({
    decide: (world, state, envelope, nowSec) => {
      state.commands.clear();
      return decide(world, state, envelope, nowSec);
    },
  });
  expect(await isFound('doubled', forgetful)).toBe(true);
});

test('a service that fills a vehicle beyond its seats is found out', async () => {
  const crammed = rulesWith({
    decide: (world, state, envelope, nowSec) => {
      const vehicles = world.area.vehicles.map((vehicle) => ({ ...vehicle, seats: vehicle.seats + 6 }));
      return decide({ ...world, area: { ...world.area, vehicles } }, state, envelope, nowSec);
    },
  });
  expect(await isFound('seats', crammed)).toBe(true);
});

test('a promise that grows is found out', async () => {
  const generous = rulesWith({
    evolve: (world, state, entry) => {
      evolve(world, state, entry);
      if (entry.event.kind !== 'ride_boarded') return;
      const ride = state.rides.get(entry.event.bookingId)!;
      state.rides.set(ride.rideId, { ...ride, dropoffBySec: ride.dropoffBySec + 60 });
    },
  });
  expect(await isFound('promise', generous)).toBe(true);
});

test('a ride that falls off its route is found out', async () => {
  const careless = rulesWith({
    decide: (world, state, envelope, nowSec) => {
      const decision = decide(world, state, envelope, nowSec);
      if (!decision.ok) return decision;
      const events = decision.events.map((event) =>
        event.kind === 'route_planned' && event.visits.length > 4
          ? { ...event, visits: event.visits.filter(({ rideId }) => rideId !== event.visits[0]!.rideId) }
          : event,
      );
      return { ...decision, events };
    },
  });
  expect(await isFound('promise', careless)).toBe(true);
});

test('a state that does not follow from the facts is found out', async () => {
  let calls = 0;
  const moody = rulesWith({
    evolve: (world, state, entry) => {
      evolve(world, state, entry);
      const [ride] = state.rides.values();
      if (ride && ++calls % 97 === 0) ride.hasShared = !ride.hasShared;
    },
  });
  expect(await isFound('state', moody)).toBe(true);
});

/** Each fact that a decision comes to, changed. */
function factsWith(change: (event: DispatchEvent) => DispatchEvent): Partial<PlayOptions> {
  return rulesWith({
    decide: (world, state, envelope, nowSec) => {
      const decision = decide(world, state, envelope, nowSec);
      return decision.ok ? { ...decision, events: decision.events.map(change) } : decision;
    },
  });
}

test('a desk whose closed stops are passed over is found out', async () => {
  const blind = rulesWith({
    decide: (world, state, envelope, nowSec) => {
      state.stopClosures.clear();
      return decide(world, state, envelope, nowSec);
    },
  });
  expect(await isFound('closed', blind)).toBe(true);
});

test('an operator who takes a promise away without a name is found out', async () => {
  const nameless = factsWith((event) => (event.kind === 'promise_broken' ? { ...event, by: '' } : event));
  expect(await isFound('untold', nameless)).toBe(true);
});

test('BD7 a trip from a stop to the same stop is found out', async () => {
  const nowhere = factsWith((event) => {
    if (event.kind !== 'promise_broken' || !event.replacement) return event;
    return { ...event, replacement: { ...event.replacement, dropoff: event.replacement.pickup } };
  });
  expect(await isFound('promise', nowhere)).toBe(true);
});

test('a disk that loses its last fact is found out', async () => {
  expect(await isFound('order', { spoilDisk: (rows) => rows.pop() })).toBe(true);
});
