/**
 * Who must be told what after a fact. Pure: a notice names its recipient, a template and the template's parameters; texts,
 * languages, addresses and sending are somebody else's. Points in time are `…Sec` parameters, names are in the languages
 * that the area has.
 *
 *     for (const notice of noticesOf(world, state, entry)) send(notice);   // state: with the entry evolved
 *
 * A notice follows from its fact alone, so `<sequence>.<position>` of the fact and of the notice in its list is an id that
 * stays the same in a replay: what was sent before is not sent twice.
 */
import type { LocalText } from '../contracts/area.ts';
import { broadcastReasonTexts } from '../contracts/broadcasts.ts';
import { suspensionReasonTexts } from '../contracts/fleet.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { toldOfDay } from './answers.ts';
import { isForDriver } from './broadcasts.ts';
import { isOut } from './decide-fleet.ts';
import type { DispatchEvent, LedgerEntry } from './events.ts';
import { isAtRest, shiftsBetween } from './shifts.ts';
import { standingDayWithin } from './standing-days.ts';
import type { DispatchState, Ride, Shift } from './state.ts';
import { worldInForce } from './street-notices.ts';
import { expectedCalls } from './timeline.ts';

export type NoticeRecipient =
  | { readonly kind: 'rider'; readonly riderId: string }
  | { readonly kind: 'driver'; readonly vehicleId: string }
  /** Everybody who has an account as a rider. */
  | { readonly kind: 'all_riders' }
  /** Everybody at the desk of the area. */
  | { readonly kind: 'operators' };

/** Which text to say. What each carries as parameters stands with its maker below. */
export type NoticeTemplate =
  | 'booked'
  | 'cancelled'
  | 'cancelled_by_service'
  | 'vehicle_coming'
  | 'vehicle_here'
  | 'running_late'
  | 'arriving_late'
  | 'no_show'
  | 'receipt'
  | 'corrected'
  | 'vehicle_changed'
  | 'fetched_by_other'
  | 'promise_changed'
  | 'restored'
  | 'rider_cancelled'
  | 'rider_added'
  | 'rider_removed'
  | 'vehicle_out'
  | 'vehicle_back'
  | 'service_suspended'
  | 'service_resumed'
  | 'may_book_again'
  | 'sos'
  | 'promise_at_risk'
  | 'dropoff_at_risk'
  | 'stop_moved'
  | 'waitlist_offer'
  | 'waitlist_over'
  | 'waitlist_not_taken'
  | 'standing_day_refused'
  | 'standing_day_skipped'
  | 'standing_day_kept'
  | 'call_rider'
  | 'reminder'
  | 'vehicle_waits'
  | 'proxy_added'
  | 'proxy_removed'
  | 'broadcast';

/**
 * `now`: it changes what the recipient does in the next minutes, so it is pushed or spoken at once; `soon`: the same hour;
 * `routine`: for the record, never at night.
 */
export type NoticeUrgency = 'now' | 'soon' | 'routine';

export interface Notice {
  readonly recipient: NoticeRecipient;
  readonly template: NoticeTemplate;
  readonly urgency: NoticeUrgency;
  /** The booking it is about, or null. */
  readonly bookingId: string | null;
  readonly parameters: Readonly<Record<string, string | number | LocalText>>;
}

type EventOf<K extends DispatchEvent['kind']> = Extract<DispatchEvent, { kind: K }>;
interface Scene {
  readonly world: ServiceWorld;
  readonly state: DispatchState;
  readonly atSec: number;
}
type Makers = {
  readonly [K in DispatchEvent['kind']]?: (scene: Scene, event: EventOf<K>) => readonly Notice[];
};

/**
 * The notices of one fact; none for most facts. O(visits of the shift).
 *
 * @param state with the fact evolved, and none after it
 */
export function noticesOf(world: ServiceWorld, state: DispatchState, entry: LedgerEntry): readonly Notice[] {
  const make = makers[entry.event.kind] as ((scene: Scene, event: DispatchEvent) => readonly Notice[]) | undefined;
  return make?.({ world: worldInForce(world, state), state, atSec: entry.atSec }, entry.event) ?? [];
}

