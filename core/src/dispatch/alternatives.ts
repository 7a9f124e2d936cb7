/** The nearest things that can be had when a wish cannot: earlier, later, from another stop, with fewer people. */
import type { Position } from '../contracts/area.ts';
import type { Alternative, Place, RefusalReason, TripRequest, TripTime } from '../contracts/trips.ts';
import { distanceM } from '../geo/lat-lon.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Moment } from './decide.ts';
import type { HeldOffer } from './events.ts';
import { findOffers, openFor, wayBackMistake } from './find-offers.ts';
import type { Planner } from './planner.ts';
import { atPlatformSec, wishOf, type WishTerms } from './wish.ts';

const DAY_SEC = 86_400;
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

/** What alternatives are looked for. */
export interface Unmet {
  readonly request: TripRequest;
  /** Rides that are as if they were not there: the rider's earlier offers. */
  readonly withoutRideIds: ReadonlySet<string>;
  /** The terms under which the rider may have another request, or null when limits or rules are against it. */
  readonly termsFor: (request: TripRequest) => WishTerms | null;
}

/** A request that the rider may make, and its best offer. */
interface Found {
  readonly request: TripRequest;
  readonly offer: HeldOffer;
}

/** At most one alternative of each kind, each of which would get an offer if asked for now. */
export function findAlternatives(moment: Moment, unmet: Unmet, reason: RefusalReason): readonly Alternative[] {
  if (hopeless.has(reason)) return [];
  const { request } = unmet;
  const found: Record<Alternative['kind'], Found | null> = {
    ...atOtherTimes(moment, unmet, reason),
    other_stop: firstAtOneTime(moment, unmet, otherStops(moment.world, request, reason)),
    fewer_people: firstAtOneTime(moment, unmet, fewerPeople(request)),
  };
  return kinds.flatMap((kind) => {
    const { request: other, offer } = found[kind] ?? {};
    return other && offer ? [{ kind, request: other, pickupFromSec: offer.pickupFromSec }] : [];
  });
}
const kinds = ['earlier', 'later', 'other_stop', 'fewer_people'] as const;

/** Who has had the trips of a day is served on another, everybody else as near to the wished time as can be. */
function atOtherTimes(moment: Moment, unmet: Unmet, reason: RefusalReason): Record<'earlier' | 'later', Found | null> {
  const { request } = unmet;
  if (reason === 'too_many_trips') {
    const onFirst = (sign: -1 | 1) => first(moment, unmet, otherDays(moment, request, sign));
    return { earlier: onFirst(-1), later: onFirst(1) };
  }
  return {
    earlier: nearest(moment, unmet, earlier(moment, request)),
    later: nearest(moment, unmet, later(moment, request)),
  };
}

function first(moment: Moment, unmet: Unmet, requests: readonly TripRequest[]): Found | null {
  for (const request of requests) {
    const found = firstAtOneTime(moment, unmet, [request]);
    if (found) return found;
  }
  return null;
}

/** The same for requests that differ in anything but time: one plan is opened for all. */
function firstAtOneTime(moment: Moment, unmet: Unmet, requests: readonly TripRequest[]): Found | null {
  let planner: Planner | null = null;
  for (const request of requests) {
    const terms = unmet.termsFor(request);
    if (terms === null) continue;
    const wish = wishOf(moment.world, request, moment.nowSec, terms, moment.state.stopClosures);
    if (typeof wish === 'string' || wayBackMistake(moment.world, wish) !== null) continue;
    planner ??= openFor(moment, wish, unmet.withoutRideIds);
    if (!planner.holdsAll(wish.company)) continue;
    const [offer] = findOffers(moment, planner, wish, { requestId: 'alternative', terms, maxOffers: 1 }).offers;
    if (offer) return { request, offer };
  }
  return null;
}

/** The first of the steps at which there is something, then the first of the fine steps before it. */
function nearest(moment: Moment, unmet: Unmet, steps: readonly TripRequest[]): Found | null {
  const coarse = first(moment, unmet, steps);
  const fine = coarse && first(moment, unmet, finerSteps(moment, unmet.request, coarse.request));
  const wishedSec = wishedTimeSec(moment, unmet.request);
  const isArrival = isToArrive(unmet.request);
  const awaySec = ({ offer }: Found) => Math.abs((isArrival ? offer.dropoffBySec : offer.pickupFromSec) - wishedSec);
  return fine && awaySec(fine) < awaySec(coarse) ? fine : coarse;
}

/** When the rider wishes to leave, or to be there. */
function wishedTimeSec({ world, nowSec }: Moment, request: TripRequest): number {
  const { when } = request;
  if (when.kind === 'now') return nowSec;
  const readySec = when.kind === 'catch_departure' ? atPlatformSec(world, request, when) : when.atSec;
  return typeof readySec === 'number' ? readySec : when.atSec;
}

function isToArrive({ when }: TripRequest): boolean {
  return when.kind === 'arrive_by' || when.kind === 'catch_departure';
}

/** The same for another time: to be there by then where the wish is to arrive, else to leave then. */
function at(request: TripRequest, atSec: number): TripRequest {
  return { ...request, when: { kind: isToArrive(request) ? 'arrive_by' : 'depart_after', atSec } };
}

function later(moment: Moment, request: TripRequest): TripRequest[] {
  const fromSec = Math.max(wishedTimeSec(moment, request), moment.nowSec);
  const steps = Array.from({ length: LATER_STEPS }, (_, i) => at(request, fromSec + (i + 1) * STEP_SEC));
  const afterSec = isToArrive(request) ? [STEP_SEC, 2 * STEP_SEC, 3 * STEP_SEC] : [0];
  const openings = moment.world.calendar
    .windowsBetween(fromSec, fromSec + 7 * DAY_SEC)
    .filter((window) => window.startSec > fromSec)
    .slice(0, 2)
    .flatMap((window) => afterSec.map((sec) => at(request, window.startSec + sec)));
  return [...steps, ...openings].sort((a, b) => wishedTimeSec(moment, a) - wishedTimeSec(moment, b));
}

function earlier(moment: Moment, request: TripRequest): TripRequest[] {
  const fromSec = wishedTimeSec(moment, request);
  return Array.from({ length: EARLIER_STEPS }, (_, i) => fromSec - (i + 1) * STEP_SEC)
    .filter((atSec) => atSec >= moment.nowSec)
    .map((atSec) => at(request, atSec));
}

/** The same time of day on the days before or after, nearest first, as far as bookings are taken. */
function otherDays({ world, nowSec }: Moment, request: TripRequest, sign: -1 | 1): TripRequest[] {
  return Array.from({ length: world.area.promises.advanceDays }, (_, i) => sign * (i + 1) * DAY_SEC)
    .map((bySec) => movedBy(request, bySec, nowSec))
    .filter(({ when }) => when.kind === 'now' || when.atSec >= nowSec);
}

/** The request with all its times that much later. */
function movedBy(request: TripRequest, bySec: number, nowSec: number): TripRequest {
  const { when, returnTrip } = request;
  const moved = (time: TripTime) => (time.kind === 'now' ? time : { ...time, atSec: time.atSec + bySec });
  return {
    ...request,
    when: when.kind === 'now' ? { kind: 'depart_after', atSec: nowSec + bySec } : moved(when),
    ...(returnTrip?.kind === 'at' && { returnTrip: { kind: 'at', when: moved(returnTrip.when) } }),
  };
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
