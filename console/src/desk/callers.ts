/** Who calls: the riders that the service knows, the same at every desk. Nothing of them stays on this device. */
import type { RiderHits, RiderOrder, RiderRecord } from '@noriai/core/contracts/accounts.ts';
import type { RiderCard } from '@noriai/core/contracts/rider-card.ts';
import type { CallProblem } from '@noriai/ui/api/client.ts';
import { api } from '../session/session.ts';

export type Hit = RiderHits['riders'][number];

/** How a rider is told of things unless they say otherwise: a mobile phone can read, a phone at home only speaks. */
function usualWish(phone: string): RiderOrder['wish'] {
  const isMobile = /^(\+81|0)[789]0/.test(phone.normalize('NFKC').replace(/[^\d+]/g, ''));
  return {
    channels: isMobile ? ['push', 'line', 'sms', 'email', 'voice'] : ['push', 'line', 'email', 'voice'],
    quietHours: { from: '21:00', until: '07:00' },
    email: null,
    lineUserId: null,
    reminderMinutes: 30,
  };
}

/** Riders whose number or name begins with what was typed, the likeliest first; nobody when the service is silent. */
export async function searchCallers(query: string): Promise<readonly Hit[]> {
  const text = query.trim();
  if (text === '') return [];
  const result = await api.call('searchRiders', { body: { text }, patienceMs: 0 });
  return result.ok ? result.answer.riders : [];
}

export interface NewCaller {
  readonly name: string;
  readonly kana: string;
  readonly phone: string;
}

/** A rider who calls for the first time. */
export async function addCaller({ name, kana, phone }: NewCaller): Promise<RiderRecord | CallProblem> {
  const body: RiderOrder = {
    name: name.trim() === '' ? kana : name,
    kana,
    phone: phone.trim() === '' ? null : phone.trim(),
    memberNumber: null,
    language: 'ja',
    needs: '',
    notes: '',
    wish: usualWish(phone),
  };
  const result = await api.call('addRider', { body });
  return result.ok ? result.answer : result.problem;
}

/** Everything the desk may know of a rider, in one answer. */
export async function findCard(riderId: string): Promise<RiderCard | CallProblem> {
  const result = await api.call('getRiderCard', { path: { riderId } });
  return result.ok ? result.answer : result.problem;
}

let lastChange: Promise<unknown> = Promise.resolve();

/**
 * Changes some fields of a card and leaves the rest as another desk may have written it a moment ago. One change after the
 * other: a note that is being kept while the card is corrected would be overwritten by the card as it was read before.
 */
export function changeCaller(riderId: string, change: Partial<RiderOrder>): Promise<RiderRecord | CallProblem> {
  const changed = lastChange.then(() => readAndChange(riderId, change));
  lastChange = changed.catch(() => {});
  return changed;
}

async function readAndChange(riderId: string, change: Partial<RiderOrder>): Promise<RiderRecord | CallProblem> {
  const present = await api.call('getRider', { path: { riderId } });
  if (!present.ok) return present.problem;
  const { riderId: _id, sessions: _sessions, createdSec: _created, ...card } = present.answer;
  const result = await api.call('changeRider', { path: { riderId }, body: { ...card, ...change } });
  return result.ok ? result.answer : result.problem;
}

/** `+819012345678` as people say it: `090-1234-5678`; other numbers without the country. */
export function phoneWords(phone: string | null): string {
  const local = (phone ?? '').replace(/^\+81/, '0');
  return /^0[5789]0\d{8}$/.test(local) ? local.replace(/^(\d{3})(\d{4})/, '$1-$2-') : local;
}
