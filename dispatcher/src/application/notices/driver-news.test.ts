import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { afterEach, expect, test } from 'vitest';
import { DemoClock } from '../../adapters/demo-clock.ts';
import { MemoryLedger } from '../../adapters/memory-ledger.ts';
import { bookTrip, operator, signOn, startLineDispatcher, type LineDispatcher } from '../../line-dispatcher.fake.ts';

const started: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.close().catch(() => {});
});

async function start(atSec: number, ledger = new MemoryLedger('line')) {
  const clock = new DemoClock();
  clock.jumpTo(atSec);
  const dispatcher = await startLineDispatcher({ clock, ledger }, { vehicles: 1, stops: 10 });
  started.push(dispatcher);
  return { ...dispatcher, clock, ledger };
}

const newsOf = async ({ client }: LineDispatcher, token: string) =>
  (await client.call('getMessages', { token, params: { vehicleId: 'v0' } })).news;

async function bookAndCancel({ client }: LineDispatcher, from: string): Promise<number> {
  const { token, booking } = await bookTrip(client, from, 's8');
  await client.call('cancelBooking', { token, params: { bookingId: booking.bookingId }, body: {} });
  return booking.number;
}

const BEGIN_SEC = OPENING_SEC + 3600;

test('NT16 the driver reads in three languages what became of riders, the newest first, for a quarter of an hour', async () => {
  const service = await start(BEGIN_SEC);
  const token = await signOn(service.client, 'v0');
  const first = await bookAndCancel(service, 's1');
  service.clock.jumpTo(BEGIN_SEC + 600);
  const second = await bookAndCancel(service, 's2');
  const news = await newsOf(service, token);
  expect(news.map(({ text }) => [text.ja, text.en])).toEqual([
    [`${second}番 停留所2`, `No. ${second}, Stop 2`],
    [`${first}番 停留所1`, `No. ${first}, Stop 1`],
  ]);
  expect(news[0]!.title).toEqual({
    ja: '予約が取り消されました',
    easy: 'よやくが なくなりました',
    en: 'A booking was cancelled',
  });
  service.clock.jumpTo(BEGIN_SEC + 1200);
  expect((await newsOf(service, token)).map(({ newsId }) => newsId)).toEqual([news[0]!.newsId]);
});

test('NT16 what was told is there after a restart, twenty at most, and whoever takes the vehicle over is not told it', async () => {
  const service = await start(BEGIN_SEC);
  const token = await signOn(service.client, 'v0');
  for (let count = 0; count < 21; count++) await bookAndCancel(service, 's3');
  const news = await newsOf(service, token);
  expect(news).toHaveLength(20);
  await service.close();

  const again = await start(BEGIN_SEC + 300, service.ledger);
  expect(await newsOf(again, token)).toEqual(news);
  await again.client.call('signOff', { token, params: { vehicleId: 'v0' }, body: {} });
  expect(await newsOf(again, await signOn(again.client, 'v0'))).toEqual([]);
});

test('NT16 what the desk does to the vehicle is told beside its messages, which stay as they are', async () => {
  const service = await start(BEGIN_SEC);
  const token = await signOn(service.client, 'v0');
  const desk = await operator(service, 'supervisor');
  const order = { audience: { kind: 'drivers' }, reason: 'test', urgency: 'now', templateId: 'drivers_test' } as const;
  await service.client.call('sendBroadcast', { token: desk, body: order });
  const params = { vehicleId: 'v0' };
  await service.client.call('takeVehicleOut', { token: desk, params, body: { reason: 'breakdown' } });
  const { messages, news } = await service.client.call('getMessages', { token, params });
  expect([messages.length, news.map(({ title }) => title.en)]).toEqual([1, ['A vehicle is out of service']]);
});
