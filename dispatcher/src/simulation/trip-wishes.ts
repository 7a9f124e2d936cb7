/** Wishes drawn at random, over every kind of trip: many of them cannot be had, and some make no sense. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { StandingOrder } from '@noriai/core/contracts/arrangements.ts';
import type { BodyOf } from '@noriai/core/contracts/routes.ts';
import { accessibilityTypes } from '@noriai/core/contracts/needs.ts';
import type { Party, Place, ReturnWish, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import type { Town } from './town.ts';

export function anyTrip(town: Town, random: Random): TripRequest {
  return {
    from: anyPlace(town, random),
    to: anyPlace(town, random),
    when: anyTime(town, random),
    party: anyParty(random),
    ...(random() < 0.25 && { returnTrip: anyReturn(town, random) }),
    ...(random() < 0.05 && { doorToDoor: true }),
  };
}

/** As one's own device sends it, or somebody else's in a rider's name. */
export function anyOrder(town: Town, random: Random, forRiderId: string | null): BodyOf<'requestTrip'> {
  const bookingId = anyOf(town.strangers.bookingIds, random);
  return {
    ...anyTrip(town, random),
    ...(forRiderId !== null && { forRiderId }),
    ...(bookingId !== null && random() < 0.05 && { togetherWith: bookingId }),
  };
}

function anyPlace({ machine }: Town, random: Random): Place {
  const { stops } = machine.world.area;
  const stop = stops[randomIndex(random, stops.length)]!;
  if (random() < 0.9) return { kind: 'stop', stopId: stop.id };
  const { lat, lon } = stop.position;
  return { kind: 'point', position: { lat: lat + (random() - 0.5) / 100, lon } };
}

function anyTime({ machine }: Town, random: Random): TripTime {
  const atSec = machine.wallSec() + 60 * (randomIndex(random, 240) - 10);
  const chance = random();
  if (chance < 0.5) return { kind: 'now' };
  return { kind: chance < 0.75 ? 'depart_after' : 'arrive_by', atSec };
}

function anyReturn(town: Town, random: Random): ReturnWish {
  const chance = random();
  if (chance < 0.4) return { kind: 'stay', staySec: 60 * randomIndex(random, 180) };
  return chance < 0.8 ? { kind: 'open' } : { kind: 'at', when: anyTime(town, random) };
}

export function anyParty(random: Random): Party {
  const adults = 1 + randomIndex(random, 3);
  const isWheelchair = random() < 0.1;
  const type = accessibilityTypes[randomIndex(random, accessibilityTypes.length)]!;
  return {
    adults,
    children: randomIndex(random, 2),
    reduced: randomIndex(random, 2),
    wheelchairs: isWheelchair ? 1 : 0,
    ...(random() < 0.1 && { companions: 1 }),
    ...(random() < 0.1 && { needs: [{ type, count: 1 }] }),
  };
}

export function anyStandingOrder(town: Town, random: Random): StandingOrder {
  const { machine } = town;
  const days = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).filter(() => random() < 0.4);
  const at = `${String(8 + randomIndex(random, 10)).padStart(2, '0')}:00`;
  return {
    from: anyPlace(town, random),
    to: anyPlace(town, random),
    party: anyParty(random),
    time: { kind: random() < 0.5 ? 'depart_after' : 'arrive_by', at },
    days: days.length > 0 ? days : ['mon'],
    fromDate: machine.world.calendar.dateAt(machine.wallSec()),
    exceptions: [],
    onPublicHolidays: random() < 0.5 ? 'skip' : 'run',
    ...(random() < 0.3 && { returnTrip: anyReturn(town, random) }),
    waitIfFull: random() < 0.5,
  };
}

/** Mostly one of the newest, because old ones are seldom of use. */
export function anyOf(ids: readonly string[], random: Random): string | null {
  if (ids.length === 0) return null;
  return random() < 0.8
    ? ids.at(-1 - randomIndex(random, Math.min(3, ids.length)))!
    : ids[randomIndex(random, ids.length)]!;
}
