import type { Manifest } from '@noriai/core/contracts/driving.ts';
import type { CallProblem, CallResult } from '@noriai/ui/api/client.ts';
import { describe, expect, test } from 'vitest';
import { deliver, type QueuedAction } from './action-queue.ts';
import { memoryActionStore } from './action-stores.ts';

const manifestAt = (sequence: number): Manifest => ({
  vehicleId: 'v1',
  sequence,
  signedOn: true,
  driverName: '山田',
  onBoard: 0,
  seats: 8,
  calls: [],
  route: [],
});
const boarded = (key: string): QueuedAction => ({
  key,
  vehicleId: 'v1',
  action: { kind: 'boarded', bookingId: `b-${key}`, atSec: 100 },
});
const no = (code: CallProblem['code']): CallResult<Manifest> => ({ ok: false, problem: { code, detail: '' } });

async function storeWith(...keys: string[]) {
  const store = memoryActionStore();
  for (const key of keys) await store.add(boarded(key));
  return store;
}
const left = async (store: Awaited<ReturnType<typeof storeWith>>): Promise<string> =>
  (await store.all()).map(({ key }) => key).join(' ');

describe('delivery', () => {
  test('everything is sent in the order it was done', async () => {
    const store = await storeWith('1', '2', '3');
    const sent: string[] = [];
    const round = await deliver(store, async ({ key }) => {
      sent.push(key);
      return { ok: true, answer: manifestAt(sent.length) };
    });
    expect(sent).toEqual(['1', '2', '3']);
    expect(round).toMatchObject({ manifest: { sequence: 3 }, refused: [], stoppedBy: null });
    expect(await left(store)).toBe('');
  });

  test.each(['unreachable', 'busy', 'not_signed_in'] as const)(
    'stops at %s and keeps this and all later actions under their keys',
    async (code) => {
      const store = await storeWith('1', '2', '3');
      const round = await deliver(store, async ({ key }) =>
        key === '2' ? no(code) : { ok: true, answer: manifestAt(1) },
      );
      expect(round.stoppedBy?.code).toBe(code);
      expect(await left(store)).toBe('2 3');
    },
  );

  test('a refused action is reported and does not hold up the rest', async () => {
    const store = await storeWith('1', '2', '3');
    const round = await deliver(store, async ({ key }) =>
      key === '2' ? no('wrong_order') : { ok: true, answer: manifestAt(Number(key)) },
    );
    expect(round.refused.map(({ queued, problem }) => [queued.key, problem.code])).toEqual([['2', 'wrong_order']]);
    expect(round.manifest?.sequence).toBe(3);
    expect(await left(store)).toBe('');
  });
});
