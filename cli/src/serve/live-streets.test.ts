/** Streets are closed in the model town while the service runs: everything real but the clock and the ledger's disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalState } from '@noriai/core/dispatch/canonical.ts';
import { serviceWorld } from '@noriai/core/fleet/world.ts';
import { openArea } from '@noriai/data/area/area-folder.ts';
import { importModelTown } from '@noriai/data/model-town/import-model-town.ts';
import { areaStreets } from '@noriai/dispatcher/adapters/area-streets.ts';
import { MemoryLedger } from '@noriai/dispatcher/adapters/memory-ledger.ts';
import { WorkerStreetRefresher } from '@noriai/dispatcher/adapters/street-refresher.ts';
import { sha256Hasher } from '@noriai/dispatcher/adapters/secrets.ts';
import { dispatchRules } from '@noriai/dispatcher/dispatcher.ts';
import { operator, startLineDispatcher, trip } from '@noriai/dispatcher/line-dispatcher.fake.ts';

test('a landslide in the model town: answers go on, the swap is one step, another process replays the same state', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'noriai-live-streets-'));
  try {
    await importModelTown('toyono', folder);
    const { area, road, foot } = await openArea(folder, 'toyono-model');
    const streets = areaStreets(area, road, foot);
    const world = serviceWorld(area, streets);
    const ledger = new MemoryLedger(area.id);
    const streetRefresher = new WorkerStreetRefresher(streets.live);
    const dispatcher = await startLineDispatcher({ world, ledger, streetRefresher });
    try {
      const { client } = dispatcher;
      const token = await operator(dispatcher, 'supervisor', area.id);
      const { token: rider } = await client.call('registerRider');
      const [from, to] = [area.stops[10]!, area.stops[60]!];
      const when = { kind: 'depart_after', atSec: (await client.call('getService')).nowSec + 86_400 } as const;
      const ask = async () => {
        const answer = await client.call('requestTrip', { token: rider, body: { ...trip(from.id, to.id), when } });
        return answer.kind === 'offers'
          ? answer.offers[0]!.dropoffBySec - answer.offers[0]!.pickupFromSec
          : answer.reason;
      };
      const usual = await ask();
      expect(usual).toBeTypeOf('number');
      const centre = { lat: (from.position.lat + to.position.lat) / 2, lon: (from.position.lon + to.position.lon) / 2 };
      const notice = await client.call('postStreetNotice', {
        token,
        body: { streets: [{ kind: 'circle', centre, radiusM: 900 }], effect: { kind: 'slowed', speedPercent: 20 }, reason: 'landslide' },
      }); // prettier-ignore
      expect(notice.state).toBe('pending');
      const meanwhile: unknown[] = [];
      const isUpToDate = async () => (await client.call('listStreetNotices', { token })).isUpToDate;
      do meanwhile.push(await ask());
      while (!(await isUpToDate()));
      const slowed = await ask();
      expect(slowed).toBeGreaterThan(usual as number);
      const firstSlowed = meanwhile.indexOf(slowed);
      const before = firstSlowed < 0 ? meanwhile : meanwhile.slice(0, firstSlowed);
      expect(new Set(before)).toEqual(new Set([usual])); // the old times, then in one step the new ones
      expect(new Set(firstSlowed < 0 ? [] : meanwhile.slice(firstSlowed)).size).toBeLessThanOrEqual(1);
      // The thread's tables are those that another process works out for itself.
      const other = areaStreets(area, road, foot);
      const changes = [{ streets: notice.streets, effect: notice.effect, vehicleClasses: null }];
      for (const [name, { sec }] of other.live.under(changes).driveTimes) {
        expect(streets.live.under(changes).driveTimes.get(name)!.sec, name).toEqual(sec);
      }
      const replayed = dispatchRules.openState();
      for await (const entries of ledger.read(0)) {
        for (const entry of entries) dispatchRules.evolve(serviceWorld(area, other), replayed, entry);
      }
      const { sequence, stateHash } = dispatcher.proof();
      expect(replayed.sequence).toBe(sequence);
      expect(replayed.streets.inForce.map(({ noticeId }) => noticeId)).toEqual([notice.noticeId]);
      expect(sha256Hasher.hash(canonicalState(replayed))).toBe(stateHash);
    } finally {
      await dispatcher.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
