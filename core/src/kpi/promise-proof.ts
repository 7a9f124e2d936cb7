/**
 * Reads a ledger's facts and says of every promise whether it was kept, and if not, why (rules PP1 to PP9). Independent on
 * purpose: it shares no code and no types with what decides, plans and evolves, knows facts by their names only, and works
 * times, lateness and loads out itself. A mistake made there cannot hide here.
 */

import { DrivingReader, type DrivingLimits } from './driving-proof.ts';

/** A fact with its time, as it stands in the ledger. */
export interface ProofFact {
  readonly sequence: number;
  readonly atSec: number;
  readonly event: { readonly kind: string; readonly [field: string]: unknown };
}

/** What must be known besides the facts. */
export interface ProofRules {
  /** Promises whose pickup window begins in this time are proved. */
  readonly fromSec: number;
  readonly untilSec: number;
  /** What is not done by then, and should be, is broken; the newest fact's time counts where it is later. */
  readonly nowSec: number;
  /** Least time from the begin of the window to a no-show. */
  readonly noShowWaitSec: number;
  /** Places of each vehicle by its id; a load of an unknown vehicle is not checked. */
  readonly places: ReadonlyMap<string, { readonly seats: number; readonly wheelchairPlaces: number }>;
  /** What drivers may drive, and the number of the day that is proved; left out: not looked at. */
  readonly driving?: DrivingLimits & { readonly day: number };
}

export type Verdict = 'kept' | 'broken' | 'released' | 'open';

export interface ProvedPromise {
  readonly bookingId: string;
  readonly number: number;
  readonly verdict: Verdict;
  /** Why it was broken or released, in the order in which it happened. */
  readonly reasons: readonly string[];
  /** Broken, and the rider was never told before it was too late. */
  readonly isSilent: boolean;
  /** Broken, and what was given in its place was kept; null where nothing was. */
  readonly wasReplacementKept: boolean | null;
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
  readonly boardedSec: number | null;
  readonly droppedOffSec: number | null;
}

export interface PromiseProof {
  readonly facts: number;
  readonly promises: number;
  readonly kept: number;
  readonly broken: number;
  readonly released: number;
  readonly open: number;
  readonly silent: number;
  /** Offers: a hold is kept when nobody but the rider and the clock ended it. */
  readonly holds: { readonly made: number; readonly broken: number };
  /** Every promise that was not simply kept. */
  readonly exceptions: readonly ProvedPromise[];
  /** Of the promises, those to people who got on without a booking. */
  readonly walkOns: number;
  /** Who drove beyond the averages of the law, in words. */
  readonly overdriven: readonly string[];
  /** What cannot be true: facts out of order, overfull vehicles, lateness that was put down wrong. */
  readonly impossible: readonly string[];
}

interface Window {
  readonly pickupFromSec: number;
  readonly pickupUntilSec: number;
  readonly dropoffBySec: number;
}

interface Trip extends Window {
  readonly bookingId: string;
  readonly seats: number;
  readonly wheelchairPlaces: number;
  readonly heldUntilSec: number;
  shiftId: string;
  vehicleId: string;
  number: number;
  readonly isWalkOn: boolean;
  isBooked: boolean;
  isOnBoard: boolean;
  /** The first boarding, and others where a vehicle could not go on. */
  boardedSec: readonly number[];
  droppedOffSec: number | null;
  noShowSec: number | null;
  endedBy: 'rider' | 'service' | null;
  endReason: string;
  replacement: Window | null;
  readonly breaks: string[];
  toldSec: number | null;
  /** Until when the driver was asked to wait for a rider who is late. */
  waitUntilSec: number;
}

/** O(facts). */
export function provePromises(facts: Iterable<ProofFact>, rules: ProofRules): PromiseProof {
  const prover = new PromiseProver(rules);
  for (const fact of facts) prover.read(fact);
  return prover.result();
}

/** The same, fact by fact, for whoever has other work between them. Feed it the ledger from its beginning. */
export class PromiseProver {
  private readonly reader: FactReader;
  private readonly rules: ProofRules;
  private readonly driving: DrivingReader | null;
  private count = 0;

  constructor(rules: ProofRules) {
    this.rules = rules;
    this.driving = rules.driving ? new DrivingReader(rules.driving) : null;
    this.reader = new FactReader(rules);
  }