const makers: Makers = {
  ride_booked: (scene, { bookingId }) => toRider(scene, bookingId, 'booked', 'routine'),

  offers_made(_, { riderId, doneBy, returnOf, offers, heldUntilSec }) {
    if (doneBy?.kind !== 'waitlist' || returnOf !== undefined) return [];
    const { pickup, dropoff, pickupFromSec, pickupUntilSec, dropoffBySec, fareYen } = offers[0]!;
    const names = { pickupName: pickup.name, dropoffName: dropoff.name };
    return [
      toPerson(riderId, 'waitlist_offer', 'now', {
        ...names,
        pickupFromSec,
        pickupUntilSec,
        dropoffBySec,
        fareYen,
        heldUntilSec,
      }),
    ];
  },

  waitlist_ended(_, { riderId, why }) {
    if (riderId === undefined) return [];
    if (why === 'too_late') return [toPerson(riderId, 'waitlist_over', 'soon', {})];
    return why === 'not_taken' ? [toPerson(riderId, 'waitlist_not_taken', 'soon', {})] : [];
  },

  standing_order_day({ state }, { orderId, date, outcome, reason, bookingId }) {
    const { riderId } = state.standingOrders.get(orderId)!;
    // Whoever named an exception knows of it; a booked day has a notice of its own.
    if (outcome === 'booked' || reason === 'exception') return [];
    const isRefused = outcome === 'refused';
    const refusal = bookingId === undefined ? 'standing_day_refused' : 'standing_day_kept';
    const template = isRefused ? refusal : 'standing_day_skipped';
    const { message: why } = toldOfDay(reason);
    const parameters = { date, reason: reason ?? '', ...(why && { why }) };
    return [toPerson(riderId, template, isRefused ? 'soon' : 'routine', parameters)];
  },

  ride_cancelled(scene, { bookingId, by, reason }) {
    const ride = scene.state.rides.get(bookingId)!;
    const driver = toDriverAtWork(scene, ride, 'rider_cancelled');
    if (by === 'rider') return [...toRider(scene, bookingId, 'cancelled', 'routine'), ...driver];
    return [
      ...toRider(scene, bookingId, 'cancelled_by_service', 'now', { reason }),
      ...driver,
      toDesk(scene, ride, 'call_rider', { reason }),
    ];
  },

  vehicle_sent: (scene, event) => atNextCall(scene, event.shiftId, 'vehicle_coming', { expectedSec: event.arriveSec }),

  call_arrived: (scene, event) => atNextCall(scene, event.shiftId, 'vehicle_here', { arrivedSec: event.arrivedSec }),

  promise_at_risk(scene, { bookingId, expectedPickupSec }) {
    const more = { expectedPickupSec };
    const ride = scene.state.rides.get(bookingId)!;
    return [...toRider(scene, bookingId, 'running_late', 'now', more), toDesk(scene, ride, 'promise_at_risk', more)];
  },

  ride_moved(scene, { bookingId, reason, fetched }) {
    const ride = scene.state.rides.get(bookingId)!;
    const template = fetched ? 'fetched_by_other' : 'vehicle_changed';
    const urgency = fetched ? 'now' : 'soon';
    return [
      ...toRider(scene, bookingId, template, urgency, { reason }),
      ...toDriverAtWork(scene, ride, 'rider_added'),
      ...(fetched ? [toDesk(scene, ride, 'call_rider', { reason })] : []),
      ...toDriverLeft(scene, ride),
    ];
  },

  promise_broken(scene, { bookingId, reason, replacement }) {
    if (!replacement) return []; // the cancellation that follows says it all
    const ride = scene.state.rides.get(bookingId)!;
    const { pickupFromSec: promisedFromSec, pickupUntilSec: promisedUntilSec } = ride.broken!;
    const more = { reason, promisedFromSec, promisedUntilSec, promisedPickupName: ride.broken!.pickup.name };
    const told = onlyStopsMoved(ride).flatMap((visit) =>
      toRider(scene, bookingId, 'stop_moved', 'now', { visit, stopName: ride[visit].name }),
    );
    return [
      ...(told.length > 0 ? told : toRider(scene, bookingId, 'promise_changed', 'now', more)),
      ...toDriverAtWork(scene, ride, 'rider_added'),
      toDesk(scene, ride, 'call_rider', more),
      ...toDriverLeft(scene, ride),
    ];
  },

  // The driver who said it knows it; whoever sits in a vehicle that the desk takes out does not.
  vehicle_taken_out(scene, { vehicleId, reason, untilSec, by }) {
    const parameters = { reason, untilSec, ...vehicleParameters(scene, vehicleId) };
    const about = { template: 'vehicle_out', urgency: 'now', bookingId: null, parameters } as const;
    const isOwnWord = by === `driver:${vehicleId}`;
    return [
      { recipient: { kind: 'operators' }, ...about },
      ...(isOwnWord ? [] : toDriver(scene, vehicleId, 'vehicle_out', parameters)),
    ];
  },

  vehicle_returned: (scene, { vehicleId }) =>
    toDriver(scene, vehicleId, 'vehicle_back', vehicleParameters(scene, vehicleId)),

  // Whose booking is cancelled by it hears of that.
  service_suspended(scene, { fromSec, untilSec, reason, message }) {
    const more = { reason: suspensionReasonTexts[reason], message: message ?? '' };
    return toThoseWithin(scene, { fromSec, untilSec }, 'service_suspended', more);
  },

  service_resumed(scene, { hours }) {
    if (!hours) return [];
    const lost = lostToRest(scene, hours).flatMap(({ rideId }) => toRider(scene, rideId, 'may_book_again', 'soon'));
    return [...toThoseWithin(scene, hours, 'service_resumed'), ...lost];
  },

  dropoff_at_risk(scene, { bookingId, expectedDropoffSec }) {
    const more = { expectedDropoffSec };
    const ride = scene.state.rides.get(bookingId)!;
    return [...toRider(scene, bookingId, 'arriving_late', 'now', more), toDesk(scene, ride, 'dropoff_at_risk', more)];
  },

  stop_moved(scene, { bookingId, visit, stop }) {
    const more = { visit, stopName: stop.name };
    return [
      ...toRider(scene, bookingId, 'stop_moved', 'now', more),
      toDesk(scene, scene.state.rides.get(bookingId)!, 'call_rider', more),
    ];
  },

  wait_extended(scene, { bookingId, untilSec }) {
    const ride = scene.state.rides.get(bookingId)!;
    const told = toRider(scene, bookingId, 'vehicle_waits', 'now', { untilSec });
    return [...told, ...toDriverAtWork(scene, ride, 'vehicle_waits', { untilSec })];
  },

  ride_restored(scene, { bookingId }) {
    const ride = scene.state.rides.get(bookingId)!;
    return [...toRider(scene, bookingId, 'restored', 'soon'), ...toDriverAtWork(scene, ride, 'rider_added')];
  },

  call_needed: (scene, { bookingId, reason }) => [
    toDesk(scene, scene.state.rides.get(bookingId)!, 'call_rider', { reason }),
  ],

  sos_raised(scene, { vehicleId }) {
    const driverName = scene.state.drivers.get(vehicleId)?.driverName ?? '';
    const parameters = { ...vehicleParameters(scene, vehicleId), driverName };
    return [{ recipient: { kind: 'operators' }, template: 'sos', urgency: 'now', bookingId: null, parameters }];
  },

  // Names stand with the accounts, so the text has none; the page shows them to those who agreed.
  relation_set: (_, { relation, riderId }) =>
    relation === 'proxy' ? [toPerson(riderId, 'proxy_added', 'soon', {})] : [],
  relation_ended: (_, { relation, riderId }) =>
    relation === 'proxy' ? [toPerson(riderId, 'proxy_removed', 'routine', {})] : [],

  broadcast_sent: ({ state }, { broadcastId, bookingIds, reason, text, urgency, audience }) => {
    const parameters = { broadcastId, reason: broadcastReasonTexts[reason], text };
    const told = (recipient: NoticeRecipient, bookingId: string | null = null): Notice => ({
      recipient,
      template: 'broadcast',
      urgency,
      bookingId,
      parameters,
    });
    const byRider = new Map(bookingIds.map((bookingId) => [state.rides.get(bookingId)!.riderId, bookingId]));
    const riders = [...byRider].map(([riderId, bookingId]) => told({ kind: 'rider', riderId }, bookingId));
    if (audience.kind === 'all_riders') return [told({ kind: 'all_riders' })];
    const vehicleIds = [...state.drivers.keys()].filter((vehicleId) => isForDriver(audience, vehicleId));
    return [...riders, ...vehicleIds.map((vehicleId) => told({ kind: 'driver', vehicleId }))];
  },

  ride_no_show: (scene, { bookingId, leftSec }) => toRider(scene, bookingId, 'no_show', 'soon', { leftSec }),

  ride_completed: (scene, { bookingId, droppedOffSec }) =>
    toRider(scene, bookingId, 'receipt', 'routine', { droppedOffSec }),

  // `told`: the template of what was said by mistake. A boarding tells nobody, so there is nothing to correct;
  // the arrival that it said is a fact of its own.
  action_undone(scene, { undone, shiftId, bookingId }) {
    if (undone === 'call_arrived') return atNextCall(scene, shiftId, 'corrected', { told: 'vehicle_here' });
    if (bookingId === null || undone === 'ride_boarded' || undone === 'walk_on_boarded') return [];
    return undone === 'ride_no_show'
      ? toRider(scene, bookingId, 'corrected', 'now', { told: 'no_show' })
      : toRider(scene, bookingId, 'corrected', 'soon', { told: 'receipt' });
  },
};

