/** What a trip request comes to in terms of stops and seconds, or the reason why it cannot be had at all. */
import type { RefusalReason, StopOfTrip, TripRequest, TripTime } from '../contracts/trips.ts';
import { partySize, walkingRiderOf } from '../contracts/trips.ts';
import type { Position, Stop } from '../contracts/area.ts';
import { isInsideRing } from '../geo/polygon.ts';
import { isPlaceClosed, type ServiceWorld, type Walker, type WalkToStop } from '../fleet/world.ts';
import { bookingLimit, type DayType } from '../contracts/booking-rules.ts';
import { equipmentNeeded, equipmentOf, ridersInNeed, roomOf, roomTaken } from '../rules/needs.ts';
import { mayUseDoor, needsDoor } from '../rules/doors.ts';
import { stopWalkSec } from '../rules/promises.ts';
import { findDeparture, platformSec } from '../rules/timetable.ts';
import { mayTravel } from '../rules/zones.ts';
import type { DispatchState, Ride } from './state.ts';

/** More stops than this near a point do not make better offers. */
const STOPS_PER_POINT = 4;
/** A wish this little in the past means now. */
const PAST_TOLERANCE_SEC = 120;

/** Stops that were closed by hand. */
export type StopClosures = DispatchState['stopClosures'];
const NOTHING_CLOSED: StopClosures = new Map();

/** A stop where the trip may begin or end. */
export interface StopChoice {
  readonly stopIndex: number;
  readonly stop: StopOfTrip;
  /** Seconds the rider walks between the stop and the place asked for. */
  readonly walkSec: number;
}

/** What holds for this rider and this kind of trip, and not for others. */
export interface WishTerms {
  readonly riderTypeId?: string | null;
  /** Default: the area's. */
  readonly advanceDays?: number;
  readonly maxPartySize?: number;
  /** Longest wait from the wished time to the latest pickup; default: the area's. */
  readonly maxWaitSec?: number;
  /** Before this the rider cannot leave, whatever was wished. */
  readonly notBeforeSec?: number;
  /** The rider stands outside already: waiting weighs more. */
  readonly isUrgent?: boolean;
  /** Rides that this one must travel together with. */
  readonly company?: ReadonlySet<string>;
  /** Riders who may not be aboard at the same time. */
  readonly avoidedRiderIds?: ReadonlySet<string>;
}

export interface Wish extends Pick<WishTerms, 'isUrgent' | 'company' | 'avoidedRiderIds'> {
  readonly request: TripRequest;
  readonly dayType: DayType;
  readonly pickups: readonly StopChoice[];
  readonly dropoffs: readonly StopChoice[];
  /** When the rider can leave the place asked for. */
  readonly leaveSec: number;
  /** Latest begin of the pickup window. */
  readonly latestPickupSec: number;
  /** When the rider must be at the place asked for, or null. */
  readonly arriveBySec: number | null;
}

/** The wish behind a request, or the first reason against it. */
export function wishOf(
  world: ServiceWorld,
  request: TripRequest,
  nowSec: number,
  terms: WishTerms = {},
  closures: StopClosures = NOTHING_CLOSED,
): Wish | RefusalReason {
  const wished = timesOf(world, request, nowSec, terms);
  if (typeof wished === 'string') return wished;
  const leaveSec = Math.max(wished.leaveSec, terms.notBeforeSec ?? 0);
  const times = { ...wished, leaveSec, latestPickupSec: Math.max(wished.latestPickupSec, leaveSec) };
  const misfit = partyMisfit(world, request, terms);
  if (misfit) return misfit;
  const date = world.calendar.dateAt(leaveSec);
  const place = { world, request, riderTypeId: terms.riderTypeId ?? null, date, closures };
  const pickups = choicesFor(place, 'boarding');
  if (typeof pickups === 'string') return pickups;
  const dropoffs = choicesFor(place, 'alighting');
  if (typeof dropoffs === 'string') return dropoffs;
  const first = pickups[0]!.stopIndex;
  if ([...pickups, ...dropoffs].every((choice) => choice.stopIndex === first)) return 'same_stop';
  const { isUrgent, company, avoidedRiderIds } = terms;
  const sharing = {
    ...(isUrgent && { isUrgent }),
    ...(company && { company }),
    ...(avoidedRiderIds && { avoidedRiderIds }),
  };
  const wish: Wish = { request, pickups, dropoffs, ...times, dayType: world.calendar.dayTypeOn(date), ...sharing };
  const isAllowed = pickups.some((pickup) => dropoffs.some((dropoff) => mayGoBetween(world, wish, pickup, dropoff)));
  return isAllowed ? wish : 'zones_not_allowed';
}

