/**
 * The area file: everything a town decides about its service, in one JSON document. Imported once with its streets
 * (`noriai area import`), read by dispatcher, simulator and pages alike.
 */
import { planningPolicy } from './policy.ts';
import {
  bookingRules,
  doorToDoor,
  fairUse,
  limitRule,
  REST_OF_AREA,
  station,
  travelRule,
  zoneFare,
  zonePolygon,
} from './booking-rules.ts';
import { accessibilityTypes, vehicleEquipment } from './needs.ts';
import {
  decimal,
  flag,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
  where,
  type Infer,
  type Mistake,
} from './schema.ts';

/** A text in the languages of the service: Japanese always, reading in kana and English where known. */
export const localText = named(
  'LocalText',
  object({
    ja: text({ minLength: 1, maxLength: 200 }),
    kana: optional(text({ minLength: 1, maxLength: 200, description: 'reading in hiragana' })),
    en: optional(text({ minLength: 1, maxLength: 200 })),
    easy: optional(text({ minLength: 1, maxLength: 200, description: 'easy Japanese (やさしい日本語)' })),
  }),
);

export const position = named(
  'Position',
  object({
    lat: decimal({ min: -85, max: 85, description: 'degrees north, WGS 84' }),
    lon: decimal({ min: -180, max: 180, description: 'degrees east, WGS 84' }),
  }),
);

const id = text({
  pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
  expected: 'an id: small letters, digits, - and _, at most 64',
});
/** A day of the calendar: the 31st of February is none. */
export const date = text({
  pattern: /^\d{4}-\d{2}-\d{2}$/,
  expected: 'a date like 2026-04-01',
  isRight: isCalendarDate,
});
/** Whether there is such a day, written like `2026-04-01`. */
export function isCalendarDate(value: string): boolean {
  const atMs = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 10) === value;
}

const clockTime = text({ pattern: /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, expected: 'a time of day like 09:00' });

/** Kinds of vehicle; what each can drive on and how fast is in `core/routing`. */
export const vehicleClasses = ['cart', 'sedan', 'wagon', 'jumbo_taxi', 'microbus'] as const;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const stop = named(
  'Stop',
  object({
    id,
    name: localText,
    position,
    side: oneOf(['kerb', 'either'], {
      description: 'kerb: the vehicle must come along the side of the street where the stop is',
    }),
    boarding: flag(),
    alighting: flag(),
    closed: list(object({ from: date, until: date, reason: localText }), {
      description: 'days without service, both ends included',
    }),
    kind: optional(oneOf(['stop', 'clinic', 'shop', 'station', 'town_hall', 'school', 'community', 'bank', 'park'])),
    district: optional(localText),
    howToFind: optional({
      ...localText,
      json: { ...localText.json, description: 'where exactly to stand, as a neighbour would say it' },
    }),
    pictures: optional(
      list(
        object({
          file: text({
            pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(jpg|jpeg|png|webp)$/,
            expected: 'the name of a jpg, png or webp file in the folder `pictures` of the area',
          }),
          shows: localText,
        }),
        { max: 4 },
      ),
    ),
  }),
);

export const depot = object({ id, name: localText, position });

export const vehicle = object({
  id,
  name: localText,
  plate: text({ minLength: 1, maxLength: 40 }),
  colour: localText,
  class: oneOf(vehicleClasses),
  seats: integer({ min: 1, max: 60, unit: 'riders' }),
  wheelchairPlaces: integer({ min: 0, max: 6 }),
  childSeats: optional(
    object({
      baby: integer({ min: 0, max: 10, description: 'for babies' }),
      young: integer({ min: 0, max: 10, description: 'for young children' }),
    }),
  ),
  luggagePlaces: optional(
    integer({ min: 0, max: 50, description: 'walkers, folded wheelchairs, strollers; default 4' }),
  ),
  equipment: optional(list(oneOf(vehicleEquipment), { max: vehicleEquipment.length })),
  depotId: id,
});

export const serviceHours = object({
  days: list(oneOf(weekdays), { min: 1, max: 7 }),
  from: clockTime,
  until: clockTime,
});

