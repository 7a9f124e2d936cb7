/** Two riders, two browsers, one seat: exactly one gets it, the other is shown the next best at once, held. */
import { operator, startLineDispatcher, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openWindow } from './browser/chromium.ts';
import { beginBooking, choosePlacesNow, takeFirstOffer } from './browser/rider-steps.ts';
import { checkScreen } from './browser/screen-check.ts';
import { builtPages } from './service.ts';

let dispatcher: LineDispatcher;
let browser: Browser;

beforeAll(async () => {
  // The way there and back takes longer than anybody may wait, so that two cannot be fetched one after the other.
  const town = { vehicles: 1, seats: 1, stops: 10, promises: { maxWaitSec: 600 } };
  dispatcher = await startLineDispatcher({ pages: builtPages() }, town);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await dispatcher?.close();
});

const FULL = 'その時間は予約でいっぱいです。';

test('two riders ask for the last seat at the same moment: one gets it, the other the next best', async () => {
  const windows = await Promise.all([openWindow(browser, dispatcher.url), openWindow(browser, dispatcher.url)]);
  const pages = windows.map(({ page }) => page);
  for (const page of pages) {
    await beginBooking(page, dispatcher.url);
    await choosePlacesNow(page, '停留所2', '停留所8');
  }
  const ask = (page: Page): Promise<void> => page.getByRole('button', { name: '便をさがす' }).click();
  await Promise.all(pages.map(ask));
  for (const page of pages) await page.getByRole('heading', { level: 1, name: 'この便に乗れます' }).waitFor();
  const isSecond = await Promise.all(pages.map(async (page) => (await page.getByText(FULL).count()) > 0));
  expect(isSecond.filter(Boolean), 'exactly one is told that it is full, with an offer below').toHaveLength(1);
  await checkScreen(pages[isSecond.indexOf(true)]!, 'last-seat-second-phone');

  const numbers = await Promise.all(pages.map(takeFirstOffer));
  expect(new Set(numbers).size).toBe(2);
  const token = await operator(dispatcher, 'desk');
  const { vehicles } = await dispatcher.client.call('getBoard', { token, params: { date: 'today' } });
  const trips = vehicles.flatMap(({ shifts }) => shifts.flatMap((shift) => shift.trips));
  const [first, second] = trips.toSorted((a, b) => a.pickupSec! - b.pickupSec!);
  expect(trips.map(({ number }) => number).sort()).toEqual(numbers.toSorted());
  expect(second!.pickupSec!, 'nobody shares the one seat').toBeGreaterThanOrEqual(first!.dropoffSec!);
  expect(windows.flatMap(({ errors, outside }) => [...errors, ...outside])).toEqual([]);
});
