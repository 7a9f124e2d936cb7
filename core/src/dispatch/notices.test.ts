import { describe, expect, test } from 'vitest';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import type { MoveOrder } from '../contracts/fleet.ts';
import type { Actor, Command } from './commands.ts';
import type { HeldOffer } from './events.ts';
import { evolve } from './evolve.ts';
import { previewMove } from './move-trip.ts';
import { noticesOf, type Notice } from './notices.ts';
import { openState } from './state.ts';
import { findManifest } from './views.ts';

const TEN = OPENING_SEC + 3600;

/** All notices of a ledger, each made from the state right after its fact, as `sequence: recipient template`. */
function noticesOfAll({ world, ledger }: PlayedService): { notice: Notice; line: string }[] {
  const state = openState();
  return ledger.flatMap((entry) => {
    evolve(world, state, entry);
    return noticesOf(world, state, entry).map((notice) => ({ notice, line: lineOf(notice) }));
  });
}

function lineOf({ recipient, template }: Notice): string {
  const who =
    recipient.kind === 'rider' ? recipient.riderId : recipient.kind === 'driver' ? recipient.vehicleId : 'desk';
  return `${who} ${template}`;
}

/** With a driver on each vehicle. */
function start(vehicles = 1): PlayedService {
  const service = playDispatch(lineWorld({ vehicles, promises: { maxOffers: 1 } }), TEN);
  for (const { id: vehicleId } of service.world.area.vehicles) {
    const signOn = { vehicleId, driverName: 'Test', tokenHash: vehicleId, isVirtual: false };
    service.facts({ kind: 'anybody' }, { kind: 'sign_on', ...signOn });
  }
  return service;
}

const desk: Actor = { kind: 'operator', operatorId: 'op1' };

/** What a command says to whom. */
function linesOf(service: PlayedService, actor: Actor, command: Command): string[] {
  const before = noticesOfAll(service).length;
  service.facts(actor, command);
  return noticesOfAll(service)
    .slice(before)
    .map(({ line }) => line);
}

test('NO1 a ride from booking to receipt: the rider hears of each step once', () => {
  const service = start();
  const offer = service.book('r1', tripBetween(3, 7));
  service.serveNextCall('v0');
  service.serveNextCall('v0');
  const told = noticesOfAll(service);
  expect(told.map(({ line }) => line)).toEqual(['r1 booked', 'r1 vehicle_coming', 'r1 vehicle_here', 'r1 receipt']);
  expect(told[0]!.notice).toMatchObject({
    bookingId: offer.offerId,
    parameters: {
      number: 1,
      pickupName: { ja: '停留所3' },
      pickupUntilSec: offer.pickupUntilSec,
      vehicleName: { ja: '0号車' },
    },
  });
});

test('NO1 a late vehicle is said to the rider and to the desk; a rider who cancels, to the driver at work', () => {
  const service = start();
  const offer = service.book('r1', tripBetween(3, 7));
  service.waitUntil(offer.pickupUntilSec + 60);
  service.facts({ kind: 'rider', riderId: 'r1' }, { kind: 'cancel_booking', bookingId: offer.offerId, order: {} });
  expect(noticesOfAll(service).map(({ line }) => line)).toEqual([
    'r1 booked',
    'r1 vehicle_coming',
    'r1 running_late',
    'desk promise_at_risk',
    'r1 cancelled',
    'v0 rider_cancelled',
  ]);
});

test('NO2 what the service takes away from a rider is told to the desk too, for a call', () => {
  const service = start();
  service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: OPENING_SEC + 7 * 3600 }));
  service.nowSec = OPENING_SEC + 11 * 3600;
  service.waitUntil(service.nowSec + 1);
  const lines = noticesOfAll(service).map(({ line }) => line);
  expect(lines).toEqual(['r1 booked', 'r1 cancelled_by_service', 'v0 rider_cancelled', 'desk call_rider']);
});

