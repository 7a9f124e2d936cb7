import { expect, test } from 'vitest';
import { accessibilityTypes, seatedInDevice } from '../contracts/needs.ts';
import type { Party } from '../contracts/trips.ts';
import { lineWorld } from '../testing/line-world.ts';
import { equipmentNeeded, equipmentOf, needTable, ridersInNeed, roomOf, roomTaken } from './needs.ts';
import { dwellSec } from './promises.ts';

const one: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };
const rules = lineWorld().area.promises;

test('TR13 each of the 22 needs has room or time or equipment, a name and a note for the driver', () => {
  for (const type of accessibilityTypes) {
    const meaning = needTable[type];
    const {
      seats,
      wheelchairPlaces,
      babySeats,
      youngSeats,
      luggage,
      dwellSec: ownSec,
      equipment,
      name,
      note,
    } = meaning;
    const effect = Math.abs(seats) + wheelchairPlaces + babySeats + youngSeats + luggage + ownSec + (equipment ? 1 : 0);
    expect(effect, type).toBeGreaterThan(0);
    for (const words of [name, note])
      expect(
        [words.ja, words.en].every((text) => text && text.length > 1),
        type,
      ).toBe(true);
    expect(seats === -1, type).toBe(seatedInDevice.includes(type));
  }
});

test('TR13 room: seats, wheelchair places, baby seats, young seats, luggage', () => {
  const family: Party = {
    ...one,
    adults: 2,
    children: 2,
    companions: 1,
    needs: [
      { type: 'powered_wheelchair', count: 1 },
      { type: 'extra_space_ambulant', count: 1 },
      { type: 'child_seat_baby', count: 1 },
      { type: 'stroller', count: 1 },
    ],
  };
  // five people, one of them in the wheelchair, and a free seat beside another
  expect(roomTaken(family)).toEqual([5, 1, 1, 0, 1]);
  expect(roomTaken({ ...one, wheelchairs: 1 })).toEqual([0, 1, 0, 0, 0]);
  expect(roomOf({ seats: 8, wheelchairPlaces: 1 })).toEqual([8, 1, 0, 0, 4]);
});

test('TR13 time: a lift takes 90 s more, a wheelchair the time of the area, scaled by the area where it says so', () => {
  const withNeed = (type: (typeof accessibilityTypes)[number]): Party => ({ ...one, needs: [{ type, count: 1 }] });
  expect(dwellSec(rules, withNeed('lift'))).toBe(30 + 90);
  expect(dwellSec(rules, withNeed('wheelchair'))).toBe(30 + 120);
  expect(dwellSec(rules, withNeed('powered_wheelchair'))).toBe(30 + 120 + 30);
  expect(dwellSec({ ...rules, dwellNeedsPercent: 50 }, withNeed('lift'))).toBe(30 + 45);
});

test('TR13 equipment: all that is needed must be there; a sedan is entered without a high step', () => {
  const needed = equipmentNeeded({
    ...one,
    needs: [
      { type: 'lift', count: 1 },
      { type: 'only_car_rider', count: 1 },
    ],
  });
  const fits = (vehicle: Parameters<typeof equipmentOf>[0]) => (equipmentOf(vehicle) & needed) === needed;
  expect(fits({ class: 'wagon', equipment: ['lift'] })).toBe(false);
  expect(fits({ class: 'wagon', equipment: ['lift', 'low_entry'] })).toBe(true);
  expect(fits({ class: 'sedan', equipment: ['lift'] })).toBe(true);
});

test('TR13 a care-giver comes with riders in need, not with luggage', () => {
  expect(ridersInNeed(one)).toBe(0);
  expect(ridersInNeed({ ...one, needs: [{ type: 'stroller', count: 1 }] })).toBe(0);
  expect(ridersInNeed({ ...one, reduced: 1 })).toBe(1);
  expect(ridersInNeed({ ...one, needs: [{ type: 'white_cane', count: 1 }] })).toBe(1);
});
