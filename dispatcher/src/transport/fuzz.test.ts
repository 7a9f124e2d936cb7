/** Random requests made from the served OpenAPI document alone, as any outside program could make them. */
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import { routes } from '@noriai/core/contracts/routes.ts';
import type { Booking } from '@noriai/core/contracts/trips.ts';
import type { Timetable } from '@noriai/core/contracts/timetable.ts';
import type { ChangingStreets } from '@noriai/core/fleet/changing-streets.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { drawTown } from '@noriai/core/testing/draw-town.ts';
import { drawnWorld } from '@noriai/core/testing/drawn-world.ts';
import { lineWorld } from '@noriai/core/testing/line-world.ts';
import { expect, test } from 'vitest';
import { timeCode } from '../adapters/accounts/crypto-accounts.ts';
import { KeyRingVault, newKeyRing } from '../adapters/accounts/key-ring-vault.ts';
import { MemoryAccounts } from '../adapters/accounts/memory-accounts.ts';
import type { DemoClock } from '../adapters/demo-clock.ts';
import { MemoryProofs } from '../adapters/proof-stores.ts';
import { WorkerStreetRefresher } from '../adapters/street-refresher.ts';
import { addOperator } from '../application/accounts/operators.ts';
import { noWish } from '../application/accounts/rider-cards.ts';
import type { DispatcherOptions } from '../dispatcher.ts';
import {
  accountRider,
  morningClock,
  operator,
  signOn,
  startLineDispatcher,
  tablet,
  trip,
  weeklyTrip,
  type LineDispatcher,
} from '../line-dispatcher.fake.ts';
import {
  Memory,
  operationsOf,
  pick,
  randomRequest,
  type ApiDocument,
  type Callable,
  type Source,
} from './random-request.fake.ts';

const SEEDS = [20_261_122, 7, 8, 9];
const CALLS = 2000;
/** What nobody's luck was enough for in these is tried in so many further towns at most. */
const MORE_TOWNS = 16;
const FACTORS_STEP_SEC = 30;
const PASSWORD = 'twelve letters at least';

/** These end the caller's own token; who has no new one leaves them to the others. */
const endsToken = new Set(['signOff', 'signOut', 'signOffEarly', 'eraseMe', 'endSession']);

interface Asked {
  readonly callable: Callable;
  readonly caller: string;
  /** What the same person said a moment before. */
  readonly said: Readonly<Record<string, unknown>>;
}

interface Fuzzing {
  readonly seed: number;
  readonly calls: number;
  /** Operations that did their work for nobody yet; those that do are taken out. */
  readonly unanswered: Set<string>;
  readonly stopsAtLeak?: true;
}

/** What came of many random requests. */
interface Fuzzed {
  /** Answers by status. */
  readonly seen: ReadonlyMap<number, number>;
  /** Answers that held something of the victim, and to whom. */
  readonly leaks: readonly string[];
  /** Answers that were errors, or not what the document says. */
  readonly wrong: readonly string[];
}

async function fuzz(dispatcher: FuzzedService, { seed, calls, unanswered, stopsAtLeak }: Fuzzing): Promise<Fuzzed> {
  const town = await openTown(dispatcher, seed);
  const seen = new Map<number, number>();
  const leaks: string[] = [];
  const wrong: string[] = [];
  const enoughLeaks = stopsAtLeak ? 1 : Infinity;
  let last: Asked | null = null;
  for (let call = 0; call < calls && leaks.length < enoughLeaks; call++) {
    if (call % 20 === 0) timeGoesOn(dispatcher, town.random);
    const asked = nextOf(town, unanswered, last);
    const { status, where, isLeak, isWrong, said } = await callOnce(dispatcher, town, asked, `${seed}-${call}`);
    if (isLeak) leaks.push(where);
    if (isWrong) wrong.push(where);
    if (status === 200) unanswered.delete(asked.callable.operation.operationId);
    last = status === 200 ? { ...asked, said } : null;
    seen.set(status, (seen.get(status) ?? 0) + 1);
  }
  return { seen, leaks, wrong };
}

