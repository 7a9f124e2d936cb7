/** What the HTTP operations on the fleet do (`core/contracts/fleet-routes.ts`). */
import { isCalendarDate } from '@noriai/core/contracts/area.ts';
import type { fleetRoutes } from '@noriai/core/contracts/fleet-routes.ts';
import type { DayPreview, DayShifts } from '@noriai/core/contracts/fleet.ts';
import type { TripDecisions } from '@noriai/core/contracts/reasons.ts';
import type { RouteName } from '@noriai/core/contracts/routes.ts';
import { openAlarms } from '@noriai/core/dispatch/alarms.ts';
import { AuditReader, type AuditSubject } from '@noriai/core/dispatch/audit.ts';
import type { Command } from '@noriai/core/dispatch/commands.ts';
import { decide } from '@noriai/core/dispatch/decide.ts';
import { closedTimes } from '@noriai/core/dispatch/decide-closing.ts';
import { previewWalkOn } from '@noriai/core/dispatch/decide-walk-on.ts';
import { hoursFindings, hoursRuleOf } from '@noriai/core/dispatch/duties.ts';
import { previewMove } from '@noriai/core/dispatch/move-trip.ts';
import { waitsUntilSec } from '@noriai/core/dispatch/report-late.ts';
import { DecisionReader } from '@noriai/core/dispatch/trip-decisions.ts';
import { tripReasons } from '@noriai/core/dispatch/trip-reasons.ts';
import { worldInForce } from '@noriai/core/dispatch/street-notices.ts';
import { dayKey, shiftsBetween } from '@noriai/core/dispatch/shifts.ts';
import { findBooking, findManifest } from '@noriai/core/dispatch/views.ts';
import { ownRollCalls } from './own-roll-calls.ts';
import type { CommandResult } from './dispatch-loop.ts';
import { withPeople } from './people-on-board.ts';
import { openText, sealText, withRollCallTexts } from './personal-text.ts';
import { readLedger } from './read-ledger.ts';
import { RollCallDays } from './roll-call-days.ts';
import {
  done,
  notFound,
  orNotFound,
  type OperationOutcome,
  type OperationParts,
  type OperationRequest,
  type Operations,
} from './operations.ts';

/** A request whose answer was lost comes again within this. */
const SENT_AGAIN_SEC = 120;

export type FleetOperations = Pick<Operations, keyof typeof fleetRoutes>;
type Submit = (name: RouteName, request: OperationRequest<RouteName>, command: Command) => Promise<CommandResult>;
type Parts = Pick<
  OperationParts,
  'world' | 'loop' | 'clock' | 'ids' | 'positions' | 'ledger' | 'hasher' | 'personOf' | 'accounts'
> & {
  readonly submit: Submit;
};
type Request = OperationRequest<RouteName>;

