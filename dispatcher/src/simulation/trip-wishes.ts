/** Wishes drawn at random, over every kind of trip: many of them cannot be had, and some make no sense. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { StandingOrder } from '@noriai/core/contracts/arrangements.ts';
import type { BodyOf } from '@noriai/core/contracts/routes.ts';
import { accessibilityTypes } from '@noriai/core/contracts/needs.ts';
import type { Party, Place, ReturnWish, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import { nextDepartures } from '@noriai/core/rules/timetable.ts';
import type { Town } from './town.ts';

const DAY_SEC = 86_400;

export function anyTrip(town: Town, random: Random): TripRequest {
  const doorShare = town.machine.world.area.doorToDoor ? 0.2 : 0.05;
  const doorToDoor = random() < doorShare;
  const when = anyTime(town, random);
  const pointShare = doorToDoor ? 0.6 : 0.1;
  const isToCatch = when.kind === 'catch_departure' && random() < 0.9;
  return {
    from: anyPlace(town, random, pointShare),
    to: isToCatch ? { kind: 'stop', stopId: when.stationId } : anyPlace(town, random, pointShare),
    when,
    party: anyParty(random),
    ...(random() < 0.25 && { returnTrip: anyReturn(town, random) }),
    ...(doorToDoor && { doorToDoor }),
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

function anyPlace({ machine }: Town, random: Random, pointShare: number): Place {
  const { stops } = machine.world.area;
  const stop = stops[randomIndex(random, stops.length)]!;
  if (random() >= pointShare) return { kind: 'stop', stopId: stop.id };
  const { lat, lon } = stop.position;
  return { kind: 'point', position: { lat: lat + (random() - 0.5) / 100, lon } };
}

/** Mostly within four hours, now and then some days ahead. */
function anyTime(town: Town, random: Random): TripTime {
  const daysAhead = random() < 0.1 ? randomIndex(random, 4) : 0;
  const atSec = town.machine.wallSec() + 60 * (randomIndex(random, 240) - 10) + daysAhead * DAY_SEC;
  const chance = random();
  if (chance < 0.45) return { kind: 'now' };
  if (chance < 0.65) return anyDeparture(town, random, atSec) ?? { kind: 'arrive_by', atSec };
  return { kind: chance < 0.85 ? 'depart_after' : 'arrive_by', atSec };
}

/** Of the trains and buses that are shown at a station; now and then one that does not run then, or nowhere. */
function anyDeparture({ machine }: Town, random: Random, fromSec: number): TripTime | null {
  const { timetable, calendar } = machine.world;
  const departure = timetable?.departures[randomIndex(random, timetable.departures.length)];
  if (!timetable || !departure) return null;
  const { stationId } = departure;
  const next = nextDepartures(timetable, calendar, stationId, fromSec, 4);
  const shown = random() < 0.85 ? next[randomIndex(random, next.length)] : undefined;
  const { tripId } = shown?.departure ?? departure;
  const atSec = shown?.atSec ?? calendar.atTimeOf(calendar.dateAt(fromSec), '00:00') + departure.departSec;
  return { kind: 'catch_departure', stationId, tripId, atSec };
}

function anyReturn(town: Town, random: Random): ReturnWish {
  const chance = random();
  if (chance < 0.4) return { kind: 'stay', staySec: 60 * randomIndex(random, 180) };
  return chance < 0.8 ? { kind: 'open' } : { kind: 'at', when: anyTime(town, random) };
}

function anyDailyReturn(random: Random): NonNullable<StandingOrder['returnTrip']> {
  const chance = random();
  if (chance < 0.4) return { kind: 'stay', staySec: 60 * randomIndex(random, 180) };
  return chance < 0.8 ? { kind: 'open' } : { kind: 'at_time', at: `${10 + randomIndex(random, 10)}:30` };
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
    from: anyPlace(town, random, 0.1),
    to: anyPlace(town, random, 0.1),
    party: anyParty(random),
    time: { kind: random() < 0.5 ? 'depart_after' : 'arrive_by', at },
    days: days.length > 0 ? days : ['mon'],
    fromDate: machine.world.calendar.dateAt(machine.wallSec()),
    exceptions: [],
    onPublicHolidays: random() < 0.5 ? 'skip' : 'run',
    ...(random() < 0.3 && { returnTrip: anyDailyReturn(random) }),
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
