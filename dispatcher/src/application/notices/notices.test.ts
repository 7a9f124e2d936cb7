import type { BroadcastAudience } from '@noriai/core/contracts/broadcasts.ts';
import type { DriverAction } from '@noriai/core/contracts/driving.ts';
import type { Notice } from '@noriai/core/dispatch/notices.ts';
import { openState, type Ride, type RideStatus } from '@noriai/core/dispatch/state.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { createECDH, createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { DemoClock } from '../../adapters/demo-clock.ts';
import { readAll } from '../../adapters/ledger-contract.ts';
import { MemoryLedger } from '../../adapters/memory-ledger.ts';
import { emailChannel, lineChannel, RecordedChannel, webhookChannel } from '../../adapters/notices/message-channels.ts';
import { meaningOf } from '../../adapters/notices/http-post.ts';
import { MemoryOutbox, SqliteOutbox } from '../../adapters/notices/outboxes.ts';
import {
  encryptFor,
  isPushEndpoint,
  newVapidKeys,
  vapidHeader,
  webPushChannel,
} from '../../adapters/notices/web-push.ts';
import { MemoryAccounts } from '../../adapters/accounts/memory-accounts.ts';
import { KeyRingVault, newKeyRing } from '../../adapters/accounts/key-ring-vault.ts';
import {
  bookTrip,
  operator,
  signOn,
  startLineDispatcher,
  trip,
  type LineDispatcher,
} from '../../line-dispatcher.fake.ts';
import { ServiceMetrics } from '../../transport/metrics.ts';
import { noWish } from '../accounts/rider-cards.ts';
import type { Cancel } from '../ports.ts';
import { NoticeDesk, type HandOver, type Message } from './notice-desk.ts';
import { noticeText } from './notice-texts.ts';
import type { OutboxRow, OutboxStore } from './outbox.ts';
import { quietUntilSec } from './quiet-hours.ts';
import { reminderSec } from './reminders.ts';
import { isTakenBack } from './taken-back.ts';
import { afterTry, putOff, type RiderRow } from './way-rounds.ts';
import { WayWatch } from './way-watch.ts';

const started: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.close().catch(() => {});
});

/** Nothing happens by itself: the test says when notices are handed over. */
class StillClock extends DemoClock {
  override after(): Cancel {
    return () => {};
  }
}

/** A service with ways out that are only recorded, and a rider who can be reached. */
async function start(
  again: {
    ledger?: MemoryLedger;
    outbox?: OutboxStore;
    accounts?: { store: MemoryAccounts; vault: KeyRingVault };
    atSec?: number;
  } = {},
) {
  const [sms, email, voice] = (['sms', 'email', 'voice'] as const).map((way) => new RecordedChannel(way)) as Recorded;
  const clock = new StillClock();
  clock.jumpTo(again.atSec ?? OPENING_SEC + 3600);
  const { outbox = new MemoryOutbox(), ledger = new MemoryLedger('line') } = again;
  const accounts = again.accounts ?? { store: new MemoryAccounts(), vault: new KeyRingVault(newKeyRing()) };
  const notices = { outbox, channels: [sms, email, voice] };
  const dispatcher = await startLineDispatcher({ clock, ledger, accounts, notices });
  started.push(dispatcher);
  const handOver = () => dispatcher.notices!.handOverDue();
  return { ...dispatcher, sms, email, voice, clock, outbox, ledger, kept: accounts, handOver };
}

/** A disk that is full for a while. */
class FullOutbox extends MemoryOutbox {
  isFull = false;

  override put(areaId: string, sequence: number, rows: readonly OutboxRow[]): void {
    if (this.isFull) throw new Error('the disk is full');
    super.put(areaId, sequence, rows);
  }

  override settle(row: OutboxRow, following: readonly OutboxRow[]): void {
    if (this.isFull) throw new Error('the disk is full');
    super.settle(row, following);
  }
}

type Recorded = [RecordedChannel, RecordedChannel, RecordedChannel];
type Service = Awaited<ReturnType<typeof start>>;

const riderOrder = {
  name: '模擬 花子',
  kana: '',
  language: 'en' as 'ja' | 'en',
  needs: '',
  notes: '',
  phone: '09012345678',
  memberNumber: null,
  wish: { ...noWish, channels: ['sms', 'email'] as ('sms' | 'email')[], email: 'hanako@example.jp' },
};

async function withRider(service: Service, change: object = {}) {
  const desk = await operator(service, 'desk');
  const order = { ...riderOrder, language: 'ja' as const, ...change };
  const { riderId } = await service.client.call('addRider', { token: desk, body: order });
  const { code } = await service.client.call('readRiderCode', { token: desk, params: { riderId } });
  const { token } = await service.client.call('signInRider', { body: { phone: '09012345678', code } });
  const book = async () => {
    const answer = await service.client.call('requestTrip', { token, body: trip('s1', 's5') });
    if (answer.kind !== 'offers') throw new Error('expected offers');
    return service.client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
  };
  return { desk, riderId, token, book };
}

test('NT1 NT3 a booking is told once, in the rider’s language, by the first way of the wish', async () => {
  const service = await start();
  const { book } = await withRider(service);
  const booking = await book();
  await service.handOver();
  await service.handOver();
  expect(service.sms.sent.map(({ title, address }) => [title, address.phone])).toEqual([
    [`ご予約 ${booking.number}番`, '+819012345678'],
  ]);
  expect(service.sms.sent[0]!.body).toContain('停留所1');
  expect(service.email.sent).toEqual([]);
});

test('NT2 after a crash between fact and hand-over the notice goes out once, with the same id; what was sent is not sent again', async () => {
  const first = await start();
  const { book } = await withRider(first);
  await book();
  await first.handOver();
  await book();
  const second = await start({
    atSec: OPENING_SEC + 3700,
    ledger: first.ledger as MemoryLedger,
    outbox: first.outbox,
    accounts: first.kept,
  });
  await second.handOver();
  expect([first.sms.sent.length, second.sms.sent.length]).toEqual([1, 1]);
  expect(first.sms.sent[0]!.messageId).not.toBe(second.sms.sent[0]!.messageId);

  // The outbox is behind the ledger: the fact is told again to it when the ledger is read.
  const third = await start({
    atSec: OPENING_SEC + 3700,
    ledger: first.ledger as MemoryLedger,
    accounts: first.kept,
    outbox: outboxAt(1),
  });
  await third.handOver();
  expect(third.sms.sent.map(({ messageId }) => messageId)).toEqual(
    [first, second].map(({ sms }) => sms.sent[0]!.messageId),
  );
});

function outboxAt(sequence: number): OutboxStore {
  const outbox = new MemoryOutbox();
  outbox.put('line', sequence, []);
  return outbox;
}

