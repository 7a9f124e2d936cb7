/**
 * What the simulator takes for granted where the scenario does not say otherwise, each with its grade and source:
 * A published figure · B computed from published figures · C assumption that nobody has measured here and that each town
 * must tune. The report prints this table.
 */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { DrivingModel, PopulationDemand, RiderModel } from './scenario-file.ts';

export const defaultRiders: Omit<RiderModel, 'deskHours'> = {
  phonePermille: 600,
  nowPermille: 500,
  returnPermille: 700,
  returnAheadPermille: 400,
  cancelPermille: 80,
  noShowPermille: 15,
  lateRiderPermille: 50,
  lateRiderMaxSec: 240,
  wheelchairPermille: 20,
  reducedPermille: 100,
  secondRiderPermille: 260,
  walkerPermille: 40,
  companionPermille: 500,
  leastToleranceSec: 1_200,
  mostToleranceSec: 3_600,
  tryAlternativePermille: 500,
  waitlistPermille: 200,
  callSec: 150,
  deskOperators: 1,
};

export const defaultDriving: DrivingModel = {
  speedPermille: 1000,
  daySpreadPermille: 40,
  legSpreadPermille: 120,
  dwellSpreadPermille: 250,
};

export const defaultPopulationDemand: Required<
  Omit<PopulationDemand, 'kind' | 'tripsPerDay' | 'isExact' | 'events' | 'kindWeights'>
> & { readonly kindWeights: Readonly<Record<string, number>> } = {
  agePermille: [100, 200, 800, 1000],
  kindWeights: {
    clinic: 1.5,
    shop: 1.5,
    station: 1,
    town_hall: 0.6,
    school: 0.2,
    community: 0.8,
    bank: 0.6,
    park: 0.3,
  },
  halfDistanceM: 2_500,
  leastDistanceM: 400,
  weekdayPermille: [1100, 1000, 1000, 1000, 1050, 850, 700],
  dayBeforePermille: 500,
  regulars: 0,
};

export interface Assumption {
  readonly name: string;
  readonly text: LocalText;
  readonly value: LocalText;
  readonly grade: 'A' | 'B' | 'C';
  readonly source: LocalText;
}

type Row = readonly [name: string, ja: string, en: string, grade: 'A' | 'B' | 'C', source: string];

