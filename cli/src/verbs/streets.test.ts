/** `noriai streets` against a running service, as the operator types it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ChangingStreets } from '@noriai/core/fleet/changing-streets.ts';
import { drawTown } from '@noriai/core/testing/draw-town.ts';
import { drawnWorld } from '@noriai/core/testing/drawn-world.ts';
import { WorkerStreetRefresher } from '@noriai/dispatcher/adapters/street-refresher.ts';
import { operator, startLineDispatcher } from '@noriai/dispatcher/line-dispatcher.fake.ts';

const run = promisify(execFile);
const main = new URL('../main.ts', import.meta.url).pathname;

test('close, list, reopen; mistakes are one clear line', async () => {
  const town = drawTown('A 90 B 90 C\n|    |    |\nD 90 E 90 F');
  const world = drawnWorld(town, [['A', 'B', 500], ['E', 'F', 500]], ['D', 'E', 500]); // prettier-ignore
  const dispatcher = await startLineDispatcher({
    world,
    streetRefresher: new WorkerStreetRefresher(world.live as ChangingStreets),
  });
  await operator(dispatcher, 'supervisor');
  const env = { ...process.env, NORIAI_OPERATOR_PASSWORD: 'twelve letters at least' };
  const streets = (...words: string[]) =>
    run(process.execPath, [main, 'streets', ...words, '--url', dispatcher.url, '--login', 'supervisor-line'], { env });
  const refusal = (...words: string[]) => streets(...words).catch((error: { stderr: string }) => error.stderr);
  try {
    const { lat, lon } = world.area.stops[0]!.position;
    const closed = JSON.parse(
      (await streets('close', '--point', `${lat},${lon}`, '--reason', 'snow', '--json')).stdout,
    );
    expect(closed).toMatchObject({ reason: 'snow', lengthM: 900, closedStopIds: ['s0'] });
    expect((await streets('list')).stderr).toContain(closed.noticeId);
    const reopened = JSON.parse((await streets('reopen', closed.noticeId, '--json')).stdout);
    expect(reopened.notices.every((notice: { state: string }) => notice.state === 'ending')).toBe(true);
    expect(await refusal('close', '--point', '1,1')).toContain('there is no street within 100 m');
    expect(await refusal('close')).toContain('--way, --point, --polygon or --circle');
    expect(await refusal('slow', '--way', '1', '--speed', '0')).toContain('expected a whole number from 1 to 99');
    expect(await refusal('reopen', 'nothing')).toContain('there is no street notice nothing');
  } finally {
    await dispatcher.close();
  }
});