export function fleetOperations(parts: Parts): FleetOperations {
  const { world, loop, clock, ids, positions, submit } = parts;
  const { vault } = parts.accounts;
  const rollCallDays = new RollCallDays(world, parts, (text) => openText(vault, text));
  const nowSec = (): number => clock.nowSec();
  const moment = () => ({ world: worldInForce(world, loop.state), state: loop.state, nowSec: nowSec() });
  const vehicleOf = ({ params }: Request) => params['vehicleId']!;
  const bookingOf = ({ params }: Request) => params['bookingId']!;
  const closed = () => done(closedTimes(loop.state, nowSec(), world.calendar.dateAt(nowSec())));

  async function run<Answer>(
    name: RouteName,
    request: Request,
    given: Command,
    view: () => OperationOutcome<Answer>,
  ): Promise<OperationOutcome<Answer>> {
    const result = await submit(name, request, given);
    return result.ok ? view() : result;
  }
  const manifest = (request: Request) => () => {
    const found = findManifest(world, loop.state, vehicleOf(request), nowSec());
    return orNotFound(found && withPeople(found, loop.state, parts.personOf), `vehicle ${vehicleOf(request)}`);
  };
  const booking = (request: Request) => () =>
    orNotFound(
      findBooking(world, loop.state, bookingOf(request), nowSec(), positions.all),
      `booking ${bookingOf(request)}`,
    );
  const ofVehicle = (name: RouteName, request: Request, given: (vehicleId: string) => Command) =>
    run(name, request, given(vehicleOf(request)), manifest(request));
  const ofBooking = (name: RouteName, request: Request, given: (bookingId: string) => Command) =>
    run(name, request, given(bookingOf(request)), booking(request));
  const alarmList = () => done({ alarms: [...openAlarms(loop.state)] });

  return {
    takeVehicleOut: (request) => {
      const order = request.body;
      return ofVehicle('takeVehicleOut', request, (vehicleId) => ({ kind: 'take_vehicle_out', vehicleId, order }));
    },
    reportBreakdown: (request) => {
      const order = request.body;
      return ofVehicle('reportBreakdown', request, (vehicleId) => ({ kind: 'take_vehicle_out', vehicleId, order }));
    },
    returnVehicle: (request) =>
      ofVehicle('returnVehicle', request, (vehicleId) => ({ kind: 'return_vehicle', vehicleId })),
    signOffEarly: async (request) => {
      const { reason, rollCall } = request.body;
      const vehicleId = vehicleOf(request);
      const driver = loop.state.drivers.get(vehicleId);
      const result = await submit('signOffEarly', request, { kind: 'sign_off_early', vehicleId, reason });
      if (!result.ok) return result;
      if (driver) await ownRollCalls(parts, request.key!).after(vehicleId, driver, rollCall);
      return manifest(request)();
    },

    getDayShifts: async ({ params }) => onDate(params['date']!, () => done(shiftsOf(parts, params['date']!))),
    previewDay: async ({ actor, params, body }) =>
      onDate(params['date']!, () => {
        const plan = { vehicleId: params['vehicleId']!, date: params['date']!, shifts: body.shifts };
        const command = { kind: 'plan_day', ...plan } as const;
        const findings = hoursFindings(world, loop.state, plan, nowSec());
        const decision = decide(world, loop.state, { actor, key: null, contentHash: '', command }, nowSec());
        return done<DayPreview>({
          findings: [...findings],
          sources: [...(hoursRuleOf(world)?.sources ?? [])],
          obstacle: decision.ok ? null : `${decision.refusal}: ${decision.detail}`,
        });
      }),
    planDay: async (request) => {
      const date = request.params['date']!;
      const plan = { kind: 'plan_day', vehicleId: vehicleOf(request), date, shifts: request.body.shifts } as const;
      if (!isCalendarDate(date)) return badDate(date);
      return run('planDay', request, plan, () => done(shiftsOf(parts, date)));
    },

    getClosedTimes: async () => closed(),
    suspendService: (request) => {
      const command = { kind: 'suspend_service', suspensionId: ids.newId(), order: request.body } as const;
      return run('suspendService', request, command, closed);
    },
    resumeService: (request) => {
      const command = { kind: 'resume_service', suspensionId: request.params['suspensionId']! } as const;
      return run('resumeService', request, command, closed);
    },
    closeStop: (request) => {
      const command = { kind: 'close_stop', closureId: ids.newId(), order: request.body } as const;
      return run('closeStop', request, command, closed);
    },
    reopenStop: (request) => {
      const command = { kind: 'reopen_stop', closureId: request.params['closureId']! } as const;
      return run('reopenStop', request, command, closed);
    },

    explainTrip: async (request) =>
      orNotFound(tripReasons(moment(), bookingOf(request)), `booking ${bookingOf(request)}`),
    explainDecisions: (request) => explainDecisions(parts, bookingOf(request)),
    previewMove: async (request) =>
      orNotFound(previewMove(moment(), bookingOf(request), request.body), `booking ${bookingOf(request)} that waits`),
    moveTrip: async (request) => {
      const bookingId = bookingOf(request);
      const confirmation = request.body;
      const result = await submit('moveTrip', request, { kind: 'move_trip', bookingId, confirmation });
      if (result.ok) return done({ kind: 'moved' as const, bookingId, vehicleId: confirmation.order.vehicleId });
      if (result.refusal !== 'preview_outdated') return result;
      const preview = previewMove(moment(), bookingId, confirmation.order);
      return preview ? done({ kind: 'preview' as const, preview }) : result;
    },
    extendWait: (request) => {
      const { untilSec } = request.body;
      return ofBooking('extendWait', request, (bookingId) => ({ kind: 'extend_wait', bookingId, untilSec }));
    },
    reportLate: async (request) => {
      const untilSec = nowSec() + request.body.minutes * 60;
      const command = { kind: 'report_late', bookingId: bookingOf(request), untilSec } as const;
      const result = await submit('reportLate', request, command);
      if (!result.ok) return result;
      const ride = loop.state.rides.get(bookingOf(request));
      const waitsSec = ride ? waitsUntilSec(world, ride) : 0;
      // Sent again a little later, it is about the wait that was agreed the first time.
      const waits = waitsSec + SENT_AGAIN_SEC >= untilSec;
      return done({ waits, untilSec: waits ? waitsSec : untilSec });
    },
    restoreBooking: (request) =>
      ofBooking('restoreBooking', request, (bookingId) => ({ kind: 'restore_booking', bookingId })),
    acceptChange: (request) =>
      ofBooking('acceptChange', request, (bookingId) => ({ kind: 'accept_change', bookingId })),

    previewWalkOn: async (request) => {
      const { toStopId } = request.body;
      if (!world.stopIndexById.has(toStopId)) return notFound(`stop ${toStopId}`);
      return done(previewWalkOn(moment(), vehicleOf(request), request.body));
    },
    boardWalkOn: (request) => {
      const order = request.body;
      const bookingId = ids.newId();
      return ofVehicle('boardWalkOn', request, (vehicleId) => ({ kind: 'walk_on', vehicleId, bookingId, order }));
    },
    undoAction: (request) => ofVehicle('undoAction', request, (vehicleId) => ({ kind: 'undo_action', vehicleId })),
    undoForDriver: (request) =>
      ofVehicle('undoForDriver', request, (vehicleId) => ({ kind: 'undo_action', vehicleId })),

    recordForDriver: (request) => {
      const action = request.body;
      return ofVehicle('recordForDriver', request, (vehicleId) => ({ kind: 'driver_action', vehicleId, action }));
    },

    raiseSos: (request) => {
      const command = { vehicleId: vehicleOf(request), position: request.body.position ?? null };
      return run('raiseSos', request, { kind: 'raise_sos', ...command }, () => done({}));
    },
    listAlarms: async () => alarmList(),
    acknowledgeAlarm: (request) => {
      const { note } = request.body;
      const command = { alarmId: request.params['alarmId']!, note: note === undefined ? null : sealText(vault, note) };
      return run('acknowledgeAlarm', request, { kind: 'acknowledge_alarm', ...command }, alarmList);
    },

    recordRollCall: (request) => {
      const rollCall = withRollCallTexts(request.body, (text) => sealText(vault, text));
      const command = { kind: 'record_roll_call', rollCallId: ids.newId(), rollCall } as const;
      return run('recordRollCall', request, command, () => done({}));
    },
    getRollCalls: async ({ params }) =>
      onDate(params['date']!, async () => done(await rollCallDays.on(params['date']!))),
    auditBooking: (request) => audit(parts, { bookingId: bookingOf(request) }),
    auditVehicle: async ({ params }) =>
      onDate(params['date']!, () => audit(parts, { vehicleId: params['vehicleId']!, date: params['date']! })),
    auditDay: async ({ params }) => onDate(params['date']!, () => audit(parts, { date: params['date']! })),
  };
}