const rows: readonly Row[] = [
  [
    'riders.phonePermille',
    '電話予約の割合（‰）',
    'Bookings by phone (‰)',
    'A',
    'Umi 24 %, Maizuru 73–76 %, Shiraoka 85 %: 60 % in a first year',
  ],
  ['riders.nowPermille', '「今すぐ」の割合（‰）', 'Wishes for “now” (‰)', 'C', 'Iki-Minami: most; no share published'],
  ['riders.returnPermille', '帰りもある割合（‰）', 'Trips with a way back (‰)', 'C', 'no figure found'],
  ['riders.returnAheadPermille', '帰りも先に予約（‰）', 'Ways back booked ahead (‰)', 'C', 'no figure found'],
  [
    'riders.cancelPermille',
    '取り消し（‰）',
    'Cancelled by the rider (‰)',
    'C',
    'no Japanese figure found; range 3–15 %',
  ],
  ['riders.noShowPermille', '来られない人（‰）', 'No-shows (‰)', 'C', 'no Japanese figure found; range 0.5–4 %'],
  ['riders.lateRiderPermille', '遅れて来る人（‰）', 'Riders late at the stop (‰)', 'C', 'no figure found'],
  ['riders.lateRiderMaxSec', 'その遅れの最大（秒）', 'Their lateness at most (s)', 'C', 'no figure found'],
  [
    'riders.wheelchairPermille',
    '車いすのまま乗る人（‰）',
    'Riders staying in a wheelchair (‰)',
    'C',
    'no figure found',
  ],
  ['riders.reducedPermille', '障害者割引の人（‰）', 'Riders with a reduced fare (‰)', 'C', 'no figure found'],
  [
    'riders.secondRiderPermille',
    '二人連れ（‰）',
    'Parties with a second person (‰)',
    'B',
    'Shiojiri 2,410 riders / 1,675 requests = 1.44; default 1.26 within 1.1–1.5',
  ],
  ['riders.walkerPermille', '歩行器の人（65歳以上、‰）', 'Riders of 65+ with a rollator (‰)', 'C', 'no figure found'],
  [
    'riders.companionPermille',
    '車いすの人の付き添い（‰）',
    'Wheelchair riders with a companion (‰)',
    'C',
    'no figure found',
  ],
  [
    'riders.leastToleranceSec',
    '我慢の下限（秒）',
    'Tolerance, least (s)',
    'C',
    'choice model is ours: extra wait + 2 × walking time',
  ],
  ['riders.mostToleranceSec', '我慢の上限（秒）', 'Tolerance, most (s)', 'C', 'choice model is ours'],
  [
    'riders.tryAlternativePermille',
    '代わりの案を頼む人（‰）',
    'Refused riders who take an alternative (‰)',
    'C',
    'no figure found',
  ],
  ['riders.waitlistPermille', '空き待ちをする人（‰）', 'Refused riders on the waitlist (‰)', 'C', 'no figure found'],
  ['riders.callSec', '電話1件の長さ（秒）', 'Length of a call (s)', 'C', 'no figure found'],
  ['riders.deskOperators', '電話窓口の人数', 'People at the phone desk', 'C', 'scenario'],
  [
    'driving.speedPermille',
    '実際の速さ（見込み＝1000）',
    'True speed against believed (‰)',
    'C',
    'free choice of the scenario',
  ],
  ['driving.daySpreadPermille', '日による速さのばらつき（‰）', 'Spread of days (‰)', 'C', 'no figure found'],
  ['driving.legSpreadPermille', '区間による速さのばらつき（‰）', 'Spread of legs (‰)', 'C', 'no figure found'],
  ['driving.dwellSpreadPermille', '乗り降りの時間のばらつき（‰）', 'Spread of dwell times (‰)', 'C', 'no figure found'],
  [
    'promises.dwellSec',
    '乗り降りの時間（秒）',
    'Dwell of one rider (s)',
    'A',
    'PRIMA: 1 minute; 20 s per further rider is C',
  ],
  [
    'promises.dwellWheelchairSec',
    '車いすの乗り降り（秒）',
    'Dwell of a wheelchair (s)',
    'C',
    'settings exist elsewhere, values not read',
  ],
  ['promises.maxWalkM', '歩く距離の上限（m）', 'Farthest walk (m)', 'A', 'Osaka Metro 300 m mesh; Chino 300 m'],
  ['walkPace', '歩く速さ', 'Walking pace', 'C', '0.9 m/s on the flat at age 75+, halved at 10 % climb'],
  ['demand.tripsPerDay', '1日の希望件数', 'Wished trips a day', 'C', 'set by the scenario'],
  [
    'demand.agePermille',
    '年齢別の出かけやすさ',
    'Trips by age group',
    'C',
    'mean rider age 79.4 (Choisoko, A) gives the direction',
  ],
  ['demand.kindWeights', '行き先の種類', 'Weight of kinds of places', 'C', 'no figure found'],
  ['demand.halfDistanceM', '半分になる距離（m）', 'Distance that halves the draw (m)', 'C', 'no figure found'],
  [
    'demand.weekdayPermille',
    '曜日による増減',
    'Days of the week',
    'C',
    'Monday above the mean after closed days (Shiraoka, A for the direction)',
  ],
  ['demand.dayBeforePermille', '前日までの予約（‰）', 'Timed wishes booked the day before (‰)', 'C', 'no figure found'],
  ['demand.regulars', '定期の予約の人数', 'People with a standing order', 'C', 'set by the scenario'],
  [
    'costs.yenPerVehicleHour',
    '1台1時間の費用（円）',
    'Yen per vehicle-hour',
    'B',
    'Nanjo ¥51 M / 5 vehicles ≈ ¥10 M a vehicle-year, 300 days × 8 h',
  ],
  ['costs.co2GramPerKm', '1 km の CO₂（g）', 'CO₂ per km (g)', 'C', 'petrol or diesel minibus'],
];

