/** Facts tried out on a copy of the state, so that each is decided on those before it. Made for one decision. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { DispatchState, Ride } from './state.ts';
import { worldInForce } from './street-notices.ts';

export class Trial {
  /** Facts so far, in order. */
  readonly events: DispatchEvent[] = [];
  private readonly usual: ServiceWorld;
  private readonly state: DispatchState;
  private readonly nowSec: number;

  /** O(state). @param usual the world without closures and slowdowns */
  constructor(usual: ServiceWorld, state: DispatchState, nowSec: number) {
    this.usual = usual;
    this.state = copyOf(state);
    this.nowSec = nowSec;
  }

  /** How things stand after the facts so far. */
  get moment(): Moment {
    return { world: worldInForce(this.usual, this.state), state: this.state, nowSec: this.nowSec };
  }

  add(event: DispatchEvent): void {
    this.events.push(event);
    evolve(this.usual, this.state, { sequence: this.state.sequence + 1, atSec: this.nowSec, command: null, event });
  }
}

/**
 * Deep enough that `evolve` on the copy never touches the original: every map, and every record in it that facts may change.
 * What stands in records is replaced as a whole, never changed. Generic, so that what is added to the state later is copied too.
 */
function copyOf(state: DispatchState): DispatchState {
  const copies = Object.entries(state).map(([name, value]: [string, unknown]) => {
    return [name, value instanceof Map ? copyOfMap(value, neverChanged.has(name)) : value];
  });
  const { notices, inForce } = state.streets;
  return { ...(Object.fromEntries(copies) as DispatchState), streets: { notices: new Map(notices), inForce } };
}

/** Maps whose records stay as they were written: they are only added and forgotten. */
const neverChanged: ReadonlySet<string> = new Set<keyof DispatchState>(['commands', 'requests', 'answers']);

function copyOfMap(map: ReadonlyMap<unknown, unknown>, isAsIs: boolean): Map<unknown, unknown> {
  if (isAsIs) return new Map(map);
  return new Map(Array.from(map, ([key, value]) => [key, isChangeable(value) ? { ...value } : value]));
}

/** A ride that is over does not change any more: there are a month's of them. */
function isChangeable(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !('status' in value && overStatuses.has(value.status));
}
const overStatuses: ReadonlySet<unknown> = new Set<Ride['status']>(['completed', 'no_show', 'cancelled']);
