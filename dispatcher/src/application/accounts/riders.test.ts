import { afterEach, expect, test } from 'vitest';
import { Refused } from '../../client/api-client.ts';
import { argon2Hasher, timeCode } from '../../adapters/accounts/crypto-accounts.ts';
import { readAll } from '../../adapters/ledger-contract.ts';
import { MemoryLedger } from '../../adapters/memory-ledger.ts';
import { DemoClock } from '../../adapters/demo-clock.ts';
import type { RiderOrder } from '@noriai/core/contracts/accounts.ts';
import { KeyRingVault, newKeyRing } from '../../adapters/accounts/key-ring-vault.ts';
import { MemoryAccounts } from '../../adapters/accounts/memory-accounts.ts';
import { SqliteAccounts } from '../../adapters/accounts/sqlite-accounts.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import {
  operator,
  signOn,
  startLineDispatcher,
  trip,
  weeklyTrip,
  type LineDispatcher,
} from '../../line-dispatcher.fake.ts';
import { AccountsUnavailable, type AccountStore } from './account-store.ts';
import { personIn } from '../people-on-board.ts';
import { findOperator } from './operators.ts';
import { noWish, phoneOf } from './rider-cards.ts';
import { RiderIndex, searchForm } from './rider-index.ts';
import { noTravel, riderParts } from './rider-parts.ts';
import { openState } from '@noriai/core/dispatch/state.ts';
import { LedgerUnavailable, type Clock } from '../ports.ts';
import { forgetDaily, usualRetention } from './retention.ts';
import { addRider, eraseForgotten, eraseWhoLeft, type CodeMessage, type RiderParts } from './riders.ts';

const started: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.close();
});

const hanako: RiderOrder & { readonly phone: string } = {
  name: '模擬 花子',
  kana: 'もぎ はなこ',
  language: 'ja',
  needs: '右耳が聞こえにくい',
  notes: '息子さんは遠方',
  phone: '090-1234-5678',
  memberNumber: '1001',
  wish: noWish,
};

async function start(options: Parameters<typeof startLineDispatcher>[0] = {}) {
  const sent: CodeMessage[] = [];
  const clock = new DemoClock();
  clock.jumpTo(OPENING_SEC + 3600);
  const dispatcher = await startLineDispatcher({ clock, sendCode: (message) => void sent.push(message), ...options });
  started.push(dispatcher);
  return { ...dispatcher, sent, clock, desk: await operator(dispatcher, 'desk') };
}

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );

test('AC13 a rider signs in with the code that was sent, by phone or member number, and books with that session', async () => {
  const { client, sent, desk } = await start();
  const { riderId } = await client.call('addRider', { token: desk, body: hanako });
  for (const name of [{ phone: '+81 90 1234 5678' }, { memberNumber: '1001' }]) {
    await client.call('requestRiderCode', { body: name });
    const { riderId: to, code, card } = sent.at(-1)!;
    expect([to, card.phone]).toEqual([riderId, '+819012345678']);
    const { token } = await client.call('signInRider', { body: { ...name, code, deviceName: '花子の電話' } });
    expect(await client.call('getMe', { token })).toMatchObject({ kind: 'rider', riderId, name: '模擬 花子' });
    const answer = await client.call('requestTrip', { token, body: trip('s1', 's5') });
    expect(answer.kind).toBe('offers');
    expect(await codeOf(client.call('signInRider', { body: { ...name, code } }))).toBe('wrong_credentials'); // used up
  }
});

test('AC26 a rider, a driver and an operator are made once, however often the same request comes', async () => {
  const dispatcher = await start();
  const { client, desk } = dispatcher;
  const admin = await operator(dispatcher, 'admin', '*');
  const nobody = { ...hanako, phone: null, memberNumber: null };
  for (const body of [hanako, nobody]) {
    const key = crypto.randomUUID();
    const first = await client.call('addRider', { token: desk, body, key });
    expect(await client.call('addRider', { token: desk, body, key })).toEqual(first);
    const other = { ...body, phone: null, name: '模擬 別人' };
    expect(await codeOf(client.call('addRider', { token: desk, body: other, key }))).toBe('key_reused');
    expect(await codeOf(client.call('addRider', { token: desk, body }))).toBe(
      body === hanako ? 'already_exists' : 'ok',
    );
  }
  expect((await client.call('searchRiders', { token: desk, body: { text: '花子' } })).riders).toHaveLength(3);
  const driver = { driverNumber: '7', name: '架空 運転手', pin: '482913' };
  const addDriver = (key: string) => client.call('addDriver', { token: admin, body: driver, key });
  const key = crypto.randomUUID();
  const [one, same] = await Promise.all([addDriver(key), addDriver(key)]);
  expect(same).toEqual(one);
  expect(await codeOf(addDriver(crypto.randomUUID()))).toBe('already_exists');
  const otherDriver = { ...driver, driverNumber: '8' };
  expect(await codeOf(client.call('addDriver', { token: admin, body: otherDriver, key }))).toBe('key_reused');
  const body = { loginName: 'twice', name: '架空 係', password: 'twelve letters at least', grants: [] };
  const addOperator = (key: string) => client.call('addOperator', { token: admin, body, key });
  const [operatorOnce, operatorTwice] = await Promise.all([addOperator(key), addOperator(key)]);
  expect(operatorTwice).toEqual(operatorOnce);
  expect(await codeOf(addOperator(crypto.randomUUID()))).toBe('already_exists');
});

