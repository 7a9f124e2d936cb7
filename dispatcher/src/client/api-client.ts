/** Calls the HTTP operations of the contracts as any outside program would: for the demo, load tests and crash tests. */
import { routes, needsKey, type AnswerOf, type BodyOf, type RouteName } from '@noriai/core/contracts/routes.ts';
import type { Problem } from '@noriai/core/contracts/service.ts';

/** The service said no; `problem` says why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

export interface CallOptions<N extends RouteName> {
  readonly body?: BodyOf<N>;
  readonly params?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** Sent again with the same key, a command has its effect once; default: a new one. */
  readonly key?: string;
}

export class ApiClient {
  readonly url: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly timeoutMs: number;

  /**
   * @param url of the service, `http://127.0.0.1:8080`
   * @param headers sent with every request
   * @param timeoutMs after which a request without an answer is given up
   */
  constructor(url: string, headers: Readonly<Record<string, string>> = {}, timeoutMs = 30_000) {
    this.url = url;
    this.headers = headers;
    this.timeoutMs = timeoutMs;
  }

  /** @throws Refused when the service says no, TypeError when it cannot be reached */
  async call<N extends RouteName>(name: N, options: CallOptions<N> = {}): Promise<AnswerOf<N>> {
    const { method, path } = routes[name];
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, param: string) =>
      encodeURIComponent(options.params?.[param] ?? ''),
    );
    const response = await fetch(`${this.url}/api/v1${filled}`, {
      method,
      headers: this.headersOf(name, options),
      ...(method === 'POST' && { body: JSON.stringify(options.body ?? {}) }),
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    const document: unknown = await response.json();
    if (!response.ok) throw new Refused(document as Problem);
    return document as AnswerOf<N>;
  }

  private headersOf<N extends RouteName>(name: N, { token, key }: CallOptions<N>): Record<string, string> {
    return {
      ...this.headers,
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(needsKey(name) && { 'idempotency-key': key ?? crypto.randomUUID() }),
    };
  }
}
