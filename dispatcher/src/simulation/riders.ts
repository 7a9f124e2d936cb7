/** Riders who ask, take, cancel and look at any time, some of what they send long out of date. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { Party, Place, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import type { Town } from './town.ts';

interface Rider {
  readonly random: Random;
  token: string | undefined;
  /** Offers and bookings seen so far, newest last. */
  readonly offerIds: string[];
  readonly bookingIds: string[];
}

/** One rider's day: acts again and again until the town has seen enough. */
export async function rideAllDay(town: Town, random: Random): Promise<void> {
  const rider: Rider = { random, token: undefined, offerIds: [], bookingIds: [] };
  while (!town.isOver) {
    await town.pause(random() * 2 * town.script.pauseSec);
    if (town.isOver) return;
    await act(town, rider);
  }
}

async function act(town: Town, rider: Rider): Promise<void> {
  if (rider.token === undefined) return register(town, rider);
  const chance = rider.random();
  if (chance < 0.55) return isPatient(rider) && (await hasTripAhead(town, rider)) ? undefined : askAndTake(town, rider);
  if (chance < 0.7) return take(town, rider, anyOf(rider.offerIds, rider.random));
  if (chance < 0.8) return cancel(town, rider, anyOf(rider.bookingIds, rider.random));
  if (chance < 0.85) return look(town, rider);
  const { strangers } = town;
  if (chance < 0.9) return take(town, rider, anyOf(strangers.offerIds, rider.random));
  if (chance < 0.95) return cancel(town, rider, anyOf(strangers.bookingIds, rider.random));
  return register(town, rider); // another device: what was before belongs to somebody else now
}

async function register(town: Town, rider: Rider): Promise<void> {
  const answer = await town.network.call('registerRider', {});
  if (answer?.ok) rider.token = answer.answer.token;
}

const isPatient = ({ random }: Rider): boolean => random() < 0.8;

async function hasTripAhead(town: Town, { token }: Rider): Promise<boolean> {
  const answer = await town.network.call('listBookings', { token: token! });
  const ended = ['completed', 'no_show', 'cancelled'];
  return answer?.ok === true && answer.answer.bookings.some((booking) => !ended.includes(booking.status));
}

async function askAndTake(town: Town, rider: Rider): Promise<void> {
  const body = anyTrip(town, rider.random);
  const answer = await town.network.call('requestTrip', { token: rider.token!, body });
  if (!answer?.ok || answer.answer.kind !== 'offers') return;
  const offerIds = answer.answer.offers.map((offer) => offer.offerId);
  rider.offerIds.push(...offerIds);
  town.strangers.offerIds.push(offerIds[0]!);
  if (rider.random() < 0.2) return; // thinks it over for too long
  await town.pause(rider.random() * 30);
  await take(town, rider, anyOf(offerIds, rider.random));
}

async function take(town: Town, rider: Rider, offerId: string | null): Promise<void> {
  if (offerId === null) return;
  const answer = await town.network.call('bookOffer', { token: rider.token!, body: { offerId } });
  if (!answer?.ok) return;
  rider.bookingIds.push(answer.answer.bookingId);
  town.strangers.bookingIds.push(answer.answer.bookingId);
}

async function cancel(town: Town, rider: Rider, bookingId: string | null): Promise<void> {
  if (bookingId === null) return;
  await town.network.call('cancelBooking', { token: rider.token!, params: { bookingId }, body: {} });
}

async function look(town: Town, rider: Rider): Promise<void> {
  await town.network.call('listBookings', { token: rider.token! });
  const bookingId = anyOf(rider.bookingIds, rider.random);
  if (bookingId !== null) await town.network.call('getBooking', { token: rider.token!, params: { bookingId } });
}

function anyTrip(town: Town, random: Random): TripRequest {
  return {
    from: anyPlace(town, random),
    to: anyPlace(town, random),
    when: anyTime(town, random),
    party: anyParty(random),
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

function anyParty(random: Random): Party {
  const adults = 1 + randomIndex(random, 3);
  const isWheelchair = random() < 0.1;
  return {
    adults,
    children: randomIndex(random, 2),
    reduced: randomIndex(random, 2),
    wheelchairs: isWheelchair ? 1 : 0,
  };
}

/** Mostly one of the newest, because old ones are seldom of use. */
function anyOf(ids: readonly string[], random: Random): string | null {
  if (ids.length === 0) return null;
  return random() < 0.8
    ? ids.at(-1 - randomIndex(random, Math.min(3, ids.length)))!
    : ids[randomIndex(random, ids.length)]!;
}