/** Accounts whose disk takes so many writes more and then refuses; what reads goes on. */
function fillingDisk() {
  const disk = new MemoryAccounts();
  const room = { writes: Infinity };
  const store = new Proxy<AccountStore>(disk, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      return (...given: unknown[]): unknown => {
        if (/^(put|end|drop|add)/.test(String(name)) && --room.writes < 0) throw new AccountsUnavailable('disk full');
        return own.apply(target, given);
      };
    },
  });
  return { disk, room, store };
}

test('AC25 a sign-in that the disk refuses halfway leaves nothing, and its code is good once it can be written', async () => {
  const { disk, room, store } = fillingDisk();
  const accounts = { store, vault: new KeyRingVault(newKeyRing()) };
  const { client, sent } = await start({ openSignUp: true, accounts });
  const phone = '080-0000-0000';
  await client.call('requestRiderCode', { body: { phone } });
  const body = { phone, code: sent[0]!.code, deviceName: 'A' };
  const before = structuredClone(disk.contents);
  const outcomes: string[] = [];
  do {
    expect(disk.contents).toEqual(before);
    room.writes = outcomes.length;
    outcomes.push(await codeOf(client.call('signInRider', { body })));
  } while (outcomes.at(-1) === 'busy' && outcomes.length < 20);
  expect(outcomes.at(-1)).toBe('ok');
  expect(outcomes.length).toBeGreaterThan(5); // each of the writes was refused once
  expect(disk.accountsOf('rider').map(({ accountId }) => disk.sessionsOf(accountId).length)).toEqual([1]);
});

test('AC14 a code is good for ten minutes and five tries; the desk can read one in place of a message', async () => {
  const { client, sent, desk, clock } = await start();
  const { riderId } = await client.call('addRider', { token: desk, body: hanako });
  const signIn = (code: string) => codeOf(client.call('signInRider', { body: { phone: hanako.phone, code } }));
  await client.call('requestRiderCode', { body: { phone: hanako.phone } });
  const wrong = sent[0]!.code === '000000' ? '000001' : '000000';
  for (let i = 0; i < 4; i++) expect(await signIn(wrong)).toBe('wrong_credentials');
  expect(await signIn(sent[0]!.code)).toBe('locked_out');
  clock.jumpTo(clock.nowSec() + 16);
  expect(await signIn(wrong)).toBe('wrong_credentials');
  clock.jumpTo(clock.nowSec() + 40);
  expect(await signIn(sent[0]!.code)).toBe('wrong_credentials'); // the sixth try
  clock.jumpTo(clock.nowSec() + 100);
  const shown = await client.call('readRiderCode', { token: desk, params: { riderId } });
  clock.jumpTo(shown.endsSec);
  expect(await signIn(shown.code)).toBe('wrong_credentials');
  clock.jumpTo(clock.nowSec() + 300);
  const again = await client.call('readRiderCode', { token: desk, params: { riderId } });
  expect(await codeOf(client.call('signInRider', { body: { memberNumber: '1001', code: again.code } }))).toBe('ok');
});

test('AC9 AC13 an unknown number gets the same answer; it registers somebody only where that is open', async () => {
  const closed = await start();
  const known = await closed.client.call('addRider', { token: closed.desk, body: hanako });
  expect(known.riderId).not.toBe('');
  const answers = [];
  for (const phone of [hanako.phone, '080-0000-0000'])
    answers.push(await closed.client.call('requestRiderCode', { body: { phone } }));
  expect(answers[0]).toEqual(answers[1]);
  expect(closed.sent).toHaveLength(1);

  const open = await start({ openSignUp: true });
  await open.client.call('requestRiderCode', { body: { phone: '080-0000-0000', language: 'easy' } });
  const { code } = open.sent[0]!;
  const { token } = await open.client.call('signInRider', { body: { phone: '08000000000', code } });
  expect(await open.client.call('getProfile', { token })).toMatchObject({ phone: '+818000000000', language: 'easy' });
});

