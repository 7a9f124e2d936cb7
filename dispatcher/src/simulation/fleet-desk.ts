/**
 * Whoever minds the fleet: takes vehicles out and brings them back, moves trips by hand, closes stops and streets, lets the
 * service rest, plans days, takes wrong buttons back, records roll calls, answers alarms, reads what was done. At any time,
 * often without sense, and some of it long after it was looked up.
 */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { outageReasons, suspensionReasons, type PlannedShift } from '@noriai/core/contracts/fleet.ts';
import { broadcastUrgencies, type BroadcastAudience } from '@noriai/core/contracts/broadcasts.ts';
import type { Board, BoardCall } from '@noriai/core/contracts/board.ts';
import type { BodyOf } from '@noriai/core/contracts/routes.ts';
import type { StreetNoticeOrder } from '@noriai/core/contracts/streets.ts';
import { DESK_TOKEN } from './desk.ts';
import type { Town } from './town.ts';
import { anyOf } from './trip-wishes.ts';

const token = DESK_TOKEN;

type Deed = (town: Town, random: Random) => Promise<void>;

/** Out of so many deeds, how many are of each kind. */
const deeds: readonly (readonly [share: number, deed: Deed])[] = [
  [5, takeOut],
  [8, bringBack],
  [12, moveTrip],
  [1, suspend],
  [6, resume],
  [5, closeStop],
  [7, reopenStop],
  [6, extendWait],
  [6, restore],
  [6, acceptChange],
  [6, undoForDriver],
  [6, recordForDriver],
  [6, planDay],
  [6, answerAlarm],
  [4, recordRollCall],
  [5, postStreetNotice],
  [6, endStreetNotice],
  [8, sayToMany],
  [4, endSaying],
  [2, readUp],
];
const allShares = deeds.reduce((sum, [share]) => sum + share, 0);

export async function mindFleetAllDay(town: Town, random: Random): Promise<void> {
  while (!town.isOver) {
    await town.pause(random() * 6 * town.script.pauseSec);
    if (town.isOver) return;
    await anyDeed(random)(town, random);
  }
}

function anyDeed(random: Random): Deed {
  let left = randomIndex(random, allShares);
  for (const [share, deed] of deeds) if ((left -= share) < 0) return deed;
  return readUp;
}

function anyVehicle({ machine }: Town, random: Random): string {
  const { vehicles } = machine.world.area;
  return vehicles[randomIndex(random, vehicles.length)]!.id;
}

function anyOneOf<T>(values: readonly T[], random: Random): T {
  return values[randomIndex(random, values.length)]!;
}

/** Today, tomorrow or the day after. */
function anyDate({ machine }: Town, random: Random): string {
  return machine.world.calendar.dateAt(machine.wallSec() + 86_400 * randomIndex(random, 3));
}

async function takeOut(town: Town, random: Random): Promise<void> {
  const params = { vehicleId: anyVehicle(town, random) };
  await town.network.call('takeVehicleOut', { token, params, body: anyOutage(town, random) });
}

export function anyOutage(town: Town, random: Random): BodyOf<'takeVehicleOut'> {
  const { stops } = town.machine.world.area;
  const { lat, lon } = anyOneOf(stops, random).position;
  return {
    reason: anyOneOf(outageReasons, random),
    ...(random() < 0.8 && { untilSec: town.machine.wallSec() + 60 * (randomIndex(random, 90) - 2) }),
    ...(random() < 0.3 && { position: { lat: lat + (random() - 0.5) / 100, lon } }),
  };
}

async function bringBack(town: Town, random: Random): Promise<void> {
  const params = { vehicleId: anyVehicle(town, random) };
  await town.network.call('returnVehicle', { token, params, body: {} });
}

