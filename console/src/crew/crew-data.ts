/** Drivers and tablets as the service knows them. */
import type { AnswerOf } from '@noriai/core/contracts/routes.ts';
import type { CallResult } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { signal } from '@preact/signals';
import { api, whyNot } from '../session/session.ts';
import { crewTexts } from './crew-texts.ts';

export type Driver = AnswerOf<'listDrivers'>['drivers'][number];
export type Tablet = AnswerOf<'listTablets'>['tablets'][number];

export const drivers = signal<readonly Driver[]>([]);
export const tablets = signal<readonly Tablet[]>([]);

export async function loadDrivers(): Promise<void> {
  const result = await api.call('listDrivers');
  if (result.ok)
    drivers.value = result.answer.drivers.toSorted((a, b) => Number(a.driverNumber) - Number(b.driverNumber));
}

export async function loadTablets(): Promise<void> {
  const result = await api.call('listTablets');
  if (result.ok) tablets.value = result.answer.tablets;
}

/** Says how it went; true when it went well. */
export async function saved(call: Promise<CallResult<unknown>>): Promise<boolean> {
  const result = await call;
  if (result.ok) announce(crewTexts.value.saved);
  else announce(whyNot(result.problem), true);
  return result.ok;
}
