/**
 * Part of the auditor: what the area decides about who may ride where, when and how often. What is offered lies between
 * zones that allow it, comes to a door only by the rule, keeps every limit, goes to nobody who is suspended, and is there
 * before the train; who must not share is never on board together; who was told that the driver waits is waited for.
 * Written from the guide on booking rules: shares no code with what decides.
 */
import type { LimitRule } from '@noriai/core/contracts/booking-rules.ts';
import type { Party, StopOfTrip, TripRequest, TripTime } from '@noriai/core/contracts/trips.ts';
import type { DispatchEvent, HeldOffer, LedgerEntry, Visit } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

export type AreaRule = 'zones' | 'doors' | 'limits' | 'suspended' | 'apart' | 'departure' | 'waits' | 'restless';
/** What must hold and does not, in words. */
type Found = (rule: AreaRule, what: string) => void;

/** What the auditor knows of a ride, by whatever became of it. */
export interface KnownRide {
  readonly offer: HeldOffer;
  readonly riderId: string;
  readonly progress: string;
}

type Event<K extends DispatchEvent['kind']> = Extract<DispatchEvent, { kind: K }>;

const DAY_SEC = 86_400;
/** Whoever was given away for lateness is not given away for it again before. */
const STAYS_SEC = 300;
/** Where the timetable does not know the station. */
const USUAL_PLATFORM_SEC = 240;

export class RulesAuditor {
  private readonly world: ServiceWorld;
  private readonly rideOf: (rideId: string) => KnownRide | undefined;
  private readonly found: Found;
  private readonly bookedOf = new Map<string, string[]>();
  /** What was offered to each rider, one list for each request. */
  private readonly offeredTo = new Map<string, (readonly HeldOffer[])[]>();
  private readonly typeOf = new Map<string, string | null>();
  /** Late cancels and no-shows of each rider, by the ride they were about. */
  private readonly strikesOf = new Map<string, { readonly rideId: string; readonly atSec: number }[]>();
  private readonly apart = new Set<string>();
  /** When rides were given away for lateness last. */
  private readonly movedSec = new Map<string, number>();
  /** Rides that shared a vehicle in the plan already when their riders were put apart. */
  private readonly sharedBefore = new Set<string>();
  /** Rides that the desk was told of, because their riders were put apart and nothing could be done. */
  private readonly toldApart = new Set<string>();
  private readonly requests = new Map<string, Event<'offers_made'>>();
  private readonly waits = new Map<string, number[]>();
  /** Keys of commands with which the desk said "despite limits", and the requests that they became. */
  private readonly despiteKeys = new Set<string>();
  private readonly despite = new Set<string>();

  constructor(world: ServiceWorld, rideOf: (rideId: string) => KnownRide | undefined, found: Found) {
    this.world = world;
    this.rideOf = rideOf;
    this.found = found;
  }

  /** The desk asks for a trip whatever the limits say. */
  saidDespite(key: string): void {
    this.despiteKeys.add(key);
  }

