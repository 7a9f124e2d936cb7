import { afterEach, expect, test } from 'vitest';
import type { Grant } from '@noriai/core/contracts/rights.ts';
import type { BodyOf } from '@noriai/core/contracts/routes.ts';
import { Refused } from '../../client/api-client.ts';
import { argon2Hasher, timeCode } from '../../adapters/accounts/crypto-accounts.ts';
import type { DispatcherOptions } from '../../dispatcher.ts';
import { morningClock, operator, startLineDispatcher, type LineDispatcher } from '../../line-dispatcher.fake.ts';
import { afterFailure, waitSec } from './lock-out.ts';
import { addOperator, changeOperator, findOperator } from './operators.ts';

const started: LineDispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.close();
});

const password = 'correct horse battery';

async function withHanako(options: Partial<DispatcherOptions> = {}) {
  const clock = morningClock();
  const dispatcher = await startLineDispatcher({ clock, ...options });
  started.push(dispatcher);
  const grants = [{ role: 'desk', areaId: 'line' }] as const;
  await addOperator(dispatcher.accounts, { loginName: 'hanako', name: '模擬 花子', password, grants }, 'host');
  return { ...dispatcher, clock };
}

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );

test('AC8 an operator signs in, is known with the rights of this area, and is nobody once signed out', async () => {
  const { client } = await withHanako();
  const { token, accountId } = await client.call('signInOperator', { body: { loginName: 'hanako', password } });
  expect(await client.call('getMe', { token })).toEqual({
    kind: 'operator',
    accountId,
    name: '模擬 花子',
    riderId: null,
    vehicleId: null,
    areaId: 'line',
    rights: ['watch', 'trips', 'riders', 'rider_codes', 'messages'],
    grants: [{ role: 'desk', areaId: 'line' }],
    hasSecondFactor: 'no',
  });
  await client.call('signOut', { token });
  expect(await codeOf(client.call('getMe', { token }))).toBe('not_signed_in');
});

test('AC9 a wrong name and a wrong password are one and the same answer', async () => {
  const { client } = await withHanako();
  const tryIt = (loginName: string, given: string) =>
    client.call('signInOperator', { body: { loginName, password: given } }).catch((error: Refused) => error.problem);
  expect(await tryIt('hanako', 'wrong')).toEqual(await tryIt('nobody', 'wrong'));
  expect(await tryIt('hanako', 'wrong')).toMatchObject({ code: 'wrong_credentials', status: 403 });
});

test('AC10 after four wrong passwords even the right one must wait, also when they come side by side', async () => {
  const { client, accounts } = await withHanako();
  const signIn = (given: string) =>
    codeOf(client.call('signInOperator', { body: { loginName: 'hanako', password: given } }));
  const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn('wrong')));
  expect(guesses.filter((code) => code === 'wrong_credentials')).toHaveLength(4);
  expect(guesses.filter((code) => code === 'locked_out')).toHaveLength(8);
  expect(await signIn(password)).toBe('locked_out');
  await changeOperator(accounts, findOperator(accounts, 'hanako')!.accountId, { status: 'active' }, 'host');
  expect(await signIn(password)).toBe('ok');
});

