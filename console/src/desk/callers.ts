/**
 * Who calls: the desk's own book of riders, kept on this device. The service knows riders by id only; names and numbers
 * stay here until riders have accounts there.
 */
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';
import { api } from '../session/session.ts';
import { callersFound, type Caller } from './find-callers.ts';

const STORED_AS = 'noriai.callers';

export const callers = signal<readonly Caller[]>(readStored<readonly Caller[]>(STORED_AS, []));

/** Callers that what was typed may mean, the likeliest first. */
export const searchCallers = (query: string): readonly Caller[] => callersFound(callers.value, query);

/** A rider who calls for the first time. */
export async function addCaller(form: Omit<Caller, 'riderId'>): Promise<Caller | CallProblem> {
  const result = await api.call('registerRider', { body: {}, key: newKey() });
  if (!result.ok) return result.problem;
  const caller = { ...form, riderId: result.answer.subjectId };
  keep([...callers.value, caller]);
  return caller;
}

/** Takes over what was corrected on the card. */
export function changeCaller(next: Caller): void {
  keep(callers.value.map((one) => (one.riderId === next.riderId ? next : one)));
}

function keep(list: readonly Caller[]): void {
  callers.value = list;
  writeStored(STORED_AS, list);
}
