/** Whose trip an alarm is about, and when: asked of the service when the alarm is shown; nothing of it stays on this device. */
import type { RiderRecord } from '@noriai/core/contracts/accounts.ts';
import type { Booking } from '@noriai/core/contracts/trips.ts';
import { useEffect, useState } from 'preact/hooks';
import { api, may } from '../session/session.ts';
import type { Alarm } from './alarm-list.ts';
import type { ToldAlarm } from './alarms.ts';

/** Null is what is not known yet, or not to be known by this person. */
export interface AlarmFacts {
  readonly booking: Booking | null;
  readonly rider: RiderRecord | null;
}
export const knowsNothing: AlarmFacts = { booking: null, rider: null };

/** One after the other: when the service is suspended, hundreds of alarms come at once. */
let lastLook: Promise<unknown> = Promise.resolve();

/** What is known of the trip of an alarm that is shown; what cannot be had is left out. */
export function useAlarmFacts(alarm: Alarm | ToldAlarm): AlarmFacts {
  const [facts, setFacts] = useState(knowsNothing);
  const told = alarm.kind === 'told' ? alarm.alarm : null;
  const bookingId = may('trips') ? (told?.bookingId ?? null) : null;
  const riderId = may('riders') ? (told?.riderId ?? null) : null;
  useEffect(() => {
    let isShown = true;
    setFacts(knowsNothing);
    if (bookingId === null && riderId === null) return;
    const look = async (): Promise<void> => {
      if (!isShown) return;
      const found = await findFacts(bookingId, riderId);
      if (isShown) setFacts(found);
    };
    lastLook = lastLook.then(look).catch(() => {});
    return () => {
      isShown = false;
    };
  }, [bookingId, riderId]);
  return facts;
}

async function findFacts(bookingId: string | null, riderId: string | null): Promise<AlarmFacts> {
  const [booking, rider] = await Promise.all([
    bookingId === null ? null : api.call('getBooking', { path: { bookingId }, patienceMs: 0 }),
    riderId === null ? null : api.call('getRider', { path: { riderId }, patienceMs: 0 }),
  ]);
  return { booking: booking?.ok ? booking.answer : null, rider: rider?.ok ? rider.answer : null };
}
