/** Days on which town services in Japan rest. */
import type { AreaFile } from '@noriai/core/contracts/area.ts';

/** The turn of each year, 29 December to 3 January. */
export function newYearHolidays(years: readonly number[]): AreaFile['holidays'] {
  const days = (year: number) => [
    ...['12-29', '12-30', '12-31'].map((day) => `${year}-${day}`),
    ...['01-01', '01-02', '01-03'].map((day) => `${year + 1}-${day}`),
  ];
  const name = { ja: '年末年始', kana: 'ねんまつねんし', en: 'New Year holidays' };
  return years.flatMap(days).map((date) => ({ date, name }));
}
