/**
 * What the driver did, in order, until the service has it. Every action is on the device's disk before the screen
 * moves on, carries the time it was done and an idempotency key, and is sent again until it is answered: a valley
 * without signal, a killed page or a restarted service lose nothing and do nothing twice.
 */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { DriverAction, Manifest } from '@noriai/core/contracts/driving.ts';
import type { CallProblem, CallResult } from '@noriai/ui/api/client.ts';

export interface QueuedAction {
  /** Idempotency key of every attempt to send it. */
  readonly key: string;
  readonly vehicleId: string;
  readonly action: DriverAction;
  /** What the driver saw when it was done, to explain it later; absent where there was nothing to name. */
  readonly bookingNumber?: number | undefined;
  readonly stopName?: LocalText | undefined;
}

/** Where the queue is kept: IndexedDB in the browser, memory in tests. Order is the order of adding. */
export interface ActionStore {
  add(action: QueuedAction): Promise<void>;
  all(): Promise<readonly QueuedAction[]>;
  remove(key: string): Promise<void>;
}

/** What became of one delivery round. */
export interface Delivery {
  /** The newest manifest that the service answered, or null when nothing was accepted. */
  readonly manifest: Manifest | null;
  /** Actions the service refused for good, with the reason; they are out of the queue. */
  readonly refused: readonly { readonly queued: QueuedAction; readonly problem: CallProblem }[];
  /** Why the round stopped early, or null when the queue is empty. */
  readonly stoppedBy: CallProblem | null;
}

/** Problems that say nothing about the action itself: keep it and try later. */
const passing: readonly CallProblem['code'][] = [
  'unreachable',
  'unexpected',
  'busy',
  'too_many_requests',
  'not_signed_in',
];

/** Sends the kept actions one after the other; stops at the first that can't be delivered now, so that order is kept. */
export async function deliver(
  store: ActionStore,
  send: (queued: QueuedAction) => Promise<CallResult<Manifest>>,
): Promise<Delivery> {
  const refused: { queued: QueuedAction; problem: CallProblem }[] = [];
  let manifest: Manifest | null = null;
  for (const queued of await store.all()) {
    const result = await send(queued);
    if (result.ok) manifest = result.answer;
    else if (passing.includes(result.problem.code)) return { manifest, refused, stoppedBy: result.problem };
    else refused.push({ queued, problem: result.problem });
    await store.remove(queued.key);
  }
  return { manifest, refused, stoppedBy: null };
}
