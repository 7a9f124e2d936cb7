/** What operators do with the fleet: shifts of a day, vehicles taken out and brought back, and what comes of it for riders. */
import { date, localText, pauseKinds, position, type LocalText } from './area.ts';
import {
  flag,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
  variants,
  where,
  type Infer,
  type Mistake,
} from './schema.ts';
import { party, pointInTime, recordId } from './trips.ts';

/** Why a vehicle cannot drive. */
export const outageReasons = [
  'breakdown',
  'accident',
  'maintenance',
  'driver_unwell',
  'driver_left',
  'roads',
  'other',
] as const;
export type OutageReason = (typeof outageReasons)[number];

export const vehicleOutOrder = named(
  'VehicleOutOrder',
  object({
    reason: oneOf(outageReasons),
    untilSec: optional(pointInTime),
    position: optional(position),
  }),
);

/** Why the whole service rests. */
export const suspensionReasons = ['typhoon', 'heavy_rain', 'snow', 'earthquake', 'staff', 'other'] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];

/** The reason as a notice says it. */
export const suspensionReasonTexts: Readonly<Record<SuspensionReason, LocalText>> = {
  typhoon: { ja: '台風', easy: 'たいふう', en: 'typhoon' },
  heavy_rain: { ja: '大雨', easy: 'おおあめ', en: 'heavy rain' },
  snow: { ja: '雪', easy: 'ゆき', en: 'snow' },
  earthquake: { ja: '地震', easy: 'じしん', en: 'earthquake' },
  staff: { ja: '人手不足', easy: 'ひとが たりない', en: 'shortage of staff' },
  other: { ja: '諸事情', easy: 'つごう', en: 'other reasons' },
};

export const suspensionOrder = named(
  'SuspensionOrder',
  object({
    fromSec: pointInTime,
    untilSec: pointInTime,
    reason: oneOf(suspensionReasons),
    message: optional(localText),
  }),
);

export const stopClosureOrder = named(
  'StopClosureOrder',
  object({ stopId: text({ minLength: 1, maxLength: 64 }), from: date, until: date, reason: localText }),
);

export const closedTimes = named(
  'ClosedTimes',
  object({
    suspensions: list(
      object({
        suspensionId: recordId,
        fromSec: pointInTime,
        untilSec: pointInTime,
        reason: oneOf(suspensionReasons),
        message: nullable(localText),
      }),
    ),
    stops: list(object({ closureId: recordId, stopId: text(), from: text(), until: text(), reason: localText })),
  }),
);

/** What needs a person at the desk, until somebody takes it. */
export const alarmKinds = ['sos', 'call_rider', 'late', 'vehicle_out'] as const;
export const alarm = named(
  'Alarm',
  object({
    alarmId: recordId,
    kind: oneOf(alarmKinds),
    raisedSec: pointInTime,
    reason: nullable(text()),
    bookingId: nullable(recordId),
    number: nullable(integer()),
    riderId: nullable(recordId),
    vehicleId: nullable(text()),
    position: nullable(position),
  }),
);
export const alarms = named('Alarms', object({ alarms: list(alarm) }));
/** How far the ledger has come: the number of facts in it. */
export const ledgerPlace = named('LedgerPlace', object({ sequence: integer() }));
export const acknowledgement = named(
  'Acknowledgement',
  object({ note: optional(text({ maxLength: 400, description: 'what was done' })) }),
);
export const sosOrder = named('SosOrder', object({ position: optional(position) }));

/** Where a trip is to be moved: another vehicle, a place in its route, another time. What is left out is chosen. */
export const moveOrder = named(
  'MoveOrder',
  object({
    vehicleId: text({ minLength: 1, maxLength: 64 }),
    pickupAt: optional(integer({ min: 0, max: 500, description: 'so many of its other visits before the pickup' })),
    dropoffAt: optional(integer({ min: 0, max: 500, description: 'so many of its other visits before the drop-off' })),
    pickupFromSec: optional(pointInTime),
  }),
);

/** What happens to one rider: times before and after, and whether a promise would be broken that is kept now. */
export const effect = named(
  'Effect',
  object({
    bookingId: recordId,
    number: nullable(integer()),
    pickupSec: nullable(pointInTime),
    pickupSecAfter: nullable(pointInTime),
    dropoffSec: nullable(pointInTime),
    dropoffSecAfter: nullable(pointInTime),
    pickupUntilSec: pointInTime,
    dropoffBySec: pointInTime,
    breaksPromise: flag(),
  }),
);