test('AC14 a code that was read out opens once and is guessed at five times, whichever number it is typed with', async () => {
  const { client, desk, clock } = await start();
  const { riderId } = await client.call('addRider', { token: desk, body: hanako });
  const read = async () => (await client.call('readRiderCode', { token: desk, params: { riderId } })).code;
  const names = [{ phone: hanako.phone }, { memberNumber: '1001' }];
  const tryIt = (name: object, code: string) => codeOf(client.call('signInRider', { body: { ...name, code } }));
  const once = await read();
  expect(await tryIt(names[0]!, once)).toBe('ok');
  expect(await tryIt(names[1]!, once)).toBe('wrong_credentials');
  const code = await read();
  const wrong = code === '000000' ? '000001' : '000000';
  for (let guess = 0; guess < 5; guess++) {
    expect(await tryIt(names[guess % 2]!, wrong)).toBe('wrong_credentials');
    clock.jumpTo(clock.nowSec() + 60);
  }
  expect(await tryIt(names[0]!, code)).toBe('wrong_credentials');
});

test('AC13 who was registered by the desk while the code was on its way signs in to that account', async () => {
  const { client, sent, desk } = await start({ openSignUp: true });
  await client.call('requestRiderCode', { body: { phone: hanako.phone } });
  const { riderId } = await client.call('addRider', { token: desk, body: hanako });
  const { code } = sent.at(-1)!;
  expect(await client.call('signInRider', { body: { phone: hanako.phone, code } })).toMatchObject({
    accountId: riderId,
  });
});

test('AC10 codes are not sent without end to the same number', async () => {
  const { client, sent, desk } = await start();
  await client.call('addRider', { token: desk, body: hanako });
  const outcomes = [];
  for (let i = 0; i < 6; i++)
    outcomes.push(await codeOf(client.call('requestRiderCode', { body: { phone: hanako.phone } })));
  expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'locked_out', 'locked_out']);
  expect(sent).toHaveLength(4);
});

/** Registered by the desk and signed in. */
async function signedIn() {
  const service = await start();
  const { riderId } = await service.client.call('addRider', { token: service.desk, body: hanako });
  const { code } = await service.client.call('readRiderCode', { token: service.desk, params: { riderId } });
  const { token } = await service.client.call('signInRider', { body: { phone: hanako.phone, code, deviceName: 'A' } });
  return { ...service, riderId, token };
}

test('AC18 a rider sees the own devices and ends them one by one, and nobody else’s', async () => {
  const { client, desk, riderId, token } = await signedIn();
  const { code } = await client.call('readRiderCode', { token: desk, params: { riderId } });
  const other = await client.call('signInRider', { body: { memberNumber: '1001', code, deviceName: 'B' } });
  const { sessions } = await client.call('listSessions', { token });
  expect(sessions.map(({ deviceName, isThis }) => [deviceName, isThis]).sort()).toEqual([
    ['A', true],
    ['B', false],
  ]);
  const params = { sessionId: other.sessionId };
  expect(await codeOf(client.call('endSession', { token: desk, params }))).toBe('not_found');
  await client.call('endSession', { token, params });
  expect(await codeOf(client.call('getMe', { token: other.token }))).toBe('not_signed_in');
  await client.call('signOutRider', { token: desk, params: { riderId } });
  expect(await codeOf(client.call('getMe', { token }))).toBe('not_signed_in');
});

test('AC16 erased: nothing personal is left, the sessions are ended, and the trips stay in the statistics', async () => {
  const { client, desk, riderId, token, accounts, ledger } = await signedIn();
  const answer = await client.call('requestTrip', { token, body: trip('s1', 's5') });
  if (answer.kind !== 'offers') throw new Error('expected offers');
  const { bookingId } = await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
  expect(await codeOf(client.call('eraseMe', { token }))).toBe('still_booked');
  await client.call('cancelBooking', { token, params: { bookingId }, body: {} });
  const factsBefore = (await readAll(ledger)).length;
  await client.call('eraseMe', { token });
  const added = (await readAll(ledger)).slice(factsBefore);
  expect(added.map(({ event }) => event)).toEqual([{ kind: 'rider_left', riderId }]);
  expect(accounts.store.findAccount(riderId)).toMatchObject({ status: 'erased', sealed: null });
  expect(accounts.store.lookupsOf(riderId)).toEqual([]);
  expect(await codeOf(client.call('getMe', { token }))).toBe('not_signed_in');
  expect(await codeOf(client.call('getRider', { token: desk, params: { riderId } }))).toBe('not_found');
  expect((await client.call('searchRiders', { token: desk, body: { text: 'もぎ' } })).riders).toEqual([]);
  expect((await client.call('getFleet')).today).toMatchObject({ booked: 1, cancelled: 1 });
  expect(await codeOf(client.call('addRider', { token: desk, body: hanako }))).toBe('ok'); // the numbers are free again
});

