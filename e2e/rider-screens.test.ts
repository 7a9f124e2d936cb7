/**
 * Every flow of the rider page on every screen that it meets: measured at three sizes, in three languages and with text
 * twice as large, against the real dispatcher in a town of long names whose clock the test moves.
 */
import { operator } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openWindow, type Person, type Watched } from './browser/chromium.ts';
import { checkedScreens, checkEverySize } from './browser/every-size.ts';
import { tabTo } from './browser/keyboard.ts';
import { bookingNumber, pickStop, takeFirstOffer } from './browser/rider-steps.ts';
import { startTestTown, type TestTown } from './browser/test-town.ts';
import { townDriver } from './browser/town-driver.ts';

const HALL = '町役場前';
const CLINIC = 'さくら医院';
const STATION = 'みどり駅';

let town: TestTown;
let browser: Browser;
const windows: Watched[] = [];

beforeAll(async () => {
  town = await startTestTown();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await town?.close();
});

async function open(url = town.url, person: Person = {}): Promise<Page> {
  const watched = await openWindow(browser, url, person);
  windows.push(watched);
  await watched.page.goto(`${url}/rider/`);
  await watched.page.locator('.button-hero').waitFor();
  return watched.page;
}

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const title = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
const back = (page: Page): Promise<void> => page.locator('.screen-back').click();

/** To and from by name; ends on the screen that asks when. */
async function choosePlaces(page: Page, from: string, to: string): Promise<void> {
  await press(page, /^予約する/);
  await title(page, 'どこへ行きますか');
  await pickStop(page, to);
  await title(page, 'どこから乗りますか');
  await pickStop(page, from);
  await title(page, 'いつ出かけますか');
}

/** Now, for one; ends on the offers. */
async function searchNow(page: Page, from: string, to: string): Promise<void> {
  await choosePlaces(page, from, to);
  await press(page, /^いますぐ/);
  await press(page, '便をさがす');
}

const start = async (page: Page): Promise<void> => {
  await page.evaluate(() => (location.hash = ''));
  await page.locator('.button-hero').waitFor();
};