  read(fact: ProofFact): void {
    this.count++;
    this.reader.read(fact);
    this.driving?.read(fact);
  }

  result(): PromiseProof {
    const { reader, rules } = this;
    const trips = reader.booked();
    const proved = trips.map((trip) => judge(trip, Math.max(reader.lastSec, rules.nowSec), rules));
    const countOf = (verdict: Verdict) => proved.filter((one) => one.verdict === verdict).length;
    return {
      facts: this.count,
      promises: proved.length,
      kept: countOf('kept'),
      broken: countOf('broken'),
      released: countOf('released'),
      open: countOf('open'),
      silent: proved.filter((one) => one.isSilent).length,
      holds: reader.holds,
      walkOns: trips.filter((trip) => trip.isWalkOn).length,
      overdriven: this.driving?.beyond(rules.driving!.day) ?? [],
      exceptions: proved.filter((one) => one.verdict !== 'kept'),
      impossible: reader.impossible,
    };
  }
}

/** What became of one promise. */
function judge(trip: Trip, nowSec: number, { noShowWaitSec }: ProofRules): ProvedPromise {
  const reasons = [...trip.breaks, ...brokenTimes(trip, trip, nowSec)];
  if (trip.endedBy === 'service') reasons.push(`cancelled by the service: ${trip.endReason}`);
  if (trip.noShowSec !== null && trip.noShowSec < trip.pickupFromSec + noShowWaitSec) {
    reasons.push(`left without the rider ${trip.pickupFromSec + noShowWaitSec - trip.noShowSec} s too early`);
  }
  const isReleased = trip.endedBy === 'rider' || trip.noShowSec !== null;
  const verdict =
    reasons.length > 0 ? 'broken' : isReleased ? 'released' : trip.droppedOffSec !== null ? 'kept' : 'open';
  if (verdict === 'released')
    reasons.push(trip.noShowSec === null ? `cancelled by the rider: ${trip.endReason}` : 'no-show');
  const { bookingId, number, pickupFromSec, pickupUntilSec, dropoffBySec, droppedOffSec } = trip;
  return {
    bookingId,
    number,
    verdict,
    reasons,
    isSilent: verdict === 'broken' && trip.toldSec === null,
    wasReplacementKept: trip.replacement && isKept(trip.replacement, trip, nowSec),
    pickupFromSec,
    pickupUntilSec,
    dropoffBySec,
    boardedSec: firstBoardedSec(trip),
    droppedOffSec,
  };
}

/** A rider who cancelled or did not come gave the promise back; until then its times had to hold. */
function brokenTimes(trip: Trip, promised: Window, nowSec: number): string[] {
  const isWaiting = trip.endedBy === null && trip.noShowSec === null;
  const reasons: string[] = [];
  const first = firstBoardedSec(trip);
  const boardedSec = first ?? (isWaiting ? nowSec : null);
  const { pickupUntilSec, dropoffBySec } = putOff(promised, Math.min(trip.waitUntilSec, boardedSec ?? 0));
  if (boardedSec !== null && boardedSec > pickupUntilSec) {
    const late = `${boardedSec - pickupUntilSec} s`;
    reasons.push(first === null ? `not picked up, ${late} after the promised window` : `picked up ${late} late`);
  }
  const leftSec = trip.droppedOffSec ?? (isWaiting ? nowSec : null);
  if (leftSec !== null && leftSec > dropoffBySec) {
    const late = `${leftSec - dropoffBySec} s`;
    reasons.push(
      trip.droppedOffSec === null ? `not dropped off, ${late} after the promised time` : `dropped off ${late} late`,
    );
  }
  return reasons;
}

/** What a rider who was waited for beyond the window was late is added to both times. */
function putOff(promised: Window, waitedUntilSec: number): Pick<Window, 'pickupUntilSec' | 'dropoffBySec'> {
  const lateSec = Math.max(0, waitedUntilSec - promised.pickupUntilSec);
  return { pickupUntilSec: promised.pickupUntilSec + lateSec, dropoffBySec: promised.dropoffBySec + lateSec };
}

function firstBoardedSec({ boardedSec }: Trip): number | null {
  return boardedSec[0] ?? null;
}

