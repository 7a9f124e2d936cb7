/** Numbers, times and money as people say them, in each language. */
import type { Language } from '../texts/language.ts';
import { zoneTime } from './zone-time.ts';

/** `10時20分`, `10じ20ぷん`, `10:20`: 24 hours, because "10 o'clock" without "morning" must not be mistaken. */
export function clockTime(atSec: number, timeZone: string, language: Language): string {
  const { hour, minute } = zoneTime(atSec, timeZone);
  return hourAndMinute(hour * 60 + minute, language);
}

export function hourAndMinute(minutesOfDay: number, language: Language): string {
  const hour = Math.floor(minutesOfDay / 60);
  const minute = String(minutesOfDay % 60).padStart(2, '0');
  if (language === 'en') return `${hour}:${minute}`;
  // The word joiner keeps a time on one line.
  return language === 'easy' ? `${hour}じ\u2060${minute}ふん` : `${hour}時\u2060${minute}分`;
}

/** `11月22日（日曜日）`, without the year: trips are days ahead, not years. */
export function dayName(day: string, language: Language): string {
  const locale = language === 'en' ? 'en-GB' : 'ja-JP';
  const at = new Date(`${day}T12:00:00Z`);
  const date = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', day: 'numeric' }).format(at);
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' }).format(at);
  if (language === 'en') return `${weekday} ${date}`;
  return language === 'easy' ? easyDay(at) : `${date}（${weekday}）`;
}

const easyWeekdays = ['にちようび', 'げつようび', 'かようび', 'すいようび', 'もくようび', 'きんようび', 'どようび'];

function easyDay(at: Date): string {
  return `${at.getUTCMonth() + 1}がつ${at.getUTCDate()}にち（${easyWeekdays[at.getUTCDay()]}）`;
}

/** `300円`, `300えん`, `¥300`. */
export function yen(amountYen: number, language: Language): string {
  const number = new Intl.NumberFormat(language === 'en' ? 'en' : 'ja-JP').format(amountYen);
  if (language === 'en') return `¥${number}`;
  return language === 'easy' ? `${number}えん` : `${number}円`;
}

/** `1分30秒`: what is left of a time; never negative. */
export function duration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  const [m, s] = { ja: ['分', '秒'], easy: ['ふん', 'びょう'], en: [' min ', ' s'] }[language] as [string, string];
  return minutes === 0 ? `${rest}${s}` : `${minutes}${m}${rest}${s}`;
}

/** Minutes somebody needs on foot: 4 km/h, the pace of an older person, and a minute for every 10 m climbed; at least 1. */
export function walkMinutes(walkM: number, climbM: number): number {
  return Math.max(1, Math.round(walkM / 67 + climbM / 10));
}

/** How steep a walk is as a person would say it: by the mean climb, because single steps are not known here. */
export type Slope = 'flat' | 'gentle' | 'steep';
export function slopeOf(walkM: number, climbM: number): Slope {
  if (climbM < 3 || walkM === 0) return 'flat';
  return climbM / walkM < 0.06 && climbM < 15 ? 'gentle' : 'steep';
}
