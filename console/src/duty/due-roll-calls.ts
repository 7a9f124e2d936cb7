/** Who needs a roll call (点呼), worked out from the day: shifts to come, duties that run, duties that are over. */
import type { BoardVehicle } from '@noriai/core/contracts/board.ts';
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';

/** `missed`: the duty runs without a roll call before it. `later`: on duty, to be called when it is over. */
export interface DueRollCall {
  readonly kind: 'before' | 'missed' | 'after' | 'later';
  /** Null where nobody has signed on to the shift yet. */
  readonly driverName: string | null;
  readonly vehicleId: string;
  readonly sec: number;
}

/** Shifts that begin within this time are due. */
const AHEAD_SEC = 4 * 3_600;
const rank = { missed: 0, after: 1, before: 2, later: 3 } as const;

/** The most urgent first. A shift is due until somebody was called for its vehicle or has signed on. O(duties and shifts) */
export function dueRollCalls(
  { duties, rollCalls }: Pick<RollCallDay, 'duties' | 'rollCalls'>,
  vehicles: readonly BoardVehicle[],
  nowSec: number,
): readonly DueRollCall[] {
  const ofDuties = duties.flatMap((duty): DueRollCall[] => {
    const { driverName, vehicleId, startSec, endSec } = duty;
    if (endSec === null && !duty.hasBefore) return [{ kind: 'missed', driverName, vehicleId, sec: startSec }];
    if (endSec === null) return [{ kind: 'later', driverName, vehicleId, sec: startSec }];
    return duty.hasAfter ? [] : [{ kind: 'after', driverName, vehicleId, sec: endSec }];
  });
  const isCalled = (vehicleId: string, startSec: number): boolean =>
    rollCalls.some(
      ({ rollCall }) =>
        rollCall.phase === 'before' && rollCall.vehicleId === vehicleId && rollCall.atSec >= startSec - AHEAD_SEC,
    );
  const ofShifts = vehicles.flatMap(({ vehicleId, driverName, isVirtual, shifts }) =>
    driverName !== null || isVirtual
      ? []
      : shifts
          .filter(({ startSec, endSec }) => startSec - AHEAD_SEC <= nowSec && nowSec < endSec)
          .filter(({ startSec }) => !isCalled(vehicleId, startSec))
          .map(({ startSec }): DueRollCall => ({ kind: 'before', driverName: null, vehicleId, sec: startSec })),
  );
  return [...ofDuties, ...ofShifts].sort(
    (a, b) => rank[a.kind] - rank[b.kind] || a.sec - b.sec || (a.vehicleId < b.vehicleId ? -1 : 1),
  );
}
