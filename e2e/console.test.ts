/** Desk and fleet in a real Chromium, in a town that is a straight line: what the board shows, alarms, paper, outages. */
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import { bookTrip, signOn, startLineDispatcher, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openWindow } from './browser/chromium.ts';
import { openScreen, signInAs } from './browser/console-steps.ts';
import { checkScreen, type ScreenRules } from './browser/screen-check.ts';
import { builtPages } from './service.ts';

/** People at a desk sit near the screen, with a mouse or keys. */
const desk: ScreenRules = { textPx: 16, targetPx: 44 };

const clock = new DemoClock();
let dispatcher: LineDispatcher;
let browser: Browser;

beforeAll(async () => {
  clock.jumpTo(OPENING_SEC + 3600);
  dispatcher = await startLineDispatcher({ clock, pages: builtPages() }, { vehicles: 3, stops: 10 });
  browser = await launchChromium();
  for (const vehicleId of ['v0', 'v1', 'v2']) await signOn(dispatcher.client, vehicleId);
  for (const [from, to] of [
    ['s1', 's5'],
    ['s2', 's6'],
    ['s8', 's3'],
    ['s4', 's9'],
  ] as const)
    await bookTrip(dispatcher.client, from, to);
});
afterAll(async () => {
  await browser?.close();
  await dispatcher?.close();
});

describe.each(['desk', 'tablet', 'phone'] as const)('the fleet board at %s size', (size) => {
  test('shows the same trips as bands, list and cards, and one in detail by keyboard alone', async () => {
    const { page, context, errors, outside } = await openWindow(browser, dispatcher.url, { size });
    await signInAs(page, dispatcher, 'supervisor');
    await openScreen(page, '運行一覧');
    await page.locator('.bar').nth(3).waitFor();
    await checkScreen(page, `console-board-${size}`, true, desk);
    await page.locator('.bar[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.trip-card h2').waitFor();
    await checkScreen(page, `console-trip-${size}`, false, desk);
    const number = await page.locator('.trip-card h2').textContent();
    await page.keyboard.press('Escape');
    const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe(number?.replace('番', ''));
    const onBands = await page.locator('.bar').allTextContents();
    await page.getByRole('button', { name: '一覧表' }).click();
    const inList = await page.locator('tbody th button').allTextContents();
    expect(inList.map((text) => text.replace('番', '')).sort()).toEqual(onBands.sort());
    await checkScreen(page, `console-list-${size}`, false, desk);
    await openScreen(page, '運行表（印刷）');
    await page.locator('.sheet tbody tr').nth(7).waitFor();
    await checkScreen(page, `console-manifest-${size}`, size === 'desk', desk);
    expect([...errors, ...outside]).toEqual([]);
    await context.close();
  });
});

test('the map shows what the cards beside it say: each vehicle, and where it goes next', async () => {
  const { page, context, errors, outside } = await openWindow(browser, dispatcher.url, { size: 'desk' });
  await signInAs(page, dispatcher, 'supervisor');
  await openScreen(page, '運行一覧');
  await page.getByRole('button', { name: '地図' }).click();
  await page.locator('.maplibregl-canvas').waitFor();
  const cards = await page.locator('.vehicle-cards > li').allTextContents();
  const nextOf = (card: string): string | undefined => /次の停車\s*\d+:\d\d (停留所\d+)/.exec(card)?.[1];
  const said = cards.flatMap((card, i) => {
    const next = nextOf(card);
    const place = card.includes('位置不明') ? [] : [`${i}号車`];
    return [...place, ...(next ? [`${i}号車 → ${next}`] : [])];
  });
  expect(said.length).toBeGreaterThan(2);
  await expect.poll(async () => (await page.locator('.pin').allTextContents()).sort()).toEqual(said.sort());
  await checkScreen(page, 'console-map-desk', true, desk);
  expect([...errors, ...outside]).toEqual([]);
  await context.close();
});