/** Looks, thinks, confirms; when things have changed meanwhile the new preview is confirmed, or nothing. */
async function moveTrip(town: Town, random: Random): Promise<void> {
  const bookingId = anyOf(town.strangers.bookingIds, random);
  if (bookingId === null) return;
  const { network, machine } = town;
  const order: BodyOf<'previewMove'> = {
    vehicleId: anyVehicle(town, random),
    ...(random() < 0.4 && { pickupAt: randomIndex(random, 5), dropoffAt: randomIndex(random, 8) }),
    ...(random() < 0.2 && { pickupFromSec: machine.wallSec() + 60 * randomIndex(random, 180) }),
  };
  const params = { bookingId };
  const looked = await network.call('previewMove', { token, params, body: order });
  let preview = looked?.ok ? looked.answer : null;
  for (let tries = 0; preview && tries < 3; tries++) {
    await town.pause(random() * 40);
    const broken = preview.effects.filter((effect) => effect.breaksPromise).map((effect) => effect.bookingId);
    const acceptsBroken = random() < 0.7 ? broken : broken.slice(1);
    const body = { order, version: preview.version, acceptsBroken, riderAgreed: random() < 0.3 };
    const answer = await network.call('moveTrip', { token, params, body });
    preview = answer?.ok && answer.answer.kind === 'preview' && random() < 0.5 ? answer.answer.preview : null;
  }
}

async function suspend(town: Town, random: Random): Promise<void> {
  const fromSec = town.machine.wallSec() + 60 * (randomIndex(random, 300) - 30);
  const untilSec = fromSec + 60 * (randomIndex(random, 60) - 2);
  const body = { fromSec, untilSec, reason: anyOneOf(suspensionReasons, random) };
  await town.network.call('suspendService', { token, body });
}

async function resume(town: Town, random: Random): Promise<void> {
  const closed = await town.network.call('getClosedTimes', { token });
  const ids = closed?.ok ? closed.answer.suspensions.map((one) => one.suspensionId) : [];
  const suspensionId = anyOf(ids, random) ?? 'none';
  await town.network.call('resumeService', { token, params: { suspensionId }, body: {} });
}

async function closeStop(town: Town, random: Random): Promise<void> {
  const stopId = anyOneOf(town.machine.world.area.stops, random).id;
  const body = { stopId, from: anyDate(town, random), until: anyDate(town, random), reason: { ja: '工事' } };
  await town.network.call('closeStop', { token, body });
}

async function reopenStop(town: Town, random: Random): Promise<void> {
  const closed = await town.network.call('getClosedTimes', { token });
  const ids = closed?.ok ? closed.answer.stops.map((one) => one.closureId) : [];
  await town.network.call('reopenStop', { token, params: { closureId: anyOf(ids, random) ?? 'none' }, body: {} });
}

async function extendWait(town: Town, random: Random): Promise<void> {
  const bookingId = anyOf(town.strangers.bookingIds, random);
  if (bookingId === null) return;
  const body = { untilSec: town.machine.wallSec() + randomIndex(random, 900) - 60 };
  await town.network.call('extendWait', { token, params: { bookingId }, body });
}

async function restore(town: Town, random: Random): Promise<void> {
  const bookingId = anyOf(town.strangers.bookingIds, random);
  if (bookingId === null) return;
  const params = { bookingId };
  if (random() < 0.6) await town.network.call('cancelBooking', { token, params, body: {} });
  await town.network.call('restoreBooking', { token, params, body: {} });
}

async function acceptChange(town: Town, random: Random): Promise<void> {
  const bookingId = anyOf(town.strangers.bookingIds, random);
  if (bookingId !== null) await town.network.call('acceptChange', { token, params: { bookingId }, body: {} });
}

async function undoForDriver(town: Town, random: Random): Promise<void> {
  await town.network.call('undoForDriver', { token, params: { vehicleId: anyVehicle(town, random) }, body: {} });
}

