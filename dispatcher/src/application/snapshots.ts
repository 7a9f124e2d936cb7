/**
 * Snapshots of the state, for a fast start (rules FS1 to FS4). They are never the truth: the ledger is. One is taken for
 * true only when the same code made it for the same area, its text is whole, and the ledger's chain at its sequence is the
 * one it was made on; else everything is replayed.
 */
import { stateFromText, stateText } from '@noriai/core/dispatch/state-text.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { Hasher, Ledger } from './ports.ts';

export interface Snapshot {
  readonly areaId: string;
  readonly sequence: number;
  /** Hash of the ledger's chain at that sequence. */
  readonly chainHash: string;
  /** What made it: code, area and streets. Another maker may come to another state. */
  readonly madeBy: string;
  readonly textHash: string;
  readonly text: string;
}

export interface SnapshotStore {
  /** The newest of the area, or null; also when it cannot be read. */
  newest(areaId: string): Promise<Snapshot | null>;
  put(snapshot: Snapshot): Promise<void>;
}

export interface Snapshots {
  readonly store: SnapshotStore;
  readonly madeBy: string;
}

/** The state to replay on from, or null when there is none to be trusted. */
export async function trustedState(
  { store, madeBy }: Snapshots,
  ledger: Ledger,
  hasher: Hasher,
): Promise<DispatchState | null> {
  const snapshot = await store.newest(ledger.areaId);
  if (!snapshot || snapshot.madeBy !== madeBy || hasher.hash(snapshot.text) !== snapshot.textHash) return null;
  if ((await ledger.hashAt(snapshot.sequence)) !== snapshot.chainHash) return null;
  try {
    const state = stateFromText(snapshot.text);
    return state.sequence === snapshot.sequence ? state : null;
  } catch {
    return null;
  }
}

/** Keeps the state; false when the ledger has no such entry. O(state): not while riders wait for answers. */
export async function keepState(
  { store, madeBy }: Snapshots,
  ledger: Ledger,
  hasher: Hasher,
  state: DispatchState,
): Promise<boolean> {
  const text = stateText(state);
  const { sequence } = state;
  const chainHash = await ledger.hashAt(sequence);
  if (chainHash === null) return false;
  await store.put({ areaId: ledger.areaId, sequence, chainHash, madeBy, textHash: hasher.hash(text), text });
  return true;
}