test('NT17 after the ledger of an earlier backup was restored beside the outbox, the next booking is told; nothing is told twice, nor what is gone', async () => {
  const first = await start();
  const { book, token } = await withRider(first);
  await book();
  await first.handOver();
  const backup = await readAll(first.ledger);
  await book();
  await first.handOver();
  await book(); // waits, and is gone with the rest
  const [markBefore, ledger] = [first.notices!.mark!, new MemoryLedger('line')];
  await ledger.append(0, backup);
  const second = await start({ atSec: OPENING_SEC + 3700, ledger, outbox: first.outbox, accounts: first.kept });
  expect(second.notices!.mark).toBe(backup.length);
  const said = `the ledger ends with fact ${backup.length}, but riders were told of facts up to ${markBefore}`;
  expect(second.log.filter((line) => line.includes(said))).toHaveLength(1);
  await second.handOver();
  expect(second.sms.sent).toEqual([]);

  const answer = await second.client.call('requestTrip', { token, body: trip('s1', 's5') });
  if (answer.kind !== 'offers') throw new Error('expected offers');
  const body = { offerId: answer.offers[0]!.offerId };
  const { number } = await second.client.call('bookOffer', { token, body });
  await second.handOver();
  expect(second.sms.sent.map(({ title }) => title)).toEqual([`ご予約 ${number}番`]);
  // It has the number of a fact that was told before: whoever drops what comes again must not drop it.
  const [ids, before] = [second, first].map(({ sms }) => sms.sent.map(({ messageId }) => messageId));
  expect(before!.map((id) => id.split('@')[0])).toContain(ids![0]!.split('@')[0]);
  expect(before).not.toContain(ids![0]);
});

test('NT2 facts from before an outbox was first there bother nobody', async () => {
  const first = await start();
  const { book } = await withRider(first);
  await book();
  const second = await start({ ledger: first.ledger as MemoryLedger, accounts: first.kept });
  await second.handOver();
  expect(second.sms.sent).toEqual([]);
});

/** What was tried in the seconds to come, as `second way`. */
async function triesOver(service: Service, seconds: number): Promise<string[]> {
  const [beginSec, tries, seen] = [service.clock.nowSec(), [] as string[], new Map<string, number>()];
  for (let sec = 0; sec <= seconds; sec += 5) {
    service.clock.jumpTo(beginSec + sec);
    await service.handOver();
    for (const { channel, sent } of [service.sms, service.email, service.voice]) {
      for (let i = seen.get(channel) ?? 0; i < sent.length; i++) tries.push(`${sec} ${channel}`);
      seen.set(channel, sent.length);
    }
  }
  return tries;
}

test('NT4 a way that is out of order gives way to the next at once; when all are, they are tried again with longer pauses, beginning with the first', async () => {
  const service = await start();
  const { book } = await withRider(service);
  service.sms.answers.push('later', 'later', 'later');
  service.email.answers.push('later', 'later');
  await book();
  expect(await triesOver(service, 900)).toEqual(['0 sms', '0 email', '10 sms', '10 email', '40 sms', '40 email']);
  const ids = [service.sms, service.email].map(({ sent }) => new Set(sent.map(({ messageId }) => messageId)));
  expect(ids.map(({ size }) => size)).toEqual([1, 1]); // the same whenever it comes again by the same way
  expect(service.outbox.due(1e10, 9)).toEqual([]);
});

test('NT4 what a way has taken goes by no other', async () => {
  const service = await start();
  const { book } = await withRider(service);
  service.sms.answers.push('later');
  await book();
  expect(await triesOver(service, 900)).toEqual(['0 sms', '0 email']);
});

test('NT4 a way that refuses for good is dropped for this notice, the others are tried again without it', async () => {
  const service = await start();
  const wish = { ...riderOrder.wish, channels: ['voice', 'sms', 'email'] };
  const { book } = await withRider(service, { wish });
  service.voice.answers.push('later');
  service.sms.answers.push('never');
  service.email.answers.push('later');
  await book();
  expect((await triesOver(service, 900)).toSorted()).toEqual(['0 email', '0 sms', '0 voice', '10 voice']);
  expect(service.sms.sent[0]!.messageId).toContain('/sms@');
});

test('NT4 a notice that every way refuses for good is refused', async () => {
  const service = await start();
  const { book } = await withRider(service);
  service.sms.answers.push('never');
  service.email.answers.push('never');
  await book();
  expect(await triesOver(service, 900)).toEqual(['0 sms', '0 email']);
  expect(service.outbox.due(1e10, 9)).toEqual([]);
});

test('NT4 a way that is not set up any more, or whose address is gone, gives way to the next', async () => {
  const service = await start();
  const { book } = await withRider(service);
  await book();
  const row = service.outbox.due(1e10, 1)[0]!;
  service.outbox.settle({ ...row, channel: 'line', nextChannels: ['email'] }, []);
  expect(await triesOver(service, 0)).toEqual(['0 email']);
});

test('NT4 the last pause goes on until the notice is stale', () => {
  const pauses: number[] = [];
  let row = { channel: 'sms', nextChannels: [], attempts: 0, dueSec: 0 } as unknown as RiderRow;
  for (let round = 0; round < 8; round++) {
    const after = afterTry(row, 'later', row.dueSec);
    pauses.push(after.dueSec - row.dueSec);
    row = after as RiderRow;
  }
  expect(pauses).toEqual([10, 30, 120, 600, 1800, 3600, 3600, 3600]);
});

test('NT4 what waits for the end of quiet hours in the midst of a round begins anew with the first way', () => {
  const row = { channel: 'email', nextChannels: ['voice'], failedChannels: ['sms'], attempts: 2, dueSec: 5 };
  expect(putOff(row as unknown as RiderRow, 99)).toEqual({
    channel: 'sms',
    nextChannels: ['email', 'voice'],
    failedChannels: [],
    attempts: 0,
    dueSec: 99,
  });
});

describe('NT19 no way waits for another', () => {
  /** Takes every message, and answers when it is told to. */
  function hang(channel: RecordedChannel): (answer: HandOver) => void {
    const answers: ((answer: HandOver) => void)[] = [];
    channel.send = (message) => {
      channel.sent.push(message);
      return new Promise((resolve) => answers.push(resolve));
    };
    return (answer) => answers.splice(0).forEach((resolve) => resolve(answer));
  }

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  /** Riders of whom each wishes one way, and has something to be told. */
  async function riders(service: Service, wished: readonly ('sms' | 'email')[]) {
    const desk = await operator(service, 'desk');
    for (const [i, way] of wished.entries()) {
      const wish = { ...riderOrder.wish, channels: [way], email: `r${i}@example.jp` };
      const body = { ...riderOrder, phone: `0901234000${i}`, wish };
      await service.client.call('addRider', { token: desk, body });
    }
    const say = { reason: 'test', urgency: 'now', templateId: 'riders_test' } as const;
    await service.client.call('sendBroadcast', { token: desk, body: { ...say, audience: { kind: 'all_riders' } } });
    await service.handOver(); // the one that is to all becomes each rider's own
  }

  test('NT19 the first way to hang stops neither the others nor their next looks', async () => {
    const service = await start();
    const answer = hang(service.email);
    await riders(service, ['email', 'email', 'email', 'email', 'email', 'sms', 'sms']);
    void service.handOver();
    await turn();
    expect(service.sms.sent).toHaveLength(2);
    answer('sent'); // then the fifth is begun
    await turn();
    answer('sent');
  });

  test('NT19 four notices of a way are under way at most, each in one lane only, however often it is looked', async () => {
    const service = await start();
    await riders(service, ['sms', 'sms', 'sms', 'sms', 'sms', 'sms']);
    const answer = hang(service.sms);
    const phones = () => service.sms.sent.map(({ address }) => address.phone);
    for (let look = 0; look < 3; look++) {
      void service.handOver();
      await turn();
      expect(phones()).toHaveLength(4);
    }
    answer('sent');
    await turn();
    expect(phones()).toHaveLength(6);
    answer('sent');
    await service.handOver();
    expect(new Set(phones()).size).toBe(6);
    expect(phones()).toHaveLength(6);
    expect(service.outbox.due(1e10, 9)).toEqual([]);
  });

  test('NT19 NT2 while what came of one cannot be noted, no more are begun by any way', async () => {
    const outbox = new FullOutbox();
    const service = await start({ outbox });
    await riders(service, ['sms', 'sms', 'sms', 'sms', 'sms', 'email']);
    outbox.isFull = true;
    await service.handOver();
    const begun = () => [service.sms.sent.length, service.email.sent.length];
    const before = begun();
    expect(before[0]).toBe(4);
    await service.handOver();
    expect(begun()).toEqual(before);
    outbox.isFull = false;
    await service.handOver();
    expect(begun()).toEqual([5, 1]);
  });

  test('NT19 a way that throws is out of order, and the next one comes', async () => {
    const service = await start();
    const { book } = await withRider(service);
    service.sms.send = () => Promise.reject(new Error('a mistake of the channel'));
    await book();
    await service.handOver();
    expect(service.email.sent).toHaveLength(1);
    expect(service.log.some((line) => line.includes('a mistake of the channel'))).toBe(true);
  });

  test('NT19 at the end of the service what is under way is noted, and nothing more is begun', async () => {
    const service = await start();
    await riders(service, ['sms', 'sms', 'sms', 'sms', 'sms']);
    const answer = hang(service.sms);
    void service.handOver();
    await turn();
    const closed = service.notices!.close();
    answer('sent');
    await closed;
    expect(service.outbox.due(1e10, 9)).toHaveLength(1);
    expect(service.sms.sent).toHaveLength(4);
  });
});

