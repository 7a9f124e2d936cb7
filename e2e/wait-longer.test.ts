/** Two windows, one stop: the driver wants to go on without a rider who rings the desk, and the desk lets the driver wait. */
import { bookTrip, startLineDispatcher, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openWindow } from './browser/chromium.ts';
import { openScreen, signInAs } from './browser/console-steps.ts';
import { arrive, signOnTo } from './browser/driver-steps.ts';
import { builtPages } from './service.ts';

const clock = new DemoClock();
let dispatcher: LineDispatcher;
let browser: Browser;

beforeAll(async () => {
  clock.jumpTo(OPENING_SEC + 3600);
  dispatcher = await startLineDispatcher({ clock, pages: builtPages() }, { vehicles: 1, stops: 10 });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await dispatcher?.close();
});

/** Whole minutes that the driver is told to wait, 0 once a no-show may be recorded. */
async function minutesToWait(cab: Page): Promise<number> {
  const words = (await cab.locator('.no-show-wait').allTextContents()).join('');
  return Number(/(\d+)分/.exec(words)?.[1] ?? 0);
}

test('the desk lets the driver wait five minutes longer; the tablet counts down anew and only then offers the no-show', async () => {
  const cab = await openWindow(browser, dispatcher.url, { size: 'tablet' });
  await signOnTo(cab.page, dispatcher.url, 0);
  const { booking } = await bookTrip(dispatcher.client, 's1', 's5');
  await cab.page.locator('.rider-row').waitFor();
  clock.jumpTo(booking.pickupFromSec);
  dispatcher.clockMoved();
  await arrive(cab.page);
  await cab.page.locator('.no-show-wait').waitFor();
  // The page hears of the clock's jump with the next answer.
  await expect.poll(() => minutesToWait(cab.page)).toBeLessThanOrEqual(3);
  const before = await minutesToWait(cab.page);

  const desk = await openWindow(browser, dispatcher.url, { size: 'desk' });
  await signInAs(desk.page, dispatcher, 'supervisor');
  await openScreen(desk.page, '運行一覧');
  await desk.page.locator('.bar-arrived, .bar').first().focus();
  await desk.page.keyboard.press('Enter');
  const card = desk.page.locator('.trip-card');
  await card.locator('dd', { hasText: '到着' }).waitFor();
  await card.locator('summary', { hasText: '乗務員の代わりに記録する' }).click();
  await card.getByRole('button', { name: 'もう5分待ってもらう' }).click();
  await desk.page.locator('.toast', { hasText: '記録しました' }).waitFor();
  // Until five minutes after the end of the promised window.
  await expect.poll(() => minutesToWait(cab.page)).toBeGreaterThan(before + 5);
  expect(await cab.page.getByRole('button', { name: /^来ません/ }).count()).toBe(0);
  clock.jumpTo(booking.pickupUntilSec + 301);
  dispatcher.clockMoved();
  await cab.page.getByRole('button', { name: /^来ません/ }).waitFor();
  expect([...cab.errors, ...cab.outside, ...desk.errors, ...desk.outside]).toEqual([]);
});
