/** What a drawn town decides about who may ride where, when and how often. Loose enough that most trips can be had. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { dayTypes, REST_OF_AREA, tripKinds, type LimitRule } from '@noriai/core/contracts/booking-rules.ts';
import { accessibilityTypes } from '@noriai/core/contracts/needs.ts';
import type { Timetable } from '@noriai/core/contracts/timetable.ts';

/** Each part in a share of the towns, so that it acts alone in some and together with others in some. */
export function drawRules(random: Random, stops: AreaFile['stops']): Partial<AreaFile> {
  const riderTypes = random() < 0.6 ? types : [];
  const zones = random() < 0.5 ? drawZones(random, stops) : [];
  const zoneIds = [REST_OF_AREA, ...zones.map(({ id }) => id)];
  const typeIds = riderTypes.map(({ id }) => id);
  return {
    ...(riderTypes.length > 0 && { riderTypes }),
    ...(zones.length > 0 && { zones, travelRules: drawTravelRules(random, zoneIds) }),
    ...(random() < 0.5 && { limits: drawLimits(random, typeIds) }),
    ...(random() < 0.4 && { fairUse: drawFairUse(random) }),
    ...(random() < 0.5 && { doorToDoor: drawDoorRule(random, typeIds, zoneIds) }),
    ...(random() < 0.3 && { publicHolidays: [{ date: '2026-04-02', name: { ja: '祝日' } }] }),
  };
}

const types = ['resident', 'visitor', 'frail'].map((id) => ({ id, name: { ja: id } }));

function drawFairUse(random: Random): NonNullable<AreaFile['fairUse']> {
  return { withinDays: 1 + randomIndex(random, 7), strikes: 3 + randomIndex(random, 6), suspendDays: 1 };
}

/** Bands from the lowest stop to the highest, with a seam between two stops; they leave stops outside now and then. */
function drawZones(random: Random, stops: AreaFile['stops']): NonNullable<AreaFile['zones']> {
  const lats = [...new Set(stops.map(({ position }) => position.lat))].sort((a, b) => a - b);
  const seam = (i: number): number => (lats[i - 1]! + lats[i]!) / 2;
  const first = 1 + randomIndex(random, lats.length - 1);
  const second = 1 + randomIndex(random, lats.length - 1);
  const [low, high] = [Math.min(first, second), Math.max(first, second)];
  const band = (id: string, from: number, until: number) => {
    const ring = [134, 137, 137, 134, 134].map((lon, i) => [lon, i < 2 || i === 4 ? from : until] as [number, number]);
    return { id, name: { ja: id }, polygon: ring };
  };
  // Where both seams are one the second zone begins below it: of two that overlap, the first counts.
  return [band('south', 33, seam(low)), ...(random() < 0.7 ? [band('middle', 33.5, seam(high))] : [])];
}

/** Mostly allowed, and one or two ways that are not, some only on some days. */
function drawTravelRules(random: Random, zoneIds: readonly string[]): NonNullable<AreaFile['travelRules']> {
  const anyZone = (): string => zoneIds[randomIndex(random, zoneIds.length)]!;
  return Array.from({ length: 1 + randomIndex(random, 3) }, () => ({
    from: anyZone(),
    to: anyZone(),
    ...(random() < 0.4 && { days: [dayTypes[randomIndex(random, dayTypes.length)]!, 'wed' as const] }),
    isAllowed: random() < 0.3,
  }));
}

function drawLimits(random: Random, typeIds: readonly string[]): LimitRule[] {
  const oneOf = <T>(values: readonly T[]): T => values[randomIndex(random, values.length)]!;
  const upTo = (least: number, most: number): number => least + randomIndex(random, most - least + 1);
  return Array.from({ length: upTo(1, 4) }, () => ({
    ...(typeIds.length > 0 && random() < 0.5 && { riderType: oneOf(typeIds) }),
    ...(random() < 0.3 && { tripKind: oneOf(tripKinds) }),
    ...(random() < 0.2 && { need: oneOf(accessibilityTypes) }),
    ...(random() < 0.5 && { tripsPerDay: upTo(2, 6) }),
    ...(random() < 0.5 && { activeBookings: upTo(1, 4) }),
    ...(random() < 0.3 && { partySize: upTo(2, 4) }),
    ...(random() < 0.3 && { advanceDays: upTo(0, 2) }),
  }));
}

function drawDoorRule(
  random: Random,
  typeIds: readonly string[],
  zoneIds: readonly string[],
): NonNullable<AreaFile['doorToDoor']> {
  return {
    ...(typeIds.length > 0 && random() < 0.5 && { riderTypes: [typeIds[randomIndex(random, typeIds.length)]!] }),
    ...(random() < 0.3 && { needs: ['actual_door_to_door' as const, 'white_cane' as const] }),
    ...(zoneIds.length > 1 && random() < 0.5 && { zones: [zoneIds[randomIndex(random, zoneIds.length)]!] }),
    maxSpurSec: 30 + randomIndex(random, 120),
  };
}

/** A station or two with departures all day: on some days only, without one of the days, or after midnight of another. */
export function drawTimetable(random: Random, stops: AreaFile['stops']): Timetable {
  const first = randomIndex(random, stops.length);
  const second = randomIndex(random, stops.length);
  const stationIds = [...new Set([first, second])].map((i) => stops[i]!.id);
  const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const dates = { from: '2026-03-01', until: '2026-05-31', added: [], removed: [] };
  const platformSec = 30 * randomIndex(random, 12);
  return {
    format: 'noriai-timetable-1',
    source: 'drawn',
    // Nothing is known of the second one: the usual way to the platform counts.
    stations: [{ stationId: stationIds[0]!, platformSec }],
    services: [
      { ...dates, serviceId: 'daily', days: [...everyDay], removed: ['2026-04-02'] },
      { ...dates, serviceId: 'weekend', days: ['sat', 'sun'], added: ['2026-04-02'] },
    ],
    departures: stationIds.flatMap((stationId) => drawDepartures(random, stationId)),
  };
}

function drawDepartures(random: Random, stationId: string): Timetable['departures'] {
  const everySec = 60 * (15 + randomIndex(random, 60));
  const first = 9 * 3_600 + 60 * randomIndex(random, 30);
  const count = Math.floor((8 * 3_600) / everySec);
  return Array.from({ length: count }, (_, i) => ({
    stationId,
    tripId: `t${i}`,
    serviceId: random() < 0.8 ? 'daily' : 'weekend',
    // Every fifth is a night train's, told by the day on which it set out.
    departSec: first + i * everySec + (random() < 0.2 ? 86_400 : 0),
    routeName: { ja: '本線' },
    headsign: { ja: '終点' },
  }));
}
