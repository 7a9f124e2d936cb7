/**
 * A desk, its drivers and its riders on a day on which everything goes wrong, by seed: vehicles out and back, trips moved by
 * hand, hours of rest, closed stops, walk-ons, buttons taken back. For tests that ask what must hold whatever anybody does.
 * The world is a line world with three vehicles.
 */
import { randomIndex, type Random } from '../containers/random.ts';
import type { RollCall } from '../contracts/fleet.ts';
import { openAlarms } from '../dispatch/alarms.ts';
import type { Actor, Command } from '../dispatch/commands.ts';
import { previewWalkOn } from '../dispatch/decide-walk-on.ts';
import { previewMove } from '../dispatch/move-trip.ts';
import { findManifest } from '../dispatch/views.ts';
import { OPENING_SEC } from './line-world.ts';
import { oneAdult, tripBetween, type PlayedService } from './play-dispatch.ts';

const desk: Actor = { kind: 'operator', operatorId: 'op1' };

/** An invented driver begins. */
export function signOn(service: PlayedService, vehicleId: string): void {
  const driver = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
  service.send({ kind: 'anybody' }, { kind: 'sign_on', ...driver });
}

/** One of the things that riders and the desk do; most of what is asked for at random is refused. */
export function wildDeskDeed(service: PlayedService, random: Random): void {
  const { nowSec } = service;
  const vehicleId = `v${randomIndex(random, 3)}`;
  const riderId = `r${randomIndex(random, 8)}`;
  const atSec = nowSec + randomIndex(random, 3600);
  const dice = randomIndex(random, 40);
  if (dice < 16) return ask(service, random, riderId);
  const command = deskCommand(service, random, vehicleId, atSec, dice);
  if (command) service.send(desk, command);
  if (dice === 39) signOn(service, vehicleId);
}

function deskCommand(
  service: PlayedService,
  random: Random,
  vehicleId: string,
  atSec: number,
  dice: number,
): Command | null {
  const { nowSec, state } = service;
  const ride = [...state.rides.values()].filter((one) => one.status !== 'held')[randomIndex(random, 12)];
  const bookingId = ride?.rideId ?? 'none';
  const stopId = `s${randomIndex(random, stopsOf(service))}`;
  switch (dice) {
    case 16:
    case 17:
      return { kind: 'take_vehicle_out', vehicleId, order: { reason: 'breakdown', untilSec: nowSec + 900 } };
    case 18:
      return { kind: 'return_vehicle', vehicleId };
    case 19:
      return { kind: 'sign_off_early', vehicleId, reason: 'driver_left' };
    case 20:
      return randomIndex(random, 2) === 0
        ? { kind: 'resume_service', suspensionId: 'storm' }
        : {
            kind: 'suspend_service',
            suspensionId: 'storm',
            order: { fromSec: atSec, untilSec: atSec + 600, reason: 'typhoon' },
          };
    case 21: {
      const order = { stopId, from: '2026-04-01', until: '2026-04-01', reason: { ja: '工事' } };
      return { kind: 'close_stop', closureId: `c${nowSec}`, order };
    }
    case 22:
      return { kind: 'reopen_stop', closureId: [...state.stopClosures.keys()][0] ?? 'none' };
    case 23:
    case 24:
    case 25:
      return moveByHand(service, random, bookingId, vehicleId);
    case 26:
      return { kind: 'extend_wait', bookingId, untilSec: nowSec + randomIndex(random, 600) };
    case 27:
    case 28:
      return { kind: 'undo_action', vehicleId };
    case 29:
      return { kind: 'cancel_booking', bookingId, order: { reason: 'changed_my_mind' } };
    case 30:
    case 31:
      return { kind: 'restore_booking', bookingId };
    case 32:
      return { kind: 'accept_change', bookingId };
    case 33:
    case 34: {
      const order = { toStopId: stopId, party: { ...oneAdult, adults: 1 + randomIndex(random, 2) }, atSec: nowSec };
      const { fits } = previewWalkOn(service, vehicleId, order);
      const decision = service.send(desk, {
        kind: 'walk_on',
        vehicleId,
        bookingId: `w${service.ledger.length}`,
        order,
      });
      const isTaken = decision.ok === (fits && state.drivers.has(vehicleId));
      if (!isTaken) throw new Error(`second ${nowSec}: a walk-on must be taken exactly when it was said to fit`);
      return decision.ok && nowSec % 2 === 0 ? { kind: 'undo_action', vehicleId } : null;
    }
    case 35: {
      const shift = { startSec: OPENING_SEC + 1800 * randomIndex(random, 3), endSec: OPENING_SEC + 6 * 3600 };
      const shifts = [{ ...shift, driverId: null, pauses: [] }];
      return { kind: 'plan_day', vehicleId, date: '2026-04-01', shifts };
    }
    case 36:
      return nowSec % 2 === 0
        ? { kind: 'raise_sos', vehicleId, position: null }
        : { kind: 'record_roll_call', rollCallId: `rc${nowSec}`, rollCall: rollCallAt(nowSec, vehicleId) };
    case 37:
    case 38:
      return { kind: 'acknowledge_alarm', alarmId: openAlarms(state)[0]?.alarmId ?? 'none', note: null };
    default:
      return null;
  }
}

