/** The vehicle this tablet is paired with, where drivers sign on by number and PIN. The pairing stays when a duty ends. */
import { createApi, type CallProblem } from '@noriai/ui/api/client.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';

export interface Pairing {
  readonly vehicleId: string;
  readonly token: string;
}

const STORED_AS = 'noriai.pairing';

export const pairing = signal<Pairing | null>(readStored<Pairing | null>(STORED_AS, null));

/** Calls in the tablet's name; while no duty is on there is no other name. */
export const tabletApi = createApi(() => pairing.value?.token ?? null);

/** @param code that the driver manager was shown; returns what is wrong, or null */
export async function pairWith(code: string): Promise<CallProblem | null> {
  const paired = await tabletApi.call('pairTablet', {
    body: { code, deviceName: navigator.platform.slice(0, 60) || 'tablet' },
  });
  if (!paired.ok) return paired.problem;
  const { token } = paired.answer;
  const who = await createApi(() => token).call('getMe');
  if (!who.ok) return who.problem;
  keep({ vehicleId: who.answer.vehicleId ?? '', token });
  return null;
}

/** The tablet goes to another vehicle: its token is worth nothing from now on. */
export async function unpair(): Promise<CallProblem | null> {
  const ended = await tabletApi.call('signOut', { body: {} });
  if (!ended.ok && ended.problem.code !== 'not_signed_in') return ended.problem;
  keep(null);
  return null;
}

/** The service does not know the pairing any more: a new code is needed. */
export function losePairing(): void {
  keep(null);
}

function keep(next: Pairing | null): void {
  pairing.value = next;
  writeStored(STORED_AS, next);
}