function isKept(promise: Window, trip: Trip, nowSec: number): boolean {
  return trip.endedBy !== 'service' && brokenTimes(trip, promise, nowSec).length === 0;
}

/** Follows each trip through its facts, and what every vehicle carries. */
class FactReader {
  readonly impossible: string[] = [];
  readonly holds = { made: 0, broken: 0 };
  lastSec = 0;
  private lastSequence = 0;
  private readonly rules: ProofRules;
  private readonly trips = new Map<string, Trip>();
  private readonly aboard = new Set<Trip>();

  constructor(rules: ProofRules) {
    this.rules = rules;
  }

  /** Booked trips whose window begins in the time that is proved. */
  booked(): Trip[] {
    const { fromSec, untilSec } = this.rules;
    return [...this.trips.values()].filter(
      (trip) => trip.isBooked && fromSec <= trip.pickupFromSec && trip.pickupFromSec < untilSec,
    );
  }

  read({ sequence, atSec, event }: ProofFact): void {
    if (sequence !== this.lastSequence + 1) this.say(sequence, `comes after ${this.lastSequence}`);
    if (atSec < this.lastSec) this.say(sequence, 'is of an earlier time than the one before');
    this.lastSequence = sequence;
    this.lastSec = Math.max(this.lastSec, atSec);
    if (event.kind === 'offers_made') this.offersMade(event, sequence);
    else if (event.kind === 'offers_released') this.offersReleased(event, atSec);
    else if (event.kind === 'walk_on_boarded') this.walkOn(event, sequence);
    else if (typeof event['bookingId'] === 'string') this.ofBooking(event['bookingId'], event, sequence, atSec);
  }

  private offersMade(event: ProofFact['event'], sequence: number): void {
    const request = event['request'] as { party?: Record<string, unknown> } | undefined;
    for (const offer of event['offers'] as readonly Record<string, unknown>[]) {
      const window = windowOf(offer);
      const vehicle = vehicleOf(offer['shiftId']);
      if (window === null || vehicle === null) {
        this.say(sequence, 'has an offer without times or vehicle');
        continue;
      }
      const bookingId = String(offer['offerId']);
      if (this.isInTime(window)) this.holds.made++;
      const heldUntilSec = Number(event['heldUntilSec']);
      this.trips.set(bookingId, { ...newTrip(bookingId, vehicle, window, request?.party), heldUntilSec });
    }
  }

  /** Somebody gets on without a booking: from then on the drop-off is promised, and nothing before it. */
  private walkOn(event: ProofFact['event'], sequence: number): void {
    const { bookingId, boardedSec, dropoffBySec } = event;
    const window = windowOf({ pickupFromSec: boardedSec, pickupUntilSec: boardedSec, dropoffBySec });
    const vehicle = vehicleOf(event['shiftId']);
    if (typeof bookingId !== 'string' || window === null || vehicle === null) {
      return this.say(sequence, 'has a walk-on without times or vehicle');
    }
    if (this.trips.has(bookingId)) this.say(sequence, `boards ${bookingId}, which is known already`);
    if (window.dropoffBySec <= window.pickupFromSec) this.say(sequence, 'promises a drop-off before the boarding');
    const party = event['party'] as Record<string, unknown> | undefined;
    const trip = { ...newTrip(bookingId, vehicle, window, party), isWalkOn: true, isBooked: true };
    trip.number = Number(event['number']);
    this.trips.set(bookingId, trip);
    const wrong = this.boarded(trip, window.pickupFromSec, 0);
    if (wrong !== null) this.say(sequence, `walk_on_boarded of booking ${bookingId}: ${wrong}`);
  }

  /** A rider who takes another offer or asks again gives the others back; nobody else may end a hold before its time. */
  private offersReleased(event: ProofFact['event'], atSec: number): void {
    const isRiders = event['why'] === 'other_taken' || event['why'] === 'asked_again';
    for (const offerId of event['offerIds'] as readonly string[]) {
      const trip = this.trips.get(offerId);
      if (!trip) continue;
      if (!isRiders && atSec < trip.heldUntilSec && this.isInTime(trip)) this.holds.broken++;
      this.trips.delete(offerId);
    }
  }

