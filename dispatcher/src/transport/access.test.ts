import { rightsOfRole, roles } from '@noriai/core/contracts/rights.ts';
import { routes, needsKey, type Route, type RouteName } from '@noriai/core/contracts/routes.ts';
import { afterEach, expect, test } from 'vitest';
import { readAll } from '../adapters/ledger-contract.ts';
import { ApiClient, Refused } from '../client/api-client.ts';
import {
  accountRider,
  bookTrip,
  morningClock,
  operator,
  signOn,
  tablet,
  startLineDispatcher,
  trip,
  type LineDispatcher,
} from '../line-dispatcher.fake.ts';
import { VIRTUAL_HEADER } from './http-app.ts';

const started: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.close();
});
async function start(...options: Parameters<typeof startLineDispatcher>): Promise<LineDispatcher> {
  const dispatcher = await startLineDispatcher(...options);
  started.push(dispatcher);
  return dispatcher;
}

/** The word of the refusal, or `ok`. */
async function outcome(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );
}

/** One of everybody who can knock: strangers, riders, drivers, and an operator of each role here and of another area. */
async function everybody(dispatcher: LineDispatcher) {
  const { client } = dispatcher;
  const rider = await bookTrip(client, 's1', 's5');
  const drivers = { own: await signOn(client, 'v0'), other: await signOn(client, 'v1') };
  const tokens: Record<string, string | undefined> = {
    nobody: undefined,
    stranger: 'x'.repeat(43),
    rider: rider.token,
    other: drivers.other,
    ...(await accountTokens(dispatcher)),
    own: drivers.own, // last, because signing off ends that token
  };
  const { bookingId, riderId } = rider.booking;
  const others = {
    sessionId: 'x1',
    driverId: 'd1',
    tabletId: 't1',
    accountId: 'a1',
    noticeId: 'n1',
    orderId: 'o1',
    waitId: 'w1',
    stationId: 's7',
    fromSec: 'now',
    suspensionId: 'q1',
    closureId: 'c1',
    alarmId: 'a0',
    broadcastId: 'b0',
  };
  return { tokens, params: { vehicleId: 'v0', date: 'today', bookingId, riderId: riderId!, ...others } };
}

/** Sessions of accounts, which signing out ends. */
async function accountTokens(dispatcher: LineDispatcher): Promise<Record<string, string>> {
  const tokens: Record<string, string> = { elsewhere: await operator(dispatcher, 'admin', 'another-area') };
  for (const role of roles) tokens[role] = await operator(dispatcher, role);
  tokens['accountRider'] = await accountRider(dispatcher);
  tokens['tablet'] = await tablet(dispatcher, 'v0');
  tokens['otherTablet'] = await tablet(dispatcher, 'v1');
  return tokens;
}

/** Whom the table lets in; worked out from its words here, apart from what the door itself does. */
function admitted({ access, right }: Route<unknown, unknown>): readonly string[] {
  const known = ['rider', 'accountRider', 'own', 'other', 'tablet', 'otherTablet', 'elsewhere', ...roles];
  const withRight = roles.filter((role) => right !== undefined && rightsOfRole[role].includes(right));
  const byAccess = {
    anybody: ['nobody', 'stranger', ...known],
    signed_in: known,
    rider: ['rider', 'accountRider'],
    driver: ['own'],
    tablet: ['tablet'],
    operator: withRight,
    rider_or_desk: ['rider', 'accountRider', ...withRight],
  };
  return byAccess[access];
}

test('AU1 AU4 AU12 every route × every caller: exactly those that the table names get past the door', async () => {
  const dispatcher = await start();
  const { tokens, params } = await everybody(dispatcher);
  const ending: RouteName[] = ['eraseMe', 'signOut', 'signOff'];
  const names = Object.keys(routes) as RouteName[];
  for (const name of [...names.filter((one) => !ending.includes(one)), ...ending]) {
    for (const [caller, token] of Object.entries(tokens)) {
      const code = await outcome(dispatcher.client.call(name, { params, ...(token !== undefined && { token }) }));
      const door = ['not_signed_in', 'not_yours'].includes(code) ? code : 'admitted';
      const isKnown = !['nobody', 'stranger'].includes(caller);
      const expected = admitted(routes[name]).includes(caller) ? 'admitted' : isKnown ? 'not_yours' : 'not_signed_in';
      expect(`${name} by ${caller}: ${door}`).toBe(`${name} by ${caller}: ${expected}`);
      expect(code, `${name} by ${caller}`).not.toBe('internal_error');
    }
    if (name === 'eraseMe' || name === 'signOut') Object.assign(tokens, await accountTokens(dispatcher));
  }
});

test('AU12 every route for operators names the right it needs, and no other route does', () => {
  for (const [name, route] of Object.entries(routes) as [string, Route<unknown, unknown>][]) {
    const isForOperators = route.access === 'operator' || route.access === 'rider_or_desk';
    expect(`${name}: ${route.right !== undefined}`).toBe(`${name}: ${isForOperators}`);
  }
});

