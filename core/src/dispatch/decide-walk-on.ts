/** Somebody at the stop asks the driver for a ride: whether it fits, whose promise it would break, and boarding. */
import type { Effect, WalkOnAnswer, WalkOnOrder } from '../contracts/fleet.ts';
import type { StopOfTrip } from '../contracts/trips.ts';
import { driveSec, type ServiceWorld } from '../fleet/world.ts';
import { equipmentNeeded, equipmentOf, roomOf, roomTaken } from '../rules/needs.ts';
import { dwellSec, maxRideSec } from '../rules/promises.ts';
import { mayTravel, zoneFareYen } from '../rules/zones.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { isOut } from './decide-fleet.ts';
import { effectsOf, hasRoom } from './effects.ts';
import { dateOfRide, WALK_ON_RIDER } from './evolve.ts';
import type { DispatchEvent, Visit } from './events.ts';
import { activeShift, isAtRest } from './shifts.ts';
import { violationsWith } from './plan-bench.ts';
import { dutyObstacle } from './present-plan.ts';
import type { Ride, Shift } from './state.ts';
import { firstCallLength } from './timeline.ts';

type Obstacle = NonNullable<WalkOnAnswer['obstacle']>;

/** The best way to take somebody along, or why there is none. */
type Answer =
  | {
      readonly fits: true;
      readonly ride: Ride;
      readonly shift: Shift;
      readonly visits: readonly Visit[];
      readonly effects: Effect[];
      readonly dropoffSec: number;
    }
  | { readonly fits: false; readonly obstacle: Obstacle; readonly effects: Effect[] };

/** What the driver is told before anybody gets on; offers that are only held count like bookings. */
export function previewWalkOn(moment: Moment, vehicleId: string, order: WalkOnOrder): WalkOnAnswer {
  const answer = answerWalkOn(moment, vehicleId, order, 'walk-on');
  const { effects } = answer;
  return answer.fits
    ? { fits: true, obstacle: null, dropoffSec: answer.dropoffSec, fareYen: answer.ride.fareYen, effects }
    : { fits: false, obstacle: answer.obstacle, dropoffSec: null, fareYen: 0, effects };
}

/** Takes somebody on board who fits; refused when there is no room or a promise would be broken. */
export function boardWalkOn(
  moment: Moment,
  { vehicleId, bookingId, order }: Extract<Command, { kind: 'walk_on' }>,
): Outcome {
  if (!moment.state.drivers.has(vehicleId)) return refused('not_signed_on', `nobody is signed on to ${vehicleId}`);
  const { toStopId } = order;
  if (!moment.world.stopIndexById.has(toStopId)) return refused('not_found', `there is no stop ${toStopId}`);
  const answer = answerWalkOn(moment, vehicleId, order, bookingId);
  if (!answer.fits) {
    const whom = answer.effects
      .filter((effect) => effect.breaksPromise)
      .map((effect) => effect.number ?? effect.bookingId);
    const code = answer.obstacle === 'would_break_promise' ? 'would_break_promise' : 'wrong_order';
    return refused(code, [answer.obstacle, ...whom].join(' '));
  }
  const { ride, shift, visits } = answer;
  const { rideId, shiftId, pickup, dropoff, party, dropoffBySec } = ride;
  const boarded: DispatchEvent = {
    kind: 'walk_on_boarded',
    bookingId: rideId,
    number: ride.number!,
    shiftId,
    pickup,
    dropoff,
    party,
    boardedSec: ride.boardedSec!,
    dropoffBySec,
    fareYen: ride.fareYen,
  };
  return accepted(rideId, [boarded, { kind: 'route_planned', shiftId: shift.shiftId, visits }]);
}

function answerWalkOn(moment: Moment, vehicleId: string, order: WalkOnOrder, rideId: string): Answer {
  const { world, state, nowSec } = moment;
  const none = (why: Obstacle, effects: Effect[] = []): Answer => ({ fits: false, obstacle: why, effects });
  if (isAtRest(state, nowSec)) return none('service_suspended');
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  const shift = vehicleIndex === undefined ? null : activeShift(world, state, vehicleIndex, nowSec);
  const from = shift && stopAt(world, shift.place);
  const to = stopAt(world, world.stopIndexById.get(order.toStopId) ?? -1);
  if (!shift || !from || shift.pausing || nowSec < shift.startSec) return none('not_at_a_stop');
  const room = roomOf(world.area.vehicles[shift.vehicleIndex]!);
  if (roomTaken(order.party).some((places, d) => places > room[d]!)) return none('no_room');
  if (isOut(state, vehicleId, nowSec)) return none('no_way');
  if (!to || to.stopId === from.stopId) return none('no_way');
  const [fromZone, toZone] = zonesOf(world, from, to);
  const dayType = world.calendar.dayTypeOn(world.calendar.dateAt(nowSec));
  if (!mayTravel(world.area, fromZone, toZone, dayType)) return none('zones_not_allowed');
  const equipment = equipmentOf(world.area.vehicles[shift.vehicleIndex]!);
  if ((equipmentNeeded(order.party) & ~equipment) !== 0) return none('no_room');
  const ride = walkOnRide(moment, shift, { from, to, order, rideId });
  if (!ride) return none('no_way');
  let best: Extract<Answer, { fits: true }> | null = null;
  let inTheWay: Effect[] | null = null;
  let obstacle: Obstacle = 'no_room';
  for (const visits of routesWith(moment, shift, rideId)) {
    if (!hasRoom(world, { rides: new Map(state.rides).set(rideId, ride) }, shift.vehicleIndex, visits)) continue;
    const after = shiftWith(moment, shift, ride, visits);
    const effects = effectsOf(world, state, { before: [shift], after: [after], rides: [ride] }, nowSec);
    const broken = effects.filter((effect) => effect.breaksPromise && effect.bookingId !== rideId);
    const dropoffSec = effects.find((effect) => effect.bookingId === rideId)?.dropoffSecAfter ?? nowSec;
    if (broken.length > 0) {
      inTheWay ??= broken;
      continue;
    }
    const why = dropoffSec > ride.dropoffBySec ? 'ride_too_long' : obstacleTo(moment, ride, shift, after);
    if (why) obstacle = why;
    else if (!best || dropoffSec < best.dropoffSec) best = { fits: true, ride, shift, visits, effects, dropoffSec };
  }
  if (best) return best;
  const isByOthers = inTheWay !== null && (obstacle === 'no_room' || obstacle === 'ride_too_long');
  return isByOthers ? none('would_break_promise', inTheWay!) : none(obstacle);
}

