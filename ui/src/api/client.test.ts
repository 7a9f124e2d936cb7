import { describe, expect, test } from 'vitest';
import { createApi, newKey, type ApiWorld } from './client.ts';

interface Sent {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** A world whose network answers as scripted; a text that is no JSON object means: the network fails. */
function scripted(answers: readonly (readonly [number, unknown] | 'network fails')[]) {
  const sent: Sent[] = [];
  const slept: number[] = [];
  let nowMs = 0;
  const world: ApiWorld = {
    nowMs: () => nowMs,
    sleep: async (ms) => {
      slept.push(ms);
      nowMs += ms;
    },
    fetch: async (url, init) => {
      sent.push({
        url,
        headers: init.headers as Record<string, string>,
        body: JSON.parse(String(init.body ?? 'null')),
      });
      const answer = answers[Math.min(sent.length, answers.length) - 1]!;
      if (answer === 'network fails') throw new TypeError('failed to fetch');
      return new Response(JSON.stringify(answer[1]), { status: answer[0] });
    },
  };
  return { api: createApi(() => 'token-1', world), sent, slept };
}

const session = { token: 't', subjectId: 'r1' };
const problem = (code: string, status: number) => ({ type: 'x', title: 'x', status, code, detail: 'why' });

describe('calls', () => {
  test('carry the token, the key and the body to the path of the route', async () => {
    const { api, sent } = scripted([[200, session]]);
    const result = await api.call('signOn', { path: { vehicleId: 'v 1' }, body: { driverName: '山田' }, key: 'k1' });
    expect(result).toEqual({ ok: true, answer: session });
    expect(sent[0]).toMatchObject({
      url: '/api/v1/vehicles/v%201/sign-on',
      headers: { authorization: 'Bearer token-1', 'idempotency-key': 'k1' },
      body: { driverName: '山田' },
    });
  });

  test('are tried again with the same key and growing pauses until the network is back', async () => {
    const { api, sent, slept } = scripted([
      'network fails',
      'network fails',
      [503, problem('busy', 503)],
      [200, session],
    ]);
    const result = await api.call('registerRider', { body: {} });
    expect(result.ok).toBe(true);
    expect(slept).toEqual([400, 800, 1600]);
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('end in `unreachable` when patience is over', async () => {
    const { api, slept } = scripted(['network fails']);
    const result = await api.call('getService', { patienceMs: 2_000 });
    expect(result).toMatchObject({ ok: false, problem: { code: 'unreachable' } });
    expect(slept).toEqual([400, 800]); // the next pause of 1,600 ms would end after the 2,000 ms
  });

  test('a refusal is an answer: it is not tried again', async () => {
    const { api, sent } = scripted([[409, problem('offer_gone', 409)]]);
    const result = await api.call('bookOffer', { body: { offerId: 'o1' } });
    expect(result).toEqual({ ok: false, problem: { code: 'offer_gone', detail: 'why' } });
    expect(sent).toHaveLength(1);
  });

  test('an answer with fields of a newer service is read, one that lacks fields is not', async () => {
    const newer = scripted([[200, { ...session, since: 3 }]]);
    expect(await newer.api.call('registerRider', { body: {} })).toEqual({ ok: true, answer: session });
    const broken = scripted([[200, { token: 't' }]]);
    expect(await broken.api.call('registerRider', { body: {} })).toMatchObject({
      ok: false,
      problem: { code: 'unexpected' },
    });
  });

  test('keys are never the same twice', () => {
    expect(new Set(Array.from({ length: 1000 }, newKey)).size).toBe(1000);
  });
});
