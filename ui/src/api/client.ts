/**
 * Calls of the service, typed by the table of routes: `await api.call('bookOffer', { body: { offerId }, key })`.
 *
 * What fails for a moment (no network, a busy service) is tried again with growing pauses. That is safe because every
 * command carries an idempotency key: the same key twice is done once. A "no" of the service is a value, not an error.
 */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import { refusals, type RefusalCode } from '@noriai/core/contracts/refusals.ts';
import type { TripAnswer } from '@noriai/core/contracts/trips.ts';
import { routes, type AnswerOf, type BodyOf, type RouteName } from '@noriai/core/contracts/routes.ts';
import type { Language } from '../texts/language.ts';
import { readAnswer } from './read-answer.ts';

/** Why a call brought no answer: a refusal of the service, or that it could not be reached or understood. */
export interface CallProblem {
  readonly code: RefusalCode | 'unreachable' | 'unexpected';
  readonly detail: string;
  /** What the service holds instead of an offer that is gone. */
  readonly instead?: TripAnswer;
}

export type CallResult<Answer> =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly problem: CallProblem };

export type CallOptions<N extends RouteName> = {
  /** Values of the path's `{name}` parts. */
  readonly path?: Readonly<Record<string, string>>;
  /** Key of a command: make it once with `newKey()` and keep it for every retry of the same intention. */
  readonly key?: string;
  /** How long to keep trying when the service can't be reached, milliseconds. */
  readonly patienceMs?: number;
} & (unknown extends BodyOf<N> ? { readonly body?: never } : { readonly body: BodyOf<N> });

export interface Api {
  call<N extends RouteName>(name: N, ...options: OptionsOf<N>): Promise<CallResult<AnswerOf<N>>>;
}
/** Options may be left out where nothing is needed. */
type OptionsOf<N extends RouteName> = unknown extends BodyOf<N> ? [CallOptions<N>?] : [CallOptions<N>];

interface GivenOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly patienceMs?: number;
  readonly body?: unknown;
}

/** What a client needs of the world; tests give their own. */
export interface ApiWorld {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
}

const browserWorld: ApiWorld = {
  fetch: (url, init) => fetch(url, init),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  nowMs: () => performance.now(),
};

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 5_000;
const ATTEMPT_TIMEOUT_MS = 10_000;
const DEFAULT_PATIENCE_MS = 12_000;

/** @param token of the rider or driver at the time of each call, or null */
export function createApi(token: () => string | null, world: ApiWorld = browserWorld): Api {
  return {
    async call<N extends RouteName>(name: N, ...[options]: OptionsOf<N>) {
      const given: GivenOptions = options ?? {};
      const init = requestOf(name, given, token());
      const url = `/api/v1${fillPath(routes[name].path, given.path ?? {})}`;
      return tryUntilAnswered(name, url, init, given.patienceMs ?? DEFAULT_PATIENCE_MS, world);
    },
  };
}

/** A key nobody else has; works on plain http too, where `crypto.randomUUID` does not exist. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What to tell the person about a problem; null when the page has its own words for it (unreachable, unexpected). */
export function problemText(problem: CallProblem, language: Language): string | null {
  if (problem.code === 'unreachable' || problem.code === 'unexpected') return null;
  return refusals[problem.code][language];
}

/** A refusal's message in the chosen language; what the answer lacks comes from the table. */
export function refusalText(code: RefusalCode, message: LocalText, language: Language): string {
  return message[language] ?? refusals[code][language];
}

async function tryUntilAnswered<N extends RouteName>(
  name: N,
  url: string,
  init: RequestInit,
  patienceMs: number,
  world: ApiWorld,
): Promise<CallResult<AnswerOf<N>>> {
  const giveUpMs = world.nowMs() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const result = await tryOnce(name, url, init, world);
    const isPassing = !result.ok && ['unreachable', 'busy', 'too_many_requests'].includes(result.problem.code);
    if (!isPassing || world.nowMs() + pauseMs > giveUpMs) return result;
    await world.sleep(pauseMs);
  }
}

async function tryOnce<N extends RouteName>(
  name: N,
  url: string,
  init: RequestInit,
  world: ApiWorld,
): Promise<CallResult<AnswerOf<N>>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ATTEMPT_TIMEOUT_MS);
  try {
    const response = await world.fetch(url, { ...init, signal: stop.signal });
    return await readAnswer(name, response);
  } catch (error) {
    return { ok: false, problem: { code: 'unreachable', detail: String(error) } };
  } finally {
    clearTimeout(timer);
  }
}

function requestOf(name: RouteName, options: GivenOptions, token: string | null): RequestInit {
  const { method } = routes[name];
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (method === 'GET') return { method, headers, cache: 'no-store' };
  headers['content-type'] = 'application/json';
  headers['idempotency-key'] = options.key ?? newKey();
  return { method, headers, body: JSON.stringify(options.body ?? {}) };
}

function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`path ${path}: got no value for ${name}, give it in options.path`);
    return encodeURIComponent(value);
  });
}
