/**
 * Fleet, crew and accounts in a real Chromium, in a town that is a straight line: vehicles out and back, the service at
 * rest, closed stops, a trip moved by drag, the printed day, roll calls, tablets, operators and the second factor.
 */
import type { RollCall } from '@noriai/core/contracts/fleet.ts';
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import { timeCode } from '@noriai/dispatcher/adapters/accounts/crypto-accounts.ts';
import {
  bookTrip,
  operator,
  signOn,
  startLineDispatcher,
  type LineDispatcher,
} from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import type { Browser, Page } from 'playwright-core';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium, openWindow, type Watched } from './browser/chromium.ts';
import { openScreen, signIn, signInAs } from './browser/console-steps.ts';
import { checkEverySize } from './browser/every-size.ts';
import { keyOn, typeInto } from './browser/keyboard.ts';
import { readQr } from './browser/read-qr.ts';
import { checkScreen, screenshots, type ScreenRules } from './browser/screen-check.ts';
import { builtPages } from './service.ts';

const rules: ScreenRules = { textPx: 16, targetPx: 44 };

const clock = new DemoClock();
let dispatcher: LineDispatcher;
let browser: Browser;
let watched: Watched;
let page: Page;
/** Token of the driver who signed on to `v0` after the roll call. */
let driver: string;

beforeAll(async () => {
  clock.jumpTo(OPENING_SEC + 3600);
  const work = { rollCall: 'required', hours: 'jp_bus_2024' } as const;
  dispatcher = await startLineDispatcher({ clock, pages: builtPages() }, { vehicles: 3, stops: 10, work });
  browser = await launchChromium();
  for (const [from, to] of [
    ['s1', 's5'],
    ['s2', 's6'],
    ['s8', 's3'],
  ] as const)
    await bookTrip(dispatcher.client, from, to);
  watched = await openWindow(browser, dispatcher.url, { size: 'desk' });
  page = watched.page;
  await signInAs(page, dispatcher, 'admin');
});
afterAll(async () => {
  await browser?.close();
  await dispatcher?.close();
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(async () => void (await page.screenshot({ path: join(screenshots, 'failed-fleet.png') })));
});

async function press(name: string | RegExp): Promise<void> {
  await page
    .getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })
    .first()
    .focus();
  await page.keyboard.press('Enter');
}

/** The vehicle in whose row the trip lies. */
async function rowOf(number: number): Promise<string | null> {
  const bar = page.locator('.bar', { hasText: new RegExp(`^${number}$`) });
  return (await bar.count()) === 0
    ? null
    : bar.locator('xpath=ancestor::div[@data-vehicle]').getAttribute('data-vehicle');
}

const card = (vehicle: string) => page.locator('.vehicle-cards > li', { hasText: vehicle });

