/** What the actors of a simulated town share: the service, the agenda, and who is where. */
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import type { EventQueue } from './event-queue.ts';
import type { SimulatedService } from './simulated-service.ts';

/** Something an actor will do when its time has come. */
export type Deed = () => void;

export interface Town {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly service: SimulatedService;
  readonly agenda: EventQueue<Deed>;
  /** When the rider of a booking is at the stop, Infinity when never; bookings that are over are taken out. */
  readonly presentSec: Map<string, number>;
  /** True seconds of a leg that the service believes to take `believedSec`. */
  readonly trueDriveSec: (leg: Leg) => number;
}

export interface Leg {
  readonly vehicleIndex: number;
  readonly fromPlace: number;
  readonly toPlace: number;
  readonly departSec: number;
  readonly believedSec: number;
}

/** The local date and time of day; helps to say when, not to decide. */
export function dateAt(world: ServiceWorld, atSec: number): string {
  return world.calendar.dateAt(atSec);
}