test('AU2 AU10 tokens are not in the ledger; tokens, keys and names are not in the log or the metrics', async () => {
  const { client, ledger, log, url } = await start();
  const key = 'key-of-this-rider-1234';
  const { token } = await client.call('registerRider', { key });
  const driverToken = await signOn(client, 'v0');
  await client.call('requestTrip', { token, body: trip('s1', 's2') });
  const facts = JSON.stringify(await readAll(ledger));
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(log.join('')).toContain('"route":"/api/v1/trip-requests"');
  expect(metrics).toContain('noriai_commands_total{kind="request_trip",outcome="ok"} 1');
  for (const secret of [token, driverToken]) expect(facts).not.toContain(secret);
  for (const secret of [token, driverToken, key, '運転 太郎']) {
    expect(log.join('')).not.toContain(secret);
    expect(metrics).not.toContain(secret);
  }
});

test('AU3 a rider cannot tell a stranger’s booking from none', async () => {
  const { client } = await start();
  const { booking } = await bookTrip(client, 's1', 's5');
  const { token } = await bookTrip(client, 's2', 's6');
  for (const name of ['getBooking', 'cancelBooking'] as const) {
    expect(await outcome(client.call(name, { token, params: { bookingId: booking.bookingId } }))).toBe('not_found');
    expect(await outcome(client.call(name, { token, params: { bookingId: 'none' } }))).toBe('not_found');
  }
  expect((await client.call('listBookings', { token })).bookings).toHaveLength(1);
});

test('AU5 a command without a key, or with a guessable one, is told what to send', async () => {
  const { client, url } = await start();
  const answer = await fetch(`${url}/api/v1/riders`, { method: 'POST', body: '{}' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
  expect(await answer.json()).toMatchObject({
    code: 'bad_request',
    mistakes: [{ path: 'header Idempotency-Key', got: 'nothing', expected: expect.stringContaining('16 to 100') }],
  });
  expect(await outcome(client.call('registerRider', { key: '1' }))).toBe('bad_request');
  for (const name of Object.keys(routes) as RouteName[])
    expect(needsKey(name) && routes[name].method === 'GET').toBe(false);
});

test('AU6 sent again, a command gives the same answer and token; with another content it is refused', async () => {
  const { client } = await start();
  const key = 'a-key-that-comes-twice';
  const first = await client.call('registerRider', { key });
  expect(await client.call('registerRider', { key })).toEqual(first);
  const { token } = first;
  const ask = (to: string) => client.call('requestTrip', { token, key, body: trip('s1', to) });
  const offers = await ask('s5');
  expect(await ask('s5')).toEqual(offers);
  expect(await outcome(ask('s6'))).toBe('key_reused');
  const on = { params: { vehicleId: 'v0' }, body: { driverName: 'a' }, key: 'another-key-that-comes-twice' };
  const session = await client.call('signOn', on);
  expect(await client.call('signOn', on)).toEqual(session);
  expect(await outcome(client.call('getManifest', { token: session.token, params: { vehicleId: 'v0' } }))).toBe('ok');
});

test('AU7 where a driver code is set, signing on needs it', async () => {
  const { client } = await start({ driverCode: '4711' });
  const on = (code?: string) =>
    client.call('signOn', {
      params: { vehicleId: 'v0' },
      body: { driverName: 'a', ...(code !== undefined && { code }) },
    });
  expect(await outcome(on())).toBe('wrong_code');
  expect(await outcome(on('4712'))).toBe('wrong_code');
  expect(await outcome(on('4711'))).toBe('ok');
  expect((await client.call('getService')).asksDriverCode).toBe(true);
});

test('AU7 AC10 wrong driver codes count together for all vehicles and make even the right one wait', async () => {
  const clock = morningClock();
  const { client } = await start({ driverCode: '4711', clock }, { vehicles: 3, stops: 6 });
  const on = (vehicleId: string, code?: string) =>
    outcome(
      client.call('signOn', {
        params: { vehicleId },
        body: { driverName: 'a', ...(code !== undefined && { code }) },
      }),
    );
  for (let i = 0; i < 9; i++) expect(await on('v2')).toBe('wrong_code'); // who gives none guesses nothing
  const guesses = ['v0', 'v1', 'v2', 'none', 'v0', 'v1'].map((vehicleId, i) => on(vehicleId, `000${i}`));
  expect(await Promise.all(guesses)).toEqual([...Array(4).fill('wrong_code'), 'locked_out', 'locked_out']);
  expect(await on('v2', '4711')).toBe('locked_out');
  clock.jumpTo(clock.nowSec() + 16);
  expect(await on('v0', '4711')).toBe('ok');
  expect(await on('v1', '0000')).toBe('wrong_code'); // the right one has forgotten the others
  expect(await on('v1', '4711')).toBe('ok');
});

test('AU7 AC17 where drivers have PINs the driver code opens nothing and cannot be tried', async () => {
  const { client } = await start({ driverCode: '4711', driverPins: true });
  for (const code of ['1', '2', '3', '4', '5', '4711']) {
    const signing = client.call('signOn', { params: { vehicleId: 'v0' }, body: { driverName: 'a', code } });
    expect(await outcome(signing)).toBe('wrong_code');
  }
});

test('AU7 AU9 sign-ons count as sign-ins where a driver code is set, and there alone', async () => {
  const signOns = async (driverCode: string | null) => {
    const { client } = await start({ driverCode, signInLimit: 2 });
    const codes = [];
    for (let i = 0; i < 4; i++) {
      const body = { driverName: 'a', ...(driverCode !== null && { code: driverCode }) };
      codes.push(await outcome(client.call('signOn', { params: { vehicleId: 'v0' }, body })));
    }
    return codes;
  };
  expect(await signOns('4711')).toEqual(['ok', 'vehicle_taken', 'too_many_requests', 'too_many_requests']);
  expect(await signOns(null)).toEqual(['ok', 'vehicle_taken', 'vehicle_taken', 'vehicle_taken']);
});

test('AU8 a person takes a vehicle over from a virtual driver, never the other way round', async () => {
  const { client, url, virtualSecret } = await start();
  const virtual = new ApiClient(url, { [VIRTUAL_HEADER]: virtualSecret });
  const pretender = new ApiClient(url, { [VIRTUAL_HEADER]: 'guessed' });
  const params = { vehicleId: 'v0' };
  const virtualToken = await signOn(virtual, 'v0');
  await signOn(pretender, 'v0'); // counts as a person
  expect(await outcome(virtual.call('getManifest', { token: virtualToken, params }))).toBe('not_signed_in');
  expect(await outcome(signOn(virtual, 'v0'))).toBe('vehicle_taken');
  expect(await outcome(signOn(client, 'v0'))).toBe('vehicle_taken');
});

test('AU9 too many requests are refused, the demo’s own do not count', async () => {
  const { client, url, virtualSecret } = await start({ rateLimit: 5 });
  const virtual = new ApiClient(url, { [VIRTUAL_HEADER]: virtualSecret });
  for (let i = 0; i < 9; i++) await virtual.call('getService');
  const outcomes = [];
  for (let i = 0; i < 7; i++) outcomes.push(await outcome(client.call('getService')));
  expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'too_many_requests', 'too_many_requests']);
});

