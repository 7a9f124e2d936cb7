/**
 * The dispatch on a virtual clock: the same `decide` and `evolve` as the live service, facts handed on instead of kept. The
 * clock stands still while something is decided.
 */
import type { Actor, Command, Decision } from '@noriai/core/dispatch/commands.ts';
import { decide } from '@noriai/core/dispatch/decide.ts';
import { nextDueSec } from '@noriai/core/dispatch/due.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { openState, type DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

export interface SimulatedService {
  /** Without closures and slowdowns, which are part of the state. */
  readonly world: ServiceWorld;
  readonly state: DispatchState;
  readonly nowSec: number;
  /** Decides now; the facts are in the state when it returns. */
  send(actor: Actor, command: Command): Decision;
  /** Lets time alone bring what is due, up to `untilSec` and no further than one batch of facts. Returns the new time. */
  waitUntil(untilSec: number): number;
}

/** Told of each fact, in order, after it is in the state. */
export type FactSink = (entry: LedgerEntry) => void;

/**
 * @param openingFact the fact that the ledger begins with is written by whoever opens it
 */
export function simulatedService(world: ServiceWorld, startSec: number, onFact: FactSink): SimulatedService {
  let nowSec = startSec;
  let commands = 0;
  /** No tick before this can give a fact, unless a fact comes in between. */
  let dueSec: number | null = null;
  let isDueKnown = false;

  function append(decision: Extract<Decision, { ok: true }>): void {
    decision.events.forEach((event, i) => {
      const command = i === 0 ? decision.trace : null;
      const entry: LedgerEntry = { sequence: service.state.sequence + 1, atSec: nowSec, command, event };
      evolve(service.world, service.state, entry);
      onFact(entry);
    });
    if (decision.events.length > 0) isDueKnown = false;
  }

  const service: SimulatedService = {
    world,
    state: openState(),
    get nowSec() {
      return nowSec;
    },
    send(actor, command) {
      const key = command.kind === 'tick' ? null : `${++commands}`;
      const decision = decide(service.world, service.state, { actor, key, contentHash: '', command }, nowSec);
      if (decision.ok) append(decision);
      return decision;
    },
    waitUntil(untilSec) {
      if (!isDueKnown) {
        dueSec = nextDueSec(service.world, service.state, nowSec);
        isDueKnown = true;
      }
      if (dueSec === null || dueSec > untilSec) return (nowSec = untilSec);
      nowSec = Math.max(nowSec, dueSec);
      const before = service.state.sequence;
      service.send({ kind: 'service' }, { kind: 'tick' });
      if (service.state.sequence === before) {
        // It was too early: from now on nothing before the next second.
        const next = nextDueSec(service.world, service.state, nowSec);
        dueSec = next === null ? null : Math.max(next, nowSec + 1);
        isDueKnown = true;
      }
      return nowSec;
    },
  };
  return service;
}
