/** What the driver did and the service could not accept: kept on the device until the driver has read why. */
import type { CallProblem } from '@noriai/ui/api/client.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';
import type { QueuedAction } from './action-queue.ts';

export interface Conflict {
  readonly queued: QueuedAction;
  readonly problem: CallProblem;
}

const STORED_AS = 'noriai.conflicts';
/** More than these nobody reads; the newest are kept. */
const MOST_KEPT = 20;

/** Oldest first. */
export const conflicts = signal<readonly Conflict[]>(readStored<readonly Conflict[]>(STORED_AS, []));

/** Each action once, however often its refusal is heard. */
export function addConflicts(found: readonly Conflict[]): void {
  if (found.length === 0) return;
  const keys = new Set(found.map(({ queued }) => queued.key));
  keep([...conflicts.value.filter(({ queued }) => !keys.has(queued.key)), ...found].slice(-MOST_KEPT));
}

/** The driver has read them. */
export function clearConflicts(): void {
  keep([]);
}

function keep(list: readonly Conflict[]): void {
  conflicts.value = list;
  writeStored(STORED_AS, list.length === 0 ? null : list);
}