test('NO1 whoever waits hears of an offer and of the end; a standing order, of the days that cannot be had', () => {
  const service = start();
  const request = tripBetween(0, 9, { kind: 'depart_after', atSec: TEN + 3600 });
  for (const riderId of ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8']) service.book(riderId, request);
  const wait = { kind: 'join_waitlist', waitId: 'w', request } as const;
  service.facts({ kind: 'rider', riderId: 'late' }, wait);
  const [first] = service.state.rides.keys();
  service.facts({ kind: 'rider', riderId: 'r1' }, { kind: 'cancel_booking', bookingId: first!, order: {} });
  service.waitUntil(TEN + 1000);
  const order = {
    from: request.from,
    to: request.to,
    party: request.party,
    time: { kind: 'depart_after', at: '14:00' },
    days: ['wed', 'thu'],
    fromDate: '2026-04-01',
    exceptions: ['2026-04-02'],
    onPublicHolidays: 'skip',
    waitIfFull: false,
  } as const;
  service.facts({ kind: 'rider', riderId: 'weekly' }, { kind: 'place_standing_order', orderId: 'o', order });
  const rules = { blocked: { untilSec: null, reason: '' }, riderTypeId: null, clearStrikes: false };
  service.facts({ kind: 'operator', operatorId: 'op' }, { kind: 'set_rider_rules', riderId: 'weekly', rules });
  service.waitUntil(TEN + 1010);
  const told = noticesOfAll(service).filter(({ line }) => /^(late|weekly)/.test(line));
  expect(told.map(({ line }) => line)).toEqual([
    'late waitlist_offer',
    'late waitlist_not_taken',
    'weekly standing_day_refused',
    'weekly standing_day_refused',
  ]);
  expect(told[0]!.notice.parameters).toMatchObject({ pickupName: { ja: '停留所0' } });
  expect(told[2]!.notice.parameters).toMatchObject({ date: '2026-04-01', reason: 'rider_blocked' });
});

describe('NO3 wrong buttons', () => {
  const wrongButtons = [
    ['arrived', 'vehicle_here', 'now'],
    ['boarded', null, null],
    ['no_show', 'no_show', 'now'],
    ['dropped_off', 'receipt', 'soon'],
  ] as const;

  test.each(wrongButtons)('what %s told by mistake is corrected', (kind, said, urgency) => {
    const service = start();
    const { offerId, pickupFromSec } = service.book('r1', tripBetween(3, 7));
    if (kind === 'dropped_off') service.serveNextCall('v0');
    else service.waitUntil(pickupFromSec + 200);
    const [call] = findManifest(service.world, service.state, 'v0', service.nowSec)!.calls;
    const arrive = { kind: 'arrived', callId: call!.callId, atSec: service.nowSec } as const;
    if (kind !== 'arrived') service.drive('v0', arrive);
    service.waitUntil(service.nowSec + 200);
    service.drive('v0', kind === 'arrived' ? arrive : { kind, bookingId: offerId, atSec: service.nowSec });
    const before = noticesOfAll(service);
    if (said !== null) expect(before.at(-1)!.line).toBe(`r1 ${said}`);
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'undo_action', vehicleId: 'v0' });
    const corrections = noticesOfAll(service).slice(before.length);
    expect(corrections.map(({ line }) => line)).toEqual(said === null ? [] : ['r1 corrected']);
    if (said !== null) {
      expect(corrections[0]!.notice).toMatchObject({ bookingId: offerId, urgency, parameters: { told: said } });
    }
  });
});

describe('NO4 a ride that goes with another vehicle', () => {
  const inAnHour = { kind: 'depart_after', atSec: TEN + 3600 } as const;

  /** The notices of a move by hand, with `old` and `new` in place of the vehicles. */
  function movedBy(order: (to: string, offer: HeldOffer) => MoveOrder): string[] {
    const service = start(2);
    const offer = service.book('r1', tripBetween(3, 7, inAnHour));
    const { offerId: bookingId, shiftId } = offer;
    const names = shiftId.startsWith('v0') ? ['v0', 'v1'] : ['v1', 'v0'];
    const [from, to] = names as [string, string];
    const wish = order(to, offer);
    const { version } = previewMove(service, bookingId, wish)!;
    const confirmation = { order: wish, version, acceptsBroken: [bookingId] };
    const lines = linesOf(service, desk, { kind: 'move_trip', bookingId, confirmation });
    return lines.map((line) => line.replace(from, 'old').replace(to, 'new'));
  }

  test('NO4 both drivers at work are told, also when it is another time', () => {
    expect(movedBy((vehicleId) => ({ vehicleId }))).toEqual([
      'r1 vehicle_changed',
      'new rider_added',
      'old rider_removed',
    ]);
    expect(movedBy((vehicleId, { pickupFromSec }) => ({ vehicleId, pickupFromSec: pickupFromSec + 1800 }))).toEqual([
      'r1 promise_changed',
      'new rider_added',
      'desk call_rider',
      'old rider_removed',
    ]);
  });

  test('NO4 a vehicle that keeps the ride at another time is not told that it lost it', () => {
    const later: Parameters<typeof movedBy>[0] = (_, { shiftId, pickupFromSec }) => ({
      vehicleId: shiftId.split('@')[0]!,
      pickupFromSec: pickupFromSec + 1800,
    });
    expect(movedBy(later)).toEqual(['r1 promise_changed', 'old rider_added', 'desk call_rider']);
  });

  test('NO4 the driver of a vehicle that is out hears of who is fetched from it, and by whom, not of each who waits', () => {
    const service = start(3);
    const aboard = service.book('r1', tripBetween(1, 8));
    const out = aboard.shiftId.split('@')[0]!;
    service.serveNextCall(out);
    const waits = service.book('r2', tripBetween(4, 8));
    expect(waits.shiftId).toBe(aboard.shiftId);
    const position = service.world.area.stops[2]!.position;
    const order = { reason: 'breakdown', position } as const;
    service.facts({ kind: 'driver', vehicleId: out }, { kind: 'take_vehicle_out', vehicleId: out, order });
    const told = noticesOfAll(service).filter(({ line }) => line === `${out} rider_removed`);
    expect(told.map(({ notice }) => notice.bookingId)).toEqual([aboard.offerId]);
    const fetching = service.state.rides.get(aboard.offerId)!.shiftId;
    const { name } = service.world.area.vehicles.find(({ id }) => fetching.startsWith(id))!;
    expect(told[0]!.notice.parameters).toMatchObject({ vehicleName: name });
  });
});

