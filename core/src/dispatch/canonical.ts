import type { DispatchState } from './state.ts';

/**
 * The state as one text that is equal exactly when the state is: maps as sorted lists, object fields sorted. Its hash
 * proves that a restart came back to the same state. Cost grows with the state; not for the hot path.
 */
export function canonicalState(state: DispatchState): string {
  return JSON.stringify(state, (_, value: unknown) => {
    if (value instanceof Map) return [...value.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    }
    return value;
  });
}
