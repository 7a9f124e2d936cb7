/** The desk says something to many at once, and drivers acknowledge it. Whom it goes to is decided when it is sent. */
import { broadcastTemplates, type BroadcastAudience, type BroadcastOrder } from '../contracts/broadcasts.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import { REST_OF_AREA } from '../contracts/booking-rules.ts';
import { isForDriver } from './broadcasts.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { dateOfRide } from './evolve.ts';
import type { Ride } from './state.ts';

/** What is not said until when it holds is over with the day; nothing is shown for longer than a month. */
const MOST_SEC = 31 * 86_400;

export function sendBroadcast(
  moment: Moment,
  { broadcastId, order }: Extract<Command, { kind: 'send_broadcast' }>,
  by: string,
): Outcome {
  const mistake = mistakeIn(moment, order);
  if (mistake) return mistake;
  const { audience, reason, urgency, templateId } = order;
  const bookingIds = bookingsToTell(moment, audience);
  const untilSec = order.untilSec ?? endOfSaying(moment, audience);
  const said = { reason, urgency, templateId: templateId ?? null, text: textOf(order), untilSec };
  return accepted(broadcastId, [{ kind: 'broadcast_sent', broadcastId, audience, ...said, bookingIds, by }]);
}

/** The words of a ready text as they are now; a later change of them changes nothing that was said. */
export function textOf({ templateId, text }: BroadcastOrder): NonNullable<BroadcastOrder['text']> {
  return text ?? broadcastTemplates[templateId!].text;
}

/** Everything that the schema cannot see: names that nobody has, times that are over. */
export function mistakeIn({ world, nowSec }: Moment, order: BroadcastOrder): Outcome | null {
  const { audience, untilSec, templateId } = order;
  const isForDrivers = audience.kind === 'drivers' || audience.kind === 'vehicle';
  if (templateId !== undefined && (broadcastTemplates[templateId].to === 'drivers') !== isForDrivers) {
    return refused('bad_request', `templateId: ${templateId} is for ${broadcastTemplates[templateId].to}`);
  }
  if (untilSec !== undefined && (untilSec <= nowSec || untilSec > nowSec + MOST_SEC)) {
    return refused('bad_request', `untilSec ${untilSec}: give a time within a month after ${nowSec}`);
  }
  if (audience.kind === 'vehicle') return unknownVehicle(world, audience.vehicleId);
  if (audience.kind !== 'riders_of_day') return null;
  const { date, zoneId, stopIds = [], vehicleId } = audience;
  const { dateAt } = world.calendar;
  if (date < dateAt(nowSec) || date > dateAt(nowSec + MOST_SEC)) {
    return refused('bad_request', `audience.date ${date}: give a day from today on, within a month`);
  }
  const hasZone = zoneId === undefined || zoneId === REST_OF_AREA || world.area.zones?.some(({ id }) => id === zoneId);
  if (!hasZone) return refused('not_found', `there is no zone ${zoneId}`);
  const stopId = stopIds.find((one) => !world.stopIndexById.has(one));
  if (stopId !== undefined) return refused('not_found', `there is no stop ${stopId}`);
  return vehicleId === undefined ? null : unknownVehicle(world, vehicleId);
}

function unknownVehicle(world: ServiceWorld, vehicleId: string): Outcome | null {
  return world.vehicleIndexById.has(vehicleId) ? null : refused('not_found', `there is no vehicle ${vehicleId}`);
}

/** Trips of the day that are not over, in the order of their pickups; empty unless it goes to riders of a day. */
export function bookingsToTell({ world, state }: Moment, audience: BroadcastAudience): readonly string[] {
  if (audience.kind !== 'riders_of_day') return [];
  const concerns = (ride: Ride) =>
    (ride.status === 'booked' || ride.status === 'on_board') &&
    dateOfRide(world, ride) === audience.date &&
    (audience.vehicleId === undefined || ride.shiftId.startsWith(`${audience.vehicleId}@`)) &&
    [ride.pickup, ride.dropoff].some(({ stopId }) => isAt(world, audience, stopId));
  return [...state.rides.values()]
    .filter(concerns)
    .sort((a, b) => a.pickupFromSec - b.pickupFromSec || (a.rideId < b.rideId ? -1 : 1))
    .map((ride) => ride.rideId);
}

function isAt(
  { zoneOfStop, stopIndexById }: ServiceWorld,
  { zoneId, stopIds }: Extract<BroadcastAudience, { kind: 'riders_of_day' }>,
  stopId: string,
): boolean {
  const zone = zoneOfStop[stopIndexById.get(stopId) ?? -1];
  return (zoneId === undefined || zone === zoneId) && (stopIds === undefined || stopIds.includes(stopId));
}

/** The end of the day that it is about, else of today. */
function endOfSaying({ world: { calendar }, nowSec }: Moment, audience: BroadcastAudience): number {
  const date = audience.kind === 'riders_of_day' ? audience.date : calendar.dateAt(nowSec);
  return Math.max(nowSec + 3600, calendar.atTimeOf(date, '24:00'));
}

export function endBroadcast({ state, nowSec }: Moment, broadcastId: string, by: string): Outcome {
  const broadcast = state.broadcasts.get(broadcastId);
  if (!broadcast || broadcast.isEnded || broadcast.untilSec <= nowSec) {
    return refused('not_found', `there is no message ${broadcastId} that is not over`);
  }
  return accepted(broadcastId, [{ kind: 'broadcast_ended', broadcastId, by }]);
}

/** Acknowledged late, after a time without signal, it still counts; twice is once. */
export function acknowledgeBroadcast(
  { state }: Moment,
  { broadcastId, vehicleId }: Extract<Command, { kind: 'acknowledge_broadcast' }>,
): Outcome {
  const broadcast = state.broadcasts.get(broadcastId);
  if (!broadcast || !isForDriver(broadcast.audience, vehicleId)) {
    return refused('not_found', `there is no message ${broadcastId} for ${vehicleId}`);
  }
  const driver = state.drivers.get(vehicleId);
  if (!driver) return refused('not_signed_on', `nobody is signed on to ${vehicleId}`);
  const { driverName } = driver;
  if (broadcast.seenBy.get(vehicleId)?.driverName === driverName) return accepted(broadcastId, []);
  return accepted(broadcastId, [{ kind: 'broadcast_acknowledged', broadcastId, vehicleId, driverName }]);
}
