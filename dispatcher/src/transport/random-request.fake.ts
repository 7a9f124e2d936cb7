/**
 * Random requests made from an OpenAPI document alone, by somebody who remembers what was sent and answered before: so ids
 * fit, and many a request gets as far as the inside of its operation.
 */
import type { JsonSchema } from '@noriai/core/contracts/schema.ts';
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}
export interface ApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}
/** One that can be called: `GET`, `/bookings/{bookingId}` … */
export interface Callable {
  readonly path: string;
  readonly method: string;
  readonly operation: ApiOperation;
}

/** Where values come from. */
export interface Source {
  readonly random: Random;
  readonly document: ApiDocument;
  readonly memory: Memory;
  /** What the caller mostly says, by name of the field: drivers their own vehicle, and what was said a moment before. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly nowSec: number;
}

export interface RandomRequest {
  /** With query. */
  readonly path: string;
  /** Undefined for GET. */
  readonly body: unknown;
}

const REMEMBERED = 12;
/** `openReturnId` and `returnBookingId` are bookings, `forRiderId` is a rider. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/[bB]ookingId$|^openReturnId$|^acceptsBroken$|^togetherWith$/, 'bookingId'],
  [/[rR]iderId$/, 'riderId'],
  [/[sS]topId$|^stationId$/, 'stopId'],
];
const kindOf = (name: string): string => KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? name;

/** What was sent and answered, by name of the field, the newest few of each; nothing that holds a secret. */
export class Memory {
  private readonly byKind = new Map<string, string[]>();
  private readonly fixed = new Set<string>();
  private readonly secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.secrets = secrets;
  }

  /** One that fits, half the time the newest; null when there is none. */
  any(name: string, random: Random, fits: (text: string) => boolean = () => true): string | null {
    const known = (this.byKind.get(kindOf(name)) ?? []).filter(fits);
    return known.length === 0 ? null : random() < 0.5 ? known.at(-1)! : pick(known, random);
  }

  /** All that there is of a kind: nothing else is learnt under these names, however often it was sent. */
  fix(known: Readonly<Record<string, readonly string[]>>): void {
    for (const [name, values] of Object.entries(known)) {
      this.byKind.set(name, [...values]);
      this.fixed.add(name);
    }
  }

  /** Everything in a document that has a name. */
  learn(value: unknown, name = ''): void {
    if (Array.isArray(value)) for (const item of value) this.learn(item, name);
    else if (typeof value === 'object' && value !== null) {
      for (const [field, inner] of Object.entries(value)) this.learn(inner, field);
    } else if (typeof value === 'string') this.keep(value, kindOf(name));
  }

  private keep(text: string, kind: string): void {
    if (
      this.fixed.has(kind) ||
      text === '' ||
      text.length > 200 ||
      kind === 'token' ||
      this.secrets.some((secret) => text.includes(secret))
    )
      return;
    const others = (this.byKind.get(kind) ?? []).filter((other) => other !== text);
    this.byKind.set(kind, [...others.slice(1 - REMEMBERED), text]);
  }
}

export function pick<T>(items: readonly T[], random: Random): T {
  return items[randomIndex(random, items.length)]!;
}

export function operationsOf(document: ApiDocument): Callable[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method === 'get' || method === 'post')
      .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

export function randomRequest({ path, method, operation }: Callable, source: Source): RandomRequest {
  const { random, memory } = source;
  const junk = ['%', '../x', '０', 'now', 'today'];
  const known = (name: string): string | null => (random() < 0.9 ? memory.any(name, random) : null);
  const valueOf = (name: string): string =>
    encodeURIComponent(ownText(name, source) ?? known(name) ?? pick(junk, random));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(name));
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && random() < 0.8)
    .map(({ name }) => `${name}=${valueOf(name)}`);
  const schema = operation.requestBody?.content['application/json'].schema;
  return {
    path: query.length > 0 ? `${filled}?${query.join('&')}` : filled,
    body: method === 'GET' ? undefined : schema ? randomValue(schema, source, '') : {},
  };
}

function ownText(name: string, { own, random }: Source): string | null {
  const text = own[name];
  return typeof text === 'string' && random() < 0.8 ? text : null;
}