describe('roll calls', () => {
  test('who is due is listed; a call is written by keyboard, stands in the record, and lets the driver begin', async () => {
    await openScreen(page, '点呼');
    await page.getByText(/^乗務前：乗務員未定（0号車/).waitFor();
    await expect(signOn(dispatcher.client, 'v0')).rejects.toThrow('no_roll_call');
    await page.locator('.call-list li', { hasText: '0号車' }).getByRole('button', { name: '記録する' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('乗務員の名前または番号').fill('運転 太郎');
    await page.getByLabel('測定値').fill('0');
    await press('検知あり');
    expect(await page.getByRole('button', { name: /^点呼を記録する/ }).isEnabled(), 'must not drive: can be kept').toBe(
      true,
    );
    await press('乗務してよい');
    await page.getByText('酒気帯びが検知された人は乗務できません').waitFor();
    expect(await page.getByRole('button', { name: /^点呼を記録する/ }).isDisabled()).toBe(true);
    await press('検知なし');
    await page.getByLabel('指示したこと').fill('雨に注意');
    await checkScreen(page, 'fleet-roll-call-desk', true, rules);
    await page.getByLabel('指示したこと').press('Control+Enter');
    await page.locator('.sheet tbody tr', { hasText: '雨に注意' }).waitFor();
    driver = await signOn(dispatcher.client, 'v0');
    await page.getByText(/^乗務中：運転 太郎（0号車/).waitFor();
    // What another desk writes down is seen at once.
    const body: RollCall = {
      phase: 'before',
      driverName: '模擬 隣席',
      vehicleId: 'v1',
      atSec: clock.nowSec(),
      method: 'phone',
      conductedBy: '模擬 隣の卓',
      alcohol: { isDetected: false },
      health: { isWell: true },
      inspection: { isOk: true },
      mayDrive: true,
    };
    const token = await operator(dispatcher, 'supervisor');
    await dispatcher.client.call('recordRollCall', { token, body });
    await page.locator('.sheet tbody tr', { hasText: '模擬 隣席' }).waitFor();
  });

  test('on paper the record stands alone, with a heading and all columns', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.roll-call').isVisible()).toBe(false);
    expect(await page.locator('.screen-bar').isVisible()).toBe(false);
    await page.getByRole('heading', { name: '点呼記録簿 2026-04-01' }).waitFor();
    expect(await page.locator('.sheet thead th').count()).toBe(11);
    await page.screenshot({ path: join(screenshots, 'fleet-roll-call-paper.png') });
    await page.emulateMedia({ media: 'screen' });
  });
});

describe('crew', () => {
  test('a driver is added, a tablet is paired by a code that was shown, listed, and unpaired', async () => {
    await openScreen(page, '乗務員・端末');
    await page.getByLabel('乗務員番号').fill('12');
    await page.getByLabel('名前', { exact: true }).fill('運転 次郎');
    await page.getByLabel('暗証番号（4〜10けた）').fill('2580');
    await page.getByLabel('暗証番号（4〜10けた）').press('Enter');
    await page.locator('summary', { hasText: '12 運転 次郎' }).waitFor();
    await press('1号車の番号を出す');
    const shown = (await page.locator('.shown-code strong').textContent()) ?? '';
    await checkScreen(page, 'fleet-crew-desk', true, rules);
    await dispatcher.client.call('pairTablet', { body: { code: shown.replace(' ', '') } });
    await openScreen(page, '点呼');
    await openScreen(page, '乗務員・端末');
    await press('1号車の端末をはずす');
    await press('はい、はずします');
    await page.getByText('つながっている端末はありません').waitFor();
  });

  test('the shifts of a day are written by keys alone, checked against the hours of work, decided, and taken back', async () => {
    await openScreen(page, 'シフト');
    const day = page.locator('.call-list > li', { has: page.getByRole('heading', { name: '2号車' }) });
    await day.getByText('9:00〜17:00').waitFor();
    await keyOn(page, /^2号車の計画を直す/);
    await typeInto(page, /^はじまり/, '4:00');
    await typeInto(page, /^おわり/, '20:00');
    // A letter chooses from a list of the browser's, once the list is there.
    await day.locator('option', { hasText: '12 運転 次郎' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Tab');
    await page.keyboard.type('1');
    await typeInto(page, /^休憩/, '12:00 60');
    await page.keyboard.press('Enter');
    await page.getByText('このままでは決められません').waitFor();
    await page.getByText(/運転 次郎：1日の拘束時間が上限をこえます（16時間/).waitFor();
    expect(await page.getByRole('button', { name: 'この計画にする' }).count()).toBe(0);
    await checkEverySize(page, 'console-plan-refused', { rules, onlyJapanese: true });
    await keyOn(page, /^シフトを足す/);
    await keyOn(page, /^シフト 2をなくす/);
    await typeInto(page, /^はじまり/, '9:00');
    await typeInto(page, /^おわり/, '16:00');
    await page.keyboard.press('Enter');
    await page.getByText('このとおりに決められます').waitFor();
    await keyOn(page, /^この計画にする/);
    await page.locator('.undo-bar', { hasText: '2号車の2026-04-02の計画を決めました' }).waitFor();
    await day.getByText('9:00〜16:00（手で決めた計画）').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('元に戻しました').waitFor();
    await day.getByText('9:00〜17:00（手で決めた計画）').waitFor();
  });

  test('an operator is added with a role and sees only what the role may do', async () => {
    await openScreen(page, '担当者');
    const form = page.locator('form.card');
    await form.getByLabel('担当者名（英数字）').fill('taro');
    await form.getByLabel('名前', { exact: true }).fill('模擬 太郎');
    await form.getByLabel('はじめのパスワード（12文字以上）').fill('an invented password');
    await form.getByRole('button', { name: '電話受付' }).click();
    await form.getByRole('button', { name: '監査' }).click();
    await form.getByRole('button', { name: '担当者を登録する' }).click();
    await page.locator('summary', { hasText: '模擬 太郎' }).waitFor();
    await checkScreen(page, 'fleet-operators-desk', true, rules);
    const taro = await openWindow(browser, dispatcher.url, { size: 'tablet' });
    await signIn(taro.page, dispatcher.url, 'taro', 'an invented password');
    const links = await taro.page.getByRole('navigation').getByRole('link').allTextContents();
    expect(links).toEqual(['運行一覧', '運行表（印刷）', '警報', '運休・通行止め', '自分の設定', '操作の記録']);
    expect(taro.errors).toEqual([]);
    await taro.context.close();
  });

  test('what was done to accounts is on record, by name, and is found by a word', async () => {
    await openScreen(page, '操作の記録');
    await press('アカウントの記録');
    const line = page.locator('tbody tr', { hasText: '担当者を登録した' });
    await line.filter({ hasText: '模擬 太郎' }).waitFor();
    await checkEverySize(page, 'console-audit-accounts', { rules, onlyJapanese: true });
    await page.getByLabel('しぼりこみ').focus();
    await page.keyboard.type('番号を出した');
    await page.locator('tbody tr', { hasText: '端末の番号を出した' }).filter({ hasText: '1号車' }).waitFor();
    expect(await line.count()).toBe(0);
    // What happens while one looks appears by itself.
    await page.getByLabel('しぼりこみ').fill('パスワードを変えた');
    const token = await operator(dispatcher, 'planner');
    const [password, newPassword] = ['twelve letters at least', 'twelve other letters'];
    await dispatcher.client.call('changePassword', { token, body: { password, newPassword } });
    await page.locator('tbody tr', { hasText: 'パスワードを変えた' }).waitFor();
  });

  test('the second factor is set up on the screen, and then signing in asks for it', async () => {
    const own = await openWindow(browser, dispatcher.url, { size: 'tablet' });
    await signInAs(own.page, dispatcher, 'driver_manager');
    await openScreen(own.page, '自分の設定');
    await own.page.getByRole('button', { name: '設定を始める' }).click();
    const secret = ((await own.page.locator('.secret-key').textContent()) ?? '').replaceAll(' ', '');
    // A camera reads the same key, by day and in the dark, and who hears the page is told what to do instead.
    const code = own.page.getByRole('img', { name: /^確認アプリ用のQRコード/ });
    for (const theme of ['day', 'night']) {
      await own.page.evaluate((look) => (document.documentElement.dataset['light'] = look), theme);
      const uri = new URL((await readQr(code)) ?? 'nothing:');
      expect(`${uri.protocol}//${uri.host}`, theme).toBe('otpauth://totp');
      expect(Object.fromEntries(uri.searchParams), theme).toMatchObject({ secret, digits: '6', period: '30' });
    }
    await own.page.evaluate(() => delete document.documentElement.dataset['light']);
    await checkScreen(own.page, 'fleet-qr-tablet', true, rules);
    await own.page.getByLabel('アプリに出たコード').fill(timeCode(secret, Math.floor(clock.nowSec() / 30)));
    await own.page.keyboard.press('Enter');
    await own.page.getByRole('heading', { name: '予備のコード' }).waitFor();
    expect(await own.page.locator('.recovery-codes li').count()).toBeGreaterThan(4);
    await checkScreen(own.page, 'fleet-account-tablet', true, rules);
    await own.page.getByRole('button', { name: '終わる' }).click();
    await own.page.getByLabel('担当者名（英数字）').fill('driver-manager-line');
    await own.page.getByLabel('パスワード').fill('twelve letters at least');
    await own.page.keyboard.press('Enter');
    await own.page.getByLabel('確認コード').waitFor();
    await checkScreen(own.page, 'fleet-second-factor-tablet', true, rules);
    // A code is good once: the next one is half a minute away.
    clock.jumpTo(clock.nowSec() + 30);
    await own.page.getByLabel('確認コード').fill(timeCode(secret, Math.floor(clock.nowSec() / 30)));
    await own.page.keyboard.press('Enter');
    await own.page.getByRole('navigation').waitFor();
    expect(own.errors).toEqual([]);
    await own.context.close();
  });
});

test('who has a role that needs the second factor is told so, and can do nothing else until it is set up', async () => {
  const town = { vehicles: 1, stops: 10 };
  const strict = await startLineDispatcher({ clock, pages: builtPages(), secondFactorRoles: ['supervisor'] }, town);
  const own = await openWindow(browser, strict.url, { size: 'tablet' });
  await signInAs(own.page, strict, 'supervisor');
  await own.page.getByText('あなたの役割では、確認コードを設定するまで、ほかの画面は使えません').waitFor();
  expect(await own.page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['自分の設定']);
  await checkEverySize(own.page, 'console-factor-required', { rules });
  await own.page.getByRole('button', { name: '設定を始める' }).click();
  const secret = ((await own.page.locator('.secret-key').textContent()) ?? '').replaceAll(' ', '');
  await own.page.getByLabel('アプリに出たコード').fill(timeCode(secret, Math.floor(clock.nowSec() / 30)));
  await own.page.keyboard.press('Enter');
  await own.page.getByRole('heading', { name: '予備のコード' }).waitFor();
  await own.page.getByText('あなたの役割では').waitFor({ state: 'detached' });
  await own.page.getByRole('navigation').getByRole('link', { name: '運行一覧', exact: true }).waitFor();
  expect([...own.errors, ...own.outside]).toEqual([]);
  await own.context.close();
  await strict.close();
});

describe('trips and vehicles', () => {
  test('a trip that is dragged to another row shows its effect first and moves when that is confirmed', async () => {
    await openScreen(page, '運行一覧');
    await page.locator('.bar').nth(2).waitFor();
    const from = await rowOf(3);
    const goal = from === 'v2' ? 'v1' : 'v2';
    await page.locator('.bar', { hasText: /^3$/ }).dragTo(page.locator(`[data-vehicle="${goal}"] .row-band`));
    await page
      .getByText(/乗車 .* → /)
      .first()
      .waitFor();
    expect(await rowOf(3), 'nothing has moved yet').toBe(from);
    await page.getByRole('button', { name: /この内容で移す|約束を破っても移す/ }).click();
    await expect.poll(() => rowOf(3)).toBe(goal);
    await page.locator('.trip-card').getByRole('button', { name: '閉じる' }).click();
  });

  test('a vehicle that breaks down goes out, its trips go to others, and it comes back by undo', async () => {
    const vehicleId = (await rowOf(1))!;
    const name = `${vehicleId.slice(1)}号車`;
    await card(name).locator('summary', { hasText: '故障・運休など' }).click();
    await card(name).getByLabel('理由').selectOption('breakdown');
    await card(name).getByRole('button', { name: 'この車両を運休にする' }).click();
    await checkScreen(page, 'fleet-breakdown-desk', true, rules);
    await press('はい、運休にします');
    await page.locator('.undo-bar', { hasText: `${name}を運休にしました` }).waitFor();
    await expect.poll(() => rowOf(1)).not.toBe(vehicleId);
    await card(name)
      .getByText(/^運休中（故障）・/)
      .waitFor();
    await checkScreen(page, 'fleet-vehicle-out-desk', true, rules);
    await page.locator('h1').focus();
    await page.keyboard.press('Control+z');
    await page.getByText('元に戻しました').waitFor();
    await card(name)
      .getByText(/^運休中/)
      .waitFor({ state: 'detached' });
    const token = await operator(dispatcher, 'supervisor');
    const { lines } = await dispatcher.client.call('auditVehicle', {
      token,
      params: { vehicleId, date: '2026-04-01' },
    });
    const kinds = lines.map(({ kind }) => kind);
    expect(kinds).toContain('vehicle_taken_out');
    expect(kinds).toContain('vehicle_returned');
  });

  test('a stop is closed for some days and opened again by undo', async () => {
    await openScreen(page, '運休・通行止め');
    await page.locator('#close-stop').fill('停留所7');
    await page.locator('#close-stop').press('Enter');
    await page.getByLabel('いつまで', { exact: true }).fill('2026-04-03');
    await press('この停留所を閉じる');
    await page.getByText('停留所7 2026-04-01〜2026-04-03').waitFor();
    await checkScreen(page, 'fleet-stop-closed-desk', true, rules);
    await press('元に戻す（Ctrl+Z）');
    await page.getByText('停留所7 2026-04-01〜2026-04-03').waitFor({ state: 'detached' });
  });

  test('before the service rests, it says what is cancelled; then the bookings are gone and alarms are loud', async () => {
    await page.evaluate(() => {
      const own = window as unknown as { tones: number };
      own.tones = 0;
      const { start } = OscillatorNode.prototype;
      OscillatorNode.prototype.start = function (...given) {
        own.tones++;
        return start.apply(this, given);
      };
    });
    await page.getByLabel('いつまで（1730、明日9時）').fill('1400');
    await press('いまから運休にする');
    await page.getByText(/この時間の予約3件が取り消されます：1番・2番・3番/).waitFor();
    await checkScreen(page, 'fleet-suspend-desk', true, rules);
    await press('はい、運休にします');
    await page.getByText(/〜14:00 台風/).waitFor();
    // Everybody whose trip was cancelled must be told.
    await page.locator('.alarm-bar', { hasText: 'お客様に電話してください' }).waitFor();
    await expect.poll(() => page.evaluate(() => (window as unknown as { tones: number }).tones)).toBeGreaterThan(0);
    while ((await page.locator('.alarm-bar').count()) > 0) {
      const before = await page.locator('.alarm-bar').textContent();
      await page.locator('h1').focus();
      await page.keyboard.press('F8');
      await expect.poll(async () => (await page.locator('.alarm-bar').allTextContents()).join('')).not.toBe(before);
    }
    await openScreen(page, '運行一覧');
    await expect.poll(() => page.locator('.bar').count()).toBe(0);
    await openScreen(page, '操作の記録');
    await page.locator('summary', { hasText: '全体を運休にした' }).first().waitFor();
    await openScreen(page, '運休・通行止め');
    await press('終わりにする');
    await page.getByText(/〜14:00 台風/).waitFor({ state: 'detached' });
  });
});

test('something is said to all drivers after it was shown whom it goes to, and the screen tells who has seen it', async () => {
  await openScreen(page, 'お知らせ');
  await page.getByRole('combobox', { name: '文', exact: true }).selectOption('drivers_road_closed');
  await press('送る相手を確かめる');
  await page.getByText('乗務員1人に送ります').waitFor();
  await checkScreen(page, 'fleet-messages-desk', true, rules);
  await press('この内容で送る');
  await page.getByText('まだ確認していない：0号車').waitFor();
  const params = { vehicleId: 'v0' };
  const { messages } = await dispatcher.client.call('getMessages', { token: driver, params });
  const { broadcastId } = messages[0]!;
  await dispatcher.client.call('acknowledgeMessage', { token: driver, params: { ...params, broadcastId } });
  await page.getByText(/^確認済み：0号車/).waitFor();
  await press('表示を終わりにする');
  await page.getByText('（終わり）').waitFor();
});

test('a driver who calls for help is heard at the desk at once', async () => {
  await dispatcher.client.call('raiseSos', { token: driver, params: { vehicleId: 'v0' }, body: {} });
  await page.locator('.alarm-bar', { hasText: '緊急：乗務員が助けを求めています：0号車' }).waitFor();
  await checkScreen(page, 'fleet-sos-desk', true, rules);
  await press('対応する');
  await page.locator('.alarm-bar').waitFor({ state: 'detached' });
});

test('the day on paper has every stop of every vehicle and nothing else', async () => {
  await bookTrip(dispatcher.client, 's1', 's5');
  await openScreen(page, '運行表（印刷）');
  await page.locator('.sheet tbody tr').nth(1).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.screen-bar').isVisible()).toBe(false);
  expect(await page.locator('.print-button').isVisible()).toBe(false);
  expect((await page.pdf()).length).toBeGreaterThan(1000);
  await page.screenshot({ path: join(screenshots, 'fleet-manifest-paper.png') });
  await page.emulateMedia({ media: 'screen' });
});

test('every screen of the console holds at every size, in each language, with text twice as large', async () => {
  for (const [name, screen] of [
    ['電話受付', 'phone-desk'],
    ['運行一覧', 'board'],
    ['運行表（印刷）', 'manifest'],
    ['警報', 'alarms'],
    ['運休・通行止め', 'closures'],
    ['お知らせ', 'messages'],
    ['シフト', 'shifts'],
    ['点呼', 'roll-calls'],
    ['乗務員・端末', 'crew'],
    ['担当者', 'operators'],
    ['自分の設定', 'account'],
    ['操作の記録', 'audit'],
  ] as const) {
    await openScreen(page, name);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await checkEverySize(page, `console-${screen}`, { rules });
  }
});

test('the fleet windows had no error and asked nobody but the service', () => {
  expect([...watched.errors, ...watched.outside]).toEqual([]);
});
