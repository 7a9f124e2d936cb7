/**
 * How long drivers may work, as data with sources, and the check of a driver's duties against it. The numbers are those of
 * 自動車運転者の労働時間等の改善のための基準 (改善基準告示) as in force since 2024-04-01. A town that runs under another law states its own
 * numbers in the area file (`work.ownHours`); nothing else in the code knows a limit.
 *
 * What is not checked here: agreements between employer and staff that stretch the limits (such as 44 hours of driving a week
 * for some weeks), and the special rules for night duties and ferries. Whoever plans shifts still answers for them.
 */
import type { HoursRule, HoursRuleName } from '../contracts/area.ts';
import type { HoursCode } from '../contracts/fleet.ts';
import { driveDays, driveFindings } from './driving-averages.ts';

const HOUR_SEC = 3_600;
const sources = [
  '自動車運転者の労働時間等の改善のための基準（平成元年労働省告示第7号、令和4年厚生労働省告示第367号改正、令和6年4月1日適用）',
  'https://driver-roudou-jikan.mhlw.go.jp/bus/notice',
] as const;

const common = {
  dayTargetSec: 13 * HOUR_SEC,
  dayMaxSec: 15 * HOUR_SEC,
  longDaySec: 14 * HOUR_SEC,
  longDaysAWeek: 3,
  restTargetSec: 11 * HOUR_SEC,
  restMinSec: 9 * HOUR_SEC,
} as const;

/** Shared rides (乗合) come under the bus rule; taxis on day duty (日勤) under the other. */
export const hoursRules: Readonly<Record<HoursRuleName, HoursRule>> = {
  jp_bus_2024: {
    title: { ja: '改善基準告示（バス・乗合）2024年4月', en: 'Japan, buses and shared rides, from April 2024' },
    ...common,
    monthMaxSec: 281 * HOUR_SEC,
    yearMaxSec: 3_300 * HOUR_SEC,
    continuousDriveSec: 4 * HOUR_SEC,
    twoDayDriveSec: 2 * 9 * HOUR_SEC,
    fourWeekDriveSec: 4 * 40 * HOUR_SEC,
    breakTotalSec: 1_800,
    breakPieceSec: 600,
    sources: [...sources, 'https://bus-supportplaza.com/info/column/bus/1177'],
  },
  jp_taxi_2024: {
    title: { ja: '改善基準告示（タクシー日勤）2024年4月', en: 'Japan, taxis on day duty, from April 2024' },
    ...common,
    monthMaxSec: 288 * HOUR_SEC,
    yearMaxSec: null,
    continuousDriveSec: null,
    twoDayDriveSec: null,
    fourWeekDriveSec: null,
    breakTotalSec: 1_800,
    breakPieceSec: 600,
    sources: [...sources, 'https://smbiz.asahi.com/article/15002105'],
  },
};

/** 連続運転時間: what somebody drove since the last break that counts, and the breaks since then that do not yet. */
export interface Stretch {
  readonly drivenSinceBreakSec: number;
  readonly brokenSec: number;
}

/** What an interruption of driving (運転の中断) counts towards a break: nothing below the shortest piece. */
export function breakCountsSec(rule: HoursRule, sec: number): number {
  return sec >= rule.breakPieceSec ? sec : 0;
}

/** The stretch after an interruption that counts so much; enough of them in all begin the driving anew. */
export function afterBreak(rule: HoursRule, stretch: Stretch, countsSec: number): Stretch {
  const brokenSec = stretch.brokenSec + countsSec;
  return brokenSec >= rule.breakTotalSec ? FRESH : { drivenSinceBreakSec: stretch.drivenSinceBreakSec, brokenSec };
}
export const FRESH: Stretch = { drivenSinceBreakSec: 0, brokenSec: 0 };

/** One stretch of work of a driver. */
export interface Duty {
  readonly startSec: number;
  readonly endSec: number;
  /** Of that at the wheel, where it is known. */
  readonly driveSec?: number;
}

/** A limit that the duties go beyond: `refuse` must not be, `warn` ought not to be. */
export interface HoursFinding {
  readonly code: HoursCode;
  readonly level: 'refuse' | 'warn';
  /** Begin of the day or the period in question. */
  readonly atSec: number;
  readonly gotSec: number;
  readonly limitSec: number;
}

/** Stretches of work with less between them are one day of work with a long break. Our own choice. */
const SAME_DAY_GAP_SEC = 3 * HOUR_SEC;
const WEEK_SEC = 7 * 86_400;

/**
 * Everything in a driver's duties that goes beyond the rule, in order of time. O(duties log duties).
 *
 * @param dateOf the calendar date of a point in time, `2026-04-01`
 */