test('a trip is moved to another vehicle after its effect on everybody was shown; the audit trail has it', async () => {
  const { page, context, errors, outside } = await openWindow(browser, dispatcher.url, { size: 'desk' });
  await signInAs(page, dispatcher, 'supervisor');
  await openScreen(page, '運行一覧');
  const from = await page
    .locator('.bar', { hasText: '3' })
    .locator('xpath=ancestor::div[@data-vehicle]')
    .getAttribute('data-vehicle');
  await page.locator('.bar', { hasText: '3' }).focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /^[012]号車へ$/ })
    .first()
    .click();
  await page
    .getByText(/乗車 .* → /)
    .first()
    .waitFor();
  await checkScreen(page, 'console-move-desk', true, desk);
  await page.getByRole('button', { name: /この内容で移す|約束を破っても移す/ }).click();
  await page.getByText('移しました。').waitFor();
  await expect
    .poll(() =>
      page.locator('.bar', { hasText: '3' }).locator('xpath=ancestor::div[@data-vehicle]').getAttribute('data-vehicle'),
    )
    .not.toBe(from);
  await openScreen(page, '操作の記録');
  await page.locator('summary', { hasText: '予約を別の車両へ移した' }).first().waitFor();
  await checkScreen(page, 'console-audit-desk', true, desk);
  await openScreen(page, '運休・通行止め');
  await page.getByRole('heading', { name: '通行止め・徐行' }).waitFor();
  await checkScreen(page, 'console-closures-desk', true, desk);
  expect([...errors, ...outside]).toEqual([]);
  await context.close();
});

test('what a driver says on the phone is recorded at the desk by keyboard, and taken back', async () => {
  const { page, context, errors } = await openWindow(browser, dispatcher.url, { size: 'desk' });
  await signInAs(page, dispatcher, 'supervisor');
  await openScreen(page, '運行一覧');
  const next = page.locator('.bar-on_the_way').first();
  const number = await next.textContent();
  await next.focus();
  await page.keyboard.press('Enter');
  const card = page.locator('.trip-card');
  // The card takes the focus when it is painted: only then does the next key go where it is meant.
  await card.locator('h2:focus').waitFor();
  await card.locator('summary', { hasText: '乗務員の代わりに記録する' }).focus();
  await page.keyboard.press('Enter');
  for (const [said, status] of [
    ['着いた', '到着'],
    ['乗った', '乗車中'],
  ] as const) {
    const button = card.getByRole('button', { name: said, exact: true });
    await button.waitFor();
    await button.press('Enter');
    await card.locator('dd', { hasText: status }).waitFor();
  }
  await checkScreen(page, 'console-for-driver-desk', true, desk);
  const row = page.locator('.row', { has: page.locator('.bar', { hasText: new RegExp(`^${number}$`) }) });
  const vehicle = (await row.locator('.row-name strong').textContent()) ?? '';
  const vehicleCard = page.locator('.vehicle-cards > li', { hasText: vehicle });
  await vehicleCard.locator('summary', { hasText: '故障・運休など' }).click();
  await vehicleCard.getByRole('button', { name: '乗務員の直前の操作を取り消す' }).click();
  await card.locator('dd', { hasText: '到着' }).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

test('a vehicle with work and no driver sets off the alarm until somebody takes it on', async () => {
  const { page, context } = await openWindow(browser, dispatcher.url, { size: 'desk' });
  await signInAs(page, dispatcher, 'supervisor');
  expect(await page.locator('.alarm-bar').count()).toBe(0);
  // A quarter of an hour passes and nobody has moved.
  clock.jumpTo(clock.nowSec() + 1500);
  dispatcher.clockMoved();
  await page.locator('.alarm-bar').waitFor();
  const alarm = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['alarm']);
  await expect.poll(alarm).toBe('on');
  await checkScreen(page, 'console-alarm-desk', true, desk);
  // What the service says goes when it is taken on; what the day shows comes with its next look, and stays on the list.
  await openScreen(page, '警報');
  const next = page.locator('.alarm-bar').getByRole('button', { name: '対応する' }).first();
  const takeOnNext = async (): Promise<readonly [alarm: string | undefined, hasTaken: boolean]> => {
    if ((await next.count()) > 0) await next.click({ timeout: 2_000 }).catch(() => {});
    return [await alarm(), (await page.getByText('対応中').count()) > 0];
  };
  await expect.poll(takeOnNext).toEqual(['off', true]);
  await checkScreen(page, 'console-alarms-desk', true, desk);
  await context.close();
});

test('the day can be read and printed when the service is gone, with its age', async () => {
  const { page, context } = await openWindow(browser, dispatcher.url, { size: 'desk', keepsPage: true });
  await signInAs(page, dispatcher, 'supervisor');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await openScreen(page, '運行表（印刷）');
  await page.locator('.sheet tbody tr').first().waitFor();
  await context.setOffline(true);
  // Even a browser that was closed since, and so is signed out, shows the copy; there are no names in it.
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByText(/分前の控えです/).waitFor();
  await page.locator('.sheet tbody tr').nth(4).waitFor();
  await checkScreen(page, 'console-offline-desk', true, desk);
  await context.close();
});
