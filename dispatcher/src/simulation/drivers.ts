/** Drivers who mostly do what the manifest says and now and then press any button for any rider. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { Call, DriverAction, Manifest, RiderAtCall } from '@noriai/core/contracts/driving.ts';
import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import { oneOfNewest } from './accounts/clerks.ts';
import { anyOutage, DRIVER_NAME, rollCallFor } from './fleet-desk.ts';
import type { Town } from './town.ts';
import { anyParty } from './trip-wishes.ts';

interface Driver {
  readonly vehicleId: string;
  readonly random: Random;
  /** Of the tablet, where drivers sign on with a PIN. */
  tablet: string | undefined;
  token: string | undefined;
}

/** One driver's day on one vehicle. */
export async function driveAllDay(town: Town, vehicleId: string, random: Random): Promise<void> {
  const driver: Driver = { vehicleId, random, tablet: undefined, token: undefined };
  while (!town.isOver) {
    await town.pause(5 + random() * 60);
    if (town.isOver) return;
    if (driver.token === undefined) await signOn(town, driver);
    else if (random() < 0.01) await signOff(town, driver);
    else await drive(town, driver);
  }
}

async function signOn(town: Town, driver: Driver): Promise<void> {
  if (town.machine.people.rules.driverPins) return signOnByPin(town, driver);
  const { vehicleId } = driver;
  const answer = await town.network.call('signOn', { params: { vehicleId }, body: { driverName: DRIVER_NAME } });
  if (answer?.ok) driver.token = answer.answer.token;
  else if (answer?.refusal === 'no_roll_call') await rollCallFor(town, driver.random, vehicleId, true);
}

/** On a tablet that is paired with the vehicle; now and then with a wrong number or PIN. */
async function signOnByPin(town: Town, driver: Driver): Promise<void> {
  const { vehicleId, random } = driver;
  const { people } = town.machine;
  if (driver.tablet === undefined) return pair(town, driver);
  const [driverNumber, pins] = [...people.pins][randomIndex(random, people.pins.size)]!;
  const pin = random() < 0.9 ? oneOfNewest(pins, random) : String(1_000 + randomIndex(random, 9_000));
  const needsRollCall = town.machine.world.area.work?.rollCall === 'required';
  const body = { driverNumber, pin, ...(needsRollCall && { rollCall: ownRollCall }) };
  const answer = await town.network.call('signOnDriver', { token: driver.tablet, params: { vehicleId }, body });
  if (answer?.ok) driver.token = answer.answer.token;
  else if (answer?.refusal === 'not_signed_in') driver.tablet = undefined;
}

const ownRollCall: OwnRollCall = {
  method: 'in_person',
  conductedBy: '架空 補助者',
  alcohol: { isDetected: false },
  health: { isWell: true },
  inspection: { isOk: true },
};

/** The code was read out by an operator; a mistyped one opens nothing. */
async function pair(town: Town, driver: Driver): Promise<void> {
  const { vehicleId, random } = driver;
  const code = town.machine.people.pairingCodes.get(vehicleId);
  if (code === undefined) return;
  const typed = random() < 0.85 ? code : `${code.slice(0, 4)}${1_000 + randomIndex(random, 9_000)}`;
  const answer = await town.network.call('pairTablet', { body: { code: typed, deviceName: 'タブレット' } });
  if (answer?.ok) driver.tablet = answer.answer.token;
  if (answer?.ok || random() < 0.3) town.machine.people.pairingCodes.delete(vehicleId);
}

async function signOff(town: Town, driver: Driver): Promise<void> {
  const { vehicleId } = driver;
  const answer = await town.network.call('signOff', { token: driver.token!, params: { vehicleId }, body: {} });
  if (answer?.ok) driver.token = undefined;
}

async function drive(town: Town, driver: Driver): Promise<void> {
  const { vehicleId, random } = driver;
  if (random() < 0.03) await readMessages(town, driver);
  if (random() < 0.06) await doSomethingElse(town, driver);
  if (driver.token === undefined) return;
  const answer = await town.network.call('getManifest', { token: driver.token!, params: { vehicleId } });
  if (answer && !answer.ok) driver.token = undefined; // somebody else has taken the vehicle over
  if (!answer?.ok) return;
  const action = random() < 0.05 ? anyAction(town, answer.answer, random) : nextAction(town, answer.answer, random);
  if (action) await town.network.call('reportAction', { token: driver.token!, params: { vehicleId }, body: action });
}

