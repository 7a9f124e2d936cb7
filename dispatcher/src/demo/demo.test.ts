import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import pino from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { DemoClock } from '../adapters/demo-clock.ts';
import { signOn, startLineDispatcher, type LineDispatcher } from '../line-dispatcher.fake.ts';
import { startDemo, type Demo } from './demo.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

/** Plays twenty minutes of the demo in five seconds, on a slow machine several times, until a shared ride was completed. */
async function playedDemo(): Promise<LineDispatcher> {
  const clock = new DemoClock();
  clock.jumpTo(OPENING_SEC + 3600);
  const dispatcher = await startLineDispatcher({ clock, isDemo: true }, { vehicles: 3, stops: 20, legSec: 60 });
  open.push(dispatcher);
  const { url, virtualSecret } = dispatcher;
  const logger = pino({ level: 'silent' });
  const demo: Demo = await startDemo({ url, virtualSecret, seed: 1, clock, keepInService() {}, logger });
  open.push(demo);
  for (let rounds = 0; rounds < 6; rounds++) {
    await clock.runFast(clock.nowSec(), clock.nowSec() + 1200, 5000);
    const { today } = await dispatcher.client.call('getFleet');
    if (today.shared > 0 && today.completed > 1) break;
  }
  return dispatcher;
}

test('rides are asked for, booked, shared and completed, and everybody comes', async () => {
  const { client } = await playedDemo();
  const { today, vehicles } = await client.call('getFleet');
  expect(vehicles.map((vehicle) => vehicle.signedOn)).toEqual([true, true, true]);
  expect(today.booked).toBeGreaterThanOrEqual(today.completed);
  expect(today.completed).toBeGreaterThan(1);
  expect(today.shared).toBeGreaterThan(0);
  expect(today.noShow).toBe(0);
});

test('a person takes a vehicle over and the virtual driver takes it back afterwards', async () => {
  const { client } = await playedDemo();
  const idle = (await client.call('getFleet')).vehicles.find((vehicle) => vehicle.bookings === 0);
  const params = { vehicleId: idle?.vehicleId ?? 'v2' };
  const token = await signOn(client, params.vehicleId);
  const manifest = await client.call('getManifest', { token, params });
  expect(manifest.driverName).toBe('運転 太郎');
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect((await client.call('getManifest', { token, params })).driverName).toBe('運転 太郎');
  if (manifest.calls.length > 0) return; // nobody signs off with riders left
  await client.call('signOff', { token, params });
  const isBack = async () => {
    const fleet = await client.call('getFleet');
    expect(fleet.vehicles.find((vehicle) => vehicle.vehicleId === params.vehicleId)!.signedOn).toBe(true);
  };
  await vi.waitFor(isBack, { timeout: 180_000, interval: 200 });
});