/** Reminds the rider of a trip that is booked; how long before stands with the rider's account. */
export function reminderOf(world: ServiceWorld, state: DispatchState, bookingId: string, atSec: number): Notice {
  return toRider({ world: worldInForce(world, state), state, atSec }, bookingId, 'reminder', 'soon')[0]!;
}

/** Parameters of every notice about a booking; a template may have more. */
function bookingParameters({ world, state }: Scene, ride: Ride): Notice['parameters'] {
  const vehicle = world.area.vehicles[state.shifts.get(ride.shiftId)!.vehicleIndex]!;
  return {
    number: ride.number ?? 0,
    pickupName: ride.pickup.name,
    dropoffName: ride.dropoff.name,
    pickupFromSec: ride.pickupFromSec,
    pickupUntilSec: ride.pickupUntilSec,
    dropoffBySec: ride.dropoffBySec,
    fareYen: ride.fareYen,
    vehicleName: vehicle.name,
    vehiclePlate: vehicle.plate,
    vehicleColour: vehicle.colour,
  };
}

function vehicleParameters({ world }: Scene, vehicleId: string): Notice['parameters'] {
  const { name, plate } = world.area.vehicles.find(({ id }) => id === vehicleId)!;
  return { vehicleName: name, vehiclePlate: plate };
}

