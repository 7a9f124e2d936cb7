/** Who the rider is, for those who said it: an account of the town behind a phone number, the family, and what is remembered there. */
import type { RiderProfile } from '@noriai/core/contracts/accounts.ts';
import type { Family } from '@noriai/core/contracts/rider-card.ts';
import type { Booking, Party } from '@noriai/core/contracts/trips.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { signal } from '@preact/signals';
import { api, loadBookings, useToken } from './rider-session.ts';
import type { Done } from './why-not.ts';

/** Somebody of the family for whom this rider may book. */
export type Relative = Family['actsFor'][number];

const PROFILE = 'noriai.profile';
const FAMILY = 'noriai.family';
const nobody: Family = { proxies: [], actsFor: [] };

/** Null for who never said who they are; kept on the device for when there is no connection. */
export const profile = signal<RiderProfile | null>(readStored<RiderProfile | null>(PROFILE, null));
export const family = signal<Family>(readStored<Family>(FAMILY, nobody));

/** Asks who is behind the present token; a rider without an account has no name and no family. */
export async function loadAccount(): Promise<void> {
  const me = await api.call('getMe', { patienceMs: 0 });
  if (!me.ok) return me.problem.code === 'not_signed_in' ? forget() : undefined;
  if (me.answer.accountId === null) return forget();
  const [known, kin] = await Promise.all([api.call('getProfile'), api.call('getFamily')]);
  if (known.ok) keepProfile(known.answer);
  if (kin.ok) keepFamily(kin.answer);
}

/** Has a code sent to the phone, when the town knows it. */
export async function askForCode(phone: string): Promise<Done> {
  const result = await api.call('requestRiderCode', { body: { phone, language: language.value } });
  return result.ok ? null : result.problem;
}

/** With the code of the message this device belongs to the rider until they sign out. */
export async function signInWith(phone: string, code: string): Promise<Done> {
  const result = await api.call('signInRider', { body: { phone, code } });
  if (!result.ok) return result.problem;
  useToken(result.answer.token);
  await Promise.all([loadAccount(), loadBookings()]);
  return null;
}

/** This device knows nothing of the rider any more. */
export async function signOut(): Promise<Done> {
  const result = await api.call('signOut', { body: {} });
  if (!result.ok && result.problem.code !== 'not_signed_in') return result.problem;
  useToken(null);
  forget();
  return null;
}

/** Sends a code to somebody of the family, who passes it on when they agree. */
export async function askRelative(phone: string): Promise<Done> {
  const result = await api.call('askToActFor', { body: { phone } });
  return result.ok ? null : result.problem;
}

/** With the code that was passed on. */
export async function confirmRelative(phone: string, code: string): Promise<Done> {
  const result = await api.call('confirmActFor', { body: { phone, code }, key: newKey() });
  if (!result.ok) return result.problem;
  keepFamily(result.answer);
  return null;
}

/** Somebody may no longer book for this rider. */
export async function endProxy(riderId: string): Promise<Done> {
  const result = await api.call('removeProxy', { body: { riderId }, key: newKey() });
  await loadAccount();
  return result.ok ? null : result.problem;
}

/** What the rider needs is kept with the account, so that the phone desk and other devices know it, too. */
export async function rememberNeeds({ needs = [] }: Party): Promise<void> {
  const known = profile.value;
  if (known === null || JSON.stringify(known.usualNeeds ?? []) === JSON.stringify(needs)) return;
  const { name, kana, language: spoken, needs: note, wish } = known;
  const body = { name, kana, language: spoken, needs: note, wish, usualNeeds: needs };
  const result = await api.call('changeProfile', { body });
  if (result.ok) keepProfile(result.answer);
}

/** Whose booking it is, when it is not the rider's own. */
export function relativeOf({ riderId }: Pick<Booking, 'riderId'>): Relative | null {
  return family.value.actsFor.find((relative) => relative.riderId === riderId) ?? null;
}

function forget(): void {
  keepProfile(null);
  keepFamily(nobody);
}

function keepProfile(next: RiderProfile | null): void {
  profile.value = next;
  writeStored(PROFILE, next);
}

function keepFamily(next: Family): void {
  family.value = next;
  writeStored(FAMILY, next.actsFor.length + next.proxies.length === 0 ? null : next);
}
