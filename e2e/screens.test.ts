/**
 * The landing page; a device that cannot draw maps; and that every page is small enough to load. The screens of riders and
 * drivers are in `rider-screens.test.ts` and `driver-screens.test.ts`. Pictures in `e2e/screenshots`.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openWindow } from './browser/chromium.ts';
import { checkEverySize } from './browser/every-size.ts';
import { checkScreen } from './browser/screen-check.ts';
import { makeDataFolder, pageSizes, removeDataFolder, startService, type RunningService } from './service.ts';

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

test('the landing page fits everywhere', async () => {
  const { page, context, errors, outside } = await openWindow(browser, service.url);
  await page.goto(service.url);
  await page.locator('.fleet li').first().waitFor();
  await checkEverySize(page, 'landing');
  expect([...errors, ...outside]).toEqual([]);
  await context.close();
});

test('without WebGL the list has everything the map has, and the page says why there is no map', async () => {
  const plain = await launchChromium(['--disable-3d-apis']);
  const { page, errors } = await openWindow(plain, service.url, {});
  await page.goto(`${service.url}/rider/`);
  await page.locator('.button-hero').click();
  await page.getByRole('button', { name: '地図でさがす' }).click();
  await page.getByText('この機器では地図を表示できません').waitFor();
  await page.locator('main li .button-pick').nth(2).waitFor();
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
  const drawn = page.waitForResponse(/\/tiles\//);
  await context.unroute('**/assets/*worker*');
  await drawn;
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
