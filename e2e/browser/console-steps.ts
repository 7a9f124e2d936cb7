/** What an operator does on the pages of desk and fleet. */
import { operator, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import type { Page } from 'playwright-core';

/** Signs in by the form, as somebody whose account has the role. */
export async function signInAs(page: Page, dispatcher: LineDispatcher, role: 'desk' | 'supervisor'): Promise<void> {
  await operator(dispatcher, role);
  await page.goto(`${dispatcher.url}/desk/`);
  await page.getByLabel('担当者名（英数字）').fill(`${role}-line`);
  await page.getByLabel('パスワード').fill('twelve letters at least');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

/** Opens one of the screens by its name in the bar. */
export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
}