/** A driver says on the phone what was done at the next call, as it stands on the board: right or wrong. */
async function recordForDriver(town: Town, random: Random): Promise<void> {
  const { network, machine } = town;
  const date = machine.world.calendar.dateAt(machine.wallSec());
  const board = await network.call('getBoard', { token, params: { date } });
  const busy = board?.ok ? board.answer.vehicles.filter(({ shifts }) => nextCallOf(shifts)) : [];
  const vehicle = busy[randomIndex(random, busy.length)];
  const call = vehicle && nextCallOf(vehicle.shifts);
  if (!call) return;
  const trips = vehicle.shifts.flatMap((shift) => shift.trips);
  const isLeaving = call.leave.length > 0;
  const [number] = isLeaving ? call.leave : call.board;
  const bookingId = trips.find((trip) => trip.number === number)?.bookingId;
  const atSec = machine.wallSec() - randomIndex(random, 120);
  const params = { vehicleId: random() < 0.95 ? vehicle.vehicleId : anyVehicle(town, random) };
  const { callId } = call;
  if (bookingId === undefined || random() < 0.4) {
    await network.call('recordForDriver', { token, params, body: { kind: 'arrived', callId, atSec } });
    return;
  }
  const likely = isLeaving ? 'dropped_off' : 'boarded';
  const kind = random() < 0.9 ? likely : anyOneOf(['boarded', 'dropped_off', 'no_show'] as const, random);
  await network.call('recordForDriver', { token, params, body: { kind, bookingId, atSec } });
}

function nextCallOf(shifts: Board['vehicles'][number]['shifts']): BoardCall | undefined {
  return shifts.find((shift) => shift.isActive)?.calls[0];
}

/** Mostly of the hours of service, cut in two now and then, sometimes none at all. */
async function planDay(town: Town, random: Random): Promise<void> {
  const { network } = town;
  const params = { vehicleId: anyVehicle(town, random), date: anyDate(town, random) };
  const body = { shifts: anyShifts(town, random, params.date) };
  if (random() < 0.5) await network.call('previewDay', { token, params, body });
  await network.call('planDay', { token, params, body });
  if (random() < 0.3) await network.call('getDayShifts', { token, params });
}

function anyShifts({ machine }: Town, random: Random, date: string): PlannedShift[] {
  if (random() < 0.1) return [];
  const shifts = machine.world.calendar.windowsOn(date).map(({ startSec, endSec }) => ({
    startSec: startSec + 1_800 * randomIndex(random, 3),
    endSec: endSec - 1_800 * randomIndex(random, 3),
    driverId: random() < 0.3 ? `d${randomIndex(random, 3)}` : null,
    pauses: random() < 0.4 ? [anyPause(random, startSec + 3_600 * (2 + randomIndex(random, 4)))] : [],
  }));
  const [first] = shifts;
  if (!first || random() < 0.6) return shifts;
  const middleSec = first.startSec + 1_800 * (4 + randomIndex(random, 6));
  const pauses: PlannedShift['pauses'] = [];
  return [
    { ...first, pauses, endSec: middleSec },
    { ...first, pauses, startSec: middleSec + 600 * randomIndex(random, 4) },
  ];
}

function anyPause(random: Random, beginFromSec: number): PlannedShift['pauses'][number] {
  const kind = random() < 0.8 ? 'break' : 'driver_change';
  const beginUntilSec = beginFromSec + 600 * randomIndex(random, 6);
  return { kind, beginFromSec, beginUntilSec, durationSec: 600 * (1 + randomIndex(random, 4)), depotId: null };
}

async function answerAlarm(town: Town, random: Random): Promise<void> {
  const alarms = await town.network.call('listAlarms', { token });
  const [first] = alarms?.ok ? alarms.answer.alarms : [];
  const params = { alarmId: first?.alarmId ?? 'none' };
  await town.network.call('acknowledgeAlarm', { token, params, body: random() < 0.5 ? { note: '電話した' } : {} });
}

async function recordRollCall(town: Town, random: Random): Promise<void> {
  await rollCallFor(town, random, anyVehicle(town, random), random() < 0.8);
}