  /** In the order of the ledger, when the ride itself has gone on. */
  read({ atSec, event, command }: LedgerEntry): void {
    const key = command?.key.slice(command.key.lastIndexOf('/') + 1);
    if (command && this.despiteKeys.has(key!)) this.despite.add(command.subjectId);
    switch (event.kind) {
      case 'offers_made':
        this.requests.set(event.requestId, event);
        this.checkOffers(event, atSec);
        this.offeredTo.set(event.riderId, [...this.heldFor(event.riderId), event.offers]);
        return;
      case 'ride_booked': {
        const { riderId } = this.rideOf(event.bookingId) ?? { riderId: '' };
        this.bookedOf.set(riderId, [...(this.bookedOf.get(riderId) ?? []), event.bookingId]);
        return;
      }
      case 'ride_cancelled':
        if (event.by === 'rider' && event.isLate) this.strike(event.bookingId, atSec);
        return;
      case 'ride_no_show':
        if (event.leftSec < (this.waits.get(event.bookingId)?.at(-1) ?? 0)) {
          this.found('waits', `the driver of ${event.bookingId} left at ${event.leftSec}`);
        }
        return this.strike(event.bookingId, atSec);
      case 'ride_restored':
        return this.unstrike(event.bookingId);
      case 'action_undone':
        if (event.undone === 'ride_no_show') this.unstrike(event.bookingId!);
        return;
      case 'rider_rules_set':
        this.typeOf.set(event.riderId, event.riderTypeId);
        if (event.clearStrikes) this.strikesOf.delete(event.riderId);
        return;
      case 'rider_left':
        this.typeOf.delete(event.riderId);
        this.strikesOf.delete(event.riderId);
        return;
      case 'ride_moved':
        this.checkMove(event, atSec);
        return;
      case 'relation_set':
        if (event.relation === 'apart') this.apart.add(pairOf(event.riderId, event.otherId));
        return;
      case 'relation_ended':
        if (event.relation === 'apart') this.apart.delete(pairOf(event.riderId, event.otherId));
        return;
      case 'call_needed':
        if (event.reason === 'kept_apart') this.toldApart.add(event.bookingId);
        return;
      case 'wait_extended':
        this.waits.set(event.bookingId, [...(this.waits.get(event.bookingId) ?? []), event.untilSec]);
        return;
      default:
        return;
    }
  }

  private checkMove({ bookingId, reason }: Event<'ride_moved'>, atSec: number): void {
    if (reason !== 'late_vehicle') return;
    const sinceSec = atSec - (this.movedSec.get(bookingId) ?? -Infinity);
    if (sinceSec < STAYS_SEC) this.found('restless', `${bookingId} is moved again after ${sinceSec} s`);
    this.movedSec.set(bookingId, atSec);
  }

  private strike(rideId: string, atSec: number): void {
    const { riderId } = this.rideOf(rideId) ?? { riderId: '' };
    this.strikesOf.set(riderId, [...(this.strikesOf.get(riderId) ?? []), { rideId, atSec }]);
  }

  private unstrike(rideId: string): void {
    const { riderId } = this.rideOf(rideId) ?? { riderId: '' };
    const strikes = this.strikesOf.get(riderId) ?? [];
    const at = strikes.findLastIndex((strike) => strike.rideId === rideId);
    if (at >= 0) this.strikesOf.set(riderId, strikes.toSpliced(at, 1));
  }

  /** What the rider may still take, one list for each request. */
  private heldFor(riderId: string): (readonly HeldOffer[])[] {
    const isHeld = ({ offerId }: HeldOffer): boolean => this.rideOf(offerId)?.progress === 'held';
    return (this.offeredTo.get(riderId) ?? [])
      .map((offers) => offers.filter(isHeld))
      .filter(({ length }) => length > 0);
  }

  private checkOffers(event: Event<'offers_made'>, atSec: number): void {
    const asked = event.returnOf === undefined ? event : this.requests.get(event.returnOf)!;
    const isFree = asked.openReturnId !== undefined || this.despite.has(asked.requestId);
    if (!isFree) this.checkSuspended(event, atSec);
    const limits = isFree ? [] : this.limitsOf(asked);
    for (const rule of limits) this.checkLimit(rule, event, asked, atSec);
    for (const offer of event.offers) {
      this.checkZones(offer);
      this.checkDoors(offer, event);
      const when = timeToKeep(event, asked);
      if (when) this.checkInTime(offer, when, event.request);
    }
  }

  private checkSuspended({ requestId, riderId }: Event<'offers_made'>, atSec: number): void {
    const rule = this.world.area.fairUse;
    const strikes = this.strikesOf.get(riderId) ?? [];
    const lastSec = strikes.at(-1)?.atSec;
    if (!rule || lastSec === undefined || lastSec + rule.suspendDays * DAY_SEC <= atSec) return;
    const counted = strikes.filter((strike) => lastSec - strike.atSec < rule.withinDays * DAY_SEC).length;
    if (counted >= rule.strikes) this.found('suspended', `${requestId} is offered after ${counted} strikes`);
  }

