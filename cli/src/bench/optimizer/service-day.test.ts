import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { measureTriangleExcess } from '@noriai/core/optimizer/drive-times.ts';
import { countRequest, demandPull, settlePull } from './demand-pull.ts';
import { allKnowing } from './hindsight.ts';
import { streetsOf, type Streets, type TripRequest } from './manhattan.ts';
import { dayReport, serveDay } from './service-day.ts';
import { hardRules, softRules } from './service-rules.ts';

const SIDE = 6;

/** A grid of SIDE × SIDE crossings; each street takes its own time in each direction. */
function gridStreets(seed: number): Streets {
  const random = seededRandom(seed);
  const arcs: [number, number, number][] = [];
  const link = (a: number, b: number) => {
    arcs.push([a, b, 40 + randomIndex(random, 80)], [b, a, 40 + randomIndex(random, 80)]);
  };
  for (let node = 0; node < SIDE * SIDE; node++) {
    if (node % SIDE < SIDE - 1) link(node, node + 1);
    if (node + SIDE < SIDE * SIDE) link(node, node + SIDE);
  }
  const column = (index: 0 | 1 | 2) => arcs.map((arc) => arc[index]);
  return streetsOf(SIDE * SIDE, column(0), column(1), column(2));
}

function requestsOf(seed: number, count: number, everySec: number): TripRequest[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, k) => {
    const origin = randomIndex(random, SIDE * SIDE);
    const destination = (origin + 1 + randomIndex(random, SIDE * SIDE - 1)) % (SIDE * SIDE);
    return { timeSec: k * everySec, origin, destination };
  });
}

const day = { batchSec: 30, stepsPerVehicle: 4 };
const starts = [0, 7, 14, 21, 28, 35];

test('a day with soft rules serves everybody, keeps what was promised, and is the same again', () => {
  for (let seed = 1; seed <= 2; seed++) {
    const streets = gridStreets(seed);
    const requests = requestsOf(seed, 40, 40);
    const play = () => serveDay(streets, starts, requests, softRules, { ...day, seed });
    const fleet = play();
    const report = dayReport(fleet);
    expect(report, `seed ${seed}`).toMatchObject({ served: 40, brokenPromises: 0 });
    for (const trip of fleet.trips) {
      expect(trip.boardingSec, `seed ${seed}`).toBeGreaterThanOrEqual(trip.request.timeSec);
      expect(trip.alightingSec - trip.boardingSec - 30, `seed ${seed}`).toBeGreaterThanOrEqual(trip.directSec);
    }
    expect(dayReport(play()), `seed ${seed}`).toEqual(report);
    const hindsight = allKnowing(streets, starts, fleet, 100, seed);
    expect(hindsight.violations, `seed ${seed}`).toBe(0);
    expect(hindsight.regret, `seed ${seed}`).toBeGreaterThanOrEqual(0);
    expect(hindsight.replayedDriveHours, `seed ${seed}`).toBeLessThanOrEqual(report.driveHours);
  }
});

test('under hard limits nobody waits or rides too long, and room is made for some who fit nowhere', () => {
  let roomMade = 0;
  let refused = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const streets = gridStreets(seed);
    const fleet = serveDay(streets, starts, requestsOf(seed, 80, 25), hardRules, { ...day, seed });
    roomMade += fleet.roomMade;
    for (const trip of fleet.trips) {
      if (!trip.served) refused++;
      if (!trip.served) continue;
      expect(trip.boardingSec - trip.request.timeSec, `seed ${seed}`).toBeLessThanOrEqual(300);
      const rideSec = trip.alightingSec - trip.boardingSec - 30;
      expect(rideSec, `seed ${seed}`).toBeLessThanOrEqual(Math.floor(1.4 * trip.directSec));
    }
  }
  expect(roomMade).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});

test('the pull of the demand keeps the triangle inequality and is the mean drive to the origins so far', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const streets = gridStreets(seed);
    const pull = demandPull(streets.times, seed / 5, [3]);
    const origins = requestsOf(seed, 9, 1).map(({ origin }) => origin);
    for (const origin of origins) countRequest(pull, origin);
    settlePull(pull);
    expect(measureTriangleExcess(pull.times), `seed ${seed}`).toBe(0);
    const { sec, locationCount } = pull.times;
    const drives = [3, ...origins].map((origin) => streets.times.sec[8 * SIDE * SIDE + origin]!);
    const mean = drives.reduce((sum, drive) => sum + drive, 0) / drives.length;
    expect(sec[8 * locationCount + pull.end], `seed ${seed}`).toBe(Math.floor((seed / 5) * mean));
  }
});
