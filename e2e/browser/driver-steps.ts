/** What a driver does on the driver page. */
import type { Page } from 'playwright-core';

/** Signs on to the vehicle at this place of the list, with a roll call where the town asks for one. */
export async function signOnTo(page: Page, url: string, vehicle: number, name = '山田 太郎'): Promise<void> {
  await page.goto(`${url}/driver/`);
  await page.locator('main li').nth(vehicle).getByRole('button').click();
  await page.getByLabel('お名前').fill(name);
  await page.getByRole('button', { name: /^乗務を始める|^点呼へ進む/ }).click();
  const rollCall = page.getByRole('heading', { name: '乗務前の点呼' });
  await rollCall.or(page.locator('.duty-load')).first().waitFor();
  if (await rollCall.isVisible()) {
    await answerRollCall(page);
    await page.getByRole('button', { name: '乗務を始める' }).click();
  }
  await page.locator('.duty-load').waitFor();
}

/** All is well, unless the test says otherwise. */
export async function answerRollCall(page: Page, { alcohol = '反応なし' } = {}): Promise<void> {
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  await press(alcohol);
  await press('問題なし');
  await press('異常なし');
  await press('対面');
  await page.getByLabel('点呼をした人').fill('模擬 管理者');
}

export const arrive = (page: Page): Promise<void> => page.getByRole('button', { name: '着きました' }).click();

export const board = (page: Page, number: number): Promise<void> =>
  page.getByRole('button', { name: `乗りました 予約番号 ${number}`, exact: true }).click();

export const dropOff = (page: Page, number: number): Promise<void> =>
  page.getByRole('button', { name: `降りました 予約番号 ${number}`, exact: true }).click();
