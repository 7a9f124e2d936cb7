/** Facts tried out on a copy of the state, so that each is decided on those before it. Made for one decision. */
import type { ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { DispatchEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { DispatchState } from './state.ts';
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

/** Deep enough that `evolve` on the copy never touches the original. Rides that are over do not change. */
function copyOf(state: DispatchState): DispatchState {
  const rides = new Map(state.rides);
  for (const shift of state.shifts.values()) {
    for (const { rideId } of shift.visits) rides.set(rideId, { ...state.rides.get(rideId)! });
  }
  return {
    ...state,
    rides,
    shifts: new Map(Array.from(state.shifts, ([id, shift]) => [id, { ...shift }])),
    figures: new Map(Array.from(state.figures, ([date, figures]) => [date, { ...figures }])),
    drivers: new Map(state.drivers),
    vehicleByTokenHash: new Map(state.vehicleByTokenHash),
    riderByTokenHash: new Map(state.riderByTokenHash),
    heldByRequest: new Map(state.heldByRequest),
    answers: new Map(state.answers),
    ridesOfRider: new Map(state.ridesOfRider),
    commands: new Map(state.commands),
    lastNumber: new Map(state.lastNumber),
    dayPlans: new Map(state.dayPlans),
    outages: new Map(state.outages),
    streets: { ...state.streets, notices: new Map(state.streets.notices) },
  };
}
