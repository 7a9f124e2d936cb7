/** What is published about real services, beside what the model says; a difference is shown, not tuned away. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { KpiValues } from '@noriai/core/kpi/kpi-table.ts';

export interface PublishedFact {
  readonly figure: string;
  readonly text: LocalText;
  readonly least: number;
  readonly most: number;
  readonly grade: 'A' | 'B' | 'C';
  readonly source: string;
}

export const publishedFacts: readonly PublishedFact[] = [
  {
    figure: 'waitMeanSec',
    text: {
      ja: '豊能町 HANI+：待ち約10分（運行者の机上の試算、実測ではない）',
      en: 'Toyono HANI+: wait about 10 min (the operator’s own simulation, not a measurement)',
    },
    least: 600,
    most: 600,
    grade: 'A',
    source: 'Hankyu / Toyono, February 2023',
  },
  {
    figure: 'waitMeanSec',
    text: { ja: '各地の平均の待ち：8〜15分', en: 'Mean waits elsewhere: 8 to 15 min' },
    least: 480,
    most: 900,
    grade: 'A',
    source: 'Shiojiri 8.5 min, mobi about 10 min',
  },
  {
    figure: 'ridersPerVehicleHour',
    text: { ja: '1台1時間の利用者：1.6〜3.3人', en: 'Riders per vehicle-hour: 1.6 to 3.3' },
    least: 1.6,
    most: 3.3,
    grade: 'B',
    source: 'Senboku 28/(2×9 h), Chino 165/(8×11 h), Tamaki 1,700–2,400/(3×8 h×30 d)',
  },
  {
    figure: 'unmetShare',
    text: { ja: 'お断りの割合：4〜16 %', en: 'Unmet share: 4 to 16 %' },
    least: 0.04,
    most: 0.16,
    grade: 'B',
    source: 'Chino 953/(165×31+953), Maizuru 9/82 and 4/107',
  },
  {
    figure: 'pooledRunShare',
    text: { ja: '乗合率（2組以上の便）：9〜51 %', en: 'Vehicle runs with two or more groups: 9 to 51 %' },
    least: 0.09,
    most: 0.51,
    grade: 'A',
    source: 'Chino, 8.8 % rising to 51.4 % in eleven months',
  },
  {
    figure: 'pooledShare',
    text: { ja: '乗合率：20〜30 %', en: 'Pooled share: 20 to 30 %' },
    least: 0.2,
    most: 0.3,
    grade: 'A',
    source: 'Kumenan (its definition may differ)',
  },
];

export interface FactCheck extends PublishedFact {
  readonly model: number | null;
  readonly verdict: 'within' | 'below' | 'above' | 'no value';
}

/** A single published number counts as met within a fifth of it. */
export function checkFacts(values: KpiValues): readonly FactCheck[] {
  return publishedFacts.map((fact) => {
    const model = values[fact.figure] ?? null;
    const slack = fact.least === fact.most ? fact.least * 0.2 : 0;
    const isBelow = model !== null && model < fact.least - slack;
    const isAbove = model !== null && model > fact.most + slack;
    const verdict = model === null ? 'no value' : isBelow ? 'below' : isAbove ? 'above' : 'within';
    return { ...fact, model, verdict };
  });
}
