/** What a rider does on the rider page, step by step, by what can be read on the screen. */
import type { Page } from 'playwright-core';

/** Opens the page and begins a booking. */
export async function beginBooking(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/rider/`);
  await page.getByRole('button', { name: /^予約する/ }).click();
  await page.getByRole('heading', { level: 1, name: 'どこへ行きますか' }).waitFor();
}

/** Finds a stop by typing its name on a place screen. */
export async function pickStop(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '名前を入れてさがす' }).click();
  await page.getByRole('searchbox').fill(name);
  await page
    .locator('main li')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click();
}

/** To, from and "now"; ends on the screen that asks how many. */
export async function choosePlacesNow(page: Page, from: string, to: string): Promise<void> {
  await pickStop(page, to);
  await page.getByRole('heading', { level: 1, name: 'どこから乗りますか' }).waitFor();
  await pickStop(page, from);
  await page.getByRole('heading', { level: 1, name: 'いつ出かけますか' }).waitFor();
  await page.getByRole('button', { name: /^いますぐ/ }).click();
  await page.getByRole('heading', { level: 1, name: '何人で乗りますか' }).waitFor();
}

/** A whole booking for one adult now; returns its number. */
export async function bookNow(page: Page, url: string, from: string, to: string): Promise<number> {
  await beginBooking(page, url);
  await choosePlacesNow(page, from, to);
  await page.getByRole('button', { name: '便をさがす' }).click();
  return takeFirstOffer(page);
}

/** Books the first offer shown; returns the booking number. */
export async function takeFirstOffer(page: Page): Promise<number> {
  await page
    .getByRole('button', { name: /^この便を予約する/ })
    .first()
    .click();
  return bookingNumber(page);
}

/** The number shown big on the booking screen. */
export async function bookingNumber(page: Page): Promise<number> {
  return Number(await page.locator('.ticket-number').textContent());
}

/** Cancels from the booking screen, answering the question. */
export async function cancelBooking(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'この予約を取り消す' }).click();
  await page.getByRole('button', { name: 'はい、取り消します' }).click();
  await page.getByRole('heading', { level: 1, name: '取り消しました' }).waitFor();
}
