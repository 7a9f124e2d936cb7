/** Drive times that change in the middle of a trip: from 16:00 on everything takes twice as long. */
import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { expectedCalls } from './timeline.ts';

const FOUR_SEC = OPENING_SEC + 7 * 3600;

function serviceAt(startSec: number): PlayedService {
  const promises = { offerHoldSec: 120, maxOffers: 1 };
  const service = playDispatch(lineWorld({ slowFrom: { hour: 16, times: 2 }, promises }), startSec);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const driver = { driverName: 'Test', tokenHash: `t-${vehicleId}`, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', vehicleId, ...driver });
  }
  return service;
}

test('PR6 a trip that crosses 16:00 is promised and expected by both periods', () => {
  const service = serviceAt(FOUR_SEC - 600);
  const offer = service.book('r1', tripBetween(3, 7));
  // Leaves s0 at the end of the hold, 3 legs of 100 s: at s3 420 s after 15:50, 180 s before the hour.
  expect(offer.pickupFromSec).toBe(FOUR_SEC - 180);
  const shift = service.state.shifts.get(offer.shiftId)!;
  const [pickup, dropoff] = expectedCalls(service.world, service.state, shift, service.nowSec);
  expect(pickup!.beginSec).toEqual([FOUR_SEC - 180]);
  // 30 s to board, 150 s of the 400 s drive before the hour; the other 250 s take twice as long.
  expect(dropoff!.arriveSec).toBe(FOUR_SEC + 500);
});

test('PR6 a vehicle is sent in time for a pickup after 16:00, by both periods', () => {
  const service = serviceAt(FOUR_SEC - 3600);
  const offer = service.book('r1', { ...tripBetween(3, 7), when: { kind: 'depart_after', atSec: FOUR_SEC + 300 } });
  const facts = service.waitUntil(FOUR_SEC + 300);
  const sent = facts.find((event) => event.kind === 'vehicle_sent')!;
  const arriveSec = offer.pickupFromSec - 120;
  expect(sent).toMatchObject({ arriveSec });
  // What of the 300 s is driven after the hour takes twice as long.
  expect(sent.departSec).toBe(FOUR_SEC - (300 - (arriveSec - FOUR_SEC) / 2));
});

test('PR6 PR2 whoever is driven as believed, across 16:00, is never late', () => {
  let crossed = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const service = serviceAt(FOUR_SEC - 2400);
    for (let rider = 0; rider < 7; rider++) {
      const from = randomIndex(random, 10);
      const to = (from + 1 + randomIndex(random, 9)) % 10;
      const atSec = FOUR_SEC - 2000 + randomIndex(random, 3000);
      const when = { kind: 'depart_after', atSec } as const;
      const [offer] = service.offers(`r${rider}`, { ...tripBetween(from, to), when });
      const command = { kind: 'book_offer', offerId: offer?.offerId ?? '' } as const;
      if (offer) service.facts({ kind: 'rider', riderId: `r${rider}` }, command);
    }
    const shift = [...service.state.shifts.values()][0]!;
    while (shift.visits.length > 0) service.serveNextCall('v0');
    for (const { event } of service.ledger) {
      if (event.kind === 'ride_boarded' || event.kind === 'ride_completed') {
        expect(event.lateSec, `seed ${seed}, ${event.bookingId}`).toBe(0);
      }
      if (event.kind === 'vehicle_sent' && event.departSec < FOUR_SEC && event.arriveSec > FOUR_SEC) crossed++;
    }
  }
  expect(crossed).toBeGreaterThan(6);
});