test('AC16 erased: no trace of the numbers is left of guesses and of who asked, and nothing is booked any more', async () => {
  const { client, desk, riderId, token, accounts, sent } = await signedIn();
  const phone = '090-0000-0002';
  await client.call('addRider', { token: desk, body: { ...hanako, name: '模擬 娘', phone, memberNumber: '1002' } });
  await client.call('requestRiderCode', { body: { phone } });
  const other = await client.call('signInRider', { body: { phone, code: sent.at(-1)!.code } });
  const named = { phone: hanako.phone };
  await client.call('askToActFor', { token: other.token, body: named });
  for (const code of ['000000', '000001'].filter((one) => one !== sent.at(-1)!.code)) {
    await codeOf(client.call('confirmActFor', { token: other.token, body: { ...named, code } }));
    await codeOf(client.call('signInRider', { body: { ...named, code } }));
  }
  await client.call('placeStandingOrder', { token, body: { order: weeklyTrip('s1', 's5') } });
  const blind = accounts.vault.blind('phone', phoneOf(hanako.phone));
  const trace = () =>
    JSON.stringify(Object.values((accounts.store as MemoryAccounts).contents).map((rows) => [...rows]));
  expect(trace()).toContain(blind);
  await client.call('eraseMe', { token });
  expect(trace()).not.toContain(blind);
  const { orders } = await client.call('listStandingOrders', { token: desk, params: { riderId } });
  expect(orders).toMatchObject([{ isEnded: true }]);
});

test('AC16 whom the dispatch let go and a crash has kept is erased by the next clearing', async () => {
  const { accounts, riderId } = await signedIn();
  const hasLeft = (id: string) => id === riderId;
  expect(await eraseWhoLeft({ ...riderParts(accounts, noTravel), hasLeft })).toBe(1);
  expect(accounts.store.findAccount(riderId)).toMatchObject({ status: 'erased', sealed: null });
});

test('AC16 who was not seen and had no trip for so long is erased by rule, and nobody else', async () => {
  const { accounts, riderId, clock, token, client, desk } = await signedIn();
  await client.call('addRider', { token: desk, body: { ...hanako, phone: null, memberNumber: '1002' } });
  const parts = riderParts(accounts, noTravel);
  const later = clock.nowSec() + 1000;
  expect(await eraseForgotten(parts, clock.nowSec() - 10, () => null)).toBe(0);
  expect(await eraseForgotten(parts, later, (id) => (id === riderId ? later : null))).toBe(1);
  expect((await client.call('getProfile', { token })).name).toBe('模擬 花子');
});

test('AC6 personal data is nowhere readable: not in the store, the ledger or the log', async () => {
  const { client, accounts, ledger, log, token } = await signedIn();
  await client.call('requestTrip', { token, body: trip('s1', 's5') });
  const store = accounts.store;
  const stored = JSON.stringify([
    store.accountsOf('rider'),
    store.audit(99),
    store.sessionsOf(store.accountsOf('rider')[0]!.accountId),
  ]);
  const facts = JSON.stringify(await readAll(ledger));
  for (const secret of ['花子', 'はなこ', '12345678', '819012345678', '右耳', '息子', token]) {
    for (const text of [stored, facts, log.join('')]) expect(text).not.toContain(secret);
  }
});

test('AC19 the desk finds riders by the beginning of reading or name, digits of the phone and member number', async () => {
  const { client, desk } = await start();
  const add = (change: Partial<RiderOrder>) => client.call('addRider', { token: desk, body: { ...hanako, ...change } });
  await add({});
  await add({ name: '模擬 太郎', kana: 'モギ タロウ', phone: '0721-00-1234', memberNumber: '1002' });
  await add({ name: '架空 次郎', kana: 'かくう じろう', phone: null, memberNumber: '5678' });
  const find = async (text: string) =>
    (await client.call('searchRiders', { token: desk, body: { text } })).riders.map(({ memberNumber }) => memberNumber);
  expect(await find('もぎ')).toEqual(['1001', '1002']);
  expect(await find('たろ')).toEqual(['1002']);
  expect(await find('ﾓｷﾞ ﾀ')).toEqual(['1002']);
  expect(await find('架空')).toEqual(['5678']);
  expect(await find('5678')).toEqual(['5678', '1001']);
  expect(await find('0721')).toEqual(['1002']);
  expect(await find('ぎ')).toEqual([]);
});

