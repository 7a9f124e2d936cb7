/** Refusals on the wire: problem details (RFC 9457) from the one table. */
import { refusals, type RefusalCode } from '@noriai/core/contracts/refusals.ts';
import type { Mistake } from '@noriai/core/contracts/schema.ts';
import type { Problem } from '@noriai/core/contracts/service.ts';
import type { TripAnswer } from '@noriai/core/contracts/trips.ts';
import type { Response } from 'express';

export function problemOf(
  code: RefusalCode,
  detail: string,
  mistakes: readonly Mistake[] = [],
  instead?: TripAnswer,
): Problem {
  const { status, ja, easy, en } = refusals[code];
  return {
    type: `/api/#${code}`,
    title: en,
    status,
    code,
    detail,
    message: { ja, easy, en },
    mistakes: [...mistakes],
    ...(instead && { instead }),
  };
}

export function sendProblem(
  response: Response,
  code: RefusalCode,
  detail: string,
  mistakes: readonly Mistake[] = [],
  instead?: TripAnswer,
): void {
  const problem = problemOf(code, detail, mistakes, instead);
  if (code === 'busy') response.set('Retry-After', '1');
  if (code === 'not_signed_in') response.set('WWW-Authenticate', 'Bearer');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
