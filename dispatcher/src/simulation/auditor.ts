/**
 * Reads every fact as it reaches the disk and every answer as it leaves the service, and knows the rules of the service by
 * itself: it shares no code with what decides, plans and evolves (but for the comparison of states, which is about that
 * code). What it finds is a violation; there must be none.
 */
import { unreachable } from '@noriai/core/containers/unreachable.ts';
import type { AnswerOf, BodyOf, RouteName } from '@noriai/core/contracts/routes.ts';
import type { AccessibilityType } from '@noriai/core/contracts/needs.ts';
import type { Booking, Party } from '@noriai/core/contracts/trips.ts';
import { needsKey } from '@noriai/core/contracts/routes.ts';
import type { DispatchEvent, Fetch, HeldOffer, LedgerEntry, Visit } from '@noriai/core/dispatch/events.ts';
import { noticesOf } from '@noriai/core/dispatch/notices.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { LedgerConflict, LedgerUnavailable, type DispatchRules } from '../application/ports.ts';
import type { Ticket } from './accounts/account-auditor.ts';
import type { People } from './accounts/people.ts';
import { PeopleAuditor } from './accounts/people-auditor.ts';
import { DiskRefused, ProcessDied } from './accounts/scripted-stores.ts';
import { ClosingAuditor } from './closing-auditor.ts';
import { DESK_TOKEN } from './desk.ts';
import type { Life } from './life.ts';
import type { SimulatedAnswer, SimulatedRequest } from './life.ts';
import { auditProof } from './proof-auditor.ts';
import { RulesAuditor, type AreaRule } from './rules-auditor.ts';

export interface Violation {
  /** What must hold and did not. */
  readonly rule:
    | 'seats'
    | 'promise'
    | 'order'
    | 'lost'
    | 'doubled'
    | 'state'
    | 'books'
    | 'impossible'
    | 'silent'
    | 'closed'
    | 'untold'
    | 'quiet'
    | 'signed_in'
    | 'guessed'
    | 'private'
    | 'erased'
    | 'trouble'
    | AreaRule;
  readonly sequence: number;
  readonly what: string;
}

type Progress = 'held' | 'released' | 'booked' | 'aboard' | 'completed' | 'cancelled' | 'no_show';

interface AuditedRide {
  /** What was promised, or by a fact took the place of it. */
  offer: HeldOffer;
  readonly riderId: string;
  readonly party: Party;
  shiftId: string;
  progress: Progress;
}

/** Asked for what is so already, these are accepted without a fact. */
const mayChangeNothing: ReadonlySet<RouteName> = new Set<RouteName>([
  'restoreBooking',
  'acceptChange',
  'addProxy',
  'removeProxy',
  'addCompanion',
  'removeCompanion',
  'keepApart',
  'endKeepApart',
  'acknowledgeMessage',
  'confirmActFor',
  'reportLate',
]);

const FACTS_BETWEEN_COMPARISONS = 300;

const counted = ['requests', 'refused', 'booked', 'completed', 'cancelled', 'noShow'] as const;

export class Auditor {
  readonly violations: Violation[] = [];
  readonly counts: Record<(typeof counted)[number], number> = {
    requests: 0,
    refused: 0,
    booked: 0,
    completed: 0,
    cancelled: 0,
    noShow: 0,
  };
  statesCompared = 0;
  /** Commands that were answered with an ok. */
  acknowledged = 0;
  private readonly world: ServiceWorld;
  private readonly rules: DispatchRules;
  private readonly entries: LedgerEntry[] = [];
  private readonly rides = new Map<string, AuditedRide>();
  private readonly ridesByShift = new Map<string, Set<AuditedRide>>();
  private readonly routes = new Map<string, readonly Visit[]>();
  /** By shift, what drivers pressed last: facts of one press together, and what can be taken back after it below it. */
  private readonly pressed = new Map<string, (readonly number[])[]>();
  /** What a batch took back in part so far: its other facts must follow within it. */
  private readonly halfUndone = new Set<string>();
  private isArrivalSaid = false;
  /** Idempotency keys on disk and what each command was about. */
  private readonly subjectByKey = new Map<string, string>();
  /** What was answered to each key. */
  private readonly answerByKey = new Map<string, string>();
  private readonly replayed: DispatchState;
  private readonly closing: ClosingAuditor;
  private readonly areaRules: RulesAuditor;
  readonly people: PeopleAuditor;

