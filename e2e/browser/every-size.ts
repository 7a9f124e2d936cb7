/**
 * A screen as everybody may meet it: on a phone, a tablet and a desk, in each language, with text as it is and twice as
 * large. Nothing may stick out at the side or be cut off, and with text as it is nothing may be too small or too faint. For
 * riders and drivers the desk's number is in sight on every one.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  axeFindings,
  deskOutOfReach,
  forRiders,
  keepScreenshots,
  screenshots,
  tooSmall,
  weakContrast,
  type ScreenRules,
} from './screen-check.ts';

const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 820, height: 1180 },
  desk: { width: 1280, height: 800 },
} as const;
const languages = ['ja', 'easy', 'en'] as const;

export interface EverySizeOptions {
  readonly rules?: ScreenRules;
  /** The screen begins anew in another language: what was typed or opened on it is gone then. */
  readonly onlyJapanese?: boolean;
}

const seen: string[] = [];
/** Names of all screens checked so far. */
export const checkedScreens = (): readonly string[] => seen;

/** Leaves the page as it was: at its size, in Japanese, with the usual text. */
export async function checkEverySize(page: Page, name: string, options: EverySizeOptions = {}): Promise<void> {
  const { rules = forRiders, onlyJapanese = false } = options;
  keepScreenshots();
  seen.push(name);
  const before = page.viewportSize()!;
  const spoken = onlyJapanese ? (['ja'] as const) : languages;
  expect(await axeFindings(page), `${name}: axe`).toEqual([]);
  const found = (await weakContrast(page)).map((line) => `contrast under 7:1: ${line}`);
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    found.push(...(await tooSmall(page, rules)).map((line) => `${size}: ${line}`));
    if (rules === forRiders) found.push(...(await deskOutOfReach(page)).map((line) => `${size}: ${line}`));
    await page.screenshot({ path: join(screenshots, `${name}-${size}.png`) });
    const stickingOut = await page.evaluate(whatSticksOut, { spoken, all: languages });
    found.push(...stickingOut.map((line) => `${size}, ${line}`));
  }
  await keepLargePicture(page, name);
  await page.setViewportSize(before);
  expect(found, `${name}: does not fit`).toEqual([]);
}

/** Text twice as large on the phone, where there is the least room. */
async function keepLargePicture(page: Page, name: string): Promise<void> {
  await page.setViewportSize(sizes.phone);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  await page.screenshot({ path: join(screenshots, `${name}-phone-200-percent.png`) });
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
}

/**
 * In the page: parts that stick out of the window, or whose content is cut off, in each language with text as it is and
 * twice as large. Languages are chosen on the page itself; the last one chosen is Japanese.
 */
async function whatSticksOut({
  spoken,
  all,
}: {
  spoken: readonly string[];
  all: readonly string[];
}): Promise<string[]> {
  const root = document.documentElement;
  // Layout needs no frame, and a frame with a map takes half a second without a graphics card.
  const rendered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  const speak = async (language: string): Promise<void> => {
    if (root.dataset['language'] === language) return;
    const choices = document.querySelectorAll<HTMLButtonElement>('.settings-panel fieldset:first-of-type .choice');
    choices[all.indexOf(language)]!.click();
    while (root.dataset['language'] !== language) await rendered();
    await rendered();
  };
  const say = (part: Element, byPx: number): string =>
    `${Math.round(byPx)} px: ${part.tagName}.${part.className} "${(part.textContent ?? '').slice(0, 30)}"`;
  // Tables and the timeline scroll by themselves, by keyboard too.
  const leftOut = '.map, .hidden, .skip, svg, .table-box, .timeline-box';
  const isLeftOut = (part: Element): boolean => part.closest(leftOut) !== null;
  const measure = (): string[] => {
    const lines: string[] = [];
    const sideways = root.scrollWidth - innerWidth;
    if (sideways > 0) lines.push(`the page scrolls sideways by ${sideways} px`);
    for (const part of document.querySelectorAll('#page *, dialog, dialog *')) {
      if (isLeftOut(part) || !part.checkVisibility()) continue;
      const { left, right, width } = part.getBoundingClientRect();
      if (width === 0) continue;
      if (right > innerWidth + 0.5) lines.push(say(part, right - innerWidth));
      else if (left < -0.5) lines.push(say(part, -left));
      const isCut = getComputedStyle(part).overflowX !== 'visible' && !part.matches('input, main, .dialog');
      if (isCut && part.scrollWidth > part.clientWidth + 1) lines.push(say(part, part.scrollWidth - part.clientWidth));
    }
    return lines.slice(0, 4);
  };
  const found: string[] = [];
  for (const language of spoken) {
    await speak(language);
    for (const percent of [100, 200]) {
      root.style.fontSize = percent === 100 ? '' : `${percent}%`;
      found.push(...measure().map((line) => `${language}, text ${percent} %: ${line}`));
    }
    root.style.fontSize = '';
  }
  if (spoken.length > 1) await speak('ja');
  return found;
}
