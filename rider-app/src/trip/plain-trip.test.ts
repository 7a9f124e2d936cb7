import type { Booking } from '@noriai/core/contracts/trips.ts';
import { expect, test } from 'vitest';
import { riderTexts } from '../texts/rider-texts.ts';
import { at, bookingSentences } from './plain-trip.ts';

const stop = (stopId: string) => ({
  stopId,
  name: { ja: stopId },
  position: { lat: 34.9, lon: 135.4 },
  walkM: 0,
  climbM: 0,
});
const NINE = Date.parse('2026-04-01T09:00:00+09:00') / 1000;
const booking: Booking = {
  bookingId: 'b',
  number: 7,
  status: 'booked',
  party: { adults: 1, children: 0, reduced: 0, wheelchairs: 0 },
  pickup: stop('駅前'),
  dropoff: stop('病院'),
  pickupFromSec: NINE,
  pickupUntilSec: NINE + 600,
  dropoffBySec: NINE + 1800,
  expectedPickupSec: NINE + 60,
  expectedDropoffSec: NINE + 900,
  boardedSec: null,
  droppedOffSec: null,
  fareYen: 300,
  vehicle: null,
  stopsBeforePickup: 0,
  isLate: false,
  canCancel: true,
};
const said = (changes: Partial<Booking>): string => bookingSentences({ ...booking, ...changes }).join(' ');

test('a rider reads which end of the trip is late, and on board no promise that is not kept any more', () => {
  const t = riderTexts.value;
  const lateBegin = { isLate: true, expectedPickupSec: NINE + 660 };
  const lateEnd = { isLate: true, expectedDropoffSec: NINE + 1860 };
  const begins = t.lateSorry(at(lateBegin.expectedPickupSec));
  const ends = t.lateArrival(at(lateEnd.expectedDropoffSec), '病院');
  const inTime = t.ridingUntil(at(booking.dropoffBySec), '病院');
  const which = (text: string): boolean[] => [begins, ends, inTime].map((sentence) => text.includes(sentence));
  expect(which(said({}))).toEqual([false, false, false]);
  expect(which(said(lateBegin))).toEqual([true, false, false]);
  expect(which(said(lateEnd))).toEqual([false, true, false]);
  expect(which(said({ status: 'on_board' }))).toEqual([false, false, true]);
  expect(which(said({ ...lateEnd, status: 'on_board' }))).toEqual([false, true, false]);
});
