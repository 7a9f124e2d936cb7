/** A real Chromium, found on the PATH, with what we always want to know of a page: its errors and whom it asked. */
import { spawnSync } from 'node:child_process';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  desk: { width: 1440, height: 900 },
} as const;
export type Size = keyof typeof sizes;

/** SwiftShader draws WebGL without a graphics card; the rest keeps Chromium from asking anybody anything on its own. */
const flags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...flags, ...extraFlags] });
}

function findChromium(): string {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const path = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (path !== '') return path;
  }
  throw new Error('no chromium on the PATH: as root run "apt-get install chromium fonts-noto-cjk"');
}

export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors and console errors so far; failed requests are not errors of the page. */
  readonly errors: string[];
  /** Addresses outside the service that were asked for; must stay empty. */
  readonly outside: string[];
}

export interface Person {
  readonly size?: Size;
  readonly language?: 'ja' | 'easy' | 'en';
  readonly textSize?: 'normal' | 'large' | 'largest';
  /** Look of the driver page; by default the day's, at whatever hour the test runs. */
  readonly light?: 'day' | 'night';
  /** Lets the browser keep the page for offline use; otherwise every load is a fresh one. */
  readonly keepsPage?: boolean;
}

/** Somebody's own browser window: storage of its own, language and text size as chosen before. */
export async function openWindow(browser: Browser, url: string, person: Person = {}): Promise<Watched> {
  const { size = 'phone', language = 'ja', textSize = 'normal', light = 'day', keepsPage = false } = person;
  const context = await browser.newContext({
    viewport: sizes[size],
    locale: 'ja-JP',
    reducedMotion: 'reduce',
    serviceWorkers: keepsPage ? 'allow' : 'block',
  });
  await context.addInitScript(
    ([chosenLanguage, chosenSize, chosenLight]) => {
      // Only the first time: a choice made on the page must survive a reload.
      if (localStorage.getItem('noriai.language') !== null) return;
      localStorage.setItem('noriai.language', JSON.stringify(chosenLanguage));
      localStorage.setItem('noriai.textSize', JSON.stringify(chosenSize));
      localStorage.setItem('noriai.light', JSON.stringify(chosenLight));
    },
    [language, textSize, light],
  );
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const errors: string[] = [];
  const outside: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const isOfRequest = /^(Failed to load resource|WebSocket connection to)/.test(message.text());
    if (message.type() === 'error' && !isOfRequest) errors.push(message.text());
  });
  context.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob):/.test(address)) outside.push(address);
  });
  return { context, page, errors, outside };
}