/** What people do next, once the first has been done. */
const stories: Readonly<Record<string, readonly string[]>> = {
  requestTrip: ['bookOffer'],
  bookOffer: ['callReturn', 'previewMove', 'reportLate', 'cancelBooking'],
  previewMove: ['moveTrip'],
  cancelBooking: ['restoreBooking'],
  joinWaitlist: ['leaveWaitlist'],
  signOn: ['getManifest'],
  getManifest: ['reportAction'],
  reportAction: ['undoAction', 'undoForDriver', 'boardWalkOn'],
  requestRiderCode: ['signInRider'],
  readRiderCode: ['signInRider'],
  addRider: ['readRiderCode', 'changeRider', 'resolveRider'],
  askToActFor: ['confirmActFor'],
  addDriver: ['signOnDriver'],
  signOff: ['signOnDriver', 'signOn'],
  issuePairingCode: ['pairTablet'],
  beginSecondFactor: ['confirmSecondFactor'],
  postStreetNotice: ['endStreetNotice'],
  sendBroadcast: ['getMessages', 'endBroadcast'],
  getMessages: ['acknowledgeMessage'],
};
/** What most others rest on. */
const beginnings = ['requestTrip', 'signOn', 'getManifest'];

/** These operations and what must be done before them. */
function leadingTo(names: Iterable<string>): ReadonlySet<string> {
  const leading = new Set(names);
  for (const name of leading) {
    for (const [earlier, chapters] of Object.entries(stories)) if (chapters.includes(name)) leading.add(earlier);
  }
  return leading;
}

/** Mostly what comes next in a story, by the same person where that may be, or what nobody could do so far. */
function nextOf(town: Town, open: ReadonlySet<string>, last: Asked | null): Asked {
  const { byName, random } = town;
  const chapters = last ? (stories[last.callable.operation.operationId] ?? []) : [];
  const anything = [...byName.keys()];
  const wanted = [...leadingTo(open)].filter((name) => byName.has(name));
  const drawn = random();
  const names =
    chapters.length > 0 && drawn < 0.7 ? chapters : drawn < 0.2 ? beginnings : drawn < 0.5 ? wanted : anything;
  const name = pick(names.length > 0 ? names : anything, random);
  const isSame = last !== null && town.admitted.get(name)!.has(last.caller) && random() < 0.8;
  const callable = byName.get(name)!;
  return isSame ? { ...last, callable } : { callable, caller: callerOf(town, name), said: {} };
}

/** One request by somebody; what came back is checked, remembered, and followed where it changed who is signed in. */
async function callOnce(dispatcher: FuzzedService, town: Town, { callable, caller, said }: Asked, key: string) {
  const { method, operation } = callable;
  const { random, people } = town;
  const person = people.get(caller)!;
  const own = { ...said, ...(person.drives !== undefined && { vehicleId: person.drives }) };
  const source: Source = { ...town, memory: person.memory, own, nowSec: dispatcher.clock.nowSec() };
  const request = randomRequest(callable, source);
  const response = await fetch(`${dispatcher.url}/api/v1${request.path}`, {
    method,
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': random() < 0.95 ? `fuzz-${key}-0123456789` : pick(['', 'x', '???'], random),
      ...(person.token !== null && { authorization: `Bearer ${person.token}` }),
    },
    signal: AbortSignal.timeout(180_000),
  });
  const text = await response.text();
  const { status } = response;
  const where = `call ${key} by ${caller}: ${method} ${request.path} ${JSON.stringify(request.body)}\n${status} ${text}`;
  const answer = JSON.parse(text) as Record<string, unknown>;
  const isWrong = status >= 500 || !(String(status) in operation.responses) || (status >= 400 && !('code' in answer));
  const isAtDoor = ['not_signed_in', 'not_yours'].includes(answer['code'] as string);
  if (!isAtDoor) town.admitted.get(operation.operationId)!.add(caller);
  const isLeak = await holdsSecret(dispatcher, town, person, text);
  if (status === 200) {
    town.served.get(operation.operationId)!.add(caller);
    const vehicleId = /^\/vehicles\/(\w+)\/(driver-)?sign-on$/.exec(request.path)?.[1];
    if (vehicleId !== undefined) people.get(`driver ${vehicleId}`)!.token = answer['token'] as string;
    person.memory.learn([namesIn(request.body), answer]);
    learnCodes(dispatcher, person.memory, operation.operationId, answer);
  }
  const isOut = status === 401 || (status === 200 && endsToken.has(operation.operationId));
  if (isOut && person.renew) {
    const isAway = person.drives !== undefined && random() < 0.9; // so that others find the vehicle free
    person.token = isAway ? null : await person.renew().catch(() => null); // taken, or out
  }
  return { status, where, isLeak, isWrong, said: Object(request.body) as Record<string, unknown> };
}