test('AC19 20,000 riders are searched by reading alone in the forms that people type', async () => {
  const { accounts } = await start();
  const store = new SqliteAccounts(':memory:');
  const parts = riderParts({ ...accounts, store }, noTravel);
  const kana = 'あいうえおかきくけこさしすせそたちつてとなにぬねの';
  store.transaction(() => {
    for (let i = 0; i < 20_000; i++) {
      const reading = [0, 1, 2].map((digit) => kana[Math.floor(i / 25 ** digit) % 25]).join('');
      const phone = `080${String(i).padStart(8, '0')}`;
      addRider(parts, { ...hanako, name: '', kana: reading, phone, memberNumber: null }, 'host');
    }
  });
  const index = new RiderIndex(parts);
  expect(index.search('あいう').riders.map(({ kana: found }) => found)).toEqual(Array(2).fill('あいう'));
  expect(index.search('08000012345').riders).toHaveLength(1);
  const tookMs = Array.from({ length: 100 }, (_, i) => {
    const begin = performance.now();
    index.search(kana[i % 25]!);
    return performance.now() - begin;
  }).sort((a, b) => a - b);
  console.log(`search of 20,000 riders: p95 ${tookMs[94]!.toFixed(1)} ms`);
});

test('AC30 a record whose key is gone hides no other and is logged once; asked for alone, it is said that its key is missing', async () => {
  const store = new MemoryAccounts();
  const dispatcher = await start({ accounts: { store, vault: new KeyRingVault(newKeyRing()) } });
  const { client, desk, accounts, log } = dispatcher;
  const admin = await operator(dispatcher, 'admin');
  const { riderId: gone } = await client.call('addRider', { token: desk, body: hanako });
  const other = { ...hanako, phone: '090-1234-9999', memberNumber: null };
  const { riderId } = await client.call('addRider', { token: desk, body: other });
  const lost = new KeyRingVault(newKeyRing()).seal('{}');
  for (const account of [store.findAccount(gone)!, findOperator(accounts, 'desk-line')!]) {
    store.putAccount({ ...account, sealed: lost }, store.lookupsOf(account.accountId));
  }
  const again = await startLineDispatcher({
    accounts: { store, vault: accounts.vault },
    ledger: new MemoryLedger('line'),
  });
  started.push(again);
  for (const text of ['花子', '0901234']) {
    const { riders } = await again.client.call('searchRiders', { token: desk, body: { text } });
    expect(riders.map((one) => one.riderId)).toEqual([riderId]);
  }
  expect(again.log.filter((line) => line.includes(gone))).toHaveLength(1);
  expect(log.join('')).not.toContain('花子');
  const names = (await again.client.call('listOperators', { token: admin })).operators.map(
    ({ loginName }) => loginName,
  );
  expect(names.sort()).toEqual(['', 'admin-line']);
  const alone = again.client.call('getRider', { token: desk, params: { riderId: gone } });
  expect(await alone.catch((error: Refused) => error.problem)).toMatchObject({ status: 503, code: 'key_missing' });
  expect(personIn(accounts)(gone)).toBeNull();
  await again.client.call('eraseRider', { token: desk, params: { riderId: gone } });
});

test('AC20 family: who tells both phone and member number of a rider gets the id to name them, nobody else', async () => {
  const { client, riderId, token } = await signedIn();
  const resolve = (phone: string, memberNumber: string) =>
    client.call('resolveRider', { token, body: { phone, memberNumber } });
  expect(await resolve(hanako.phone, '1001')).toEqual({ riderId });
  expect(await codeOf(resolve(hanako.phone, '1002'))).toBe('not_found');
  expect(await codeOf(resolve('090-9999-9999', '1001'))).toBe('not_found');
});

test('AC17 AC33 a tablet is paired by code, its driver signs on by number and PIN, and the ledger knows nothing personal', async () => {
  const service = await start({ driverPins: true });
  const { client, ledger } = service;
  const boss = await operator(service, 'driver_manager');
  const driver = await client.call('addDriver', {
    token: boss,
    body: { driverNumber: '12', name: '運転 花男', pin: '2468' },
  });
  const { code } = await client.call('issuePairingCode', { token: boss, params: { vehicleId: 'v0' } });
  const tablet = (await client.call('pairTablet', { body: { code, deviceName: '1号車' } })).token;
  expect(await codeOf(client.call('pairTablet', { body: { code } }))).toBe('wrong_credentials');
  expect(await codeOf(signOn(client, 'v0'))).toBe('wrong_code');
  const on = (pin: string, vehicleId = 'v0') =>
    client.call('signOnDriver', { token: tablet, params: { vehicleId }, body: { driverNumber: '12', pin } });
  expect(await codeOf(on('2468', 'v1'))).toBe('not_yours');
  expect(await codeOf(on('1111'))).toBe('wrong_credentials');
  const { token } = await on('2468');
  expect((await client.call('getManifest', { token, params: { vehicleId: 'v0' } })).driverName).toBe('乗務員 12');
  const facts = JSON.stringify(await readAll(ledger));
  for (const secret of ['花男', '2468', tablet]) expect(facts).not.toContain(secret);
  const here = { params: { vehicleId: 'v0' } };
  const { token: again } = await on('2468'); // the first tablet was left somewhere
  expect(await codeOf(client.call('getManifest', { token, ...here }))).toBe('not_signed_in');
  const [first] = (await client.call('listTablets', { token: boss })).tablets;
  await client.call('endTablet', { token: boss, params: { tabletId: first!.tabletId } });
  expect(await codeOf(client.call('getManifest', { token: again, ...here }))).toBe('not_signed_in');
  const next = await client.call('issuePairingCode', { token: boss, ...here });
  const { token: second } = await client.call('pairTablet', { body: { code: next.code } });
  const body = { driverNumber: '12', pin: '2468' };
  const { token: third } = await client.call('signOnDriver', { token: second, ...here, body });
  await client.call('changeDriver', { token: boss, params: { driverId: driver.driverId }, body: { isActive: false } });
  expect(await codeOf(client.call('getManifest', { token: third, ...here }))).toBe('not_signed_in');
  const onSecond = () => client.call('signOnDriver', { token: second, ...here, body });
  expect(await codeOf(onSecond())).toBe('wrong_credentials');
  const [paired] = (await client.call('listTablets', { token: boss })).tablets;
  await client.call('endTablet', { token: boss, params: { tabletId: paired!.tabletId } });
  expect(await codeOf(onSecond())).toBe('not_signed_in');
});

