/** What a driver asks of the service besides the actions on the route; these need a connection, and say so without one. */
import type { Party } from '@noriai/core/contracts/trips.ts';
import type { WalkOnAnswer } from '@noriai/core/contracts/fleet.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { api, duty, forgetNewest, refresh } from './duty.ts';
import { ownPosition } from './own-position.ts';

const path = (): { vehicleId: string } => ({ vehicleId: duty.value?.vehicleId ?? '' });
const here = () => (ownPosition.value === null ? {} : { position: ownPosition.value });

/** Null when it was heard. */
export type Done = CallProblem | null;

export async function callForHelp(): Promise<Done> {
  const result = await api.call('raiseSos', { path: path(), body: here(), key: newKey(), patienceMs: 60_000 });
  return result.ok ? null : result.problem;
}

/** The vehicle cannot go on: its riders are fetched by others. */
export async function reportBreakdown(): Promise<Done> {
  const body = { reason: 'breakdown' as const, ...here() };
  const result = await api.call('reportBreakdown', { path: path(), body, key: newKey() });
  await refresh();
  return result.ok ? null : result.problem;
}

/** Takes the last action back: out of the queue while it waits there, else by the service. */
export async function undoLast(): Promise<Done> {
  if (await forgetNewest()) return null;
  const result = await api.call('undoAction', { path: path(), body: {}, key: newKey() });
  await refresh();
  return result.ok ? null : result.problem;
}

/** Whether somebody at the stop fits in, and what they pay. */
export async function askWalkOn(toStopId: string, party: Party): Promise<WalkOnAnswer | CallProblem> {
  const body = { toStopId, party, atSec: presentSec() };
  const result = await api.call('previewWalkOn', { path: path(), body });
  return result.ok ? result.answer : result.problem;
}

export async function boardWalkOn(toStopId: string, party: Party): Promise<Done> {
  const body = { toStopId, party, atSec: presentSec() };
  const result = await api.call('boardWalkOn', { path: path(), body, key: newKey() });
  await refresh();
  return result.ok ? null : result.problem;
}
