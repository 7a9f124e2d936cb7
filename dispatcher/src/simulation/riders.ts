/** Riders who ask, take, cancel, wait, arrange and look at any time, some of what they send long out of date. */
import type { Random } from '@noriai/core/containers/random.ts';
import { accountDeed, signIn } from './accounts/persons.ts';
import type { Person } from './accounts/people.ts';
import type { Town } from './town.ts';
import { anyOf, anyOrder, anyStandingOrder, anyTrip } from './trip-wishes.ts';

interface Rider {
  readonly random: Random;
  /** Who has an account; null: the device was registered and nothing is known of its owner. */
  person: Person | null;
  token: string | undefined;
  /** What was given to this rider so far, newest last. */
  readonly offerIds: string[];
  readonly bookingIds: string[];
  readonly orderIds: string[];
  readonly waitIds: string[];
}

/** One rider's day: acts again and again until the town has seen enough. */
export async function rideAllDay(town: Town, random: Random): Promise<void> {
  const person = random() < 0.5 ? town.machine.people.newPerson() : null;
  const rider: Rider = { random, person, token: undefined, offerIds: [], bookingIds: [], orderIds: [], waitIds: [] };
  while (!town.isOver) {
    await town.pause(random() * 2 * town.script.pauseSec);
    if (town.isOver) return;
    await (rider.person ? actWithAccount(town, rider, rider.person) : act(town, rider));
  }
}

/** Looks after the account or travels; who was erased comes back as somebody new. */
async function actWithAccount(town: Town, rider: Rider, person: Person): Promise<void> {
  const { people } = town.machine;
  if (people.isErased(person) && rider.random() < 0.3) {
    rider.person = people.newPerson();
    rider.token = undefined;
    return;
  }
  const isHopeless = person.riderId === null && !people.rules.openSignUp;
  if (isHopeless && rider.random() < 0.9) return; // until the desk registers them
  if (person.token === undefined) return signIn(town, person, rider.random);
  if (rider.random() < 0.2) return accountDeed(town, person, rider.random);
  const me = rider.random() < 0.1 ? await town.network.call('getMe', { token: person.token }) : null;
  if (me?.ok === false) person.token = undefined;
  rider.token = person.token;
  if (rider.token !== undefined) await act(town, rider);
}

async function act(town: Town, rider: Rider): Promise<void> {
  if (rider.token === undefined) return register(town, rider);
  const { random } = rider;
  const { strangers } = town;
  const chance = random();
  if (chance < 0.5)
    return isPatient(rider) && (await hasTripAhead(town, rider)) ? undefined : askAndTake(town, rider, null);
  if (chance < 0.6) return take(town, rider, anyOf(rider.offerIds, random));
  if (chance < 0.68) return cancel(town, rider, anyOf(rider.bookingIds, random));
  if (chance < 0.69) return settle(town, rider, anyOf(rider.bookingIds, random));
  if (chance < 0.71) return comeLate(town, rider, anyOf(rider.bookingIds, random));
  if (chance < 0.75) return callReturn(town, rider, anyOf(rider.bookingIds, random));
  if (chance < 0.8) return wait(town, rider);
  if (chance < 0.84) return arrange(town, rider);
  if (chance < 0.88) return befriend(town, rider);
  if (chance < 0.91) return askAndTake(town, rider, anyOf(strangers.riderIds, random));
  if (chance < 0.93) return look(town, rider);
  if (chance < 0.95) return take(town, rider, anyOf(strangers.offerIds, random));
  if (chance < 0.98) return cancel(town, rider, anyOf(strangers.bookingIds, random));
  if (rider.person === null) return register(town, rider); // another device: what was before belongs to somebody else now
}

async function register(town: Town, rider: Rider): Promise<void> {
  const answer = await town.network.call('registerRider', {});
  if (!answer?.ok) return;
  rider.token = answer.answer.token;
  town.strangers.riderIds.push(answer.answer.subjectId);
}

const isPatient = ({ random }: Rider): boolean => random() < 0.8;