describe('NT20 what becomes of the ways', () => {
  test('NT20 each try is counted by way and outcome, and waiting notices are', async () => {
    const service = await start();
    const { book } = await withRider(service);
    const metrics = new ServiceMetrics();
    const said: string[] = [];
    const desk = new NoticeDesk({
      world: lineWorld(),
      accounts: service.accounts,
      outbox: service.outbox,
      channels: [service.sms, service.email],
      clock: service.clock,
      state: openState,
      onTrouble: () => {},
      observer: metrics.noticeObserver((message) => said.push(message)),
    });
    metrics.watch({ ...noGauges, noticesWaiting: () => desk.waitingCount });
    service.sms.answers.push('later', 'never');
    await book();
    expect(await metrics.registry.metrics()).toContain('noriai_notices_waiting 1');
    await desk.handOverDue();
    await book();
    await desk.handOverDue();
    const text = await metrics.registry.metrics();
    const counted = text.split('\n').filter((line) => line.startsWith('noriai_notice'));
    expect(counted.toSorted()).toEqual([
      'noriai_notice_tries_total{way="email",outcome="delivered"} 2',
      'noriai_notice_tries_total{way="sms",outcome="failed"} 1',
      'noriai_notice_tries_total{way="sms",outcome="refused"} 1',
      'noriai_notices_waiting 0',
    ]);
    expect(said).toEqual(['notices by sms are out of order: 1 failed since this was last said']);
  });

  test('NT20 that a way is out of order is said once a minute, with the count since, also where the clock was put back', () => {
    const clock = new StillClock();
    const said: string[] = [];
    const outOfOrder = (way: string, failures: number) =>
      said.push(`${clock.nowSec() - OPENING_SEC} ${way} ${failures}`);
    const watch = new WayWatch({ tried: () => {}, outOfOrder }, clock);
    for (const sec of [0, 10, 59, 60, 70, 130, -3600, -3590]) {
      clock.jumpTo(OPENING_SEC + sec);
      watch.tried('sms', 'later');
      watch.tried('email', sec === 10 ? 'later' : 'sent');
      watch.tried('sms', 'never');
    }
    expect(said).toEqual(['0 sms 1', '10 email 1', '60 sms 3', '130 sms 2', '-3600 sms 1']);
  });

  const noGauges = { sequence: () => 0, queued: () => 0, clients: () => 0, isHealthy: () => true };
});

test('NT5 what is not urgent waits until the quiet hours are over', async () => {
  const service = await start();
  const wish = { ...noWish, channels: ['sms'] as 'sms'[], quietHours: { from: '09:30', until: '10:15' } };
  const { book } = await withRider(service, { wish });
  await book();
  await service.handOver();
  expect(service.sms.sent).toEqual([]);
  service.clock.jumpTo(OPENING_SEC + 4500);
  await service.handOver();
  expect(service.sms.sent).toHaveLength(1);
});

test('NT5 quiet hours may go over midnight', () => {
  const at = (time: string) => Date.parse(`2026-04-01T${time}:30+09:00`) / 1000;
  const until = (from: string, to: string, time: string) => {
    const sec = quietUntilSec({ from, until: to }, at(time), 'Asia/Tokyo');
    return sec === null ? null : new Date(sec * 1000 + 9 * 3600_000).toISOString().slice(5, 16);
  };
  expect(until('21:00', '07:00', '20:59')).toBeNull();
  expect(until('21:00', '07:00', '21:00')).toBe('04-02T07:00');
  expect(until('21:00', '07:00', '06:59')).toBe('04-01T07:00');
  expect(until('21:00', '07:00', '07:00')).toBeNull();
  expect(until('12:00', '13:00', '12:30')).toBe('04-01T13:00');
  expect(until('12:00', '12:00', '12:00')).toBeNull();
});

test('NT11 a rider is reminded once, as long before as wished, also over a restart; a moved trip anew, a cancelled one never', async () => {
  const first = await start();
  const wish = { ...riderOrder.wish, reminderMinutes: 30 };
  const { desk, token } = await withRider(first, { wish });
  const later = { ...trip('s1', 's5'), when: { kind: 'depart_after' as const, atSec: OPENING_SEC + 3 * 3600 } };
  const bookLater = async () => {
    const answer = await first.client.call('requestTrip', { token, body: later });
    if (answer.kind !== 'offers') throw new Error('expected offers');
    return first.client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
  };
  const [kept, gone, moved] = [await bookLater(), await bookLater(), await bookLater()];
  const minute = async (service: Service, atSec: number) => {
    service.clock.jumpTo(atSec);
    service.notices!.remindDue();
    for (let i = 0; i < 3; i++) await service.handOver();
  };
  const reminded = (service: Service) =>
    service.sms.sent.filter(({ title }) => title === 'まもなくお迎えです').map(({ body }) => body.split('番')[0]);
  const dueSec = kept.pickupFromSec - 1800;
  await minute(first, dueSec - 600);
  expect(reminded(first)).toEqual([]);
  await first.client.call('cancelBooking', { token, params: { bookingId: gone.bookingId }, body: {} });
  const order = { vehicleId: moved.vehicle!.vehicleId, pickupFromSec: moved.pickupFromSec + 3600 };
  const params = { bookingId: moved.bookingId };
  const { version } = await first.client.call('previewMove', { token: desk, params, body: order });
  const body = { order, version, acceptsBroken: [moved.bookingId], riderAgreed: true };
  expect(await first.client.call('moveTrip', { token: desk, params, body })).toMatchObject({ kind: 'moved' });
  await minute(first, dueSec + 60);
  expect(reminded(first)).toEqual([String(kept.number)]);

  const { ledger, outbox, kept: accounts } = first;
  const second = await start({ ledger: ledger as MemoryLedger, outbox, accounts, atSec: dueSec + 120 });
  await minute(second, dueSec + 180);
  expect(reminded(second)).toEqual([]);
  await minute(second, moved.pickupFromSec + 1800 + 60);
  expect(reminded(second)).toEqual([String(moved.number)]);
});

