/** Finding a stop among hundreds: by what was typed so far, by kana row, by what is near. */
import type { Position, Stop } from '@noriai/core/contracts/area.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import { kanaRowOf, plainKana, type KanaRow } from './kana.ts';
import { kanaOfRomaji } from './romaji.ts';

/**
 * Stops whose name in kanji, kana or Latin letters contains what was typed, in any mix of kana, wide letters and case, or
 * whose reading sounds like the Latin letters typed;
 * names that begin with it come first, stops that only lie in a district of that name last; then kana order. An empty
 * query finds nothing.
 */
export function searchStops(stops: readonly Stop[], query: string): readonly Stop[] {
  const wanted = searchForm(query);
  if (wanted === '') return [];
  const sound = asSpoken(kanaOfRomaji(query) ?? '');
  const ranked = stops.flatMap((stop) => {
    const best = Math.min(
      ...namesOf(stop).map((name) => rank(searchForm(name), wanted)),
      sound === '' ? NO_MATCH : rank(asSpoken(stop.name.kana ?? stop.name.ja), sound),
      districtRank(stop, wanted),
    );
    return best < NO_MATCH ? [{ stop, best }] : [];
  });
  return ranked.sort((a, b) => a.best - b.best || byReading(a.stop, b.stop)).map(({ stop }) => stop);
}

/** The stops of each kana row that has any, each in kana order; names without a reading come last, under null. */
export function stopsByKanaRow(stops: readonly Stop[]): ReadonlyMap<KanaRow | null, readonly Stop[]> {
  const rows = new Map<KanaRow | null, Stop[]>();
  for (const stop of [...stops].sort(byReading)) {
    const row = kanaRowOf(stop.name.kana ?? stop.name.ja);
    rows.set(row, [...(rows.get(row) ?? []), stop]);
  }
  return rows;
}

/** The nearest stops with their distance in metres as the crow flies, nearest first. */
export function nearestStops(
  stops: readonly Stop[],
  to: Position,
  count: number,
): readonly { stop: Stop; farM: number }[] {
  return stops
    .map((stop) => ({ stop, farM: farM(stop.position, to) }))
    .sort((a, b) => a.farM - b.farM || byReading(a.stop, b.stop))
    .slice(0, count);
}

/** Order of a Japanese index: by reading. */
export function byReading(a: Stop, b: Stop): number {
  return collator.compare(a.name.kana ?? a.name.ja, b.name.kana ?? b.name.ja);
}

/** Whether the stop is closed on that day (like `2026-11-22`). */
export function isClosedOn(stop: Stop, day: string): boolean {
  return stop.closed.some(({ from, until }) => from <= day && day <= until);
}

const collator = new Intl.Collator('ja');

const NO_MATCH = 4;

const namesOf = ({ name }: Stop): string[] => [name.ja, name.kana, name.en].filter((text) => text !== undefined);

/** A district counts less than any name: 3 where it matches. */
function districtRank({ district }: Stop, wanted: string): number {
  const names = [district?.ja, district?.kana, district?.en].filter((text) => text !== undefined);
  return names.some((name) => searchForm(name).includes(wanted)) ? 3 : NO_MATCH;
}

/** How a name sounds, long vowels left out: people write Tokyo, Toukyou and Tōkyō. */
const asSpoken = (kana: string): string => searchForm(kana).replace(/[うー]/g, '');

function searchForm(text: string): string {
  return plainKana(text.normalize('NFKC').toLowerCase()).replace(/[\s・･,.'-]/g, '');
}

function rank(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : NO_MATCH;
}

function farM(a: Position, b: Position): number {
  return Math.round(distanceM(a.lat * 1e7, a.lon * 1e7, b.lat * 1e7, b.lon * 1e7));
}
