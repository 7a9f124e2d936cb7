/** What is published about real services, beside what the model says; a difference is explained, not tuned away. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { KpiUnit, KpiValues } from '@noriai/core/kpi/kpi-table.ts';

type Grade = 'A' | 'B' | 'C';

export interface PublishedFact {
  /** A figure of the KPI table, or `ridersPerDay`: riders ÷ days of service. */
  readonly figure: string;
  readonly unit: KpiUnit;
  readonly text: LocalText;
  readonly least: number;
  readonly most: number;
  readonly grade: Grade;
  readonly source: string;
  readonly sourceJa: string;
  /** Area the fact is about; null: it is held against every place. */
  readonly areaId: string | null;
  /** The likely reason when the model lies below, and above. */
  readonly why: { readonly below: LocalText; readonly above: LocalText };
}

const text = (ja: string, en: string): LocalText => ({ ja, en });

const fewWishes = text(
  '仮定した希望の件数が少ないため。件数は町ごとの調べで置き換える値です',
  'the assumed number of wishes is low; each town replaces it by what it finds out',
);

const why = {
  wait: {
    below: text(
      '車1台あたりの希望が公表の町より少なく、近くに空いた車がいるため',
      'fewer wishes for each vehicle than in those towns, so that one is free near by',
    ),
    above: text(
      '希望が多い、または道のりが長く、車がすぐには来られないため',
      'many wishes or long ways: no vehicle is near when one is wanted',
    ),
  },
  load: {
    below: fewWishes,
    above: text('仮定した希望の件数が公表の町より多いため', 'more wishes are assumed than those towns had'),
  },
  newTown: {
    below: fewWishes,
    above: text(
      '停留所が公表の試行（50か所）より多く、歩いて行ける人が増えるため',
      'more stops than in that trial (50), so more people can walk to one',
    ),
  },
  unmet: {
    below: text(
      '需要に対して車に余裕があるため。断られて頼まなくなった人はどちらの数字にも入りません',
      'vehicles to spare; people who gave up asking are in neither figure',
    ),
    above: text(
      '停留所まで歩けない人も希望に数えるため（実際には電話をかけない人がいる）、または車が足りないため',
      'people too far from a stop count as wishes here, while real ones may not even ring; or too few vehicles',
    ),
  },
  pooled: {
    below: text(
      '希望がまばらで、同じ時に同じ方へ行く人が少ないため。同乗は希望の件数とともに増えます',
      'wishes are thin, so few go the same way at the same time; sharing grows with their number',
    ),
    above: text(
      '希望が集まる時間帯があり、迎えの幅の中で組み合わせられるため',
      'wishes come together in time and the promised windows leave room to combine them',
    ),
  },
} as const;

