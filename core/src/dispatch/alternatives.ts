/** The nearest things that can be had when a wish cannot: earlier, later, from another stop, with fewer people. */
import type { Position } from '../contracts/area.ts';
import type { Alternative, Place, RefusalReason, TripRequest } from '../contracts/trips.ts';
import { distanceM } from '../geo/lat-lon.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import { openPlanner, type Planner } from './planner.ts';
import { wishOf, type WishTerms } from './wish.ts';

const STEP_SEC = 1_800;
/** When a step finds something, it is looked for between that step and the one before as well. */
const FINE_STEP_SEC = 600;
/** How far later and earlier is looked, in steps, before the next stretch of service is tried. */
const LATER_STEPS = 8;
const EARLIER_STEPS = 4;
const STOPS_TRIED = 4;
/** When the wished stop can be used and no vehicle comes to it in time, only stops this near to it are an alternative. */
const NEAR_STOPS_TRIED = 2;
const NEAR_STOP_M = 500;
/** Who asks for a place farther outside the service area than this hardly means it. */
const OUTSIDE_STOP_M = 5_000;

/** Reasons that no other time, place or party of this kind can mend. */
const hopeless: ReadonlySet<RefusalReason> = new Set([
  'same_stop',
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
  /** The same for requests that differ in anything but time: one plan is opened for all. */
  const firstAtOneTime = (kind: Alternative['kind'], requests: readonly TripRequest[]): Alternative[] => {
    let planner: Planner | null = null;
    for (const candidate of requests) {
      const wish = wishOf(moment.world, candidate, moment.nowSec, terms, moment.state.stopClosures);
      if (typeof wish === 'string') continue;
      planner ??= openPlanner(moment, wish, releasedRideIds);
      const offer = planner.offer(wish, wish.leaveSec, 'alternative');
      if (offer) return [{ kind, request: candidate, pickupFromSec: offer.pickupFromSec }];
    }
    return [];
  };
  const wishedSec = wishedTimeSec(moment, request);
  /** The first of the steps at which there is something, then the first of the fine steps before it. */
  const nearest = (kind: 'earlier' | 'later', steps: readonly TripRequest[]): Alternative[] => {
    const [coarse] = first(kind, steps);
    if (!coarse) return [];
    const [fine] = first(kind, finerSteps(moment, request, coarse.request));
    return [
      fine && Math.abs(fine.pickupFromSec - wishedSec) < Math.abs(coarse.pickupFromSec - wishedSec) ? fine : coarse,
    ];
  };
  return [
    ...nearest('earlier', earlier(moment, request)),
    ...nearest('later', later(moment, request)),
    ...firstAtOneTime('other_stop', otherStops(moment.world, request, reason)),
    ...firstAtOneTime('fewer_people', fewerPeople(request)),
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

function wishedTimeSec(moment: Moment, request: TripRequest): number {
  return request.when.kind === 'now' ? moment.nowSec : request.when.atSec;
}

function at(request: TripRequest, atSec: number): TripRequest {
  return { ...request, when: { kind: 'depart_after', atSec } };
}

function later(moment: Moment, request: TripRequest): TripRequest[] {
  const fromSec = Math.max(wishedTimeSec(moment, request), moment.nowSec);
  const steps = Array.from({ length: LATER_STEPS }, (_, i) => at(request, fromSec + (i + 1) * STEP_SEC));
  const openings = moment.world.calendar
    .windowsBetween(fromSec, fromSec + 7 * 86_400)
    .filter((window) => window.startSec > fromSec)
    .slice(0, 2)
    .map((window) => at(request, window.startSec));
  return [...steps, ...openings].sort((a, b) => wishedTimeSec(moment, a) - wishedTimeSec(moment, b));
}

function earlier(moment: Moment, request: TripRequest): TripRequest[] {
  const fromSec = wishedTimeSec(moment, request);
  return Array.from({ length: EARLIER_STEPS }, (_, i) => fromSec - (i + 1) * STEP_SEC)
    .filter((atSec) => atSec >= moment.nowSec)
    .map((atSec) => at(request, atSec));
}

/** Between a step that has something and the one before it, nearest to the wish first. */
function finerSteps(moment: Moment, request: TripRequest, coarse: TripRequest): TripRequest[] {
  const coarseSec = wishedTimeSec(moment, coarse);
  const sign = Math.sign(coarseSec - wishedTimeSec(moment, request));
  const steps: TripRequest[] = [];
  for (let backSec = STEP_SEC - FINE_STEP_SEC; backSec > 0; backSec -= FINE_STEP_SEC)
    steps.push(at(request, coarseSec - sign * backSec));
  return steps.filter((step) => Math.sign(wishedTimeSec(moment, step) - wishedTimeSec(moment, request)) === sign);
}

/**
 * The stops nearest to one that cannot be used, or to a place outside or that no stop is within a walk of; near ones also
 * where no vehicle comes in time. Nearest first.
 */
function otherStops(world: ServiceWorld, request: TripRequest, reason: RefusalReason): TripRequest[] {
  const { from, to } = request;
  if (reason === 'no_door_service') return request.doorToDoor ? [withoutDoor(request)] : [];
  const fromStops = (mostM?: number) => stopsFor(world, from, to, mostM).map((stop) => ({ ...request, from: stop }));
  const toStops = (mostM?: number) => stopsFor(world, to, from, mostM).map((stop) => ({ ...request, to: stop }));
  if (reason === 'no_stop_within_walk') return fromStops();
  if (reason === 'no_stop_near_destination') return toStops();
  if (reason === 'not_in_service_area') return [...fromStops(OUTSIDE_STOP_M), ...toStops(OUTSIDE_STOP_M)];
  const isClosed = reason === 'stop_closed' || reason === 'street_closed';
  if (!isClosed && reason !== 'no_vehicle_available') return [];
  const near = (place: Place, other: Place): Place[] =>
    (place.kind === 'stop' ? nearestStops(world, place.stopId, isClosed) : []).filter(
      (one) => !isSamePlace(one, other),
    );
  return [
    ...near(request.from, request.to).map((from) => ({ ...request, from })),
    ...near(request.to, request.from).map((to) => ({ ...request, to })),
  ];
}

/** Further away than the rider would walk: by taxi, bicycle or family. */
function stopsFor(world: ServiceWorld, place: Place, other: Place, mostM = Infinity): Place[] {
  const near = place.kind === 'point' ? stopsByDistance(world, place.position) : [];
  return near
    .filter(({ m }) => m <= mostM)
    .map(({ stopId }) => ({ kind: 'stop', stopId }) as const)
    .filter((stop) => !isSamePlace(stop, other))
    .slice(0, STOPS_TRIED);
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.kind === 'stop' && other.kind === 'stop' && one.stopId === other.stopId;
}

function withoutDoor(request: TripRequest): TripRequest {
  return { ...request, doorToDoor: false };
}

/** None of a stop that the area does not have: the other end may be what the refusal names. */
function nearestStops(world: ServiceWorld, stopId: string, isClosed: boolean): Place[] {
  const stopIndex = world.stopIndexById.get(stopId);
  if (stopIndex === undefined) return [];
  return stopsByDistance(world, world.area.stops[stopIndex]!.position)
    .filter((near) => near.stopId !== stopId && (isClosed || near.m <= NEAR_STOP_M))
    .slice(0, isClosed ? STOPS_TRIED : NEAR_STOPS_TRIED)
    .map((near) => ({ kind: 'stop', stopId: near.stopId }));
}

function stopsByDistance({ area }: ServiceWorld, from: Position): { readonly stopId: string; readonly m: number }[] {
  return area.stops
    .map(({ id, position }) => ({ stopId: id, m: distanceBetweenM(from, position) }))
    .sort((a, b) => a.m - b.m || (a.stopId < b.stopId ? -1 : 1));
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