export function checkDuties(
  rule: HoursRule,
  duties: readonly Duty[],
  dateOf: (atSec: number) => string,
): HoursFinding[] {
  const monthOf = (atSec: number) => dateOf(atSec).slice(0, 7);
  const inOrder = [...duties].sort((a, b) => a.startSec - b.startSec);
  const days = workDays(inOrder);
  return [
    ...overlaps(inOrder),
    ...days.flatMap((day) => dayFindings(rule, day)),
    ...longDayFindings(rule, days),
    ...restFindings(rule, days),
    ...driveFindings(rule, driveDays(days, dateOf)),
    ...periodFindings('month_over_max', days, monthOf, rule.monthMaxSec),
    ...(rule.yearMaxSec === null
      ? []
      : periodFindings('year_over_max', days, (atSec) => monthOf(atSec).slice(0, 4), rule.yearMaxSec)),
  ].sort((a, b) => a.atSec - b.atSec);
}

function overlaps(duties: readonly Duty[]): HoursFinding[] {
  return duties.slice(1).flatMap((duty, i): HoursFinding[] => {
    const before = duties[i]!;
    if (duty.startSec >= before.endSec) return [];
    const gotSec = before.endSec - duty.startSec;
    return [{ code: 'overlapping', level: 'refuse', atSec: duty.startSec, gotSec, limitSec: 0 }];
  });
}

function workDays(duties: readonly Duty[]): Duty[] {
  const days: Duty[] = [];
  for (const duty of duties) {
    const last = days.at(-1);
    if (last && duty.startSec - last.endSec < SAME_DAY_GAP_SEC) {
      const driveSec = (last.driveSec ?? 0) + (duty.driveSec ?? 0);
      days[days.length - 1] = { startSec: last.startSec, endSec: Math.max(last.endSec, duty.endSec), driveSec };
    } else days.push(duty);
  }
  return days;
}

const spanSec = ({ startSec, endSec }: Duty): number => endSec - startSec;

function dayFindings(rule: HoursRule, day: Duty): HoursFinding[] {
  const gotSec = spanSec(day);
  const atSec = day.startSec;
  if (gotSec > rule.dayMaxSec)
    return [{ code: 'day_over_max', level: 'refuse', atSec, gotSec, limitSec: rule.dayMaxSec }];
  if (gotSec <= rule.dayTargetSec) return [];
  return [{ code: 'day_over_target', level: 'warn', atSec, gotSec, limitSec: rule.dayTargetSec }];
}

/** Any seven days in a row, which is stricter than calendar weeks. */
function longDayFindings(rule: HoursRule, days: readonly Duty[]): HoursFinding[] {
  const long = days.filter((day) => spanSec(day) > rule.longDaySec);
  return long.flatMap((day, i): HoursFinding[] => {
    const first = long[i - rule.longDaysAWeek];
    if (!first || day.startSec - first.startSec >= WEEK_SEC) return [];
    return [
      {
        code: 'long_days_in_week',
        level: 'warn',
        atSec: day.startSec,
        gotSec: spanSec(day),
        limitSec: rule.longDaySec,
      },
    ];
  });
}

function restFindings(rule: HoursRule, days: readonly Duty[]): HoursFinding[] {
  return days.slice(1).flatMap((day, i): HoursFinding[] => {
    const gotSec = day.startSec - days[i]!.endSec;
    const atSec = day.startSec;
    if (gotSec < rule.restMinSec) {
      return [{ code: 'rest_under_min', level: 'refuse', atSec, gotSec, limitSec: rule.restMinSec }];
    }
    if (gotSec >= rule.restTargetSec) return [];
    return [{ code: 'rest_under_target', level: 'warn', atSec, gotSec, limitSec: rule.restTargetSec }];
  });
}

function periodFindings(
  code: 'month_over_max' | 'year_over_max',
  days: readonly Duty[],
  periodOf: (atSec: number) => string,
  limitSec: number,
): HoursFinding[] {
  const byPeriod = new Map<string, { atSec: number; gotSec: number }>();
  for (const day of days) {
    const period = byPeriod.get(periodOf(day.startSec)) ?? { atSec: day.startSec, gotSec: 0 };
    byPeriod.set(periodOf(day.startSec), { ...period, gotSec: period.gotSec + spanSec(day) });
  }
  return [...byPeriod.values()]
    .filter(({ gotSec }) => gotSec > limitSec)
    .map(({ atSec, gotSec }) => ({ code, level: 'refuse', atSec, gotSec, limitSec }));
}
