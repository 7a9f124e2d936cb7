/**
 * How every page of ours is built, once: `vite.config.ts` of an app says only where the page is served.
 *
 *     export default pageBuild(import.meta.dirname, '/rider/');
 *
 * The result is in `dist/` beside the configuration: `index.html` (never to be cached) and `assets/` whose names carry
 * a hash of their content (may be cached for ever). `npx vite` beside it develops against a running service:
 * NORIAI_ORIGIN, by default http://localhost:8080.
 */
import { join } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

const serviceWorker = 'service-worker';
const workerSource = join(import.meta.dirname, 'offline', 'service-worker.ts');

export interface PageOptions {
  /** The device keeps the page: `ui/offline/service-worker.ts` is built beside it as `service-worker.js`. */
  readonly isKeptOffline?: boolean;
}

/** @param base path under which the page is served, with both slashes */
export function pageBuild(root: string, base: string, options: PageOptions = {}): UserConfig {
  const target = process.env['NORIAI_ORIGIN'] ?? 'http://localhost:8080';
  return defineConfig({
    root,
    base,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // Five-year-old phones (syntax; of newer functions only `Object.hasOwn` is used); the map alone needs WebGL2 as well.
      target: ['chrome93', 'safari15.4', 'firefox92'],
      // Small pictures stay files: a data: address would need a looser content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200,
      rolldownOptions: {
        input: {
          index: join(root, 'index.html'),
          ...(options.isKeptOffline === true && { [serviceWorker]: workerSource }),
        },
        // The worker's name must stay the same for ever; everything else carries a hash.
        output: { entryFileNames: ({ name }) => (name === serviceWorker ? '[name].js' : 'assets/[name]-[hash].js') },
      },
    },
    worker: { format: 'es' },
    server: {
      proxy: {
        '/api': target,
        '/tiles': target,
        '/live': { target, ws: true },
      },
    },
  });
}
