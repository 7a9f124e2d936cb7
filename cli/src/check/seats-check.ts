/**
 * Many riders at once after few seats, over real HTTP: every attempt asks for a seat in the same hours, takes what it is
 * offered twice at the same moment, and now and then gives it back, so that seats stay scarce. Afterwards an auditor with
 * rules of its own reads the ledger.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { AnswerOf, RouteName } from '@noriai/core/contracts/routes.ts';
import type { Booking, TripRequest } from '@noriai/core/contracts/trips.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import { areaCalendar } from '@noriai/core/rules/calendar.ts';
import { openArea } from '@noriai/data/area/area-folder.ts';
import { areaStreets } from '@noriai/dispatcher/adapters/area-streets.ts';
import { SqliteLedger } from '@noriai/dispatcher/adapters/sqlite-ledger.ts';
import { ApiClient, Refused, type CallOptions } from '@noriai/dispatcher/client/api-client.ts';
import { dispatchRules } from '@noriai/dispatcher/dispatcher.ts';
import { People } from '@noriai/dispatcher/simulation/accounts/people.ts';
import { Auditor, type Violation } from '@noriai/dispatcher/simulation/auditor.ts';
import { GRID_AREA, makeGridArea } from './grid-area.ts';
import { callUntilAnswered } from './persistent-call.ts';
import { ServerProcess } from './server-process.ts';

export interface SeatsOptions {
  readonly attempts: number;
  /** Riders who try at the same time. */
  readonly riders: number;
  readonly seed: number;
  readonly onProgress?: (attempts: number) => void;
}

export interface SeatsReport {
  readonly seed: number;
  readonly attempts: number;
  readonly riders: number;
  readonly refused: number;
  readonly booked: number;
  /** The second of two orders for the same offer at the same moment that was told so. */
  readonly toldTaken: number;
  readonly givenBack: number;
  readonly expired: number;
  /** Calls whose connection broke, or that were told to come again: sent once more with the same key. */
  readonly sentAgain: number;
  /** Bookings that two orders were told of with different keys, or that two riders were told of. */
  readonly doubled: number;
  /** What the auditor found in the ledger. */
  readonly violations: readonly Violation[];
  readonly facts: number;
  readonly tookSec: number;
}

interface Tally {
  attempts: number;
  refused: number;
  booked: number;
  toldTaken: number;
  givenBack: number;
  expired: number;
  sentAgain: number;
  doubled: number;
  readonly riderByBooking: Map<string, number>;
}