  constructor(world: ServiceWorld, rules: DispatchRules, people: People, nowMs: () => number) {
    this.world = world;
    this.rules = rules;
    this.replayed = rules.openState();
    this.closing = new ClosingAuditor(world, (rule, what) => this.found(rule, what));
    this.areaRules = new RulesAuditor(
      world,
      (rideId) => this.rides.get(rideId),
      (rule, what) => this.found(rule, what),
    );
    this.people = new PeopleAuditor(people, nowMs, (rule, what) => this.found(rule, what));
  }

  get sequence(): number {
    return this.entries.length;
  }

  /** A batch is on disk. */
  written(entries: readonly LedgerEntry[]): void {
    const shifts = new Set<string>();
    for (const entry of entries) {
      this.entries.push(structuredClone(entry));
      if (entry.sequence !== this.sequence) this.found('order', `fact ${entry.sequence} at place ${this.sequence}`);
      if (entry.command) this.noteKey(entry.command.key, entry.command.subjectId);
      this.read(entry.event, shifts);
      this.areaRules.read(entry);
      if (entry.event.kind === 'relation_set') this.noteShared(shifts);
      this.closing.read(entry);
      this.people.read(entry);
    }
    for (const shiftId of shifts) this.checkRoute(shiftId);
    for (const shiftId of this.halfUndone) this.found('order', `a press on ${shiftId} is taken back in part`);
    this.halfUndone.clear();
  }

  /** A request reached the service. */
  arrived<N extends RouteName>(name: N, key: string, { token, body }: SimulatedRequest<N>): void {
    if (name !== 'requestTrip' || token !== DESK_TOKEN) return;
    if ((body as BodyOf<'requestTrip'>).despiteLimits) this.areaRules.saidDespite(key);
  }

  /** An answer leaves the service: what it says must be on disk already, and be said again to the same key. */
  answered<N extends RouteName>(name: N, key: string, request: SimulatedRequest<N>, answer: SimulatedAnswer<N>): void {
    if (!answer.ok) return;
    if (name === 'getBooking' || name === 'cancelBooking' || name === 'bookOffer') {
      this.checkBooking(answer.answer as Booking);
    }
    if (name === 'reportLate') this.checkWait(request.params!['bookingId']!, answer.answer as AnswerOf<'reportLate'>);
    if (!needsKey(name) || isOnlyShown(answer.answer as object)) return;
    this.acknowledged++;
    if (!mayChangeNothing.has(name) && !this.isWritten(name, key, answer.answer as object))
      this.found('lost', `${name} ${JSON.stringify(request)} was acknowledged unwritten`);
    const subject = subjectOf(answer.answer as object);
    const before = this.answerByKey.get(key);
    if (before !== undefined && before !== subject) this.found('doubled', `${key}: first ${before}, then ${subject}`);
    this.answerByKey.set(key, subject);
  }

  private checkWait(bookingId: string, answer: AnswerOf<'reportLate'>): void {
    const fromSec = this.rides.get(bookingId)?.offer.pickupFromSec ?? 0;
    this.areaRules.checkWait(bookingId, answer, fromSec);
  }

  /** A new rider stands among the accounts and not in the ledger. */
  private isWritten(name: RouteName, key: string, answer: object): boolean {
    if (name === 'addRider') return this.people.hasAccount((answer as { riderId: string }).riderId);
    return this.subjectByKey.has(key);
  }

  /** What came of a request, whether or not anybody hears of it. */
  handled(ticket: Ticket, life: Life, answer: SimulatedAnswer<RouteName>): void {
    const isInStep = life.loop!.state.sequence === this.sequence;
    const isDesk = ticket.request.token === DESK_TOKEN;
    this.people.handled(ticket, { answer, wallSec: life.wallSec(), sequence: this.sequence, isInStep, isDesk });
  }

