/** A whole dispatcher for tests: the line town, a ledger in memory, the morning of a service day, any free port. */
import type { Role } from '@noriai/core/contracts/rights.ts';
import type { StandingOrder } from '@noriai/core/contracts/arrangements.ts';
import type { TripRequest } from '@noriai/core/contracts/trips.ts';
import { OPENING_SEC, lineWorld, type LineWorldOptions } from '@noriai/core/testing/line-world.ts';
import pino from 'pino';
import { argon2Hasher } from './adapters/accounts/crypto-accounts.ts';
import { MemoryLedger } from './adapters/memory-ledger.ts';
import { DemoClock } from './adapters/demo-clock.ts';
import type { Ledger } from './application/ports.ts';
import { ApiClient } from './client/api-client.ts';
import { issuePairingCode } from './application/accounts/drivers.ts';
import { emptyCard } from './application/accounts/rider-cards.ts';
import { noTravel, riderParts } from './application/accounts/rider-parts.ts';
import { addRider, readCode } from './application/accounts/riders.ts';
import { addOperator, findOperator } from './application/accounts/operators.ts';
import { startDispatcher, type Dispatcher, type DispatcherOptions } from './dispatcher.ts';

export interface LineDispatcher extends Dispatcher {
  readonly client: ApiClient;
  readonly ledger: Ledger;
  /** What was logged, line by line. */
  readonly log: string[];
}

export async function startLineDispatcher(
  options: Partial<DispatcherOptions> = {},
  town: LineWorldOptions = { vehicles: 2, stops: 10 },
): Promise<LineDispatcher> {
  const ledger = options.ledger ?? new MemoryLedger('line');
  const log: string[] = [];
  const dispatcher = await startDispatcher({
    world: lineWorld(town),
    clock: morningClock(),
    secret: Buffer.alloc(32, 7),
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    version: '0.0.0',
    host: '127.0.0.1',
    port: 0,
    pages: [],
    tilesPath: null,
    driverCode: null,
    isDemo: false,
    rateLimit: 0,
    trustedProxies: 0,
    passwords: argon2Hasher({ memory: 64, passes: 1 }),
    ...options,
    ledger,
  });
  return { ...dispatcher, ledger, log, client: new ApiClient(dispatcher.url) };
}

/** An hour after opening, going on with life from there. */
export function morningClock(): DemoClock {
  const clock = new DemoClock();
  clock.jumpTo(OPENING_SEC + 3600);
  return clock;
}

/** From one stop to another, now, one adult. */
export function trip(from: string, to: string): TripRequest {
  return {
    from: { kind: 'stop', stopId: from },
    to: { kind: 'stop', stopId: to },
    when: { kind: 'now' },
    party: { adults: 1, children: 0, reduced: 0, wheelchairs: 0 },
  };
}

/** Every Friday at eleven, from one stop to another, one adult. */
export function weeklyTrip(from: string, to: string): StandingOrder {
  const { when: _now, returnTrip: _none, ...places } = trip(from, to);
  return {
    ...places,
    time: { kind: 'depart_after', at: '11:00' },
    days: ['fri'],
    fromDate: '2026-06-01',
    exceptions: [],
    onPublicHolidays: 'run',
    waitIfFull: false,
  };
}

/** A new rider with a booking from one stop to another. */
export async function bookTrip(client: ApiClient, from: string, to: string) {
  const { token } = await client.call('registerRider');
  const answer = await client.call('requestTrip', { token, body: trip(from, to) });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  const booking = await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
  return { token, booking };
}

export async function signOn(client: ApiClient, vehicleId: string): Promise<string> {
  const { token } = await client.call('signOn', { params: { vehicleId }, body: { driverName: '運転 太郎' } });
  return token;
}

/** Token of an operator with a role in an area; the account is made when it is not there. */
export async function operator({ accounts, client }: LineDispatcher, role: Role, areaId = 'line'): Promise<string> {
  const loginName = `${role.replace('_', '-')}-${areaId === '*' ? 'all' : areaId}`;
  const password = 'twelve letters at least';
  if (!findOperator(accounts, loginName))
    await addOperator(accounts, { loginName, name: '模擬 職員', password, grants: [{ role, areaId }] }, 'host');
  return (await client.call('signInOperator', { body: { loginName, password } })).token;
}

/** Token of a new tablet that is paired with a vehicle. */
export async function tablet({ accounts, client }: LineDispatcher, vehicleId: string): Promise<string> {
  const { code } = issuePairingCode(accounts, vehicleId, 'host');
  return (await client.call('pairTablet', { body: { code } })).token;
}

/** Token of a rider who has an account and signed in. */
export async function accountRider({ accounts, client }: LineDispatcher): Promise<string> {
  const phone = `+8190${accounts.secrets.newDigits(8)}`;
  const parts = riderParts(accounts, noTravel);
  const added = addRider(parts, { ...emptyCard, phone }, 'host');
  const shown = readCode(parts, added.ok ? added.answer.riderId : '', 'host');
  const code = shown.ok ? shown.answer.code : '';
  return (await client.call('signInRider', { body: { phone, code } })).token;
}
