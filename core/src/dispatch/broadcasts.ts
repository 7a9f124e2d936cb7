/** Messages to many at once as drivers, riders and the desk see them. O(messages of the last weeks), which are few. */
import type { Announcements, Broadcast, BroadcastAudience, DriverMessages } from '../contracts/broadcasts.ts';
import type { BroadcastRecord, DispatchState } from './state.ts';

/** Whether the driver of a vehicle is told. */
export function isForDriver(audience: BroadcastAudience, vehicleId: string): boolean {
  return audience.kind === 'drivers' || (audience.kind === 'vehicle' && audience.vehicleId === vehicleId);
}

/** What the desk says to the driver of a vehicle at present; who takes the vehicle over acknowledges anew. */
export function driverMessages(
  state: DispatchState,
  vehicleId: string,
  nowSec: number,
): Pick<DriverMessages, 'vehicleId' | 'messages'> {
  const driverName = state.drivers.get(vehicleId)?.driverName;
  const messages = present(state, nowSec)
    .filter(({ audience }) => isForDriver(audience, vehicleId))
    .map((broadcast) => {
      const seen = broadcast.seenBy.get(vehicleId);
      return { ...said(broadcast), isAcknowledged: seen !== undefined && seen.driverName === driverName };
    });
  return { vehicleId, messages };
}

/** @param riderId whose trips count too; null: what is said to everybody */
export function announcements(state: DispatchState, riderId: string | null, nowSec: number): Announcements {
  const own = new Set(riderId === null ? [] : (state.ridesOfRider.get(riderId) ?? []));
  const concerns = ({ audience, bookingIds }: BroadcastRecord) =>
    audience.kind === 'all_riders' || bookingIds.some((bookingId) => own.has(bookingId));
  return { announcements: present(state, nowSec).filter(concerns).map(said) };
}

/** All of the last weeks, newest first; who must be called is known elsewhere. */
export function broadcastViews(state: DispatchState, nowSec: number): readonly Omit<Broadcast, 'toCall'>[] {
  return [...state.broadcasts.values()].toReversed().map((broadcast) => broadcastView(state, broadcast, nowSec));
}

function broadcastView(state: DispatchState, broadcast: BroadcastRecord, nowSec: number): Omit<Broadcast, 'toCall'> {
  const { audience, templateId, by, seenBy } = broadcast;
  const hasSeen = (vehicleId: string) => seenBy.get(vehicleId)?.driverName === state.drivers.get(vehicleId)?.driverName;
  const isOver = isOverAt(broadcast, nowSec);
  const drivers = [...state.drivers.keys()].filter((vehicleId) => isForDriver(audience, vehicleId)).sort();
  return {
    ...said(broadcast),
    audience,
    templateId,
    by,
    isOver,
    riders: audience.kind === 'all_riders' ? null : ridersOf(state, broadcast.bookingIds).length,
    acknowledged: [...seenBy].map(([vehicleId, seen]) => ({ vehicleId, ...seen })),
    waitingFor: isOver ? [] : drivers.filter((vehicleId) => !hasSeen(vehicleId)),
  };
}

/** Each rider of some bookings once, with the first of the bookings. Rides that were forgotten meanwhile are left out. */
export function ridersOf(state: Pick<DispatchState, 'rides'>, bookingIds: readonly string[]) {
  const riders = new Map<string, { riderId: string; bookingId: string; number: number | null }>();
  for (const bookingId of bookingIds) {
    const ride = state.rides.get(bookingId);
    if (ride && !riders.has(ride.riderId)) {
      riders.set(ride.riderId, { riderId: ride.riderId, bookingId, number: ride.number });
    }
  }
  return [...riders.values()];
}

function present({ broadcasts }: DispatchState, nowSec: number): readonly BroadcastRecord[] {
  return [...broadcasts.values()].filter((broadcast) => !isOverAt(broadcast, nowSec)).toReversed();
}

function isOverAt({ isEnded, untilSec }: BroadcastRecord, nowSec: number): boolean {
  return isEnded || untilSec <= nowSec;
}

function said({ broadcastId, reason, urgency, text, sentSec, untilSec }: BroadcastRecord) {
  return { broadcastId, reason, urgency, text: { ...text }, sentSec, untilSec };
}
