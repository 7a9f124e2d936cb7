import { describe, expect, test } from 'vitest';
import { workRules } from '../contracts/area.ts';
import { ownRollCall, rollCall as rollCallRecord, type PlannedShift, type RollCall } from '../contracts/fleet.ts';
import { decode } from '../contracts/schema.ts';
import { hoursRules } from '../rules/hours-of-work.ts';
import { lineWorld, OPENING_SEC, type LineWorldOptions } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween, type PlayedService } from '../testing/play-dispatch.ts';
import { AuditReader } from './audit.ts';
import { canonicalState } from './canonical.ts';
import type { Actor, Command } from './commands.ts';
import { hoursFindings } from './duties.ts';
import { previewMove } from './move-trip.ts';
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

  test('RC1 a reading above 0 contradicts “no alcohol”, also in what a driver writes down', () => {
    const own = { method: 'in_person', conductedBy: '試験 次郎', health: { isWell: true } };
    const whole = { ...own, phase: 'after', driverName: '試験 花子', atSec: OPENING_SEC, mayDrive: true };
    for (const [shape, found] of [
      [ownRollCall, own],
      [rollCallRecord, whole],
    ] as const) {
      const read = (breathMicrogramPerL: number, isDetected: boolean) =>
        decode<unknown>(shape, { ...found, alcohol: { isDetected, breathMicrogramPerL } });
      expect(read(0, false).ok).toBe(true);
      expect(read(1, true).ok).toBe(true);
      expect(read(1, false)).toMatchObject({ ok: false, mistakes: [{ path: 'alcohol.isDetected', got: 'false' }] });
    }
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
    service.facts(desk, rollCall(service));
    service.facts({ kind: 'anybody' }, signOn());
    service.nowSec += HOUR;
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
    service.facts(desk, rollCall(service, { phase: 'after' }));
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
    const other = new RollCallReader(service.world, '2026-04-02');
    for (const entry of service.ledger) other.add(entry);
    expect(other.result()).toMatchObject({ rollCalls: [], duties: [] });
  });

  test('RC2 a duty over midnight is one of the day on which it began, with its roll calls from both', () => {
    const service = start(required);
    const at = (hour: number) => OPENING_SEC + (hour - 9) * HOUR;
    const duty = (fromHour: number, untilHour: number): void => {
      service.nowSec = at(fromHour) - 600;
      service.facts(desk, rollCall(service));
      service.nowSec = at(fromHour);
      service.facts({ kind: 'anybody' }, signOn());
      service.nowSec = at(untilHour);
      service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
      service.nowSec += 60;
      service.facts(desk, rollCall(service, { phase: 'after' }));
    };
    duty(18, 24.5);
    duty(48, 49); // its first roll call lies ten minutes before midnight
    const on = (date: string) => {
      const reader = new RollCallReader(service.world, date);
      for (const entry of service.ledger) reader.add(entry);
      const { rollCalls, duties } = reader.result();
      return { phases: rollCalls.map((one) => one.rollCall.phase), duties };
    };
    const whole = { hasBefore: true, hasAfter: true };
    expect(on('2026-04-01')).toMatchObject({ phases: ['before'], duties: [{ startSec: at(18), ...whole }] });
    expect(on('2026-04-02')).toMatchObject({ phases: ['after', 'before'], duties: [] });
    expect(on('2026-04-03')).toMatchObject({ phases: ['after'], duties: [{ startSec: at(48), ...whole }] });
  });

  test('RC2 the roll call after the next duty is not taken for the one that is missing', () => {
    const service = start();
    const sign = (kind: 'on' | 'off'): void => {
      if (kind === 'on') service.facts({ kind: 'anybody' }, signOn());
      else service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
    };
    service.nowSec = OPENING_SEC + 9 * HOUR;
    sign('on');
    service.nowSec += 7 * HOUR; // one o'clock
    sign('off');
    service.nowSec += 8 * HOUR;
    sign('on');
    service.nowSec += HOUR;
    sign('off');
    service.facts(desk, rollCall(service, { phase: 'after' }));
    const reader = new RollCallReader(service.world, '2026-04-01');
    for (const entry of service.ledger) reader.add(entry);
    expect(reader.result()).toMatchObject({ rollCalls: [], duties: [{ hasAfter: false }] });
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

  /** A town that lets nobody drive more than 2000 s on end: along the line and back home is 1800 s. */
  const strict = { ...hoursRules.jp_bus_2024, continuousDriveSec: 2000 };
  const at = (afterSec: number) => ({ kind: 'depart_after', atSec: OPENING_SEC + afterSec }) as const;
  const there = (service: PlayedService) => service.book('r1', tripBetween(0, 9, at(60)));
  const later = (service: PlayedService) => service.offers('r2', tripBetween(0, 5, at(2.5 * HOUR))).length;

  test.each([
    [600, 0],
    [1800, 1],
  ])('HW7 a planned pause of %i s begins the driving anew only when it is long enough', (durationSec, offers) => {
    const pauses = [{ kind: 'break', from: '10:00', until: '10:05', durationSec } as const];
    const service = start({ work: { ownHours: strict, pauses } });
    service.facts({ kind: 'anybody' }, signOn());
    there(service);
    expect(later(service)).toBe(offers);
  });

  test('HW7 pieces of breaks count together, as the law of the town says', () => {
    const pauses = [
      { kind: 'break', from: '10:00', until: '10:05', durationSec: 900 } as const,
      { kind: 'break', from: '10:30', until: '10:35', durationSec: 900 } as const,
    ];
    const asked = (more: object) => {
      const service = start({ work: { ownHours: { ...strict, ...more }, pauses } });
      service.facts({ kind: 'anybody' }, signOn());
      there(service);
      return later(service);
    };
    expect(asked({})).toBe(1);
    expect(asked({ breakPieceSec: 1200 })).toBe(0);
    expect(asked({ breakTotalSec: 3600 })).toBe(0);
  });

  test('HW10 what counts as a break while the vehicle stands is what the town states', () => {
    const asked = (more: object) => {
      const service = start({ work: { ownHours: { ...strict, ...more } } });
      service.facts({ kind: 'anybody' }, signOn());
      there(service);
      service.serveNextCall('v0');
      service.serveNextCall('v0');
      service.nowSec += 2_000;
      service.book('r3', tripBetween(9, 8));
      service.serveNextCall('v0');
      service.serveNextCall('v0');
      return later(service);
    };
    expect(asked({})).toBe(1);
    expect(asked({ breakTotalSec: 3600 })).toBe(0);
    expect(asked({ breakPieceSec: 2400 })).toBe(0);
  });

  test('UN2 a call that is taken back and reported again is one wait, not two', () => {
    const service = start({ work: { ownHours: strict } });
    service.facts({ kind: 'anybody' }, signOn());
    there(service);
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    const driven = () => [...service.state.shifts.values()][0]!.drivenSinceBreakSec;
    const before = driven();
    service.nowSec += 1_300;
    const { offerId } = service.book('r2', tripBetween(8, 6));
    const arrived = { kind: 'arrived', callId: `${offerId}_pickup`, atSec: 0 } as const;
    const driver: Actor = { kind: 'driver', vehicleId: 'v0' };
    service.waitUntil(service.nowSec + 120);
    for (const again of [false, true]) {
      if (again) service.facts(driver, { kind: 'undo_action', vehicleId: 'v0' });
      expect(service.drive('v0', { ...arrived, atSec: service.nowSec }).ok).toBe(true);
      expect(driven()).toBeGreaterThan(before);
    }
  });

  test('HW7 driving goes along with the driver: another one begins anew, and the same one does not', () => {
    const service = start({ vehicles: 2, work: { ownHours: strict } });
    const begin = (vehicleId: string, driverId: string) =>
      service.facts({ kind: 'anybody' }, { ...(signOn(vehicleId) as object), driverId } as Command);
    const leave = (vehicleId: string) => service.facts({ kind: 'driver', vehicleId }, { kind: 'sign_off', vehicleId });
    const driven = (vehicleId: string) =>
      [...service.state.shifts.values()].find((shift) => shift.shiftId.startsWith(vehicleId))?.drivenSinceBreakSec;
    begin('v0', 'd1');
    there(service);
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    expect(driven('v0')).toBeGreaterThanOrEqual(900);
    leave('v0');
    begin('v0', 'd2');
    expect(driven('v0')).toBe(0);
    begin('v1', 'd1');
    expect(driven('v1')).toBeGreaterThanOrEqual(900);
    leave('v1');
    service.nowSec += 1_800;
    begin('v1', 'd1');
    expect(driven('v1')).toBe(0);
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('HW7 DR6 driving is known after the end of the shift, and a break that ends with the duty counts with the time off duty', () => {
    const hour = (from: number, until: number) => {
      const times = { startSec: OPENING_SEC + from * HOUR, endSec: OPENING_SEC + until * HOUR };
      return { ...times, driverId: null, pauses: [] };
    };
    const service = start({ vehicles: 2, work: { ownHours: strict } });
    const begin = (vehicleId: string) =>
      service.facts({ kind: 'anybody' }, { ...(signOn(vehicleId) as object), driverId: 'd1' } as Command);
    const leave = (vehicleId: string) => service.facts({ kind: 'driver', vehicleId }, { kind: 'sign_off', vehicleId });
    service.facts(desk, plan('v0', 1, hour(0, 1.75), hour(3, 8)));
    service.facts(desk, plan('v1', 1, hour(1.75, 8)));
    begin('v0');
    service.book('r1', tripBetween(0, 9, at(HOUR)));
    service.serveNextCall('v0');
    service.serveNextCall('v0');
    service.nowSec = Math.max(service.nowSec, OPENING_SEC + 1.75 * HOUR + 60);
    leave('v0');
    service.nowSec += 60;
    begin('v1');
    expect(service.state.duties.get('d1')!.at(-1)!.stretch!.drivenSinceBreakSec).toBeGreaterThanOrEqual(900);
    expect(service.drive('v1', { kind: 'break_started', atSec: service.nowSec, durationSec: 1200 }).ok).toBe(true);
    service.nowSec += 600;
    leave('v1');
    service.nowSec += 700;
    begin('v1');
    service.nowSec += 600; // no break any more
    expect(service.state.duties.get('d1')!.at(-1)!.stretch).toMatchObject({ brokenSec: 1300 });
    expect(canonicalState(replayed(service.world, service.ledger))).toBe(canonicalState(service.state));
  });

  test('HW9 MV5 a drive under way counts once when the desk moves a trip to its vehicle', () => {
    const obstacleAt = (fourWeekDriveSec: number) => {
      const ownHours = { ...hoursRules.jp_bus_2024, twoDayDriveSec: null, fourWeekDriveSec };
      const service = start({ vehicles: 2, work: { ownHours } });
      const begin = (vehicleId: string) => service.facts({ kind: 'anybody' }, signOn(vehicleId));
      begin('v0');
      there(service);
      service.serveNextCall('v0');
      service.serveNextCall('v0'); // 900 s driven
      service.book('r2', tripBetween(9, 3, at(service.nowSec - OPENING_SEC + 60)));
      service.serveNextCall('v0');
      const isSent = () => service.state.shifts.get('v0@2026-04-01.0')!.sent !== null;
      while (!isSent()) service.waitUntil(service.nowSec + 5); // 600 s to there, 300 s home, 400 s for who is moved
      service.facts(
        { kind: 'anybody' },
        {
          kind: 'sign_on',
          vehicleId: 'v1',
          driverName: '試験 次郎',
          tokenHash: 'v1',
          isVirtual: false,
        },
      );
      const { offerId, shiftId } = service.book('r3', tripBetween(0, 2, at(service.nowSec - OPENING_SEC + 500)));
      expect(shiftId).toBe('v1@2026-04-01.0');
      return previewMove(service, offerId, { vehicleId: 'v0' })!.obstacle;
    };
    expect(obstacleAt(2_200)).toBeNull();
    expect(obstacleAt(2_199)).not.toBeNull();
  });

  test('HW6 rest counts from the end of the shift that is under way, not from now', () => {
    const service = start(law);
    service.facts(desk, plan('v0', 1, shift(1, 9, 12)));
    const early = plan('v1', 2, shift(2, 4, 8));
    expect(service.send(desk, early)).toMatchObject({ refusal: 'hours_exceeded' });
    service.nowSec += HOUR; // nobody has signed on yet
    expect(service.send(desk, early)).toMatchObject({ refusal: 'hours_exceeded' });
    service.facts({ kind: 'anybody' }, { ...(signOn() as object), driverId: 'd1' } as Command);
    service.nowSec += HOUR;
    expect(service.send(desk, early)).toMatchObject({ refusal: 'hours_exceeded' });
    service.nowSec += 4 * HOUR;
    service.facts({ kind: 'driver', vehicleId: 'v0' }, { kind: 'sign_off', vehicleId: 'v0' });
    service.facts(desk, early); // gone home at three: thirteen hours of rest
  });

  test('HW12 who signs on to another vehicle leaves the first, and what is driven there counts', () => {
    const service = start({ ...law, vehicles: 3 });
    const begin = (vehicleId: string): Command => ({ ...(signOn(vehicleId) as object), driverId: 'd1' }) as Command;
    service.facts({ kind: 'anybody' }, begin('v0'));
    service.facts({ kind: 'anybody' }, begin('v1'));
    expect([...service.state.drivers.keys()]).toEqual(['v1']);
    service.book('r1', tripBetween(0, 9));
    service.serveNextCall('v1');
    expect(service.send({ kind: 'anybody' }, begin('v2'))).toMatchObject({ refusal: 'riders_on_board' });
    service.serveNextCall('v1');
    expect(service.state.duties.get('d1')).toMatchObject([{ vehicleId: 'v0', drivenSec: 0 }, { vehicleId: 'v1' }]);
    expect(service.state.duties.get('d1')![1]!.drivenSec).toBeGreaterThanOrEqual(900);
    for (const vehicleId of ['v0', 'v2']) service.facts({ kind: 'anybody' }, signOn(vehicleId)); // the same name only
    expect(service.state.drivers.size).toBe(3);
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

  test('HW8 what is driven after midnight counts to the day on which the shift began', () => {
    const asked = (hoursByDay: readonly number[]) => {
      const service = drove(hoursByDay);
      const night = { startSec: OPENING_SEC, endSec: OPENING_SEC + 20 * HOUR, driverId: null, pauses: [] };
      const order = { kind: 'plan_day', vehicleId: 'v0', date: '2026-04-01', shifts: [night] } as const;
      service.facts(desk, order);
      service.nowSec += 15 * HOUR + 600; // ten past midnight
      return asks(service);
    };
    expect(asked([8, 9])).toBe(1);
    expect(asked([2, 17.5])).toBe(0);
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

  test('HW11 nobody begins a duty without nine hours of rest, or with a day that is full', () => {
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
