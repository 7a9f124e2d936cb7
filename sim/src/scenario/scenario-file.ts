/**
 * A scenario: one JSON file that says what is tried out. Everything but id, area and days may be left out; what is left out
 * is the area's own or the default of `assumptions.ts`, which carry grade and source.
 */
import {
  fares,
  localText,
  promiseRules,
  serviceHours,
  vehicleClasses,
  workRules,
} from '@noriai/core/contracts/area.ts';
import { planningPolicy } from '@noriai/core/contracts/policy.ts';
import { ageGroups } from '@noriai/core/contracts/population.ts';
import {
  decimal,
  flag,
  integer,
  list,
  named,
  object,
  oneOf,
  optional,
  text,
  variants,
  type Infer,
  type Schema,
} from '@noriai/core/contracts/schema.ts';

const date = text({ pattern: /^\d{4}-\d{2}-\d{2}$/, expected: 'a date like 2026-04-01' });
const clockTime = text({ pattern: /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, expected: 'a time of day like 09:00' });
const permille = (description: string) => integer({ min: 0, max: 1000, description: `per mille: ${description}` });
const id = text({ pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/, expected: 'an id: small letters, digits, - and _' });

const destinationKinds = ['clinic', 'shop', 'station', 'town_hall', 'school', 'community', 'bank', 'park'] as const;

/** Whole numbers of another schema, each of which may be left out; limits are checked when all parts are there. */
function partsOf(whole: Schema<unknown>): Record<string, Schema<number> & { readonly isOptional: true }> {
  const names = Object.keys(whole.json['properties'] as object);
  return Object.fromEntries(names.map((name) => [name, optional(integer({ min: 0 }))]));
}

/** How riders behave; every number is an assumption with a grade (see `assumptions.ts`). */
export const riderModel = object({
  phonePermille: optional(permille('bookings by phone')),
  nowPermille: optional(permille('wishes for “now”')),
  returnPermille: optional(permille('trips with a way back')),
  returnAheadPermille: optional(permille('ways back that are booked together with the way there')),
  cancelPermille: optional(permille('bookings cancelled by the rider')),
  noShowPermille: optional(permille('bookings whose rider does not come')),
  lateRiderPermille: optional(permille('riders who come late to the stop')),
  lateRiderMaxSec: optional(integer({ min: 0, max: 3600, unit: 'seconds late at the most' })),
  wheelchairPermille: optional(permille('riders who stay in a wheelchair')),
  reducedPermille: optional(permille('riders with a disability certificate')),
  secondRiderPermille: optional(permille('parties with a second person')),
  walkerPermille: optional(
    permille('riders of 65 and over with a rollator, which is stowed and does not climb stairs'),
  ),
  companionPermille: optional(permille('riders in a wheelchair with a companion')),
  leastToleranceSec: optional(integer({ min: 0, max: 14_400, unit: 'seconds of extra burden every rider accepts' })),
  mostToleranceSec: optional(integer({ min: 0, max: 14_400, unit: 'seconds of extra burden no rider exceeds' })),
  tryAlternativePermille: optional(permille('refused riders who ask for a named alternative')),
  waitlistPermille: optional(permille('other refused riders who wait for a seat on the waitlist')),
  callSec: optional(integer({ min: 10, max: 3600, unit: 'seconds of a phone call' })),
  deskOperators: optional(integer({ min: 1, max: 100 })),
  deskHours: optional(list(serviceHours, { max: 50, description: 'default: whenever there is service' })),
});

function kindWeights(): Record<string, Schema<number> & { readonly isOptional: true }> {
  return Object.fromEntries(destinationKinds.map((kind) => [kind, optional(decimal({ min: 0, max: 1000 }))]));
}

/** How vehicles really drive, against what the service believes. */
export const drivingModel = object({
  speedPermille: optional(
    integer({ min: 200, max: 2000, description: 'true speed against believed; 1000: as believed' }),
  ),
  daySpreadPermille: optional(integer({ min: 0, max: 300, description: 'deviation of a whole day’s traffic' })),
  legSpreadPermille: optional(integer({ min: 0, max: 500, description: 'deviation of one leg' })),
  dwellSpreadPermille: optional(
    integer({ min: 0, max: 800, description: 'deviation of boarding and alighting times' }),
  ),
});

