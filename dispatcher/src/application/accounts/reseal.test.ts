import { expect, test } from 'vitest';
import { accountParts } from '../../adapters/accounts/account-parts.ts';
import { argon2Hasher, timeCode } from '../../adapters/accounts/crypto-accounts.ts';
import { KeyRingVault, newKeyRing, withNewKey, type KeyRing } from '../../adapters/accounts/key-ring-vault.ts';
import { MemoryAccounts } from '../../adapters/accounts/memory-accounts.ts';
import { SecretIdSource } from '../../adapters/secrets.ts';
import type { AccountParts } from './accounts.ts';
import { addDriver, checkDriver } from './drivers.ts';
import { addOperator, signInOperator } from './operators.ts';
import { resealAll } from './reseal.ts';
import { emptyCard } from './rider-cards.ts';
import { noTravel, riderParts } from './rider-parts.ts';
import { addRider, getRider } from './riders.ts';
import { beginSecondFactor, confirmSecondFactor } from './second-factor.ts';

const login = { loginName: 'hanako', password: 'a long password' };

function people() {
  const store = new MemoryAccounts();
  const passwords = argon2Hasher({ memory: 64, passes: 1 });
  const ids = new SecretIdSource(Buffer.alloc(32));
  const given = { areaId: 'line', ids, clock: { nowSec: () => 1000 }, store, passwords };
  return { store, partsWith: (ring: KeyRing) => accountParts({ ...given, vault: new KeyRingVault(ring) }) };
}

const onlyNewOf = ({ current, keys }: KeyRing): KeyRing => ({ current, keys: { [current]: keys[current]! } });

test('AC7 sealed anew, everything is opened by the new key alone, and everybody is found as before', async () => {
  const { store, partsWith } = people();
  const old = newKeyRing();
  const before = partsWith(old);
  await addOperator(before, { ...login, name: '模擬 花子', grants: [] }, 'host');
  await addDriver(before, { driverNumber: '7', name: '運転 太郎', pin: '2468' }, 'host');
  const card = { ...emptyCard, name: '架空 次郎', phone: '09012345678' };
  const added = addRider(riderParts(before, noTravel), card, 'host');
  const riderId = added.ok ? added.answer.riderId : '';
  await signInOperator(before, { ...login, deviceName: '窓口' });

  const ring = withNewKey(old);
  expect(resealAll(partsWith(ring))).toBe(3);
  const after = partsWith(onlyNewOf(ring));
  expect((await signInOperator(after, login)).ok).toBe(true);
  expect((await checkDriver(after, { driverNumber: '7', pin: '2468' })).ok).toBe(true);
  expect(getRider(riderParts(after, noTravel), riderId)).toMatchObject({ answer: { name: '架空 次郎' } });
  expect(addRider(riderParts(after, noTravel), card, 'host')).toMatchObject({ refusal: 'already_exists' });
  for (const { sealedDevice } of store.sessionsOf(store.accountsOf('operator')[0]!.accountId)) {
    if (sealedDevice !== null) expect(after.vault.open(sealedDevice)).toBe('窓口');
  }
});

/** Hanako with an authenticator app, and her recovery codes. */
async function recoveryCodes(parts: AccountParts): Promise<readonly string[]> {
  const added = await addOperator(parts, { ...login, name: '模擬 花子', grants: [] }, 'host');
  const account = () => parts.store.findAccount(added.ok ? added.answer.accountId : '')!;
  const begun = beginSecondFactor(parts, account(), login.loginName);
  const code = begun.ok ? timeCode(begun.answer.secret, Math.floor(parts.clock.nowSec() / 30)) : '';
  const confirmed = await confirmSecondFactor(parts, account(), code);
  return confirmed.ok ? confirmed.answer.codes : [];
}

test('AC7 AC15 recovery codes outlast a change of keys, each good once', async () => {
  const { partsWith } = people();
  const old = newKeyRing();
  const codes = await recoveryCodes(partsWith(old));
  const signIn = async (ring: KeyRing, secondFactor = '') =>
    (await signInOperator(partsWith(ring), { ...login, secondFactor })).ok;
  expect([await signIn(old, codes[0]), await signIn(old, codes[0])]).toEqual([true, false]);
  const ring = withNewKey(old);
  resealAll(partsWith(ring));
  const after = onlyNewOf(ring);
  expect(await signIn(after, codes[0])).toBe(false);
  expect([await signIn(after, codes[1]), await signIn(after, codes[1])]).toEqual([true, false]);
});

test('AC15 recovery codes of an older version, blind under the key, are good still, each once', async () => {
  const { store, partsWith } = people();
  const parts = partsWith(newKeyRing());
  const codes = await recoveryCodes(parts);
  const { vault } = parts;
  const account = store.accountsOf('operator')[0]!;
  const factor = JSON.parse(vault.open(account.sealedFactor!)) as object;
  const recovery = codes.map((code) => vault.blind(`recovery ${account.accountId}`, code));
  const sealedFactor = vault.seal(JSON.stringify({ ...factor, recovery }));
  store.putAccount({ ...account, sealedFactor }, store.lookupsOf(account.accountId));
  const signIn = async () => (await signInOperator(parts, { ...login, secondFactor: codes[0]! })).ok;
  expect([await signIn(), await signIn()]).toEqual([true, false]);
});
