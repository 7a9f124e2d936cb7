/**
 * The load that a town of 50 vehicles sees at its worst, for k6: riders ask, book, look and cancel at a steady rate while
 * every driver stays connected and says where the vehicle is. Run by `npm run load`, which makes the town, starts the
 * service and reads the summary; by itself: `LOAD_INPUT=input.json LOAD_SUMMARY=out.json k6 run sim/load/booking-load.ts`.
 */
import exec from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { setInterval, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import type { Options } from 'k6/options';
import type { LoadInput } from './load-input.ts';

const input = JSON.parse(open(__ENV['LOAD_INPUT']!)) as LoadInput;

/** An iteration asks, takes an offer, looks and mostly cancels: four requests. */
const REQUESTS_PER_ITERATION = 3.9;
const WARM_UP_SEC = 10;
const RIDERS = 400;
/** The rest stays booked, so that vehicles have routes to plan around. */
const CANCELLED_SHARE = 0.9;
const POSITION_EVERY_MS = 5_000;
/** How often the process that only keeps a line and answers is asked. */
const BARE_PER_SEC = 10;

const rate = Math.ceil(input.requestsPerSec / REQUESTS_PER_ITERATION);
const riders = { executor: 'constant-arrival-rate', rate, timeUnit: '1s', preAllocatedVUs: 50, maxVUs: 300 } as const;

export const options: Options = {
  scenarios: {
    warmUp: { ...riders, exec: 'ride', duration: `${WARM_UP_SEC}s`, gracefulStop: '0s' },
    riders: { ...riders, exec: 'ride', startTime: `${WARM_UP_SEC}s`, duration: `${input.seconds}s` },
    bare: {
      executor: 'constant-arrival-rate',
      exec: 'askBare',
      rate: BARE_PER_SEC,
      preAllocatedVUs: 5,
      startTime: `${WARM_UP_SEC}s`,
      duration: `${input.seconds}s`,
    },
    drivers: { executor: 'per-vu-iterations', exec: 'drive', vus: input.vehicleIds.length, iterations: 1 },
  },
  summaryTrendStats: ['count', 'med', 'p(95)', 'p(99)', 'max'],
};

const times = {
  offers: new Trend('offers_ms'),
  bookings: new Trend('bookings_ms'),
  views: new Trend('views_ms'),
  cancels: new Trend('cancels_ms'),
};
const bare = new Trend('bare_ms');
const requests = new Counter('measured_requests');
const refused = new Counter('trips_refused');
const failed = new Counter('failed_requests');
const pushes = new Counter('live_messages');

interface Prepared {
  readonly riders: readonly string[];
  readonly drivers: readonly string[];
}

export function setup(): Prepared {
  const tokenOf = (path: string, body: object): string =>
    (http.post(`${input.url}/api/v1${path}`, JSON.stringify(body), { headers: headers() }).json() as { token: string })
      .token;
  return {
    riders: Array.from({ length: RIDERS }, () => tokenOf('/riders', {})),
    drivers: input.vehicleIds.map((id) => tokenOf(`/vehicles/${id}/sign-on`, { driverName: '架空 運転手' })),
  };
}

export async function ride({ riders: tokens }: Prepared): Promise<void> {
  const token = tokens[exec.scenario.iterationInTest % tokens.length]!;
  const answer = await call('offers', 'POST', '/trip-requests', token, anyTrip());
  const offers = answer?.['offers'] as { offerId: string }[] | undefined;
  if (!offers) {
    refused.add(1);
    return;
  }
  const booking = await call('bookings', 'POST', '/bookings', token, { offerId: offers[0]!.offerId });
  if (!booking) return;
  const path = `/bookings/${String(booking['bookingId'])}`;
  await call('views', 'GET', path, token);
  if (Math.random() < CANCELLED_SHARE) await call('cancels', 'POST', `${path}/cancel`, token, {});
}

export async function askBare(): Promise<void> {
  const response = await http.asyncRequest('POST', input.bareUrl, '{}', { headers: headers() });
  if (response.status === 200) bare.add(response.timings.duration);
}

/** Engine.IO and Socket.IO by hand: 0 open, 40 connect, 2 ping, 3 pong, 42 event. */
export function drive({ drivers }: Prepared): void {
  const vehicle = exec.vu.idInTest % drivers.length;
  const socket = new WebSocket(`${input.url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- its event names are types only in @types/k6
  socket.onmessage = (message) => {
    const text = String(message?.data);
    if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token: drivers[vehicle] })}`);
    else if (text === '2') socket.send('3');
    else if (text.startsWith('42')) pushes.add(1);
  };
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- its event names are types only in @types/k6
  socket.onopen = () => {
    setInterval(() => {
      const position = { position: input.places[vehicle % input.places.length], atSec: Math.floor(Date.now() / 1000) };
      socket.send(`42${JSON.stringify(['position', position])}`);
    }, POSITION_EVERY_MS);
    setTimeout(() => socket.close(), (WARM_UP_SEC + input.seconds) * 1000);
  };
}

export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV['LOAD_SUMMARY']!]: JSON.stringify(data) };
}

async function call(
  kind: keyof typeof times,
  method: 'GET' | 'POST',
  path: string,
  token: string,
  body?: object,
): Promise<Record<string, unknown> | null> {
  const sent = body === undefined ? null : JSON.stringify(body);
  const response = await http.asyncRequest(method, `${input.url}/api/v1${path}`, sent, { headers: headers(token) });
  if (exec.scenario.name === 'riders') {
    times[kind].add(response.timings.duration);
    requests.add(1);
    if (isFailure(response)) failed.add(1);
  }
  return response.status === 200 ? (response.json() as Record<string, unknown>) : null;
}

/** A clear "no" (409, an offer that is gone) is an answer; no answer, a fault of the service or "busy" is not. */
function isFailure({ status }: RefinedResponse<'text'>): boolean {
  return status === 0 || status >= 500 || status === 429;
}

function headers(token?: string): Record<string, string> {
  const key = `${exec.vu.idInTest}-${exec.vu.iterationInInstance}-${Math.random().toString(36).slice(2)}-load`;
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return { 'content-type': 'application/json', 'idempotency-key': key, ...authorization };
}

function anyTrip(): object {
  const anyOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
  const from = anyOf(input.stopIds);
  const to = anyOf(input.stopIds.filter((stopId) => stopId !== from));
  const [startSec, endSec] = anyOf(input.windowsSec);
  return {
    from: { kind: 'stop', stopId: from },
    to: { kind: 'stop', stopId: to },
    when: { kind: 'depart_after', atSec: Math.floor(startSec + Math.random() * (endSec - startSec - 3_600)) },
    party: { adults: 1, children: 0, reduced: 0, wheelchairs: 0 },
  };
}
