import { expect, test } from 'vitest';
import { joinNews } from './join-news.ts';

const words = { ja: '予約が取り消されました', easy: 'よやくが なくなりました', en: 'A booking was cancelled' };
const told = (newsId: string, sentSec: number) => ({
  newsId,
  sentSec,
  untilSec: sentSec + 900,
  title: words,
  text: words,
});
const ids = (...news: Parameters<typeof joinNews>) => joinNews(...news).map(({ newsId }) => newsId);

test('NT16 what a service that began anew no longer knows stays on the tablet for its time, in order', () => {
  const before = [told('7.1', 300), told('5.0', 100)];
  expect(ids(before, [], 400)).toEqual(['7.1', '5.0']);
  expect(ids(before, [told('9.0', 350), told('7.1', 300)], 400)).toEqual(['9.0', '7.1', '5.0']);
  expect(ids(before, [told('9.0', 1000)], 1000)).toEqual(['9.0', '7.1']);
});