  /** Those that fit in all that they say. */
  private limitsOf({ riderId, request, doneBy }: Event<'offers_made'>): readonly LimitRule[] {
    const kinds: string[] = [request.when.kind];
    if (request.returnTrip) kinds.push(request.returnTrip.kind === 'open' ? 'open_return' : 'return_pair');
    if (doneBy?.kind === 'standing_order') kinds.push('standing');
    const needs = (request.party.needs ?? []).map(({ type }) => type);
    return (this.world.area.limits ?? []).filter(({ riderType, tripKind, need }) => {
      if (riderType !== undefined && riderType !== this.typeOf.get(riderId)) return false;
      if (tripKind !== undefined && !kinds.includes(tripKind)) return false;
      return need === undefined || needs.includes(need);
    });
  }

  private checkLimit(
    { tripsPerDay, activeBookings, partySize, advanceDays }: LimitRule,
    { requestId, riderId, request, offers, returnOf }: Event<'offers_made'>,
    asked: Event<'offers_made'>,
    atSec: number,
  ): void {
    const { when, returnTrip } = asked.request;
    const over = (what: string, count: number, most: number | undefined): void => {
      if (most !== undefined && count > most) this.found('limits', `${requestId}: ${count} ${what}, at most ${most}`);
    };
    over('people', peopleOf(request.party), partySize);
    if (when.kind !== 'now' && advanceDays !== undefined) over('s ahead', when.atSec - atSec, advanceDays * DAY_SEC);
    const booked = (this.bookedOf.get(riderId) ?? []).map((id) => this.rideOf(id)!);
    const open = booked.filter(({ progress }) => progress === 'booked' || progress === 'aboard').length;
    // A standing order books its day whatever somebody has on the screen; the way there was counted with its way back.
    const isOrder = asked.doneBy?.kind === 'standing_order';
    const others = isOrder
      ? []
      : this.heldFor(riderId).filter(([held]) => !offers.some((one) => one.pairedWith === held!.offerId));
    if (returnOf === undefined) {
      over(
        'bookings at once',
        open + others.length + (returnTrip && returnTrip.kind !== 'open' ? 2 : 1),
        activeBookings,
      );
    }
    for (const offer of offers) {
      const date = this.dateOf(offer);
      const there = returnOf === undefined ? undefined : this.rideOf(offer.pairedWith ?? '');
      const ways = there && this.dateOf(there.offer) === date ? 2 : 1;
      const thatDay = booked.filter((ride) => ride.progress !== 'cancelled' && this.dateOf(ride.offer) === date);
      const maybe = others.filter((held) => held.some((other) => this.dateOf(other) === date));
      over(`trips on ${date}`, thatDay.length + maybe.length + ways, tripsPerDay);
    }
  }

  private dateOf({ pickupFromSec }: Pick<HeldOffer, 'pickupFromSec'>): string {
    return this.world.calendar.dateAt(pickupFromSec);
  }

  /** The first rule that fits decides; where none does, the trip is allowed. */
  private checkZones(offer: HeldOffer): void {
    const [from, to] = [this.zoneOfStop(offer.pickup), this.zoneOfStop(offer.dropoff)];
    const date = this.dateOf(offer);
    const { travelRules = [], holidays, publicHolidays = [] } = this.world.area;
    const isHoliday = [...holidays, ...publicHolidays].some((day) => day.date === date);
    const day = isHoliday ? 'holiday' : weekdayOf(date);
    for (const rule of travelRules) {
      if (rule.from !== from || rule.to !== to || (rule.days && !rule.days.includes(day as 'mon'))) continue;
      if (!rule.isAllowed) this.found('zones', `${offer.offerId} leads from ${from} to ${to} on ${date} (${day})`);
      return;
    }
  }

  private zoneOfStop({ stopId }: StopOfTrip): string {
    return this.zoneAt(this.world.area.stops.find(({ id }) => id === stopId)!.position);
  }