test('AC21 who would like to book for another may with the code that the other passed on, and with no other', async () => {
  const { client, sent, desk } = await start();
  const needs = [{ type: 'walker' as const, count: 1 }];
  const mother = { ...hanako, name: '模擬 母', phone: '090-0000-0001', memberNumber: '2001', usualNeeds: needs };
  const { riderId: motherId } = await client.call('addRider', { token: desk, body: mother });
  await client.call('addRider', { token: desk, body: { ...hanako, name: '模擬 娘' } });
  await client.call('requestRiderCode', { body: { memberNumber: '1001' } });
  const { code: ownCode } = sent.at(-1)!;
  const { token } = await client.call('signInRider', { body: { memberNumber: '1001', code: ownCode } });
  const forMother = { memberNumber: '2001' };
  const confirm = (code: string) => client.call('confirmActFor', { token, body: { ...forMother, code } });

  await client.call('askToActFor', { token, body: forMother });
  const asked = sent.at(-1)!;
  expect([asked.riderId, asked.askedBy]).toEqual([motherId, '模擬 娘']);
  expect(await codeOf(client.call('signInRider', { body: { ...forMother, code: asked.code } }))).toBe(
    'wrong_credentials', // consent is not a key to the account
  );
  expect(await codeOf(confirm(asked.code === '000000' ? '000001' : '000000'))).toBe('wrong_credentials');
  const family = await confirm(asked.code);
  expect(family).toEqual({
    proxies: [],
    actsFor: [{ riderId: motherId, name: '模擬 母', needs: mother.needs, usualNeeds: needs }],
  });
  expect(await confirm(asked.code)).toEqual(family); // sent again, it is as it was
  const answer = await client.call('requestTrip', { token, body: { ...trip('s1', 's5'), forRiderId: motherId } });
  expect(answer.kind).toBe('offers');
  await client.call('removeProxy', { token: desk, body: { riderId: await idOf(token), forRiderId: motherId } });
  expect(await client.call('getFamily', { token })).toEqual({ proxies: [], actsFor: [] });

  const before = sent.length;
  expect(await client.call('askToActFor', { token, body: { phone: '09099999999' } })).toEqual({ validSec: 600 });
  expect(sent.length).toBe(before); // nobody has that number, and the answer does not tell

  async function idOf(ofToken: string): Promise<string> {
    return (await client.call('getMe', { token: ofToken })).riderId!;
  }
});

test('AC21 consent that the ledger could not take is given with the same code once it can', async () => {
  const ledger = new MemoryLedger('line');
  let isFull = false;
  const append = ledger.append.bind(ledger);
  ledger.append = (...batch) => (isFull ? Promise.reject(new LedgerUnavailable('the disk is full')) : append(...batch));
  const { client, sent, desk } = await start({ ledger });
  const phone = '090-0000-0002';
  await client.call('addRider', { token: desk, body: hanako });
  await client.call('addRider', { token: desk, body: { ...hanako, name: '模擬 娘', phone, memberNumber: '1002' } });
  await client.call('requestRiderCode', { body: { phone } });
  const { token } = await client.call('signInRider', { body: { phone, code: sent.at(-1)!.code } });
  await client.call('askToActFor', { token, body: { memberNumber: '1001' } });
  const confirm = () =>
    codeOf(client.call('confirmActFor', { token, body: { memberNumber: '1001', code: sent.at(-1)!.code } }));
  isFull = true;
  expect(await confirm()).toBe('busy');
  isFull = false;
  expect(await confirm()).toBe('ok');
  await client.call('removeProxy', {
    token: desk,
    body: {
      riderId: (await client.call('getMe', { token })).riderId!,
      forRiderId: (await client.call('getFamily', { token })).actsFor[0]!.riderId,
    },
  });
  expect(await confirm()).toBe('wrong_credentials'); // used up
});

