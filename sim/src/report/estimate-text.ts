import { both } from './bilingual.ts';
import type { KpiUnit } from '@noriai/core/kpi/kpi-table.ts';
import type { Estimate } from '../sweep/statistics.ts';

/** A value in the unit people read: minutes for seconds, per cent for shares. */
export function estimateText(estimate: Estimate | null, unit: KpiUnit): string {
  if (!estimate) return '–';
  const [factor, places, shown] =
    unit === 's'
      ? [1 / 60, 1, both(' 分', ' min')]
      : unit === 'share'
        ? [100, 1, ' %']
        : [1, unit === 'yen' ? 0 : unit === 'ratio' || unit === 'per hour' ? 2 : 1, unitName(unit)];
  const round = (value: number) => grouped((value * (factor as number)).toFixed(places as number));
  const spread =
    estimate.plusMinus === null || /^[0.]*$/.test(round(estimate.plusMinus)) ? '' : ` ± ${round(estimate.plusMinus)}`;
  return `${round(estimate.mean)}${spread}${shown}`;
}

/** Thousands set apart, whatever the language of the machine. */
export function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ',');
}

function unitName(unit: KpiUnit): string {
  return unit === 'count' || unit === 'ratio'
    ? ''
    : unit === 'yen'
      ? both(' 円', ' yen')
      : unit === 'per hour'
        ? ' /h'
        : ` ${unit}`;
}
