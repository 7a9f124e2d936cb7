/**
 * The whole product in a real Chromium against the built program: riders book, drivers drive, connections break.
 * Pictures of what was seen are kept in `e2e/screenshots`.
 */
import { join } from 'node:path';
import type { AreaView } from '@noriai/core/contracts/service.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium, openWindow, type Person, type Watched } from './browser/chromium.ts';
import { arrive, board, dropOff, signOnTo } from './browser/driver-steps.ts';
import {
  beginBooking,
  bookNow,
  bookingNumber,
  cancelBooking,
  choosePlacesNow,
  pickStop,
  takeFirstOffer,
} from './browser/rider-steps.ts';
import { tabTo } from './browser/keyboard.ts';
import { checkScreen, screenshots } from './browser/screen-check.ts';
import { focusOn, openScreen, signIn, typeLine } from './browser/console-steps.ts';
import {
  addOperator,
  makeDataFolder,
  operatorPassword,
  removeDataFolder,
  startService,
  type RunningService,
} from './service.ts';

const FROM = 'ときわ台駅前';
const TO = '町役場前';

let dataDir: string;
let service: RunningService;
let browser: Browser;
/** All windows ever opened; the first ones are the drivers', one for each vehicle. */
const windows: Watched[] = [];
let drivers: Watched[];

beforeAll(async () => {
  dataDir = makeDataFolder();
  addOperator(dataDir, 'hanako');
  service = await startService(dataDir);
  browser = await launchChromium();
  drivers = [await open({ size: 'tablet' }), await open({ size: 'tablet' }), await open({ size: 'tablet' })];
  for (const [i, { page }] of drivers.entries()) await signOnTo(page, service.url, i);
});
afterAll(async () => {
  await browser?.close();
  await service?.kill();
  if (dataDir) removeDataFolder(dataDir);
});

/** What every window showed when a test failed. */
beforeEach(({ onTestFailed }) => {
  onTestFailed(async () => {
    for (const [i, { page }] of windows.entries())
      if (!page.isClosed()) await page.screenshot({ path: join(screenshots, `failed-window-${i}.png`) });
  });
});

async function open(person: Person = {}): Promise<Watched> {
  const watched = await openWindow(browser, service.url, person);
  windows.push(watched);
  return watched;
}

/** The driver whose next stop has the booking. */
async function driverOf(number: number): Promise<Watched> {
  const waits = drivers.map(async (driver) => {
    await driver.page.locator('.next-call').getByText(`予約番号 ${number}`, { exact: true }).waitFor();
    return driver;
  });
  return Promise.any(waits);
}

