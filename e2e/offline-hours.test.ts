/**
 * Four hours in a valley: a driver signs on, loses the signal, works the whole plan without it, the app is killed in between,
 * and when the signal is back the service hears everything, once and in order. The clocks of page and service are moved
 * together; the town is a straight line.
 */
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import { startLineDispatcher, trip, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import type { Booking } from '@noriai/core/contracts/trips.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openWindow, type Watched } from './browser/chromium.ts';
import { arrive, board, dropOff, signOnTo } from './browser/driver-steps.ts';
import { checkScreen } from './browser/screen-check.ts';
import { builtPages } from './service.ts';

const START_SEC = OPENING_SEC + 3600;
const clock = new DemoClock();
let dispatcher: LineDispatcher;
let browser: Browser;

beforeAll(async () => {
  clock.jumpTo(START_SEC);
  dispatcher = await startLineDispatcher({ clock, pages: builtPages() }, { vehicles: 1, stops: 10 });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await dispatcher?.close();
});

interface Booked {
  readonly token: string;
  readonly booking: Booking;
}

async function book(from: string, to: string, afterSec: number): Promise<Booked> {
  const { client } = dispatcher;
  const { token } = await client.call('registerRider');
  const body = { ...trip(from, to), when: { kind: 'depart_after' as const, atSec: START_SEC + afterSec } };
  const answer = await client.call('requestTrip', { token, body });
  if (answer.kind !== 'offers') throw new Error(`got a refusal, ${answer.reason}, expected offers`);
  return { token, booking: await client.call('bookOffer', { token, body: { offerId: answer.offers[0]!.offerId } }) };
}

/** Moves the clocks of service and page to the same moment. */
async function goTo(watched: Watched, page: Page, sec: number): Promise<void> {
  const byMs = Math.max(0, sec - clock.nowSec()) * 1000;
  clock.jumpTo(clock.nowSec() + byMs / 1000);
  dispatcher.clockMoved();
  await watched.context.clock.fastForward(byMs);
  await page.waitForTimeout(50);
}

const unsent = (page: Page, count: number): Promise<void> =>
  page.getByText(new RegExp(`未送信の操作が${count}件あります`)).waitFor();

test('four hours without signal, the app killed in between: all is delivered once, in order, and conflicts are explained', async () => {
  const minutes = [20, 70, 120, 170, 225];
  const booked: Booked[] = [];
  for (const [i, minute] of minutes.entries()) booked.push(await book(`s${i + 1}`, `s${i + 4}`, minute * 60));
  const cancelled = booked[3]!;

  const watched = await openWindow(browser, dispatcher.url, { size: 'tablet', light: 'night', keepsPage: true });
  await watched.context.clock.install({ time: START_SEC * 1000 });
  let { page } = watched;
  await page.goto(`${dispatcher.url}/driver/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await signOnTo(page, dispatcher.url, 0, '試験 太郎');
  await page.locator('.later li').nth(8).waitFor();
  await page.locator('.next-turn').waitFor();
  await checkScreen(page, 'driver-turns-tablet');

  await watched.context.setOffline(true);
  await page.getByText(/通信が切れています/).waitFor();
  // Meanwhile somebody cancels; the driver can't know.
  const { client } = dispatcher;
  await client.call('cancelBooking', {
    token: cancelled.token,
    params: { bookingId: cancelled.booking.bookingId },
    body: {},
  });

  const boardedSec: number[] = [];
  let kept = 0;
  for (const [i, { booking }] of booked.entries()) {
    await goTo(watched, page, booking.pickupFromSec);
    await arrive(page);
    await unsent(page, ++kept);
    boardedSec.push(clock.nowSec());
    await board(page, booking.number);
    await unsent(page, ++kept);
    if (i === 2) {
      // The tablet runs out of power with a rider on board; the page comes up again without any network.
      await page.close({ runBeforeUnload: false });
      page = await watched.context.newPage();
      await page.goto(`${dispatcher.url}/driver/`);
      await unsent(page, kept);
      await page.getByText(/乗車中 1人/).waitFor();
      await checkScreen(page, 'driver-offline-reopened-tablet');
    }
    await goTo(watched, page, clock.nowSec() + 400);
    await arrive(page);
    await unsent(page, ++kept);
    await dropOff(page, booking.number);
    await unsent(page, ++kept);
  }
  await goTo(watched, page, START_SEC + 4 * 3600);

  await watched.context.setOffline(false);
  await page.getByText(/通信が切れています/).waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: /受け付けられなかった操作が\d件あります/ }).waitFor();
  await checkScreen(page, 'driver-conflicts-tablet');
  const explained = await page.locator('.conflicts li').allTextContents();
  expect(explained.join('\n')).toContain(`乗りました 予約番号 ${cancelled.booking.number}`);
  await page.getByRole('button', { name: 'わかりました' }).click();

  for (const [i, { token, booking }] of booked.entries()) {
    const now = await client.call('getBooking', { token, params: { bookingId: booking.bookingId } });
    expect(now.status, `booking ${booking.number}`).toBe(i === 3 ? 'cancelled' : 'completed');
    if (i !== 3) expect(Math.abs(now.boardedSec! - boardedSec[i]!), `booking ${booking.number}`).toBeLessThan(30);
  }
  expect(await deeds()).toEqual(
    booked.flatMap(({ booking }, i) => (i === 3 ? [] : [`+${booking.number}`, `-${booking.number}`])),
  );
  expect([...watched.errors, ...watched.outside]).toEqual([]);
});

/** Boardings and drop-offs as the ledger has them, in order. */
async function deeds(): Promise<string[]> {
  const numberOf = new Map<string, number>();
  const done: string[] = [];
  for await (const entries of dispatcher.ledger.read(0)) {
    for (const { event } of entries) {
      if (event.kind === 'ride_booked') numberOf.set(event.bookingId, event.number);
      if (event.kind === 'ride_boarded') done.push(`+${numberOf.get(event.bookingId)}`);
      if (event.kind === 'ride_completed') done.push(`-${numberOf.get(event.bookingId)}`);
    }
  }
  return done;
}
