import { routes, type RouteName } from '@noriai/core/contracts/routes.ts';
import type { JsonSchema } from '@noriai/core/contracts/schema.ts';
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import { expect, test } from 'vitest';
import { bookTrip, signOn, startLineDispatcher } from '../line-dispatcher.fake.ts';

const SEED = 20_261_122;
const CALLS = 600;

/** Ids that exist, so that some random requests get past the first question. */
interface Known {
  readonly ids: readonly string[];
  readonly nowSec: number;
}

/** A value that fits the schema, mostly at its edges; now and then one that does not fit. */
function randomValue(schema: JsonSchema, random: Random, known: Known): unknown {
  if (random() < 0.02) return pick([null, -1, 1e308, '', '乗'.repeat(3000), [], {}, true], random);
  const choices = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  if (choices) return randomValue(pick(choices, random), random, known);
  switch (schema['type']) {
    case 'object':
      return randomObject(schema, random, known);
    case 'array':
      return Array.from({ length: randomIndex(random, 3) }, () =>
        randomValue(schema['items'] as JsonSchema, random, known),
      );
    case 'integer':
    case 'number':
      return randomNumber(schema, random, known);
    case 'string':
      return schema['enum'] ? pick(schema['enum'] as string[], random) : pick([...known.ids, 'x', '0'], random);
    case 'boolean':
      return random() < 0.5;
    default:
      return null;
  }
}

function randomObject(schema: JsonSchema, random: Random, known: Known): Record<string, unknown> {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const required = (schema['required'] ?? []) as string[];
  const kept = fields.filter(([name]) => required.includes(name) || random() < 0.5);
  return Object.fromEntries(kept.map(([name, field]) => [name, randomValue(field, random, known)]));
}

function randomNumber(schema: JsonSchema, random: Random, { nowSec }: Known): number {
  const least = (schema['minimum'] as number | undefined) ?? -1e15;
  const most = (schema['maximum'] as number | undefined) ?? 1e15;
  const near = most > 1e9 ? nowSec + randomIndex(random, 200_000) - 50_000 : Math.min(most, Math.max(least, 1));
  return pick([least, most, near, near, near], random);
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[randomIndex(random, items.length)]!;
}

test(`random requests from the contracts' own schemas get an answer or a refusal, never an error (seed ${SEED})`, async () => {
  const dispatcher = await startLineDispatcher({}, { vehicles: 2, stops: 6 });
  const { client, url } = dispatcher;
  const random = seededRandom(SEED);
  const { token, booking } = await bookTrip(client, 's1', 's4');
  const { nowSec } = await client.call('getService');
  const manifest = await client.call('getManifest', { token: await signOn(client, 'v0'), params: { vehicleId: 'v0' } });
  const callIds = manifest.calls.map((call) => call.callId);
  const known = { ids: ['s0', 's5', 'v0', 'v1', booking.bookingId, ...callIds], nowSec };
  const seen = new Map<number, number>();
  let driver = token;
  for (let i = 0; i < CALLS; i++) {
    const name = pick(Object.keys(routes) as RouteName[], random);
    const { method, path, body } = routes[name];
    if (name === 'signOff') continue; // it would end the driver's token
    if (i % 50 === 0) driver = await signOn(client, 'v1').catch(() => driver);
    const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(pick([...known.ids, '%', '..'], random)));
    const given = body ? JSON.stringify(randomValue(body.json, random, known)) : undefined;
    const response = await fetch(`${url}/api/v1${filled}`, {
      method,
      ...(method === 'POST' && { body: given ?? '{}' }),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `${'k'.repeat(16)}${i}`,
        authorization: `Bearer ${pick([token, token, driver], random)}`,
      },
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    expect(response.status, `seed ${SEED}, call ${i}: ${method} ${filled} ${given}\n${text}`).toBeLessThan(500);
    if (response.status >= 400) expect(JSON.parse(text), text).toHaveProperty('code');
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
  }
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400]));
  expect(seen.get(200)).toBeGreaterThan(50);
  await dispatcher.close();
}, 60_000);