describe('a booking', () => {
  test('is made one decision a screen, and every screen fits everywhere', async () => {
    const page = await open();
    await checkEverySize(page, 'rider-start');
    await press(page, /^予約する/);
    await title(page, 'どこへ行きますか');
    await checkEverySize(page, 'rider-to');
    for (const way of ['kana', 'kind', 'district', 'near', 'map']) {
      await page.evaluate((name) => (location.hash = `to/${name}`), way);
      if (way === 'map') await page.locator('.map .notice, .maplibregl-canvas').first().waitFor();
      if (way === 'near') await page.getByText('いまいる場所がわかりませんでした').waitFor();
      await checkEverySize(page, `rider-to-${way}`);
    }
    await page.evaluate(() => (location.hash = 'to/kana'));
    await press(page, /^か行|^さ行/);
    await checkEverySize(page, 'rider-to-kana-row');
    await page.evaluate(() => (location.hash = 'to/search'));
    // Kanji, kana, katakana and Latin letters all find the same clinic.
    for (const typed of ['医院', 'さくら', 'サクラ', 'sakura']) {
      await page.getByRole('searchbox').fill(typed);
      await page
        .locator('main li')
        .getByRole('button', { name: /^さくら医院/ })
        .waitFor();
      expect(await page.locator('main li').count(), typed).toBe(1);
    }
    await checkEverySize(page, 'rider-to-search', { onlyJapanese: true });
    await page.locator('main li button').click();
    await title(page, 'どこから乗りますか');
    await checkEverySize(page, 'rider-from');
    await pickStop(page, HALL);
    await checkEverySize(page, 'rider-when');
    await press(page, /^出発の時刻をきめる/);
    await checkEverySize(page, 'rider-when-depart');
    await back(page);
    await press(page, /^着く時刻をきめる/);
    await checkEverySize(page, 'rider-when-arrive');
    await back(page);
    await press(page, /^いますぐ/);
    await checkEverySize(page, 'rider-who');
    await press(page, /^歩行器・白杖/);
    await title(page, '手伝いや持ち物はありますか');
    await press(page, '歩行器・シルバーカー');
    await press(page, '付き添い・介助の方を1人ふやす');
    await page.locator('summary', { hasText: 'ほかの手伝い' }).click();
    await checkEverySize(page, 'rider-needs');
    await press(page, 'これでよい');
    await page.getByText('歩行器・シルバーカー・付き添い・介助の方 1人').waitFor();
    await press(page, '便をさがす');
    await title(page, 'この便に乗れます');
    await checkEverySize(page, 'rider-offers');
    await takeFirstOffer(page);
    const number = await bookingNumber(page);
    // What tells the vehicle apart stands beside the number.
    await page.getByText('模擬 500 あ 12-3').waitFor();
    await page.getByText('白に緑の帯').waitFor();
    await checkEverySize(page, 'rider-booked');
    await press(page, 'この予約を取り消す');
    await page.getByRole('dialog').waitFor();
    await checkEverySize(page, 'rider-cancel-question', { onlyJapanese: true });
    await press(page, 'はい、取り消します');
    await title(page, '取り消しました');
    await checkEverySize(page, 'rider-cancelled');
    // Back for a minute: the same booking with the same number.
    await press(page, /^取り消しをやめて/);
    await page.locator('.ticket-number').waitFor();
    expect(await bookingNumber(page)).toBe(number);
    await page.reload();
    expect(await bookingNumber(page), 'after a reload').toBe(number);
    const ticket = await page.evaluate(() => location.hash);
    // What was needed is remembered for the next time.
    await start(page);
    await searchNow(page, HALL, CLINIC);
    await page.getByText('2人（歩行器・シルバーカー・付き添い・介助の方 1人）').waitFor();
    await page.evaluate((address) => (location.hash = address), ticket);
    await press(page, 'この予約を取り消す');
    await press(page, 'はい、取り消します');
    await title(page, '取り消しました');
    town.wait(70);
    // A minute later only the same trip can be asked for again.
    await page.getByRole('button', { name: /^取り消しをやめて/ }).waitFor({ state: 'detached' });
    await press(page, '同じ便をもう一度さがす');
    await title(page, 'この便に乗れます');
  });

  test('is followed to its receipt, asked for every week, and its way back is called', async () => {
    const page = await open();
    await searchNow(page, HALL, CLINIC);
    await press(page, '帰りは、あとで呼ぶ');
    await page.getByText('帰りの席も用意します').waitFor();
    await takeFirstOffer(page);
    const number = await bookingNumber(page);
    const ticket = await page.evaluate(() => location.hash);
    const drivers = [await townDriver(town, 'v0'), await townDriver(town, 'v1')];
    const plans = await Promise.all(drivers.map((driver) => driver.manifest()));
    const mine = plans.findIndex(({ calls }) =>
      calls.some(({ riders }) => riders.some((one) => one.number === number)),
    );
    const driver = drivers[mine]!;
    await driver.arrive();
    await title(page, '車が着きました');
    await checkEverySize(page, 'rider-arrived');
    await driver.serve();
    await title(page, 'ご乗車中');
    await checkEverySize(page, 'rider-on-board');
    await driver.finish();
    await title(page, 'ご利用ありがとうございました');
    await checkEverySize(page, 'rider-completed');
    await press(page, '領収書を見る');
    await page.getByText('300円').waitFor();
    await checkEverySize(page, 'rider-receipt');
    await back(page);
    await press(page, '毎週くり返す');
    await press(page, '火');
    await press(page, '金');
    await checkEverySize(page, 'rider-repeat', { onlyJapanese: true });
    await press(page, 'この曜日に毎週予約する');
    await page.getByText(/毎週 火・金/).waitFor();
    await checkEverySize(page, 'rider-bookings');
    await press(page, '毎週の予約をやめる');
    await page.getByText(/毎週 火・金/).waitFor({ state: 'detached' });
    await page.evaluate((address) => (location.hash = address), ticket);
    await press(page, '帰りの車を呼ぶ');
    await title(page, '車が向かっています');
    expect(await bookingNumber(page)).toBeGreaterThan(number);
    await driver.finish();
  });

  test('from a point on the map tells the walk, and where exactly to stand', async () => {
    const page = await open();
    const area = await town.client.call('getArea');
    const { position } = area.stops[0]!;
    await page.evaluate((start) => localStorage.setItem('noriai.lastStart', JSON.stringify(start)), {
      kind: 'point',
      position: { ...position, lat: position.lat - 0.002 },
    });
    await page.reload();
    await press(page, /^予約する/);
    await pickStop(page, CLINIC);
    await press(page, /この前と同じ場所から/);
    await press(page, /^いますぐ/);
    await press(page, '便をさがす');
    await takeFirstOffer(page);
    await press(page, '乗り場までの歩き方を見る');
    await page.getByText(/までに出ると、間に合います/).waitFor();
    await page.getByText('赤いポストの横です').first().waitFor();
    const picture = page.locator('.walk-picture img');
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
    await checkEverySize(page, 'rider-walk');
    await back(page);
    await press(page, 'この予約を取り消す');
    await press(page, 'はい、取り消します');
    await title(page, '取り消しました');
  });

  test.each(['phone', 'tablet'] as const)('is made and cancelled with the keyboard alone on a %s', async (size) => {
    const page = await open(town.url, { size });
    const key = async (name: RegExp): Promise<void> => {
      await tabTo(page, name);
      await page.keyboard.press('Enter');
    };
    for (const name of [
      /^予約する/,
      /^種類でさがす/,
      /^病院・医院/,
      /^さくら医院/,
      /^種類でさがす/,
      /^役場・支所/,
      /^町役場前/,
    ])
      await key(name);
    for (const name of [/^いますぐ/, /^歩行器・白杖/, /^ベビーカー/, /^これでよい/, /^便をさがす/, /^この便を予約する/])
      await key(name);
    expect(await bookingNumber(page)).toBeGreaterThan(0);
    for (const name of [/^この予約を取り消す/, /^はい、取り消します/, /^取り消しをやめて/]) await key(name);
    expect(await bookingNumber(page)).toBeGreaterThan(0);
    for (const name of [/^この予約を取り消す/, /^はい、取り消します/]) await key(name);
    await title(page, '取り消しました');
  });

  test('arrives in time for the train that was chosen from the list', async () => {
    const page = await open();
    await choosePlaces(page, HALL, STATION);
    await press(page, /^電車・バスの発車に合わせる/);
    await title(page, 'どの電車・バスに乗りますか');
    const train = page.locator('main li button').nth(1);
    await train.waitFor();
    await checkEverySize(page, 'rider-trains');
    const [, hour, minute] = /(\d+)時\u2060?(\d+)分/.exec((await train.textContent()) ?? '')!;
    await train.click();
    await press(page, '便をさがす');
    await title(page, 'この便に乗れます');
    const arrival = (await page.locator('.offer-lines strong').first().textContent()) ?? '';
    const [, byHour, byMinute] = /(\d+)時\u2060?(\d+)分までに到着/.exec(arrival)!;
    const spareMinutes = Number(hour) * 60 + Number(minute) - Number(byHour) * 60 - Number(byMinute);
    // Four minutes from the stop to the platform.
    expect(spareMinutes, arrival).toBeGreaterThanOrEqual(4);
  });
});