test('AC22 the card of a caller has account, trips, places, family and whether they are blocked', async () => {
  const { client, desk } = await start();
  const [caller, son] = [
    await client.call('addRider', { token: desk, body: hanako }),
    await client.call('addRider', {
      token: desk,
      body: { ...hanako, name: '模擬 息子', phone: '090-0000-0002', memberNumber: null },
    }),
  ];
  const forRiderId = caller.riderId;
  const card = () => client.call('getRiderCard', { token: desk, params: { riderId: forRiderId } });
  expect(await card()).toMatchObject({ places: [], lastParty: null, people: [], rules: { bookings: [] } });
  for (const to of ['s5', 's5', 's6']) {
    const answer = await client.call('requestTrip', { token: desk, body: { ...trip('s1', to), forRiderId } });
    if (answer.kind !== 'offers') throw new Error(answer.reason);
    await client.call('bookOffer', { token: desk, body: { offerId: answer.offers[0]!.offerId } });
  }
  await client.call('addProxy', { token: desk, body: { riderId: son.riderId, forRiderId } });
  const rules = { blocked: { untilSec: null, reason: '暴言' }, riderTypeId: null, clearStrikes: false };
  await client.call('setRiderRules', { token: desk, params: { riderId: forRiderId }, body: rules });
  const known = await card();
  expect(known.rider).toMatchObject({ name: '模擬 花子', notes: '息子さんは遠方' });
  expect(known.places.map(({ stopId, pickups, dropoffs }) => [stopId, pickups, dropoffs])).toEqual([
    ['s1', 3, 0],
    ['s5', 0, 2],
    ['s6', 0, 1],
  ]);
  expect(known.lastParty).toMatchObject({ adults: 1 });
  expect(known.people).toMatchObject([{ name: '模擬 息子', phone: '+819000000002', tie: 'books_for_rider' }]);
  expect(known.rules).toMatchObject({ blocked: { reason: '暴言' } });
  expect(known.rules.bookings).toHaveLength(3);
  const { riders } = await client.call('searchRiders', { token: desk, body: { text: 'もぎ' } });
  expect(riders.map(({ riderId, isBlocked }) => [riderId === forRiderId, isBlocked]).sort()).toEqual([
    [false, false],
    [true, true],
  ]);
  const changed = { ...hanako, notes: '新しいメモ' };
  await client.call('changeRider', { token: desk, params: { riderId: forRiderId }, body: changed });
  expect((await card()).rider.notes).toBe('新しいメモ');
});

test('AC15 with a second factor set up, its code is needed, each code once; a recovery code works once too', async () => {
  const service = await start();
  const { client, clock, accounts } = service;
  const password = 'twelve letters at least';
  const { secret, uri } = await client.call('beginSecondFactor', { token: service.desk });
  expect(uri).toContain(`secret=${secret}`);
  const codeNow = () => timeCode(secret, Math.floor(clock.nowSec() / 30));
  const confirm = (code: string) => client.call('confirmSecondFactor', { token: service.desk, body: { code } });
  expect(await codeOf(confirm(codeNow() === '000000' ? '000001' : '000000'))).toBe('wrong_credentials');
  const { codes } = await confirm(codeNow());
  const signIn = (secondFactor?: string) =>
    codeOf(
      client.call('signInOperator', {
        body: { loginName: 'desk-line', password, ...(secondFactor !== undefined && { secondFactor }) },
      }),
    );
  expect(await signIn()).toBe('second_factor_needed');
  expect(await signIn(codeNow())).toBe('wrong_credentials'); // seen already
  clock.jumpTo(clock.nowSec() + 31);
  expect(await signIn(codeNow())).toBe('ok');
  expect([await signIn(codes[3]), await signIn(codes[3])]).toEqual(['ok', 'wrong_credentials']);
  const stored = JSON.stringify(accounts.store.accountsOf('operator'));
  for (const hidden of [secret, codes[0]!]) expect(stored).not.toContain(hidden);
});