  private ofBooking(bookingId: string, event: ProofFact['event'], sequence: number, atSec: number): void {
    const trip = this.trips.get(bookingId);
    if (event.kind === 'ride_booked') return this.rideBooked(trip, event, sequence, atSec);
    if (!trip?.isBooked) return;
    const wrong = this.apply(trip, event, atSec);
    if (wrong !== null) this.say(sequence, `${event.kind} of booking ${bookingId}: ${wrong}`);
  }

  private rideBooked(trip: Trip | undefined, event: ProofFact['event'], sequence: number, atSec: number): void {
    if (!trip)
      return this.say(sequence, `books ${String(event['bookingId'])}, which was never offered or is given back`);
    if (trip.isBooked) this.say(sequence, `books ${trip.bookingId} a second time`);
    if (atSec > trip.heldUntilSec) this.say(sequence, `books ${trip.bookingId} after its hold`);
    trip.isBooked = true;
    trip.number = Number(event['number']);
  }

  /** What is wrong with the fact, or null. */
  private apply(trip: Trip, event: ProofFact['event'], atSec: number): string | null {
    switch (event.kind) {
      case 'ride_boarded':
        return this.boarded(trip, Number(event['boardedSec']), Number(event['lateSec']));
      case 'ride_completed':
        return this.completed(trip, Number(event['droppedOffSec']), Number(event['lateSec']));
      case 'ride_no_show':
        trip.noShowSec = Number(event['leftSec']);
        return trip.isOnBoard ? 'the rider is on board' : null;
      case 'ride_cancelled':
        this.leaves(trip);
        trip.endedBy = event['by'] === 'rider' ? 'rider' : 'service';
        trip.endReason = typeof event['reason'] === 'string' ? event['reason'] : trip.endReason;
        if (trip.endedBy === 'service') trip.toldSec ??= atSec;
        return trip.droppedOffSec === null ? null : 'the trip was over';
      case 'ride_restored':
        trip.endedBy = null;
        trip.endReason = 'no reason given';
        Object.assign(trip, vehicleOf(event['shiftId']));
        return null;
      case 'action_undone':
        return this.undone(trip, event['undone']);
      case 'ride_moved':
        Object.assign(trip, vehicleOf(event['shiftId']));
        if (event['fetched'] !== undefined) this.leaves(trip);
        return null;
      case 'promise_broken':
        trip.breaks.push(`broken by the world: ${String(event['reason'])}`);
        trip.toldSec ??= atSec;
        return this.replaced(trip, event['replacement'] as Record<string, unknown> | null);
      case 'wait_extended':
        trip.waitUntilSec = Math.max(trip.waitUntilSec, Number(event['untilSec']));
        return null;
      case 'promise_at_risk':
      case 'dropoff_at_risk':
        trip.toldSec ??= atSec;
        return null;
      default:
        return null;
    }
  }

  private boarded(trip: Trip, boardedSec: number, lateSec: number): string | null {
    if (trip.isOnBoard) return 'the rider is on board already';
    trip.isOnBoard = true;
    this.aboard.add(trip);
    trip.boardedSec = [...trip.boardedSec, boardedSec];
    if (trip.boardedSec.length === 1 && lateSec !== Math.max(0, boardedSec - trip.pickupUntilSec))
      return `lateness put down as ${lateSec} s`;
    return this.overload(trip.vehicleId);
  }

  private completed(trip: Trip, droppedOffSec: number, lateSec: number): string | null {
    if (!trip.isOnBoard) return 'the rider was not on board';
    this.leaves(trip);
    trip.droppedOffSec = droppedOffSec;
    if (droppedOffSec < (trip.boardedSec.at(-1) ?? 0)) return 'the rider left before boarding';
    return lateSec === Math.max(0, droppedOffSec - trip.dropoffBySec) ? null : `lateness put down as ${lateSec} s`;
  }

  /** The driver had pressed a wrong button: what it said did not happen. */
  private undone(trip: Trip, what: unknown): string | null {
    if (what === 'walk_on_boarded') {
      this.leaves(trip);
      this.trips.delete(trip.bookingId); // nobody was promised anything
    } else if (what === 'ride_boarded') {
      this.leaves(trip);
      trip.boardedSec = trip.boardedSec.slice(0, -1);
    } else if (what === 'ride_no_show') {
      trip.noShowSec = null;
    } else if (what === 'ride_completed') {
      trip.droppedOffSec = null;
      trip.isOnBoard = true;
      this.aboard.add(trip);
    }
    return null;
  }