describe('two riders and one seat', () => {
  test('the second waits, is offered what the first gives back, and nobody loses a seat without the next best', async () => {
    const small = await startTestTown({ vehicles: 1, seats: 1, wheelchairPlaces: 0, legSec: 900 });
    const [first, second] = [await open(small.url), await open(small.url)];
    await searchNow(first, HALL, CLINIC);
    await title(first, 'この便に乗れます');
    // The only seat is held for the first: the second is shown why and the next best.
    await searchNow(second, HALL, CLINIC);
    await title(second, 'この便に乗れます');
    await second.locator('main .notice-warning').first().waitFor();
    // The first takes too long; the second is quicker now.
    small.wait(150);
    await second.getByRole('button', { name: /^もう一度さがす/ }).click();
    await title(second, 'この便に乗れます');
    await takeFirstOffer(second);
    await press(first, /^もう一度さがす/);
    await title(first, 'この便に乗れます');
    await checkEverySize(first, 'rider-next-best');
    await small.close();
  });

  test('an offer that another took is answered with what is held instead', async () => {
    const page = await open();
    await searchNow(page, HALL, CLINIC);
    await title(page, 'この便に乗れます');
    // Somebody else takes the seat between the look and the press: the answer that the service gives then.
    await page.route('**/api/v1/bookings', async (route) => {
      const answer = await route.fetch({ postData: JSON.stringify({ offerId: 'gone' }) });
      const problem = (await answer.json()) as object;
      const held = await town.client.call('requestTrip', {
        token: await page.evaluate(() => JSON.parse(localStorage.getItem('noriai.riderToken')!) as string),
        body: {
          from: { kind: 'stop', stopId: 's0' },
          to: { kind: 'stop', stopId: 's2' },
          when: { kind: 'now' },
          party: { adults: 1, children: 0, reduced: 0, wheelchairs: 0 },
        },
      });
      await route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ ...problem, code: 'offer_gone', instead: held }),
      });
    });
    await press(page, /^この便を予約する/);
    await page.getByText('その席は、ひと足先にほかの方が予約しました').waitFor();
    await checkEverySize(page, 'rider-seat-gone');
    await page.unroute('**/api/v1/bookings');
    await takeFirstOffer(page);
    await press(page, 'この予約を取り消す');
    await press(page, 'はい、取り消します');
    await title(page, '取り消しました');
  });

  test('what cannot be had says why, and the waitlist hands over what came free', async () => {
    const page = await open();
    await choosePlaces(page, HALL, CLINIC);
    await press(page, /^いますぐ/);
    await press(page, /^大人を1人ふやす/);
    for (let i = 0; i < 2; i++) await press(page, /^車いすのまま乗る方を1人ふやす/);
    await press(page, '便をさがす');
    await page.getByText('車いすのまま乗れる車両がありません。').waitFor();
    await checkEverySize(page, 'rider-refused');
    await press(page, '空きが出るのを待つ');
    await page.getByRole('heading', { name: '空き待ち' }).waitFor();
    await checkEverySize(page, 'rider-waitlist');
    await press(page, '待つのをやめる');
    await page.getByRole('heading', { name: '空き待ち' }).waitFor({ state: 'detached' });
  });
});

