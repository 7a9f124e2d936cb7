/**
 * A whole duty on the driver page with keys alone: no pointer and no focus set by the test. Whatever vanishes hands the
 * focus on, and where it is can be seen.
 */
import { addDriver, issuePairingCode } from '@noriai/dispatcher/application/accounts/drivers.ts';
import { bookTrip, operator } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium, openWindow, type Watched } from './browser/chromium.ts';
import { keyOn, tabTo, typeInto } from './browser/keyboard.ts';
import { screenshots } from './browser/screen-check.ts';
import { startTestTown, type TestTown } from './browser/test-town.ts';

let town: TestTown;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  town = await startTestTown({ vehicles: 1 }, { driverPins: true });
  await addDriver(town.accounts, { driverNumber: '1234', name: '模擬 乗務員', pin: '246813' }, 'host');
  browser = await launchChromium();
  watched = await openWindow(browser, town.url, { size: 'tablet' });
  page = watched.page;
});
afterAll(async () => {
  await browser?.close();
  await town?.close();
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(async () => void (await page.screenshot({ path: join(screenshots, 'failed-driver-keyboard.png') })));
});

/** What has the focus, by its words. */
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
const titleHasFocus = (words: string | RegExp): Promise<void> =>
  page.locator(':is(h1, h2):focus', { hasText: words }).waitFor();

/** Every question answered well, by Space as a switch is used. */
async function answerRollCall(): Promise<void> {
  for (const answer of [/^反応なし$/, /^問題なし$/, /^異常なし$/, /^対面$/]) await keyOn(page, answer, 'Space');
  await typeInto(page, /^点呼をした人/, '模擬 管理者');
}

describe('with keys alone', () => {
  test('a tablet is paired, the driver signs on by number and PIN, and the duty begins after the roll call', async () => {
    await page.goto(`${town.url}/driver/`);
    await typeInto(page, /^組み合わせの数字/, issuePairingCode(town.accounts, 'v0', 'host').code);
    await page.keyboard.press('Enter');
    await typeInto(page, /^乗務員番号/, '1234');
    await typeInto(page, /^暗証番号/, '246813');
    // Enter in the last field goes on, as it does in every form.
    await page.keyboard.press('Enter');
    await titleHasFocus('乗務前の点呼');
    await answerRollCall();
    await keyOn(page, /^乗務を始める/);
    await page.locator('.duty-load').waitFor();
    await page.getByText('いま予約はありません').waitFor();
  });

  test('riders are fetched: arrived, aboard, undone, waited for in vain, dropped off', async () => {
    const first = (await bookTrip(town.client, 's1', 's5')).booking.number;
    const second = (await bookTrip(town.client, 's1', 's5')).booking.number;
    await page.locator('.rider-row').nth(1).waitFor();
    await keyOn(page, /^着きました/);
    // The pressed button is gone: the stop's name has the focus, and a second press of the key does nothing.
    await titleHasFocus('中央公民館');
    await page.keyboard.press('Enter');
    await page
      .getByText(/あと.*お待ちください/)
      .first()
      .waitFor();
    await keyOn(page, new RegExp(`^乗りました 予約番号 ${first}$`));
    await titleHasFocus('ここで乗る方');
    await page.getByText(/乗車中 1人/).waitFor();
    await keyOn(page, /^そのほかの操作/);
    await keyOn(page, /^直前の操作を取り消す/);
    await page.getByText(/乗車中 0人/).waitFor();
    await keyOn(page, new RegExp(`^乗りました 予約番号 ${first}$`));
    town.wait(900);
    await keyOn(page, new RegExp(`^来ません 予約番号 ${second}$`));
    await titleHasFocus('お客様は来ませんでしたか');
    await keyOn(page, /^いいえ、まだ待ちます/);
    await expect.poll(focused, { message: 'back where it was' }).toBe('来ません');
    await keyOn(page, new RegExp(`^来ません 予約番号 ${second}$`));
    await keyOn(page, /^はい、来ませんでした/);
    await titleHasFocus('東ときわ台七丁目');
    await keyOn(page, /^着きました/);
    await keyOn(page, new RegExp(`^降りました 予約番号 ${first}$`));
    await titleHasFocus('いま予約はありません');
  });

  test('somebody without a booking is taken along, and a break is taken', async () => {
    // The menu is still open.
    await keyOn(page, /^予約のない方を乗せる/, 'Space');
    await keyOn(page, /^大人の人数.*ふやす/);
    await keyOn(page, /^大人の人数.*へらす/);
    // One is the least: the button is out of use now, and the number has the focus.
    await expect.poll(focused).toBe('1人');
    await keyOn(page, /^大人の人数.*ふやす/);
    await typeInto(page, /^行き先/, 'ダム');
    await keyOn(page, /^ダム入口/, 'Space');
    await keyOn(page, /^乗せる（料金/);
    await page.getByText(/乗車中 2人/).waitFor();
    await keyOn(page, /^着きました/);
    await keyOn(page, /^降りました/);
    await keyOn(page, /^休憩に入る/);
    await page.getByRole('heading', { name: '休憩中' }).waitFor();
    await keyOn(page, /^休憩を終わる/);
    await page.getByRole('heading', { name: '休憩中' }).waitFor({ state: 'detached' });
  });

  test('what the desk says is acknowledged, help is called, a breakdown is reported', async () => {
    const desk = await operator(town, 'supervisor');
    const words = {
      audience: { kind: 'drivers' },
      reason: 'safety',
      urgency: 'now',
      templateId: 'drivers_call_desk',
    } as const;
    await town.client.call('sendBroadcast', { token: desk, body: words });
    await keyOn(page, /^確認しました/);
    await page.locator('.desk-message').waitFor({ state: 'detached' });
    await keyOn(page, /^緊急・助けを呼ぶ/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused, { message: 'back where it was' }).toBe('緊急・助けを呼ぶ');
    await keyOn(page, /^緊急・助けを呼ぶ/);
    await keyOn(page, /^はい、助けを呼びます/);
    await page.locator('.toast', { hasText: '受付に伝わりました' }).waitFor();
    await keyOn(page, /^車が動かない/);
    await keyOn(page, /^はい、動かせません/);
    await page.locator('.toast', { hasText: '受け付けました' }).waitFor();
    const { alarms } = await town.client.call('listAlarms', { token: desk });
    expect(alarms.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['sos', 'vehicle_out']));
  });

  test('the duty ends after a look back, and the next driver finds the number field', async () => {
    await keyOn(page, /^乗務を終わる/);
    await titleHasFocus('乗務を終わりますか');
    await keyOn(page, /^いいえ、続けます/);
    await page.locator('.duty-load').waitFor();
    await keyOn(page, /^乗務を終わる/);
    await answerRollCall();
    await keyOn(page, /^はい、終わります/);
    await tabTo(page, /^乗務員番号/);
  });

  test('nothing went wrong on the page', () => {
    expect([...watched.errors, ...watched.outside]).toEqual([]);
  });
});
