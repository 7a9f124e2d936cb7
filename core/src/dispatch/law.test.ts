import { describe, expect, test } from 'vitest';
import { workRules } from '../contracts/area.ts';
import type { PlannedShift, RollCall } from '../contracts/fleet.ts';
import { decode } from '../contracts/schema.ts';
import { hoursRules } from '../rules/hours-of-work.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { AuditReader } from './audit.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import { hoursFindings } from './duties.ts';
import { RollCallReader } from './roll-calls.ts';

const HOUR = 3_600;
const desk: Actor = { kind: 'operator', operatorId: 'op1' };

function start(options: LineWorldOptions = {}): PlayedService {
  return playDispatch(lineWorld({ promises: { maxOffers: 1 }, ...options }), OPENING_SEC);
}

const signOn = (vehicleId = 'v0'): Command => ({
  kind: 'sign_on',
  vehicleId,
  driverName: '試験 花子',
  tokenHash: `secret-${vehicleId}`,
  isVirtual: false,
});

const rollCall = (service: PlayedService, more: Partial<RollCall> = {}): Command => ({
  kind: 'record_roll_call',
  rollCallId: `rc${service.ledger.length}`,
  rollCall: {
    phase: 'before',
    driverName: '試験 花子',
    atSec: service.nowSec,
    method: 'in_person',
    conductedBy: '試験 次郎',
    alcohol: { isDetected: false, breathMicrogramPerL: 0, deviceId: 'A-1' },
    health: { isWell: true },
    inspection: { isOk: true },
    mayDrive: true,
    ...more,
  },
});

