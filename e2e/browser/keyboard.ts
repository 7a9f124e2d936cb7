/** Somebody who has no mouse and no finger on the screen: Tab until there, then Enter. */
import type { Page } from 'playwright-core';

const MOST_TABS = 150;

/** Presses Tab until something with this name has the focus, waiting for screens that are still coming. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const focused = await page.evaluate(() => {
      const part = document.activeElement;
      return part?.getAttribute('aria-label') ?? part?.textContent ?? '';
    });
    if (name.test(focused.trim())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_TABS} times Tab did not reach ${name.source}`);
}