describe('a trip', () => {
  test('booked on the rider page appears on the driver page, is driven and completed', async () => {
    const rider = await open();
    const number = await bookNow(rider.page, service.url, FROM, TO);
    expect(number).toBeGreaterThan(0);
    await checkScreen(rider.page, 'rider-booked-phone');

    const { page: cab } = await driverOf(number);
    await checkScreen(cab, 'driver-next-tablet');
    await arrive(cab);
    await rider.page.getByRole('heading', { level: 1, name: '車が着きました' }).waitFor();
    await checkScreen(cab, 'driver-arrived-tablet');
    await checkScreen(rider.page, 'rider-arrived-phone');
    await board(cab, number);
    await rider.page.getByRole('heading', { level: 1, name: 'ご乗車中' }).waitFor();
    await cab.getByText(/乗車中 1人/).waitFor();
    await arrive(cab);
    await dropOff(cab, number);
    await rider.page.getByRole('heading', { level: 1, name: 'ご利用ありがとうございました' }).waitFor();
    await checkScreen(rider.page, 'rider-completed-phone');
    await rider.page.getByRole('button', { name: '領収書を見る' }).click();
    await rider.page.getByRole('heading', { level: 1, name: '領収書' }).waitFor();
    await rider.page.getByText('300円').waitFor();
    await checkScreen(rider.page, 'rider-receipt-phone');
    await rider.page.getByRole('button', { name: '戻る' }).click();
    await rider.page.getByRole('button', { name: /をよく行く場所に入れる$/ }).click();
    await rider.page.getByRole('button', { name: /^帰りの便を予約する/ }).click();
    await rider.page.getByRole('heading', { level: 1, name: 'この便に乗れます' }).waitFor();
    await rider.page.goto(`${service.url}/rider/#to`);
    await rider.page.getByRole('heading', { level: 2, name: 'よく行く場所' }).waitFor();
    await cab.getByText('いま予約はありません').waitFor();
  });

  test('is cancelled after a question, and comes back as it was in one press', async () => {
    const { page } = await open();
    const number = await bookNow(page, service.url, FROM, TO);
    await page.getByRole('button', { name: 'この予約を取り消す' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await bookingNumber(page)).toBeGreaterThan(0);
    await cancelBooking(page);
    await page.getByRole('button', { name: /^取り消しをやめて/ }).click();
    await page.locator('.ticket-number').waitFor();
    expect(await bookingNumber(page)).toBe(number);
    await cancelBooking(page);
  });

  test('from a point on the map tells the walk to the stop, with its climb and when to leave', async () => {
    const { page } = await open();
    const area = (await (await fetch(`${service.url}/api/v1/area`)).json()) as AreaView;
    const { position } = area.stops.find(({ name }) => name.ja === FROM)!;
    // 150 m north of the stop; where the last trip began is kept on the device.
    const lastStart = { kind: 'point', position: { ...position, lat: position.lat + 0.00135 } };
    await page.addInitScript((start) => localStorage.setItem('noriai.lastStart', JSON.stringify(start)), lastStart);
    await beginBooking(page, service.url);
    await pickStop(page, TO);
    await page.getByRole('button', { name: /この前と同じ場所から/ }).click();
    await page.getByRole('button', { name: /^いますぐ/ }).click();
    await page.getByRole('button', { name: '便をさがす' }).click();
    await takeFirstOffer(page);
    await page.getByRole('button', { name: '乗り場までの歩き方を見る' }).click();
    await page.getByText(/までに出ると、間に合います/).waitFor();
    await page.locator('.walk-steps li').nth(1).waitFor();
    await checkScreen(page, 'rider-walk-phone');
    await page.getByRole('button', { name: '戻る' }).click();
    await cancelBooking(page);
  });

  test('that cannot be had is refused with the reason and alternatives that can', async () => {
    const { page } = await open();
    await beginBooking(page, service.url);
    await choosePlacesNow(page, FROM, TO);
    await page.getByRole('button', { name: /^大人を1人ふやす/ }).click();
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: /^車いすのまま乗る方を1人ふやす/ }).click();
    await page.getByRole('button', { name: '便をさがす' }).click();
    await page.getByText('車いすのまま乗れる車両がありません。').waitFor();
    await checkScreen(page, 'rider-refused-phone');
    await page.locator('main section .button-pick').first().click();
    await page.getByRole('heading', { level: 1, name: 'この便に乗れます' }).waitFor();
    await takeFirstOffer(page);
    await cancelBooking(page);
  });

  test('can be booked with the keyboard alone', async () => {
    const { page } = await open({ size: 'desk' });
    await page.goto(`${service.url}/rider/`);
    await page.getByRole('button', { name: /^予約する/ }).waitFor();
    const press = async (name: RegExp): Promise<void> => {
      await tabTo(page, name);
      await page.keyboard.press('Enter');
    };
    await press(/^予約する/);
    await press(/^種類でさがす/);
    await press(/^役場・支所/);
    await press(/^町役場前/);
    await press(/^種類でさがす/);
    await press(/^駅・バス停/);
    await press(/^ときわ台駅前/);
    await press(/^いますぐ/);
    await press(/^便をさがす/);
    await press(/^この便を予約する/);
    expect(await bookingNumber(page)).toBeGreaterThan(0);
    await press(/^この予約を取り消す/);
    await press(/^はい、取り消します/);
    await page.getByRole('heading', { level: 1, name: '取り消しました' }).waitFor();
  });
});

