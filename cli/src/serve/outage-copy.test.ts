import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardOf } from '@noriai/core/dispatch/board.ts';
import { lineWorld, OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import { playDispatch, tripBetween } from '@noriai/core/testing/play-dispatch.ts';
import { expect, test } from 'vitest';
import { COPY_EVERY_MS, keepOutageCopy, outageCopyPath } from './outage-copy.ts';

test('the copy is there at once, has every stop of the day in order, and is renewed within five minutes', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'noriai-copy-'));
  const service = playDispatch(lineWorld(), OPENING_SEC + 3600);
  service.book('r1', tripBetween(3, 7));
  const day = () => boardOf(service.world, service.state, '2026-04-01', OPENING_SEC + 3600, new Map());
  const stop = keepOutageCopy(dataDir, day, 'Asia/Tokyo', () => undefined);
  stop();
  const html = readFileSync(outageCopyPath(dataDir), 'utf8');
  rmSync(dataDir, { recursive: true });
  expect(html).toContain('運行表 2026-04-01（10:00 の控え）');
  expect(html.indexOf('<td>停留所3</td><td>1番 乗</td>')).toBeGreaterThan(0);
  expect(html.indexOf('<td>停留所7</td><td>1番 降</td>')).toBeGreaterThan(html.indexOf('1番 乗'));
  expect(COPY_EVERY_MS).toBeLessThan(5 * 60_000);
});
