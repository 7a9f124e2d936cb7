/** A vehicle that drives free-flow times exactly and fits everywhere: for tests whose answers are sums. */
import type { VehicleClass } from '../routing/vehicle-class.ts';

export const plainClass: VehicleClass = {
  id: 'plain',
  widthDm: 0,
  heightDm: 0,
  lengthDm: 0,
  weightDt: 0,
  topSpeedKmh: 1_000_000,
  maxGradePermille: 10_000,
  climbLossPermille: 0,
  bendAccelerationMmS2: 1_000_000_000,
  speedPermille: 1000,
  turning: {
    circleDm: 80,
    sweepSec: 10,
    backAndForthSec: 20,
    deadEndSec: 5,
    lastResortSec: null,
    acrossSec: { quiet: 0, some: 3, busy: 7 },
    sharpSec: 2,
    hairpinSec: 4,
  },
  isPublicService: true,
};