export const demandModel = variants('kind', {
  population: {
    tripsPerDay: decimal({ max: 100_000, description: 'wished trips on a day of usual demand, ways back included' }),
    isExact: optional(flag({ description: 'exactly so many ways there every day; else counts vary from day to day' })),
    agePermille: optional(
      list(integer({ min: 0, max: 100_000 }), {
        min: ageGroups.length,
        max: ageGroups.length,
        description: 'how often each age group travels, against the others',
      }),
    ),
    kindWeights: optional(object(kindWeights())),
    halfDistanceM: optional(
      integer({ min: 100, max: 100_000, description: 'at this distance a place draws half as much' }),
    ),
    leastDistanceM: optional(integer({ min: 0, max: 10_000, description: 'nearer than this people walk' })),
    weekdayPermille: optional(
      list(integer({ min: 0, max: 10_000 }), { min: 7, max: 7, description: 'Monday to Sunday' }),
    ),
    dayBeforePermille: optional(permille('timed wishes that are booked the day before')),
    regulars: optional(
      integer({ min: 0, max: 10_000, description: 'people with a standing order to a clinic, on two weekdays each' }),
    ),
    events: optional(
      list(
        object({
          date,
          from: clockTime,
          until: clockTime,
          destinationId: text({ minLength: 1, maxLength: 64 }),
          trips: integer({ min: 0, max: 100_000 }),
        }),
        { description: 'festivals, pension days: further trips to one place' },
      ),
    ),
  },
  trips: {
    file: text({
      minLength: 1,
      maxLength: 400,
      description: 'CSV trip table; its columns are in docs/how-to/plan-a-service.md',
    }),
  },
});

export const fault = variants('kind', {
  slow: {
    speedPermille: integer({ min: 100, max: 1000, description: 'true speed while it lasts' }),
    days: list(date, { min: 1 }),
    from: clockTime,
    until: clockTime,
    isKnown: flag({ description: 'the service plans with it, too' }),
  },
  closure: {
    ring: list(list(decimal(), { min: 2, max: 2 }), { min: 4, max: 1000, description: 'closed ring of [lon, lat]' }),
    days: list(date, { min: 1 }),
    from: clockTime,
    until: clockTime,
  },
  breakdown: {
    vehicleId: id,
    date,
    at: clockTime,
    minutes: integer({ min: 1, max: 1440 }),
  },
});

export const costModel = object({
  yenPerVehicleHour: optional(integer({ min: 0, max: 1_000_000 })),
  yenPerKm: optional(integer({ min: 0, max: 10_000 })),
  co2GramPerKm: optional(integer({ min: 0, max: 10_000 })),
});

export const scenarioFile = named(
  'Scenario',
  object({
    format: oneOf(['noriai-scenario-1']),
    id,
    name: optional(localText),
    about: optional(localText),
    area: text({ minLength: 1, maxLength: 64, description: 'id of an imported area, of a model town, or grid' }),
    firstDay: date,
    days: integer({ min: 1, max: 366 }),
    seeds: optional(list(integer({ min: 0, max: 0x7fff_ffff }), { min: 1, max: 10_000 })),
    fleet: optional(
      object({
        vehicles: integer({ min: 1, max: 1000 }),
        seats: optional(integer({ min: 1, max: 60 })),
        wheelchairPlaces: optional(integer({ min: 0, max: 6 })),
        class: optional(oneOf(vehicleClasses)),
      }),
    ),
    hours: optional(list(serviceHours, { min: 1, max: 50 })),
    work: optional(workRules),
    stops: optional(
      object({
        count: optional(
          integer({
            min: 2,
            max: 20_000,
            description: 'only so many: places people go to first, then the best spread',
          }),
        ),
        without: optional(
          list(text({ minLength: 1, maxLength: 64 }), { description: 'stops that are left out, by id' }),
        ),
        doors: optional(
          oneOf(['none', 'over75', 'all'], {
            description: 'whom the vehicle fetches at the door: a virtual stop at their houses',
          }),
        ),
      }),
    ),
    promises: optional(object(partsOf(promiseRules))),
    fares: optional(object(partsOf(fares))),
    policy: optional(planningPolicy),
    riders: optional(riderModel),
    driving: optional(drivingModel),
    demand: demandModel,
    faults: optional(list(fault, { max: 1000 })),
    costs: optional(costModel),
  }),
);

export type ScenarioFile = Infer<typeof scenarioFile>;
export type DemandModel = ScenarioFile['demand'];
export type PopulationDemand = Extract<DemandModel, { kind: 'population' }>;
export type Fault = Infer<typeof fault>;
export type RiderModel = Required<Infer<typeof riderModel>>;
export type DrivingModel = Required<Infer<typeof drivingModel>>;