/** A value that fits the schema, mostly at its edges; now and then one that does not fit. */
function randomValue(given: JsonSchema, source: Source, name: string): unknown {
  const { random, document } = source;
  if (random() < 0.015) return pick([null, -1, 1e308, '', '乗'.repeat(3000), [], {}, true], random);
  const reference = given['$ref'] as string | undefined;
  const schema = reference ? document.components.schemas[reference.split('/').at(-1)!]! : given;
  const choices = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  if (choices) return randomValue(pick(choices, random), source, name);
  if ('const' in schema) return schema['const'];
  switch (schema['type']) {
    case 'object':
      return randomObject(schema, source);
    case 'array':
      return randomList(schema, source, name);
    case 'integer':
    case 'number':
      return randomNumber(schema, source);
    case 'string':
      return randomText(schema, source, name);
    case 'boolean':
      return random() < 0.5;
    default:
      return reference ? randomValue(schema, source, name) : null;
  }
}

function randomObject(schema: JsonSchema, source: Source): Record<string, unknown> {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const required = (schema['required'] ?? []) as string[];
  const chance = (name: string): number => (name in source.own ? 0.9 : 0.3);
  const kept = fields.filter(([name]) => required.includes(name) || source.random() < chance(name));
  return Object.fromEntries(kept.map(([name, field]) => [name, randomValue(field, source, name)]));
}

function randomList(schema: JsonSchema, source: Source, name: string): unknown[] {
  const least = (schema['minItems'] as number | undefined) ?? 0;
  const length = Math.max(least, randomIndex(source.random, 3));
  return Array.from({ length }, () => randomValue(schema['items'] as JsonSchema, source, name));
}

/** Times lie around now, degrees around the town, everything else at the limits. */
function randomNumber(schema: JsonSchema, { random, nowSec }: Source): number {
  const least = (schema['minimum'] as number | undefined) ?? -1e15;
  const most = (schema['maximum'] as number | undefined) ?? 1e15;
  if (most === 90) return 34.495 + random() / 100;
  if (most === 180) return 135.495 + random() / 100;
  const soon = nowSec + randomIndex(random, 3600);
  const around = nowSec + randomIndex(random, 200_000) - 50_000;
  const likely = most > 1e9 ? [nowSec, soon, around] : [least, 1, 2].map((n) => Math.min(most, Math.max(least, n)));
  return pick(random() < 0.1 ? [least, most] : likely, random);
}

/** What was seen under that name, else something of the asked form, else anything. */
function randomText(schema: JsonSchema, source: Source, name: string): string {
  const { random, memory } = source;
  if (schema['enum']) return pick(schema['enum'] as string[], random);
  const form = schema['pattern'] === undefined ? null : new RegExp(schema['pattern'] as string, 'u');
  const fits = (text: string): boolean =>
    (form?.test(text) ?? true) && text.length >= ((schema['minLength'] as number | undefined) ?? 0);
  const own = ownText(name, source);
  if (own !== null && fits(own)) return own;
  const known = random() < 0.8 ? memory.any(name, random, fits) : null;
  if (known !== null) return known;
  const formed = form || !fits('x') ? textsOfSomeForm(source).filter(fits) : [];
  return pick(formed.length > 0 && random() < 0.95 ? formed : ['x', '0', '%00', 's0', '＜b＞'], random);
}

function textsOfSomeForm({ random, nowSec }: Source): string[] {
  const digits = (count: number) => Array.from({ length: count }, () => randomIndex(random, 10)).join('');
  const dateOf = (atSec: number) => new Date(atSec * 1000).toISOString().slice(0, 10);
  const word = digits(60).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
  return [
    ...[3, 4, 6, 8].map(digits),
    ...[0, 1, 3].map((days) => dateOf(nowSec + days * 86_400)),
    '09:30',
    '11:00',
    '16:45',
    `070-${digits(4)}-${digits(4)}`,
    word.slice(0, 12),
    `${word.slice(0, 5)}@example.jp`,
    `U${digits(32)}`,
    `https://push.example.jp/${word.slice(0, 20)}`,
    `${word.slice(0, 4)}.jpg`,
    'a longer text with many words',
    'line',
    '*',
  ];
}