/** Mostly somebody for whom this worked before, or who got past this door. */
function callerOf({ people, admitted, served, random }: Town, operationId: string): string {
  const drawn = random();
  const known = drawn < 0.4 ? served : drawn < 0.7 ? admitted : null;
  const callers = [...(known?.get(operationId) ?? [])];
  return pick(callers.length > 0 ? callers : [...people.keys()].filter((name) => mayCall(name, operationId)), random);
}

/** The victim stays signed in, and keeps name and needs. */
function mayCall(caller: string, operationId: string): boolean {
  return caller !== 'victim' || ![...endsToken, 'changeProfile'].includes(operationId);
}

/** Whether an answer tells somebody what only the victim, the desk and, in part, the victim's driver may know (AC24). */
async function holdsSecret({ client }: FuzzedService, town: Town, person: Person, text: string): Promise<boolean> {
  const { secrets, toldToDriver, people } = town;
  if (person.seesVictim || secrets.every((secret) => !text.includes(secret))) return false;
  if (secrets.some((secret) => !toldToDriver.includes(secret) && text.includes(secret))) return true;
  const { bookings } = await client.call('listBookings', { token: people.get('victim')!.token! });
  return bookings.every(({ vehicle }) => !vehicle || vehicle.vehicleId !== person.drives);
}

/** Of what was sent only by what people are known: everything else that fits is in the answer. */
function namesIn(body: unknown): unknown {
  const { phone, memberNumber, loginName, password, newPassword, driverNumber, pin } = Object(body) as Record<
    string,
    unknown
  >;
  return { phone, memberNumber, loginName, password: newPassword ?? password, driverNumber, pin };
}

/** Codes come on a phone; who is shown the secret of a second factor has an app that makes them. */
function learnCodes(service: FuzzedService, memory: Memory, operationId: string, { secret }: Record<string, unknown>) {
  const step = Math.floor(service.clock.nowSec() / FACTORS_STEP_SEC);
  const made = operationId === 'beginSecondFactor' ? [timeCode(secret as string, step)] : [];
  memory.learn({ code: [...service.sentCodes.splice(0), ...made] });
}

/** Some three quarters of a minute for each twenty requests. */
function timeGoesOn({ clock, clockMoved }: FuzzedService, random: Random): void {
  clock.jumpTo(clock.nowSec() + randomIndex(random, 90));
  clockMoved();
}

const unanswered = new Set<string>(Object.keys(routes));

async function fuzzTown(seed: number): Promise<ReadonlyMap<number, number>> {
  const dispatcher = await startFuzzedService();
  const { seen, leaks, wrong } = await fuzz(dispatcher, { seed, calls: CALLS, unanswered });
  await dispatcher.close();
  expect(wrong, dispatcher.log.filter((line) => line.includes('"stack"')).join('')).toEqual([]);
  expect(leaks).toEqual([]);
  return seen;
}

test.each(SEEDS)(
  'AU3 AU4 AC24 random requests get an answer or a refusal, never an error, never somebody else’s (seed %i)',
  async (seed) => {
    const seen = await fuzzTown(seed);
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 409]));
  },
);

test('every operation did its work for somebody among the random requests', async () => {
  for (let town = 0; unanswered.size > 0 && town < MORE_TOWNS; town++) {
    await fuzzTown(100 + town);
  }
  expect([...unanswered]).toEqual([]);
});