  /** A point is inside where a way to the east crosses the ring an odd number of times. */
  private zoneAt({ lat, lon }: StopOfTrip['position']): string {
    for (const { id, polygon } of this.world.area.zones ?? []) {
      let crossings = 0;
      for (let i = 1; i < polygon.length; i++) {
        const [[lonA, latA], [lonB, latB]] = [polygon[i - 1] as [number, number], polygon[i] as [number, number]];
        if (latA > lat === latB > lat) continue;
        if (lonA + ((lat - latA) / (latB - latA)) * (lonB - lonA) > lon) crossings++;
      }
      if (crossings % 2 === 1) return id;
    }
    return 'rest';
  }

  /** A door is one that was asked for, by somebody who may, where it may be; who must be met at the door is. */
  private checkDoors({ offerId, pickup, dropoff }: HeldOffer, { request, riderId }: Event<'offers_made'>): void {
    const { from, to, party } = request;
    const needs: readonly string[] = (party.needs ?? []).map(({ type }) => type);
    const mustHave = needs.includes('actual_door_to_door');
    const rule = this.world.area.doorToDoor;
    for (const [stop, place] of [[pickup, from] as const, [dropoff, to] as const]) {
      const wants = place.kind === 'point' && (request.doorToDoor === true || mustHave);
      if (!stop.door) {
        if (wants) this.found('doors', `${offerId} does not come to the door`);
        continue;
      }
      const { lat, lon } = stop.position;
      const isTheirs = wants && place.position.lat === lat && place.position.lon === lon;
      const isThere = !rule?.zones || rule.zones.includes(this.zoneAt(stop.position));
      const mayType = rule?.riderTypes?.includes(this.typeOf.get(riderId) ?? '') === true;
      const mayNeed = needs.some((type) => (rule?.needs as readonly string[] | undefined)?.includes(type));
      const mayThey = mayType || mayNeed || (!rule?.riderTypes && !rule?.needs);
      if (!rule || !isTheirs || !isThere || !mayThey || stop.door.spurSec > rule.maxSpurSec) {
        this.found('doors', `${offerId} comes to a door at ${lat}, ${lon} (${stop.door.spurSec} s)`);
      }
    }
  }

  /** At the place asked for by the time asked for; at a station, with the way to the platform before the departure. */
  private checkInTime({ offerId, dropoff, dropoffBySec }: HeldOffer, when: Deadline, { to }: TripRequest): void {
    let bySec = when.atSec;
    if (when.kind === 'catch_departure') {
      const { timetable } = this.world;
      const station = timetable?.stations.find(({ stationId }) => stationId === when.stationId);
      bySec -= station?.platformSec ?? USUAL_PLATFORM_SEC;
      if (!this.departs(when)) this.found('departure', `${offerId} is for ${when.tripId}, which does not depart then`);
      if (to.kind === 'stop' && dropoff.stopId !== when.stationId) {
        this.found('departure', `${offerId} leads to ${dropoff.stopId}, ${when.tripId} departs from ${when.stationId}`);
      }
    }
    // Nobody is thought to walk faster than a metre and a half a second.
    const walkSec = dropoff.walkSec ?? dropoff.walkM / 1.5;
    if (dropoffBySec + walkSec > bySec) {
      this.found('departure', `${offerId} arrives by ${dropoffBySec} and ${walkSec} s on foot, wished by ${bySec}`);
    }
  }

  /** Whether the timetable has it on the day before or on the day itself: the service day's trains run on after midnight. */
  private departs({ stationId, tripId, atSec }: Extract<TripTime, { kind: 'catch_departure' }>): boolean {
    const { departures = [], services = [] } = this.world.timetable ?? {};
    return departures.some((departure) => {
      if (departure.stationId !== stationId || departure.tripId !== tripId) return false;
      const date = this.world.calendar.dateAt(atSec - departure.departSec);
      const service = services.find(({ serviceId }) => serviceId === departure.serviceId)!;
      const isInSeason = service.from <= date && date <= service.until;
      const isUsual = isInSeason && service.days.includes(weekdayOf(date) as 'mon') && !service.removed.includes(date);
      const midnightSec = Date.parse(`${date}T00:00:00+09:00`) / 1000;
      return atSec === midnightSec + departure.departSec && (isUsual || service.added.includes(date));
    });
  }

