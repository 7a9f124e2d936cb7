/** What goes wrong in a run, drawn by seed: how often the network, the disk, the clock and the machine fail. */
import type { Random } from '@noriai/core/containers/random.ts';

/** Where a process can die: before and after each thing that it waits for. */
export const deathPlaces = [
  'opening',
  'before_append',
  'after_append',
  'before_command',
  'before_reply',
  'store_write',
  'hashing',
  'hand_over',
  'idle',
] as const;
export type DeathPlace = (typeof deathPlaces)[number];

/** How often a process died, by place, before anything happened. */
export function noDeaths(): Record<DeathPlace, number> {
  return Object.fromEntries(deathPlaces.map((place) => [place, 0])) as Record<DeathPlace, number>;
}

/** Shares are 0 … 1 of the messages or appends. */
export interface Script {
  readonly lostShare: number;
  readonly doubledShare: number;
  /** A message that takes long, so that later ones overtake it. */
  readonly slowShare: number;
  readonly appendRefusedShare: number;
  /** The batch is on disk and the writer is told that it is not. */
  readonly appendUnknownShare: number;
  readonly unreadableShare: number;
  /** Threads that work out streets or plans and fail. */
  readonly workFailedShare: number;
  /** Accounts or outbox refuse a write. */
  readonly storeRefusedShare: number;
  /** A way out of the machine takes nothing. */
  readonly postDownShare: number;
  /** A notice was taken, and nobody says so. */
  readonly postUnknownShare: number;
  /** Of all the moments at which a process can die. */
  readonly deathShare: number;
  /** A process that is taken for dead and lives on for a while beside its successor. */
  readonly sleeperShare: number;
  readonly clockJumpsPerHour: number;
  /** Mean pause between two actions of a rider, in seconds. */
  readonly pauseSec: number;
}

/** Every fourth run is calm, so that nothing but the actions themselves can be to blame. */
export function drawScript(random: Random): Script {
  const isCalm = random() < 0.25;
  const upTo = (most: number): number => (isCalm ? 0 : random() * most);
  return {
    lostShare: upTo(0.15),
    doubledShare: upTo(0.15),
    slowShare: upTo(0.2),
    appendRefusedShare: upTo(0.03),
    appendUnknownShare: upTo(0.03),
    unreadableShare: upTo(0.2),
    workFailedShare: upTo(0.1),
    storeRefusedShare: upTo(0.02),
    postDownShare: upTo(0.15),
    postUnknownShare: upTo(0.05),
    deathShare: upTo(0.004),
    sleeperShare: upTo(0.5),
    clockJumpsPerHour: upTo(0.5),
    pauseSec: 60 + random() * 240,
  };
}
