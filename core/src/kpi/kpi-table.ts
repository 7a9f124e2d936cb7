/**
 * The figures of the service, each once: name, unit, formula in words, where the definition is from. The public dashboard,
 * the planner's report, the command line and open data all print from here.
 */
import type { LocalText } from '../contracts/area.ts';
import type { KpiTally } from './kpi-tally.ts';
import { meanOf, percentileOf } from './histogram.ts';

/** What a vehicle costs; assumptions that each town replaces by its own contract. */
export interface CostRates {
  readonly yenPerVehicleHour: number;
  readonly yenPerKm: number;
  readonly co2GramPerKm: number;
}

/**
 * Nanjo (5 vehicles, ¥51 M in the first fiscal year) gives about ¥10 M a vehicle-year, over 300 days of 8 hours: about
 * ¥4,200 an hour with everything in it (grade B). CO₂: a diesel or petrol minibus, about 230 g/km (C, an assumption).
 */
export const defaultCostRates: CostRates = { yenPerVehicleHour: 4_200, yenPerKm: 0, co2GramPerKm: 230 };

export type KpiUnit = 'count' | 's' | 'm' | 'km' | 'share' | 'ratio' | 'per hour' | 'yen' | 'kg' | 'h' | 'km/h';

export interface Kpi {
  readonly name: string;
  readonly unit: KpiUnit;
  readonly text: LocalText;
  readonly formula: LocalText;
  /** Whose definition it is; `ours` when nobody's. */
  readonly source: string;
  /** Null when there is nothing to divide by. */
  readonly of: (tally: KpiTally, rates: CostRates) => number | null;
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const refusedOf = (t: KpiTally): number => [...t.refused.values()].reduce((sum, n) => sum + n, 0);
const totalM = (t: KpiTally): number => t.vehicles.loadedM + t.vehicles.emptyM;
const costYen = (t: KpiTally, rates: CostRates): number =>
  Math.round((t.vehicles.serviceSec / 3600) * rates.yenPerVehicleHour + (totalM(t) / 1000) * rates.yenPerKm);

/** The formulas in Japanese; a test sees to it that none is missing. */
const formulasJa: Readonly<Record<string, string>> = {
  requests: '受け付けた希望、1件ずつ',
  served: '降車まで運んだ希望',
  riders: '運んだ希望の人数（同行者を含む）',
  refused: '提案を出せなかった希望',
  notTaken: '提案が選ばれないまま終わった希望',
  cancelled: '利用者または窓口が取り消した予約',
  lateCancelled: '期限のあとの取り消し',
  noShows: '定めた時間待っても来られなかった方',
  notDriven: '迎えに行けなかった予約',
  unmetShare: '（お断り＋運べなかった予約）÷ 希望件数',
  waitMeanSec: '乗車 − 希望の時刻（あとで頼めば頼んだ時刻）。歩く時間を含む。到着指定を除く',
  waitP95Sec: '95 %の待ちはこれより長くない',
  waitNowMeanSec: '乗車 − 頼んだ時刻（今すぐの希望だけ）',
  stopWaitMeanSec: '乗車 − 約束の時間帯の始まり',
  latePickupShare: '約束の時間帯のあとに車が着いた件数 ÷ 運んだ件数',
  latePickupP95Sec: '車の到着 − 約束の時間帯の終わり（間に合えば0）',
  lateDropoffShare: '約束の到着時刻を過ぎた件数 ÷ 運んだ件数',
  rideMeanSec: '降車 − 乗車',
  rideP95Sec: '95 %の乗車はこれより長くない',
  detourRatio: '乗車時間の合計 ÷ 見込みの直行時間の合計',
  walkMeanM: '最初の停留所までと最後の停留所から、1件あたり',
  climbMeanM: 'その道で登る高さ',
  vehicleHours: '運転手がついた、運行時間内の時間',
  ridersPerVehicleHour: '利用者数 ÷ 運行時間',
  pooledShare: 'ほかの予約と同乗した件数 ÷ 運んだ件数',
  pooledRunShare: '空車から空車までのうち、同時に2組以上が乗った便 ÷ 便の数',
  vehicleKm: '車庫を出て戻るまで',
  emptyKmShare: 'だれも乗せていないkm ÷ 走行km（1 − 実車率）',
  meanOccupancy: '人km ÷ 走行km',
  costYen: '運行時間 × 単価 ＋ km × 単価（想定の仮定）',
  fareYen: '運んだ件数の運賃',
  subsidyPerRideYen: '（費用 − 運賃）÷ 利用者数',
  co2Kg: 'km × 排出の単価（想定の仮定）',
};

const kpi = (
  name: string,
  unit: KpiUnit,
  ja: string,
  en: string,
  formula: string,
  source: string,
  of: Kpi['of'],
): Kpi => ({ name, unit, text: { ja, en }, formula: { ja: formulasJa[name]!, en: formula }, source, of });

const TCRP = 'TCRP Report 124 (demand-response performance)';
/** A definition that is nobody else's. */
export const OURS = 'ours';

export const kpiTable: readonly Kpi[] = [
  kpi('requests', 'count', '希望件数', 'Trip requests', 'all trip requests, each once', OURS, (t) => t.requests),
  kpi('served', 'count', '運んだ件数', 'Trips served', 'requests whose riders were dropped off', TCRP, (t) => t.served),
  kpi('riders', 'count', '利用者数', 'Riders', 'people of the served requests, whole party', TCRP, (t) => t.riders),
  kpi('refused', 'count', 'お断り', 'Refused', 'requests answered without an offer', TCRP, refusedOf),
  kpi(
    'notTaken',
    'count',
    '提案を選ばず',
    'Offers not taken',
    'requests whose offers ended untaken',
    OURS,
    (t) => t.notTaken,
  ),
  kpi('cancelled', 'count', '取り消し', 'Cancelled', 'bookings cancelled by rider or desk', TCRP, (t) => t.cancelled),
  kpi(
    'lateCancelled',
    'count',
    '直前の取り消し',
    'Cancelled late',
    'cancelled after the area’s deadline',
    TCRP,
    (t) => t.lateCancelled,
  ),
  kpi(
    'noShows',
    'count',
    '来られなかった',
    'No-shows',
    'riders not at the stop after the stated wait',
    TCRP,
    (t) => t.noShows,
  ),
  kpi('notDriven', 'count', '運べなかった予約', 'Not driven', 'bookings nobody came for', TCRP, (t) => t.notDriven),
  kpi(
    'unmetShare',
    'share',
    'お断りの割合',
    'Unmet share',
    '(refused + not driven) ÷ requests',
    '茅野: unmet ÷ (rides + unmet)',
    (t) => ratio(refusedOf(t) + t.notDriven, t.requests),
  ),
  kpi(
    'waitMeanSec',
    's',
    '平均の待ち時間',
    'Mean wait',
    'boarded − wished (or asked, if later), walk included; arrive-by left out',
    '塩尻 のるーと: wait after the request',
    (t) => meanOf(t.waitSec),
  ),
  kpi('waitP95Sec', 's', '待ち時間（95 %）', 'Wait, 95th percentile', '95 % of those waits are not longer', OURS, (t) =>
    percentileOf(t.waitSec, 95),
  ),
  kpi(
    'waitNowMeanSec',
    's',
    '「今すぐ」の平均待ち',
    'Mean wait, “now”',
    'boarded − asked, requests for now only',
    OURS,
    (t) => meanOf(t.waitNowSec),
  ),
  kpi(
    'stopWaitMeanSec',
    's',
    '停留所での待ち',
    'Mean wait at the stop',
    'boarded − begin of the promised window',
    OURS,
    (t) => meanOf(t.stopWaitSec),
  ),
  kpi(
    'latePickupShare',
    'share',
    '約束に遅れた迎え',
    'Late pickups',
    'served with the vehicle there after the promised window ÷ served',
    TCRP,
    (t) => ratio(t.latePickups, t.served),
  ),
  kpi(
    'latePickupP95Sec',
    's',
    '迎えの遅れ（95 %）',
    'Pickup lateness, 95th percentile',
    'vehicle there − end of the promised window, 0 when in time',
    OURS,
    (t) => percentileOf(t.latePickupSec, 95),
  ),
  kpi(
    'lateDropoffShare',
    'share',
    '約束に遅れた到着',
    'Late drop-offs',
    'served after the promised latest drop-off ÷ served',
    TCRP,
    (t) => ratio(t.lateDropoffs, t.served),
  ),
  kpi('rideMeanSec', 's', '平均の乗車時間', 'Mean ride', 'dropped off − boarded', TCRP, (t) => meanOf(t.rideSec)),
  kpi('rideP95Sec', 's', '乗車時間（95 %）', 'Ride, 95th percentile', '95 % of rides are not longer', OURS, (t) =>
    percentileOf(t.rideSec, 95),
  ),
  kpi(
    'detourRatio',
    'ratio',
    '遠回りの比',
    'Detour',
    'sum of rides ÷ sum of direct drives as the service believes them',
    OURS,
    (t) => ratio(t.rideSec.sum, t.directSec),
  ),
  kpi(
    'walkMeanM',
    'm',
    '平均の歩き',
    'Mean walk',
    'to the first and from the last stop, each served booking',
    OURS,
    (t) => ratio(t.walkM, t.served),
  ),
  kpi('climbMeanM', 'm', '平均の登り', 'Mean climb', 'metres climbed on those walks', OURS, (t) =>
    ratio(t.climbM, t.served),
  ),
  kpi(
    'vehicleHours',
    'h',
    '運行時間',
    'Vehicle-hours',
    'driver signed on, within service hours',
    TCRP,
    (t) => t.vehicles.serviceSec / 3600,
  ),
  kpi(
    'ridersPerVehicleHour',
    'per hour',
    '1台1時間の利用者',
    'Riders per vehicle-hour',
    'riders ÷ vehicle-hours',
    TCRP,
    (t) => ratio(t.riders * 3600, t.vehicles.serviceSec),
  ),
  kpi(
    'pooledShare',
    'share',
    '乗合率（予約）',
    'Pooled share (bookings)',
    'served bookings that shared the vehicle with another booking ÷ served',
    '久米南 乗合率',
    (t) => ratio(t.shared, t.served),
  ),
  kpi(
    'pooledRunShare',
    'share',
    '乗合率（便）',
    'Pooled share (vehicle runs)',
    'runs from empty to empty with two or more bookings at a time ÷ runs',
    '茅野 (vehicles with two or more groups)',
    (t) => ratio(t.vehicles.pooledRuns, t.vehicles.runs),
  ),
  kpi('vehicleKm', 'km', '走行距離', 'Vehicle-km', 'from depot to depot', TCRP, (t) => totalM(t) / 1000),
  kpi(
    'emptyKmShare',
    'share',
    '空車走行の割合',
    'Empty km share',
    'km with nobody on board ÷ km (1 − 実車率)',
    'Osaka Metro 実車率',
    (t) => ratio(t.vehicles.emptyM, totalM(t)),
  ),
  kpi('meanOccupancy', 'ratio', '平均乗車人数', 'Mean occupancy', 'rider-km ÷ vehicle-km', OURS, (t) =>
    ratio(t.vehicles.riderM, totalM(t)),
  ),
  kpi(
    'costYen',
    'yen',
    '運行費用',
    'Cost',
    'vehicle-hours × rate + km × rate (assumption of the scenario)',
    OURS,
    costYen,
  ),
  kpi('fareYen', 'yen', '運賃収入', 'Fares', 'fares of the served bookings', OURS, (t) => t.fareYen),
  kpi('subsidyPerRideYen', 'yen', '1人あたり補助', 'Subsidy per rider', '(cost − fares) ÷ riders', OURS, (t, rates) =>
    ratio(costYen(t, rates) - t.fareYen, t.riders),
  ),
  kpi(
    'co2Kg',
    'kg',
    'CO₂',
    'CO₂',
    'km × rate (assumption of the scenario)',
    OURS,
    (t, rates) => (totalM(t) * rates.co2GramPerKm) / 1e6,
  ),
];

export type KpiValues = Readonly<Record<string, number | null>>;

/** Every figure by name; shares and ratios to four decimals, the rest to one, so that texts and hashes stay the same. */
export function kpiValues(tally: KpiTally, rates: CostRates): KpiValues {
  return Object.fromEntries(
    kpiTable.map(({ name, unit, of }) => {
      const value = of(tally, rates);
      const places = unit === 'share' || unit === 'ratio' ? 1e4 : unit === 'per hour' ? 100 : 10;
      return [name, value === null ? null : Math.round(value * places) / places];
    }),
  );
}