/** O(facts), or O(facts since its trips could first be booked) for a date. */
async function audit(parts: Parts, subject: AuditSubject) {
  const { area, calendar } = parts.world;
  const days = area.promises.advanceDays + 2;
  const fromSec = subject.date === undefined ? 0 : calendar.atTimeOf(subject.date, '00:00') - days * 86_400;
  const reader = new AuditReader(parts.world, subject);
  for await (const entries of readLedger(parts, fromSec)) for (const entry of entries) reader.add(entry);
  return done({ lines: reader.lines, isComplete: reader.isComplete });
}

/** Plays the ledger again up to where the trip is over. O(facts before) */
async function explainDecisions(parts: Parts, bookingId: string) {
  const reader = new DecisionReader(parts.world, bookingId);
  for await (const entries of readLedger(parts)) {
    for (const entry of entries) if (!reader.isOver) reader.add(entry);
    if (reader.isOver) break;
  }
  const decisions = [...reader.decisions()];
  return decisions.length > 0 ? done({ decisions }) : notFound<TripDecisions>(`booking ${bookingId}`);
}

function shiftsOf({ world, loop, clock }: Parts, date: string): DayShifts {
  const fromSec = world.calendar.atTimeOf(date, '00:00');
  const shifts = shiftsBetween(world, loop.state, fromSec, fromSec + 86_399, clock.nowSec());
  return {
    date,
    shifts: shifts
      .filter((shift) => world.calendar.dateAt(shift.startSec) === date)
      .map(({ shiftId, vehicleIndex, startSec, endSec, pauses }) => {
        const vehicleId = world.area.vehicles[vehicleIndex]!.id;
        const plan = loop.state.dayPlans.get(dayKey(vehicleId, date));
        const planned = plan?.find((one) => one.startSec === startSec && one.endSec === endSec);
        const times = pauses.map(({ kind, beginFromSec, beginUntilSec, durationSec }) => ({
          kind,
          beginFromSec,
          beginUntilSec,
          durationSec,
        }));
        const isByHand = plan !== undefined;
        return { shiftId, vehicleId, startSec, endSec, isByHand, ...(planned && { planned }), pauses: times };
      }),
  };
}

function badDate<Answer>(date: string): OperationOutcome<Answer> {
  return { ok: false, refusal: 'bad_request', detail: `date: got ${date}, expected a date like 2026-04-01` };
}

async function onDate<Answer>(
  date: string,
  answer: () => OperationOutcome<Answer> | Promise<OperationOutcome<Answer>>,
): Promise<OperationOutcome<Answer>> {
  return isCalendarDate(date) ? answer() : badDate(date);
}