test('NT11 a reminder that would come in quiet hours comes before them; who books later needs none', () => {
  const at = (time: string) => Date.parse(`2026-04-02T${time}:00+09:00`) / 1000;
  const quietHours = { from: '21:00', until: '07:00' };
  const due = (pickup: string, reminderMinutes: number, bookedSec: number) =>
    reminderSec({ pickupFromSec: at(pickup), bookedSec }, { reminderMinutes, quietHours }, 'Asia/Tokyo');
  const evening = at('00:00') - 3 * 3600;
  expect(due('09:00', 30, 0)).toBe(at('08:30'));
  expect(due('07:15', 30, 0)).toBe(evening - 300); // handed over by then
  expect(due('07:15', 30, evening + 1)).toBeNull();
  expect(due('09:00', 0, 0)).toBeNull();
});

test('NT6 nothing personal waits in the outbox, and an erased rider is told nothing', async () => {
  const service = await start();
  const { book, desk, riderId, token } = await withRider(service);
  const { bookingId } = await book();
  await service.client.call('cancelBooking', { token, params: { bookingId }, body: {} });
  const rows = service.outbox.due(1e10, 99);
  expect(rows).toHaveLength(2);
  for (const secret of ['花子', '12345678', 'example.jp']) expect(JSON.stringify(rows)).not.toContain(secret);
  await service.client.call('eraseRider', { token: desk, params: { riderId } });
  await service.handOver();
  expect([service.sms.sent, service.email.sent]).toEqual([[], []]);
  expect(rows.map(({ rowId }) => service.outbox.find(rowId)?.state)).toEqual(['refused', 'refused']);
});

test('NT6 what is too late to be of use is not sent', async () => {
  const service = await start();
  const { book } = await withRider(service);
  await book();
  service.clock.jumpTo(service.clock.nowSec() + 86_401);
  await service.handOver();
  expect(service.sms.sent).toEqual([]);
});

test('NT7 without a configured way there is no outbox, and riders without an account are told nothing', async () => {
  const service = await start();
  await bookTrip(service.client, 's1', 's5');
  await signOn(service.client, 'v0');
  expect(service.outbox.due(1e10, 99)).toEqual([]);
  const none = await startLineDispatcher();
  started.push(none);
  expect(none.notices).toBeNull();
});

test('AC13 a code that is asked for goes out by the rider’s ways', async () => {
  const service = await start();
  await withRider(service);
  await service.client.call('requestRiderCode', { body: { phone: '09012345678' } });
  const code = /\d{6}/.exec(service.sms.sent[0]!.title)![0];
  const { token } = await service.client.call('signInRider', { body: { phone: '09012345678', code } });
  expect(await service.client.call('getMe', { token })).toMatchObject({ kind: 'rider' });
});

test('NT10 what the desk says to riders of a day goes out by their ways, in their language; to all riders some at a time, once', async () => {
  const service = await start();
  const { book, desk } = await withRider(service, { language: 'en' });
  const order = { reason: 'weather', urgency: 'now', templateId: 'riders_may_stop' } as const;
  const say = (audience: BroadcastAudience) =>
    service.client.call('sendBroadcast', { token: desk, body: { ...order, audience } });
  const today = { kind: 'riders_of_day', date: '2026-04-01' } as const;
  expect(await say(today)).toMatchObject({ riders: 0 });
  await book();
  expect(await say(today)).toMatchObject({ riders: 1, toCall: [] });
  await service.handOver();
  const said = () => service.sms.sent.filter(({ title }) => title === 'Notice: weather');
  expect(said().map(({ body }) => body)).toEqual([expect.stringContaining('may have to stop')]);

  for (let i = 0; i < 450; i++) {
    const phone = `0901${String(i).padStart(7, '0')}`;
    await service.client.call('addRider', { token: desk, body: { ...riderOrder, phone } });
  }
  await say({ kind: 'all_riders' });
  for (let passes = 0; passes < 60; passes++) await service.handOver();
  expect(new Set(said().map(({ address }) => address.phone)).size).toBe(451);
  expect(said()).toHaveLength(452);
  expect(service.outbox.due(1e10, 9)).toEqual([]);
});

describe.each([
  ['memory', () => new MemoryOutbox()],
  ['sqlite', () => new SqliteOutbox(':memory:')],
])('%s outbox', (_, open: () => OutboxStore) => {
  const row = (rowId: string, dueSec: number, change: Partial<OutboxRow> = {}): OutboxRow => ({
    rowId,
    notice: {
      recipient: { kind: 'rider', riderId: 'r' },
      template: 'booked',
      urgency: 'now',
      bookingId: null,
      parameters: {},
    },
    channel: 'sms',
    nextChannels: ['email'],
    atSec: 10,
    dueSec,
    attempts: 0,
    state: 'waiting',
    ...change,
  });

  test('NT2 rows and mark are put in together, and a row that is there stays as it is', () => {
    const outbox = open();
    expect(outbox.mark('line')).toBeNull();
    outbox.put('line', 5, [row('a', 20), row('b', 10)]);
    outbox.settle(row('a', 20, { state: 'sent', attempts: 1 }), []);
    outbox.put('line', 6, [row('a', 20)]);
    expect([outbox.mark('line'), outbox.mark('other')]).toEqual([6, null]);
    expect(outbox.find('a')).toEqual(row('a', 20, { state: 'sent', attempts: 1 }));
    expect(outbox.due(100, 9)).toEqual([row('b', 10)]);
  });

  test('NT2 what was told up to the mark is not told again, and the mark never goes back', () => {
    const outbox = open();
    outbox.put('line', 6, [row('a', 20)]);
    outbox.put('line', 5, [row('b', 10)]);
    outbox.put('line', 6, [row('c', 10)]);
    outbox.add([row('d', 30)]);
    expect(outbox.mark('line')).toBe(6);
    expect(outbox.due(100, 9).map(({ rowId }) => rowId)).toEqual(['a', 'd']);
  });

  test('NT2 what follows from a row is put in with it; what was sent stays so, what was refused can only become it', () => {
    const outbox = open();
    outbox.add([row('a/sms', 20), row('b/sms', 20)]);
    const states = () => ['a/sms', 'a/email', 'b/sms', 'b/email'].map((rowId) => outbox.find(rowId)?.state);
    outbox.settle(row('a/sms', 20, { state: 'refused' }), [row('a/email', 20)]);
    outbox.settle(row('b/sms', 20, { state: 'sent' }), []);
    expect(states()).toEqual(['refused', 'waiting', 'sent', undefined]);
    outbox.settle(row('a/sms', 30), []);
    outbox.settle(row('b/sms', 30), []);
    outbox.settle(row('b/sms', 20, { state: 'refused' }), [row('b/email', 20)]);
    expect(states()).toEqual(['refused', 'waiting', 'sent', undefined]);
    outbox.settle(row('a/sms', 20, { state: 'sent' }), []);
    expect(states()).toEqual(['sent', 'waiting', 'sent', undefined]);
    expect(outbox.due(100, 9).map(({ rowId }) => rowId)).toEqual(['a/email']);
  });

  test('NT19 what is due is looked up by way, too; what waits is counted', () => {
    const outbox = open();
    const [sms, email] = [row('a', 20), row('b', 10, { channel: 'email' })];
    outbox.add([sms, email, row('c', 40), row('d', 10, { state: 'sent' })]);
    expect(outbox.due(30, 9, 'sms')).toEqual([sms]);
    expect(outbox.due(30, 9, 'email')).toEqual([email]);
    expect(outbox.due(30, 9, 'voice')).toEqual([]);
    expect(outbox.due(30, 9)).toEqual([email, sms]);
    expect(outbox.waitingCount()).toBe(3);
    outbox.settle({ ...sms, channel: 'voice' }, []);
    expect(outbox.due(30, 9, 'voice').map(({ rowId }) => rowId)).toEqual(['a']);
  });

  test('NT17 going back takes away the rows of later facts of the area, sent or not, and sets the mark', () => {
    const outbox = open();
    const rowIds = ['line/9.0/sms', 'line/10.0/sms', 'line/10.1.r/email', 'line/reminder.r.99/sms', 'other/10.0/sms'];
    outbox.put(
      'line',
      10,
      rowIds.map((rowId) => row(rowId, 20)),
    );
    outbox.settle(row('line/10.0/sms', 20, { state: 'sent' }), []);
    outbox.goBackTo('line', 9);
    expect(rowIds.map((rowId) => outbox.find(rowId) !== null)).toEqual([true, false, false, true, true]);
    expect(outbox.mark('line')).toBe(9);
    outbox.put('line', 10, [row('line/10.0/sms', 30)]);
    expect(outbox.find('line/10.0/sms')).toEqual(row('line/10.0/sms', 30));
  });

  test('NT4 due rows come oldest first; settled ones are forgotten by time, waiting ones never', () => {
    const outbox = open();
    outbox.put('line', 1, [row('c', 30), row('a', 10), row('b', 20), row('d', 40)]);
    expect(outbox.due(30, 2).map(({ rowId }) => rowId)).toEqual(['a', 'b']);
    outbox.settle(row('a', 10, { state: 'stale' }), []);
    outbox.forgetBefore(10);
    expect(outbox.find('a')).not.toBeNull();
    outbox.forgetBefore(11);
    expect([outbox.find('a'), outbox.find('b')?.rowId]).toEqual([null, 'b']);
  });
});

