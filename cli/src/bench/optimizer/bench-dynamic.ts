/** `noriai bench dynamic`: a day of requests in real time order, and what the plan could have been knowing them all. */
import { allKnowing } from './hindsight.ts';
import { readRequests, readStreets, readVehicles, type Streets } from './manhattan.ts';
import { answerTimes, dayReport, round, serveDay, type DayOptions } from './service-day.ts';
import { hardRules, softRules } from './service-rules.ts';
import type { ServiceRules } from './street-fleet.ts';

export interface DynamicOptions extends DayOptions {
  readonly dir: string;
  readonly sizes: readonly string[];
  /** Search steps for the all-knowing plan, by request; 0 leaves it out. */
  readonly hindsightSteps: number;
  readonly onProgress: (line: string) => void;
}

interface Peer {
  readonly driveHours: number;
  readonly waitMeanSec: number;
  readonly rideMeanSec: number;
  readonly over300: number;
}

/** What KaRRi's exact greedy insertion needs on the same files (README of the instances). */
const karri: Readonly<Record<string, Peer>> = {
  S: { driveHours: 83.2, waitMeanSec: 186, rideMeanSec: 413, over300: 0.105 },
  M: { driveHours: 260.4, waitMeanSec: 182, rideMeanSec: 428, over300: 0.125 },
};

/** What FleetPy's immediate insertion serves under the hard limits. */
const fleetPy: Readonly<Record<string, { servedShare: number; waitMeanSec: number }>> = {
  S: { servedShare: 0.975, waitMeanSec: 127 },
  M: { servedShare: 0.983, waitMeanSec: 139 },
};

/** All figures but `answerUs` and `seconds` are the same on every machine. */
export function benchDynamic(options: DynamicOptions) {
  const streets = readStreets(options.dir);
  return Object.fromEntries(options.sizes.map((size) => [size, benchSize(streets, size, options)]));
}

function benchSize(streets: Streets, size: string, options: DynamicOptions) {
  const startMs = performance.now();
  const requests = readRequests(options.dir, size);
  const nodes = readVehicles(options.dir, size);
  const run = (name: string, rules: ServiceRules, stepsPerVehicle: number) => {
    options.onProgress(`${size}: ${name}`);
    const fleet = serveDay(streets, nodes, requests, rules, { ...options, stepsPerVehicle });
    return { fleet, report: dayReport(fleet) };
  };
  const greedy = run('insertion alone', softRules, 0);
  const improved = run('insertion and improvement', softRules, options.stepsPerVehicle);
  const hard = run('hard limits', hardRules, options.stepsPerVehicle);
  options.onProgress(`${size}: all-knowing plan`);
  const steps = options.hindsightSteps * requests.length;
  const hindsight = steps === 0 ? null : allKnowing(streets, nodes, improved.fleet, steps, options.seed);
  const peer = karri[size] ?? null;
  return {
    vehicles: nodes.length,
    requests: requests.length,
    insertion: greedy.report,
    improved: improved.report,
    hardLimits: hard.report,
    karri: peer,
    driveSavedAgainstKarri: peer === null ? null : round(1 - improved.report.driveHours / peer.driveHours, 4),
    fleetPy: fleetPy[size] ?? null,
    allKnowing: hindsight,
    answerUs: { insertion: answerTimes(greedy.fleet), improved: answerTimes(improved.fleet) },
    seconds: round((performance.now() - startMs) / 1000, 1),
  };
}
