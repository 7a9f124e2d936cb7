/** The nearest things that can be had when a wish cannot: earlier, later, from another stop, with fewer people. */
import type { Position } from '../contracts/area.ts';
import type { Alternative, Place, RefusalReason, TripRequest } from '../contracts/trips.ts';
import { distanceM } from '../geo/lat-lon.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import { openPlanner } from './planner.ts';
import { wishOf, type WishTerms } from './wish.ts';

const STEP_SEC = 1_800;
/** How far later and earlier is looked, in steps, before the next stretch of service is tried. */
const LATER_STEPS = 8;
const EARLIER_STEPS = 4;
const STOPS_TRIED = 4;

/** Reasons that no other time, place or party of this kind can mend. */
const hopeless: ReadonlySet<RefusalReason> = new Set([
  'same_stop',
  'not_in_service_area',
  'zones_not_allowed',
  'no_child_seat',
  'no_luggage_room',
  'no_fitting_vehicle',
  'need_not_supported',
  'too_many_companions',
  'rider_blocked',
  'rider_suspended',
  'too_many_bookings',
  'departure_elsewhere',
  'not_together',
]);

/** At most one alternative of each kind, each of which would get an offer if asked for now. */
export function findAlternatives(
  moment: Moment,
  request: TripRequest,
  reason: RefusalReason,
  releasedRideIds: ReadonlySet<string>,
  terms: WishTerms = {},
): readonly Alternative[] {
  if (hopeless.has(reason)) return [];
  const first = (kind: Alternative['kind'], requests: readonly TripRequest[]): Alternative[] => {
    for (const candidate of requests) {
      const pickupFromSec = pickupOf(moment, candidate, releasedRideIds, terms);
      if (pickupFromSec !== null) return [{ kind, request: candidate, pickupFromSec }];
    }
    return [];
  };
  return [
    ...first('earlier', earlier(moment, request)),
    ...first('later', later(moment, request)),
    ...first('other_stop', otherStops(moment.world, request, reason)),
    ...first('fewer_people', fewerPeople(request)),
  ];
}

/** When the request's best offer would pick up, or null when it would be refused too. */
function pickupOf(
  moment: Moment,
  request: TripRequest,
  releasedRideIds: ReadonlySet<string>,
  terms: WishTerms,
): number | null {
  const wish = wishOf(moment.world, request, moment.nowSec, terms, moment.state.stopClosures);
  if (typeof wish === 'string') return null;
  return openPlanner(moment, wish, releasedRideIds).offer(wish, wish.leaveSec, 'alternative')?.pickupFromSec ?? null;
}

function wishedSec(moment: Moment, request: TripRequest): number {
  return request.when.kind === 'now' ? moment.nowSec : request.when.atSec;
}

function at(request: TripRequest, atSec: number): TripRequest {
  return { ...request, when: { kind: 'depart_after', atSec } };
}

function later(moment: Moment, request: TripRequest): TripRequest[] {
  const fromSec = Math.max(wishedSec(moment, request), moment.nowSec);
  const steps = Array.from({ length: LATER_STEPS }, (_, i) => at(request, fromSec + (i + 1) * STEP_SEC));
  const openings = moment.world.calendar
    .windowsBetween(fromSec, fromSec + 7 * 86_400)
    .filter((window) => window.startSec > fromSec)
    .slice(0, 2)
    .map((window) => at(request, window.startSec));
  return [...steps, ...openings].sort((a, b) => wishedSec(moment, a) - wishedSec(moment, b));
}

function earlier(moment: Moment, request: TripRequest): TripRequest[] {
  const fromSec = wishedSec(moment, request);
  return Array.from({ length: EARLIER_STEPS }, (_, i) => fromSec - (i + 1) * STEP_SEC)
    .filter((atSec) => atSec >= moment.nowSec)
    .map((atSec) => at(request, atSec));
}

/** For a stop that cannot be used: the stops nearest to it, nearest first. */
function otherStops(world: ServiceWorld, request: TripRequest, reason: RefusalReason): TripRequest[] {
  if (reason === 'no_door_service') return request.doorToDoor ? [withoutDoor(request)] : [];
  if (reason !== 'stop_closed' && reason !== 'street_closed') return [];
  const near = (place: Place): Place[] => (place.kind === 'stop' ? nearestStops(world, place.stopId) : []);
  return [
    ...near(request.from).map((from) => ({ ...request, from })),
    ...near(request.to).map((to) => ({ ...request, to })),
  ];
}

function withoutDoor(request: TripRequest): TripRequest {
  return { ...request, doorToDoor: false };
}

function nearestStops(world: ServiceWorld, stopId: string): Place[] {
  const from = world.area.stops[world.stopIndexById.get(stopId)!]!.position;
  return world.area.stops
    .filter((stop) => stop.id !== stopId)
    .map((stop) => ({ stopId: stop.id, m: distanceBetweenM(from, stop.position) }))
    .sort((a, b) => a.m - b.m || (a.stopId < b.stopId ? -1 : 1))
    .slice(0, STOPS_TRIED)
    .map((near) => ({ kind: 'stop', stopId: near.stopId }));
}

function distanceBetweenM(a: Position, b: Position): number {
  return distanceM(Math.round(a.lat * 1e7), Math.round(a.lon * 1e7), Math.round(b.lat * 1e7), Math.round(b.lon * 1e7));
}

function fewerPeople(request: TripRequest): TripRequest[] {
  const { party } = request;
  const smaller: TripRequest[] = [];
  for (let adults = party.adults - 1; adults >= 1; adults--) {
    const wheelchairs = Math.min(party.wheelchairs, adults + party.children + party.reduced);
    smaller.push({ ...request, party: { ...party, adults, wheelchairs } });
  }
  return smaller;
}