test('AC24 the driver sees who boards and what must be known to help, and the ledger does not', async () => {
  const { client, ledger, desk } = await start();
  const { riderId: forRiderId } = await client.call('addRider', { token: desk, body: hanako });
  const answer = await client.call('requestTrip', { token: desk, body: { ...trip('s1', 's5'), forRiderId } });
  if (answer.kind !== 'offers') throw new Error(answer.reason);
  const booking = await client.call('bookOffer', { token: desk, body: { offerId: answer.offers[0]!.offerId } });
  const { vehicleId } = booking.vehicle!;
  const other = vehicleId === 'v0' ? 'v1' : 'v0';
  const seenBy = async (id: string) => {
    const { calls } = await client.call('getManifest', { token: await signOn(client, id), params: { vehicleId: id } });
    return calls.flatMap(({ riders }) => riders.map(({ who }) => who));
  };
  const who = { name: '模擬 花子', needs: '右耳が聞こえにくい' };
  expect(await seenBy(vehicleId)).toEqual([who, who]);
  expect(await seenBy(other)).toEqual([]);
  expect(JSON.stringify(await readAll(ledger))).not.toContain('花子');
});

test('AC23 a role that must have a second factor lets nothing be done before it is set up, and all afterwards', async () => {
  const service = await start({ secondFactorRoles: ['supervisor'] });
  const { client, clock } = service;
  expect((await client.call('getMe', { token: service.desk })).hasSecondFactor).toBe('no'); // another role
  const token = await operator(service, 'supervisor');
  expect(await client.call('getMe', { token })).toMatchObject({ hasSecondFactor: 'required', rights: [] });
  expect(await codeOf(client.call('listAlarms', { token }))).toBe('not_yours');
  const { secret } = await client.call('beginSecondFactor', { token });
  expect(await codeOf(client.call('listAlarms', { token }))).toBe('not_yours');
  await client.call('confirmSecondFactor', {
    token,
    body: { code: timeCode(secret, Math.floor(clock.nowSec() / 30)) },
  });
  expect(await client.call('getMe', { token })).toMatchObject({ hasSecondFactor: 'yes' });
  expect(await codeOf(client.call('listAlarms', { token }))).toBe('ok');
});

const retentions = [
  ['as usual', usualRetention, ['notices 90', 'sessions 1', 'trail 365']],
  ['by the rule of a town', { riders: 0, trail: 1825, notices: 30 }, ['notices 30', 'sessions 1', 'trail 1825']],
  [
    'never, where a town keeps them',
    { riders: 0, trail: 0, notices: 0 },
    ['notices never', 'sessions 1', 'trail never'],
  ],
] as const;

test.each(retentions)('NT12 AC4 AC16 what is to be forgotten is forgotten every day, %s', (_, rule, expected) => {
  const waiting: { delaySec: number; run: () => void }[] = [];
  let nowSec = OPENING_SEC;
  const clock = {
    nowSec: () => nowSec,
    after: (delaySec: number, run: () => void) => {
      waiting.push({ delaySec, run });
      return () => {};
    },
  } as unknown as Clock;
  const forgotten: string[] = [];
  const note = (what: string, atSec: number) =>
    void forgotten.push(`${what} ${atSec === 0 ? 'never' : (nowSec - atSec) / 86_400}`);
  const forgetBefore = (endedSec: number, trailSec: number) => {
    note('sessions', endedSec);
    note('trail', trailSec);
  };
  const people = { clock, store: { forgetBefore, accountsOf: () => [] } } as unknown as RiderParts;
  const notices = { forgetBefore: (atSec: number) => note('notices', atSec) };
  const onTrouble = (error: unknown) => {
    throw error;
  };
  forgetDaily({ people, clock, state: openState, rule, notices, onTrouble });
  for (const expectedSec of [3600, 86_400, 86_400]) {
    const next = waiting.shift()!;
    expect(next.delaySec).toBe(expectedSec);
    nowSec += next.delaySec;
    next.run();
  }
  expect(forgotten).toEqual([1, 2, 3].flatMap(() => expected));
});

test('AC15 the codes are those of RFC 6238, appendix B', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // "12345678901234567890"
  const at = (sec: number) => timeCode(secret, Math.floor(sec / 30));
  expect([59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000].map(at)).toEqual([
    '287082',
    '081804',
    '050471',
    '005924',
    '279037',
  ]);
});

test('AC8 passwords are argon2id at the cost that OWASP advises, each with a salt of its own', async () => {
  const hasher = argon2Hasher();
  const [one, two] = [await hasher.hash('秘密の言葉'), await hasher.hash('秘密の言葉')];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(two);
  expect([await hasher.verify('秘密の言葉', one), await hasher.verify('秘密の葉', one)]).toEqual([true, false]);
});

test('phone numbers and readings have one form', () => {
  expect(
    ['090-1234-5678', '０９０ １２３４ ５６７８', '+81 90-1234-5678', '0081 9012345678'].map((text) => phoneOf(text)),
  ).toEqual(Array(4).fill('+819012345678'));
  expect(['モギ ハナコ', 'もぎ　はなこ', 'ﾓｷﾞ ﾊﾅｺ'].map(searchForm)).toEqual(Array(3).fill('もぎはなこ'));
});
