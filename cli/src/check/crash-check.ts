/**
 * kill -9 in the middle of bookings, again and again: every acknowledged booking must be there, none twice, and the state
 * after each restart must equal the state before, which is proved by replaying the ledger here, in another process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom, type Random } from '@noriai/core/containers/random.ts';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { serviceWorld, type Streets } from '@noriai/core/fleet/world.ts';
import { openArea } from '@noriai/data/area/area-folder.ts';
import { areaStreets } from '@noriai/dispatcher/adapters/area-streets.ts';
import { sha256Hasher } from '@noriai/dispatcher/adapters/secrets.ts';
import { SqliteLedger } from '@noriai/dispatcher/adapters/sqlite-ledger.ts';
import type { LoopProof } from '@noriai/dispatcher/application/dispatch-loop.ts';
import { dispatchRules } from '@noriai/dispatcher/dispatcher.ts';
import { BookingLoad, type Acknowledged } from './booking-load.ts';
import { GRID_AREA, makeGridArea } from './grid-area.ts';
import { ServerProcess } from './server-process.ts';

export interface CrashOptions {
  readonly kills: number;
  /** At the least: riders go on booking until the last kill. */
  readonly bookings: number;
  readonly seed: number;
  /** Riders who book at the same time. */
  readonly riders: number;
  readonly onProgress?: (kills: number) => void;
}

export interface CrashReport {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged bookings that the ledger does not hold, or holds twice, or that their rider does not see. */
  readonly lost: number;
  readonly doubled: number;
  readonly unseen: number;
  /** Facts of booking in the ledger that nobody was told of. */
  readonly untold: number;
  /** Commands sent again at the end with their old keys, and how many of them got another answer. */
  readonly resent: number;
  readonly changedAnswers: number;
  readonly sentAgainAfterCrash: number;
  readonly offersGone: number;
  /** States of the running servers that were compared by hash with a replay, and how many differed. */
  readonly statesCompared: number;
  readonly statesDifferent: number;
  readonly facts: number;
  readonly longestRestartMs: number;
  readonly tookSec: number;
}

export function isSound(report: CrashReport): boolean {
  const { lost, doubled, unseen, untold, changedAnswers, statesDifferent, statesCompared } = report;
  return lost + doubled + unseen + untold + changedAnswers + statesDifferent === 0 && statesCompared > 0;
}

/** Runs in a folder of its own, which is removed. Ports: any free ones of this machine. */
export async function crashCheck(options: CrashOptions): Promise<CrashReport> {
  const beginMs = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'noriai-crash-'));
  const flags = ['--area', GRID_AREA, '--log-level', 'silent', '--snapshot-every-sec', `${SNAPSHOT_EVERY_SEC}`];
  const server = new ServerProcess(dataDir, flags);
  try {
    const area = await makeGridArea(dataDir, { side: 6, vehicles: 12, advanceDays: 30 });
    await server.start();
    await server.stop(); // one that ends well leaves what Node compiled to those that are killed
    await server.start();
    const random = seededRandom(options.seed);
    const load = new BookingLoad(area, () => server.url, random, options.bookings);
    const proofs: LoopProof[] = [];
    await load.run(options.riders, crashes(server, load, proofs, options, random));
    const again = await sendAgain(load);
    proofs.push(await server.proof());
    const unseen = await countUnseen(load);
    await server.kill();
    const ledger = await readLedger(dataDir, area, proofs);
    return {
      seed: options.seed,
      kills: options.kills,
      acknowledged: load.acknowledged.length,
      ...countFaults(load.acknowledged, ledger.booked),
      unseen,
      ...again,
      sentAgainAfterCrash: load.sentAgain,
      offersGone: load.offersGone,
      statesCompared: proofs.length,
      statesDifferent: ledger.different,
      facts: ledger.facts,
      longestRestartMs: Math.round(Math.max(...server.startMs)),
      tookSec: Math.round((performance.now() - beginMs) / 100) / 10,
    };
  } finally {
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Kills spread over the bookings, each at a random moment after a random share of them. */
async function crashes(
  server: ServerProcess,
  load: BookingLoad,
  proofs: LoopProof[],
  { kills, bookings, onProgress }: CrashOptions,
  random: Random,
): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const at = Math.floor(((kill + random()) * bookings) / (kills + 1));
    while (load.acknowledged.length < at) await pause(2);
    await pause(random() * 30);
    proofs.push(await server.proof());
    await pause(random() * 30);
    await server.kill();
    await server.start();
    proofs.push(await server.proof());
    onProgress?.(kill + 1);
  }
}

/** Often, so that starts from a snapshot are among those that are compared. */
const SNAPSHOT_EVERY_SEC = 2;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every acknowledged command once more with its key: the answer must be about the same booking. */
async function sendAgain(load: BookingLoad): Promise<{ resent: number; changedAnswers: number }> {
  let changedAnswers = 0;
  for (const { key, token, offerId, bookingId } of load.acknowledged) {
    const again = await load.persist('bookOffer', { token, key, body: { offerId } }).catch(() => null);
    if (again?.bookingId !== bookingId) changedAnswers++;
  }
  return { resent: load.acknowledged.length, changedAnswers };
}

/** Acknowledged bookings that are not among those their rider is shown, exactly once. */
async function countUnseen(load: BookingLoad): Promise<number> {
  const seen = new Map<string, number>();
  for (const token of new Set(load.acknowledged.map((booking) => booking.token))) {
    const { bookings } = await load.persist('listBookings', { token });
    for (const { bookingId } of bookings) seen.set(bookingId, (seen.get(bookingId) ?? 0) + 1);
  }
  return load.acknowledged.filter(({ bookingId }) => seen.get(bookingId) !== 1).length;
}

/** @param booked how often the ledger says of each id that it was booked */
function countFaults(acknowledged: readonly Acknowledged[], booked: ReadonlyMap<string, number>) {
  const told = new Set(acknowledged.map((booking) => booking.bookingId));
  return {
    lost: [...told].filter((id) => !booked.has(id)).length,
    doubled: [...booked.values()].filter((times) => times > 1).length + acknowledged.length - told.size,
    untold: [...booked.keys()].filter((id) => !told.has(id)).length,
  };
}

/** Replays the ledger from its beginning and compares the state with each proof on the way. */
async function readLedger(dataDir: string, area: AreaFile, proofs: readonly LoopProof[]) {
  const { road, foot } = await openArea(dataDir, area.id);
  const streets: Streets = areaStreets(area, road, foot);
  const world = serviceWorld(area, streets);
  const expected = new Map<number, Set<string>>();
  for (const { sequence, stateHash } of proofs) {
    expected.set(sequence, (expected.get(sequence) ?? new Set()).add(stateHash));
  }
  const booked = new Map<string, number>();
  const state = dispatchRules.openState();
  let different = 0;
  const ledger = new SqliteLedger(join(dataDir, 'ledger.sqlite'), area.id);
  for await (const entries of ledger.read(0)) {
    for (const entry of entries) {
      dispatchRules.evolve(world, state, entry);
      const { event } = entry;
      if (event.kind === 'ride_booked') booked.set(event.bookingId, (booked.get(event.bookingId) ?? 0) + 1);
      const hash = expected.has(entry.sequence) ? sha256Hasher.hash(dispatchRules.canonicalState(state)) : '';
      for (const proved of expected.get(entry.sequence) ?? []) if (proved !== hash) different++;
      expected.delete(entry.sequence);
    }
  }
  await ledger.close();
  return { booked, different: different + expected.size, facts: state.sequence };
}