/** About the vehicle, to whoever is signed on to it. */
function toDriver(
  { state }: Scene,
  vehicleId: string,
  template: NoticeTemplate,
  parameters: Notice['parameters'],
): readonly Notice[] {
  if (!state.drivers.has(vehicleId)) return [];
  return [{ recipient: { kind: 'driver', vehicleId }, template, urgency: 'now', bookingId: null, parameters }];
}

/**
 * To the drivers at work in a span, and to riders who count on it without a booking: on the waitlist, or with a day of a
 * standing order that was not dealt with yet. O(entries + orders + shifts of a day)
 */
function toThoseWithin(
  scene: Scene,
  span: Span,
  template: NoticeTemplate,
  more: Notice['parameters'] = {},
): readonly Notice[] {
  const { fromSec, untilSec } = span;
  const dateOf = (sec: number) => scene.world.calendar.dateAt(sec);
  const parameters = { fromSec, untilSec, fromDate: dateOf(fromSec), untilDate: dateOf(untilSec), ...more };
  return [
    ...vehiclesWithin(scene, span).flatMap((vehicleId) => toDriver(scene, vehicleId, template, parameters)),
    ...ridersWithin(scene, span).map((riderId) => toPerson(riderId, template, 'soon', parameters)),
  ];
}

interface Span {
  readonly fromSec: number;
  readonly untilSec: number;
}

/** Vehicles with a shift of today in the span: whoever is signed on now drives no other day's. */
function vehiclesWithin({ world, state, atSec }: Scene, { fromSec, untilSec }: Span): readonly string[] {
  const today = world.calendar.dateAt(atSec);
  const whole = { ...state, suspensions: new Map() };
  const shifts = shiftsBetween(world, whole, Math.max(fromSec, atSec), Math.min(untilSec, atSec + DAY_SEC), atSec);
  const ofToday = shifts.filter(
    ({ startSec }) => startSec < untilSec && (startSec <= atSec || world.calendar.dateAt(startSec) === today),
  );
  return [...new Set(ofToday.map(({ vehicleIndex }) => world.area.vehicles[vehicleIndex]!.id))];
}

const DAY_SEC = 86_400;

/** Each rider once. */
function ridersWithin({ world, state }: Scene, span: Span): readonly string[] {
  const waiting = [...state.waitlist.values()].filter(
    ({ fromSec, untilSec }) => fromSec < span.untilSec && untilSec > span.fromSec,
  );
  const regulars = [...state.standingOrders.values()].filter(
    ({ isEnded, next, order }) => !isEnded && next && standingDayWithin(world, order, next.date, span) !== null,
  );
  return [...new Set([...waiting, ...regulars].map(({ riderId }) => riderId))];
}

