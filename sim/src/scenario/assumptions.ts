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
  leastToleranceSec: 1_200,
  mostToleranceSec: 3_600,
  tryAlternativePermille: 500,
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
};

export interface Assumption {
  readonly name: string;
  readonly text: LocalText;
  readonly value: string;
  readonly grade: 'A' | 'B' | 'C';
  readonly source: string;
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
  [
    'costs.yenPerVehicleHour',
    '1台1時間の費用（円）',
    'Yen per vehicle-hour',
    'B',
    'Nanjo ¥51 M / 5 vehicles ≈ ¥10 M a vehicle-year, 300 days × 8 h',
  ],
  ['costs.co2GramPerKm', '1 km の CO₂（g）', 'CO₂ per km (g)', 'C', 'petrol or diesel minibus'],
];

/** The assumptions of a run with the values that were used. */
export function assumptionTable(values: Readonly<Record<string, unknown>>): readonly Assumption[] {
  return rows
    .filter(([name]) => values[name] !== undefined)
    .map(([name, ja, en, grade, source]) => ({ name, text: { ja, en }, value: shown(values[name]), grade, source }));
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