export const holiday = object({ date, name: localText });

/** Part of the area, for rules and fares; a stop belongs to the first zone that it lies in. */
export const zone = object({ id, name: localText, polygon: zonePolygon });

/** A kind of rider that the desk gives to people: resident, visitor, member of the welfare scheme … */
export const riderType = object({ id, name: localText });

export const promiseRules = named(
  'PromiseRules',
  object({
    windowSec: integer({ min: 60, max: 3600, unit: 'seconds', description: 'length of the promised pickup window' }),
    maxWaitSec: integer({
      min: 60,
      max: 7200,
      unit: 'seconds',
      description: 'longest wait from the wished time to the latest pickup',
    }),
    maxRideFactorPercent: integer({ min: 100, max: 400, description: 'longest ride, per cent of the direct drive …' }),
    maxRideExtraSec: integer({ min: 0, max: 3600, description: '… plus these seconds' }),
    offerHoldSec: integer({ min: 20, max: 900, description: 'how long a shown offer is kept free' }),
    maxOffers: integer({ min: 1, max: 5 }),
    advanceDays: integer({ min: 0, max: 90, description: 'how far ahead a trip may be booked' }),
    cancelDeadlineSec: integer({
      min: 0,
      max: 86_400,
      description: 'cancelling later than this before pickup is recorded as late',
    }),
    noShowWaitSec: integer({ min: 0, max: 1800, description: 'how long the driver waits past the promised start' }),
    maxWalkM: integer({ min: 0, max: 2000, unit: 'metres', description: 'farthest walk to or from a stop' }),
    maxPartySize: integer({ min: 1, max: 20 }),
    dwellSec: integer({ min: 0, max: 600, description: 'stop time for one rider to board or leave' }),
    dwellExtraSec: integer({ min: 0, max: 600, description: 'for every further rider' }),
    dwellWheelchairSec: integer({ min: 0, max: 1800, description: 'for a wheelchair' }),
    dwellNeedsPercent: optional(
      integer({ min: 0, max: 500, description: 'of the usual time for walkers, lifts and the like; default 100' }),
    ),
  }),
);

export const fares = object({
  adultYen: integer({ min: 0, max: 100_000 }),
  childYen: integer({ min: 0, max: 100_000 }),
  reducedYen: integer({ min: 0, max: 100_000, description: 'with a disability certificate' }),
  companionYen: optional(integer({ min: 0, max: 100_000, description: 'care-givers; default: as with a certificate' })),
});

export const pauseKinds = ['break', 'driver_change'] as const;

/** A break or a change of driver, begun between two times of day; nobody is on board while it lasts. */
export const areaPause = object({
  kind: oneOf(pauseKinds),
  from: clockTime,
  until: clockTime,
  durationSec: integer({ min: 60, max: 14_400, unit: 'seconds' }),
  depotId: optional(text({ description: 'where it is taken; default: where the vehicle stands' })),
});

/** One duty of a vehicle on some days of the week. Vehicles without any run all service hours. */
export const areaShift = object({
  vehicleId: id,
  days: list(oneOf(weekdays), { min: 1, max: 7 }),
  from: clockTime,
  until: clockTime,
  startDepotId: optional(id),
  endDepotId: optional(id),
  pauses: optional(list(areaPause, { max: 8 })),
});

export const hoursRuleNames = ['jp_bus_2024', 'jp_taxi_2024'] as const;

const spanSec = (description: string) => integer({ min: 0, unit: 's', description });

