import { describe, expect, test } from 'vitest';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { oneAdult, playDispatch, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { seededRandom } from '../containers/random.ts';
import { followTrips } from './follow-trips.ts';
import { followVehicles } from './follow-vehicles.ts';
import { count, histogram, meanOf, mergeHistogram, percentileOf } from './histogram.ts';
import { defaultCostRates, kpiTable, kpiValues } from './kpi-table.ts';
import { addVehicleFigures, emptyTally, mergeTally, tallyTrip } from './kpi-tally.ts';

const TEN = OPENING_SEC + 3600;

/** Neighbouring stops are 1 km apart. */
const lineLegM = (stops: number) => (from: number, to: number) => 1000 * Math.abs((from % stops) - (to % stops));

function tallyOf(service: PlayedService) {
  const trips = followTrips();
  const vehicles = followVehicles(service.world, lineLegM(service.world.area.stops.length));
  for (const entry of service.ledger) {
    trips.apply(entry);
    vehicles.apply(entry);
  }
  const tally = emptyTally();
  for (const trip of [...trips.takeEnded(), ...trips.rest()]) {
    tallyTrip(service.world, tally, trip, { place: 'north', age: null });
  }
  addVehicleFigures(tally.vehicles, vehicles.take(service.nowSec));
  return tally;
}

function serviceAt(atSec: number, options: Parameters<typeof lineWorld>[0] = {}): PlayedService {
  const service = playDispatch(lineWorld(options), atSec);
  const signOn = { kind: 'sign_on', vehicleId: 'v0', driverName: 'T', tokenHash: 't', isVirtual: false } as const;
  service.facts({ kind: 'anybody' }, signOn);
  return service;
}

describe('histogram', () => {
  test('mean and nearest-rank percentiles agree with sorting, whatever was counted', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const values = Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 30));
      const counted = histogram(100);
      values.forEach((value) => count(counted, value));
      const sorted = values.toSorted((a, b) => a - b);
      for (const percent of [1, 50, 95, 100]) {
        const rank = Math.max(1, Math.ceil((percent * sorted.length) / 100));
        expect(percentileOf(counted, percent), `seed ${seed}, ${percent} %`).toBe(sorted[rank - 1]);
      }
      expect(meanOf(counted)).toBeCloseTo(values.reduce((sum, v) => sum + v, 0) / values.length, 9);
    }
  });

  test('two histograms add up; nothing counted gives null', () => {
    const [a, b] = [histogram(9), histogram(9)];
    expect([meanOf(a), percentileOf(a, 95)]).toEqual([null, null]);
    count(a, 2);
    count(b, 4);
    mergeHistogram(a, b);
    expect([meanOf(a), percentileOf(a, 100), a.count]).toEqual([3, 4, 2]);
  });
});

describe('a day that can be worked out by hand', () => {
  const service = serviceAt(TEN);
  service.book('r1', tripBetween(3, 7));
  service.serveNextCall('v0');
  service.serveNextCall('v0');
  const tally = tallyOf(service);
  const values = kpiValues(tally, defaultCostRates);

  test('one ride from s3 to s7 after the hold: wait, ride, detour', () => {
    // Asked at ten; the vehicle leaves when the hold of 120 s ends, drives 300 s, boarding takes 30 s: 450 s.
    expect(values['waitMeanSec']).toBe(450);
    expect(values['waitNowMeanSec']).toBe(450);
    // 400 s drive and 30 s for getting off, against 400 s direct
    expect(values['rideMeanSec']).toBe(430);
    expect(values['detourRatio']).toBe(1.075);
    expect([values['latePickupShare'], values['pooledShare'], values['pooledRunShare']]).toEqual([0, 0, 0]);
  });

  test('kilometres: 3 empty to the rider, 4 with the rider; the way home counts when the driver signs off', () => {
    expect([values['vehicleKm'], values['emptyKmShare']]).toEqual([7, Number((3 / 7).toFixed(4))]);
    service.facts({ kind: 'service' }, { kind: 'sign_off', vehicleId: 'v0' });
    const home = kpiValues(tallyOf(service), defaultCostRates);
    expect([home['vehicleKm'], home['emptyKmShare']]).toEqual([14, Number((10 / 14).toFixed(4))]);
  });

  test('fare, cost and subsidy from the time signed on', () => {
    const hours = (service.nowSec - TEN) / 3600;
    expect(values['fareYen']).toBe(300);
    expect(values['costYen']).toBe(Math.round(hours * defaultCostRates.yenPerVehicleHour));
    expect(values['subsidyPerRideYen']).toBeCloseTo(values['costYen']! - 300, 1);
  });

  test('places and ages: who was served and who waited', () => {
    expect(tally.byPlace.get('north')).toMatchObject({ requests: 1, served: 1, waitSec: 450 });
    expect(tally.byAge.size).toBe(0);
  });
});

describe('outcomes', () => {
  test('two who share are pooled by both definitions', () => {
    const service = serviceAt(TEN);
    service.book('r1', tripBetween(2, 8));
    service.book('r2', tripBetween(3, 7));
    for (let i = 0; i < 4; i++) service.serveNextCall('v0');
    const values = kpiValues(tallyOf(service), defaultCostRates);
    expect([values['served'], values['pooledShare'], values['pooledRunShare']]).toEqual([2, 1, 1]);
  });

  test('each request ends in one of: refused, not taken, cancelled, no-show, served, open', () => {
    const service = serviceAt(TEN);
    const far = { adults: 9, children: 0, reduced: 0, wheelchairs: 0 };
    service.offers('r1', tripBetween(1, 2, { kind: 'now' }, far));
    service.offers('r2', tripBetween(1, 5));
    const offer = service.book('r3', tripBetween(4, 6));
    const order = { reason: 'changed_my_mind' } as const;
    const cancel = { kind: 'cancel_booking', bookingId: offer.offerId, order } as const;
    service.facts({ kind: 'rider', riderId: 'r3' }, cancel);
    service.waitUntil(TEN + 130);
    service.offers('r4', tripBetween(1, 5, { kind: 'now' }, oneAdult));
    const tally = tallyOf(service);
    expect(tally).toMatchObject({ requests: 4, notTaken: 1, cancelled: 1, open: 1, served: 0 });
    expect(tally.refused.get('party_too_large')).toBe(1);
  });

  test('tallies of two days add up to the tally of both', () => {
    const service = serviceAt(TEN);
    service.book('r1', tripBetween(3, 7));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    const twice = tallyOf(service);
    mergeTally(twice, tallyOf(service));
    const [one, two] = [kpiValues(tallyOf(service), defaultCostRates), kpiValues(twice, defaultCostRates)];
    expect([two['served'], two['waitMeanSec'], two['vehicleKm']]).toEqual([
      2,
      one['waitMeanSec'],
      2 * one['vehicleKm']!,
    ]);
    expect(twice.byPlace.get('north')!.requests).toBe(2);
  });

  test('each figure is defined once and says its unit, formula and source', () => {
    expect(new Set(kpiTable.map(({ name }) => name)).size).toBe(kpiTable.length);
    for (const { name, formula, source, text } of kpiTable) {
      expect(
        [formula.ja, formula.en, source, text.ja, text.en].every((part) => part !== undefined && part.length > 0),
        name,
      ).toBe(true);
    }
  });
});