/** The store, but for one thing that it does. */
function storeWith(change: (store: MemoryAccounts) => Partial<MemoryAccounts>) {
  const store = new MemoryAccounts();
  const changed = change(store);
  const leaky = new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(changed, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { store: leaky, vault: new KeyRingVault(newKeyRing()) };
}

test('AU3 a service that answers riders with somebody else’s account is found out', async () => {
  const accounts = storeWith((store) => ({
    findAccount: (accountId: string) => {
      const [first] = store.accountsOf('rider');
      const account = store.findAccount(accountId);
      return account?.kind === 'rider' && first ? { ...account, sealed: first.sealed } : account;
    },
  }));
  const dispatcher = await startFuzzedService({ accounts });
  const everything = new Set<string>(Object.keys(routes));
  const { leaks } = await fuzz(dispatcher, { seed: 1, calls: 4 * CALLS, unanswered: everything, stopsAtLeak: true });
  await dispatcher.close();
  expect(leaks.length).toBeGreaterThan(0);
});

/** Somebody who sends requests. */
interface Person {
  token: string | null;
  /** A new token when the old one has ended; absent: there is no other. */
  readonly renew?: () => Promise<string>;
  /** What was sent and answered before. */
  readonly memory: Memory;
  /** The vehicle of a driver. */
  readonly drives?: string;
  /** The desk, which may see everybody, and the victim. */
  readonly seesVictim?: true;
}

interface Town extends Omit<Source, 'memory' | 'own' | 'nowSec'> {
  readonly byName: ReadonlyMap<string, Callable>;
  readonly people: ReadonlyMap<string, Person>;
  /** Who got past the door of an operation. */
  readonly admitted: ReadonlyMap<string, Set<string>>;
  /** For whom an operation did its work. */
  readonly served: ReadonlyMap<string, Set<string>>;
  /** What no answer to anybody but the victim may hold; no request ever holds it either. */
  readonly secrets: readonly string[];
  /** Of these what the driver of the victim's vehicle is told. */
  readonly toldToDriver: readonly string[];
}

interface FuzzedService extends LineDispatcher {
  readonly clock: DemoClock;
  /** Codes that would have been sent to riders' phones. */
  readonly sentCodes: string[];
}

const streets = drawTown(`
A 90 B 90 C 90 D
|    |    |    |
E 90 F 90 G 90 H`);

/** Six stops on streets that can be closed, two vehicles, a station with a train every half hour, a day that was proved. */
async function startFuzzedService(options: Partial<DispatcherOptions> = {}): Promise<FuzzedService> {
  const ways = [['A', 'B'], ['B', 'C'], ['C', 'D'], ['G', 'H'], ['F', 'G'], ['E', 'F']] as const; // prettier-ignore
  const stops = ways.map(([from, to]) => [from, to, 500] as const);
  const drawn = drawnWorld(streets, stops, ['A', 'E', 500], { vehicles: 2 });
  const { walkBetween } = lineWorld();
  const world: ServiceWorld = { ...drawn, walkBetween, timetable: trains };
  const clock = morningClock();
  const sentCodes: string[] = [];
  const dispatcher = await startLineDispatcher({
    world,
    clock,
    proofs: provedDay(),
    streetRefresher: new WorkerStreetRefresher(world.live as ChangingStreets),
    sendCode: ({ code }) => void sentCodes.push(code),
    ...options,
  });
  return { ...dispatcher, clock, sentCodes };
}

const days = { from: '2026-04-01', until: '2026-04-30', added: [], removed: [] };
const trains: Timetable = {
  format: 'noriai-timetable-1',
  source: 'model',
  stations: [{ stationId: 's3', platformSec: 120 }],
  services: [{ serviceId: 'daily', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], ...days }],
  departures: Array.from({ length: 20 }, (_, i) => ({
    stationId: 's3',
    tripId: `t${i}`,
    serviceId: 'daily',
    departSec: 36_000 + 1800 * i,
    routeName: { ja: '模擬線' },
    headsign: { ja: '模擬駅' },
  })),
};

function provedDay(): MemoryProofs {
  const proofs = new MemoryProofs();
  const none = { promises: 0, kept: 0, broken: 0, silent: 0, released: 0, open: 0, holdsMade: 0, holdsBroken: 0 };
  const day = { date: '2026-03-31', provedSec: 0, impossible: 0, facts: 0, chainHash: '' };
  proofs.put('line', { ...day, ...none, findings: [], exceptions: [] });
  return proofs;
}

/** The victim's own: every word of it says whose it is. */
const victimOrder = {
  name: '架空 被害',
  kana: 'かくう ひがい',
  language: 'ja',
  needs: '内密の事情',
  notes: '秘密の覚書',
  phone: '+819000000001',
  memberNumber: '7700001',
  wish: { ...noWish, email: 'higai@example.jp' },
} as const;

/**
 * A rider with an account, a booking and a standing order, whose ids everybody knows; the drivers of both vehicles; the desk
 * with every right; and strangers: a rider with an account, one without, a tablet, somebody with a made-up token, nobody.
 */