/** What the plan checker, or the duty of the driver, has against the route; its times are told by the effects. */
function obstacleTo(moment: Moment, ride: Ride, shift: Shift, after: Shift): Obstacle | null {
  for (const { rule } of violationsWith(moment, ride, after)) {
    if (rule === 'capacity' || rule === 'compatibility') return 'no_room';
    if (rule === 'aboardAtBreak') return 'on_a_break';
    if (rule === 'unreachable') return 'no_way';
  }
  const rides = new Map(moment.state.rides).set(ride.rideId, ride);
  return dutyObstacle({ ...moment, state: { ...moment.state, rides } }, shift, after);
}

function stopAt({ area }: ServiceWorld, place: number): StopOfTrip | null {
  const stop = area.stops[place];
  return stop ? { stopId: stop.id, name: stop.name, position: stop.position, walkM: 0, climbM: 0 } : null;
}

function zonesOf(world: ServiceWorld, ...stops: readonly [StopOfTrip, StopOfTrip]): readonly [string, string] {
  const [from, to] = stops.map(({ stopId }) => world.zoneOfStop[world.stopIndexById.get(stopId)!]!);
  return [from!, to!];
}

interface WalkOn {
  readonly from: StopOfTrip;
  readonly to: StopOfTrip;
  readonly order: WalkOnOrder;
  readonly rideId: string;
}

/** The ride as it would be; null when no street leads there. */
function walkOnRide(moment: Moment, shift: Shift, { from, to, order, rideId }: WalkOn): Ride | null {
  const { world, state, nowSec } = moment;
  const rules = world.area.promises;
  const at = (stop: StopOfTrip) => world.stopIndexById.get(stop.stopId)!;
  const directSec = driveSec(world, shift.vehicleIndex, at(from), at(to), nowSec);
  if (directSec === null) return null;
  const boardedSec = Math.max(Math.min(order.atSec, nowSec), shift.startSec);
  const longestSec = maxRideSec(rules, directSec) + 2 * dwellSec(rules, order.party);
  return {
    rideId,
    requestId: rideId,
    riderId: WALK_ON_RIDER,
    shiftId: shift.shiftId,
    party: order.party,
    pickup: from,
    dropoff: to,
    pickupFromSec: boardedSec,
    pickupUntilSec: boardedSec,
    dropoffBySec: Math.ceil((nowSec + longestSec) / 60) * 60,
    fareYen: zoneFareYen(world.area, ...zonesOf(world, from, to), order.party),
    isShared: false,
    heldUntilSec: boardedSec,
    status: 'on_board',
    number: (state.lastNumber.get(dateOfRide(world, { pickupFromSec: boardedSec })) ?? 0) + 1,
    bookedSec: boardedSec,
    boardedSec,
    droppedOffSec: null,
    cancelReason: null,
    isAtRisk: false,
    hasShared: false,
  };
}

/** The drop-off at each place of the route, but not before a call that the vehicle stands at or is on its way to. */
function routesWith({ world, state }: Moment, shift: Shift, rideId: string): readonly (readonly Visit[])[] {
  const isBound = shift.sent !== null || shift.arrivedSec !== null;
  const first = isBound ? firstCallLength(world, state, shift.visits, shift.pauses) : 0;
  const dropoff: Visit = { rideId, kind: 'dropoff' };
  return Array.from({ length: shift.visits.length - first + 1 }, (_, i) =>
    shift.visits.toSpliced(first + i, 0, dropoff),
  );
}

/** Boarding takes its time at the stop, whatever the vehicle does next. */
function shiftWith({ world, nowSec }: Moment, shift: Shift, ride: Ride, visits: readonly Visit[]): Shift {
  const dwell = dwellSec(world.area.promises, ride.party);
  const sent = shift.sent && { ...shift.sent, arriveSec: shift.sent.arriveSec + dwell };
  const at = visits.findIndex((visit) => visit.rideId === ride.rideId);
  const pauses = shift.pauses.map((pause) =>
    pause.at <= at ? { ...pause, at: at + 1 } : { ...pause, at: pause.at + 1 },
  );
  const readySec = Math.max(shift.readySec, nowSec) + dwell;
  return { ...shift, visits, sent, readySec, pauses };
}