  /** Riders were put apart a moment ago: who shares in the plan as it is parts or is named. Says whether anybody does. */
  noteShared(aboard: readonly string[], route: readonly Visit[]): boolean {
    const pairs = this.sharingApart(aboard, route);
    for (const pair of pairs) this.sharedBefore.add(pairOf(...pair));
    return pairs.length > 0;
  }

  /** @param aboard rides on board, before the first visit of the route */
  checkApart(shiftId: string, aboard: readonly string[], route: readonly Visit[]): void {
    if (this.apart.size === 0) return;
    for (const pair of this.sharingApart(aboard, route)) {
      const isExcused = this.sharedBefore.has(pairOf(...pair)) && pair.every((rideId) => this.toldApart.has(rideId));
      if (!isExcused) this.found('apart', `${pairOf(...pair)} share ${shiftId}`);
    }
  }

  /**
   * Pairs of rides that are on board together at some time though their riders must not be. Where one gets off and the other
   * on, the driver may press the buttons in either order.
   */
  private sharingApart(before: readonly string[], route: readonly Visit[]): readonly (readonly [string, string])[] {
    const pairs: [string, string][] = [];
    const aboard = new Set<string>();
    const leaving = this.leavingHere(before, route);
    const board = (rideId: string): void => {
      const riderId = this.rideOf(rideId)?.riderId ?? '';
      for (const other of aboard) {
        if (this.apart.has(pairOf(riderId, this.rideOf(other)?.riderId ?? ''))) pairs.push([rideId, other]);
      }
      aboard.add(rideId);
    };
    before.filter((rideId) => !leaving.has(rideId)).forEach(board);
    for (const { rideId, kind } of route) {
      if (kind === 'pickup') board(rideId);
      else aboard.delete(rideId);
    }
    return pairs;
  }

  /** Who gets off next, where others who are on board got on. */
  private leavingHere(aboard: readonly string[], route: readonly Visit[]): ReadonlySet<string> {
    const boardedAt = new Set(aboard.map((rideId) => this.rideOf(rideId)?.offer.pickup.stopId));
    const isElsewhere = ({ rideId, kind }: Visit): boolean =>
      kind === 'pickup' || !boardedAt.has(this.rideOf(rideId)?.offer.dropoff.stopId);
    const end = route.findIndex(isElsewhere);
    return new Set(route.slice(0, end < 0 ? route.length : end).map(({ rideId }) => rideId));
  }

  /**
   * A rider is told until when the driver waits; that is what the driver was told, or what every driver does.
   *
   * @param fromSec the promised begin of the pickup
   */
  checkWait(
    bookingId: string,
    { waits, untilSec }: { readonly waits: boolean; readonly untilSec: number },
    fromSec: number,
  ): void {
    const told = [fromSec + this.world.area.promises.noShowWaitSec, ...(this.waits.get(bookingId) ?? [])];
    if (waits && !told.includes(untilSec))
      this.found('waits', `${bookingId} is told ${untilSec}, the driver ${told.join()}`);
  }
}

type Deadline = Extract<TripTime, { kind: 'arrive_by' | 'catch_departure' }>;

/** The time by which these offers must be there; null where none was asked for, and for a next best at another time. */
function timeToKeep(event: Event<'offers_made'>, { request }: Event<'offers_made'>): Deadline | null {
  if (event.insteadOf) return null;
  const { returnTrip } = request;
  const ownWay = event.returnOf === undefined ? request.when : returnTrip?.kind === 'at' ? returnTrip.when : null;
  return ownWay?.kind === 'arrive_by' || ownWay?.kind === 'catch_departure' ? ownWay : null;
}

function peopleOf({ adults, children, reduced, companions = 0 }: Party): number {
  return adults + children + reduced + companions;
}

function weekdayOf(date: string): string {
  return ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(`${date}T00:00:00Z`).getUTCDay()]!;
}

const pairOf = (a: string, b: string): string => [a, b].sort().join(' and ');