test('NO5 the driver of a vehicle that the desk takes out and brings back is told; the own word is not said back', () => {
  const service = start(2);
  const takeOut = { kind: 'take_vehicle_out', vehicleId: 'v0', order: { reason: 'breakdown' } } as const;
  const bringBack = { kind: 'return_vehicle', vehicleId: 'v0' } as const;
  expect(linesOf(service, desk, takeOut)).toEqual(['desk vehicle_out', 'v0 vehicle_out']);
  expect(linesOf(service, desk, bringBack)).toEqual(['v0 vehicle_back']);
  expect(linesOf(service, { kind: 'driver', vehicleId: 'v0' }, takeOut)).toEqual(['desk vehicle_out']);
  service.facts(desk, bringBack);
  service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
  expect(linesOf(service, desk, takeOut)).toEqual(['desk vehicle_out']);
  expect(linesOf(service, desk, bringBack)).toEqual([]);
});

describe('NO6 hours of rest', () => {
  const rest = (fromSec: number, untilSec: number): Command => ({
    kind: 'suspend_service',
    suspensionId: 'typhoon',
    order: { fromSec, untilSec, reason: 'typhoon' },
  });
  const resume = { kind: 'resume_service', suspensionId: 'typhoon' } as const;
  const hour = 3600;

  test('NO6 drivers at work in those hours hear of the rest and of its end, those of another day do not', () => {
    const service = start(2);
    service.facts({ kind: 'driver', vehicleId: 'v1' }, { kind: 'sign_off', vehicleId: 'v1' });
    expect(linesOf(service, desk, rest(TEN + hour, TEN + 2 * hour))).toEqual(['v0 service_suspended']);
    expect(linesOf(service, desk, resume)).toEqual(['v0 service_resumed']);
    expect(linesOf(service, desk, rest(TEN + 24 * hour, TEN + 26 * hour))).toEqual([]);
    expect(linesOf(service, desk, resume)).toEqual([]);
    expect(linesOf(service, desk, rest(TEN - hour, TEN + 26 * hour))).toEqual(['v0 service_suspended']);
  });

  test('NO6 who waits for a trip in those hours is told, each once, beside those whose trip is cancelled', () => {
    const service = start();
    const wait = (riderId: string, waitId: string, afterSec: number) => {
      const request = tripBetween(0, 9, { kind: 'depart_after', atSec: TEN + afterSec });
      service.facts({ kind: 'rider', riderId }, { kind: 'join_waitlist', waitId, request });
    };
    wait('r1', 'w1', 2 * hour);
    wait('r1', 'w2', 3 * hour);
    wait('r2', 'w3', 6 * hour);
    service.book('r3', tripBetween(3, 7, { kind: 'depart_after', atSec: TEN + 2 * hour }));
    expect(linesOf(service, desk, rest(TEN + hour, TEN + 4 * hour))).toEqual([
      'v0 service_suspended',
      'r1 service_suspended',
      'r3 cancelled_by_service',
      'v0 rider_cancelled',
      'desk call_rider',
    ]);
    expect(linesOf(service, desk, resume)).toEqual(['v0 service_resumed', 'r1 service_resumed', 'r3 may_book_again']);
    const told = noticesOfAll(service).find(({ line }) => line === 'r1 service_suspended')!;
    expect(told.notice).toMatchObject({
      urgency: 'soon',
      bookingId: null,
      parameters: { fromSec: TEN + hour, untilDate: '2026-04-01', reason: { ja: '台風' }, message: '' },
    });
  });

  test('NO6 who has a standing order for a day in those hours is told, but not for a day that is left out', () => {
    const service = start();
    const { from, to, party } = tripBetween(0, 9);
    const order = {
      from,
      to,
      party,
      time: { kind: 'depart_after', at: '14:00' },
      days: ['wed'],
      fromDate: '2026-06-03',
      exceptions: ['2026-06-10'],
      onPublicHolidays: 'skip',
      waitIfFull: false,
    } as const;
    service.facts({ kind: 'rider', riderId: 'weekly' }, { kind: 'place_standing_order', orderId: 'o', order });
    const at = (time: string) => Date.parse(`2026-${time}:00+09:00`) / 1000;
    const told = (from: string, until: string) => {
      const lines = linesOf(service, desk, rest(at(from), at(until)));
      service.facts(desk, resume);
      return lines;
    };
    expect(told('06-03T13:00', '06-03T15:00')).toEqual(['weekly service_suspended']);
    expect(told('06-03T15:00', '06-10T13:00')).toEqual([]);
    expect(told('06-10T13:00', '06-11T13:00')).toEqual([]);
    expect(told('06-10T13:00', '06-18T13:00')).toEqual(['weekly service_suspended']);
    expect(told('05-01T00:00', '06-03T14:00')).toEqual([]);
  });
});
