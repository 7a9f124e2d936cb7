/** The two sets of rules under which peers' figures for the same requests are known. */
import type { ServiceRules } from './street-fleet.ts';

/** KaRRi's rules: soft wait 300 s and trip 1.7 × direct + 120 s, nothing refused, 30 s a stop. */
export const softRules: ServiceRules = {
  maxWaitSec: 300,
  maxTripSec: (directSec) => Math.floor(1.7 * directSec + 120),
  hard: false,
  weights: { drive: 10, wait: 6, rideExcess: 6, lateness: 10 },
  pullShare: 0.7,
};

/**
 * Hard limits as in FleetPy's row: wait 300 s, detour 40 %. Riders' time weighs as much as the driving: with less the
 * vehicles fill up and bunch, and where the next riders stand nobody is in time; with twice as much S serves 98.5 % instead
 * of 99.1 %, for there is less room in the vehicles.
 */
export const hardRules: ServiceRules = {
  maxWaitSec: 300,
  maxTripSec: (directSec) => Math.floor(1.4 * directSec),
  hard: true,
  weights: { drive: 10, wait: 10, rideExcess: 10 },
  pullShare: 0.7,
};
