/**
 * From a scenario file to what can be run: the area as the scenario changes it, with every mistake of the file named at
 * once. Pure: files are read by the caller.
 */
import { promiseRules, fares, workMistakes, type AreaFile } from '@noriai/core/contracts/area.ts';
import { planningPolicy } from '@noriai/core/contracts/policy.ts';
import { decode, type Mistake } from '@noriai/core/contracts/schema.ts';
import { areaCalendar, dateOfDay, dayOfDate, secOfClockTime } from '@noriai/core/rules/calendar.ts';
import { policyOf } from '@noriai/core/rules/policy.ts';
import { defaultCostRates, type CostRates } from '@noriai/core/kpi/kpi-table.ts';
import { defaultDriving, defaultRiders } from './assumptions.ts';
import { shiftMistakes } from './shift-mistakes.ts';
import { scenarioFile, type DrivingModel, type RiderModel, type ScenarioFile } from './scenario-file.ts';

export interface Scenario {
  readonly file: ScenarioFile;
  /** The area with the scenario's fleet, hours, stops and rules. */
  readonly area: AreaFile;
  readonly dates: readonly string[];
  readonly riders: RiderModel;
  readonly driving: DrivingModel;
  readonly costs: CostRates;
}

/** A scenario that cannot be run; one mistake a line. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly mistakes: readonly Mistake[];
  constructor(label: string, mistakes: readonly Mistake[]) {
    const lines = mistakes.map(
      ({ path, got, expected }) => `  ${path || 'the whole'}: got ${got}, expected ${expected}`,
    );
    super(`${label}: ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}\n${lines.join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** The shape of a scenario file. @throws ScenarioError with every mistake of form */
export function decodeScenario(label: string, json: unknown): ScenarioFile {
  const decoded = decode(scenarioFile, json);
  if (!decoded.ok) throw new ScenarioError(label, decoded.mistakes);
  return decoded.value;
}

/**
 * The scenario on its area.
 *
 * @param further mistakes that the caller found already; told together with those found here
 * @throws ScenarioError with everything that does not fit the area
 */
export function readScenario(
  label: string,
  file: ScenarioFile,
  base: AreaFile,
  further: readonly Mistake[] = [],
): Scenario {
  const area = areaOf(file, base);
  const mistakes = [
    ...ruleMistakes(file, area),
    ...hourMistakes(file),
    ...workMistakes(area),
    ...shiftMistakes(file),
    ...stopMistakes(file, base),
    ...faultMistakes(file, area),
    ...dayMistakes(file, area),
    ...riderMistakes(file),
    ...demandMistakes(file),
    ...further,
  ];
  if (mistakes.length > 0) throw new ScenarioError(label, mistakes);
  return {
    file,
    area,
    dates: datesOf(file),
    riders: { deskHours: file.hours ?? base.serviceHours, ...defaultRiders, ...file.riders },
    driving: { ...defaultDriving, ...file.driving },
    costs: { ...defaultCostRates, ...file.costs },
  };
}

export function datesOf(file: Pick<ScenarioFile, 'firstDay' | 'days'>): string[] {
  const first = dayOfDate(file.firstDay);
  return Array.from({ length: file.days }, (_, i) => dateOfDay(first + i));
}

function areaOf(file: ScenarioFile, base: AreaFile): AreaFile {
  const without = new Set(file.stops?.without ?? []);
  const stops = base.stops.filter((stop) => !without.has(stop.id));
  return {
    ...base,
    stops,
    vehicles: file.fleet ? fleetOf(file.fleet, base) : base.vehicles,
    serviceHours: file.hours ?? base.serviceHours,
    promises: { ...base.promises, ...(file.promises as Partial<AreaFile['promises']> | undefined) },
    fares: { ...base.fares, ...(file.fares as Partial<AreaFile['fares']> | undefined) },
    ...workOf(file, base),
    ...(file.policy ? { policy: { ...base.policy, ...file.policy } } : {}),
  };
}

/** The scenario's shifts and breaks, else those of the area as far as its vehicles are there. */
function workOf({ work, fleet }: ScenarioFile, base: AreaFile): Pick<AreaFile, 'work'> {
  if (work) return { work: { ...base.work, ...work } };
  if (!fleet || !base.work?.shifts) return base.work ? { work: base.work } : {};
  const isThere = (vehicleId: string) => Number(vehicleId.slice(1)) <= fleet.vehicles;
  return { work: { ...base.work, shifts: base.work.shifts.filter((shift) => isThere(shift.vehicleId)) } };
}

function fleetOf(fleet: NonNullable<ScenarioFile['fleet']>, base: AreaFile): AreaFile['vehicles'] {
  return Array.from({ length: fleet.vehicles }, (_, i) => {
    const like = base.vehicles[i % base.vehicles.length]!;
    return {
      ...like,
      id: `v${i + 1}`,
      name: { ja: `${i + 1}号車`, en: `No. ${i + 1}` },
      seats: fleet.seats ?? like.seats,
      wheelchairPlaces: fleet.wheelchairPlaces ?? like.wheelchairPlaces,
      class: fleet.class ?? like.class,
    };
  });
}

