/** The phone desk: books for callers, keeps riders apart, blocks and unblocks, at any time. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { Town } from './town.ts';
import { anyOf, anyOrder } from './trip-wishes.ts';

/** The token that every life of the service knows as an operator with all rights. */
export const DESK_TOKEN = 'desk';

const token = DESK_TOKEN;

export async function answerCallsAllDay(town: Town, random: Random): Promise<void> {
  while (!town.isOver) {
    await town.pause(random() * 3 * town.script.pauseSec);
    if (town.isOver) return;
    await act(town, random);
  }
}

async function act(town: Town, random: Random): Promise<void> {
  const { network, strangers } = town;
  const riderId = anyOf(strangers.riderIds, random);
  const bookingId = anyOf(strangers.bookingIds, random);
  if (riderId === null) return;
  const chance = random();
  if (chance < 0.5) return bookFor(town, random, riderId);
  if (chance < 0.7) {
    if (bookingId !== null) await network.call('cancelBooking', { token, params: { bookingId }, body: {} });
    return;
  }
  if (chance < 0.85) return decideOn(town, random, riderId);
  const other = strangers.riderIds[Math.floor(random() * strangers.riderIds.length)]!;
  const name = random() < 0.7 ? 'keepApart' : 'endKeepApart';
  await network.call(name, { token, body: { riderId: other, forRiderId: riderId } });
}

async function bookFor(town: Town, random: Random, forRiderId: string): Promise<void> {
  const body = { ...anyOrder(town, random, forRiderId), ...(random() < 0.2 && { despiteLimits: true }) };
  const answer = await town.network.call('requestTrip', { token, body });
  if (!answer?.ok || answer.answer.kind !== 'offers') return;
  const { offerId } = answer.answer.offers[0]!;
  const booked = await town.network.call('bookOffer', { token, body: { offerId } });
  if (booked?.ok) town.strangers.bookingIds.push(booked.answer.bookingId);
}

/** Blocks now and then and mostly forgives, so that most riders can go on; gives the types that the area knows. */
async function decideOn(town: Town, random: Random, riderId: string): Promise<void> {
  const untilSec = town.machine.wallSec() + 3_600;
  const blocked = random() < 0.3 ? { untilSec, reason: 'drawn at random' } : null;
  const types = town.machine.world.area.riderTypes ?? [];
  const riderTypeId = types[randomIndex(random, types.length + 1)]?.id ?? null;
  const body = { blocked, riderTypeId, clearStrikes: random() < 0.7 };
  await town.network.call('setRiderRules', { token, params: { riderId }, body });
}
