/**
 * A dispatch service in a test's hand: commands go in at a time of the test's choosing, facts come out, and the state
 * follows from the facts alone, as it does live.
 */
import type { DriverAction } from '../contracts/driving.ts';
import type { Party, TripRequest, TripTime } from '../contracts/trips.ts';
import type { Actor, Command, Decision } from '../dispatch/commands.ts';
import { decide } from '../dispatch/decide.ts';
import type { DispatchEvent, HeldOffer, LedgerEntry } from '../dispatch/events.ts';
import { evolve } from '../dispatch/evolve.ts';
import { openState, type DispatchState } from '../dispatch/state.ts';
import { findManifest } from '../dispatch/views.ts';
import type { ServiceWorld } from '../fleet/world.ts';

export const oneAdult: Party = { adults: 1, children: 0, reduced: 0, wheelchairs: 0 };

/** A request between two stops of a line world. */
export function tripBetween(
  from: number,
  to: number,
  when: TripTime = { kind: 'now' },
  party: Party = oneAdult,
): TripRequest {
  return { from: { kind: 'stop', stopId: `s${from}` }, to: { kind: 'stop', stopId: `s${to}` }, when, party };
}

export interface PlayedService {
  readonly world: ServiceWorld;
  readonly state: DispatchState;
  readonly ledger: LedgerEntry[];
  nowSec: number;
  /** Sends a command; facts of an accepted one are in the ledger when it returns. */
  send(actor: Actor, command: Command, key?: string, contentHash?: string): Decision;
  /** Facts of an accepted command; fails the test when it was refused. */
  facts(actor: Actor, command: Command): readonly DispatchEvent[];
  /** Asks for a trip and returns the offers, empty when refused. */
  offers(riderId: string, request: TripRequest): readonly HeldOffer[];
  /** Asks for a trip and takes the first offer. */
  book(riderId: string, request: TripRequest): HeldOffer;
  /** Ticks every second until the time is reached. */
  waitUntil(untilSec: number): readonly DispatchEvent[];
  drive(vehicleId: string, action: DriverAction): Decision;
  /** Arrives at the next call of the vehicle and does all that is to be done there, at its expected times. */
  serveNextCall(vehicleId: string): void;
}

export function playDispatch(world: ServiceWorld, startSec: number): PlayedService {
  let requests = 0;
  const service: PlayedService = {
    world,
    state: openState(),
    ledger: [],
    nowSec: startSec,
    send(actor, command, key, contentHash = '') {
      const decision = decide(world, service.state, { actor, key: key ?? null, contentHash, command }, service.nowSec);
      if (decision.ok) append(service, decision);
      return decision;
    },
    facts(actor, command) {
      const decision = service.send(actor, command);
      if (!decision.ok) throw new Error(`${command.kind} was refused: ${decision.refusal}, ${decision.detail}`);
      return decision.events;
    },
    offers(riderId, request) {
      const command = { kind: 'request_trip', requestId: `q${++requests}`, request } as const;
      const made = service.facts({ kind: 'rider', riderId }, command).find((event) => event.kind === 'offers_made');
      return made?.offers ?? [];
    },
    book(riderId, request) {
      const [offer] = service.offers(riderId, request);
      if (!offer) throw new Error(`no offer for ${JSON.stringify(request)}`);
      service.facts({ kind: 'rider', riderId }, { kind: 'book_offer', offerId: offer.offerId });
      return offer;
    },
    waitUntil(untilSec) {
      const events: DispatchEvent[] = [];
      while (service.nowSec < untilSec) {
        service.nowSec++;
        events.push(...service.facts({ kind: 'service' }, { kind: 'tick' }));
      }
      return events;
    },
    drive(vehicleId, action) {
      return service.send({ kind: 'driver', vehicleId }, { kind: 'driver_action', vehicleId, action });
    },
    serveNextCall(vehicleId) {
      serveNextCall(service, vehicleId);
    },
  };
  return service;
}

function append(service: PlayedService, decision: Extract<Decision, { ok: true }>): void {
  decision.events.forEach((event, i) => {
    const command = i === 0 ? decision.trace : null;
    const entry: LedgerEntry = { sequence: service.state.sequence + 1, atSec: service.nowSec, command, event };
    service.ledger.push(entry);
    evolve(service.world, service.state, entry);
  });
}

function serveNextCall(service: PlayedService, vehicleId: string): void {
  const call = findManifest(service.world, service.state, vehicleId, service.nowSec)!.calls[0];
  if (!call) throw new Error(`${vehicleId} has no call at ${service.nowSec}`);
  service.waitUntil(call.arriveSec);
  mustDo(service.drive(vehicleId, { kind: 'arrived', callId: call.callId, atSec: service.nowSec }));
  const rules = service.world.area.promises;
  for (const rider of call.riders) {
    if (rider.action === 'board') service.waitUntil(rider.promisedFromSec);
    service.waitUntil(service.nowSec + rules.dwellSec);
    const kind = rider.action === 'board' ? 'boarded' : 'dropped_off';
    mustDo(service.drive(vehicleId, { kind, bookingId: rider.bookingId, atSec: service.nowSec }));
  }
}

function mustDo(decision: Decision): void {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal}, ${decision.detail}`);
}

/** The state that the facts alone lead to. */
export function replayed(world: ServiceWorld, ledger: readonly LedgerEntry[]): DispatchState {
  const state = openState();
  for (const entry of ledger) evolve(world, state, entry);
  return state;
}