/** Runs in a folder of its own, which is removed. Port: any free one of this machine. */
export async function seatsCheck(options: SeatsOptions): Promise<SeatsReport> {
  const beginMs = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'noriai-seats-'));
  const server = new ServerProcess(dataDir, ['--area', GRID_AREA, '--log-level', 'silent']);
  try {
    const area = await makeGridArea(dataDir, { side: 4, vehicles: 2, advanceDays: 3 });
    await server.start();
    const tally: Tally = { ...noCounts, riderByBooking: new Map() };
    const client = new PatientClient(await server.url, tally);
    const riders = Array.from({ length: options.riders }, (_, rider) => tryOn(client, area, rider, options, tally));
    await Promise.all(riders);
    await server.stop();
    const { riderByBooking: _, ...counts } = tally;
    return {
      seed: options.seed,
      riders: options.riders,
      ...counts,
      ...(await audit(dataDir, area)),
      tookSec: Math.round((performance.now() - beginMs) / 100) / 10,
    };
  } finally {
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What counts is that every attempt is answered, on a busy machine too. */
const PATIENCE_MS = 600_000;

const noCounts = {
  attempts: 0,
  refused: 0,
  booked: 0,
  toldTaken: 0,
  givenBack: 0,
  expired: 0,
  sentAgain: 0,
  doubled: 0,
};

/** A connection may break on a busy machine; a server that has ended does not come back. */
class PatientClient {
  private readonly client: ApiClient;
  private readonly tally: Tally;

  constructor(url: string, tally: Tally) {
    this.client = new ApiClient(url, {}, PATIENCE_MS);
    this.tally = tally;
  }

  call<N extends RouteName>(name: N, options: CallOptions<N> = {}): Promise<AnswerOf<N>> {
    return callUntilAnswered(() => this.client, name, options, {
      tries: 50,
      onAgain: () => void this.tally.sentAgain++,
    });
  }
}

/** One rider, again and again until all have tried often enough. */
async function tryOn(client: PatientClient, area: AreaFile, rider: number, options: SeatsOptions, tally: Tally) {
  const random = seededRandom(options.seed * 1_000_003 + rider);
  const { token } = await client.call('registerRider');
  while (tally.attempts < options.attempts) {
    tally.attempts++;
    if (tally.attempts % 100 === 0) options.onProgress?.(tally.attempts);
    const answer = await client.call('requestTrip', { token, body: scarceTrip(area, random) });
    if (answer.kind === 'refused') {
      tally.refused++;
      continue;
    }
    const booking = await takeTwice(client, token, rider, answer.offers[0]!.offerId, tally);
    if (booking && random() < 0.9) await giveBack(client, token, booking.bookingId, tally);
  }
}

/** Two orders with different keys for one offer at the same moment: one gets it. */
async function takeTwice(client: PatientClient, token: string, rider: number, offerId: string, tally: Tally) {
  const order = () => client.call('bookOffer', { token, body: { offerId } }).catch(wordOf);
  const answers = await Promise.all([order(), order()]);
  const booked = answers.filter((answer): answer is Booking => typeof answer !== 'string');
  for (const answer of answers) {
    if (answer === 'already_booked') tally.toldTaken++;
    else if (answer === 'offer_gone') tally.expired++;
  }
  const [booking] = booked;
  if (!booking) return null;
  tally.booked++;
  const isSomebodyElses = (tally.riderByBooking.get(booking.bookingId) ?? rider) !== rider;
  if (booked.length > 1 || isSomebodyElses) tally.doubled++;
  tally.riderByBooking.set(booking.bookingId, rider);
  return booking;
}

async function giveBack(client: PatientClient, token: string, bookingId: string, tally: Tally): Promise<void> {
  await client.call('cancelBooking', { token, params: { bookingId }, body: {} });
  tally.givenBack++;
}

function wordOf(error: unknown): string {
  if (error instanceof Refused) return error.problem.code;
  throw error;
}

/** Somewhere in the first hour of the next service day: sixteen seats for everybody. */
function scarceTrip(area: AreaFile, random: Random): TripRequest {
  const nowSec = Math.floor(Date.now() / 1000);
  const windows = areaCalendar(area).windowsBetween(nowSec, nowSec + 2 * 86_400);
  const { startSec } = windows.find((window) => window.startSec > nowSec + 3600)!;
  const { stops } = area;
  const from = randomIndex(random, stops.length);
  const to = (from + 1 + randomIndex(random, stops.length - 1)) % stops.length;
  return {
    from: { kind: 'stop', stopId: stops[from]!.id },
    to: { kind: 'stop', stopId: stops[to]!.id },
    when: { kind: 'depart_after', atSec: startSec + randomIndex(random, 3600) },
    party: { adults: 1 + randomIndex(random, 3), children: 0, reduced: 0, wheelchairs: 0 },
  };
}

async function audit(dataDir: string, area: AreaFile) {
  const { road, foot } = await openArea(dataDir, area.id);
  const nobody = new People(seededRandom(1)); // with accounts
  const auditor = new Auditor(serviceWorld(area, areaStreets(area, road, foot)), dispatchRules, nobody, () => 0);
  const ledger = new SqliteLedger(join(dataDir, 'ledger.sqlite'), area.id);
  const facts: LedgerEntry[] = [];
  for await (const entries of ledger.read(0)) {
    for (const entry of entries) {
      if (entry.command !== null) auditor.written(facts.splice(0)); // the rules hold between commands
      facts.push(entry);
    }
  }
  auditor.written(facts);
  await ledger.close();
  return { violations: auditor.violations, facts: auditor.sequence };
}
