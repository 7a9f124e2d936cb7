/** Somebody who has no mouse and no finger on the screen: Tab until there, then Enter, Space or the letters. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const MOST_TABS = 150;

/** Presses Tab until something with this name has the focus, waiting for screens that are still coming. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  await reach(page, namedPart(page, name), name);
  await expectRing(page, name);
}

/** Goes there by Tab alone, sees where it is, and presses the key; afterwards the focus must be somewhere again. */
export async function keyOn(page: Page, name: RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
  await expectFocus(page, `after ${name.source}`);
}

/** Goes to the field by Tab alone and types; what was in it is selected by getting there with Tab, and so replaced. */
export async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

/** Whatever vanished or opened, the next key must go somewhere. */
export async function expectFocus(page: Page, when: string): Promise<void> {
  const hasFocus = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);
  await expect.poll(hasFocus, { message: `nothing has the focus ${when}` }).toBe(true);
}

/** Buttons, fields, and lines that fold something up. */
function namedPart(page: Page, name: RegExp): Locator {
  const folds = page.locator('summary').filter({ hasText: name });
  return page.getByRole('button', { name }).or(page.getByRole('textbox', { name })).or(folds).first();
}

async function reach(page: Page, part: Locator, name: RegExp): Promise<void> {
  await part.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const focused = await page.evaluate(() => {
      const own = document.activeElement;
      const label = own instanceof HTMLInputElement ? own.labels?.[0]?.textContent : null;
      return own?.matches('button, input, summary, a')
        ? (own.getAttribute('aria-label') ?? label ?? own.textContent)
        : '';
    });
    if (name.test((focused ?? '').trim())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_TABS} times Tab did not reach ${name.source}`);
}

/** A ring of at least two pixels around what has the focus, or around the box it lies in. */
async function expectRing(page: Page, name: RegExp): Promise<void> {
  const ringPx = await page.evaluate(() => {
    const own = document.activeElement!;
    return Math.max(
      ...[own, own.closest('.search-box') ?? own].map((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(part);
        return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
      }),
    );
  });
  expect(ringPx, `ring around ${name.source}`).toBeGreaterThanOrEqual(2);
}
