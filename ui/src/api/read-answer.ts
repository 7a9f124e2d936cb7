/** Reads what the service answered, once, at the edge: the answer or a problem, both checked against the contract. */
import { refusals, type RefusalCode } from '@noriai/core/contracts/refusals.ts';
import { routes, type AnswerOf, type RouteName } from '@noriai/core/contracts/routes.ts';
import { mistakeLine, type Mistake, type Schema } from '@noriai/core/contracts/schema.ts';
import { tripAnswer, type TripAnswer } from '@noriai/core/contracts/trips.ts';
import type { CallProblem, CallResult } from './client.ts';

/** Errors of the network while reading are thrown; everything else comes back as a value. */
export async function readAnswer<N extends RouteName>(name: N, response: Response): Promise<CallResult<AnswerOf<N>>> {
  const text = await response.text();
  const body = parse(text);
  if (!response.ok) return { ok: false, problem: problemOf(response.status, body) };
  const read = readLeniently(routes[name].answer as Schema<AnswerOf<N>>, body);
  if (read.mistakes.length === 0) return { ok: true, answer: read.value };
  const detail = `${name}: ${read.mistakes.map(mistakeLine).join('; ')}`;
  console.error(`answer not as agreed: ${detail}`);
  return { ok: false, problem: { code: 'unexpected', detail } };
}

/** Reads a message of the service, or null (with a line in the console) when it is not as agreed. */
export function readMessage<T>(name: string, schema: Schema<T>, message: unknown): T | null {
  const read = readLeniently(schema, message);
  if (read.mistakes.length === 0) return read.value;
  console.error(`message not as agreed: ${name}: ${read.mistakes.map(mistakeLine).join('; ')}`);
  return null;
}

/** Fields we do not know are left out instead of refused: a page may be older than the service it talks to. */
function readLeniently<T>(schema: Schema<T>, body: unknown): { value: T; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const value = schema.read(body, '', mistakes);
  return { value, mistakes: mistakes.filter((mistake) => mistake.got !== 'a field that is not known') };
}

function problemOf(status: number, body: unknown): CallProblem {
  const code = field(body, 'code');
  const detail = field(body, 'detail') ?? `HTTP ${status}`;
  if (code !== null && Object.hasOwn(refusals, code)) {
    const instead = insteadOf(body);
    return { code: code as RefusalCode, detail, ...(instead && { instead }) };
  }
  if (status === 429) return { code: 'too_many_requests', detail };
  // A gateway or a service that is just starting: worth another try.
  if (status >= 502) return { code: 'unreachable', detail };
  return { code: 'unexpected', detail };
}

/** What is held instead of an offer that is gone, if the service says so. */
function insteadOf(body: unknown): TripAnswer | null {
  const given = (body as { instead?: unknown } | null)?.instead;
  return given === undefined ? null : readMessage('instead', tripAnswer, given);
}

function field(body: unknown, name: string): string | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
