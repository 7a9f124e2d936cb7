/** What a trip request comes to in terms of stops and seconds, or the reason why it cannot be had at all. */
import type { Place, RefusalReason, StopOfTrip, TripRequest, TripTime } from '../contracts/trips.ts';
import { partySize } from '../contracts/trips.ts';
import type { Stop } from '../contracts/area.ts';
import { isInsideRing } from '../geo/polygon.ts';
import { isPlaceClosed, type ServiceWorld } from '../fleet/world.ts';
import { seatsTaken, walkSec } from '../rules/promises.ts';

/** More stops than this near a point do not make better offers. */
const STOPS_PER_POINT = 4;
/** A wish this little in the past means now. */
const PAST_TOLERANCE_SEC = 120;

/** A stop where the trip may begin or end. */
export interface StopChoice {
  readonly stopIndex: number;
  readonly stop: StopOfTrip;
  /** Seconds the rider walks between the stop and the place asked for. */
  readonly walkSec: number;
}

export interface Wish {
  readonly request: TripRequest;
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
export function wishOf(world: ServiceWorld, request: TripRequest, nowSec: number): Wish | RefusalReason {
  const times = timesOf(world, request.when, nowSec);
  if (typeof times === 'string') return times;
  const misfit = partyMisfit(world, request);
  if (misfit) return misfit;
  const date = world.calendar.dateAt(times.leaveSec);
  const pickups = choicesFor(world, request.from, 'boarding', date);
  if (typeof pickups === 'string') return pickups;
  const dropoffs = choicesFor(world, request.to, 'alighting', date);
  if (typeof dropoffs === 'string') return dropoffs;
  const first = pickups[0]!.stopIndex;
  if ([...pickups, ...dropoffs].every((choice) => choice.stopIndex === first)) return 'same_stop';
  return { request, pickups, dropoffs, ...times };
}

function timesOf(world: ServiceWorld, when: TripTime, nowSec: number) {
  const { maxWaitSec, advanceDays } = world.area.promises;
  const wishedSec = when.kind === 'now' ? nowSec : when.atSec;
  if (wishedSec < nowSec - PAST_TOLERANCE_SEC) return 'in_the_past';
  if (wishedSec > nowSec + advanceDays * 86_400) return 'too_far_ahead';
  if (when.kind === 'arrive_by') {
    const leaveSec = Math.max(nowSec, when.atSec - ARRIVE_BY_SPAN_SEC - maxWaitSec);
    return { leaveSec, latestPickupSec: when.atSec, arriveBySec: when.atSec };
  }
  const leaveSec = Math.max(nowSec, wishedSec);
  return { leaveSec, latestPickupSec: leaveSec + maxWaitSec, arriveBySec: null };
}
/** How long before a wished arrival a trip may begin at the most, waiting not counted. */
const ARRIVE_BY_SPAN_SEC = 3_600;

function partyMisfit(world: ServiceWorld, { party }: TripRequest): RefusalReason | null {
  if (partySize(party) > world.area.promises.maxPartySize) return 'party_too_large';
  if (!world.area.vehicles.some((v) => v.seats >= seatsTaken(party))) return 'party_too_large';
  const fits = world.area.vehicles.some((v) => v.wheelchairPlaces >= party.wheelchairs && v.seats >= seatsTaken(party));
  return fits ? null : 'no_wheelchair_place';
}

function choicesFor(
  world: ServiceWorld,
  place: Place,
  use: 'boarding' | 'alighting',
  date: string,
): readonly StopChoice[] | RefusalReason {
  if (place.kind === 'stop') {
    const stopIndex = world.stopIndexById.get(place.stopId);
    if (stopIndex === undefined) return 'stop_unknown';
    if (!isUsable(world.area.stops[stopIndex]!, use, date)) return 'stop_closed';
    if (isPlaceClosed(world, stopIndex, null)) return 'street_closed';
    return [choiceOf(world, stopIndex, 0, 0)];
  }
  const { lat, lon } = place.position;
  if (!isInsideRing(world.area.polygon, lat, lon)) return 'not_in_service_area';
  const near = world.walksFrom(place.position).filter((walk) => isUsable(world.area.stops[walk.stopIndex]!, use, date));
  const open = near.filter((walk) => !isPlaceClosed(world, walk.stopIndex, null));
  if (open.length === 0) return near.length > 0 ? 'street_closed' : 'no_stop_within_walk';
  return open.slice(0, STOPS_PER_POINT).map((walk) => choiceOf(world, walk.stopIndex, walk.walkM, walk.climbM));
}

/** Whether the stop serves at all on a day. */
export function isUsable(stop: Stop, use: 'boarding' | 'alighting', date: string): boolean {
  return stop[use] && !stop.closed.some((days) => days.from <= date && date <= days.until);
}

function choiceOf(world: ServiceWorld, stopIndex: number, walkM: number, climbM: number): StopChoice {
  const { id, name, position } = world.area.stops[stopIndex]!;
  return { stopIndex, stop: { stopId: id, name, position, walkM, climbM }, walkSec: walkSec(walkM, climbM) };
}
