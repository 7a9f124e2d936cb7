/** The shifts of a vehicle on one day, planned by hand in place of those of the area file. */
import type { PlannedShift } from '../contracts/fleet.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import { isAboard } from './decide-fleet.ts';
import { hoursFindings } from './duties.ts';
import type { DispatchEvent } from './events.ts';
import { releasedOffers } from './other-ways.ts';
import { byPriority, replan } from './replan.ts';
import { applyDayPlan, dayKey, isPlannedOtherwise, overlapAtMidnight, shiftIdOf, shiftsBetween } from './shifts.ts';
import type { DispatchState, Shift } from './state.ts';

type DayPlanned = Extract<DispatchEvent, { kind: 'day_planned' }>;

/**
 * Replaces the shifts of a vehicle on a day. Riders on shifts that are no more go with others, those on shifts with other
 * pauses or depots are planned anew around them; where a promise could not be kept the plan is refused.
 */
export function planDay(
  moment: Moment,
  { vehicleId, date, shifts }: Extract<Command, { kind: 'plan_day' }>,
  by: string,
): Outcome {
  const { world, state, nowSec } = moment;
  const vehicleIndex = world.vehicleIndexById.get(vehicleId);
  if (vehicleIndex === undefined) return refused('not_found', `there is no vehicle ${vehicleId}`);
  const today = world.calendar.dateAt(nowSec);
  if (isOver(moment, vehicleIndex, date)) {
    return refused('bad_request', `date: got ${date}, which is over, expected ${today} or later`);
  }
  const mistake = dayMistake(world, date, shifts);
  if (mistake) return refused('bad_request', mistake);
  const beside = overlapAtMidnight(world, state, vehicleIndex, { date, shifts });
  if (beside) {
    const { startSec, endSec } = beside;
    return refused(
      'bad_request',
      `${vehicleId} has a shift ${startSec}-${endSec} on the day before or after: change that first`,
    );
  }
  const tooLong = hoursFindings(world, state, { vehicleId, date, shifts }, nowSec).filter(
    (finding) => finding.level === 'refuse',
  );
  if (tooLong.length > 0) {
    const why = tooLong.map(
      ({ driverId, code, gotSec, limitSec }) => `${driverId} ${code} ${gotSec} s of ${limitSec} s`,
    );
    return refused('hours_exceeded', why.join('; '));
  }
  const next = { dayPlans: new Map(state.dayPlans).set(dayKey(vehicleId, date), shifts) };
  const old = [...state.shifts.values()].filter(
    (shift) =>
      shift.vehicleIndex === vehicleIndex && world.calendar.dateAt(shift.startSec) === date && hasRiders(shift),
  );
  const isKept = ({ shiftId }: Shift) => shifts.some((shift) => shiftId === shiftIdOf(vehicleId, date, shift));
  const renewedIds = old
    .filter((shift) => isKept(shift) && isPlannedOtherwise(world, state, next, shift))
    .map((shift) => shift.shiftId);
  const replaced = old.filter((shift) => !isKept(shift) || renewedIds.includes(shift.shiftId));
  const renewed = renewedIds.length > 0 && { renewedIds };
  const planned: DayPlanned = { kind: 'day_planned', vehicleId, date, shifts, ...renewed, by };
  const rides = [...new Set(replaced.flatMap((shift) => shift.visits.map((visit) => visit.rideId)))].map((rideId) =>
    state.rides.get(rideId)!,
  );
  if (rides.length === 0) return accepted(vehicleId, [planned]);
  if (replaced.some((shift) => shift.sent !== null || shift.arrivedSec !== null)) {
    return refused('wrong_order', `${vehicleId} is on its way to a rider: plan the day anew when it stands free`);
  }
  if (rides.some(isAboard)) return refused('riders_on_board', `riders are on board of ${vehicleId}`);
  const after: Moment = { ...moment, state: afterDayPlan(moment, planned) };
  const displaced = rides
    .filter((ride) => ride.status !== 'held')
    .sort(byPriority)
    .map((ride) => ({ ride, pickup: ride.pickup, dropoff: ride.dropoff }));
  const released = releasedOffers(state, rides, 'vehicle_out');
  const replacedIds = new Set(replaced.map((shift) => shift.shiftId));
  const mayUse = ({ shiftId }: Shift) => !replacedIds.has(shiftId) || renewedIds.includes(shiftId);
  const result =
    displaced.length === 0
      ? { events: [], brokenIds: [], lostIds: [] }
      : replan(after, displaced, { reason: 'day_plan', by, mayUse, released, overtakesOffers: true });
  const lost = [...result.brokenIds, ...result.lostIds];
  if (lost.length > 0) return refused('would_break_promise', `promises to ${lost.join(', ')} could not be kept`);
  const stays = (event: DispatchEvent) =>
    event.kind === 'ride_moved' && state.rides.get(event.bookingId)!.shiftId === event.shiftId;
  return accepted(vehicleId, [planned, ...released, ...result.events.filter((event) => !stays(event))]);
}

/** A day is over with its last hour, or with the shift that goes on after it. */
function isOver({ world, state, nowSec }: Moment, vehicleIndex: number, date: string): boolean {
  const { dateAt } = world.calendar;
  const runs = shiftsBetween(world, state, nowSec, nowSec, nowSec);
  const goesOn = (shift: Shift) => shift.vehicleIndex === vehicleIndex && dateAt(shift.startSec) === date;
  return date < dateAt(nowSec) && !runs.some(goesOn);
}

function hasRiders(shift: Shift): boolean {
  return shift.visits.length > 0;
}

function afterDayPlan({ world, state, nowSec }: Moment, planned: DayPlanned): DispatchState {
  const after = { ...state, dayPlans: new Map(state.dayPlans), shifts: new Map(state.shifts) };
  applyDayPlan(world, after, planned, nowSec);
  return after;
}

/** What is wrong with a day's shifts, or null. */
function dayMistake({ area, calendar }: ServiceWorld, date: string, shifts: readonly PlannedShift[]): string | null {
  const depotIds = new Set(area.depots.map((depot) => depot.id));
  const inOrder = [...shifts].sort((a, b) => a.startSec - b.startSec);
  for (const [i, shift] of inOrder.entries()) {
    const name = `shift ${shift.startSec}-${shift.endSec}`;
    if (shift.startSec >= shift.endSec) return `${name} ends before it begins`;
    if (shift.endSec - shift.startSec > 86_400) return `${name} is longer than a day`;
    if (calendar.dateAt(shift.startSec) !== date) return `${name} does not begin on ${date}`;
    if (i > 0 && inOrder[i - 1]!.endSec > shift.startSec) return `${name} begins before the one before it ends`;
    const depots = [shift.startDepotId, shift.endDepotId, ...shift.pauses.map((pause) => pause.depotId ?? undefined)];
    const unknown = depots.find((depotId) => depotId !== undefined && !depotIds.has(depotId));
    if (unknown !== undefined) return `there is no depot ${unknown}: give one of ${[...depotIds].join(', ')}`;
    const outside = shift.pauses.find(
      (pause) => pause.beginFromSec < shift.startSec || pause.beginUntilSec + pause.durationSec > shift.endSec,
    );
    if (outside) return `the pause from ${outside.beginFromSec} is not within ${name}`;
    if (shift.pauses.some((pause) => pause.beginFromSec > pause.beginUntilSec))
      return `a pause of ${name} ends before it begins`;
  }
  return null;
}
