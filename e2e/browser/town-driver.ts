/** A driver of the test town who works over the API: takes the vehicle and does the next thing of its calls. */
import type { Manifest } from '@noriai/core/contracts/driving.ts';
import type { TestTown } from './test-town.ts';

export interface TownDriver {
  readonly manifest: () => Promise<Manifest>;
  readonly arrive: () => Promise<void>;
  /** Serves everybody at the present call, `board` or `leave`. */
  readonly serve: () => Promise<void>;
  /** Drives and serves all calls that are left. */
  readonly finish: () => Promise<void>;
}

export async function townDriver(town: TestTown, vehicleId: string): Promise<TownDriver> {
  const { client } = town;
  const params = { vehicleId };
  const { token } = await client.call('signOn', { params, body: { driverName: '模擬 運転手' } });
  const manifest = (): Promise<Manifest> => client.call('getManifest', { token, params });
  const arrive = async (): Promise<void> => {
    const call = (await manifest()).calls[0]!;
    const body = { kind: 'arrived', callId: call.callId, atSec: town.nowSec() } as const;
    await client.call('reportAction', { token, params, body });
  };
  const serve = async (): Promise<void> => {
    for (const { bookingId, action } of (await manifest()).calls[0]!.riders) {
      const kind = action === 'board' ? 'boarded' : 'dropped_off';
      await client.call('reportAction', { token, params, body: { kind, bookingId, atSec: town.nowSec() } });
    }
  };
  const finish = async (): Promise<void> => {
    while ((await manifest()).calls.length > 0) {
      await arrive();
      await serve();
    }
  };
  return { manifest, arrive, serve, finish };
}
