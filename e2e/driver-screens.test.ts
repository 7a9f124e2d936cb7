/**
 * Every flow and every function of the driver page, against the real dispatcher in a town whose clock the test moves: each
 * screen by day and by night, at three sizes, in three languages and with text twice as large.
 */
import { issuePairingCode, addDriver } from '@noriai/dispatcher/application/accounts/drivers.ts';
import type { Booking } from '@noriai/core/contracts/trips.ts';
import { operator } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { trip } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openWindow, type Person, type Watched } from './browser/chromium.ts';
import { answerRollCall, arrive, board, dropOff, signOnTo } from './browser/driver-steps.ts';
import { checkEverySize } from './browser/every-size.ts';
import { startTestTown, type TestTown } from './browser/test-town.ts';

let browser: Browser;
const windows: Watched[] = [];
const towns: TestTown[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const town of towns) await town.close();
});

async function newTown(...given: Parameters<typeof startTestTown>): Promise<TestTown> {
  const town = await startTestTown(...given);
  towns.push(town);
  return town;
}

/** A window that notes what is spoken and whether the screen is kept awake. */
async function open(town: TestTown, person: Person = {}): Promise<Watched> {
  const watched = await openWindow(browser, town.url, { size: 'tablet', ...person });
  await watched.context.addInitScript(() => {
    const noted = { said: [] as string[], awake: 0 };
    Object.assign(window, { noted });
    speechSynthesis.speak = ({ text, lang }) => void noted.said.push(`${lang} ${text}`);
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: async () => {
          noted.awake++;
          return { release: async () => undefined };
        },
      },
    });
  });
  windows.push(watched);
  return watched;
}

interface Noted {
  readonly said: readonly string[];
  readonly awake: number;
}
const noted = (page: Page): Promise<Noted> => page.evaluate(() => (window as unknown as { noted: Noted }).noted);

/** A rider with a white cane. */
async function book(town: TestTown, from: string, to: string, inSec = 0): Promise<Booking> {
  return (await bookAs(town, from, to, inSec)).booking;
}

async function bookAs(town: TestTown, from: string, to: string, inSec: number) {
  const { client } = town;
  const { token } = await client.call('registerRider');
  const when =
    inSec === 0 ? ({ kind: 'now' } as const) : ({ kind: 'depart_after', atSec: town.nowSec() + inSec } as const);
  const wish = trip(from, to);
  const party = { ...wish.party, needs: [{ type: 'white_cane', count: 1 }] } as const;
  const answer = await client.call('requestTrip', { token, body: { ...wish, party, when } });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  return { token, booking: await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } }) };
}

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const openMenu = (page: Page): Promise<void> => page.locator('summary', { hasText: 'そのほかの操作' }).click();
const toast = (page: Page, words: string): Promise<void> => page.locator('.toast', { hasText: words }).waitFor();

describe('the begin of a duty', () => {
  test('a tablet is paired by code, the driver signs on by number and PIN after a roll call that allows it', async () => {
    const town = await newTown({}, { driverPins: true });
    await addDriver(town.accounts, { driverNumber: '1234', name: '模擬 乗務員', pin: '246813' }, 'host');
    const { page } = await open(town);
    await page.goto(`${town.url}/driver/`);
    await page.getByLabel('組み合わせの数字').fill('00000000');
    await press(page, 'この車両のタブレットにする');
    await page.locator('.notice-trouble').waitFor();
    await checkEverySize(page, 'driver-pair');
    await page.getByLabel('組み合わせの数字').fill(issuePairingCode(town.accounts, 'v1', 'host').code);
    await press(page, 'この車両のタブレットにする');
    await page.getByText('やまびこ2号').waitFor();
    await checkEverySize(page, 'driver-pin');
    await page.reload();
    await page.getByLabel('乗務員番号').fill('1234');
    await page.getByLabel('暗証番号').fill('111111');
    await press(page, '点呼へ進む');
    await checkEverySize(page, 'driver-roll-call');
    await answerRollCall(page);
    await press(page, '乗務を始める');
    await page.locator('.notice-trouble').waitFor();
    await page.locator('.screen-back').click();
    await page.getByLabel('暗証番号').fill('246813');
    await press(page, '点呼へ進む');
    await answerRollCall(page, { alcohol: '反応あり' });
    await press(page, '乗務を始める');
    await page.getByText('このままでは運転できません').waitFor();
    await checkEverySize(page, 'driver-must-not-drive');
    await press(page, '反応なし');
    await press(page, '乗務を始める');
    await page.locator('.duty-load').waitFor();
    await press(page, '乗務を終わる');
    await page.getByRole('heading', { level: 1, name: '乗務を終わりますか' }).waitFor();
    await answerRollCall(page);
    await page.getByLabel(/次の人への引き継ぎ/).fill('坂道に落ち葉');
    await checkEverySize(page, 'driver-end', { onlyJapanese: true });
    await press(page, 'はい、終わります');
    await page.getByLabel('乗務員番号').waitFor();
    const desk = await operator(town, 'supervisor');
    const date = new Date((town.nowSec() + 9 * 3600) * 1000).toISOString().slice(0, 10);
    const { rollCalls } = await town.client.call('getRollCalls', { token: desk, params: { date } });
    expect(rollCalls.map(({ rollCall }) => `${rollCall.phase} ${rollCall.mayDrive} ${rollCall.report ?? ''}`)).toEqual([
      'before false ',
      'before true ',
      'after true 坂道に落ち葉',
    ]);
    await press(page, 'べつの車両のタブレットにする');
    await page.getByLabel('組み合わせの数字').waitFor();
  });
});

