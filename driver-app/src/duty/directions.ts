/** The drives to the next calls, turn by turn, kept on the device for where there is no signal. */
import type { Call, Directions, DirectionsLeg } from '@noriai/core/contracts/driving.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { effect, signal } from '@preact/signals';
import { api, duty, heardManifest, liveState } from './duty.ts';

const STORED_AS = 'noriai.directions';

const directions = signal<Directions | null>(readStored<Directions | null>(STORED_AS, null));

/** The drive to a call, or null while it is not known. Calls change their id when people join, so the stop counts too. */
export function findLeg(call: Call | undefined): DirectionsLeg | null {
  const legs = directions.value?.vehicleId === duty.value?.vehicleId ? (directions.value?.legs ?? []) : [];
  if (!call) return null;
  return legs.find(({ callId }) => callId === call.callId) ?? legs.find(({ stopId }) => stopId === call.stopId) ?? null;
}

/** Asks again whenever the calls change; returns how to stop. */
export function keepDirections(): () => void {
  let asked = '';
  return effect(() => {
    const calls = (heardManifest.value?.calls ?? []).map(({ stopId }) => stopId).join(' ');
    const vehicleId = duty.value?.vehicleId;
    if (liveState.value !== 'connected' || vehicleId === undefined || calls === asked) return;
    asked = calls;
    void load(vehicleId).then((isLoaded) => {
      if (!isLoaded) asked = '';
    });
  });
}

async function load(vehicleId: string): Promise<boolean> {
  const result = await api.call('getDirections', { path: { vehicleId } });
  if (!result.ok) return false;
  directions.value = withPast(result.answer);
  writeStored(STORED_AS, directions.value);
  return true;
}

/** The leg being driven stays known when the vehicle has been sent on: the new answer begins after it. */
function withPast(next: Directions): Directions {
  const known = new Set(next.legs.map(({ callId }) => callId));
  const old = directions.value?.vehicleId === next.vehicleId ? directions.value.legs : [];
  return { ...next, legs: [...next.legs, ...old.filter(({ callId }) => !known.has(callId)).slice(0, 1)] };
}