/** Whether the trip may lead from one stop to the other: not the same, and zones that allow it on that kind of day. */
export function mayGoBetween(
  { area, zoneOfStop }: ServiceWorld,
  { dayType }: Pick<Wish, 'dayType'>,
  pickup: StopChoice,
  dropoff: StopChoice,
): boolean {
  if (pickup.stopIndex === dropoff.stopIndex) return false;
  return mayTravel(area, zoneOfStop[pickup.stopIndex]!, zoneOfStop[dropoff.stopIndex]!, dayType);
}

type WishTimes = Pick<Wish, 'leaveSec' | 'latestPickupSec' | 'arriveBySec'>;

function timesOf(world: ServiceWorld, request: TripRequest, nowSec: number, terms: WishTerms) {
  const { when } = request;
  const maxWaitSec = terms.maxWaitSec ?? world.area.promises.maxWaitSec;
  const wishedSec = when.kind === 'now' ? nowSec : when.atSec;
  if (wishedSec < nowSec - PAST_TOLERANCE_SEC) return 'in_the_past';
  if (wishedSec > nowSec + (terms.advanceDays ?? world.area.promises.advanceDays) * 86_400) return 'too_far_ahead';
  if (when.kind === 'arrive_by') return arrivingBy(when.atSec, nowSec, maxWaitSec);
  if (when.kind === 'catch_departure') {
    const readySec = atPlatformSec(world, request, when);
    return typeof readySec === 'string' ? readySec : arrivingBy(readySec, nowSec, maxWaitSec);
  }
  const leaveSec = Math.max(nowSec, wishedSec);
  return { leaveSec, latestPickupSec: leaveSec + maxWaitSec, arriveBySec: null };
}

function arrivingBy(arriveBySec: number, nowSec: number, maxWaitSec: number): WishTimes | 'in_the_past' {
  if (arriveBySec <= nowSec) return 'in_the_past';
  const leaveSec = Math.max(nowSec, arriveBySec - ARRIVE_BY_SPAN_SEC - maxWaitSec);
  return { leaveSec, latestPickupSec: arriveBySec, arriveBySec };
}
/** How long before a wished arrival a trip may begin at the most, waiting not counted. */
const ARRIVE_BY_SPAN_SEC = 3_600;

/** When the rider must stand at the station's stop to be on the platform in time, or why that departure cannot be caught. */
export function atPlatformSec(
  world: ServiceWorld,
  { to }: TripRequest,
  when: Extract<TripTime, { kind: 'catch_departure' }>,
): number | RefusalReason {
  if (to.kind === 'stop' && to.stopId !== when.stationId) return 'departure_elsewhere';
  const found = world.timetable ? findDeparture(world.timetable, world.calendar, when) : 'unknown';
  if (found === 'unknown') return 'departure_unknown';
  if (found === 'not_running') return 'departure_not_running';
  return (
    found.atSec -
    (platformSec(world.timetable!, when.stationId) ?? bookingLimit(world.area.bookingRules, 'platformSec'))
  );
}

/** Why no vehicle of the area could ever take the party, whatever the time. */
function partyMisfit({ area }: ServiceWorld, { party }: TripRequest, terms: WishTerms): RefusalReason | null {
  if (partySize(party) > Math.min(terms.maxPartySize ?? Infinity, area.promises.maxPartySize)) return 'party_too_large';
  const companions = party.companions ?? 0;
  if (companions > ridersInNeed(party) * bookingLimit(area.bookingRules, 'companionsPerRider'))
    return 'too_many_companions';
  const { supportedNeeds } = area;
  if (supportedNeeds && party.needs?.some((need) => !supportedNeeds.includes(need.type))) return 'need_not_supported';
  const taken = roomTaken(party);
  const equipment = equipmentNeeded(party);
  let left = area.vehicles;
  for (const [d, reason] of roomReasons.entries()) {
    left = left.filter((vehicle) => roomOf(vehicle)[d]! >= taken[d]!);
    if (left.length === 0) return reason;
  }
  return left.some((vehicle) => (equipmentOf(vehicle) & equipment) === equipment) ? null : 'no_fitting_vehicle';
}
/** By dimension of room. */
const roomReasons = [
  'party_too_large',
  'no_wheelchair_place',
  'no_child_seat',
  'no_child_seat',
  'no_luggage_room',
] as const satisfies readonly RefusalReason[];

