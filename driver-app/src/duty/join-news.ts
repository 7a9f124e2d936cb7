/** What the service says of the driver's riders, joined with what the tablet knows already. */
import type { DriverNews } from '@noriai/core/contracts/broadcasts.ts';

/**
 * The service says all it knows at each change, but after a start of its own it may know less than the tablet.
 *
 * @param before as last heard of the same vehicle
 */
export function joinNews(
  before: readonly DriverNews[],
  news: readonly DriverNews[],
  atSec: number,
): readonly DriverNews[] {
  const ids = new Set(news.map(({ newsId }) => newsId));
  const more = before.filter(({ newsId, untilSec }) => untilSec > atSec && !ids.has(newsId));
  return [...news, ...more].sort((a, b) => b.sentSec - a.sentSec);
}
