/** Mounts every route of the contracts: who may call → key → body, with all mistakes at once → operation → answer or problem. */
import { keyExpected, keyPattern } from '@noriai/core/contracts/openapi.ts';
import { needsKey, routes, type Route, type RouteName } from '@noriai/core/contracts/routes.ts';
import { decode, type Mistake } from '@noriai/core/contracts/schema.ts';
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { VaultClosed } from '../application/accounts/account-ports.ts';
import { AccountsUnavailable } from '../application/accounts/account-store.ts';
import type { Holder } from '../application/accounts/holder.ts';
import type { OperationOutcome, OperationRequest, Operations } from '../application/operations.ts';
import { authorise } from './authorise.ts';
import { sendProblem } from './problem.ts';

export interface ApiParts {
  readonly operations: Operations;
  /** Whose token it is, null when nobody has it. */
  readonly findHolder: (token: string) => Holder | null;
  /** Whether the request comes from the demo's own riders and drivers. */
  readonly isVirtual: (request: Request) => boolean;
  /** Lets fewer guesses of codes and passwords in than other requests; null = no limit. */
  readonly signInLimit: RequestHandler | null;
  /** Whether drivers sign on by a code; where they do not, a sign-on guesses nothing. */
  readonly asksDriverCode: boolean;
  readonly onError: (error: unknown) => void;
}

type AnyOperation = (request: OperationRequest<RouteName>) => Promise<OperationOutcome<unknown>>;

export function apiRouter(parts: ApiParts): Router {
  const router = Router();
  router.use(express.json({ limit: '64kb', strict: false }));
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path, isSignIn }: Route<unknown, unknown> = routes[name];
    const isGuess = isSignIn === true && (name !== 'signOn' || parts.asksDriverCode);
    const limit = isGuess && parts.signInLimit ? [parts.signInLimit] : [];
    const expressPath = path.replaceAll(/\{(\w+)\}/g, ':$1');
    router[method === 'GET' ? 'get' : 'post'](expressPath, ...limit, handler(parts, name));
  }
  router.use((request, response) =>
    sendProblem(response, 'not_found', `there is no ${request.method} ${request.path}`),
  );
  router.use(errorHandler(parts.onError));
  return router;
}

function handler(parts: ApiParts, name: RouteName): RequestHandler {
  const route: Route<unknown, unknown> = routes[name];
  const operation = parts.operations[name] as AnyOperation;
  return async (request, response) => {
    const params = request.params as Record<string, string>;
    const holder = holderOf(parts, request);
    const permission = authorise(route, holder, params['vehicleId']);
    if (!permission.ok) return sendProblem(response, permission.refusal, denialDetail(request));
    const key = request.get('idempotency-key') ?? null;
    const decoded = route.body ? decode(route.body, request.body ?? {}) : ({ ok: true, value: undefined } as const);
    const mistakes = [...(needsKey(name) ? keyMistakes(key) : []), ...(decoded.ok ? [] : decoded.mistakes)];
    if (!decoded.ok || mistakes.length > 0) return sendBadRequest(response, mistakes);
    const body = decoded.value as OperationRequest<RouteName>['body'];
    const { actor } = permission;
    const outcome = await operation({ actor, holder, key, params, body, isVirtual: parts.isVirtual(request) });
    if (outcome.ok) response.set('Cache-Control', 'no-store').json(outcome.answer);
    else sendProblem(response, outcome.refusal, outcome.detail, outcome.mistakes, outcome.instead);
  };
}

function holderOf({ findHolder }: ApiParts, request: Request): Holder | null {
  const token = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  return token === undefined ? null : findHolder(token);
}

function denialDetail(request: Request): string {
  return request.get('authorization') === undefined
    ? 'send the header Authorization: Bearer TOKEN'
    : 'the token of the header Authorization does not allow this';
}

function keyMistakes(key: string | null): Mistake[] {
  if (key !== null && keyPattern.test(key)) return [];
  return [{ path: 'header Idempotency-Key', got: key ?? 'nothing', expected: keyExpected }];
}

function sendBadRequest(response: Response, mistakes: readonly Mistake[]): void {
  const lines = mistakes.map(
    ({ path, got, expected }) => `${path === '' ? 'body' : path}: got ${got}, expected ${expected}`,
  );
  sendProblem(response, 'bad_request', lines.join('; '), mistakes);
}

function pathMistake({ path }: Request): Mistake {
  return {
    path: 'path',
    got: path,
    expected: 'UTF-8 in URL-encoding: two hexadecimal digits after each %, whole characters',
  };
}

/**
 * What the body reader, or the router for a path, refuses is the caller's mistake; everything else is ours and said in the
 * log, not to the caller.
 */
function errorHandler(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error: { status?: number; type?: string; message?: string }, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error.status !== undefined && error.status >= 400 && error.status < 500) {
      const expected = 'a JSON document of at most 64 kB';
      const ofBody = { path: '', got: error.type ?? 'something else', expected };
      return sendBadRequest(response, [error instanceof URIError ? pathMistake(request) : ofBody]);
    }
    onError(error);
    if (error instanceof AccountsUnavailable) {
      return sendProblem(response, 'busy', 'the accounts cannot be read or written; the log of the service says why');
    }
    if (error instanceof VaultClosed) return sendProblem(response, 'key_missing', error.message);
    sendProblem(response, 'internal_error', 'the service could not do this; its log says why');
  };
}
