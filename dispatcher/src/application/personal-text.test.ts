/** What is written about people: sealed in the ledger, opened for those who may see it. */
import type { RollCall } from '@noriai/core/contracts/fleet.ts';
import { afterEach, expect, test } from 'vitest';
import { KeyRingVault, newKeyRing } from '../adapters/accounts/key-ring-vault.ts';
import { MemoryAccounts } from '../adapters/accounts/memory-accounts.ts';
import { MemoryLedger } from '../adapters/memory-ledger.ts';
import type { DispatcherOptions } from '../dispatcher.ts';
import { emptyCard } from './accounts/rider-cards.ts';
import { operator, signOn, startLineDispatcher, type LineDispatcher } from '../line-dispatcher.fake.ts';
import { readAll } from '../adapters/ledger-contract.ts';

let dispatcher: LineDispatcher | null = null;
afterEach(async () => {
  await dispatcher?.close();
  dispatcher = null;
});

async function start(options: Partial<DispatcherOptions>) {
  await dispatcher?.close();
  dispatcher = await startLineDispatcher(options);
  return { client: dispatcher.client, desk: await operator(dispatcher, 'supervisor') };
}

const words = {
  why: '模擬さんは怒鳴る',
  done: '架空さんへ電話した',
  health: '昨夜よく眠れず',
  inspection: '左の灯火を交換',
  report: '架空坂で雪',
  instructions: '模擬橋は徐行',
};

/** Writes each of the words by the route that takes them. */
async function writeAll({ client, desk }: Awaited<ReturnType<typeof start>>) {
  const card = { ...emptyCard, name: '模擬 花子', phone: '090-0000-0001' };
  const { riderId } = await client.call('addRider', { token: desk, body: card });
  const rules = { blocked: { untilSec: null, reason: words.why }, riderTypeId: null, clearStrikes: false };
  await client.call('setRiderRules', { token: desk, params: { riderId }, body: rules });
  const driver = await signOn(client, 'v0');
  await client.call('raiseSos', { token: driver, params: { vehicleId: 'v0' }, body: {} });
  const [alarm] = (await client.call('listAlarms', { token: desk })).alarms;
  const alarmId = alarm!.alarmId;
  await client.call('acknowledgeAlarm', { token: desk, params: { alarmId }, body: { note: words.done } });
  const findings = {
    method: 'in_person',
    conductedBy: '試験 次郎',
    alcohol: { isDetected: false },
    health: { isWell: true, note: words.health },
    inspection: { isOk: true, note: words.inspection },
    report: words.report,
    instructions: words.instructions,
  } as const;
  const { nowSec } = await client.call('getService');
  const rollCall: RollCall = { ...findings, phase: 'during', driverName: '試験 花子', atSec: nowSec, mayDrive: true };
  await client.call('recordRollCall', { token: desk, body: rollCall });
  await client.call('signOff', { token: driver, params: { vehicleId: 'v0' }, body: { rollCall: findings } });
  return riderId;
}

test('AC27 free words about a person are sealed in the ledger, and shown to the desk', async () => {
  const ledger = new MemoryLedger('line');
  const accounts = { store: new MemoryAccounts(), vault: new KeyRingVault(newKeyRing()) };
  const service = await start({ ledger, accounts });
  const riderId = await writeAll(service);
  const facts = JSON.stringify(await readAll(ledger));
  for (const [name, text] of Object.entries(words)) expect(facts, name).not.toContain(text);

  const { client, desk: token } = await start({ ledger, accounts });
  const rules = await client.call('getRiderRules', { token, params: { riderId } });
  expect(rules.blocked?.reason).toBe(words.why);
  const day = await client.call('getRollCalls', { token, params: { date: '2026-04-01' } });
  const { why: _why, done: _done, ...written } = words;
  for (const text of Object.values(written)) {
    expect(JSON.stringify(day.rollCalls).split(text), text).toHaveLength(3); // by the desk, and by the driver's tablet
  }
});

test('AC27 where the key is gone the record is shown without the words', async () => {
  const ledger = new MemoryLedger('line');
  const riderId = await writeAll(await start({ ledger }));
  const { client, desk: token } = await start({ ledger }); // other accounts with another key
  const rules = await client.call('getRiderRules', { token, params: { riderId } });
  expect(rules.blocked).toEqual({ untilSec: null, reason: '' });
  const day = await client.call('getRollCalls', { token, params: { date: '2026-04-01' } });
  expect(day.rollCalls.map(({ rollCall }) => [rollCall.driverName, rollCall.health])).toEqual([
    ['試験 花子', { isWell: true, note: '' }],
    ['運転 太郎', { isWell: true, note: '' }],
  ]);
});
