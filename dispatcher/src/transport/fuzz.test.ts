/** Random requests made from the served OpenAPI document alone, as any outside program could make them. */
import type { JsonSchema } from '@noriai/core/contracts/schema.ts';
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import { expect, test } from 'vitest';
import { KeyRingVault, newKeyRing } from '../adapters/accounts/key-ring-vault.ts';
import { MemoryAccounts } from '../adapters/accounts/memory-accounts.ts';
import { noWish } from '../application/accounts/rider-cards.ts';
import {
  accountRider,
  bookTrip,
  operator,
  signOn,
  startLineDispatcher,
  tablet,
  trip,
  type LineDispatcher,
  weeklyTrip,
} from '../line-dispatcher.fake.ts';

const SEEDS = [20_261_122, 7];
const CALLS = 1_000;

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}
interface ApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Fuzz {
  readonly random: Random;
  readonly document: ApiDocument;
  /** Ids that exist, so that some random requests get past the first question. */
  readonly ids: readonly string[];
  readonly nowSec: number;
}

/** A value that fits the schema, mostly at its edges; now and then one that does not fit. */
function randomValue(given: JsonSchema, fuzz: Fuzz): unknown {
  const { random, document } = fuzz;
  if (random() < 0.02) return pick([null, -1, 1e308, '', '乗'.repeat(3000), [], {}, true], random);
  const reference = given['$ref'] as string | undefined;
  const schema = reference ? document.components.schemas[reference.split('/').at(-1)!]! : given;
  const choices = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  if (choices) return randomValue(pick(choices, random), fuzz);
  if ('const' in schema) return schema['const'];
  switch (schema['type']) {
    case 'object':
      return randomObject(schema, fuzz);
    case 'array':
      return Array.from({ length: randomIndex(random, 3) }, () => randomValue(schema['items'] as JsonSchema, fuzz));
    case 'integer':
    case 'number':
      return randomNumber(schema, fuzz);
    case 'string':
      return schema['enum'] ? pick(schema['enum'] as string[], random) : pick([...fuzz.ids, 'x', '0', '%00'], random);
    case 'boolean':
      return random() < 0.5;
    default:
      return reference ? randomValue(schema, fuzz) : null;
  }
}

function randomObject(schema: JsonSchema, fuzz: Fuzz): Record<string, unknown> {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const required = (schema['required'] ?? []) as string[];
  const kept = fields.filter(([name]) => required.includes(name) || fuzz.random() < 0.5);
  return Object.fromEntries(kept.map(([name, field]) => [name, randomValue(field, fuzz)]));
}

function randomNumber(schema: JsonSchema, { random, nowSec }: Fuzz): number {
  const least = (schema['minimum'] as number | undefined) ?? -1e15;
  const most = (schema['maximum'] as number | undefined) ?? 1e15;
  const near = most > 1e9 ? nowSec + randomIndex(random, 200_000) - 50_000 : Math.min(most, Math.max(least, 1));
  return pick([least, most, near, near, near], random);
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[randomIndex(random, items.length)]!;
}

/** It would end a caller's own token, and with it the fuzzing. */
const endsToken = new Set(['signOff', 'signOut', 'signOffEarly', 'eraseMe', 'endSession']);

/** What came of many random requests. */
interface Fuzzed {
  /** Answers by status. */
  readonly seen: ReadonlyMap<number, number>;
  /** Answers that held something of the victim, and to whom. */
  readonly leaks: readonly string[];
}

async function fuzz(dispatcher: LineDispatcher, seed: number, calls: number): Promise<Fuzzed> {
  const town = await openTown(dispatcher, seed);
  const seen = new Map<number, number>();
  const leaks: string[] = [];
  for (let call = 0; call < calls; call++) {
    const [path, method, operation] = pick(town.operations, town.random);
    const request = randomRequest(town, path, method, operation, `${seed}-${call}`);
    const response = await fetch(`${dispatcher.url}/api/v1${request.path}`, {
      ...request.init,
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    const where = `seed ${seed}, call ${call} by ${request.caller}: ${method} ${request.path} ${request.init.body}\n${text}`;
    expect(response.status, where).toBeLessThan(500);
    expect(Object.keys(operation.responses), where).toContain(String(response.status));
    if (response.status >= 400) expect(JSON.parse(text), where).toHaveProperty('code');
    if (request.caller !== 'victim' && town.secrets.some((secret) => text.includes(secret))) leaks.push(where);
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
  }
  return { seen, leaks };
}

test.each(SEEDS)(
  'AU3 AU4 random requests get an answer or a refusal, never an error, never somebody else’s (seed %i)',
  async (seed) => {
    const dispatcher = await startLineDispatcher({}, { vehicles: 2, stops: 6 });
    const { seen, leaks } = await fuzz(dispatcher, seed, CALLS);
    await dispatcher.close();
    expect(leaks).toEqual([]);
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404]));
    expect(seen.get(200)).toBeGreaterThan(50);
  },
);

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
  const dispatcher = await startLineDispatcher({ accounts }, { vehicles: 2, stops: 6 });
  const { leaks } = await fuzz(dispatcher, SEEDS[0]!, CALLS);
  await dispatcher.close();
  expect(leaks.length).toBeGreaterThan(0);
});

