/** Days as notices name them: short to be read, in full to be spoken. */
import type { Language } from '@noriai/core/contracts/accounts.ts';
import { weekdays } from '@noriai/core/contracts/area.ts';
import { weekdayOf } from '@noriai/core/rules/calendar.ts';

const inJapanese = ['月', '火', '水', '木', '金', '土', '日'];
const inKana = ['げつようび', 'かようび', 'すいようび', 'もくようび', 'きんようび', 'どようび', 'にちようび'];
const inEnglish = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * `11月26日(木)`, `11がつ26にち（もくようび）`, `Thu 26 Nov`, without the year: trips are days ahead, not years.
 *
 * @param isSpoken `11月26日木曜日`, `Thursday 26 November`
 */
export function dayWords(date: string, language: Language, isSpoken: boolean): string {
  const [, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = weekdays.indexOf(weekdayOf(date));
  if (language === 'easy') return `${month}がつ${day}にち（${inKana[weekday]}）`;
  const short = inJapanese[weekday]!;
  if (language === 'ja') return `${month}月${day}日${isSpoken ? `${short}曜日` : `(${short})`}`;
  const names = [inEnglish[weekday]!, englishMonths[month - 1]!];
  const [dayName, monthName] = isSpoken ? names : names.map((name) => name.slice(0, 3));
  return `${dayName} ${day} ${monthName}`;
}
