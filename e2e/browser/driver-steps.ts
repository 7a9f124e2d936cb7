/** What a driver does on the driver page. */
import type { Page } from 'playwright-core';

/** Signs on to the vehicle at this place of the list. */
export async function signOnTo(page: Page, url: string, vehicle: number, name = '山田 太郎'): Promise<void> {
  await page.goto(`${url}/driver/`);
  await page.locator('main li').nth(vehicle).getByRole('button').click();
  await page.getByLabel('お名前').fill(name);
  await page.getByRole('button', { name: '乗務を始める' }).click();
  await page.locator('.duty-load').waitFor();
}

export const arrive = (page: Page): Promise<void> => page.getByRole('button', { name: '着きました' }).click();

export const board = (page: Page, number: number): Promise<void> =>
  page.getByRole('button', { name: `乗りました 予約番号 ${number}`, exact: true }).click();

export const dropOff = (page: Page, number: number): Promise<void> =>
  page.getByRole('button', { name: `降りました 予約番号 ${number}`, exact: true }).click();