/** How long drivers may work, as a town states it that runs under another law or under an agreement with its staff. */
export const hoursRule = named(
  'HoursOfWorkRule',
  object({
    title: localText,
    dayTargetSec: spanSec('1日の拘束時間: from begin of work to its end, breaks included; more is warned of'),
    dayMaxSec: spanSec('more than this in a day is refused'),
    longDaySec: spanSec('a day longer than this may come so often in seven days, more often is warned of'),
    longDaysAWeek: integer({ min: 0, max: 7 }),
    restTargetSec: spanSec('休息期間 between two days of work; less is warned of'),
    restMinSec: spanSec('less rest than this is refused'),
    monthMaxSec: spanSec('1か月の拘束時間'),
    yearMaxSec: nullable(spanSec('1年の拘束時間; null where there is none, as in what follows')),
    continuousDriveSec: nullable(
      spanSec('連続運転時間: after it there must have been breaks of `breakTotalSec` in all'),
    ),
    breakTotalSec: spanSec('in all'),
    breakPieceSec: spanSec('shorter breaks do not count'),
    twoDayDriveSec: nullable(spanSec('運転時間の2日平均: driving of two days in a row, in all')),
    fourWeekDriveSec: nullable(spanSec('4週平均: driving of four weeks, in all')),
    sources: list(text({ minLength: 1, maxLength: 400 }), { min: 1, description: 'where these numbers stand' }),
  }),
);

export const rollCallRules = ['required', 'recorded', 'none'] as const;

/** Shifts, breaks and the law that binds drivers. */
export const workRules = named(
  'WorkRules',
  where(
    object({
      hours: optional(oneOf(hoursRuleNames, { description: 'hours-of-work rules that plans and shifts must keep' })),
      ownHours: optional(hoursRule),
      rollCall: optional(
        oneOf(rollCallRules, {
          description:
            'roll calls (点呼) before and after duty; required: no duty begins without one; recorded (default): the driver page asks; none',
        }),
      ),
      undoSec: optional(integer({ min: 0, max: 3600, description: 'how long a driver may take back the last action' })),
      pauses: optional(list(areaPause, { max: 8, description: 'of every shift that is made from the service hours' })),
      shifts: optional(list(areaShift, { max: 5000 })),
    }),
    ({ hours, ownHours }) =>
      hours !== undefined && ownHours
        ? [{ path: 'ownHours', got: `both ownHours and hours (${hours})`, expected: 'one of the two' }]
        : [],
  ),
);

export const areaFile = named(
  'Area',
  where(
    object({
      format: oneOf(['noriai-area-1']),
      id,
      name: localText,
      source: oneOf(['osm', 'model'], { description: 'model: streets made by a generator; every page says so' }),
      credit: text({ maxLength: 400 }),
      polygon: list(list(decimal(), { min: 2, max: 2 }), {
        min: 4,
        max: 5000,
        description: 'closed ring of [lon, lat]',
      }),
      timeZone: text({ pattern: /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, expected: 'a time zone like Asia/Tokyo' }),
      trafficSide: oneOf(['left', 'right']),
      phone: text({ minLength: 3, maxLength: 30, description: 'of the desk, shown on every screen' }),
      stops: list(stop, { min: 2, max: 20_000 }),
      depots: list(depot, { min: 1, max: 100 }),
      vehicles: list(vehicle, { min: 1, max: 5000 }),
      serviceHours: list(serviceHours, { min: 1, max: 50 }),
      holidays: list(holiday, { description: 'days without service' }),
      promises: promiseRules,
      fares,
      policy: optional(planningPolicy),
      work: optional(workRules),
      publicHolidays: optional(list(holiday, { description: 'days with service that count as holidays in rules' })),
      zones: optional(list(zone, { max: 200 })),
      travelRules: optional(list(travelRule, { max: 2000, description: 'from which zone to which one may travel' })),
      zoneFares: optional(list(zoneFare, { max: 2000, description: 'where they differ from the flat fares' })),
      riderTypes: optional(list(riderType, { max: 50 })),
      limits: optional(list(limitRule, { max: 200 })),
      fairUse: optional(fairUse),
      doorToDoor: optional(doorToDoor),
      supportedNeeds: optional(list(oneOf(accessibilityTypes), { max: 22, description: 'default: all' })),
      bookingRules: optional(bookingRules),
      stations: optional(list(station, { max: 100 })),
      facts: optional(
        list(object({ text: localText, source: text({ maxLength: 300 }) }), {
          description: 'published facts the area was made from',
        }),
      ),
    }),
    areaMistakes,
  ),
);

