/** The built web pages: hashed assets may be kept for ever, the page itself is asked for anew each time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type Response } from 'express';

/** A folder of built files and where it is shown: `/`, `/rider/`. */
export interface PageFolder {
  readonly mount: string;
  readonly folder: string;
}

/** Paths below a page's mount that are no file show the page, which finds its own way; `/` shows only what is there. */
export function pagesRouter(pages: readonly PageFolder[]): Router {
  const router = Router();
  for (const { mount, folder } of pages.toSorted((a, b) => b.mount.length - a.mount.length)) {
    router.use(mount, express.static(folder, { setHeaders: keepAssets }));
    if (mount === '/') continue;
    router.get(`${mount}*rest`, (request, response, next) => {
      const page = join(folder, 'index.html');
      if (!request.accepts('html') || /\.\w+$/.test(request.path) || !existsSync(page)) return next();
      response.set('Cache-Control', 'no-cache').sendFile(page);
    });
  }
  return router;
}

function keepAssets(response: Response, path: string): void {
  const isHashed = /[\\/]assets[\\/]/.test(path);
  response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