/** What a careful driver would do now, or null when there is nothing to do yet. */
function nextAction({ machine }: Town, { calls }: Manifest, random: Random): DriverAction | null {
  const [call] = calls;
  const atSec = machine.wallSec();
  if (!call || call.state === 'planned') return null;
  if (call.state === 'driving') {
    return atSec >= call.arriveSec + 60 * (random() - 0.3) ? { kind: 'arrived', callId: call.callId, atSec } : null;
  }
  const rider = call.riders.find((atCall) => atCall.action === 'leave') ?? call.riders[0];
  return rider ? helped(rider, atSec, random) : null;
}

function helped({ bookingId, action, noShowFromSec }: RiderAtCall, atSec: number, random: Random): DriverAction | null {
  if (action === 'leave') return { kind: 'dropped_off', bookingId, atSec };
  if (random() < 0.9) return { kind: 'boarded', bookingId, atSec };
  return noShowFromSec !== null && atSec >= noShowFromSec ? { kind: 'no_show', bookingId, atSec } : null;
}

function anyAction({ machine }: Town, { calls }: Manifest, random: Random): DriverAction | null {
  const call = calls[randomIndex(random, calls.length)] as Call | undefined;
  const rider = call?.riders[randomIndex(random, call.riders.length)];
  if (!call || !rider) return null;
  const atSec = machine.wallSec() - randomIndex(random, 600);
  if (random() < 0.2) return random() < 0.5 ? { kind: 'break_started', atSec } : { kind: 'break_ended', atSec };
  const kind = (['arrived', 'boarded', 'dropped_off', 'no_show'] as const)[randomIndex(random, 4)]!;
  if (kind === 'arrived') return { kind, callId: call.callId, atSec };
  return { kind, bookingId: rider.bookingId, atSec };
}

/** What the desk says; now and then it is acknowledged twice, or for something that was never said. */
async function readMessages({ network }: Town, { token, vehicleId, random }: Driver): Promise<void> {
  const answer = await network.call('getMessages', { token: token!, params: { vehicleId } });
  const messages = answer?.ok ? answer.answer.messages : [];
  const waiting = messages.filter(({ isAcknowledged }) => !isAcknowledged || random() < 0.2);
  if (waiting.length === 0 && random() < 0.9) return;
  const broadcastId = waiting.at(-1)?.broadcastId ?? 'none';
  await network.call('acknowledgeMessage', { token: token!, params: { vehicleId, broadcastId }, body: {} });
}

/** What does not happen on every trip. */
async function doSomethingElse(town: Town, driver: Driver): Promise<void> {
  const { random, vehicleId } = driver;
  const { network } = town;
  const token = driver.token!;
  const params = { vehicleId };
  const chance = random();
  if (chance < 0.1) await network.call('reportBreakdown', { token, params, body: anyOutage(town, random) });
  else if (chance < 0.15) {
    const reason = random() < 0.5 ? 'driver_unwell' : 'driver_left';
    const answer = await network.call('signOffEarly', { token, params, body: { reason } });
    if (answer?.ok) driver.token = undefined;
  } else if (chance < 0.6) await askForWalkOn(town, driver);
  else if (chance < 0.9) await network.call('undoAction', { token, params, body: {} });
  else await network.call('raiseSos', { token, params, body: {} });
}

/** Somebody at the stop wants to get on; the driver looks first, and mostly minds what is said. */
async function askForWalkOn({ machine, network }: Town, { token, vehicleId, random }: Driver): Promise<void> {
  const { stops } = machine.world.area;
  const toStopId = stops[randomIndex(random, stops.length)]!.id;
  const request = { token: token!, params: { vehicleId } };
  const body = { toStopId, party: anyParty(random), atSec: machine.wallSec() - randomIndex(random, 60) };
  const looked = await network.call('previewWalkOn', { ...request, body });
  if (!looked?.ok || (!looked.answer.fits && random() >= 0.1)) return;
  const boarded = await network.call('boardWalkOn', { ...request, body });
  const isMistake = boarded?.ok && body.atSec % 3 === 0; // not drawn: what else happens stays as it was
  if (isMistake) await network.call('undoAction', { ...request, body: {} });
}
