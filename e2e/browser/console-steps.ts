/** What an operator does on the pages of desk and fleet. */
import type { Role } from '@noriai/core/contracts/rights.ts';
import { operator, type LineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';
import type { Page } from 'playwright-core';

/** Signs in by the form, as somebody whose account has the role. */
export async function signInAs(page: Page, dispatcher: LineDispatcher, role: Role): Promise<void> {
  await operator(dispatcher, role);
  await signIn(page, dispatcher.url, `${role.replace('_', '-')}-line`, 'twelve letters at least');
}

export async function signIn(page: Page, url: string, loginName: string, password: string): Promise<void> {
  await page.goto(`${url}/desk/`);
  await page.getByLabel('担当者名（英数字）').fill(loginName);
  await page.getByLabel('パスワード').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
}

/** Types and presses Enter, with nothing but the keyboard, where the focus is. */
export async function typeLine(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Waits until the focus is on the element with this id. */
export async function focusOn(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}:focus`).waitFor();
}

/** Opens one of the screens by its name in the bar. */
export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
}