/** Before or after duty; what a roll call lets a driver do is the service's to judge. */
export async function rollCallFor(town: Town, random: Random, vehicleId: string, mayDrive: boolean): Promise<void> {
  const body: BodyOf<'recordRollCall'> = {
    phase: random() < 0.7 ? 'before' : 'after',
    driverName: DRIVER_NAME,
    vehicleId,
    atSec: town.machine.wallSec(),
    method: 'in_person',
    conductedBy: '架空 補助者',
    alcohol: { isDetected: random() < 0.05 },
    health: { isWell: true },
    ...(random() < 0.95 && { inspection: { isOk: true } }),
    mayDrive,
  };
  await town.network.call('recordRollCall', { token, body });
}

/** Everybody who drives in a run is called so. */
export const DRIVER_NAME = '架空 運転手';

async function postStreetNotice(town: Town, random: Random): Promise<void> {
  const { lat, lon } = anyOneOf(town.machine.world.area.stops, random).position;
  const centre = { lat: lat + (random() - 0.5) / 500, lon: lon + (random() - 0.5) / 500 };
  const radiusM = 30 + randomIndex(random, 150);
  const nowSec = town.machine.wallSec();
  const body: StreetNoticeOrder = {
    streets: [random() < 0.5 ? { kind: 'circle', centre, radiusM } : { kind: 'point', position: centre }],
    effect: random() < 0.5 ? { kind: 'closed' } : { kind: 'slowed', speedPercent: 20 + randomIndex(random, 60) },
    reason: 'works',
    ...(random() < 0.4 && { fromSec: nowSec + 60 * randomIndex(random, 30) }),
    ...(random() < 0.8 && { untilSec: nowSec + 60 * (31 + randomIndex(random, 90)) }),
  };
  await town.network.call('postStreetNotice', { token, body });
}

async function endStreetNotice(town: Town, random: Random): Promise<void> {
  const listed = await town.network.call('listStreetNotices', { token });
  const ids = listed?.ok ? listed.answer.notices.map((notice) => notice.noticeId) : [];
  await town.network.call('endStreetNotice', { token, params: { noticeId: anyOf(ids, random) ?? 'none' }, body: {} });
}

async function sayToMany(town: Town, random: Random): Promise<void> {
  const isForDrivers = random() < 0.5;
  const body: BodyOf<'sendBroadcast'> = {
    audience: isForDrivers ? anyDrivers(town, random) : anyRiders(town, random),
    reason: 'weather',
    urgency: anyOneOf(broadcastUrgencies, random),
    templateId: isForDrivers ? 'drivers_take_care' : 'riders_may_stop',
    ...(random() < 0.5 && { untilSec: town.machine.wallSec() + 60 * randomIndex(random, 120) }),
  };
  if (random() < 0.2) await town.network.call('previewBroadcast', { token, body });
  await town.network.call('sendBroadcast', { token, body });
}

function anyDrivers(town: Town, random: Random): BroadcastAudience {
  return random() < 0.6 ? { kind: 'drivers' } : { kind: 'vehicle', vehicleId: anyVehicle(town, random) };
}

function anyRiders(town: Town, random: Random): BroadcastAudience {
  if (random() < 0.5) return { kind: 'all_riders' };
  const some = random() < 0.5 ? {} : { vehicleId: anyVehicle(town, random) };
  return { kind: 'riders_of_day', date: anyDate(town, random), ...some };
}

async function endSaying(town: Town, random: Random): Promise<void> {
  const listed = await town.network.call('listBroadcasts', { token });
  const ids = listed?.ok ? listed.answer.broadcasts.map((one) => one.broadcastId) : [];
  const broadcastId = ids[randomIndex(random, Math.min(3, ids.length))] ?? 'none';
  await town.network.call('endBroadcast', { token, params: { broadcastId }, body: {} });
}

async function readUp(town: Town, random: Random): Promise<void> {
  const { network } = town;
  const date = anyDate(town, random);
  const bookingId = anyOf(town.strangers.bookingIds, random) ?? 'none';
  await network.call('getBoard', { token, params: { date } });
  await network.call('getRollCalls', { token, params: { date } });
  await network.call('auditBooking', { token, params: { bookingId } });
  await network.call('auditVehicle', { token, params: { vehicleId: anyVehicle(town, random), date } });
}