interface PlaceTerms {
  readonly world: ServiceWorld;
  readonly request: TripRequest;
  readonly riderTypeId: string | null;
  readonly date: string;
  readonly closures: StopClosures;
}

function choicesFor(terms: PlaceTerms, use: 'boarding' | 'alighting'): readonly StopChoice[] | RefusalReason {
  const { world, request, date, closures } = terms;
  const place = use === 'boarding' ? request.from : request.to;
  if (place.kind === 'stop') {
    const stopIndex = world.stopIndexById.get(place.stopId);
    if (stopIndex === undefined) return 'stop_unknown';
    if (!isUsable(world.area.stops[stopIndex]!, use, date, closures)) return 'stop_closed';
    if (isPlaceClosed(world, stopIndex, null)) return 'street_closed';
    return [choiceOf(world, { stopIndex, walkM: 0, climbM: 0 })];
  }
  const { lat, lon } = place.position;
  if (!isInsideRing(world.area.polygon, lat, lon)) return 'not_in_service_area';
  if (request.doorToDoor || needsDoor(request.party)) return doorChoice(terms, place.position);
  const direction = use === 'boarding' ? 'to_stop' : 'from_stop';
  const near = walksOf(world, request, place.position, direction).filter((walk) =>
    isUsable(world.area.stops[walk.stopIndex]!, use, date, closures),
  );
  const open = near.filter((walk) => !isPlaceClosed(world, walk.stopIndex, null));
  if (open.length === 0 && near.length > 0) return 'street_closed';
  if (open.length === 0) return use === 'boarding' ? 'no_stop_within_walk' : 'no_stop_near_destination';
  return open.slice(0, STOPS_PER_POINT).map((walk) => choiceOf(world, walk));
}

/** The door itself, by way of the stop from which the drive is shortest. */
function doorChoice(
  { world, request, riderTypeId }: PlaceTerms,
  point: Position,
): readonly StopChoice[] | RefusalReason {
  const { area } = world;
  if (!area.doorToDoor || !mayUseDoor(area, riderTypeId, request.party, point)) return 'no_door_service';
  const near = world.doorsNear?.(point).filter((door) => door.spurSec <= area.doorToDoor!.maxSpurSec) ?? [];
  const door = near.find(({ stopIndex }) => !isPlaceClosed(world, stopIndex, null));
  if (!door) return near.length > 0 ? 'street_closed' : 'no_door_service';
  const { id, name } = area.stops[door.stopIndex]!;
  const atDoor = { ja: `玄関前（${name.ja}の近く）`, en: `The door (near ${name.en ?? name.ja})`, easy: 'いえの まえ' };
  const stop = { stopId: id, name: atDoor, position: point, walkM: 0, climbM: 0, door: { spurSec: door.spurSec } };
  return [{ stopIndex: door.stopIndex, stop, walkSec: 0 }];
}

/** Whether a stop may be used on a date: by the area file, and by what was closed since. */
export function isUsable(stop: Stop, use: 'boarding' | 'alighting', date: string, closures: StopClosures): boolean {
  if (!stop[use] || stop.closed.some((days) => days.from <= date && date <= days.until)) return false;
  for (const { stopId, from, until } of closures.values()) {
    if (stopId === stop.id && from <= date && date <= until) return false;
  }
  return true;
}

function choiceOf(world: ServiceWorld, { stopIndex, ...walk }: WalkToStop): StopChoice {
  const { id, name, position } = world.area.stops[stopIndex]!;
  const stop = { stopId: id, name, position, ...walk };
  return { stopIndex, stop, walkSec: stopWalkSec(stop) };
}

/** Who walks and with what, as asked for; of a request that is no longer known the party. */
type OnFoot = Pick<TripRequest, 'party' | 'walking'>;

export function walkerOf({ requests }: DispatchState, { requestId, party }: Ride): OnFoot {
  return requests.get(requestId)?.request ?? { party };
}

/**
 * Stops that the rider can walk to, or from. Who brings a wheelchair or a walker and has not said how they walk may be helped
 * up a slope that is too steep for them, but never over stairs.
 */
export function walksOf(
  world: ServiceWorld,
  { party, walking }: OnFoot,
  point: Position,
  direction: Walker['direction'],
): readonly WalkToStop[] {
  const rider = walking ?? walkingRiderOf(party);
  const walks = world.walksFrom(point, { rider, direction });
  if (walks.length > 0 || walking !== undefined || rider === 'older') return walks;
  return world.walksFrom(point, { rider: 'older', direction }).filter(({ stairs = 0 }) => stairs === 0);
}
