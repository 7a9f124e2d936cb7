/** What the rider and their family wait for. The service tells it as it changes, so nothing here is asked for. */
import type { WaitlistNews, WaitlistView } from '@noriai/core/contracts/arrangements.ts';
import type { Booking, TripRequest } from '@noriai/core/contracts/trips.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { signal } from '@preact/signals';
import { riderTexts } from '../texts/rider-texts.ts';
import { api, asRider } from './rider-session.ts';
import { takeOffer } from './trip-search.ts';
import type { Done } from './why-not.ts';

export const waitlist = signal<readonly WaitlistView[]>([]);
/** Held and not taken in time, or not freed in time: shown until the rider has seen it. */
export const waitedInVain = signal<readonly WaitlistView[]>([]);

export const isOffered = ({ state }: WaitlistView): boolean => state === 'offered';

/** Takes over what the service says; what came free is said on whatever screen the rider is. */
export function hearWaitlist({ nowSec, entries }: WaitlistNews): void {
  const before = waitlist.value;
  const isAmong = (list: readonly WaitlistView[], { waitId }: WaitlistView): boolean =>
    list.some((one) => one.waitId === waitId);
  // What was taken or left is gone before its time.
  const inVain = before.filter((one) => !isAmong(entries, one) && (one.heldUntilSec ?? one.untilSec) <= nowSec);
  waitedInVain.value = [...waitedInVain.value, ...inVain];
  waitlist.value = entries;
  const wereOffered = before.filter(isOffered);
  if (entries.some((one) => isOffered(one) && !isAmong(wereOffered, one))) announce(riderTexts.value.waitOffered);
}

/** Somebody else uses this device now. */
export function forgetWaitlist(): void {
  waitlist.value = [];
  waitedInVain.value = [];
}

export function dismiss({ waitId }: WaitlistView): void {
  waitedInVain.value = waitedInVain.value.filter((one) => one.waitId !== waitId);
}

/** @param forRiderId of the family; left out: oneself */
export async function joinWaitlist(request: TripRequest, forRiderId?: string): Promise<Done> {
  const key = newKey();
  const body = { request, ...(forRiderId !== undefined && { forRiderId }) };
  const result = await asRider(() => api.call('joinWaitlist', { body, key }));
  return result.ok ? null : result.problem;
}

export async function leaveWaitlist(waitId: string): Promise<Done> {
  const result = await api.call('leaveWaitlist', { path: { waitId }, body: {}, key: newKey() });
  return result.ok ? null : result.problem;
}

/** Takes what came free; returns the booking or what went wrong. */
export async function takeWaiting({ offer, request }: WaitlistView): Promise<Booking | CallProblem | null> {
  return offer && takeOffer(offer, request.from);
}
