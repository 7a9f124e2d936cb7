/**
 * Small things a page remembers on the device. Storage may be missing, full or forbidden (private windows): then the
 * page works on without remembering.
 */

/** What was stored under the key, or `fallback` when there is nothing readable. */
export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = globalThis.localStorage?.getItem(key);
    return text === null || text === undefined ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** Stores the value; null removes it. */
export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null) globalThis.localStorage?.removeItem(key);
    else globalThis.localStorage?.setItem(key, JSON.stringify(value));
  } catch {
    // The page goes on without remembering.
  }
}
