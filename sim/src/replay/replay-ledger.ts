/**
 * Decides a recorded day once more: the commands are read back from the facts and given to the dispatch at the recorded
 * times. Under the same area and the same policy the facts come out byte for byte; otherwise the first difference tells
 * where two policies part.
 */
import type { Decision } from '@noriai/core/dispatch/commands.ts';
import { decide } from '@noriai/core/dispatch/decide.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { evolve } from '@noriai/core/dispatch/evolve.ts';
import { openState, type DispatchState } from '@noriai/core/dispatch/state.ts';
import { worldInForce } from '@noriai/core/dispatch/street-notices.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { actorOf, commandsBehind } from './commands-behind.ts';

export interface ReplayEnd {
  readonly facts: number;
  readonly commands: number;
  /** Null when every fact came out byte for byte. */
  readonly difference: { readonly sequence: number; readonly recorded: string; readonly replayed: string } | null;
}

/** @param world without closures and slowdowns: which were in force when is in the ledger */
export function replayLedger(world: ServiceWorld, recorded: readonly LedgerEntry[]): ReplayEnd {
  const state = openState();
  let commands = 0;
  for (let at = 0; at < recorded.length;) {
    const first = recorded[at]!;
    const replayed = batchOf(world, state, recorded, at);
    commands++;
    for (const [i, entry] of replayed.entries()) {
      const difference = differenceOf(recorded[at + i], entry);
      if (difference) return { facts: at + i, commands, difference };
      evolve(world, state, entry);
    }
    if (replayed.length === 0) {
      return { facts: at, commands, difference: { ...shown(first), replayed: 'nothing' } };
    }
    at += replayed.length;
  }
  return { facts: recorded.length, commands, difference: null };
}

function shown(entry: LedgerEntry) {
  return { sequence: entry.sequence, recorded: JSON.stringify(entry) };
}

function differenceOf(recorded: LedgerEntry | undefined, replayed: LedgerEntry): ReplayEnd['difference'] {
  const [a, b] = [JSON.stringify(recorded), JSON.stringify(replayed)];
  return a === b ? null : { sequence: replayed.sequence, recorded: a ?? 'nothing', replayed: b };
}

/** The facts that the command behind the recorded batch brings now: the first that brings the recorded ones, if one does. */
function batchOf(
  world: ServiceWorld,
  state: DispatchState,
  recorded: readonly LedgerEntry[],
  at: number,
): readonly LedgerEntry[] {
  const first = recorded[at]!;
  if (first.event.kind === 'area_opened') return [first]; // written by whoever opens the ledger, not decided
  const actor = actorOf(first);
  const key = first.command === null ? null : first.command.key.slice(first.command.key.indexOf('/') + 1);
  const contentHash = first.command?.contentHash ?? '';
  const present = worldInForce(world, state);
  let likeliest: readonly LedgerEntry[] | null = null;
  for (const command of commandsBehind(present, state, recorded, at)) {
    const decision: Decision = decide(world, state, { actor, key, contentHash, command }, first.atSec);
    const facts = decision.ok ? factsOf(decision, first) : [];
    if (facts.length > 0 && facts.every((entry, i) => differenceOf(recorded[at + i], entry) === null)) return facts;
    likeliest ??= facts;
  }
  return likeliest ?? [];
}

function factsOf(decision: Extract<Decision, { ok: true }>, { sequence, atSec }: LedgerEntry): readonly LedgerEntry[] {
  return decision.events.map((event, i) => ({
    sequence: sequence + i,
    atSec,
    command: i === 0 ? decision.trace : null,
    event,
  }));
}