describe('the phone desk', () => {
  const deskRules = { textPx: 16, targetPx: 44 };

  test('books for a caller who rings again with thirteen keys, by keyboard alone', async () => {
    const { page } = await open({ size: 'desk' });
    await signIn(page, service.url, 'hanako', operatorPassword);
    await focusOn(page, 'desk-caller');
    await checkScreen(page, 'desk-1-empty-desk', true, deskRules);
    // The first call: somebody new.
    await typeLine(page, '072-738-0001');
    await page.getByLabel('名前', { exact: true }).fill('模擬 一郎');
    await page.getByLabel('ふりがな').fill('もぎ いちろう');
    await page.getByRole('button', { name: '登録して受付を始める' }).click();
    await focusOn(page, 'desk-to');
    await typeLine(page, 'まちやくば');
    await focusOn(page, 'desk-from');
    await typeLine(page, 'ときわだいえきまえ');
    await focusOn(page, 'desk-when');
    await typeLine(page, '+40');
    await focusOn(page, 'desk-adults');
    await page.keyboard.press('Enter');
    await page.locator('.offer-button:focus').waitFor();
    await checkScreen(page, 'desk-2-offers-desk', true, deskRules);
    await page.keyboard.press('Enter');
    await page.getByText(/予約番号は \d+番です/).waitFor();
    await checkScreen(page, 'desk-3-booked-desk', true, deskRules);
    await page.keyboard.press('Enter');
    await focusOn(page, 'desk-caller');

    // The second call: thirteen keys, and the clock is looked at.
    await page.evaluate(() => {
      const counted = window as unknown as { keys: number };
      counted.keys = 0;
      addEventListener('keydown', () => counted.keys++, true);
    });
    const beginMs = performance.now();
    await page.keyboard.type('0001');
    await page.locator('#desk-caller-options [role=option]').first().waitFor();
    const foundMs = performance.now() - beginMs;
    await page.keyboard.press('Enter');
    await focusOn(page, 'desk-to');
    await page.locator('#desk-to-options [role=option]', { hasText: TO }).waitFor();
    await page.keyboard.press('Enter');
    await focusOn(page, 'desk-from');
    await page.keyboard.press('Enter');
    await focusOn(page, 'desk-when');
    await typeLine(page, '+60');
    await focusOn(page, 'desk-adults');
    await page.keyboard.press('Enter');
    await page.locator('.offer-button:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/予約番号は \d+番です/).waitFor();
    const bookedMs = performance.now() - beginMs;
    console.log(`desk: caller found in ${Math.round(foundMs)} ms, booked in ${(bookedMs / 1000).toFixed(1)} s`);
    expect(await page.evaluate(() => (window as unknown as { keys: number }).keys)).toBe(13);
    // Both go again: the drivers of the other tests have enough to do.
    for (const left of [1, 0]) {
      await page.getByRole('button', { name: 'この予約を取り消す' }).first().click();
      await page.getByRole('button', { name: 'はい、取り消します' }).click();
      await expect.poll(() => page.getByRole('button', { name: 'この予約を取り消す' }).count()).toBe(left);
    }
  });

  test('says why there is no trip, what can be had instead, and puts the caller on the waitlist', async () => {
    const { page } = await open({ size: 'tablet' });
    await signIn(page, service.url, 'hanako', operatorPassword);
    await focusOn(page, 'desk-caller');
    await typeLine(page, 'もぎ じろう');
    await page.getByLabel('電話番号', { exact: true }).fill('072-738-0002');
    await page.getByRole('button', { name: '登録して受付を始める' }).click();
    await focusOn(page, 'desk-to');
    await typeLine(page, 'まちやくば');
    await typeLine(page, 'ときわだいえきまえ');
    await focusOn(page, 'desk-when');
    await typeLine(page, '+40');
    await page.getByLabel('大人').fill('2');
    await page.getByLabel('車いす', { exact: true }).fill('2');
    await page.getByLabel('車いす', { exact: true }).press('Enter');
    await page.getByText('車いすのまま乗れる車両がありません。').waitFor();
    await checkScreen(page, 'desk-4-refused-tablet', true, deskRules);
    await page.getByRole('button', { name: '空きを待つ' }).click();
    await page.getByRole('heading', { name: '空き待ち' }).waitFor();
    await page.locator('summary', { hasText: '予約の停止' }).click();
    await page.getByLabel('理由（お客様には出ません）').fill('試験のため');
    await page.getByRole('button', { name: '予約を止める' }).click();
    await page.getByText('予約を止めています：試験のため').waitFor();
    await page.getByRole('button', { name: '便をさがす' }).click();
    await page.getByText('この利用者の予約は受け付けていません').waitFor();
    await checkScreen(page, 'desk-5-blocked-tablet', true, deskRules);
  });
});

describe('the fleet', () => {
  test('a street is closed around a stop, trips are planned with the new times, and it is opened again', async () => {
    const { page } = await open({ size: 'desk' });
    await signIn(page, service.url, 'hanako', operatorPassword);
    await openScreen(page, '運休・通行止め');
    await page.locator('#close-street').fill('ときわだいえきまえ');
    await page.locator('#close-street').press('Enter');
    await page.getByLabel('停留所からの半径（メートル）').fill('60');
    await page.getByRole('button', { name: '通行止めにする' }).focus();
    await page.keyboard.press('Enter');
    const notice = page
      .locator('section.card', { hasText: '通行止め・徐行' })
      .locator('li', { hasText: '工事・通行止め' });
    await notice.waitFor();
    await page.getByText('新しい所要時間を計算しています').waitFor({ state: 'detached' });
    await checkScreen(page, 'fleet-street-closed-desk', true, { textPx: 16, targetPx: 44 });
    await notice.getByRole('button', { name: '終わりにする' }).focus();
    await page.keyboard.press('Enter');
    await notice.waitFor({ state: 'detached' });
  });

  test('the copy of the day on the disk can be read without the service', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`file://${join(dataDir, 'outage', 'manifest.html')}`);
    await page.getByRole('heading', { name: /^運行表 .*の控え/ }).waitFor();
    for (const vehicle of ['1号車', '2号車', '3号車']) await page.getByText(vehicle).first().waitFor();
    await page.screenshot({ path: join(screenshots, 'fleet-outage-copy.png') });
    await context.close();
  });
});