interface Town extends Fuzz {
  readonly operations: readonly (readonly [path: string, method: string, operation: ApiOperation])[];
  /** By name of the caller; null has none. */
  readonly tokens: Readonly<Record<string, string | null>>;
  /** What no answer to anybody but the victim may hold; no request ever holds it either. */
  readonly secrets: readonly string[];
}

/** The victim's own: every word of it says whose it is. */
const victimOrder = {
  name: '架空 被害',
  kana: 'かくう ひがい',
  language: 'ja',
  needs: '秘密の事情',
  notes: '秘密の覚書',
  phone: '+819000000001',
  memberNumber: '7700001',
  wish: { ...noWish, email: 'higai@example.jp' },
} as const;

/**
 * A rider with an account, a booking, a standing order and a wish, whose ids everybody knows; and strangers: a rider with an
 * account, one without, a tablet, and the driver of the other vehicle.
 */
async function openTown(dispatcher: LineDispatcher, seed: number): Promise<Town> {
  const { client, url } = dispatcher;
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as ApiDocument;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [path, method.toUpperCase(), operation] as const),
  );
  const desk = await operator(dispatcher, 'desk');
  const order = { ...victimOrder, wish: { ...victimOrder.wish, channels: [...noWish.channels] } };
  const { riderId } = await client.call('addRider', { token: desk, body: order });
  const { code } = await client.call('readRiderCode', { token: desk, params: { riderId } });
  const body = { phone: victimOrder.phone, code, deviceName: '秘密の端末' };
  const { token } = await client.call('signInRider', { body });
  const answer = await client.call('requestTrip', { token, body: trip('s1', 's4') });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  const booking = await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
  const { orderId } = await client.call('placeStandingOrder', { token, body: { order: weeklyTrip('s1', 's4') } });
  const stranger = await bookTrip(client, 's2', 's5');
  const { nowSec } = await client.call('getService');
  const other = booking.vehicle!.vehicleId === 'v0' ? 'v1' : 'v0';
  const strangers = {
    stranger: stranger.token,
    accountRider: await accountRider(dispatcher),
    tablet: await tablet(dispatcher, other),
    driver: await signOn(client, other),
  };
  return {
    random: seededRandom(seed),
    document,
    operations: operations.filter(([path, , { operationId }]) => path !== '/healthz' && !endsToken.has(operationId)),
    ids: ['s0', 's5', 'v0', 'v1', booking.bookingId, stranger.booking.bookingId, orderId],
    nowSec,
    tokens: { nobody: null, unknown: 'x'.repeat(43), victim: token, ...strangers },
    secrets: [riderId, token, '被害', 'ひがい', '秘密の', '00000001"', '7700001', 'higai@'],
  };
}

function randomRequest(town: Town, path: string, method: string, operation: ApiOperation, key: string) {
  const { random, ids, tokens } = town;
  const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(pick([...ids, '%', '../x'], random)));
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && random() < 0.8)
    .map(({ name }) => `${name}=${encodeURIComponent(pick([...ids, '34.9', '135.45', '１２', ''], random))}`);
  const schema = operation.requestBody?.content['application/json'].schema;
  const caller = pick(Object.keys(tokens), random);
  const token = tokens[caller]!;
  const init = {
    method,
    ...(method !== 'GET' && { body: JSON.stringify(schema ? randomValue(schema, town) : {}) }),
    headers: {
      'content-type': 'application/json',
      'idempotency-key':
        random() < 0.95
          ? `fuzz-${key}-0123456789`
          : pick(['', 'x', '乗'.repeat(3).normalize()], random).replaceAll(/[^\x20-\x7e]/g, '?'),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
  };
  return { path: query.length > 0 ? `${filled}?${query.join('&')}` : filled, caller, init };
}