  /** Compares once enough has happened since the last time, for it costs as much as a hundred commands. */
  compareNowAndThen(state: DispatchState): void {
    if (state.sequence >= this.replayed.sequence + FACTS_BETWEEN_COMPARISONS) this.compare(state);
  }

  /** Compares a running state with a replay of the facts up to where it stands. O(state) */
  compare(state: DispatchState): void {
    if (state.sequence < this.replayed.sequence) return; // a process that lags behind the disk was compared before
    this.statesCompared++;
    try {
      this.replay(state.sequence);
    } catch (error) {
      return this.found('state', `the facts cannot be replayed: ${String(error)}`);
    }
    const { canonicalState } = this.rules;
    if (canonicalState(state) !== canonicalState(this.replayed)) {
      this.found('state', `the running state differs from the replay at ${state.sequence}`);
    }
    if (state.sequence === this.sequence) this.people.checkState(state);
    for (const ride of state.rides.values()) {
      const audited = this.rides.get(ride.rideId);
      if (!audited || promiseOf(ride) !== promiseOf(audited.offer)) this.found('promise', `${ride.rideId} differs`);
    }
  }

  private replay(untilSequence: number): void {
    for (const entry of this.entries.slice(this.replayed.sequence, untilSequence)) {
      this.rules.evolve(this.world, this.replayed, structuredClone(entry));
      const notices = noticesOf(this.world, this.replayed, entry);
      this.closing.checkTold(entry, this.replayed, notices);
      this.people.expect(this.world.area.id, entry, notices);
    }
  }

  /** After the last action: the promise proof finds nothing impossible, and no promise missed in silence. */
  checkProof(): void {
    auditProof(this.world, this.entries, (rule, what) => this.found(rule, what));
  }

  /** After the last action: what the service counted is what happened. */
  checkBooks(state: DispatchState): void {
    for (const name of counted) {
      const booked = [...state.figures.values()].reduce((sum, day) => sum + day[name], 0);
      if (booked !== this.counts[name])
        this.found('books', `${name}: ${booked} in the books, ${this.counts[name]} facts`);
    }
    const open = [...this.rides.values()].filter((ride) => isUnderWay(ride.progress)).length;
    const { booked, completed, cancelled, noShow } = this.counts;
    if (booked !== completed + cancelled + noShow + open) {
      this.found('books', `${booked} booked, ${completed} + ${cancelled} + ${noShow} ended, ${open} open`);
    }
  }

  /** At the very end. */
  checkPeople(state: DispatchState, nowSec: number, hasJumped: boolean): void {
    this.people.checkAtEnd(state, this.entries, nowSec, hasJumped);
  }