describe('a seat that comes free', () => {
  test('is held for who waits, without a reload, and is taken; not taken in time it goes on, and that is said', async () => {
    const oneSeat = { vehicles: 1, seats: 1, wheelchairPlaces: 0, legSec: 900 };
    // Nothing near the wished time is held instead, so that the second has to wait.
    const rules = { bookingRules: { nextBestSpanSec: 1200, waitlistHoldSec: 300 } };
    const small = await startTestTown({ ...oneSeat, rules });
    const [first, second] = [await open(small.url), await open(small.url)];
    const bookFirst = async (): Promise<void> => {
      await searchNow(first, HALL, CLINIC);
      await title(first, 'この便に乗れます');
      await takeFirstOffer(first);
    };
    const cancelFirst = async (): Promise<void> => {
      await press(first, 'この予約を取り消す');
      await press(first, 'はい、取り消します');
      await title(first, '取り消しました');
      await start(first);
    };
    const waitSecond = async (): Promise<void> => {
      await searchNow(second, HALL, CLINIC);
      await press(second, '空きが出るのを待つ');
      await second.getByText('次に空いたらお知らせします').waitFor();
    };
    await bookFirst();
    await waitSecond();
    await cancelFirst();
    small.wait(2);
    await second.locator('.toast', { hasText: '空きが出ました' }).waitFor();
    await second.getByText(/席を取り置いています/).waitFor();
    await checkEverySize(second, 'rider-waitlist-offered');
    // It stands on the start screen as well.
    await start(second);
    await takeFirstOffer(second);
    await press(second, 'この予約を取り消す');
    await press(second, 'はい、取り消します');
    await title(second, '取り消しました');
    await start(second);
    await bookFirst();
    await waitSecond();
    await cancelFirst();
    small.wait(2);
    await second.getByText(/席を取り置いています/).waitFor();
    small.wait(301);
    await second.getByText('取り置きの時間が過ぎたので、席はほかの方に回りました').waitFor();
    await checkEverySize(second, 'rider-waitlist-over');
    await press(second, 'もう一度さがす');
    await title(second, 'この便に乗れます');
    await small.close();
  });
});

