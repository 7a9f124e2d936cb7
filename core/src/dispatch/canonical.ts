import type { DispatchState } from './state.ts';

/**
 * The state as one text that is equal exactly when the state is: JSON with maps as sorted lists of pairs and the fields of
 * objects sorted. Its hash proves that a restart came back to the same state. O(state); not for the hot path.
 */
export function canonicalState(state: DispatchState): string {
  return canonical(state);
}

/** Written out by hand, because `JSON.stringify` with a function that sorts every object takes four times as long. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof Map) {
    const pairs = [...(value as Map<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `[${pairs.map(([key, of]) => `[${JSON.stringify(key)},${canonical(of)}]`).join()}]`;
  }
  const fields = value as Record<string, unknown>;
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(fields[name])}`)
    .join()}}`;
}
