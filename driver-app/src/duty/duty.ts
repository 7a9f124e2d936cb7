/** The driver's duty: which vehicle, its calls as last heard, what was done since, and keeping all that delivered. */
import { driverMessages, type DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import type { DriverAction, Manifest } from '@noriai/core/contracts/driving.ts';
import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import { createApi, newKey, problemText, type CallProblem, type CallResult } from '@noriai/ui/api/client.ts';
import { connectLive, type LiveConnection, type LiveState } from '@noriai/ui/live/connection.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { area, setService } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { driverTexts } from '../texts/driver-texts.ts';
import { deliver, type ActionStore, type QueuedAction } from './action-queue.ts';
import { openActionStore } from './action-stores.ts';
import { addConflicts } from './conflicts.ts';
import { foresee } from './foresee.ts';
import { joinNews } from './join-news.ts';
import { losePairing, tabletApi } from './tablet.ts';

export interface Duty {
  readonly vehicleId: string;
  readonly driverName: string;
  readonly token: string;
}

const RETRY_MS = 4_000;

export const duty = signal<Duty | null>(readStored<Duty | null>('noriai.duty', null));
/** As the service last said; kept on the device, so that a reload in a valley still shows the calls. */
const heard = signal<Manifest | null>(readStored<Manifest | null>('noriai.manifest', null));
const said = signal<DriverMessages | null>(readStored<DriverMessages | null>('noriai.told', null));
/** Of the vehicle of this duty. */
export const heardMessages = computed<DriverMessages | null>(() =>
  said.value !== null && said.value.vehicleId === duty.value?.vehicleId ? said.value : null,
);
export const heardManifest: ReadonlySignal<Manifest | null> = heard;
export const kept = signal<readonly QueuedAction[]>([]);

export const api = createApi(() => duty.value?.token ?? null);
const connection = signal<LiveConnection | null>(null);
export const liveState = computed<LiveState>(() => connection.value?.state.value ?? 'connecting');
export const liveSocket = computed(() => connection.value?.socket ?? null);

/** The calls as the driver sees them: with everything that was done, delivered or not. */
export const manifest = computed<Manifest | null>(() => {
  if (heard.value === null || heard.value.vehicleId !== duty.value?.vehicleId) return null;
  const mine = kept.value.filter(({ vehicleId }) => vehicleId === duty.value?.vehicleId);
  const wait = area.value?.promises.noShowWaitSec ?? 0;
  return foresee(
    heard.value,
    mine.map(({ action }) => action),
    wait,
  );
});

/** Takes over a manifest unless a newer one is already known. */
function hear(view: Manifest): void {
  const isOlder = heard.value?.vehicleId === view.vehicleId && view.sequence < heard.value.sequence;
  if (isOlder) return;
  heard.value = view;
  writeStored('noriai.manifest', view);
}

/** Who begins a duty: a name, with the town's code where one is asked for; or the number and PIN of a paired tablet's driver. */
export type Driver =
  { readonly driverName: string; readonly code?: string } | { readonly driverNumber: string; readonly pin: string };

function hearMessages(view: DriverMessages): void {
  const before = said.value?.vehicleId === view.vehicleId ? said.value.news : [];
  keepSaid({ ...view, news: joinNews(before, view.news, presentSec()) });
}

function keepSaid(view: DriverMessages | null): void {
  said.value = view;
  writeStored('noriai.told', view);
}

/** Begins a duty; returns what is wrong, or null. */
export async function signOn(vehicleId: string, driver: Driver, rollCall?: OwnRollCall): Promise<CallProblem | null> {
  const path = { vehicleId };
  const told = rollCall && { rollCall };
  const result =
    'pin' in driver
      ? await tabletApi.call('signOnDriver', { path, body: { ...driver, ...told }, key: newKey() })
      : await api.call('signOn', { path, body: { ...driver, ...told }, key: newKey() });
  if (!result.ok) {
    if (result.problem.code === 'not_signed_in') losePairing();
    return result.problem;
  }
  const driverName = 'pin' in driver ? driver.driverNumber : driver.driverName;
  setDuty({ vehicleId, driverName, token: result.answer.token });
  await refresh();
  return null;
}

/** Ends the duty; refused while somebody is on board or booked. */
export async function signOff(rollCall?: OwnRollCall): Promise<CallProblem | null> {
  return leaveDuty((path) => api.call('signOff', { path, body: { ...(rollCall && { rollCall }) }, key: newKey() }));
}

/** Ends the duty although riders are booked: they go with others. */
export async function signOffEarly(
  reason: 'driver_unwell' | 'driver_left',
  rollCall?: OwnRollCall,
): Promise<CallProblem | null> {
  const body = { reason, ...(rollCall && { rollCall }) };
  return leaveDuty((path) => api.call('signOffEarly', { path, body, key: newKey() }));
}

async function leaveDuty(
  leave: (path: { vehicleId: string }) => Promise<CallResult<Manifest>>,
): Promise<CallProblem | null> {
  await deliverAll();
  const result = await leave({ vehicleId: duty.value?.vehicleId ?? '' });
  if (!result.ok) return result.problem;
  setDuty(null);
  return null;
}

function setDuty(next: Duty | null): void {
  duty.value = next;
  writeStored('noriai.duty', next);
  if (next === null) {
    heard.value = null;
    writeStored('noriai.manifest', null);
    keepSaid(null);
  }
}

/** Asks for the present calls. */
export async function refresh(): Promise<void> {
  if (duty.value === null) return;
  const result = await api.call('getManifest', { path: { vehicleId: duty.value.vehicleId } });
  if (result.ok) hear(result.answer);
  else if (result.problem.code === 'not_signed_in') loseDuty();
}

/** The service does not know this duty any more (signed off elsewhere): sign on again, what was done stays kept. */
function loseDuty(): void {
  setDuty(null);
  announce(driverTexts.value.dutyLost, true);
}

const store: Promise<ActionStore> = openActionStore();

/** Something the driver did just now: kept first, then sent. */
export async function act(action: Untimed<DriverAction>): Promise<void> {
  if (duty.value === null) return;
  const timed = { ...action, atSec: presentSec() } as DriverAction;
  const queued = { key: newKey(), vehicleId: duty.value.vehicleId, action: timed, ...subjectOf(timed) };
  await (await store).add(queued);
  kept.value = [...kept.value, queued];
  void deliverAll();
}

/** The booking and stop that an action is about, as the driver sees them now. */
function subjectOf(action: DriverAction): Pick<QueuedAction, 'bookingNumber' | 'stopName'> {
  const calls = manifest.value?.calls ?? [];
  if (action.kind === 'arrived') return { stopName: calls.find(({ callId }) => callId === action.callId)?.stopName };
  if (action.kind === 'break_started' || action.kind === 'break_ended') return {};
  for (const { riders, stopName } of calls) {
    const rider = riders.find(({ bookingId }) => bookingId === action.bookingId);
    if (rider) return { bookingNumber: rider.number, stopName };
  }
  return {};
}

/**
 * Takes back the newest action that has not been delivered, if there is one. Where the answer alone was lost the service
 * has it all the same: then the calls show it again once they are heard, and it is undone like any other.
 */
export async function forgetNewest(): Promise<boolean> {
  await deliverAll();
  const [newest] = kept.value.filter(({ vehicleId }) => vehicleId === duty.value?.vehicleId).slice(-1);
  if (!newest) return false;
  await (await store).remove(newest.key);
  kept.value = kept.value.filter(({ key }) => key !== newest.key);
  return true;
}

type Untimed<T> = T extends unknown ? Omit<T, 'atSec'> : never;

let delivering: Promise<void> | null = null;

/** Sends what is kept; one round at a time, so that order is kept. */
export function deliverAll(): Promise<void> {
  delivering ??= deliverRound().finally(() => {
    delivering = null;
  });
  return delivering;
}

async function deliverRound(): Promise<void> {
  const actions = await store;
  const round = await deliver(actions, ({ vehicleId, action, key }) =>
    api.call('reportAction', { path: { vehicleId }, body: action, key, patienceMs: 0 }),
  );
  if (round.manifest) hear(round.manifest);
  addConflicts(round.refused);
  if (round.refused.length > 0) await refresh();
  kept.value = await actions.all();
  if (round.stoppedBy?.code === 'not_signed_in' && duty.value !== null) loseDuty();
}

/** `乗りました 予約番号 5` */
export function actionWords({ action, bookingNumber }: QueuedAction): string {
  const t = driverTexts.value;
  const words = {
    arrived: t.arrived,
    boarded: t.boarded,
    dropped_off: t.droppedOff,
    no_show: t.noShow,
    break_started: t.breakStarted,
    break_ended: t.breakEnded,
  }[action.kind];
  return bookingNumber === undefined ? words : `${words} ${t.number(bookingNumber)}`;
}

/** A problem in the driver's language. */
export function whyNot(problem: CallProblem): string {
  const own = problem.code === 'unreachable' ? sharedTexts.value.unreachable : sharedTexts.value.unexpected;
  return problemText(problem, language.value) ?? own;
}

/** Keeps the live connection and the queue going for as long as the page is open. */
export async function keepOnDuty(): Promise<void> {
  effect(() => {
    const token = duty.value?.token;
    const handlers = { manifest: hear, messages: hearMessages, service: setService, onUnknownToken: loseDuty };
    const made = connectLive(token === undefined ? {} : { token }, handlers, { messages: driverMessages });
    connection.value = made;
    return () => made.close();
  });
  effect(() => {
    if (liveState.value === 'connected') void deliverAll();
  });
  kept.value = await (await store).all();
  setInterval(() => {
    if (kept.value.length > 0) void deliverAll();
  }, RETRY_MS);
  await deliverAll();
  await refresh();
}
