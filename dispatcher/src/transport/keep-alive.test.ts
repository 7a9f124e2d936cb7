import { expect, test } from 'vitest';
import { startLineDispatcher } from '../line-dispatcher.fake.ts';

test('an idle connection outlasts those of proxies, so that no request meets one that is being closed', async () => {
  const dispatcher = await startLineDispatcher();
  try {
    const { headers } = await fetch(`${dispatcher.url}/api/v1/service`);
    expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
  } finally {
    await dispatcher.close();
  }
});