describe('roll calls', () => {
  const required: LineWorldOptions = { work: { rollCall: 'required' } };

  test('RC1 where it is required nobody begins without a roll call that says so', () => {
    const service = start(required);
    const begin = () => service.send({ kind: 'anybody' }, signOn());
    expect(begin()).toMatchObject({ refusal: 'no_roll_call' });
    service.facts(desk, rollCall(service, { mayDrive: false, health: { isWell: false, note: '睡眠不足' } }));
    expect(begin()).toMatchObject({ refusal: 'no_roll_call' });
    expect(service.send(desk, rollCall(service, { alcohol: { isDetected: true } }))).toMatchObject({
      refusal: 'bad_request',
    });
    service.facts(desk, rollCall(service, { vehicleId: 'v0' }));
    expect(begin().ok).toBe(true);
    expect(service.send({ kind: 'driver', vehicleId: 'v0' }, rollCall(service))).toMatchObject({
      refusal: 'not_yours',
    });
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('RC1 a roll call of yesterday or of a duty that has ended lets nobody begin', () => {
    const service = start(required);
    service.facts(desk, rollCall(service));
    service.nowSec += 5 * HOUR;
    expect(service.send({ kind: 'anybody' }, signOn())).toMatchObject({ refusal: 'no_roll_call' });
    service.facts(desk, rollCall(service));
    service.facts(desk, rollCall(service, { phase: 'after', report: '異常なし' }));
    expect(service.send({ kind: 'anybody' }, signOn())).toMatchObject({ refusal: 'no_roll_call' });
  });

  test('RC2 a roll call from a device whose clock runs ahead still lies before the duty that it lets begin', () => {
    const service = start(required);
    service.facts(desk, rollCall(service, { atSec: service.nowSec + 30 }));
    service.facts({ kind: 'anybody' }, signOn());
    const reader = new RollCallReader(service.world, '2026-04-01');
    for (const entry of service.ledger) reader.add(entry);
    expect(reader.result().duties).toMatchObject([{ vehicleId: 'v0', hasBefore: true }]);
  });

  test('RC2 a day shows its roll calls beside its duties, and whoever drove without one', () => {
    const service = start();
    service.facts(desk, rollCall(service, { instructions: '"積雪", 注意' }));
    service.facts({ kind: 'anybody' }, signOn());
    service.nowSec += HOUR;
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
    service.facts(desk, rollCall(service, { phase: 'after', report: '=1+1' }));
    const reader = new RollCallReader(service.world, '2026-04-01');
    for (const entry of service.ledger) reader.add(entry);
    const day = reader.result();
    expect(day.duties).toMatchObject([
      { vehicleId: 'v0', hasBefore: true, hasAfter: true, endSec: OPENING_SEC + HOUR },
    ]);
    expect(day.rollCalls.map((one) => [one.rollCall.phase, one.by])).toEqual([
      ['before', 'operator:op1'],
      ['after', 'operator:op1'],
    ]);
    const lines = day.csv.split('\r\n');
    expect(lines[1]).toContain('"""積雪"", 注意"');
    expect(lines[2]).toContain("'=1+1");
    const other = new RollCallReader(service.world, '2026-04-02');
    for (const entry of service.ledger) other.add(entry);
    expect(other.result()).toMatchObject({ rollCalls: [], duties: [] });
  });
});

describe('hours of work', () => {
  const law: LineWorldOptions = { vehicles: 2, work: { hours: 'jp_bus_2024' } };
  const shift = (day: number, fromHour: number, hours: number, more: Partial<PlannedShift> = {}): PlannedShift => ({
    startSec: OPENING_SEC + ((day - 1) * 24 + fromHour - 9) * HOUR,
    endSec: OPENING_SEC + ((day - 1) * 24 + fromHour - 9 + hours) * HOUR,
    driverId: 'd1',
    pauses: [],
    ...more,
  });
  const plan = (vehicleId: string, day: number, ...shifts: PlannedShift[]) =>
    ({ kind: 'plan_day', vehicleId, date: `2026-04-0${day}`, shifts }) as const;

  test('HW6 a day that breaks the rule is refused, over all vehicles and days of the driver; a warning is shown', () => {
    const service = start(law);
    service.facts(desk, plan('v0', 2, shift(2, 8, 13)));
    expect(service.send(desk, plan('v1', 3, shift(3, 5, 8)))).toMatchObject({ refusal: 'hours_exceeded' });
    const short = plan('v1', 3, shift(3, 7, 8));
    expect(hoursFindings(service.world, service.state, short, service.nowSec)).toMatchObject([
      { driverId: 'd1', code: 'rest_under_target', level: 'warn', gotSec: 10 * HOUR },
    ]);
    service.facts(desk, short);
    expect(service.send(desk, plan('v0', 4, shift(4, 6, 16)))).toMatchObject({ refusal: 'hours_exceeded' });
    service.facts(desk, plan('v0', 4, shift(4, 8, 16, { driverId: 'd2', pauses: [change(4, 16)] })));
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('HW10 a town states a law of its own, with its source, in place of a named one', () => {
    const ownHours = {
      ...hoursRules.jp_bus_2024,
      dayTargetSec: 5 * HOUR,
      dayMaxSec: 6 * HOUR,
      sources: ['staff agreement'],
    };
    const service = start({ work: { ownHours } });
    expect(service.send(desk, plan('v0', 2, shift(2, 8, 7)))).toMatchObject({ refusal: 'hours_exceeded' });
    service.facts(desk, plan('v0', 2, shift(2, 8, 6)));
    expect(decode(workRules, { ownHours })).toMatchObject({ ok: true });
    for (const [work, path] of [
      [{ ownHours, hours: 'jp_bus_2024' }, 'ownHours'],
      [{ ownHours: { ...ownHours, sources: [] } }, 'ownHours.sources'],
      [{ ownHours: { ...ownHours, dayMaxSec: undefined } }, 'ownHours.dayMaxSec'],
    ] as const) {
      expect(decode(workRules, work)).toMatchObject({ ok: false, mistakes: [{ path }] });
    }
  });

  /** d1 takes over between four and half past. */
  function change(day: number, hour: number): PlannedShift['pauses'][number] {
    const beginFromSec = OPENING_SEC + ((day - 1) * 24 + hour - 9) * HOUR;
    const times = { beginFromSec, beginUntilSec: beginFromSec + 1200, durationSec: 600 };
    return { kind: 'driver_change', ...times, depotId: 'depot', driverId: 'd1' };
  }

  test('HW6 what was driven counts as it was driven', () => {
    const service = start(law);
    service.facts({ kind: 'anybody' }, { ...(signOn() as object), driverId: 'd1' } as Command);
    service.nowSec += 14 * HOUR; // until 23:00
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
    expect(service.send(desk, plan('v0', 2, shift(2, 7, 8)))).toMatchObject({ refusal: 'hours_exceeded' });
    service.facts(desk, plan('v0', 2, shift(2, 8, 8)));
  });

  test('HW7 nobody is planned to drive longer than the rule allows without a break that counts', () => {
    // 28 stops of 600 s: a ride over all of them and the way back to the depot are nine hours of driving
    const far = { stops: 28, legSec: 600, promises: { maxOffers: 1, maxRideExtraSec: 3600 } };
    const asked = (options: LineWorldOptions) => {
      const service = start({ ...far, ...options });
      service.facts({ kind: 'anybody' }, signOn());
      return service.offers('r1', tripBetween(0, 20)).length;
    };
    expect(asked({})).toBe(1);
    expect(asked({ work: { hours: 'jp_bus_2024' } })).toBe(0);
    expect(asked({ work: { hours: 'jp_taxi_2024' } })).toBe(1);
  });
});

describe('driving on average', () => {
  const far: LineWorldOptions = { stops: 28, legSec: 300, vehicles: 1, work: { hours: 'jp_bus_2024' } };
  const asks = (service: PlayedService) => service.offers('r1', tripBetween(1, 8)).length;

  /** Days on which the driver drove so long, told by facts of their own. */
  function drove(hoursByDay: readonly number[]): PlayedService {
    const service = start(far);
    service.facts({ kind: 'anybody' }, signOn());
    const duties = hoursByDay.map((hours, i) => {
      const startSec = OPENING_SEC - (hoursByDay.length - i) * 24 * HOUR;
      return { vehicleId: 'v0', startSec, endSec: startSec + 11 * HOUR, drivenSec: hours * HOUR };
    });
    const key = 'name:試験 花子';
    service.state.duties.set(key, [...duties, ...service.state.duties.get(key)!]);
    return service;
  }

  test('HW8 after two days over nine hours on average a plan for the third that would drive too long is refused', () => {
    expect(asks(drove([8, 9]))).toBe(1);
    expect(asks(drove([9, 9.5]))).toBe(1); // 8.5 h are left: the trip and the way home are within
    expect(asks(drove([2, 17.5]))).toBe(0); // half an hour is left
    expect(asks(drove([0, 17.5]))).toBe(1); // yesterday was within with the day before
  });

  test('HW9 in the fourth week of forty hours nothing more is planned', () => {
    const week = [8, 8, 8, 8, 8, 0, 0];
    expect(asks(drove([...week, ...week, ...week, 8, 8, 8, 8]))).toBe(1);
    expect(asks(drove([...week, ...week, ...week, 8, 8, 8, 8, 8]))).toBe(0);
  });

  test('HW8 what was driven counts from call to call, and no longer once it is taken back', () => {
    const service = start({ ...far, legSec: 60 });
    service.facts({ kind: 'anybody' }, signOn());
    service.book('r1', tripBetween(1, 3));
    const driven = () => [...service.state.duties.values()][0]!.at(-1)!.drivenSec;
    service.serveNextCall('v0');
    const toPickupSec = driven();
    expect(toPickupSec).toBeGreaterThan(0);
    service.serveNextCall('v0');
    expect(driven()).toBe(toPickupSec + 120);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('HW10 nobody begins a duty without nine hours of rest, or with a day that is full', () => {
    const service = start(far);
    const off = { kind: 'sign_off', vehicleId: 'v0' } as const;
    const begin = () => service.send({ kind: 'anybody' }, signOn());
    service.facts({ kind: 'anybody' }, signOn());
    service.nowSec += 8 * HOUR;
    service.facts({ kind: 'driver', vehicleId: 'v0' }, off);
    service.nowSec += HOUR; // a long break in the same day of work
    service.facts({ kind: 'anybody' }, signOn());
    service.nowSec += 5 * HOUR;
    service.facts({ kind: 'driver', vehicleId: 'v0' }, off);
    service.nowSec += 1.5 * HOUR;
    expect(begin()).toMatchObject({ refusal: 'hours_exceeded', detail: expect.stringContaining('day_over_max') });
    service.nowSec += 7 * HOUR;
    expect(begin()).toMatchObject({ refusal: 'hours_exceeded', detail: expect.stringContaining('rest_under_min') });
    service.nowSec += 0.5 * HOUR;
    expect(begin().ok).toBe(true);
    const free = start({ ...far, work: {} });
    free.facts({ kind: 'anybody' }, signOn());
    free.facts({ kind: 'driver', vehicleId: 'v0' }, off);
    free.nowSec += 4 * HOUR;
    expect(free.send({ kind: 'anybody' }, signOn()).ok).toBe(true);
  });
});

describe('the audit trail', () => {
  const linesOf = (service: PlayedService, subject: ConstructorParameters<typeof AuditReader>[1]) => {
    const reader = new AuditReader(service.world, subject);
    for (const entry of service.ledger) reader.add(entry);
    return reader.lines;
  };

  test('AT1 every fact about a booking, a vehicle or a day is found, with who did it, and no secret', () => {
    const service = start({ vehicles: 2 });
    for (const vehicleId of ['v0', 'v1']) service.send({ kind: 'anybody' }, signOn(vehicleId), `k-${vehicleId}`);
    const offer = service.book('r1', tripBetween(3, 7, { kind: 'depart_after', atSec: OPENING_SEC + 2 * HOUR }));
    const out = offer.shiftId.split('@')[0]!;
    const other = out === 'v0' ? 'v1' : 'v0';
    service.facts(desk, { kind: 'take_vehicle_out', vehicleId: out, order: { reason: 'breakdown' } });
    service.serveNextCall(other);
    const ofBooking = linesOf(service, { bookingId: offer.offerId });
    expect(ofBooking.map((line) => line.kind)).toEqual([
      'offers_made',
      'route_planned',
      'ride_booked',
      'ride_moved',
      'route_planned',
      'ride_boarded',
    ]);
    expect(ofBooking[3]).toMatchObject({ by: 'operator:op1', vehicleIds: [other] });
    const ofVehicle = linesOf(service, { vehicleId: other, date: '2026-04-01' });
    expect(ofVehicle.map((line) => line.kind)).toEqual([
      'driver_signed_on',
      'ride_moved',
      'route_planned',
      'vehicle_sent',
      'call_arrived',
      'ride_boarded',
    ]);
    expect(linesOf(service, { date: '2026-04-01' })).toHaveLength(service.ledger.length);
    expect(linesOf(service, { date: '2026-04-02' })).toEqual([]);
    expect(JSON.stringify(linesOf(service, {}))).not.toContain('secret-');
  });
});
