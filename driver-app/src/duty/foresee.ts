/** The manifest as it will be once the kept actions are delivered: what the driver sees while there is no connection. */
import type { Call, DriverAction, Manifest, RiderAtCall } from '@noriai/core/contracts/driving.ts';
import { partySize } from '@noriai/core/contracts/trips.ts';

/** @param noShowWaitSec how long the driver waits past the promised start before a no-show may be recorded */
export function foresee(manifest: Manifest, actions: readonly DriverAction[], noShowWaitSec: number): Manifest {
  return actions.reduce((seen, action) => foreseeOne(seen, action, noShowWaitSec), manifest);
}

function foreseeOne(manifest: Manifest, action: DriverAction, noShowWaitSec: number): Manifest {
  switch (action.kind) {
    case 'arrived':
      return {
        ...manifest,
        calls: manifest.calls.map((call) =>
          call.callId === action.callId ? arrive(call, action.atSec, noShowWaitSec) : call,
        ),
      };
    case 'boarded':
      return without(manifest, action.bookingId, ['board'], 1);
    case 'dropped_off':
      return without(manifest, action.bookingId, ['leave'], -1);
    case 'no_show':
      // Who did not come does not leave anywhere either.
      return without(manifest, action.bookingId, ['board', 'leave'], 0);
    case 'break_started':
      return { ...manifest, pause: startedPause(manifest, action.atSec) };
    case 'break_ended':
      return { ...manifest, pause: null };
  }
}

/** The break that was planned next, begun now; one of unknown length where none was planned. */
function startedPause({ pause }: Manifest, atSec: number): NonNullable<Manifest['pause']> {
  if (pause?.kind === 'break')
    return { ...pause, isUnderWay: true, beginSec: atSec, endSec: atSec + pause.endSec - pause.beginSec };
  return { pauseId: 'begun', kind: 'break', isUnderWay: true, placeName: null, beginSec: atSec, endSec: atSec };
}

function arrive(call: Call, atSec: number, noShowWaitSec: number): Call {
  const riders = call.riders.map((rider) =>
    rider.action === 'board' && rider.noShowFromSec === null
      ? { ...rider, noShowFromSec: Math.max(atSec, rider.promisedFromSec) + noShowWaitSec }
      : rider,
  );
  return { ...call, state: 'arrived', riders };
}

/** Takes the rider off the calls; a call where nobody is left to serve is over. */
function without(
  manifest: Manifest,
  bookingId: string,
  done: readonly RiderAtCall['action'][],
  sign: 1 | 0 | -1,
): Manifest {
  const isDone = (rider: RiderAtCall): boolean => rider.bookingId === bookingId && done.includes(rider.action);
  const served = manifest.calls.flatMap(({ riders }) => riders).find(isDone);
  const onBoard = manifest.onBoard + sign * (served ? partySize(served.party) : 0);
  const calls = manifest.calls
    .map((call) => ({ ...call, riders: call.riders.filter((rider) => !isDone(rider)) }))
    .filter(({ riders }) => riders.length > 0);
  return { ...manifest, onBoard: Math.max(0, onBoard), calls };
}