export const publishedFacts: readonly PublishedFact[] = [
  {
    figure: 'waitMeanSec',
    unit: 's',
    text: text(
      '豊能町 HANI+：待ち約10分（運行者の机上の試算、実測ではない）',
      'Toyono HANI+: wait about 10 min (the operator’s own simulation, not a measurement)',
    ),
    least: 600,
    most: 600,
    grade: 'A',
    source: 'Hankyu / Toyono, February 2023',
    sourceJa: '阪急・豊能町、2023年2月',
    areaId: 'toyono-model',
    why: why.wait,
  },
  {
    figure: 'ridersPerDay',
    unit: 'count',
    text: text('泉北（50停留所、2台）：1日23〜28人', 'Senboku (50 stops, 2 vehicles): 23 to 28 riders a day'),
    least: 23,
    most: 28,
    grade: 'A',
    source: 'Nankai, second trial: 28 a day; 2,479 riders in 106 days = 23.4 (B)',
    sourceJa: '南海、2回目の実証：1日28人。2,479人÷106日＝23.4（B）',
    areaId: 'senboku-model',
    why: why.newTown,
  },
  {
    figure: 'ridersPerVehicleHour',
    unit: 'per hour',
    text: text('泉北：1台1時間に1.3〜1.6人', 'Senboku: 1.3 to 1.6 riders per vehicle-hour'),
    least: 1.3,
    most: 1.56,
    grade: 'B',
    source: '23.4/(2×9 h) and 28/(2×9 h)',
    sourceJa: '23.4÷(2台×9時間)、28÷(2台×9時間)',
    areaId: 'senboku-model',
    why: why.newTown,
  },
  {
    figure: 'waitMeanSec',
    unit: 's',
    text: text('各地の平均の待ち：8〜15分', 'Mean waits elsewhere: 8 to 15 min'),
    least: 480,
    most: 900,
    grade: 'A',
    source: 'Shiojiri 8.5 min, mobi about 10 min',
    sourceJa: '塩尻 8.5分、mobi 約10分',
    areaId: null,
    why: why.wait,
  },
  {
    figure: 'ridersPerVehicleHour',
    unit: 'per hour',
    text: text('各地の1台1時間の利用者：1.6〜3.3人', 'Riders per vehicle-hour elsewhere: 1.6 to 3.3'),
    least: 1.6,
    most: 3.3,
    grade: 'B',
    source: 'Senboku 28/(2×9 h), Chino 165/(8×11 h), Tamaki 1,700–2,400/(3×8 h×30 d)',
    sourceJa: '泉北 28÷(2台×9時間)、茅野 165÷(8台×11時間)、玉城 1,700〜2,400÷(3台×8時間×30日)',
    areaId: null,
    why: why.load,
  },
  {
    figure: 'unmetShare',
    unit: 'share',
    text: text('お断りの割合：4〜16 %', 'Unmet share: 4 to 16 %'),
    least: 0.04,
    most: 0.16,
    grade: 'B',
    source: 'Chino 953/(165×31+953), Maizuru 9/82 and 4/107',
    sourceJa: '茅野 953÷(165×31＋953)、舞鶴 9÷82、4÷107',
    areaId: null,
    why: why.unmet,
  },
  {
    figure: 'pooledRunShare',
    unit: 'share',
    text: text('乗合率（2組以上の便）：9〜51 %', 'Vehicle runs with two or more groups: 9 to 51 %'),
    least: 0.09,
    most: 0.51,
    grade: 'A',
    source: 'Chino, 8.8 % rising to 51.4 % in eleven months',
    sourceJa: '茅野、11か月で8.8 %から51.4 %へ',
    areaId: null,
    why: why.pooled,
  },
  {
    figure: 'pooledShare',
    unit: 'share',
    text: text('乗合率：20〜30 %', 'Pooled share: 20 to 30 %'),
    least: 0.2,
    most: 0.3,
    grade: 'A',
    source: 'Kumenan (its definition may differ)',
    sourceJa: '久米南（定義が異なる可能性）',
    areaId: null,
    why: why.pooled,
  },
];

export interface FactCheck {
  readonly fact: PublishedFact;
  readonly model: number | null;
  readonly verdict: 'within' | 'below' | 'above' | 'no value';
  /** Why they differ; null when they do not. */
  readonly why: LocalText | null;
}

/** Where and how long the figures are from. */
export interface Measured {
  readonly areaId: string;
  readonly serviceDays: number;
}

/** The facts about this area and about any. A single published number counts as met within a fifth of it. */
export function checkFacts(values: KpiValues, { areaId, serviceDays }: Measured): readonly FactCheck[] {
  const riders = values['riders'] ?? null;
  const ridersPerDay = riders === null || serviceDays === 0 ? null : Math.round((10 * riders) / serviceDays) / 10;
  const known: KpiValues = { ...values, ridersPerDay };
  return publishedFacts
    .filter((fact) => fact.areaId === null || fact.areaId === areaId)
    .map((fact) => {
      const model = known[fact.figure] ?? null;
      const verdict = verdictOf(fact, model);
      return { fact, model, verdict, why: verdict === 'below' || verdict === 'above' ? fact.why[verdict] : null };
    });
}

function verdictOf({ least, most }: PublishedFact, model: number | null): FactCheck['verdict'] {
  if (model === null) return 'no value';
  const slack = least === most ? least * 0.2 : 0;
  if (model < least - slack) return 'below';
  return model > most + slack ? 'above' : 'within';
}
