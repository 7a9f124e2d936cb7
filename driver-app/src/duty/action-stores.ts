/** Twins behind the `ActionStore` port: IndexedDB, and memory for tests and for browsers that forbid storage. */
import { openDB } from 'idb';
import type { ActionStore, QueuedAction } from './action-queue.ts';

const DATABASE = 'noriai-driver';
const STORE = 'actions';

/** The store on disk; memory only when the browser refuses one (private windows). */
export async function openActionStore(): Promise<ActionStore> {
  try {
    return await openIndexedDb();
  } catch (error) {
    console.warn(`actions are kept in memory only: ${String(error)}`);
    return memoryActionStore();
  }
}

async function openIndexedDb(): Promise<ActionStore> {
  const database = await openDB(DATABASE, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore(STORE, { keyPath: 'order', autoIncrement: true }).createIndex('key', 'key');
    },
  });
  return {
    // "strict": the promise resolves when the action is on the disk, not in a cache.
    async add(action) {
      const writing = database.transaction(STORE, 'readwrite', { durability: 'strict' });
      await writing.store.add(action);
      await writing.done;
    },
    async all() {
      const rows: (QueuedAction & { order: number })[] = await database.getAll(STORE);
      return rows.map(({ key, vehicleId, action, bookingNumber, stopName }) => {
        return { key, vehicleId, action, bookingNumber, stopName };
      });
    },
    async remove(key) {
      const order = await database.getKeyFromIndex(STORE, 'key', key);
      if (order !== undefined) await database.delete(STORE, order);
    },
  };
}

export function memoryActionStore(): ActionStore {
  let kept: readonly QueuedAction[] = [];
  return {
    add: async (action) => {
      kept = [...kept, action];
    },
    all: async () => kept,
    remove: async (key) => {
      kept = kept.filter((one) => one.key !== key);
    },
  };
}