export type AreaFile = Infer<typeof areaFile>;
export type LocalText = Infer<typeof localText>;
export type Position = Infer<typeof position>;
export type Stop = Infer<typeof stop>;
export type Depot = Infer<typeof depot>;
export type Vehicle = Infer<typeof vehicle>;
export type VehicleClassName = (typeof vehicleClasses)[number];
export type Zone = Infer<typeof zone>;
export type Weekday = (typeof weekdays)[number];
export type PromiseRules = Infer<typeof promiseRules>;
export type WorkRules = Infer<typeof workRules>;
export type AreaPause = Infer<typeof areaPause>;
export type PauseKind = (typeof pauseKinds)[number];
export type HoursRuleName = (typeof hoursRuleNames)[number];
export type HoursRule = Infer<typeof hoursRule>;

interface AreaParts extends RuleParts {
  readonly polygon: readonly (readonly number[])[];
  readonly stops: readonly { id: string }[];
  readonly depots: readonly { id: string }[];
  readonly vehicles: readonly { id: string; depotId: string }[];
  readonly serviceHours: readonly { from: string; until: string }[];
  readonly work?: WorkParts | undefined;
}
interface WorkParts {
  readonly pauses?: readonly PauseParts[] | undefined;
  readonly shifts?: readonly ShiftParts[] | undefined;
}
interface PauseParts {
  readonly from: string;
  readonly until: string;
  readonly depotId?: string | undefined;
}
interface ShiftParts extends Pick<PauseParts, 'from' | 'until'> {
  readonly vehicleId: string;
  readonly startDepotId?: string | undefined;
  readonly endDepotId?: string | undefined;
  readonly pauses?: readonly PauseParts[] | undefined;
}

/** What no single field can tell: repeated ids, unknown depots, an open or flat polygon, hours that end before they begin. */
function areaMistakes(area: AreaParts): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const part of ['stops', 'depots', 'vehicles'] as const) mistakes.push(...repeatedIds(part, area[part]));
  const depotIds = new Set(area.depots.map((d) => d.id));
  area.vehicles.forEach((v, i) => {
    if (!depotIds.has(v.depotId)) {
      mistakes.push({ path: `vehicles[${i}].depotId`, got: v.depotId, expected: `one of ${[...depotIds].join(', ')}` });
    }
  });
  area.serviceHours.forEach((hours, i) => {
    if (hours.from >= hours.until) {
      mistakes.push({
        path: `serviceHours[${i}]`,
        got: `${hours.from} to ${hours.until}`,
        expected: 'an end after the beginning',
      });
    }
  });
  return [...mistakes, ...workMistakes(area), ...polygonMistakes(area.polygon, 'polygon'), ...ruleMistakes(area)];
}

/** Shifts and breaks that name what is not there, or end before they begin. */
export function workMistakes(area: Pick<AreaParts, 'depots' | 'vehicles' | 'work'>): Mistake[] {
  const depotIds = new Set(area.depots.map((d) => d.id));
  const vehicleIds = new Set(area.vehicles.map((v) => v.id));
  const mistakes: Mistake[] = [];
  const known = (path: string, ids: ReadonlySet<string>, got: string | undefined) => {
    if (got !== undefined && !ids.has(got)) mistakes.push({ path, got, expected: `one of ${[...ids].join(', ')}` });
  };
  const ordered = (path: string, { from, until }: Pick<PauseParts, 'from' | 'until'>) => {
    if (from > until) mistakes.push({ path, got: `${from} to ${until}`, expected: 'an end after the beginning' });
  };
  const pauses = (path: string, list: readonly PauseParts[] | undefined) =>
    list?.forEach((pause, i) => {
      known(`${path}[${i}].depotId`, depotIds, pause.depotId);
      ordered(`${path}[${i}]`, pause);
    });
  pauses('work.pauses', area.work?.pauses);
  area.work?.shifts?.forEach((shift, i) => {
    const path = `work.shifts[${i}]`;
    known(`${path}.vehicleId`, vehicleIds, shift.vehicleId);
    known(`${path}.startDepotId`, depotIds, shift.startDepotId);
    known(`${path}.endDepotId`, depotIds, shift.endDepotId);
    ordered(path, shift);
    pauses(`${path}.pauses`, shift.pauses);
  });
  return mistakes;
}

