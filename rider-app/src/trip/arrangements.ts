/** What lasts longer than one trip: waiting for a seat, the same trip every week, a way back that is called when it is wanted. */
import { weekdays } from '@noriai/core/contracts/area.ts';
import type { StandingOrder, StandingOrderView, WaitlistView } from '@noriai/core/contracts/arrangements.ts';
import type { Booking, TripRequest } from '@noriai/core/contracts/trips.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { dayAfter, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { signal } from '@preact/signals';
import { family, relativeOf } from './account.ts';
import type { Done } from './why-not.ts';
import { api, asRider, loadBookings, setBooking } from './rider-session.ts';

export const waitlist = signal<readonly WaitlistView[]>([]);
export const standingOrders = signal<readonly StandingOrderView[]>([]);

/** Asks for both lists; without an account there is nothing. */
export async function loadArrangements(): Promise<void> {
  const me = await api.call('getMe', { patienceMs: 0 });
  const riderId = me.ok ? me.answer.riderId : null;
  if (riderId === null) return;
  const riderIds = [riderId, ...family.value.actsFor.map((relative) => relative.riderId)];
  const lists = await Promise.all(riderIds.map(arrangementsOf));
  waitlist.value = lists.flatMap(({ entries }) => entries);
  standingOrders.value = lists.flatMap(({ orders }) => orders);
}

async function arrangementsOf(riderId: string) {
  const path = { riderId };
  const [entries, orders] = await Promise.all([
    api.call('listWaitlist', { path }),
    api.call('listStandingOrders', { path }),
  ]);
  return {
    entries: entries.ok ? entries.answer.entries : [],
    orders: orders.ok ? orders.answer.orders.filter(({ isEnded }) => !isEnded) : [],
  };
}

/** @param forRiderId of the family; left out: oneself */
export async function joinWaitlist(request: TripRequest, forRiderId?: string): Promise<Done> {
  const key = newKey();
  const body = { request, ...(forRiderId !== undefined && { forRiderId }) };
  const result = await asRider(() => api.call('joinWaitlist', { body, key }));
  await loadArrangements();
  return result.ok ? null : result.problem;
}

export async function leaveWaitlist(waitId: string): Promise<Done> {
  const result = await api.call('leaveWaitlist', { path: { waitId }, body: {}, key: newKey() });
  await loadArrangements();
  return result.ok ? null : result.problem;
}

/** Takes what came free; returns the booking or what went wrong. */
export async function takeWaiting({ offer }: WaitlistView): Promise<Booking | CallProblem> {
  const result = await api.call('bookOffer', { body: { offerId: offer?.offerId ?? '' }, key: newKey() });
  await loadArrangements();
  if (!result.ok) return result.problem;
  setBooking(result.answer);
  return result.answer;
}

/** The trip of a booking at the same time of day, on these days of every week from the next day on. */
export async function repeatWeekly(booking: Booking, days: StandingOrder['days']): Promise<Done> {
  const zone = area.value?.timeZone ?? 'Asia/Tokyo';
  const { hour, minute, day } = zoneTime(booking.pickupFromSec, zone);
  const today = zoneTime(presentSec(), zone).day;
  const order: StandingOrder = {
    from: { kind: 'stop', stopId: booking.pickup.stopId },
    to: { kind: 'stop', stopId: booking.dropoff.stopId },
    party: booking.party,
    time: { kind: 'depart_after', at: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` },
    days: weekdays.filter((one) => days.includes(one)),
    fromDate: dayAfter(day > today ? day : today, 1),
    exceptions: [],
    onPublicHolidays: 'skip',
    waitIfFull: true,
  };
  const result = await api.call('placeStandingOrder', { body: { order, ...forRelative(booking) }, key: newKey() });
  await loadArrangements();
  return result.ok ? null : result.problem;
}

/** Whose trip it is, when that is somebody of the family. */
function forRelative(booking: Booking): { forRiderId?: string } {
  const relative = relativeOf(booking);
  return relative ? { forRiderId: relative.riderId } : {};
}

/** Ends a weekly trip; what it has booked already is cancelled as well. */
export async function endWeekly(orderId: string): Promise<Done> {
  const body = { cancelBookings: true };
  const result = await api.call('endStandingOrder', { path: { orderId }, body, key: newKey() });
  await Promise.all([loadArrangements(), loadBookings()]);
  return result.ok ? null : result.problem;
}

/** The way back that was left open is wanted now: the first offer is taken; none free means first on the waitlist. */
export async function callReturn({ bookingId }: Booking): Promise<Booking | CallProblem | 'waiting'> {
  const result = await api.call('callReturn', { path: { bookingId }, body: {}, key: newKey() });
  if (!result.ok) return result.problem;
  if (result.answer.kind !== 'offers') {
    await loadArrangements();
    return 'waiting';
  }
  const booked = await api.call('bookOffer', { body: { offerId: result.answer.offers[0]!.offerId }, key: newKey() });
  if (!booked.ok) return booked.problem;
  setBooking(booked.answer);
  return booked.answer;
}
