import { expect, test } from 'vitest';
import { progressBar } from './progress-bar.ts';

function streamOf(isTTY: boolean) {
  let written = '';
  const write = (text: string | Uint8Array): boolean => {
    written += String(text);
    return true;
  };
  return { stream: { isTTY, write }, written: () => written };
}

test('a log gets a line every half minute, and none from what is over before', () => {
  const { stream, written } = streamOf(false);
  let nowMs = 0;
  const bar = progressBar(stream, () => nowMs);
  for (nowMs = 0; nowMs <= 65_000; nowMs += 1_000) bar.show('playing', nowMs / 100_000);
  bar.clear();
  expect(written()).toBe('playing: 30 %\nplaying: 60 %\n');
});

test('a terminal has one line, which is gone at the end', () => {
  const { stream, written } = streamOf(true);
  const bar = progressBar(stream, () => 0);
  bar.show('playing', 0.5);
  expect(written()).toContain(`[${'#'.repeat(15)}${'.'.repeat(15)}] 50 %`);
  bar.clear();
  expect(written().endsWith('\r\u001b[K')).toBe(true);
});
