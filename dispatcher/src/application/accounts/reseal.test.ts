import { expect, test } from 'vitest';
import { accountParts } from '../../adapters/accounts/account-parts.ts';
import { argon2Hasher } from '../../adapters/accounts/crypto-accounts.ts';
import { KeyRingVault, newKeyRing, withNewKey } from '../../adapters/accounts/key-ring-vault.ts';
import { MemoryAccounts } from '../../adapters/accounts/memory-accounts.ts';
import { SecretIdSource } from '../../adapters/secrets.ts';
import { addDriver, checkDriver } from './drivers.ts';
import { addOperator, signInOperator } from './operators.ts';
import { resealAll } from './reseal.ts';
import { emptyCard } from './rider-cards.ts';
import { noTravel, riderParts } from './rider-parts.ts';
import { addRider, getRider } from './riders.ts';

test('AC7 sealed anew, everything is opened by the new key alone, and everybody is found as before', async () => {
  const store = new MemoryAccounts();
  const passwords = argon2Hasher({ memory: 64, passes: 1 });
  const given = {
    areaId: 'line',
    ids: new SecretIdSource(Buffer.alloc(32)),
    clock: { nowSec: () => 1000 },
    store,
    passwords,
  };
  const old = newKeyRing();
  const before = accountParts({ ...given, vault: new KeyRingVault(old) });
  const login = { loginName: 'hanako', password: 'a long password' };
  await addOperator(before, { ...login, name: '模擬 花子', grants: [] }, 'host');
  await addDriver(before, { driverNumber: '7', name: '運転 太郎', pin: '2468' }, 'host');
  const card = { ...emptyCard, name: '架空 次郎', phone: '09012345678' };
  const added = addRider(riderParts(before, noTravel), card, 'host');
  const riderId = added.ok ? added.answer.riderId : '';
  await signInOperator(before, { ...login, deviceName: '窓口' });

  const ring = withNewKey(old);
  expect(resealAll(accountParts({ ...given, vault: new KeyRingVault(ring) }))).toBe(3);
  const onlyNew = { current: ring.current, keys: { [ring.current]: ring.keys[ring.current]! } };
  const after = accountParts({ ...given, vault: new KeyRingVault(onlyNew) });
  expect((await signInOperator(after, login)).ok).toBe(true);
  expect((await checkDriver(after, { driverNumber: '7', pin: '2468' })).ok).toBe(true);
  expect(getRider(riderParts(after, noTravel), riderId)).toMatchObject({ answer: { name: '架空 次郎' } });
  expect(addRider(riderParts(after, noTravel), card, 'host')).toMatchObject({ refusal: 'already_exists' });
  for (const { sealedDevice } of store.sessionsOf(store.accountsOf('operator')[0]!.accountId)) {
    if (sealedDevice !== null) expect(after.vault.open(sealedDevice)).toBe('窓口');
  }
});