async function openTown(dispatcher: FuzzedService, seed: number): Promise<Town> {
  const { client, url } = dispatcher;
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as ApiDocument;
  const operations = operationsOf(document).filter(({ path }) => path !== '/healthz');
  const passenger = await bookWithWayBack(dispatcher);
  const { token, riderId, ids } = await settleVictim(dispatcher);
  const toldToDriver = ['被害', '内密の事情'];
  const secrets = [riderId, token, ...toldToDriver, 'ひがい', '秘密の', '00000001"', '7700001', 'higai@'];
  const shared = new Memory(secrets);
  const own = new Memory(secrets); // the victim names nobody else, so that nobody is let in by the victim
  for (const memory of [shared, own]) {
    memory.learn({ ...ids, password: PASSWORD });
    memory.fix({ stopId: ['s0', 's1', 's2', 's3', 's4', 's5'], vehicleId: ['v0', 'v1'], fromSec: ['now'] });
  }
  shared.learn(passenger.booking);
  const everybody: Record<string, Omit<Person, 'memory' | 'token'>> = {
    stranger: { renew: async () => (await client.call('registerRider')).token },
    accountRider: { renew: () => accountRider(dispatcher) },
    tablet: { renew: () => tablet(dispatcher, 'v1') },
    'driver v0': { renew: () => signOn(client, 'v0'), drives: 'v0' },
    'driver v1': { renew: () => signOn(client, 'v1'), drives: 'v1' },
    desk: { renew: () => administrator(dispatcher), seesVictim: true },
  };
  const people = new Map<string, Person>([
    ['nobody', { token: null, memory: shared }],
    ['unknown', { token: 'x'.repeat(43), memory: shared }],
    ['victim', { token, memory: own, seesVictim: true }],
    ['passenger', { token: passenger.token, memory: shared }],
  ]);
  for (const [name, person] of Object.entries(everybody)) {
    people.set(name, { ...person, token: await person.renew!(), memory: shared });
  }
  await setOut(dispatcher, passenger.booking, people);
  const byName = new Map(operations.map((callable) => [callable.operation.operationId, callable]));
  const nobody = () => new Map([...byName.keys()].map((name) => [name, new Set<string>()]));
  const callers = { admitted: nobody(), served: nobody() };
  return { random: seededRandom(seed), document, byName, people, ...callers, secrets, toldToDriver };
}

/** A rider with a way back that is left open. */
async function bookWithWayBack({ client }: FuzzedService) {
  const { token } = await client.call('registerRider');
  const body = { ...trip('s0', 's5'), returnTrip: { kind: 'open' } } as const;
  const answer = await client.call('requestTrip', { token, body });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  return { token, booking: await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } }) };
}

/** The rider is on board, so that the way back can be called. */
async function setOut(
  { client, clock, clockMoved }: FuzzedService,
  { bookingId, vehicle, pickupFromSec: atSec }: Booking,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  const { vehicleId } = vehicle!;
  clock.jumpTo(atSec);
  clockMoved();
  const token = people.get(`driver ${vehicleId}`)!.token!;
  await client.call('reportAction', { token, params: { vehicleId }, body: { kind: 'boarded', bookingId, atSec } });
}

/** The victim with a booking and a standing order. */
async function settleVictim(dispatcher: FuzzedService) {
  const { client } = dispatcher;
  const desk = await operator(dispatcher, 'desk');
  const order = { ...victimOrder, wish: { ...victimOrder.wish, channels: [...noWish.channels] } };
  const { riderId } = await client.call('addRider', { token: desk, body: order });
  const { code } = await client.call('readRiderCode', { token: desk, params: { riderId } });
  const body = { phone: victimOrder.phone, code, deviceName: '秘密の端末' };
  const { token } = await client.call('signInRider', { body });
  const answer = await client.call('requestTrip', { token, body: trip('s1', 's4') });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  const { bookingId } = await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
  const { orderId } = await client.call('placeStandingOrder', { token, body: { order: weeklyTrip('s1', 's4') } });
  return { riderId, token, ids: { bookingId, orderId } };
}

/** An operator with every right, who may be changed or shut out by others. */
async function administrator({ accounts, client }: FuzzedService): Promise<string> {
  const loginName = `admin-${accounts.secrets.newDigits(8)}`;
  const password = PASSWORD;
  const grants = [{ role: 'admin' as const, areaId: 'line' }];
  await addOperator(accounts, { loginName, name: '模擬 職員', password, grants }, 'host');
  return (await client.call('signInOperator', { body: { loginName, password } })).token;
}