function rollCallAt(atSec: number, vehicleId: string): RollCall {
  const alcohol = { isDetected: false };
  const who = { driverName: 'Test', vehicleId, conductedBy: 'Desk', method: 'in_person' } as const;
  return {
    ...who,
    phase: 'before',
    atSec,
    alcohol,
    health: { isWell: true },
    inspection: { isOk: true },
    mayDrive: true,
  };
}

function moveByHand(service: PlayedService, random: Random, bookingId: string, vehicleId: string): Command | null {
  const byHand =
    randomIndex(random, 2) === 0 ? { pickupAt: randomIndex(random, 4), dropoffAt: randomIndex(random, 6) } : {};
  const otherTime = service.nowSec % 3 === 0 ? { pickupFromSec: service.nowSec + 60 * (service.nowSec % 40) } : {};
  const order = { vehicleId, ...byHand, ...otherTime };
  const preview = previewMove(service, bookingId, order);
  if (!preview) return null;
  const acceptsBroken = preview.effects.filter((effect) => effect.breaksPromise).map((effect) => effect.bookingId);
  return { kind: 'move_trip', bookingId, confirmation: { order, version: preview.version, acceptsBroken } };
}

function ask(service: PlayedService, random: Random, riderId: string): void {
  const wheelchairs = randomIndex(random, 8) === 0 ? 1 : 0;
  const party = { ...oneAdult, adults: 1 + randomIndex(random, 2), wheelchairs };
  const atSec = service.nowSec + 60 * randomIndex(random, 60);
  const when = randomIndex(random, 2) === 0 ? ({ kind: 'now' } as const) : ({ kind: 'depart_after', atSec } as const);
  const offers = service.offers(
    riderId,
    tripBetween(randomIndex(random, stopsOf(service)), randomIndex(random, stopsOf(service)), when, party),
  );
  const offer = offers[randomIndex(random, 3)];
  if (offer) service.send({ kind: 'rider', riderId }, { kind: 'book_offer', offerId: offer.offerId });
}

/** Does the next thing on the list, or any other, or takes a break. */
export function driveAtRandom(service: PlayedService, random: Random, vehicleId: string): void {
  const { nowSec } = service;
  if (randomIndex(random, 30) === 0)
    service.drive(vehicleId, { kind: 'break_started', atSec: nowSec, durationSec: 600 });
  if (randomIndex(random, 30) === 0) service.drive(vehicleId, { kind: 'break_ended', atSec: nowSec });
  const [call] = findManifest(service.world, service.state, vehicleId, nowSec)!.calls;
  if (!call || nowSec < call.arriveSec) return;
  service.drive(vehicleId, { kind: 'arrived', callId: call.callId, atSec: nowSec });
  const rider = call.riders[randomIndex(random, call.riders.length)]!;
  const kind = rider.action === 'leave' ? 'dropped_off' : randomIndex(random, 6) === 0 ? 'no_show' : 'boarded';
  service.drive(vehicleId, { kind, bookingId: rider.bookingId, atSec: nowSec });
}

function stopsOf({ world }: PlayedService): number {
  return world.area.stops.length;
}
