/** A call as a good client makes it: sent again with the same key until it is answered, and so done once. */
import type { AnswerOf, RouteName } from '@noriai/core/contracts/routes.ts';
import { Refused, type ApiClient, type CallOptions } from '@noriai/dispatcher/client/api-client.ts';

export interface Persistence {
  /** After so many tries without an answer the last error is thrown; default: never. */
  readonly tries?: number;
  /** Told of each call that got no answer, or `busy`, and is sent again. */
  readonly onAgain: () => void;
}

const PAUSE_MS = 20;

/** @param client for each try, because the address changes with a restart @throws Refused but for `busy` */
export async function callUntilAnswered<N extends RouteName>(
  client: () => Promise<ApiClient> | ApiClient,
  name: N,
  options: CallOptions<N>,
  { tries = Infinity, onAgain }: Persistence,
): Promise<AnswerOf<N>> {
  const key = options.key ?? crypto.randomUUID();
  for (let left = tries; ; left--) {
    try {
      return await (await client()).call(name, { ...options, key });
    } catch (error) {
      const isAnswer = error instanceof Refused && error.problem.code !== 'busy';
      if (isAnswer || left <= 1) throw error;
      onAgain();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