  /** Whoever is on board of a vehicle that cannot go on waits for the one that takes its place. */
  private replaced(trip: Trip, replacement: Record<string, unknown> | null): string | null {
    if (replacement === null) return null;
    trip.replacement = windowOf(replacement);
    const vehicle = vehicleOf(replacement['shiftId']);
    if (vehicle?.shiftId !== trip.shiftId) this.leaves(trip);
    Object.assign(trip, vehicle);
    return trip.replacement === null ? 'the replacement has no times' : null;
  }

  private overload(vehicleId: string): string | null {
    const places = this.rules.places.get(vehicleId);
    if (!places) return null;
    const aboard = [...this.aboard].filter((trip) => trip.vehicleId === vehicleId);
    const seated = aboard.reduce((sum, trip) => sum + trip.seats, 0);
    const wheelchairs = aboard.reduce((sum, trip) => sum + trip.wheelchairPlaces, 0);
    if (seated > places.seats) return `${seated} people on ${places.seats} seats of ${vehicleId}`;
    return wheelchairs > places.wheelchairPlaces
      ? `${wheelchairs} wheelchairs on ${places.wheelchairPlaces} places`
      : null;
  }

  private leaves(trip: Trip): void {
    trip.isOnBoard = false;
    this.aboard.delete(trip);
  }

  private isInTime({ pickupFromSec }: Window): boolean {
    return this.rules.fromSec <= pickupFromSec && pickupFromSec < this.rules.untilSec;
  }

  private say(sequence: number, what: string): void {
    this.impossible.push(`fact ${sequence}: ${what}`);
  }
}

function newTrip(
  bookingId: string,
  vehicle: Pick<Trip, 'shiftId' | 'vehicleId'>,
  window: Window,
  party: Record<string, unknown> = {},
): Trip {
  return {
    ...window,
    bookingId,
    ...vehicle,
    ...placesOf(party),
    heldUntilSec: window.pickupFromSec,
    number: 0,
    isWalkOn: false,
    isBooked: false,
    isOnBoard: false,
    boardedSec: [],
    droppedOffSec: null,
    noShowSec: null,
    endedBy: null,
    endReason: 'no reason given',
    replacement: null,
    breaks: [],
    toldSec: null,
    waitUntilSec: 0,
  };
}

/** Needs that take another place than a seat, or a seat more: wheelchair places and seats for each. */
const placesByNeed: Readonly<Record<string, readonly [wheelchairPlaces: number, seats: number]>> = {
  wheelchair: [1, -1],
  powered_wheelchair: [1, -1],
  scooter: [1, -1],
  oversized_wheelchair: [2, -1],
  oversized_scooter: [2, -1],
  stretcher: [2, -1],
  extra_space_ambulant: [0, 1],
};

function placesOf(party: Record<string, unknown>): Pick<Trip, 'seats' | 'wheelchairPlaces'> {
  const heads = (name: string): number => (typeof party[name] === 'number' ? party[name] : 0);
  let wheelchairPlaces = heads('wheelchairs');
  let seats = heads('adults') + heads('children') + heads('reduced') + heads('companions') - wheelchairPlaces;
  for (const { type, count } of (party['needs'] ?? []) as readonly { type: string; count: number }[]) {
    const [places, more] = placesByNeed[type] ?? [0, 0];
    wheelchairPlaces += places * count;
    seats += more * count;
  }
  return { seats, wheelchairPlaces };
}

function windowOf(offer: Record<string, unknown>): Window | null {
  const { pickupFromSec, pickupUntilSec, dropoffBySec } = offer;
  const areTimes = [pickupFromSec, pickupUntilSec, dropoffBySec].every((sec) => Number.isSafeInteger(sec));
  return areTimes ? ({ pickupFromSec, pickupUntilSec, dropoffBySec } as Window) : null;
}

/** Shift ids begin with the vehicle's id: `v1@2026-04-01…`. */
function vehicleOf(shiftId: unknown): Pick<Trip, 'shiftId' | 'vehicleId'> | null {
  const vehicleId = typeof shiftId === 'string' ? /^[^@]+/.exec(shiftId)?.[0] : undefined;
  return vehicleId === undefined ? null : { shiftId: shiftId as string, vehicleId };
}