async function hasTripAhead(town: Town, { token }: Rider): Promise<boolean> {
  const answer = await town.network.call('listBookings', { token: token! });
  const ended = ['completed', 'no_show', 'cancelled'];
  return answer?.ok === true && answer.answer.bookings.some((booking) => !ended.includes(booking.status));
}

async function askAndTake(town: Town, rider: Rider, forRiderId: string | null): Promise<void> {
  const body = anyOrder(town, rider.random, forRiderId);
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

/** Agrees to what took the place of a promise, or wants a cancelled trip back. */
async function settle(town: Town, rider: Rider, bookingId: string | null): Promise<void> {
  if (bookingId === null) return;
  const name = rider.random() < 0.5 ? 'acceptChange' : 'restoreBooking';
  await town.network.call(name, { token: rider.token!, params: { bookingId }, body: {} });
}

/** Mostly for the trip that is next, as the page shows it; else for any, which may be over. */
async function comeLate(town: Town, { random, token }: Rider, anyBookingId: string | null): Promise<void> {
  const listed = await town.network.call('listBookings', { token: token! });
  const waiting = ['booked', 'on_the_way', 'arrived'];
  const next = listed?.ok ? listed.answer.bookings.find(({ status }) => waiting.includes(status)) : undefined;
  const bookingId = random() < 0.9 ? (next?.bookingId ?? anyBookingId) : anyBookingId;
  if (bookingId === null) return;
  const body = { minutes: 1 + Math.floor(random() * 15) };
  await town.network.call('reportLate', { token: token!, params: { bookingId }, body });
}

async function callReturn(town: Town, rider: Rider, bookingId: string | null): Promise<void> {
  if (bookingId === null) return;
  const answer = await town.network.call('callReturn', { token: rider.token!, params: { bookingId }, body: {} });
  if (!answer?.ok || answer.answer.kind !== 'offers') return;
  await take(town, rider, answer.answer.offers[0]!.offerId);
}

async function wait(town: Town, rider: Rider): Promise<void> {
  const { token, random } = rider;
  const waitId = anyOf(rider.waitIds, random);
  if (waitId !== null && random() < 0.4) {
    await town.network.call('leaveWaitlist', { token: token!, params: { waitId }, body: {} });
    return;
  }
  const answer = await town.network.call('joinWaitlist', { token: token!, body: { request: anyTrip(town, random) } });
  if (!answer?.ok) return;
  rider.waitIds.push(answer.answer.waitId);
  if (answer.answer.offer) rider.offerIds.push(answer.answer.offer.offerId);
}

async function arrange(town: Town, rider: Rider): Promise<void> {
  const { random } = rider;
  const token = rider.token!;
  const orderId = anyOf(rider.orderIds, random);
  const body = { order: anyStandingOrder(town, random) };
  if (orderId !== null && random() < 0.7) {
    if (random() < 0.5) await town.network.call('changeStandingOrder', { token, params: { orderId }, body });
    else {
      const cancelBookings = random() < 0.5;
      await town.network.call('endStandingOrder', { token, params: { orderId }, body: { cancelBookings } });
    }
    return;
  }
  const answer = await town.network.call('placeStandingOrder', { token, body });
  if (answer?.ok) rider.orderIds.push(answer.answer.orderId);
}

async function befriend(town: Town, rider: Rider): Promise<void> {
  const riderId = anyOf(town.strangers.riderIds, rider.random);
  if (riderId === null) return;
  const names = ['addProxy', 'removeProxy', 'addCompanion', 'removeCompanion'] as const;
  const name = names[Math.floor(rider.random() * names.length)]!;
  await town.network.call(name, { token: rider.token!, body: { riderId } });
}

async function look(town: Town, rider: Rider): Promise<void> {
  await town.network.call('listBookings', { token: rider.token! });
  const bookingId = anyOf(rider.bookingIds, rider.random);
  if (bookingId !== null) await town.network.call('getBooking', { token: rider.token!, params: { bookingId } });
}
