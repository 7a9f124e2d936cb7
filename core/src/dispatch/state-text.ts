/**
 * The state as text and back, for snapshots: unlike `canonicalState` it keeps the order of maps, because whatever goes
 * over a map must go over it in the same order afterwards. O(state).
 */
import { openState, type DispatchState } from './state.ts';

interface MapText {
  readonly $map: readonly (readonly [unknown, unknown])[];
}

export function stateText(state: DispatchState): string {
  return JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? { $map: [...value.entries()] } : value));
}

/** @throws when the text is not of a state with the fields of today */
export function stateFromText(text: string): DispatchState {
  const state = JSON.parse(text, (_, value: unknown) =>
    isMapText(value) ? new Map(value.$map) : value,
  ) as DispatchState;
  const [expected, got] = [openState(), state].map((one) => Object.keys(one).sort().join());
  if (got !== expected) throw new Error(`got a state with ${got}, expected ${expected}`);
  return state;
}

function isMapText(value: unknown): value is MapText {
  return typeof value === 'object' && value !== null && '$map' in value;
}
