/** What must be true of every screen: nothing for axe to find, nothing cut off, text and targets big enough. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where pictures are kept; git ignores it. */
export const screenshots = join(import.meta.dirname, '..', 'screenshots');

/** Smallest text and smallest height of what can be pressed, CSS pixels: DESIGN section 7. */
export interface ScreenRules {
  readonly textPx: number;
  readonly targetPx: number;
}
/** Riders and drivers: read at arm's length; and nobody is left alone with a screen, the desk is one press away. */
export const forRiders: ScreenRules = { textPx: 18, targetPx: 56 };

/** Checks the screen and keeps a picture of it under `e2e/screenshots`. */
export async function checkScreen(page: Page, name: string, withAxe = true, rules = forRiders): Promise<void> {
  keepScreenshots();
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
  if (withAxe) expect(await axeFindings(page), `${name}: axe`).toEqual([]);
  expect(await overflowPx(page), `${name}: pixels cut off at the side`).toBeLessThanOrEqual(0);
  if (rules !== forRiders)
    expect(await overflowAt200Px(page), `${name}: pixels cut off at 200 % text: widest part`).toEqual('');
  expect(await tooSmall(page, rules), `${name}: text or targets too small`).toEqual([]);
  expect(await weakContrast(page), `${name}: contrast under 7:1`).toEqual([]);
  if (rules === forRiders) expect(await deskOutOfReach(page), `${name}: calling the desk`).toEqual([]);
}

/** Makes the folder of the pictures. */
export function keepScreenshots(): void {
  mkdirSync(screenshots, { recursive: true });
}

/** All rules of axe on the whole page. The engine, half a megabyte, is brought into a page once, not for each screen. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
}

async function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** With text twice the usual size, whatever was chosen: the part that sticks out farthest, empty when none does. */
async function overflowAt200Px(page: Page): Promise<string> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const before = root.style.fontSize;
    root.style.fontSize = '200%';
    const cutPx = root.scrollWidth - innerWidth;
    const isInsideScroller = (part: Element): boolean =>
      [...ancestors(part)].some((one) => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(one).overflowX));
    const widest = [...document.querySelectorAll('#page *')]
      .filter((part) => part.getBoundingClientRect().right > innerWidth + 0.5 && !isInsideScroller(part))
      .map(
        (part) => `${part.tagName}.${part.className} ${Math.round(part.getBoundingClientRect().right - innerWidth)}`,
      );
    root.style.fontSize = before;
    return cutPx > 0 ? `${cutPx} px: ${widest.at(-1) ?? ''}` : '';

    function* ancestors(part: Element): Generator<Element> {
      for (let at = part.parentElement; at && at !== document.body; at = at.parentElement) yield at;
    }
  });
}

/** Visible texts and targets below the rules, as the browser laid them out. Links inside a sentence are text. */
export async function tooSmall(page: Page, rules: ScreenRules): Promise<string[]> {
  return page.evaluate(({ textPx, targetPx }) => {
    const isSeen = (part: Element): boolean => {
      const { width, height } = part.getBoundingClientRect();
      return width > 1 && height > 1 && part.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    };
    const say = (part: Element): string =>
      `${part.tagName}.${part.className} "${(part.textContent ?? '').slice(0, 30)}"`;
    const small: string[] = [];
    for (const part of document.querySelectorAll('#page *, dialog *')) {
      if (!isSeen(part) || part.closest('svg, .maplibregl-map, .hidden, .skip')) continue;
      const hasText = [...part.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      const fontPx = Number.parseFloat(getComputedStyle(part).fontSize);
      if (hasText && fontPx < textPx - 0.1) small.push(`text ${fontPx} px: ${say(part)}`);
      if (!part.matches('button, a, summary, input')) continue;
      const { height } = (part.closest('.search-box') ?? part).getBoundingClientRect();
      if (height < targetPx - 0.6) small.push(`target ${height} px: ${say(part)}`);
    }
    return small;
  }, rules);
}

/**
 * What keeps somebody from calling the desk without looking for it: no link with the number, not in the window as it is
 * scrolled now, or covered by something. Behind a question the number can be seen, and is used once that is answered.
 */
export async function deskOutOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const link = document.querySelector<HTMLAnchorElement>('a[href^="tel:"]');
    if (!link?.checkVisibility()) return ['no telephone number of the desk'];
    const { left, right, top, bottom } = link.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) return [`the desk's number is out of sight: ${top} to ${bottom} px`];
    const digits = (text: string): string => text.replace(/\D/g, '');
    if (!digits(link.textContent ?? '').includes(digits(link.href))) return [`the desk's link shows another number`];
    if (document.querySelector('dialog[open]')) return [];
    const onTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return onTop && link.contains(onTop) ? [] : [`the desk's number is covered by ${onTop?.className}`];
  });
}

/** Texts with less than 7:1 on the nearest solid ground behind them; disabled buttons are exempt. */
export async function weakContrast(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const numbers = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
      const [lr, lg, lb] = [r, g, b].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
    };
    const groundOf = (part: Element): number[] => {
      for (let at: Element | null = part; at; at = at.parentElement) {
        const ground = numbers(getComputedStyle(at).backgroundColor);
        if (ground.length === 3 || ground[3] === 1) return ground;
      }
      return [255, 255, 255];
    };
    const weak: string[] = [];
    for (const part of document.querySelectorAll('#page *, dialog *')) {
      const hasText = [...part.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      if (!hasText || !part.checkVisibility() || part.closest('svg, .maplibregl-map, .hidden, :disabled')) continue;
      const [ink, ground] = [luminance(numbers(getComputedStyle(part).color)), luminance(groundOf(part))];
      const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
      if (ratio < 7)
        weak.push(`${ratio.toFixed(2)}: ${part.tagName}.${part.className} "${part.textContent?.slice(0, 30)}"`);
    }
    return weak;
  });
}
