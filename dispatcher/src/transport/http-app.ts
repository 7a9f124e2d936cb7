/** Everything that is answered over HTTP, put together: security headers, limits, API, tiles, pages, health, metrics. */
import { timingSafeEqual } from 'node:crypto';
import { openApiDocument } from '@noriai/core/contracts/openapi.ts';
import type { Health } from '@noriai/core/contracts/service.ts';
import compression from 'compression';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { LoopProof } from '../application/dispatch-loop.ts';
import { apiPage, apiPageStyle } from './api-page.ts';
import { apiRouter, type ApiParts } from './api-router.ts';
import { pagesRouter, type PageFolder } from './pages.ts';
import { sendProblem } from './problem.ts';
import { tilesRouter } from './tiles.ts';

/** Header by which the demo's riders and drivers, and nobody else, show who they are. */
export const VIRTUAL_HEADER = 'x-noriai-virtual';
/** Header that opens `/internal/…` to whoever can read the data folder. */
export const INTERNAL_HEADER = 'x-noriai-internal';

export interface HttpParts extends Omit<ApiParts, 'isVirtual' | 'onError' | 'signInLimit'> {
  readonly version: string;
  readonly health: () => Health;
  readonly proof: () => LoopProof;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly pages: readonly PageFolder[];
  /** PMTiles file of the area, or null when it has none. */
  readonly tilesPath: string | null;
  /** Requests a minute from one address; 0 = no limit. */
  readonly rateLimit: number;
  /** Guesses of codes and passwords a minute from one address; 0 = no limit. */
  readonly signInLimit: number;
  /** Reverse proxies in front, whose word on the caller's address counts. */
  readonly trustedProxies: number;
  readonly virtualSecret: string;
  readonly internalSecret: string;
}

export function httpApp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustedProxies);
  const isVirtual = (request: Request) => isSecret(request.get(VIRTUAL_HEADER), parts.virtualSecret);
  app.use(securityHeaders(), requestLog(parts.logger), compression());
  mountHealth(app, parts);
  const limit = parts.rateLimit > 0 ? [limiter(parts.rateLimit, isVirtual)] : [];
  app.get('/api/v1/openapi.json', (_request, response) => void response.json(openApiDocument(parts.version)));
  const signInLimit = parts.signInLimit > 0 ? limiter(parts.signInLimit, isVirtual) : null;
  const onError = (error: unknown) => parts.logger.error(error);
  app.use('/api/v1', ...limit, apiRouter({ ...parts, isVirtual, signInLimit, onError }));
  app.get('/api/style.css', (_request, response) => void response.type('css').send(apiPageStyle));
  app.get('/api/', (_request, response) => void response.type('html').send(apiPage(parts.version)));
  if (parts.tilesPath !== null) app.use('/tiles', tilesRouter(parts.tilesPath));
  app.use(pagesRouter(parts.pages));
  app.use((request, response) => sendProblem(response, 'not_found', `there is no ${request.method} ${request.path}`));
  return app;
}

function mountHealth(app: Express, { health, metrics, proof, internalSecret }: HttpParts): void {
  app.get('/healthz', (_request, response) => {
    const view = health();
    response
      .status(view.status === 'ok' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(view);
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  app.get('/internal/proof', (request, response, next) => {
    if (isSecret(request.get(INTERNAL_HEADER), internalSecret)) response.json(proof());
    else next();
  });
}

/** Nothing from outside ever; MapLibre draws in a worker made from a blob and reads images from blobs and data. */
function securityHeaders(): RequestHandler {
  return helmet({
    strictTransportSecurity: false, // for the proxy that ends TLS to say; on plain HTTP in a town hall it would lock people out
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        childSrc: ["'self'", 'blob:'],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
  });
}

/** One line a request, for those who look for something; the route's pattern, never its ids, tokens or addresses. */
function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    if (!logger.isLevelEnabled('debug')) return next();
    const startMs = performance.now();
    response.on('finish', () => {
      const route = `${request.baseUrl}${(request.route as { path?: string } | undefined)?.path ?? ''}`;
      const ms = Math.round((performance.now() - startMs) * 10) / 10;
      logger.debug({ method: request.method, route, status: response.statusCode, ms }, 'request');
    });
    next();
  };
}

function limiter(perMinute: number, isVirtual: (request: Request) => boolean): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: isVirtual,
    handler: (_request, response) =>
      sendProblem(response, 'too_many_requests', `more than ${perMinute} requests in a minute from this address`),
  });
}

function isSecret(given: string | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
