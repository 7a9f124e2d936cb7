/**
 * Every screen on its own: nothing for axe to find, nothing cut off, big enough, at phone, tablet and desk size, in each
 * language and with the largest text; the same content without a map; small enough to load. Pictures in `e2e/screenshots`.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openWindow, type Person } from './browser/chromium.ts';
import { checkScreen } from './browser/screen-check.ts';
import { makeDataFolder, pageSizes, removeDataFolder, startService, type RunningService } from './service.ts';

/** Sizes and languages; axe looks at two of them, because it looks at the same parts again and takes its time. */
const people: readonly (Person & { axe: boolean })[] = [
  { size: 'phone', language: 'ja', textSize: 'normal', axe: true },
  { size: 'phone', language: 'easy', textSize: 'largest', axe: false },
  { size: 'tablet', language: 'ja', textSize: 'large', axe: false },
  { size: 'desk', language: 'en', textSize: 'normal', axe: true },
];

let dataDir: string;
let service: RunningService;
let browser: Browser;

beforeAll(async () => {
  dataDir = makeDataFolder();
  service = await startService(dataDir);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await service?.kill();
  if (dataDir) removeDataFolder(dataDir);
});

describe.each(people)('for $language, $size, text $textSize', (person) => {
  const check = (page: Page, screen: string): Promise<void> =>
    checkScreen(page, `${screen}-${person.size}-${person.language}`, person.axe);

  test('the landing page and the driver page', async () => {
    const { page, context, errors, outside } = await openWindow(browser, service.url, person);
    await page.goto(service.url);
    await page.locator('.fleet li').first().waitFor();
    await check(page, 'landing');
    await page.goto(`${service.url}/driver/`);
    await page.locator('main li button').first().waitFor();
    await check(page, 'driver-vehicles');
    await page.locator('main li button').first().click();
    await check(page, 'driver-name');
    expect([...errors, ...outside]).toEqual([]);
    await context.close();
  });

  test('the screens of the rider page', async () => {
    const { page, context, errors, outside } = await openWindow(browser, service.url, person);
    await page.goto(`${service.url}/rider/`);
    await page.locator('.button-hero').waitFor();
    await check(page, 'rider-1-start');
    await walkThrough(page, check);
    expect([...errors, ...outside]).toEqual([]);
    await context.close();
  });
});

/** From the start to the offers, always the first choice; the second stop on the map. */
async function walkThrough(page: Page, check: (page: Page, screen: string) => Promise<void>): Promise<void> {
  const pick = (i: number): Promise<void> => page.locator('main .button-pick').nth(i).click();
  await page.locator('.button-hero').click();
  // The title of a new screen has the focus, for screen readers.
  await page.locator('h1:focus').waitFor();
  await check(page, 'rider-2-to');
  await pick(0);
  await check(page, 'rider-2-to-kana');
  await pick(0);
  await check(page, 'rider-2-to-list');
  await pick(0);
  await page.locator('.so-far').waitFor();
  await page.goto(`${page.url().split('#')[0]}#from/map`);
  await page.locator('.maplibregl-canvas').waitFor();
  await check(page, 'rider-3-from-map');
  await pick(0);
  await check(page, 'rider-4-when');
  await pick(1);
  await check(page, 'rider-4-when-time');
  await page.locator('main .button-main').click();
  await page.locator('.stepper').first().waitFor();
  await check(page, 'rider-5-who');
  await page.locator('main .button-main').click();
  await page.locator('.waiting').waitFor({ state: 'detached' });
  await check(page, 'rider-6-answer');
}

test('without WebGL the list has everything the map has, and the page says why there is no map', async () => {
  const plain = await launchChromium(['--disable-3d-apis']);
  const { page, errors } = await openWindow(plain, service.url, {});
  await page.goto(`${service.url}/rider/`);
  await page.locator('.button-hero').click();
  await page.getByRole('button', { name: '地図でさがす' }).click();
  await page.getByText('この機器では地図を表示できません').waitFor();
  expect(await page.locator('main li .button-pick').count()).toBeGreaterThan(2);
  await checkScreen(page, 'rider-no-map-phone');
  expect(errors).toEqual([]);
  await plain.close();
});

test('a map whose worker did not come is drawn once it can be had', async () => {
  const { page, context, errors } = await openWindow(browser, service.url, {});
  await context.route('**/assets/*worker*', (route) => route.abort());
  const failed = page.waitForEvent('console', (message) => message.text().startsWith('map: Worker failed'));
  await page.goto(`${service.url}/rider/`);
  await page.locator('.button-hero').click();
  await page.getByRole('button', { name: '地図でさがす' }).click();
  await failed;
  await context.unroute('**/assets/*worker*');
  await page.waitForResponse(/\/tiles\//);
  expect(errors).toEqual([]);
  await context.close();
});

test('what each page loads at once, without the map, is small', () => {
  const sizes = pageSizes();
  expect(Object.keys(sizes).length).toBeGreaterThan(2);
  for (const [page, { firstLoadGzipKb }] of Object.entries(sizes)) {
    expect(firstLoadGzipKb, page).toBeGreaterThan(10);
    expect(firstLoadGzipKb, page).toBeLessThan(120);
  }
});