const message = (change: Partial<Message['address']> = {}): Message => ({
  title: '題',
  body: '本文',
  messageId: 'line/7.0/sms',
  urgency: 'now',
  address: {
    phone: '+8190',
    email: 'a@example.jp',
    lineUserId: 'U1',
    pushSubscriptions: [],
    language: 'ja',
    ...change,
  },
});

test('NT8 webhook and LINE are told what to send, by whom, and which message it is when it comes again', async () => {
  const posted: { url: string; body: unknown; headers: Readonly<Record<string, string>> }[] = [];
  const post = (url: string, body: Buffer | string, headers: Readonly<Record<string, string>>) => {
    posted.push({ url, body: JSON.parse(String(body)), headers });
    return Promise.resolve('sent' as const);
  };
  await webhookChannel('sms', 'http://127.0.0.1:1/sms', 'secret', post).send(message());
  const line = lineChannel('http://127.0.0.1:1', 'token', post);
  await line.send(message());
  await line.send(message());
  expect(posted[0]).toEqual({
    url: 'http://127.0.0.1:1/sms',
    body: { channel: 'sms', to: '+8190', title: '題', body: '本文', language: 'ja', messageId: 'line/7.0/sms' },
    headers: { 'content-type': 'application/json', 'idempotency-key': 'line/7.0/sms', authorization: 'Bearer secret' },
  });
  expect(posted[1]).toMatchObject({
    url: 'http://127.0.0.1:1/v2/bot/message/push',
    body: { to: 'U1', messages: [{ type: 'text', text: '題\n本文' }] },
  });
  expect(posted[1]!.headers['x-line-retry-key']).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(posted[2]!.headers).toEqual(posted[1]!.headers);
});

test('NT9 a browser that is gone (404, 410) is sent nothing more; the others stay', async () => {
  const first = await start();
  const { riderId, token } = await withRider(first, { wish: { ...riderOrder.wish, channels: ['push'] } });
  const ends = ['gone', 'here'].map((name) => `https://fcm.googleapis.com/fcm/send/${name}`);
  const { publicKey } = newVapidKeys();
  for (const endpoint of ends) {
    await first.client.call('addPush', { token, body: { endpoint, p256dh: publicKey, auth: 'A'.repeat(22) } });
  }
  const asked: string[] = [];
  const post = (url: string) => {
    asked.push(url.split('/').at(-1)!);
    return Promise.resolve(url.endsWith('gone') ? ('gone' as const) : ('sent' as const));
  };
  const channels = [webPushChannel(newVapidKeys(), 'mailto:desk@example.jp', post, () => 1_775_001_600)];
  const clock = new StillClock();
  clock.jumpTo(OPENING_SEC + 3600);
  const { ledger, outbox, kept: accounts } = first;
  const service = await startLineDispatcher({ clock, ledger, accounts, notices: { outbox, channels } });
  started.push(service);
  const say = { audience: { kind: 'all_riders' }, reason: 'test', urgency: 'now', templateId: 'riders_test' } as const;
  const desk = await operator(service, 'desk');
  for (let i = 0; i < 2; i++) {
    await service.client.call('sendBroadcast', { token: desk, body: say });
    for (let pass = 0; pass < 4; pass++) await service.notices!.handOverDue();
  }
  expect(asked).toEqual(['gone', 'here', 'here']);
  const { lines } = await service.client.call('readAudit', { token: await operator(service, 'admin') });
  expect(lines.find(({ what }) => what === 'push_gone')?.subjectId).toBe(riderId);
});

test('NT8 an answer means sent, later, never, or that the address is gone', () => {
  const meanings = [200, 201, 409, 429, 500, 503, 400, 404, 410, 302].map(meaningOf);
  expect(meanings.join(' ')).toBe('sent sent sent later later later never gone gone never');
});

test('NT21 a token that is refused is no fault of the rider', () => {
  expect([401, 403].map(meaningOf)).toEqual(['later', 'later']);
});

