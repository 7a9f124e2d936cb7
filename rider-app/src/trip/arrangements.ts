/** What lasts longer than one trip: the same trip every week, a way back that is called when it is wanted. */
import { weekdays } from '@noriai/core/contracts/area.ts';
import type { StandingOrder, StandingOrderView } from '@noriai/core/contracts/arrangements.ts';
import type { Booking, Place, StopOfTrip } from '@noriai/core/contracts/trips.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { dayAfter, timeOfDay, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { signal } from '@preact/signals';
import { family, relativeOf } from './account.ts';
import type { Done } from './why-not.ts';
import { api, loadBookings, setBooking } from './rider-session.ts';

export const standingOrders = signal<readonly StandingOrderView[]>([]);

/** Asks for those of the rider and the family; without an account there are none. */
export async function loadStandingOrders(): Promise<void> {
  const me = await api.call('getMe', { patienceMs: 0 });
  const riderId = me.ok ? me.answer.riderId : null;
  if (riderId === null) return;
  const riderIds = [riderId, ...family.value.actsFor.map((relative) => relative.riderId)];
  const lists = await Promise.all(riderIds.map((id) => api.call('listStandingOrders', { path: { riderId: id } })));
  standingOrders.value = lists.flatMap((list) => (list.ok ? list.answer.orders : [])).filter(({ isEnded }) => !isEnded);
}

/** The trip of a booking at the same time of day, on these days of every week from the next day on. */
export async function repeatWeekly(booking: Booking, days: StandingOrder['days']): Promise<Done> {
  const zone = area.value?.timeZone ?? 'Asia/Tokyo';
  const { day } = zoneTime(booking.pickupFromSec, zone);
  const today = zoneTime(presentSec(), zone).day;
  const order: StandingOrder = {
    from: placeOf(booking.pickup),
    to: placeOf(booking.dropoff),
    party: booking.party,
    time: { kind: 'depart_after', at: timeOfDay(booking.pickupFromSec, zone) },
    days: weekdays.filter((one) => days.includes(one)),
    fromDate: dayAfter(day > today ? day : today, 1),
    exceptions: [],
    onPublicHolidays: 'skip',
    ...((booking.pickup.door || booking.dropoff.door) && { doorToDoor: true }),
    ...(booking.openReturnId !== undefined && { returnTrip: { kind: 'open' } }),
    waitIfFull: true,
  };
  const result = await api.call('placeStandingOrder', { body: { order, ...forRelative(booking) }, key: newKey() });
  await loadStandingOrders();
  return result.ok ? null : result.problem;
}

/** The stop of a trip, or the door that the vehicle came to. */
function placeOf({ stopId, position, door }: StopOfTrip): Place {
  return door ? { kind: 'point', position } : { kind: 'stop', stopId };
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
  await Promise.all([loadStandingOrders(), loadBookings()]);
  return result.ok ? null : result.problem;
}

/** The way back that was left open is wanted now: the first offer is taken; none free means first on the waitlist. */
export async function callReturn({ bookingId }: Booking): Promise<Booking | CallProblem | 'waiting'> {
  const result = await api.call('callReturn', { path: { bookingId }, body: {}, key: newKey() });
  if (!result.ok) return result.problem;
  if (result.answer.kind !== 'offers') return 'waiting';
  const booked = await api.call('bookOffer', { body: { offerId: result.answer.offers[0]!.offerId }, key: newKey() });
  if (!booked.ok) return booked.problem;
  setBooking(booked.answer);
  return booked.answer;
}