export const movePreview = named(
  'MovePreview',
  object({
    bookingId: recordId,
    version: text({ maxLength: 400, description: 'to be given back with the confirmation' }),
    order: moveOrder,
    obstacle: nullable(
      oneOf([
        'no_shift',
        'no_room',
        'no_way',
        'on_the_way',
        'on_a_break',
        'must_not_share',
        'must_share',
        'hours_of_work',
      ]),
    ),
    effects: list(effect, { description: 'the moved rider first, then everybody whose times change' }),
  }),
);

/** Confirms a preview; `acceptsBroken` names the bookings whose promises may be broken by it. */
export const moveConfirmation = named(
  'MoveConfirmation',
  object({
    order: moveOrder,
    version: text({ maxLength: 400 }),
    acceptsBroken: list(recordId, { max: 100 }),
    riderAgreed: optional(flag({ description: 'the rider agreed to another time on the phone' })),
  }),
);

export const moveAnswer = named(
  'MoveAnswer',
  variants('kind', { moved: { bookingId: recordId, vehicleId: text() }, preview: { preview: movePreview } }),
);

/** Somebody who gets on at a stop without a booking. */
export const walkOnOrder = named(
  'WalkOnOrder',
  object({ toStopId: text({ minLength: 1, maxLength: 64 }), party, atSec: pointInTime }),
);
export const walkOnAnswer = named(
  'WalkOnAnswer',
  object({
    fits: flag(),
    obstacle: nullable(
      oneOf([
        'service_suspended',
        'not_at_a_stop',
        'zones_not_allowed',
        'no_room',
        'no_way',
        'would_break_promise',
        'ride_too_long',
        'hours_of_work',
        'on_a_break',
        'after_the_shift',
      ]),
    ),
    dropoffSec: nullable(pointInTime),
    fareYen: integer({ min: 0 }),
    effects: list(effect),
  }),
);

/** A rider is on the way, and later than promised; whether the driver waits. */
export const lateOrder = named(
  'LateOrder',
  object({ minutes: integer({ min: 1, max: 30, description: 'from now until the rider is at the stop' }) }),
);
export const lateAnswer = named(
  'LateAnswer',
  object({
    waits: flag({ description: 'false: others would be late; the desk calls' }),
    untilSec: pointInTime,
  }),
);

export const waitOrder = named('WaitOrder', object({ untilSec: pointInTime }));

export const plannedPause = named(
  'PlannedPause',
  object({
    kind: oneOf(pauseKinds),
    beginFromSec: pointInTime,
    beginUntilSec: pointInTime,
    durationSec: integer({ min: 60, max: 14_400, unit: 'seconds' }),
    depotId: nullable(text({ description: 'where it is taken; null: where the vehicle stands' })),
    driverId: optional(recordId),
  }),
);

/** One duty of a vehicle: from leaving the depot to coming back. `driverId` of a change of driver takes over from there. */
export const plannedShift = named(
  'PlannedShift',
  object({
    startSec: pointInTime,
    endSec: pointInTime,
    driverId: nullable(recordId),
    startDepotId: optional(text()),
    endDepotId: optional(text()),
    pauses: list(plannedPause, { max: 8 }),
  }),
);

/** Codes of the hours-of-work rules, `core/src/rules/hours-of-work.ts`. */
export const hoursCodes = [
  'overlapping',
  'day_over_max',
  'day_over_target',
  'long_days_in_week',
  'rest_under_min',
  'rest_under_target',
  'month_over_max',
  'year_over_max',
  'two_day_drive_over_max',
  'four_week_drive_over_max',
] as const;
export type HoursCode = (typeof hoursCodes)[number];

const note = text({ maxLength: 400 });

/** What is found out in a roll call, whoever writes it down. */
const rollCallFindings = {
  method: oneOf(['in_person', 'it', 'remote', 'phone', 'automatic']),
  conductedBy: text({ minLength: 1, maxLength: 60 }),
  alcohol: where(
    object({
      isDetected: flag({ description: 'true for every reading above 0' }),
      breathMicrogramPerL: optional(integer({ min: 0, max: 5000 })),
      deviceId: optional(text({ maxLength: 60 })),
    }),
    alcoholMistakes,
  ),
  health: object({ isWell: flag({ description: 'no illness, fatigue or lack of sleep' }), note: optional(note) }),
  inspection: optional(object({ isOk: flag({ description: '日常点検' }), note: optional(note) })),
  report: optional(
    text({ maxLength: 1000, description: 'after duty: vehicle, roads, operation, what the next must know' }),
  ),
  instructions: optional(text({ maxLength: 1000 })),
};

/** A roll call (点呼) knows no limit that is still allowed: whatever the device shows above 0 is alcohol. */
function alcoholMistakes(alcohol: { isDetected: boolean; breathMicrogramPerL?: number }): Mistake[] {
  const reading = alcohol.breathMicrogramPerL ?? 0;
  if (reading === 0 || alcohol.isDetected) return [];
  return [{ path: 'isDetected', got: 'false', expected: `true, as ${reading} micrograms per litre were measured` }];
}