describe('a family', () => {
  test('says who they are by phone, agrees by a code, and one books for the other with what she needs', async () => {
    town.addPerson('模擬 花子', '+81721110001');
    town.addPerson('模擬 むすめ', '+81721110002');
    const mother = await open();
    await signIn(mother, '0721-11-0001');
    // What she needs is kept with her account.
    await start(mother);
    await choosePlaces(mother, HALL, CLINIC);
    await press(mother, /^いますぐ/);
    await press(mother, /^歩行器・白杖/);
    await press(mother, '白杖（目が不自由）');
    const kept = mother.waitForResponse(
      (one) => one.url().endsWith('/me/profile') && one.request().method() === 'POST',
    );
    await press(mother, 'これでよい');
    await kept;
    await mother.getByText('白杖（目が不自由）').waitFor();

    const page = await open();
    await press(page, 'お名前・ご家族');
    await checkEverySize(page, 'rider-account-unknown');
    await press(page, '電話番号で本人確認をする');
    await checkEverySize(page, 'rider-account-phone', { onlyJapanese: true });
    await start(page);
    await signIn(page, '0721-11-0002');
    await press(page, 'ご家族の分を予約できるようにする');
    await page.getByLabel('電話番号').fill('０７２１−１１−０００１');
    await press(page, '数字を送ってもらう');
    await page.getByLabel('届いた数字').fill('0000');
    await press(page, 'これでよい');
    await page.locator('.notice-trouble').waitFor();
    await checkEverySize(page, 'rider-account-code', { onlyJapanese: true });
    await page.getByLabel('届いた数字').fill(town.lastCode());
    await press(page, 'これでよい');
    await page.locator('li.card', { hasText: '模擬 花子 さん' }).waitFor();
    await checkEverySize(page, 'rider-account-family');
    await start(page);
    await choosePlaces(page, HALL, CLINIC);
    await press(page, /^いますぐ/);
    await title(page, 'どなたが乗りますか');
    await checkEverySize(page, 'rider-whom');
    await press(page, /^模擬 花子 さん/);
    await page.getByText('白杖（目が不自由）').waitFor();
    await press(page, '便をさがす');
    await takeFirstOffer(page);
    await page.getByText('模擬 花子 さんの予約').waitFor();
    const number = await bookingNumber(page);
    await checkEverySize(page, 'rider-booked-for-mother');
    // She sees it, too, and can end that others book for her.
    await start(mother);
    await press(mother, new RegExp(`予約番号 ${number}`));
    expect(await bookingNumber(mother)).toBe(number);
    await press(mother, 'この予約を取り消す');
    await press(mother, 'はい、取り消します');
    await title(mother, '取り消しました');
    await start(mother);
    await press(mother, /^お名前・ご家族/);
    await press(mother, /^代わりの予約をやめてもらう/);
    await mother.getByRole('heading', { name: 'あなたの代わりに予約できる方' }).waitFor({ state: 'detached' });
    await press(mother, 'この端末から名前を消す');
    await mother.getByText('しなくても、予約はできます').waitFor();
  });
});

/** From the start screen, with the code that the town sends; ends on the account's screen. */
async function signIn(page: Page, phone: string): Promise<void> {
  await press(page, /^お名前・ご家族/);
  await press(page, '電話番号で本人確認をする');
  await page.getByLabel('電話番号').fill(phone);
  await press(page, '数字を送ってもらう');
  await page.getByLabel('届いた数字').waitFor();
  await page.getByLabel('届いた数字').fill(town.lastCode());
  await press(page, 'これでよい');
  await page.getByText('あなたが予約できるご家族').waitFor();
}

test('what the desk says to all riders stands on the start screen', async () => {
  const desk = await operator(town, 'desk');
  const body = {
    audience: { kind: 'all_riders' },
    reason: 'weather',
    urgency: 'soon',
    templateId: 'riders_may_stop',
  } as const;
  const { broadcastId } = await town.client.call('sendBroadcast', { token: desk, body });
  const page = await open();
  await page.getByText('運行を取りやめることがあります').waitFor();
  await checkEverySize(page, 'rider-announcement');
  await town.client.call('endBroadcast', { token: desk, params: { broadcastId } });
});

describe('a connection that comes and goes', () => {
  test('keeps the booking in sight, says that it is old, and asks again by itself', async () => {
    const page = await open(town.url, { keepsPage: true });
    await searchNow(page, HALL, CLINIC);
    await takeFirstOffer(page);
    const number = await bookingNumber(page);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    for (let i = 0; i < 2; i++) {
      await page.context().setOffline(true);
      await page.getByText(/通信が切れています/).waitFor();
      await page.reload();
      expect(await bookingNumber(page), 'without a connection, after a reload').toBe(number);
      await page.getByText(/時点の内容です/).waitFor();
      if (i === 0) await checkEverySize(page, 'rider-connection-lost');
      await page.context().setOffline(false);
      await page.getByText(/通信が切れています/).waitFor({ state: 'detached' });
    }
    await press(page, 'この予約を取り消す');
    await press(page, 'はい、取り消します');
    await title(page, '取り消しました');
  });
});

test('the screen is read aloud, with what counts', async () => {
  const page = await open();
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    speechSynthesis.speak = ({ text, lang }) => void said.push(`${lang} ${text}`);
  });
  await page.getByRole('button', { name: '読み上げ' }).click();
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said.join('\n'));
  expect(said).toContain('ja-JP');
  expect(said).toContain('乗合タクシーの予約');
  expect(said).toContain('予約する');
});

test('every screen was looked at, no window asked anybody else, no page had an error', () => {
  expect(checkedScreens().length).toBeGreaterThanOrEqual(30);
  expect(windows.flatMap(({ outside }) => outside)).toEqual([]);
  expect(windows.flatMap(({ errors }) => errors)).toEqual([]);
});