interface RuleParts {
  readonly stops: readonly { id: string }[];
  readonly zones?: readonly { id: string; polygon: readonly (readonly number[])[] }[];
  readonly travelRules?: readonly { from: string; to: string }[];
  readonly zoneFares?: readonly { from: string; to: string }[];
  readonly riderTypes?: readonly { id: string }[];
  readonly limits?: readonly { riderType?: string }[];
  readonly doorToDoor?: { riderTypes?: readonly string[]; zones?: readonly string[] };
  readonly stations?: readonly { stopId: string }[];
}

/** Zones, rider types and stops that rules speak of must be there. */
function ruleMistakes(area: RuleParts): Mistake[] {
  const zones = area.zones ?? [];
  const zoneIds = new Set([REST_OF_AREA, ...zones.map((z) => z.id)]);
  const typeIds = new Set((area.riderTypes ?? []).map((type) => type.id));
  const stopIds = new Set(area.stops.map((s) => s.id));
  const unknown = (known: ReadonlySet<string>, path: string, got: string | undefined): Mistake[] =>
    got === undefined || known.has(got)
      ? []
      : [{ path, got, expected: `one of ${[...known].slice(0, 20).join(', ')}` }];
  const ends = (part: 'travelRules' | 'zoneFares'): Mistake[] =>
    (area[part] ?? []).flatMap(({ from, to }, i) => [
      ...unknown(zoneIds, `${part}[${i}].from`, from),
      ...unknown(zoneIds, `${part}[${i}].to`, to),
    ]);
  return [
    ...repeatedIds('zones', zones),
    ...repeatedIds('riderTypes', area.riderTypes ?? []),
    ...zones.flatMap((z, i) => polygonMistakes(z.polygon, `zones[${i}].polygon`)),
    ...ends('travelRules'),
    ...ends('zoneFares'),
    ...(area.limits ?? []).flatMap((rule, i) => unknown(typeIds, `limits[${i}].riderType`, rule.riderType)),
    ...(area.doorToDoor?.riderTypes ?? []).flatMap((id, i) => unknown(typeIds, `doorToDoor.riderTypes[${i}]`, id)),
    ...(area.doorToDoor?.zones ?? []).flatMap((id, i) => unknown(zoneIds, `doorToDoor.zones[${i}]`, id)),
    ...(area.stations ?? []).flatMap((s, i) => unknown(stopIds, `stations[${i}].stopId`, s.stopId)),
  ];
}

function repeatedIds(part: string, items: readonly { id: string }[]): Mistake[] {
  const seen = new Set<string>();
  return items.flatMap((item, i) => {
    if (!seen.has(item.id)) {
      seen.add(item.id);
      return [];
    }
    return [{ path: `${part}[${i}].id`, got: `${item.id} a second time`, expected: 'an id of its own' }];
  });
}

function polygonMistakes(ring: readonly (readonly number[])[], path: string): Mistake[] {
  const first = ring[0]!;
  const last = ring[ring.length - 1]!;
  if (first[0] !== last[0] || first[1] !== last[1]) {
    return [{ path, got: 'a ring that is not closed', expected: 'the last point equal to the first' }];
  }
  const outside = ring.findIndex(([lon, lat]) => Math.abs(lon!) > 180 || Math.abs(lat!) > 85);
  if (outside >= 0) {
    return [{ path: `polygon[${outside}]`, got: JSON.stringify(ring[outside]), expected: '[lon, lat] in degrees' }];
  }
  let doubleArea = 0;
  for (let i = 0; i + 1 < ring.length; i++)
    doubleArea += ring[i]![0]! * ring[i + 1]![1]! - ring[i + 1]![0]! * ring[i]![1]!;
  return Math.abs(doubleArea) > 1e-9 ? [] : [{ path, got: 'no area', expected: 'a ring around the service area' }];
}
