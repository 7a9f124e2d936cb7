/** One request to an outside service, and what its answer means for a notice. */
import type { HandOver } from '../../application/notices/notice-desk.ts';

/** `gone`: as `never`, and so is the address. */
export type PostOutcome = HandOver | 'gone';
export type Post = (
  url: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>>,
) => Promise<PostOutcome>;

/** An outside service has this long to answer, by whatever way. */
export const TIMEOUT_MS = 10_000;

/** Never throws. Redirects are not followed: what was configured is where it goes. */
export const httpPost: Post = async (url, body, headers) => {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = typeof body === 'string' ? body : new Uint8Array(body);
    const response = await fetch(url, { method: 'POST', body: sent, headers, signal, redirect: 'manual' });
    await response.body?.cancel();
    return meaningOf(response.status);
  } catch {
    return 'later'; // no way there, or no answer in time
  }
};

/** What it means to a notice whose address is not ours to forget. */
export const handedOver = (outcome: PostOutcome): HandOver => (outcome === 'gone' ? 'never' : outcome);

/** 409 says that this very message came before; 401 and 403 refuse our token, which is not the rider's fault (rule NT21). */
export function meaningOf(status: number): PostOutcome {
  if ((status >= 200 && status < 300) || status === 409) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  return isOutOfOrder(status) ? 'later' : 'never';
}

function isOutOfOrder(status: number): boolean {
  return [401, 403, 408, 425, 429].includes(status) || status >= 500;
}