/** A mail server that answers as it is told to. @param answerTo to each line that is no text; null: silence */
async function mailServer(answerTo: (line: string) => string | null) {
  const lines: string[] = [];
  const server = createServer((socket) => {
    let isData = false;
    socket.on('error', () => {});
    const greeting = answerTo('');
    if (greeting !== null) socket.write(`${greeting}\r\n`);
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk
        .toString()
        .split('\r\n')
        .filter((one) => one !== '')) {
        lines.push(line);
        if (isData && line !== '.') continue;
        isData = line === 'DATA';
        const answer = answerTo(line);
        if (answer !== null) socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { lines, port, close: () => new Promise((resolve) => server.close(resolve)) };
}

const usualAnswer = (line: string): string =>
  line === '' ? '220 here' : line === 'DATA' ? '354 go' : line === 'QUIT' ? '221 bye' : '250 ok';

test('NT8 e-mail goes out by SMTP in UTF-8; a server that is away is tried later, a refused address never', async () => {
  const isGone = (line: string) => line.startsWith('RCPT') && line.includes('gone@');
  const { lines, port, close } = await mailServer((line) => (isGone(line) ? '550 no such' : usualAnswer(line)));
  const channel = emailChannel(`smtp://127.0.0.1:${port}?ignoreTLS=true`, 'noriai@example.jp');
  expect(await channel.send(message())).toBe('sent');
  expect(lines).toContain('RCPT TO:<a@example.jp>');
  expect(lines.some((line) => /^Message-ID: <[0-9a-f-]{36}@example\.jp>$/.test(line))).toBe(true);
  expect(lines.some((line) => line.startsWith('Subject: =?UTF-8?'))).toBe(true);
  expect(await channel.send(message({ email: 'gone@example.jp' }))).toBe('never');
  await close();
  expect(await channel.send(message())).toBe('later');
});

test.each([
  ['NT19', 'says nothing', '', null],
  ['NT19', 'falls silent after its greeting', 'EHLO', null],
  ['NT19', 'falls silent before the end', 'DATA', null],
  ['NT21', 'takes nobody', '', '554 go away'],
  ['NT21', 'refuses the password', 'AUTH', '535 wrong'],
  ['NT21', 'wants another sender', 'MAIL', '550 not you'],
])('%s a mail server that %s is out of order', async (_, __, command, wrong) => {
  const answerTo = (line: string): string | null => {
    if (command === line || (command !== '' && line.startsWith(command))) return wrong;
    if (line.startsWith('EHLO')) return '250 AUTH PLAIN';
    return line.startsWith('AUTH') ? '235 welcome' : usualAnswer(line);
  };
  const { port, close } = await mailServer(answerTo);
  const channel = emailChannel(`smtp://me:secret@127.0.0.1:${port}?ignoreTLS=true`, 'noriai@example.jp', 100);
  expect(await channel.send(message())).toBe('later');
  await close();
});

test('NT9 web push bodies are those of RFC 8291, appendix A', () => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'));
  const browser = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const salt = Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url');
  const body = encryptFor(browser, Buffer.from('When I grow up, I want to be a watermelon'), { ecdh, salt });
  expect(body.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

test('NT9 the sender is named by a token that its public key verifies (RFC 8292)', () => {
  const keys = newVapidKeys();
  const [, token = '', key] = /^vapid t=(\S+), k=(\S+)$/.exec(
    vapidHeader(keys, 'https://push.example', 'mailto:a@example.jp', 99),
  )!;
  expect(key).toBe(keys.publicKey);
  const [head, body, signature = ''] = token.split('.');
  expect(JSON.parse(Buffer.from(body!, 'base64url').toString())).toEqual({
    aud: 'https://push.example',
    exp: 99,
    sub: 'mailto:a@example.jp',
  });
  const point = Buffer.from(keys.publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ format: 'jwk', key: jwk });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(isSigned).toBe(true);
});

test('NT9 push goes to the browsers’ services only, to all devices of the rider', async () => {
  const isAllowed = [
    'https://fcm.googleapis.com/x',
    'https://updates.push.services.mozilla.com/y',
    'http://fcm.googleapis.com/x',
    'https://127.0.0.1/x',
    'https://evil.example/fcm.googleapis.com',
    'nonsense',
  ];
  expect(isAllowed.map(isPushEndpoint)).toEqual([true, true, false, false, false, false]);
  const browser = createECDH('prime256v1');
  const p256dh = browser.generateKeys().toString('base64url');
  const hosts: string[] = [];
  const post = (url: string) => {
    hosts.push(new URL(url).hostname);
    return Promise.resolve(url.includes('mozilla') ? ('sent' as const) : ('never' as const));
  };
  const channel = webPushChannel(newVapidKeys(), 'mailto:a@example.jp', post, () => 0);
  const subscription = (endpoint: string) => ({ endpoint, p256dh, auth: Buffer.alloc(16).toString('base64url') });
  const pushSubscriptions = isAllowed.map(subscription);
  expect(await channel.send(message({ pushSubscriptions }))).toBe('sent');
  expect(hosts.sort()).toEqual(['fcm.googleapis.com', 'updates.push.services.mozilla.com']);
  expect(await channel.send(message({ pushSubscriptions: [subscription('nonsense')] }))).toBe('never');
  expect(await channel.send(message({ pushSubscriptions: [{ ...subscription(isAllowed[0]!), p256dh: 'AA' }] }))).toBe(
    'never',
  );
});

test('NT3 every text fills every name it has, in every language', () => {
  const ja = (text: string) => ({ ja: text, en: `${text} (en)` });
  const all = {
    number: 7,
    code: '123456',
    askedBy: '模擬 花子',
    told: 'no_show',
    reason: ja('天候'),
    why: ja('満席です。'),
    text: ja('試験です'),
    pickupName: ja('駅前'),
    dropoffName: ja('病院'),
    stopName: ja('公園'),
    vehicleName: ja('1号車'),
    vehicleColour: ja('白'),
    vehiclePlate: '模擬 1',
    fareYen: 300,
    date: '2026-04-01',
    fromDate: '2026-04-01',
    untilDate: '2026-04-02',
    message: ja('お電話ください'),
    fromSec: 1_775_001_600,
    heldUntilSec: 1_775_001_700,
    pickupFromSec: 1_775_001_600,
    pickupUntilSec: 1_775_002_200,
    dropoffBySec: 1_775_003_000,
    expectedSec: 1_775_001_900,
    leftSec: 1_775_002_000,
    untilSec: 1_775_002_100,
    droppedOffSec: 1_775_002_900,
  };
  const templates = [
    'sign_in_code',
    'booked',
    'cancelled',
    'cancelled_by_service',
    'vehicle_coming',
    'vehicle_here',
    'running_late',
    'arriving_late',
    'no_show',
    'receipt',
    'corrected',
    'vehicle_changed',
    'fetched_by_other',
    'promise_changed',
    'stop_moved',
    'restored',
    'standing_day_refused',
    'standing_day_skipped',
    'standing_day_kept',
    'waitlist_offer',
    'waitlist_over',
    'service_suspended',
    'service_resumed',
    'sos',
    'rider_cancelled',
    'rider_added',
    'rider_removed',
    'vehicle_out',
    'vehicle_back',
    'promise_at_risk',
    'dropoff_at_risk',
    'call_rider',
    'broadcast',
    'proxy_code',
    'reminder',
    'vehicle_waits',
    'proxy_added',
    'proxy_removed',
  ] as const;
  const said = { world: lineWorld(), saidSec: OPENING_SEC };
  for (const template of templates) {
    for (const language of ['ja', 'easy', 'en'] as const) {
      const { title, body } = noticeText(template, all, { language, ...said });
      expect(`${title} ${body}`, `${template} ${language}`).not.toMatch(/[{}]|undefined|\[object|17750/);
    }
  }
  expect(noticeText('booked', all, { language: 'en', ...said }).body).toBe(
    'Pickup 09:00–09:10 at 駅前 (en), at 病院 (en) by 09:23. 1号車 (en) (模擬 1), 300 yen.',
  );
  expect(noticeText('corrected', { ...all, told: 'vehicle_here' }, { language: 'en', ...said }).body).toContain(
    '“Your vehicle is here” by mistake',
  );
});

describe('NT18 the day of a trip', () => {
  const at = (day: number, time: string) => Date.parse(`2026-11-${day}T${time}:00+09:00`) / 1000;
  const name = (words: string) => ({ ja: words });
  const parameters = {
    number: 9,
    pickupName: name('市場'),
    dropoffName: name('病院'),
    stopName: name('公園'),
    vehicleName: name('1号車'),
    vehicleColour: name('白'),
    vehiclePlate: '模擬 1',
    reason: name('大雪'),
    message: '',
    fareYen: 300,
    pickupFromSec: at(26, '11:30'),
    pickupUntilSec: at(26, '11:40'),
    dropoffBySec: at(26, '12:10'),
    heldUntilSec: at(24, '10:30'),
    date: '2026-11-26',
    fromDate: '2026-11-26',
    untilDate: '2026-11-27',
    fromSec: at(26, '09:00'),
    untilSec: at(27, '12:00'),
  };
  const world = lineWorld();
  const body = (template: Notice['template'], language: 'ja' | 'easy' | 'en', saidOn = 24, isSpoken = false) =>
    noticeText(template, parameters, { language, world, saidSec: at(saidOn, '10:20'), isSpoken }).body;

  test('NT18 is said once, before its first time, with the weekday, in each language', () => {
    expect(body('booked', 'ja')).toBe('11月26日(木) 11:30〜11:40に市場、12:10までに病院。1号車（模擬 1）、300円です。');
    expect(body('booked', 'easy')).toMatch(/^11がつ26にち（もくようび） 11:30から 11:40の あいだに 市場で/);
    expect(body('booked', 'en')).toMatch(/^Pickup Thu 26 Nov 11:30–11:40 at 市場, at 病院 by 12:10\. /);
    expect(body('cancelled', 'ja')).toBe('9番 11月26日(木) 11:30〜 市場のご予約を取り消しました。');
    expect(body('promise_changed', 'en')).toMatch(/^No\. 9: Thu 26 Nov 11:30–11:40 at 市場, at 病院 by 12:10\. /);
    expect(body('reminder', 'en', 25)).toMatch(/^No\. 9: pickup Thu 26 Nov 11:30–11:40 at 市場, /);
    expect(body('restored', 'en')).toBe('Booking no. 9 is back: Thu 26 Nov 11:30–11:40 at 市場.');
  });

  test('NT18 is said of a trip that is told without its time', () => {
    expect(body('cancelled', 'easy')).toBe('11がつ26にち（もくようび）の 9ばんの よやくを やめました。');
    expect(body('stop_moved', 'ja')).toBe('11月26日(木)の9番の乗る場所は公園に変わります。');
    expect(body('stop_moved', 'en')).toBe('For no. 9 of Thu 26 Nov the stop where you get on is now 公園.');
    expect(body('vehicle_changed', 'ja')).toMatch(/^11月26日\(木\)の9番は1号車/);
    expect(body('waitlist_offer', 'ja')).toBe(
      'お待ちの11月26日(木)の便に空きが出ました。11月24日(火) 10:30までにお返事ください。',
    );
  });

  test('NT18 is not said on the day itself', () => {
    expect(body('booked', 'ja', 26)).toBe('11:30〜11:40に市場、12:10までに病院。1号車（模擬 1）、300円です。');
    expect(body('cancelled', 'en', 26)).toBe('Booking no. 9, 11:30 at 市場, is cancelled.');
    expect(body('stop_moved', 'easy', 26)).toBe('のる ばしょは 公園に かわります。');
    expect(body('waitlist_offer', 'en', 24)).toContain('on the trip of Thu 26 Nov you wait for');
  });

  test('NT18 of regular trips and of hours of rest is said in words', () => {
    expect(body('standing_day_skipped', 'ja')).toBe('11月26日(木)は、いつもの便の予約をしませんでした。');
    expect(body('service_suspended', 'en')).toBe('No vehicle runs from Thu 26 Nov 09:00 until Fri 27 Nov 12:00.');
  });

  test('NT18 is spoken in full', () => {
    expect(body('booked', 'ja', 24, true)).toMatch(/^11月26日木曜日 11:30〜/);
    expect(body('booked', 'en', 24, true)).toMatch(/^Pickup Thursday 26 November 11:30–/);
  });

  /** The notice of a trip on 2 April, booked on the evening of the first. */
  async function toldOf(wish: object, handedOverAfterSec: number): Promise<string> {
    const evening = Date.parse('2026-04-01T21:50:00+09:00') / 1000;
    const service = await start({ atSec: evening });
    const { token } = await withRider(service, { wish: { ...riderOrder.wish, ...wish } });
    const when = { kind: 'depart_after', atSec: evening + 14 * 3600 } as const;
    const answer = await service.client.call('requestTrip', { token, body: { ...trip('s1', 's5'), when } });
    if (answer.kind !== 'offers') throw new Error('expected offers');
    await service.client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
    service.clock.jumpTo(evening + 60 + handedOverAfterSec); // never before the booking, however slow the machine is
    await service.handOver();
    return [...service.sms.sent, ...service.voice.sent][0]!.body;
  }

  test('NT18 is that of the hand-over: what waited for the morning of the trip does not say it', async () => {
    expect(await toldOf({ quietHours: null }, 0)).toMatch(/^4月2日\(木\) 1/);
    expect(await toldOf({ quietHours: { from: '21:00', until: '07:00' } }, 36_000)).toMatch(/^1\d:/);
    expect(await toldOf({ quietHours: null, channels: ['voice'] }, 0)).toMatch(/^4月2日木曜日 1/);
  });
});

test('NT13 what found the outbox full goes out once it is not, before what came later, and is told again after a restart', async () => {
  const outbox = new FullOutbox();
  const service = await start({ outbox });
  const { book, desk } = await withRider(service);
  const markBefore = service.notices!.mark!;
  outbox.isFull = true;
  const first = await book();
  expect(service.notices!.mark).toBe(markBefore);
  const restarted = await start({ outbox, ledger: service.ledger, accounts: service.kept });
  expect(restarted.notices!.mark).toBe(markBefore);
  outbox.isFull = false;
  await service.client.call('cancelBooking', { token: desk, params: { bookingId: first.bookingId } });
  await service.handOver();
  expect(service.sms.sent.map(({ messageId }) => Number(/\/(\d+)\./.exec(messageId)![1]))).toHaveLength(2);
  expect(service.sms.sent[0]!.title).toBe(`ご予約 ${first.number}番`);
});

test('NT2 a notice that was handed over while the disk is full is not handed over again', async () => {
  const outbox = new FullOutbox();
  const service = await start({ outbox });
  const { book } = await withRider(service);
  await book();
  outbox.isFull = true;
  for (let again = 0; again < 3; again++) await service.handOver().catch(() => {});
  expect(service.sms.sent).toHaveLength(1);
  outbox.isFull = false;
  await service.handOver();
  expect(service.sms.sent).toHaveLength(1);
  expect(outbox.due(1e10, 9)).toEqual([]);
});

test('NT2 a refusal that could not be noted before a crash brings no next way: whoever begins again tries the first', async () => {
  const outbox = new FullOutbox();
  const first = await start({ outbox });
  const { book } = await withRider(first);
  await book();
  first.sms.answers.push('never');
  outbox.isFull = true;
  await first.handOver().catch(() => {});
  outbox.isFull = false;
  const second = await start({ ...again(first), outbox });
  for (let pass = 0; pass < 3; pass++) await second.handOver();
  expect([first, second].map(({ sms, email }) => [sms.sent.length, email.sent.length])).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

/** Another process with the same ledger, outbox and accounts. */
const again = ({ ledger, outbox, kept: accounts, clock }: Service) => ({
  ledger: ledger as MemoryLedger,
  outbox,
  accounts,
  atSec: clock.nowSec(),
});

/** Two processes beside each other that hand the same notice over at the same moment; the first one's way answers last. */
async function besideEachOther(firstAnswers: 'later' | 'never') {
  const first = await start();
  const { book } = await withRider(first);
  await book();
  const second = await start(again(first));
  first.sms.answers.push(firstAnswers);
  const send = first.sms.send.bind(first.sms);
  let bringAnswer = (): void => {};
  const isAnswered = new Promise<void>((resolve) => (bringAnswer = resolve));
  first.sms.send = (message) => isAnswered.then(() => send(message));
  const slow = first.handOver();
  return { first, second, slow, bringAnswer };
}

test.each(['later', 'never'] as const)(
  'NT2 what another process handed over stays so, whatever this one hears of it after that: %s',
  async (answer) => {
    const { first, second, slow, bringAnswer } = await besideEachOther(answer);
    await second.handOver();
    bringAnswer();
    await slow;
    first.clock.jumpTo(first.clock.nowSec() + 60);
    await first.handOver();
    expect([first.sms.sent.length, first.email.sent.length, second.sms.sent.length]).toEqual([1, 0, 1]);
    expect(first.outbox.due(1e10, 9)).toEqual([]);
  },
);

test.each(['later', 'never'] as const)(
  'NT2 a next way is not taken when another process hears that the first one worked: %s',
  async (answer) => {
    const { first, second, slow, bringAnswer } = await besideEachOther(answer);
    second.sms.answers.push('sent');
    await second.handOver();
    bringAnswer();
    await slow;
    await second.handOver();
    expect([first.sms.sent.length, first.email.sent.length, second.email.sent.length]).toEqual([1, 0, 0]);
    expect(first.outbox.due(1e10, 9)).toEqual([]);
  },
);

test('NT2 what arrived by the first way after all is not tried again, though the next one failed in another process', async () => {
  const { first, second, slow, bringAnswer } = await besideEachOther('later');
  first.sms.answers[0] = 'sent';
  second.sms.answers.push('never');
  second.email.answers.push('later');
  await second.handOver();
  bringAnswer();
  await slow;
  expect(await triesOver(second, 60)).toEqual(['0 sms', '0 email']); // those of before
  expect(first.outbox.due(1e10, 9)).toEqual([]);
});

test('NT2 what another process handed over since the rows were looked up is not handed over', async () => {
  const { first, second, slow, bringAnswer } = await besideEachOther('later');
  first.outbox.add([{ ...first.outbox.due(1e10, 1)[0]!, rowId: 'line/0.0/sms' }]);
  const both = first.outbox.due(1e10, 9);
  first.outbox.due = () => both;
  await second.handOver();
  bringAnswer();
  await slow;
  await first.handOver();
  expect([first.sms.sent.length, second.sms.sent.length]).toEqual([1, 2]);
});

test('NT14 what happens after the clock was put back is told at once, to one rider and to all', async () => {
  const service = await start();
  const { book, desk } = await withRider(service);
  await book();
  await service.handOver();
  service.clock.jumpTo(service.clock.nowSec() - 7200);
  const { bookingId } = await book();
  await service.client.call('cancelBooking', { token: desk, params: { bookingId }, body: {} });
  const say = {
    audience: { kind: 'all_riders' },
    reason: 'weather',
    urgency: 'now',
    templateId: 'riders_may_stop',
  } as const;
  await service.client.call('sendBroadcast', { token: desk, body: say });
  for (let pass = 0; pass < 4; pass++) await service.handOver();
  expect(service.sms.sent).toHaveLength(4);
  expect(service.outbox.due(1e10, 9)).toEqual([]);
});

test('NT5 what is tried again waits for the end of the quiet hours, too, and is not too late then', async () => {
  const at = (time: string) => Date.parse(`2026-04-01T${time}+09:00`) / 1000;
  const quietHours = { from: '12:00', until: '14:30' };
  const service = await start({ atSec: at('11:59:58') });
  const { book } = await withRider(service, { wish: { ...riderOrder.wish, channels: ['sms'], quietHours } });
  service.sms.answers.push('later');
  await book();
  await service.handOver();
  service.clock.jumpTo(at('12:00:30'));
  await service.handOver();
  expect(service.sms.sent).toHaveLength(1); // the one that was put off
  service.clock.jumpTo(at('14:30:00'));
  await service.handOver();
  expect(service.sms.sent).toHaveLength(2);
});

test('NT15 what was taken back while it waited is not said, nor a correction when the trip is over', () => {
  const row = (template: 'no_show' | 'receipt' | 'corrected' | 'booked', parameters: object = {}) => ({
    notice: { template, bookingId: 'b', parameters } as unknown as Notice,
    atSec: 100,
  });
  const stateOf = (status: RideStatus, droppedOffSec: number | null = null, atSec = 200) => ({
    atSec,
    rides: new Map([['b', { status, droppedOffSec } as Ride]]),
  });
  const isSaid = (state: ReturnType<typeof stateOf>, ...of: Parameters<typeof row>) => !isTakenBack(state, row(...of));
  expect([isSaid(stateOf('no_show'), 'no_show'), isSaid(stateOf('booked'), 'no_show')]).toEqual([true, false]);
  expect(isSaid(stateOf('booked', null, 100), 'no_show')).toBe(true); // behind a process beside it
  const receipt = { droppedOffSec: 90 };
  expect(isSaid(stateOf('completed', 90), 'receipt', receipt)).toBe(true);
  expect(isSaid(stateOf('on_board'), 'receipt', receipt)).toBe(false);
  expect(isSaid(stateOf('completed', 150), 'receipt', receipt)).toBe(false);
  expect([isSaid(stateOf('on_board'), 'corrected'), isSaid(stateOf('completed', 150), 'corrected')]).toEqual([
    true,
    false,
  ]);
  expect(isSaid(stateOf('cancelled'), 'booked')).toBe(true);
});

test('NT15 a no-show that waits for the end of quiet hours is taken back, and only the correction is said', async () => {
  const service = await start();
  const wish = { ...riderOrder.wish, quietHours: { from: '09:30', until: '12:00' } };
  const { book } = await withRider(service, { wish });
  const driver = await signOn(service.client, 'v0');
  const { bookingId, pickupFromSec } = await book();
  const at = (atSec: number) => service.clock.jumpTo(atSec);
  at(pickupFromSec);
  const manifest = () => service.client.call('getManifest', { token: driver, params: { vehicleId: 'v0' } });
  const { callId } = (await manifest()).calls[0]!;
  const act = (body: DriverAction) =>
    service.client.call('reportAction', { token: driver, params: { vehicleId: 'v0' }, body });
  await act({ kind: 'arrived', callId, atSec: pickupFromSec });
  at(pickupFromSec + 1200);
  await act({ kind: 'no_show', bookingId, atSec: pickupFromSec + 1200 });
  at(pickupFromSec + 1230);
  await service.client.call('undoAction', { token: driver, params: { vehicleId: 'v0' }, body: {} });
  const titles = async () => {
    for (let pass = 0; pass < 4; pass++) await service.handOver();
    return service.sms.sent.map(({ title }) => title);
  };
  expect((await titles()).at(-1)).toBe('お知らせの訂正');
  expect(service.sms.sent.at(-1)!.body).toContain('「ご乗車になれませんでした」');
  at(OPENING_SEC + 3 * 3600 + 1);
  expect(await titles()).not.toContain('ご乗車になれませんでした');
});
