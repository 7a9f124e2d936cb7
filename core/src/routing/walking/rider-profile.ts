/**
 * What walking asks of different riders, as data. Burden is counted in *flat-equivalent metres*: the length of level, paved
 * path that would be as tiring. Time follows from it: burden / speed.
 *
 * Sources. Climb: Naismith's rule in Scarf's form, 7.92 m of flat for each metre of climb (Scarf 2007), for fit adults; an
 * older walker halves the pace on a climb of 10 %, which is 10 m of flat for each metre. Speed of older walkers 0.9 m/s.
 * Wheelchair ramps: 1 in 12 = 83 ‰ is the steepest that the Japanese barrier-free ordinance allows indoors; 80 ‰ here.
 * All other numbers are assumptions to be tuned with riders.
 */
import type { FootCrossing, FootSurface } from '../../graph/foot-graph.ts';

export interface RiderProfile {
  readonly id: string;
  /** On level, paved path, millimetres a second. */
  readonly speedMmS: number;
  /** Flat-equivalent metres for each metre of climb, and of descent. */
  readonly climbFactor: number;
  readonly descentFactor: number;
  /** Flat-equivalent decimetres for each step of stairs, besides its climb; null = cannot use stairs. */
  readonly stepDm: number | null;
  /** Relief on stairs with a handrail or with a ramp beside them, thousandths of `stepDm`. */
  readonly handrailPermille: number;
  /** Steepest path, thousandths, over paths long enough to tell; null = any. */
  readonly maxGradePermille: number | null;
  /** Thousandths of a paved metre's burden. */
  readonly surfacePermille: Readonly<Record<FootSurface, number>>;
  /** Flat-equivalent metres for crossing a street. */
  readonly crossingM: Readonly<Record<FootCrossing, number>>;
  /** Walking along a road without a footway, thousandths. */
  readonly onRoadPermille: number;
  /** Passes only where `wheelchair=no` is not signed. */
  readonly usesWheels: boolean;
  /** Farthest walk to or from a stop, flat-equivalent metres. */
  readonly maxBurdenM: number;
}

const firmGround = { unknown: 1000, paved: 1000, paving_stones: 1000, compacted: 1050, gravel: 1200, unpaved: 1200, rough: 1500 }; // prettier-ignore

export const riderProfiles = {
  adult: {
    id: 'adult',
    speedMmS: 1250,
    climbFactor: 8,
    descentFactor: 1,
    stepDm: 3,
    handrailPermille: 1000,
    maxGradePermille: null,
    surfacePermille: firmGround,
    crossingM: { none: 0, signals: 15, marked: 5, unmarked: 10 },
    onRoadPermille: 1100,
    usesWheels: false,
    maxBurdenM: 800,
  },
  /** 75 and older, on foot or with a stick: the usual rider, and what is taken when nothing is known. */
  older: {
    id: 'older',
    speedMmS: 900,
    climbFactor: 10,
    descentFactor: 3,
    stepDm: 15,
    handrailPermille: 700,
    maxGradePermille: 250,
    surfacePermille: { ...firmGround, gravel: 1400, unpaved: 1400, rough: 2500 },
    crossingM: { none: 0, signals: 20, marked: 15, unmarked: 40 },
    onRoadPermille: 1300,
    usesWheels: false,
    maxBurdenM: 300,
  },
  /** With a rollator or a shopping trolley. */
  walker: {
    id: 'walker',
    speedMmS: 700,
    climbFactor: 14,
    descentFactor: 8,
    stepDm: 80,
    handrailPermille: 800,
    maxGradePermille: 120,
    surfacePermille: { ...firmGround, paving_stones: 1100, gravel: 2000, unpaved: 1800, rough: 4000 },
    crossingM: { none: 0, signals: 20, marked: 20, unmarked: 60 },
    onRoadPermille: 1300,
    usesWheels: true,
    maxBurdenM: 250,
  },
  wheelchair: {
    id: 'wheelchair',
    speedMmS: 800,
    climbFactor: 16,
    descentFactor: 8,
    stepDm: null,
    handrailPermille: 1000,
    maxGradePermille: 80,
    surfacePermille: { ...firmGround, paving_stones: 1200, compacted: 1300, gravel: 3000, unpaved: 2500, rough: 6000 },
    crossingM: { none: 0, signals: 20, marked: 20, unmarked: 80 },
    onRoadPermille: 1400,
    usesWheels: true,
    maxBurdenM: 300,
  },
} as const satisfies Readonly<Record<string, RiderProfile>>;
