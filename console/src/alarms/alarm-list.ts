/** What needs a person, worked out from the day: said loudly until somebody has taken it on. */
import type { Board } from '@noriai/core/contracts/board.ts';

export type AlarmKind = 'late' | 'no_driver' | 'not_moving';

export interface Alarm {
  /** The same trouble has the same id, so that it sounds once. */
  readonly id: string;
  readonly kind: AlarmKind;
  readonly vehicleId: string;
  /** The one trip it is about, if it is one. */
  readonly bookingId: string | null;
  /** Booking numbers it is about. */
  readonly numbers: readonly number[];
  /** How late it is or how soon it will be, seconds. */
  readonly sec: number;
}

/** A vehicle with work this soon and nobody signed on needs a driver. */
const DRIVER_NEEDED_SEC = 15 * 60;
/** A vehicle that should have left so long ago and did not is stuck, or its driver is. */
const STUCK_SEC = 5 * 60;

/** Worst first. O(trips and calls of the day). */
export function alarmsOf({ vehicles, nowSec }: Board): readonly Alarm[] {
  const alarms: Alarm[] = [];
  for (const { vehicleId, driverName, shifts } of vehicles) {
    for (const { trips, calls } of shifts) {
      for (const trip of trips.filter(({ isLate }) => isLate)) {
        const overSec = Math.max(
          (trip.pickupSec ?? 0) - trip.pickupUntilSec,
          (trip.dropoffSec ?? 0) - trip.dropoffBySec,
        );
        const { bookingId } = trip;
        alarms.push({
          id: `late ${bookingId}`,
          kind: 'late',
          vehicleId,
          bookingId,
          numbers: [trip.number],
          sec: overSec,
        });
      }
      const [next] = calls;
      if (!next) continue;
      const numbers = [...next.board, ...next.leave];
      const inSec = next.arriveSec - nowSec;
      if (driverName === null && inSec < DRIVER_NEEDED_SEC)
        alarms.push({
          id: `no_driver ${vehicleId}`,
          kind: 'no_driver',
          vehicleId,
          bookingId: null,
          numbers,
          sec: inSec,
        });
      else if (driverName !== null && next.slackSec < -STUCK_SEC)
        alarms.push({
          id: `not_moving ${vehicleId}`,
          kind: 'not_moving',
          vehicleId,
          bookingId: null,
          numbers,
          sec: -next.slackSec,
        });
    }
  }
  const rank = { no_driver: 0, not_moving: 1, late: 2 };
  return alarms.sort((a, b) => rank[a.kind] - rank[b.kind] || b.sec - a.sec || (a.id < b.id ? -1 : 1));
}
