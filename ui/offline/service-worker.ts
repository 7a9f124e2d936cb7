/**
 * Keeps a page usable without a connection: the page itself and what it loads at once are kept on the device, so that a
 * rider still sees the booking and a driver still works after the browser was closed in a valley. What the service says
 * is never kept here: pages remember their own last view and say that it is old.
 *
 * The newest page wins: it is asked for first, and the kept one is shown only when nobody answers. Files under
 * `assets/` carry a hash in their name and never change.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const CACHE = 'noriai-page';
const TILES = 'noriai-tiles';
const NEWEST_WITHIN_MS = 4_000;

worker.addEventListener('install', (event) => {
  event.waitUntil(keepPage().then(() => worker.skipWaiting()));
});
worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(newestPage(request));
  else if (url.pathname.includes('/assets/')) event.respondWith(asset(request));
  else if (/^\/(tiles|pictures)\//.test(url.pathname)) event.respondWith(tile(request));
});

const pageAddress = (): string => worker.registration.scope;

async function keepPage(): Promise<void> {
  const response = await fetch(pageAddress(), { cache: 'no-cache' });
  if (response.ok) await keep(response);
}

/** Keeps the page with the files it names; those of an older page go only after the new ones are there. */
async function keep(response: Response): Promise<void> {
  const cache = await caches.open(cacheName());
  const text = await response.clone().text();
  const before = await cache.match(pageAddress());
  if (before && (await before.text()) === text) return;
  const named = [...text.matchAll(/(?:src|href)="([^"]*\/assets\/[^"]+)"/g)].map((match) => match[1]!);
  await cache.addAll(named);
  await cache.put(pageAddress(), response);
  const wanted = new Set([pageAddress(), ...named.map((name) => new URL(name, pageAddress()).href)]);
  for (const old of await cache.keys()) if (!wanted.has(old.url)) await cache.delete(old);
}

/** Each page has a cache of its own: two pages of one service must not clear each other's. */
const cacheName = (): string => `${CACHE} ${new URL(pageAddress()).pathname}`;

/** A connection that only seems to be there must not keep anybody from the page: after a few seconds the kept one is shown. */
async function newestPage(request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheName())).match(pageAddress());
  const newest = fetch(request).then((response) => {
    if (response.ok) void keep(response.clone()).catch(() => undefined);
    return response;
  });
  if (!kept) return newest;
  const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), NEWEST_WITHIN_MS));
  return Promise.race([newest.catch(() => kept), patience]);
}

async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName());
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) void cache.put(request, response.clone());
  return response;
}

/** A piece of the map or a picture of a stop that was seen once can be seen again without signal; with signal it is renewed for the next time. */
async function tile(request: Request): Promise<Response> {
  const cache = await caches.open(TILES);
  const kept = await cache.match(request);
  const newest = fetch(request).then((response) => {
    if (response.status === 200) void cache.put(request, response.clone());
    return response;
  });
  if (!kept) return newest;
  newest.catch(() => undefined);
  return kept;
}