  /** Our own code is in trouble; a disk that was scripted to fail is not. */
  trouble(message: string, error: unknown): void {
    if (error instanceof LedgerUnavailable || error instanceof LedgerConflict) return;
    if (error instanceof ProcessDied || error instanceof DiskRefused) return;
    this.found('trouble', `${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  private found(rule: Violation['rule'], what: string): void {
    if (this.violations.length < 20) this.violations.push({ rule, sequence: this.sequence, what });
  }

  private noteKey(traceKey: string, subjectId: string): void {
    const key = traceKey.slice(traceKey.lastIndexOf('/') + 1);
    if (this.subjectByKey.has(key)) this.found('doubled', `${traceKey} is in the ledger twice`);
    this.subjectByKey.set(key, subjectId);
  }

  private read(event: DispatchEvent, shifts: Set<string>): void {
    this.notePress(event);
    switch (event.kind) {
      case 'area_opened':
        if (this.sequence !== 1) this.found('order', 'area_opened is not the first fact');
        return;
      case 'offers_made':
        this.counts.requests++;
        if (event.insteadOf) this.counts.refused++;
        for (const offer of event.offers) {
          if (this.rides.has(offer.offerId)) this.found('doubled', `offer ${offer.offerId}`);
          const { riderId, request } = event;
          this.closing.checkEnds(offer.offerId, offer);
          const { shiftId } = offer;
          this.begin({ offer, riderId, party: request.party, shiftId, progress: 'held' }, shifts);
        }
        return;
      case 'trip_refused':
        this.counts.requests++;
        this.counts.refused++;
        return;
      case 'offers_released':
        for (const offerId of event.offerIds) this.move(offerId, ['held'], 'released', shifts);
        return;
      case 'ride_booked':
        this.counts.booked++;
        return this.move(event.bookingId, ['held'], 'booked', shifts);
      case 'ride_cancelled':
        this.counts.cancelled++;
        return this.move(
          event.bookingId,
          event.by === 'service' ? ['booked', 'aboard'] : ['booked'],
          'cancelled',
          shifts,
        );
      case 'ride_boarded':
        this.move(event.bookingId, ['booked'], 'aboard', shifts);
        return this.checkAboard(event.bookingId);
      case 'ride_no_show':
        this.counts.noShow++;
        return this.move(event.bookingId, ['booked'], 'no_show', shifts);
      case 'ride_completed':
        this.counts.completed++;
        return this.move(event.bookingId, ['aboard'], 'completed', shifts);
      case 'route_planned':
        this.routes.set(event.shiftId, event.visits);
        shifts.add(event.shiftId);
        return;
      case 'ride_moved':
        return this.carryOver(event.bookingId, event.shiftId, event.fetched ?? null, shifts);
      case 'promise_broken':
        return this.replacePromise(event, shifts);
      case 'ride_restored':
        this.counts.cancelled--;
        return this.restore(event.bookingId, event.shiftId, shifts);
      case 'walk_on_boarded':
        return this.takeAlong(event, shifts);
      case 'action_undone':
        return this.undo(event, shifts);
      case 'wait_extended':
      case 'day_planned':
      case 'pause_started':
      case 'pause_ended':
      case 'vehicle_taken_out':
      case 'vehicle_returned':
      case 'change_accepted':
      case 'service_suspended':
      case 'service_resumed':
      case 'stop_closed':
      case 'stop_reopened':
      case 'call_needed':
      case 'roll_call_recorded':
      case 'sos_raised':
      case 'alarm_acknowledged':
      case 'broadcast_sent':
      case 'broadcast_acknowledged':
      case 'broadcast_ended':
      case 'rider_registered':
      case 'driver_signed_on':
      case 'driver_signed_off':
      case 'vehicle_sent':
      case 'call_arrived':
      case 'promise_at_risk':
      case 'dropoff_at_risk':
      case 'street_notice_posted':
      case 'street_notice_ended':
      case 'streets_in_force':
      case 'vehicle_redirected':
      case 'open_return_noted':
      case 'open_return_ended':
      case 'relation_set':
      case 'relation_ended':
      case 'rider_rules_set':
      case 'rider_left':
      case 'standing_order_placed':
      case 'standing_order_changed':
      case 'standing_order_ended':
      case 'standing_order_day':
      case 'waitlist_joined':
      case 'waitlist_tried':
      case 'waitlist_ended':
        return;
      case 'stop_moved': {
        const ride = this.rides.get(event.bookingId);
        if (ride) this.promise(ride, { [event.visit]: event.stop });
        return;
      }
      default:
        unreachable(event);
    }
  }

  /** A ride goes on: only from what it was to what may follow, and its visits that are behind it leave the route. */
  private move(rideId: string, from: readonly Progress[], to: Progress, shifts: Set<string>): void {
    const ride = this.rides.get(rideId);
    if (!ride || !from.includes(ride.progress)) {
      return this.found('order', `${rideId} is ${ride?.progress ?? 'unknown'} and becomes ${to}`);
    }
    ride.progress = to;
    shifts.add(ride.shiftId);
    const isBehind = (visit: Visit): boolean =>
      visit.rideId === rideId && (to === 'aboard' ? visit.kind === 'pickup' : to !== 'booked');
    this.routes.set(
      ride.shiftId,
      this.routeOf(ride.shiftId).filter((visit) => !isBehind(visit)),
    );
  }

  /** Somebody gets on without a booking: promised the drop-off only. */
  private takeAlong(event: Extract<DispatchEvent, { kind: 'walk_on_boarded' }>, shifts: Set<string>): void {
    const { bookingId, shiftId, party, pickup, dropoff, boardedSec, dropoffBySec, fareYen } = event;
    if (this.rides.has(bookingId)) this.found('doubled', `walk-on ${bookingId}`);
    this.counts.booked++;
    const promise = { pickupFromSec: boardedSec, pickupUntilSec: boardedSec, dropoffBySec, fareYen };
    const offer = { offerId: bookingId, shiftId, pickup, dropoff, ...promise, isShared: false };
    this.closing.checkEnds(bookingId, offer);
    this.begin({ offer, riderId: '', party, shiftId, progress: 'aboard' }, shifts);
    this.checkAboard(bookingId);
  }

  /** A walk-on is pressed on top of what was pressed before; anything else takes its place. */
  private notePress(event: DispatchEvent): void {
    if (event.kind === 'call_arrived') {
      this.pressed.set(event.shiftId, [[this.sequence]]);
      this.isArrivalSaid = event.isImplied === true;
    } else if (event.kind === 'walk_on_boarded') {
      this.pressed.set(event.shiftId, [...(this.pressed.get(event.shiftId) ?? []), [this.sequence]]);
    } else if (event.kind === 'ride_boarded' || event.kind === 'ride_no_show' || event.kind === 'ride_completed') {
      const shiftId = this.rides.get(event.bookingId)?.shiftId ?? '';
      const said = this.isArrivalSaid ? (this.pressed.get(shiftId)?.at(-1) ?? []) : [];
      this.pressed.set(shiftId, [[...said, this.sequence]]);
      this.isArrivalSaid = false;
    }
  }

  /** What is taken back is what was pressed last, whole. */
  private checkPressedLast({
    shiftId,
    undone,
    undoneSequence,
  }: Extract<DispatchEvent, { kind: 'action_undone' }>): void {
    const presses = [...(this.pressed.get(shiftId) ?? [])];
    const last = presses.pop() ?? [];
    if (last.at(-1) !== undoneSequence) {
      this.found('order', `${undone} ${undoneSequence} of ${shiftId} is taken back, pressed last was ${last.join()}`);
    }
    const rest = last.slice(0, -1);
    if (rest.length > 0) this.halfUndone.add(shiftId);
    else this.halfUndone.delete(shiftId);
    this.pressed.set(shiftId, rest.length > 0 ? [...presses, rest] : presses);
  }

  /** The last action of a shift did not happen after all. */
  private undo(event: Extract<DispatchEvent, { kind: 'action_undone' }>, shifts: Set<string>): void {
    const ride = event.bookingId === null ? undefined : this.rides.get(event.bookingId);
    const from = {
      call_arrived: null,
      ride_boarded: 'aboard',
      ride_no_show: 'no_show',
      ride_completed: 'completed',
      walk_on_boarded: 'aboard',
    }[event.undone];
    this.checkPressedLast(event);
    if (from !== null && ride?.progress !== from) this.found('order', `${event.bookingId} was not ${from}, undone`);
    if (event.undone === 'ride_no_show') this.counts.noShow--;
    if (event.undone === 'ride_completed') this.counts.completed--;
    if (event.undone === 'walk_on_boarded') this.counts.booked--;
    const before = { ride_completed: 'aboard', walk_on_boarded: 'cancelled' } as const;
    if (ride) ride.progress = before[event.undone as keyof typeof before] ?? 'booked';
    this.routes.set(event.shiftId, event.visits);
    shifts.add(event.shiftId);
  }

  /** A cancelled booking is as it was, with the same promise. */
  private restore(rideId: string, shiftId: string, shifts: Set<string>): void {
    const ride = this.rides.get(rideId);
    if (ride?.progress !== 'cancelled') return this.found('order', `${rideId} was not cancelled and is restored`);
    ride.progress = 'booked';
    this.putOn(ride, shiftId);
    shifts.add(shiftId);
  }

  /** A ride goes on with another shift; only who is fetched from a vehicle may have been on board. */
  private carryOver(rideId: string, shiftId: string, fetched: Fetch | null, shifts: Set<string>): void {
    const ride = this.rides.get(rideId);
    if (!ride || !isUnderWay(ride.progress) || (ride.progress === 'aboard' && !fetched)) {
      return this.found('order', `${rideId} is ${ride?.progress ?? 'unknown'} and moves to ${shiftId}`);
    }
    const rest = this.routeOf(ride.shiftId).filter((visit) => visit.rideId !== rideId);
    this.routes.set(ride.shiftId, rest);
    shifts.add(ride.shiftId).add(shiftId);
    const staysAboard = ride.progress === 'aboard' && ride.shiftId === shiftId;
    this.putOn(ride, shiftId);
    if (!staysAboard) ride.progress = 'booked';
    if (!fetched) return;
    const { pickup, fromSec: pickupFromSec, untilSec: pickupUntilSec } = fetched;
    this.promise(ride, { pickup, pickupFromSec, pickupUntilSec });
  }

  /** Whatever takes the place of a promise is a promise from then on; where there is nothing, the ride ends. */
  private replacePromise(event: Extract<DispatchEvent, { kind: 'promise_broken' }>, shifts: Set<string>): void {
    const ride = this.rides.get(event.bookingId);
    if (!ride || !isUnderWay(ride.progress)) return this.found('order', `${event.bookingId} has no promise to break`);
    if (!event.replacement) return;
    ride.offer = { ...ride.offer, ...event.replacement };
    const { pickup, pickupFromSec: fromSec, pickupUntilSec: untilSec } = event.replacement;
    this.carryOver(event.bookingId, event.replacement.shiftId, { pickup, fromSec, untilSec }, shifts);
  }

  /** Another promise takes the place of the one there was. */
  private promise(ride: AuditedRide, change: Partial<HeldOffer>): void {
    ride.offer = { ...ride.offer, ...change };
    this.closing.checkEnds(ride.offer.offerId, ride.offer);
  }

  private begin(ride: AuditedRide, shifts: Set<string>): void {
    this.rides.set(ride.offer.offerId, ride);
    this.putOn(ride, ride.shiftId);
    shifts.add(ride.shiftId);
  }

  private putOn(ride: AuditedRide, shiftId: string): void {
    this.ridesByShift.get(ride.shiftId)?.delete(ride);
    ride.shiftId = shiftId;
    this.people.privacy.rides(ride.riderId, shiftId);
    const there = this.ridesByShift.get(shiftId);
    if (there) there.add(ride);
    else this.ridesByShift.set(shiftId, new Set([ride]));
  }

  private routeOf(shiftId: string): readonly Visit[] {
    return this.routes.get(shiftId) ?? [];
  }

  private ridesOn(shiftId: string): AuditedRide[] {
    return [...(this.ridesByShift.get(shiftId) ?? [])];
  }

  /** Everybody who was promised a ride is on the route, once and in order, and at no moment are there too few seats. */
  private checkRoute(shiftId: string): void {
    const open = this.ridesOn(shiftId).filter((ride) => ride.progress === 'held' || isUnderWay(ride.progress));
    const expected = open.flatMap(({ offer, progress }) =>
      progress === 'aboard' ? [`${offer.offerId} dropoff`] : [`${offer.offerId} pickup`, `${offer.offerId} dropoff`],
    );
    const route = this.routeOf(shiftId);
    const planned = route.map(({ rideId, kind }) => `${rideId} ${kind}`);
    if ([...expected].sort().join() !== [...planned].sort().join()) {
      return this.found('promise', `the route of ${shiftId} serves ${planned.join()}, promised ${expected.join()}`);
    }
    for (const ride of open) {
      const [pickup, dropoff] = expected.length ? places(route, ride.offer.offerId) : [-1, -1];
      if (ride.progress !== 'aboard' && pickup > dropoff)
        this.found('order', `${ride.offer.offerId} leaves before boarding`);
    }
    this.checkLoads(shiftId, open, route);
    this.areaRules.checkApart(shiftId, aboardOf(open), route);
  }

  private noteShared(shifts: Set<string>): void {
    for (const shiftId of this.ridesByShift.keys()) {
      if (this.areaRules.noteShared(aboardOf(this.ridesOn(shiftId)), this.routeOf(shiftId))) shifts.add(shiftId);
    }
  }

  private checkLoads(shiftId: string, open: readonly AuditedRide[], route: readonly Visit[]): void {
    const load = loadOf(open.filter((ride) => ride.progress === 'aboard'));
    this.checkLoad(shiftId, load);
    for (const visit of route) {
      const part = loadOf([this.rides.get(visit.rideId)!]);
      const sign = visit.kind === 'pickup' ? 1 : -1;
      load.seats += sign * part.seats;
      load.wheelchairs += sign * part.wheelchairs;
      this.checkLoad(shiftId, load);
    }
  }

  private checkAboard(rideId: string): void {
    const shiftId = this.rides.get(rideId)?.shiftId ?? '';
    this.checkLoad(shiftId, loadOf(this.ridesOn(shiftId).filter((ride) => ride.progress === 'aboard')));
  }

  private checkLoad(shiftId: string, { seats, wheelchairs }: Load): void {
    const vehicle = this.world.area.vehicles.find(({ id }) => shiftId.startsWith(`${id}@`))!;
    if (seats > vehicle.seats || wheelchairs > vehicle.wheelchairPlaces) {
      this.found(
        'seats',
        `${shiftId}: ${seats} on ${vehicle.seats} seats, ${wheelchairs} on ${vehicle.wheelchairPlaces} places`,
      );
    }
  }

  /** What a rider is shown is what was promised, to this rider. */
  private checkBooking(booking: Booking): void {
    const ride = this.rides.get(booking.bookingId);
    if (!ride || promiseOf(ride.offer) !== promiseOf(booking)) {
      this.found('promise', `booking ${booking.bookingId} is shown with another promise`);
    }
  }
}

interface Load {
  seats: number;
  wheelchairs: number;
}

/** Wheelchair places that riders take who travel in a device of their own instead of a seat. */
const placesInDevice: Partial<Record<AccessibilityType, number>> = {
  wheelchair: 1,
  powered_wheelchair: 1,
  scooter: 1,
  oversized_wheelchair: 2,
  oversized_scooter: 2,
  stretcher: 2,
};

/** Who stays in a wheelchair takes a wheelchair place, everybody else a seat, and the next one where that must stay free. */
function loadOf(rides: readonly AuditedRide[]): Load {
  const load = { seats: 0, wheelchairs: 0 };
  for (const { party } of rides) {
    load.seats += party.adults + party.children + party.reduced + (party.companions ?? 0) - party.wheelchairs;
    load.wheelchairs += party.wheelchairs;
    for (const { type, count } of party.needs ?? []) {
      const places = placesInDevice[type];
      if (type === 'extra_space_ambulant') load.seats += count;
      if (places === undefined) continue;
      load.seats -= count;
      load.wheelchairs += places * count;
    }
  }
  return load;
}

function isUnderWay(progress: Progress): boolean {
  return progress === 'booked' || progress === 'aboard';
}

function aboardOf(rides: readonly AuditedRide[]): readonly string[] {
  return rides.filter((ride) => ride.progress === 'aboard').map(({ offer }) => offer.offerId);
}

function places(route: readonly Visit[], rideId: string): readonly [number, number] {
  const at = (kind: Visit['kind']) => route.findIndex((visit) => visit.rideId === rideId && visit.kind === kind);
  return [at('pickup'), at('dropoff')];
}

function promiseOf(ride: {
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
  readonly fareYen: number;
}): string {
  return [ride.pickupFromSec, ride.pickupUntilSec, ride.dropoffBySec, ride.fareYen].join();
}

/** A move that nothing came of, because things had changed: the desk is shown them and decides anew. */
function isOnlyShown(answer: object): boolean {
  return 'preview' in answer;
}

/** What an answer is about: it must be the same however often the command was sent. */
function subjectOf(answer: object): string {
  const { bookingId, requestId, token, riderId } = answer as Partial<Record<string, string>>;
  return bookingId ?? requestId ?? token ?? riderId ?? '';
}