/** Sources in Japanese; names of towns and studies stay as they are known. */
const sourcesJa: Readonly<Record<string, string>> = {
  'no figure found': '公表値が見つからない',
  'Umi 24 %, Maizuru 73–76 %, Shiraoka 85 %: 60 % in a first year':
    '宇美24 %、舞鶴73〜76 %、白岡85 %。初年度は60 %とする',
  'Iki-Minami: most; no share published': '壱岐南では「ほとんど」。割合は公表されていない',
  'no Japanese figure found; range 3–15 %': '国内の公表値が見つからない。3〜15 %の範囲',
  'no Japanese figure found; range 0.5–4 %': '国内の公表値が見つからない。0.5〜4 %の範囲',
  'Shiojiri 2,410 riders / 1,675 requests = 1.44; default 1.26 within 1.1–1.5':
    '塩尻 2,410人÷1,675件＝1.44。1.1〜1.5のうち1.26とする',
  'choice model is ours: extra wait + 2 × walking time': '選び方の式は本ソフトのもの：余分な待ち＋歩く時間の2倍',
  'choice model is ours': '選び方の式は本ソフトのもの',
  scenario: '想定で決める',
  'set by the scenario': '想定で決める',
  'free choice of the scenario': '想定で決める',
  'PRIMA: 1 minute; 20 s per further rider is C': 'PRIMA：1分。2人目からの20秒は仮定（C）',
  'settings exist elsewhere, values not read': 'ほかのソフトに設定はあるが、値は公表されていない',
  'Osaka Metro 300 m mesh; Chino 300 m': 'Osaka Metro 300 m 間隔、茅野 300 m',
  '0.9 m/s on the flat at age 75+, halved at 10 % climb': '75歳以上、平地で秒速0.9 m。10 %の登りで半分',
  'mean rider age 79.4 (Choisoko, A) gives the direction': '利用者の平均79.4歳（チョイソコ、A）から傾向だけを取る',
  'Monday above the mean after closed days (Shiraoka, A for the direction)': '休み明けの月曜は多い（白岡、傾向はA）',
  'Nanjo ¥51 M / 5 vehicles ≈ ¥10 M a vehicle-year, 300 days × 8 h': '南城 5,100万円÷5台≒1台年1,000万円、300日×8時間',
  'petrol or diesel minibus': 'ガソリン・軽油の小型バス',
};

/** The assumptions of a run with the values that were used. */
export function assumptionTable(values: Readonly<Record<string, unknown>>): readonly Assumption[] {
  return rows
    .filter(([name]) => values[name] !== undefined)
    .map(([name, ja, en, grade, source]) => ({
      name,
      text: { ja, en },
      value: shown(values[name]),
      grade,
      source: { ja: sourcesJa[source] ?? source, en: source },
    }));
}

const kindsJa: Readonly<Record<string, string>> = {
  clinic: '医院',
  shop: '店',
  station: '駅',
  town_hall: '役所',
  school: '学校',
  community: '集会所',
  bank: '銀行・郵便局',
  park: '公園',
};

/** Lists and tables as people write them. */
function shown(value: unknown): LocalText {
  if (Array.isArray(value)) return { ja: value.join('・'), en: value.join(', ') };
  if (typeof value !== 'object' || value === null) return { ja: String(value), en: String(value) };
  const parts = Object.entries(value);
  return {
    ja: parts.map(([name, part]) => `${kindsJa[name] ?? name} ${String(part)}`).join('、'),
    en: parts.map(([name, part]) => `${name.replaceAll('_', ' ')} ${String(part)}`).join(', '),
  };
}