function ruleMistakes(file: ScenarioFile, area: AreaFile): Mistake[] {
  const inside = (part: string, mistakes: readonly Mistake[]) =>
    mistakes.map((mistake) => ({ ...mistake, path: `${part}.${mistake.path}` }));
  const rules = decode(promiseRules, area.promises);
  const prices = decode(fares, area.fares);
  const policy = decode(planningPolicy, area.policy ?? {});
  const mistakes = [
    ...inside('promises', rules.ok ? [] : rules.mistakes),
    ...inside('fares', prices.ok ? [] : prices.mistakes),
    ...inside('policy', policy.ok ? [] : policy.mistakes),
  ];
  const { windowSec, maxWaitSec, offerHoldSec } = area.promises;
  if (file.promises && windowSec > maxWaitSec) {
    const got = `an impossible promise: a window of ${windowSec} s in a longest wait of ${maxWaitSec} s`;
    mistakes.push({ path: 'promises.windowSec', got, expected: 'a window within maxWaitSec' });
  }
  if (file.promises && offerHoldSec > maxWaitSec) {
    const got = `an impossible promise: offers held ${offerHoldSec} s, longer than the longest wait of ${maxWaitSec} s`;
    mistakes.push({ path: 'promises.offerHoldSec', got, expected: 'a hold within maxWaitSec' });
  }
  const { reserveSec } = policyOf(area);
  if ((file.promises || file.policy) && reserveSec >= windowSec) {
    const got = `an impossible promise: a reserve of ${reserveSec} s in a window of ${windowSec} s`;
    mistakes.push({ path: 'policy.reserveSec', got, expected: 'a reserve within windowSec' });
  }
  return mistakes;
}

/** Every vehicle works a shift on each stretch of service hours: stretches of one day must not overlap. */
function hourMistakes(file: ScenarioFile): Mistake[] {
  const hours = file.hours ?? [];
  const mistakes: Mistake[] = [];
  hours.forEach((a, i) => {
    if (a.from >= a.until) {
      mistakes.push({ path: `hours[${i}]`, got: `${a.from} to ${a.until}`, expected: 'an end after the beginning' });
    }
    hours.slice(0, i).forEach((b, j) => {
      const day = a.days.find((name) => b.days.includes(name));
      if (day === undefined || a.from >= b.until || b.from >= a.until) return;
      const got = `shifts that overlap on ${day}: ${a.from}–${a.until} and hours[${j}] ${b.from}–${b.until}`;
      mistakes.push({ path: `hours[${i}]`, got, expected: 'shifts of a vehicle one after the other' });
    });
  });
  return mistakes;
}

function stopMistakes(file: ScenarioFile, base: AreaFile): Mistake[] {
  const known = new Set(base.stops.map((stop) => stop.id));
  const without = file.stops?.without ?? [];
  const mistakes = without.flatMap((id, i) =>
    known.has(id) ? [] : [{ path: `stops.without[${i}]`, got: `unknown stop ${id}`, expected: `a stop of ${base.id}` }],
  );
  const left = base.stops.length - new Set(without.filter((id) => known.has(id))).size;
  if (left < 2) mistakes.push({ path: 'stops.without', got: `${left} stops left`, expected: 'at least 2 stops left' });
  const count = file.stops?.count;
  if (count !== undefined && count > left) {
    mistakes.push({ path: 'stops.count', got: `${count}`, expected: `at most the ${left} stops of ${base.id}` });
  }
  return mistakes;
}

function faultMistakes(file: ScenarioFile, area: AreaFile): Mistake[] {
  const vehicles = new Set(area.vehicles.map((vehicle) => vehicle.id));
  const dates = new Set(datesOf(file));
  return (file.faults ?? []).flatMap((fault, i): Mistake[] => {
    const path = `faults[${i}]`;
    const days = fault.kind === 'breakdown' ? [fault.date] : fault.days;
    const mistakes: Mistake[] = days
      .filter((day) => !dates.has(day))
      .map((day) => ({ path, got: day, expected: 'a day of the scenario' }));
    if (fault.kind === 'breakdown' && !vehicles.has(fault.vehicleId)) {
      const expected = `one of ${[...vehicles].slice(0, 8).join(', ')}`;
      mistakes.push({ path: `${path}.vehicleId`, got: `unknown vehicle ${fault.vehicleId}`, expected });
    }
    if (fault.kind !== 'breakdown' && secOfClockTime(fault.from) >= secOfClockTime(fault.until)) {
      mistakes.push({ path, got: `${fault.from} to ${fault.until}`, expected: 'an end after the beginning' });
    }
    return mistakes;
  });
}

function dayMistakes(file: ScenarioFile, area: AreaFile): Mistake[] {
  if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(file.firstDay)) {
    return [{ path: 'firstDay', got: file.firstDay, expected: 'a day of the calendar' }];
  }
  const calendar = areaCalendar(area);
  if (datesOf(file).some((date) => calendar.windowsOn(date).length > 0)) return [];
  return [{ path: 'days', got: `${file.days} from ${file.firstDay}`, expected: 'at least one day with service' }];
}

function riderMistakes({ riders }: ScenarioFile): Mistake[] {
  const { leastToleranceSec: least, mostToleranceSec: most } = { ...defaultRiders, ...riders };
  if (least <= most) return [];
  return [{ path: 'riders.leastToleranceSec', got: `${least}`, expected: `at most mostToleranceSec, ${most}` }];
}

/** Told together with what does not fit the area, so that nobody mends a scenario twice. */
function demandMistakes({ demand }: ScenarioFile): Mistake[] {
  if (demand.kind !== 'population' || demand.tripsPerDay >= 0) return [];
  return [
    { path: 'demand.tripsPerDay', got: `negative demand, ${demand.tripsPerDay}`, expected: '0 or more trips a day' },
  ];
}
