/** Why this vehicle, why no trip: on the pages of desk and fleet, in a town that is a straight line. */
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import {
  bookTrip,
  signOn,
  startLineDispatcher,
  trip,
  type LineDispatcher,
} from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openWindow } from './browser/chromium.ts';
import { focusOn, openScreen, signInAs, typeLine } from './browser/console-steps.ts';
import { checkScreen, type ScreenRules } from './browser/screen-check.ts';
import { builtPages } from './service.ts';

/** People at a desk sit near the screen, with a mouse or keys. */
const desk: ScreenRules = { textPx: 16, targetPx: 44 };
const pages = builtPages();
let fleet: LineDispatcher;
let browser: Browser;

function morning(): DemoClock {
  const clock = new DemoClock();
  clock.jumpTo(OPENING_SEC + 3600);
  return clock;
}

beforeAll(async () => {
  browser = await launchChromium();
  fleet = await startLineDispatcher({ clock: morning(), pages }, { vehicles: 3, stops: 10 });
  for (const vehicleId of ['v0', 'v1', 'v2']) await signOn(fleet.client, vehicleId);
  await bookTrip(fleet.client, 's0', 's5');
  const { token } = await fleet.client.call('registerRider');
  const { nowSec } = await fleet.client.call('getService');
  const body = { ...trip('s6', 's9'), when: { kind: 'depart_after' as const, atSec: nowSec + 1800 } };
  const answer = await fleet.client.call('requestTrip', { token, body });
  if (answer.kind !== 'offers') throw new Error(`got ${answer.reason}, expected offers`);
  await fleet.client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } });
});
afterAll(async () => {
  await browser?.close();
  await fleet?.close();
});

/** One vehicle of three seats, two of which are taken from end to end at eleven. */
async function startFull(): Promise<LineDispatcher> {
  const full = await startLineDispatcher(
    { clock: morning(), pages },
    { vehicles: 1, seats: 3, stops: 10, promises: { maxWaitSec: 900 } },
  );
  await signOn(full.client, 'v0');
  const rider = (await full.client.call('registerRider')).token;
  const when = { kind: 'depart_after' as const, atSec: OPENING_SEC + 7200 };
  const two = { ...trip('s0', 's9'), when, party: { adults: 2, children: 0, reduced: 0, wheelchairs: 0 } };
  const offered = await full.client.call('requestTrip', { token: rider, body: two });
  if (offered.kind !== 'offers') throw new Error(`got ${offered.reason}, expected offers`);
  await full.client.call('bookOffer', { token: rider, body: { offerId: offered.offers[0]!.offerId } });
  return full;
}

/** Opens the second trip of the day by keyboard alone, and its reasons. */
async function openReasons(page: Page, title: string): Promise<void> {
  await page.locator('.bar').nth(1).waitFor();
  await page.locator('.bar', { hasText: '2' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.trip-card h2:focus').waitFor();
  await page.locator('summary', { hasText: title }).focus();
  await page.keyboard.press('Enter');
}

test.each(['desk', 'tablet', 'phone'] as const)('why this vehicle, by keyboard, at %s size', async (size) => {
  const { page, context, errors, outside } = await openWindow(browser, fleet.url, { size });
  await signInAs(page, fleet, 'supervisor');
  await openScreen(page, '運行一覧');
  await openReasons(page, 'なぜこの車両か');
  await page.getByText(/次点：[012]号車/).waitFor();
  await page
    .getByText(/[012]号車のほうが 走行が\d+分.*少ない/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: '決めたときの理由を見る' }).press('Enter');
  await page.getByText(/の便としてご案内/).waitFor();
  await page.locator('.why').evaluate((part) => part.scrollIntoView());
  await checkScreen(page, `console-why-${size}`, true, desk);
  expect([...errors, ...outside]).toEqual([]);
  await context.close();
});

test.each([
  ['easy', 'どうして この くるまか', /2ばんめ：/],
  ['en', 'Why this vehicle', /Runner-up: /],
] as const)('why this vehicle, in %s', async (language, title, found) => {
  const { page, context } = await openWindow(browser, fleet.url, { size: 'phone' });
  await signInAs(page, fleet, 'supervisor');
  await openScreen(page, '運行一覧');
  await page.evaluate((name) => localStorage.setItem('noriai.language', JSON.stringify(name)), language);
  await page.reload();
  await openReasons(page, title);
  await page.getByText(found).waitFor();
  await page.locator('.why').evaluate((part) => part.scrollIntoView());
  await checkScreen(page, `console-why-${language}-phone`, true, desk);
  await context.close();
});

test.each(['desk', 'tablet', 'phone'] as const)(
  'why no trip, and a counter-offer by one key, at %s size',
  async (size) => {
    const full = await startFull();
    const { page, context, errors, outside } = await openWindow(browser, full.url, { size });
    await signInAs(page, full, 'desk');
    await focusOn(page, 'desk-caller');
    await typeLine(page, { desk: 'もぎ いちろう', tablet: 'もぎ じろう', phone: 'もぎ さぶろう' }[size]);
    const last = { desk: '1', tablet: '2', phone: '3' }[size];
    await page.getByLabel('電話番号', { exact: true }).fill(`072-738-000${last}`);
    await page.getByRole('button', { name: '登録して受付を始める' }).click();
    await focusOn(page, 'desk-to');
    await typeLine(page, '停留所7');
    await typeLine(page, '停留所2');
    await focusOn(page, 'desk-when');
    await typeLine(page, '1101');
    await page.getByLabel('大人').fill('3');
    await page.getByLabel('大人').press('Enter');
    await page.getByText('席や車いすの場所が足りません').waitFor();
    const counterOffer = page.getByRole('button', { name: /1人だけ先に/ });
    await counterOffer.waitFor();
    await checkScreen(page, `desk-why-${size}`, true, desk);
    await page.keyboard.press((await counterOffer.getAttribute('aria-keyshortcuts'))!);
    await page.getByRole('heading', { name: '予約しました' }).waitFor();
    await checkScreen(page, `desk-why-booked-${size}`, false, desk);
    expect([...errors, ...outside]).toEqual([]);
    await context.close();
  },
);
