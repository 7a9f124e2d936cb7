/** Numbers as people write them in OSM tags, in the units of our graphs. 0 means none or not understood. */

const FEET_DM = 3.048;
const INCH_DM = 0.254;
const MPH_KMH = 1.609344;

/** `2.5`, `2.5 m`, `250 cm`, `2,5`, `8'6"`, `8 ft`, `3.0m～5.5m` (the least) → decimetres, rounded down. */
export function lengthDm(value: string | undefined, most = 255): number {
  if (value === undefined) return 0;
  const text = value.trim().replace(',', '.');
  const feet = /^(\d+(?:\.\d+)?)\s*(?:'|ft|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|in|''))?/.exec(text);
  if (feet) return cap(Number(feet[1]) * FEET_DM + Number(feet[2] ?? 0) * INCH_DM, most);
  const metric = /^(\d+(?:\.\d+)?)\s*(cm|mm|km|m)?(?![a-z])/i.exec(text);
  if (!metric) return 0;
  const factor = { cm: 0.1, mm: 0.01, km: 10_000, m: 10 }[(metric[2] ?? 'm').toLowerCase()] ?? 10;
  return cap(Number(metric[1]) * factor, most);
}

/** `7.5`, `7.5 t`, `3500 kg`, `8000 lbs`, `8 st` (short tons) → tenths of a tonne, rounded down. */
export function weightDt(value: string | undefined): number {
  const match = /^(\d+(?:[.,]\d+)?)\s*(t|kg|lbs?|st)?(?![a-z])/i.exec(value?.trim() ?? '');
  if (!match) return 0;
  const factor = { t: 10, kg: 0.01, lb: 0.00453592, lbs: 0.00453592, st: 9.07185 }[(match[2] ?? 't').toLowerCase()]!;
  return cap(Number(match[1]!.replace(',', '.')) * factor, 65_535);
}

/** `PT1H30M`, `01:30`, `1:30:00`, `90` (minutes) → seconds. */
export function durationSec(value: string | undefined): number {
  const text = value?.trim() ?? '';
  const iso = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text);
  if (iso) return Number(iso[1] ?? 0) * 3600 + Number(iso[2] ?? 0) * 60 + Number(iso[3] ?? 0);
  const clock = /^(\d+):(\d\d)(?::(\d\d))?$/.exec(text);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  return /^\d+$/.test(text) ? Number(text) * 60 : 0;
}

/**
 * Limits that a tag names instead of a number, by country; `*` for every other. Japan: Road Traffic Act enforcement
 * order art. 11 and 27 (60 km/h outside, 100 on motorways; 30 on streets without a centre line since 2026-09).
 */
const zoneKmh: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  JP: { urban: 60, rural: 60, motorway: 100, express: 100, nsl: 60, living_street: 30, residential: 30 },
  GB: { motorway: 113, nsl_dual: 113, nsl_single: 97, nsl_restricted: 48, urban: 48, rural: 97 },
  DE: { urban: 50, rural: 100, motorway: 0, living_street: 7 },
  AD: { urban: 50, rural: 90 },
  '*': { urban: 50, rural: 90, motorway: 120, trunk: 100, living_street: 20, bicycle_road: 30, school: 30 },
};

/**
 * A signed limit in km/h, at most 255: `40`, `25 mph`, `JP:urban`, `DE:zone:30`, `walk` (7); the least of `50;30`.
 * `none`, `signals`, `variable` and what is not understood give 0.
 */
export function maxspeedKmh(value: string | undefined): number {
  const limits = (value ?? '').split(';').map((part) => oneLimitKmh(part.trim()));
  return Math.min(255, Math.round(Math.min(...limits)));
}

function oneLimitKmh(text: string): number {
  const plain = /^(\d+(?:\.\d+)?)\s*(mph|km\/h|kmh|kph|knots)?$/i.exec(text);
  if (plain) return Number(plain[1]) * ({ mph: MPH_KMH, knots: 1.852 }[(plain[2] ?? '').toLowerCase()] ?? 1);
  if (text === 'walk') return 7;
  const zone = /^([A-Z]{2})[A-Z-]*:(.+)$/.exec(text);
  if (!zone) return 0;
  const number = /^(?:zone:?)?(\d+)$/.exec(zone[2]!);
  if (number) return Number(number[1]);
  return zoneKmh[zone[1]!]?.[zone[2]!] ?? zoneKmh['*']![zone[2]!] ?? 0;
}

function cap(value: number, most: number): number {
  return Math.min(most, Math.floor(value + 1e-9));
}