describe('without a connection', () => {
  test('a driver goes on, and everything is delivered in order when it is back', async () => {
    const rider = await open();
    const number = await bookNow(rider.page, service.url, FROM, TO);
    const { page: cab, context } = await driverOf(number);
    await context.setOffline(true);
    await cab.getByText(/通信が切れています/).waitFor();
    await arrive(cab);
    await board(cab, number);
    await cab.getByText(/未送信の操作が2件あります/).waitFor();
    await checkScreen(cab, 'driver-offline-tablet');
    await context.setOffline(false);
    await rider.page.getByRole('heading', { level: 1, name: 'ご乗車中' }).waitFor();
    await cab.getByText(/通信が切れています/).waitFor({ state: 'detached' });
    await arrive(cab);
    await dropOff(cab, number);
    await rider.page.getByRole('heading', { level: 1, name: 'ご利用ありがとうございました' }).waitFor();
  });

  test('what a driver did survives that the page is closed before it could be sent', async () => {
    const rider = await open();
    const number = await bookNow(rider.page, service.url, FROM, TO);
    const cab = await driverOf(number);
    await cab.context.route('**/actions', (route) => route.abort());
    await arrive(cab.page);
    await board(cab.page, number);
    // The screen says so once both are on the disk.
    await cab.page.getByText(/未送信の操作 2件/).waitFor();
    await cab.page.close();
    await cab.context.unroute('**/actions');
    const again = await cab.context.newPage();
    await again.goto(`${service.url}/driver/`);
    await rider.page.getByRole('heading', { level: 1, name: 'ご乗車中' }).waitFor();
    await arrive(again);
    await dropOff(again, number);
  });

  test('a rider keeps the last view, is told, and is connected again after the service was killed', async () => {
    const rider = await open({ keepsPage: true });
    const number = await bookNow(rider.page, service.url, FROM, TO);
    await rider.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const port = Number(new URL(service.url).port);
    await service.kill();
    await rider.page.getByText(/通信が切れています/).waitFor();
    expect(await bookingNumber(rider.page)).toBe(number);
    await checkScreen(rider.page, 'rider-connection-lost-phone');
    await rider.page.reload();
    expect(await bookingNumber(rider.page), 'after a reload without a service').toBe(number);
    service = await startService(dataDir, port);
    await rider.page.getByText(/通信が切れています/).waitFor({ state: 'detached' });
    await cancelBooking(rider.page);
  });
});

test('no window asked anybody but the service, and no page had an error', () => {
  expect(windows.length).toBeGreaterThan(5);
  expect(windows.flatMap(({ outside }) => outside)).toEqual([]);
  expect(windows.flatMap(({ errors }) => errors)).toEqual([]);
});