describe('on duty', () => {
  test('next stop, riders, fare and turns; the no-show timer; every function of the menu', async () => {
    const town = await newTown();
    const { page } = await open(town);
    await page.goto(`${town.url}/driver/`);
    await page.locator('main li button').first().waitFor();
    await checkEverySize(page, 'driver-vehicles');
    await press(page, /^やまびこ1号/);
    await checkEverySize(page, 'driver-name');
    await signOnTo(page, town.url, 0);
    await page.getByText('いま予約はありません').waitFor();
    await checkEverySize(page, 'driver-no-calls');
    expect((await noted(page)).awake, 'the screen is kept on').toBeGreaterThan(0);

    const first = await book(town, 's1', 's5');
    const second = await book(town, 's1', 's5');
    await page.locator('.rider-row').nth(1).waitFor();
    await page.locator('.next-turn').waitFor();
    await page.getByText('いただく料金 300円').first().waitFor();
    await page.getByText('名のって声をかけ、乗り口まで案内する').first().waitFor();
    await checkEverySize(page, 'driver-next');
    const { said } = await noted(page);
    expect(said.join('\n')).toMatch(/^ja-JP .*次は、ちゅうおうこうみんかん/m);

    await arrive(page);
    await page
      .getByText(/あと.*お待ちください/)
      .first()
      .waitFor();
    await checkEverySize(page, 'driver-arrived');
    // Taken back online: the vehicle is on its way again.
    await openMenu(page);
    await checkEverySize(page, 'driver-menu', { onlyJapanese: true });
    await press(page, '直前の操作を取り消す');
    await toast(page, '取り消しました');
    await arrive(page);
    await board(page, first.number);
    // Whoever does not come: only after the wait.
    expect(await page.getByRole('button', { name: /^来ません/ }).count()).toBe(0);
    town.wait(900);
    await press(page, /^来ません/);
    await page.getByRole('dialog').waitFor();
    await checkEverySize(page, 'driver-no-show', { onlyJapanese: true });
    await press(page, 'はい、来ませんでした');
    await page.getByText(/乗車中 1人/).waitFor();
    await arrive(page);
    await dropOff(page, first.number);
    await page.getByText('いま予約はありません').waitFor();
    expect(second.number).toBeGreaterThan(first.number);

    // Somebody at the stop without a booking; the menu is still open.
    await press(page, '予約のない方を乗せる');
    await page.getByLabel('行き先').fill('ダム');
    await press(page, /^ダム入口/);
    await page.getByRole('button', { name: /^乗せる（料金 300円）/ }).waitFor();
    // Another number is asked for anew: the fare is that of everybody who gets on.
    const people = page.getByRole('group', { name: '人数' }).getByRole('button');
    await people.last().click();
    await page.getByRole('button', { name: /^乗せる（料金 600円）/ }).waitFor();
    await people.first().click();
    await page.getByRole('button', { name: /^乗せる（料金 300円）/ }).waitFor();
    await page.getByText('子ども・障害者手帳・車いすの方').click();
    const children = page.getByRole('group', { name: '子ども' }).getByRole('button');
    await children.last().click();
    await page.getByRole('button', { name: /^乗せる（料金 450円）/ }).waitFor();
    await checkEverySize(page, 'driver-walk-on', { onlyJapanese: true });
    await children.first().click();
    await page.getByRole('button', { name: /^乗せる（料金 300円）/ }).waitFor();
    await press(page, /^乗せる/);
    await page.getByText(/乗車中 1人/).waitFor();
    await arrive(page);
    await page.getByRole('button', { name: /^降りました/ }).click();
    await page.getByText('いま予約はありません').waitFor();

    await press(page, '休憩に入る');
    await page.getByRole('heading', { name: '休憩中' }).waitFor();
    await checkEverySize(page, 'driver-break');
    await press(page, '休憩を終わる');
    await page.getByRole('heading', { name: '休憩中' }).waitFor({ state: 'detached' });

    // A rider who does not come along any more: said in words, and gone when it was seen.
    const { token, booking } = await bookAs(town, 's2', 's6', 3600);
    await page.getByText(`予約番号 ${booking.number}`).first().waitFor();
    await town.client.call('cancelBooking', { token, params: { bookingId: booking.bookingId }, body: {} });
    await page.locator('.duty-news', { hasText: `予約が取り消されました ${booking.number}番` }).waitFor();
    await checkEverySize(page, 'driver-news');
    expect((await noted(page)).said.join('\n')).toContain(`予約が取り消されました ${booking.number}番`);
    await press(page, '確認しました');
    await page.locator('.duty-news').waitFor({ state: 'detached' });

    // What the desk says is shown above everything, spoken, and acknowledged.
    const desk = await operator(town, 'supervisor');
    const words = {
      audience: { kind: 'drivers' },
      reason: 'safety',
      urgency: 'now',
      templateId: 'drivers_call_desk',
    } as const;
    const { broadcastId } = await town.client.call('sendBroadcast', { token: desk, body: words });
    await page.locator('.desk-message').waitFor();
    await checkEverySize(page, 'driver-message');
    expect((await noted(page)).said.join('\n')).toContain('配車センターからのお知らせです。停車してから');
    await press(page, '確認しました');
    await page.locator('.desk-message').waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await town.client.call('listBroadcasts', { token: desk })).broadcasts[0])
      .toMatchObject({ broadcastId, acknowledged: [{ vehicleId: 'v0' }] });

    await press(page, '緊急・助けを呼ぶ');
    await checkEverySize(page, 'driver-sos', { onlyJapanese: true });
    await press(page, 'はい、助けを呼びます');
    await toast(page, '受付に伝わりました');
    // In another language the page began anew, with its menu closed.
    await openMenu(page);
    await press(page, '車が動かない');
    await press(page, 'はい、動かせません');
    await toast(page, '受け付けました');
    const { alarms } = await town.client.call('listAlarms', { token: desk });
    expect(alarms.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['sos', 'vehicle_out']));
  });

  test('by night and in the sun every screen keeps its contrast; without signal that is unmistakable, and undo works', async () => {
    const town = await newTown({ vehicles: 1 });
    const { page, context } = await open(town, { light: 'night' });
    await signOnTo(page, town.url, 0);
    const booking = await book(town, 's2', 's6');
    await book(town, 's6', 's8', 3600);
    await page.locator('.next-turn').waitFor();
    await page.locator('.later li').nth(1).waitFor();
    await checkEverySize(page, 'driver-next-night');
    await context.setOffline(true);
    await page.getByText(/通信が切れています/).waitFor();
    await arrive(page);
    await page.getByText(/未送信の操作が1件/).waitFor();
    await checkEverySize(page, 'driver-offline-night');
    // A slip of the finger in the valley: taken back before anybody heard of it.
    await board(page, booking.number);
    await page.getByText(/未送信の操作が2件/).waitFor();
    await openMenu(page);
    await press(page, '直前の操作を取り消す');
    await page.getByText(/未送信の操作が1件/).waitFor();
    await board(page, booking.number);
    await context.setOffline(false);
    await page.getByText(/通信が切れています/).waitFor({ state: 'detached' });
    await page.getByText(/乗車中 1人/).waitFor();
    // Somebody is on board: the duty can't end; nobody is: the booked go with others.
    await press(page, '乗務を終わる');
    await press(page, 'はい、終わります');
    await page.getByRole('heading', { name: '続けられないとき' }).waitFor();
    await checkEverySize(page, 'driver-cannot-end-night', { onlyJapanese: true });
    await page.locator('.screen-back').click();
    await arrive(page);
    await dropOff(page, booking.number);
    await press(page, '乗務を終わる');
    await press(page, 'はい、終わります');
    await press(page, '体調がわるいので終わる');
    await page.getByRole('heading', { name: '車両をえらんでください' }).waitFor();
  });
});

test('no window asked anybody else, no page had an error', () => {
  expect(windows.flatMap(({ outside }) => outside)).toEqual([]);
  expect(windows.flatMap(({ errors }) => errors)).toEqual([]);
});