/** A roll call that the driver writes down on the tablet, with signing on or off: who, when and which vehicle are known. */
export const ownRollCall = named('OwnRollCall', object(rollCallFindings));

/** A roll call (点呼): before duty nobody drives without one where the area says so; kept for good. */
export const rollCallPhases = ['before', 'during', 'after'] as const;
export const rollCall = named(
  'RollCall',
  object({
    phase: oneOf(rollCallPhases),
    driverId: optional(recordId),
    driverName: text({ minLength: 1, maxLength: 60 }),
    vehicleId: optional(text({ minLength: 1, maxLength: 64 })),
    atSec: pointInTime,
    ...rollCallFindings,
    mayDrive: flag(),
  }),
);

/** The roll calls of a day beside the duties of that day: who began or ended without one stands out. */
export const rollCallDay = named(
  'RollCallDay',
  object({
    date: text(),
    rollCalls: list(object({ rollCallId: recordId, recordedSec: pointInTime, by: text(), rollCall })),
    duties: list(
      object({
        driverName: text(),
        vehicleId: text(),
        startSec: pointInTime,
        endSec: nullable(pointInTime),
        hasBefore: flag(),
        hasAfter: flag(),
      }),
    ),
  }),
);

/** What the hours-of-work rules say of a driver's shifts as they would be. */
export const hoursFinding = named(
  'HoursFinding',
  object({
    driverId: recordId,
    code: oneOf(hoursCodes),
    level: oneOf(['refuse', 'warn']),
    atSec: pointInTime,
    gotSec: integer(),
    limitSec: integer(),
  }),
);

export const dayOrder = named('DayOrder', object({ shifts: list(plannedShift, { max: 12 }) }));
export const dayPreview = named(
  'DayPreview',
  object({ findings: list(hoursFinding), sources: list(text()), obstacle: nullable(text()) }),
);
/** `planned`: the shift as it was ordered, where the day was planned by hand; to plan from, and to go back to. */
export const dayShifts = named(
  'DayShifts',
  object({
    date: text(),
    shifts: list(
      object({
        shiftId: text(),
        vehicleId: text(),
        startSec: pointInTime,
        endSec: pointInTime,
        isByHand: flag(),
        planned: optional(plannedShift),
        pauses: list(
          object({
            kind: oneOf(pauseKinds),
            beginFromSec: pointInTime,
            beginUntilSec: pointInTime,
            durationSec: integer(),
          }),
        ),
      }),
    ),
  }),
);

/** One fact as the desk reads it. Secrets are left out. */
export const auditLine = object({
  sequence: integer(),
  atSec: pointInTime,
  kind: text(),
  by: nullable(text({ description: 'on the first fact of a command, and where the fact names somebody' })),
  bookingIds: list(text()),
  vehicleIds: list(text()),
  fact: text({ maxLength: 1_000_000, description: 'the whole fact as JSON' }),
});
export const auditTrail = named('AuditTrail', object({ lines: list(auditLine), isComplete: flag() }));

export const signOffEarlyOrder = named(
  'SignOffEarlyOrder',
  object({ reason: oneOf(['driver_unwell', 'driver_left']), rollCall: optional(ownRollCall) }),
);

export type MoveOrder = Infer<typeof moveOrder>;
export type MovePreview = Infer<typeof movePreview>;
export type MoveConfirmation = Infer<typeof moveConfirmation>;
export type MoveAnswer = Infer<typeof moveAnswer>;
export type Effect = Infer<typeof effect>;
export type WalkOnOrder = Infer<typeof walkOnOrder>;
export type WalkOnAnswer = Infer<typeof walkOnAnswer>;
export type OwnRollCall = Infer<typeof ownRollCall>;
export type RollCall = Infer<typeof rollCall>;
export type RollCallDay = Infer<typeof rollCallDay>;
export type DayPreview = Infer<typeof dayPreview>;
export type DayShifts = Infer<typeof dayShifts>;
export type AuditLine = Infer<typeof auditLine>;
export type SuspensionOrder = Infer<typeof suspensionOrder>;
export type StopClosureOrder = Infer<typeof stopClosureOrder>;
export type ClosedTimes = Infer<typeof closedTimes>;
export type Alarm = Infer<typeof alarm>;
export type LedgerPlace = Infer<typeof ledgerPlace>;
export type AlarmKind = (typeof alarmKinds)[number];
export type VehicleOutOrder = Infer<typeof vehicleOutOrder>;
export type PlannedPause = Infer<typeof plannedPause>;
export type PlannedShift = Infer<typeof plannedShift>;