test('AC10 the wait doubles from 15 seconds to an hour, and a day later all is forgotten', () => {
  let attempts = null;
  const waits = [];
  for (let i = 0; i < 14; i++) {
    attempts = afterFailure(attempts, 1000);
    waits.push(waitSec(attempts, 1000));
  }
  expect(waits).toEqual([0, 0, 0, 15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  expect(waitSec(attempts, 1000 + 3599)).toBe(1);
  expect(waitSec(attempts, 1000 + 3600)).toBe(0);
  expect(afterFailure(attempts, 1000 + 86_400)).toEqual({ failures: 1, lastSec: 87_400 });
});

test('AC11 a new password, other roles or being disabled ends every session; the disabled are not let in', async () => {
  const { client, accounts } = await withHanako();
  const { accountId } = findOperator(accounts, 'hanako')!;
  const signIn = (given: string) => client.call('signInOperator', { body: { loginName: 'hanako', password: given } });
  for (const change of [{ grants: [] }, { password: 'another long password' }, { status: 'disabled' }] as const) {
    const { token } = await signIn(password).catch(() => signIn('another long password'));
    await changeOperator(accounts, accountId, change, 'host');
    expect(await codeOf(client.call('getMe', { token }))).toBe('not_signed_in');
  }
  expect(await codeOf(signIn('another long password'))).toBe('wrong_credentials');
});

test('AC12 rights hold in the areas that were granted and no others', async () => {
  const dispatcher = await withHanako();
  const rightsOf = async (area: string) =>
    (await dispatcher.client.call('getMe', { token: await operator(dispatcher, 'planner', area) })).rights;
  expect(await rightsOf('line')).toEqual(['watch', 'plan']);
  expect(await rightsOf('*')).toEqual(['watch', 'plan']);
  expect(await rightsOf('another-area')).toEqual([]);
});

test('AC31 the only active admin neither loses the role nor is disabled; beside another one both can be done', async () => {
  const dispatcher = await withHanako();
  const { client, accounts } = dispatcher;
  const token = await operator(dispatcher, 'admin');
  const { accountId } = findOperator(accounts, 'admin-line')!;
  const change = (body: BodyOf<'changeOperator'>, by = token) =>
    codeOf(client.call('changeOperator', { token: by, params: { accountId }, body }));
  const elsewhere = [{ role: 'admin', areaId: 'another-area' }] as const;
  await addOperator(accounts, { loginName: 'far', name: '模擬 遠方', password, grants: elsewhere }, 'host');
  for (const body of [{ isActive: false }, { grants: [] }, { isActive: true, grants: [] }]) {
    expect(await change(body)).toBe('last_admin');
  }
  expect(findOperator(accounts, 'admin-line')).toMatchObject({ status: 'active', grants: [{ role: 'admin' }] });
  expect((await client.call('getMe', { token })).rights).toContain('accounts'); // still signed in
  const second = await operator(dispatcher, 'admin', '*');
  expect(await change({ isActive: false }, second)).toBe('ok');
  expect(await change({ isActive: true, grants: [] }, second)).toBe('ok');
});

test('AC32 roles are granted here or everywhere; what an operator has elsewhere stays', async () => {
  const dispatcher = await withHanako();
  const { client, accounts } = dispatcher;
  const token = await operator(dispatcher, 'admin');
  const grants = [
    { role: 'desk', areaId: 'line' },
    { role: 'planner', areaId: 'nope' },
  ] as const;
  const body = { loginName: 'taro', name: '模擬 太郎', password, grants: [...grants] };
  const problem = await client.call('addOperator', { token, body }).catch((error: Refused) => error.problem);
  const mistakes = [{ path: 'grants[1].areaId', got: 'nope', expected: 'line, or * for every area' }];
  expect(problem).toMatchObject({ code: 'bad_request', mistakes });
  expect(findOperator(accounts, 'taro')).toBeNull();
  const { accountId } = findOperator(accounts, 'hanako')!;
  const change = () => client.call('changeOperator', { token, params: { accountId }, body: { grants: [...grants] } });
  expect(await codeOf(change())).toBe('bad_request');
  await changeOperator(accounts, accountId, { grants: [grants[1]] }, 'host');
  expect((await change()).grants).toEqual(grants);
});

test('AC34 an admin of one area gets no further: not by own grants, nor by the account of somebody who works elsewhere', async () => {
  const dispatcher = await withHanako();
  const { client, accounts } = dispatcher;
  const token = await operator(dispatcher, 'admin');
  const everywhere = [{ role: 'admin', areaId: '*' }] as const;
  const self = (await client.call('getMe', { token })).accountId!;
  const root = await operator(dispatcher, 'admin', '*');
  const rootId = (await client.call('getMe', { token: root })).accountId!;
  const change = (accountId: string, body: object) =>
    codeOf(client.call('changeOperator', { token, params: { accountId }, body }));
  expect(await change(self, { grants: [...everywhere] })).toBe('not_yours');
  expect(await change(rootId, { password: 'stolen by an area admin' })).toBe('not_yours');
  expect(await change(rootId, { dropSecondFactor: true })).toBe('not_yours');
  expect(await change(rootId, { isActive: false })).toBe('not_yours');
  expect(await change(rootId, { grants: [] })).toBe('not_yours');
  const taro = { loginName: 'taro', name: '模擬 太郎', password };
  const add = (grants: readonly Grant[]) =>
    codeOf(client.call('addOperator', { token, body: { ...taro, grants: [...grants] } }));
  expect(await add(everywhere)).toBe('not_yours');
  expect(findOperator(accounts, 'taro')).toBeNull();
  expect(await client.call('getMe', { token: root })).toMatchObject({ accountId: rootId });
  expect(await add([{ role: 'desk', areaId: 'line' }])).toBe('ok');
  expect(await change(findOperator(accounts, 'taro')!.accountId, { isActive: false })).toBe('ok');
});

test('AU2 AU10 neither password nor token nor name is in the ledger, the log or in readable form in the store', async () => {
  const { client, accounts, log } = await withHanako();
  const { token } = await client.call('signInOperator', { body: { loginName: 'hanako', password } });
  const stored = JSON.stringify([
    accounts.store.accountsOf('operator'),
    accounts.store.sessionsOf(accounts.store.accountsOf('operator')[0]!.accountId),
    accounts.store.audit(99),
  ]);
  for (const secret of [password, token, 'hanako', '花子']) {
    expect(stored).not.toContain(secret);
    expect(log.join('')).not.toContain(secret);
  }
});

/** A password check that waits for what the test does meanwhile. */
function slowPasswords() {
  const sound = argon2Hasher({ memory: 64, passes: 1 });
  let meanwhile: (() => Promise<void> | void) | null = null;
  const verify = async (given: string, encoded: string) => {
    const isRight = await sound.verify(given, encoded);
    const run = meanwhile;
    meanwhile = null;
    await run?.();
    return isRight;
  };
  const during = (run: () => Promise<void> | void): void => {
    meanwhile = run;
  };
  return { passwords: { ...sound, verify }, during };
}

test('AC11 an operator who is disabled, or has another password, while signing in stays out and as they were made', async () => {
  const { passwords, during } = slowPasswords();
  const dispatcher = await withHanako({ passwords });
  const { client, accounts } = dispatcher;
  const { accountId } = findOperator(accounts, 'hanako')!;
  const signIn = () => codeOf(client.call('signInOperator', { body: { loginName: 'hanako', password } }));
  for (const change of [{ status: 'disabled' }, { status: 'active', password: 'another long password' }] as const) {
    during(() => changeOperator(accounts, accountId, change, 'host').then(() => {}));
    expect(await signIn()).toBe('wrong_credentials');
    expect(findOperator(accounts, 'hanako')).toMatchObject({ status: change.status });
  }
});

test('AC15 a recovery code that is sent twice at once opens once', async () => {
  const { passwords, during } = slowPasswords();
  const { client, clock } = await withHanako({ passwords });
  const body = { loginName: 'hanako', password };
  const { token } = await client.call('signInOperator', { body });
  const { secret } = await client.call('beginSecondFactor', { token });
  const step = Math.floor(clock.nowSec() / 30);
  const { codes } = await client.call('confirmSecondFactor', { token, body: { code: timeCode(secret, step) } });
  const withCode = () => codeOf(client.call('signInOperator', { body: { ...body, secondFactor: codes[0]! } }));
  let first = '';
  during(async () => {
    first = await withCode();
  });
  expect([await withCode(), first]).toEqual(['wrong_credentials', 'ok']);
});