/** Where the promise was replaced by one at the same times: the ends that are elsewhere. */
function onlyStopsMoved({ broken, ...present }: Ride): readonly ('pickup' | 'dropoff')[] {
  const isSameTime =
    broken!.pickupFromSec === present.pickupFromSec &&
    broken!.pickupUntilSec === present.pickupUntilSec &&
    broken!.dropoffBySec === present.dropoffBySec;
  if (!isSameTime) return [];
  return (['pickup', 'dropoff'] as const).filter((end) => broken![end].stopId !== present[end].stopId);
}

/** Bookings that were cancelled for hours of rest, still to come, at times the service runs at after all. O(rides). */
function lostToRest({ state, atSec }: Scene, { fromSec, untilSec }: Span): readonly Ride[] {
  return [...state.rides.values()].filter(
    ({ cancelReason, pickupFromSec, pickupUntilSec }) =>
      cancelReason === 'service_suspended' &&
      pickupUntilSec > Math.max(fromSec, atSec) &&
      pickupFromSec < untilSec &&
      !isAtRest(state, pickupFromSec),
  );
}

/** About no booking. */
function toPerson(
  riderId: string,
  template: NoticeTemplate,
  urgency: NoticeUrgency,
  parameters: Notice['parameters'],
): Notice {
  return { recipient: { kind: 'rider', riderId }, template, urgency, bookingId: null, parameters };
}

function toRider(
  scene: Scene,
  bookingId: string,
  template: NoticeTemplate,
  urgency: NoticeUrgency,
  more: Notice['parameters'] = {},
): readonly Notice[] {
  const ride = scene.state.rides.get(bookingId)!;
  const recipient = { kind: 'rider', riderId: ride.riderId } as const;
  return [{ recipient, template, urgency, bookingId, parameters: { ...bookingParameters(scene, ride), ...more } }];
}

function toDesk(scene: Scene, ride: Ride, template: NoticeTemplate, more: Notice['parameters'] = {}): Notice {
  const parameters = { ...bookingParameters(scene, ride), ...more };
  return { recipient: { kind: 'operators' }, template, urgency: 'now', bookingId: ride.rideId, parameters };
}

/** To the driver of the ride's vehicle, once the shift is under way; before that the list of calls says it all. */
function toDriverAtWork(
  scene: Scene,
  ride: Ride,
  template: NoticeTemplate,
  more: Notice['parameters'] = {},
): readonly Notice[] {
  const vehicleId = driverAtWork(scene, ride.shiftId);
  if (vehicleId === null) return [];
  const recipient = { kind: 'driver', vehicleId } as const;
  const parameters = { ...bookingParameters(scene, ride), ...more };
  return [{ recipient, template, urgency: 'now', bookingId: ride.rideId, parameters }];
}

/**
 * To the driver whose vehicle the ride has left, with the vehicle that takes it. Who stands still with a vehicle that is
 * out knows that nobody comes along any more, and hears of those only who are to be fetched from it.
 */
function toDriverLeft(scene: Scene, ride: Ride): readonly Notice[] {
  const vehicleId = ride.movedFrom === undefined ? null : driverAtWork(scene, ride.movedFrom);
  if (vehicleId === null) return [];
  if (ride.isStranded !== true && isOut(scene.state, vehicleId, scene.atSec)) return [];
  const recipient = { kind: 'driver', vehicleId } as const;
  const parameters = bookingParameters(scene, ride);
  return [{ recipient, template: 'rider_removed', urgency: 'now', bookingId: ride.rideId, parameters }];
}

/** The vehicle of a shift that is under way and has a driver, else null. */
function driverAtWork({ world, state, atSec }: Scene, shiftId: string): string | null {
  const shift = state.shifts.get(shiftId);
  if (!shift || atSec < shift.startSec) return null;
  const vehicleId = world.area.vehicles[shift.vehicleIndex]!.id;
  return state.drivers.has(vehicleId) ? vehicleId : null;
}

/** To everybody who is to board at the shift's next call. */
function atNextCall(
  scene: Scene,
  shiftId: string,
  template: NoticeTemplate,
  more: Notice['parameters'],
): readonly Notice[] {
  const { world, state, atSec } = scene;
  const shift: Shift = state.shifts.get(shiftId)!;
  const visits = expectedCalls(world, state, shift, atSec)[0]?.visits ?? [];
  return visits
    .filter((visit) => visit.kind === 'pickup' && state.rides.get(visit.rideId)!.status === 'booked')
    .flatMap((visit) => toRider(scene, visit.rideId, template, 'now', more));
}