test('AU11 all mistakes of a request come back at once', async () => {
  const { client } = await start();
  const { token } = await client.call('registerRider');
  const body = { from: { kind: 'stop' }, to: { kind: 'moon' }, when: { kind: 'now' }, party: { adults: -1 } };
  const refused = await client.call('requestTrip', { token, key: 'x', body: body as never }).catch((e: Refused) => e);
  const paths = (refused as Refused).problem.mistakes.map((mistake) => mistake.path);
  expect(paths).toEqual([
    'header Idempotency-Key',
    'from.stopId',
    'to.kind',
    'party.adults',
    'party.children',
    'party.reduced',
    'party.wheelchairs',
  ]);
});

test('AU11 a path that is no URL-encoding is told as such, not as a body', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/api/v1/bookings/%E0%A4%A`);
  expect([response.status, await response.json()]).toMatchObject([
    400,
    {
      code: 'bad_request',
      mistakes: [{ path: 'path', got: '/bookings/%E0%A4%A', expected: expect.stringContaining('URL-encoding') }],
    },
  ]);
});

test('what is not JSON, too large, or not there is a problem with a code, never a stack', async () => {
  const { url } = await start();
  const post = (body: string) =>
    fetch(`${url}/api/v1/riders`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  expect(await (await post('{')).json()).toMatchObject({ code: 'bad_request' });
  expect(await (await post(`"${'x'.repeat(70_000)}"`)).json()).toMatchObject({ code: 'bad_request' });
  expect(await (await fetch(`${url}/api/v1/nothing`)).json()).toMatchObject({ code: 'not_found' });
  expect(await (await fetch(`${url}/nothing`)).json()).toMatchObject({ code: 'not_found' });
});

test('health, metrics, OpenAPI and the page of the API answer; the proof opens for the installation only', async () => {
  const { url } = await start();
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({
    status: 'ok',
    areaId: 'line',
    sequence: 1,
    version: '0.0.0',
  });
  expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toMatchObject({ openapi: '3.1.1' });
  expect(await (await fetch(`${url}/api/`)).text()).toContain('offer_gone');
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('noriai_ledger_sequence 1');
  expect((await fetch(`${url}/internal/proof`)).status).toBe(404);
  const page = await fetch(`${url}/healthz`);
  expect(page.headers.get('content-security-policy')).toContain("worker-src 'self' blob:");
  expect(page.headers.get('content-security-policy')).not.toContain('http');
});
