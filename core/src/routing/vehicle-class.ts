/**
 * What each kind of vehicle can drive on and how fast: sizes, limits and speeds as data.
 *
 * Sizes are those of a common Japanese vehicle of the kind, rounded up to 5 cm, from makers' public data sheets as the
 * authors know them (no data sheet is quoted): give your own numbers where a vehicle differs. Grade limits and losses are
 * assumptions to be tuned with drivers; each is marked (C), as in the table of simulator defaults.
 */
import type { Turning } from './turn-costs.ts';

export interface VehicleClass {
  readonly id: string;
  readonly widthDm: number;
  readonly heightDm: number;
  readonly lengthDm: number;
  /** Laden weight, tenths of a tonne. */
  readonly weightDt: number;
  /** Fastest it may or can go. */
  readonly topSpeedKmh: number;
  /** Steepest street it is sent up or down, thousandths. */
  readonly maxGradePermille: number;
  /** Speed lost for every thousandth of climb beyond 30 ‰, in thousandths of the speed on the flat. */
  readonly climbLossPermille: number;
  /** Greatest sideways acceleration in bends, mm/s²: what seated and standing riders bear. */
  readonly bendAccelerationMmS2: number;
  /** Share of a car's free-flow speed that it keeps, thousandths. */
  readonly speedPermille: number;
  /** What turning costs it, where the network counts turns. */
  readonly turning: Turning;
  /** May use streets open to buses and public service vehicles only. */
  readonly isPublicService: boolean;
}

/** Speed is not reduced below this share of that on the flat, however steep the street (C). */
export const LEAST_CLIMB_SPEED_PERMILLE = 250;

/**
 * Room a vehicle needs beside its own width: 50 cm, the reserve of the Road Vehicle Restriction Ordinance (車両制限令,
 * cabinet order 265 of 1961), which lets a street of one lane be used by vehicles up to its width less 0.5 m.
 */
export const SIDE_ROOM_DM = 5;

/** Seconds to turn round [in one sweep, back and forth, at a dead end, as a last resort], across [quiet … busy], [sharp …]. */
function turning(
  circleDm: number,
  [sweepSec, backAndForthSec, deadEndSec, lastResortSec]: readonly [number, number, number, number],
  [quiet, some, busy]: readonly [number, number, number],
  [sharpSec, hairpinSec]: readonly [number, number],
): Turning {
  const acrossSec = { quiet, some, busy };
  return { circleDm, sweepSec, backAndForthSec, deadEndSec, lastResortSec, acrossSec, sharpSec, hairpinSec };
}

/** Ids are those of `vehicleClasses` in the contracts. */
export const vehicleClassTable = {
  /** Green slow mobility (グリーンスローモビリティ): an electric cart for 4 to 7, by definition below 20 km/h on public roads (MLIT). */
  cart: {
    id: 'cart',
    widthDm: 14,
    heightDm: 19,
    lengthDm: 40,
    weightDt: 12,
    topSpeedKmh: 19,
    maxGradePermille: 200, // (C)
    climbLossPermille: 5, // (C) 65 % of its speed on a climb of 10 %
    bendAccelerationMmS2: 1200, // (C) open sides
    speedPermille: 1000,
    turning: turning(90, [12, 30, 30, 600], [0, 4, 10], [0, 3]),
    isPublicService: true,
  },
  /** A taxi of 4 to 5 seats, about 4.4 × 1.7 × 1.75 m. */
  sedan: {
    id: 'sedan',
    widthDm: 17,
    heightDm: 18,
    lengthDm: 45,
    weightDt: 18,
    topSpeedKmh: 100,
    maxGradePermille: 300, // (C)
    climbLossPermille: 1, // (C)
    bendAccelerationMmS2: 2000, // (C) about 0.2 g
    speedPermille: 950, // (C) professional drivers with older riders
    turning: turning(110, [12, 30, 30, 600], [0, 4, 10], [0, 3]),
    isPublicService: true,
  },
  /** A small-number-plate van with 8 to 10 seats or a wheelchair lift, about 4.7 × 1.7 × 2.0 m. */
  wagon: {
    id: 'wagon',
    widthDm: 17,
    heightDm: 20,
    lengthDm: 47,
    weightDt: 27,
    topSpeedKmh: 90,
    maxGradePermille: 250, // (C)
    climbLossPermille: 2, // (C)
    bendAccelerationMmS2: 1800, // (C)
    speedPermille: 930, // (C)
    turning: turning(105, [12, 35, 35, 600], [0, 4, 10], [0, 5]),
    isPublicService: true,
  },
  /** A wide, high-roof van with 10 to 14 seats, about 5.4 × 1.9 × 2.3 m. */
  jumbo_taxi: {
    id: 'jumbo_taxi',
    widthDm: 19,
    heightDm: 23,
    lengthDm: 54,
    weightDt: 33,
    topSpeedKmh: 80,
    maxGradePermille: 180, // (C) councillors report lanes that it cannot climb
    climbLossPermille: 3, // (C)
    bendAccelerationMmS2: 1500, // (C)
    speedPermille: 900, // (C)
    turning: turning(130, [15, 45, 45, 600], [0, 5, 12], [3, 10]),
    isPublicService: true,
  },
  /** A small bus with up to 29 seats, about 7.0 × 2.1 × 2.7 m. */
  microbus: {
    id: 'microbus',
    widthDm: 21,
    heightDm: 27,
    lengthDm: 70,
    weightDt: 60,
    topSpeedKmh: 80,
    maxGradePermille: 150, // (C)
    climbLossPermille: 4, // (C)
    bendAccelerationMmS2: 1200, // (C) riders may stand
    speedPermille: 850, // (C)
    turning: turning(135, [15, 60, 60, 900], [0, 6, 14], [6, 20]),
    isPublicService: true,
  },
} as const satisfies Readonly<Record<string, VehicleClass>>;
