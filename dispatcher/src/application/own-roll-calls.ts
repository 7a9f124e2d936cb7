/**
 * Roll calls (点呼) that come with signing on and off, as the driver wrote them down on the tablet. Each is a command of its
 * own: one that says "must not drive" is kept although nobody signs on, and the fact names the driver, not the desk.
 */
import type { OwnRollCall, RollCall } from '@noriai/core/contracts/fleet.ts';
import type { CommandResult } from './dispatch-loop.ts';
import type { OperationParts } from './operations.ts';
import { sealText, withRollCallTexts } from './personal-text.ts';

interface Driver {
  readonly driverName: string;
  readonly driverId?: string | undefined;
}
type Told = { readonly ok: true } | Extract<CommandResult, { ok: false }>;

/** @param key of the request that the roll call came with; a repeated request records nothing twice */
export function ownRollCalls(
  parts: Pick<OperationParts, 'loop' | 'clock' | 'ids' | 'hasher' | 'accounts'>,
  key: string,
) {
  const record = async (
    phase: 'before' | 'after',
    vehicleId: string,
    { driverName, driverId }: Driver,
    own: OwnRollCall,
  ): Promise<RollCall | Extract<CommandResult, { ok: false }>> => {
    const who = { driverName, ...(driverId !== undefined && { driverId }), vehicleId };
    const sealed = withRollCallTexts(own, (text) => sealText(parts.accounts.vault, text));
    const rollCall: RollCall = { ...sealed, ...who, phase, atSec: parts.clock.nowSec(), mayDrive: isFit(own) };
    const result = await parts.loop.submit({
      actor: { kind: 'driver', vehicleId },
      key: parts.hasher.hash(`roll call ${key}`),
      contentHash: parts.hasher.hash(JSON.stringify([phase, who, own])),
      command: { kind: 'record_roll_call', rollCallId: parts.ids.newId(), rollCall },
    });
    return result.ok ? rollCall : result;
  };
  return {
    /** Refused when the roll call says that the driver or the vehicle must not drive. */
    async before(vehicleId: string, driver: Driver, own: OwnRollCall | undefined): Promise<Told> {
      if (!own) return { ok: true };
      const recorded = await record('before', vehicleId, driver, own);
      if (!('mayDrive' in recorded)) return recorded;
      if (recorded.mayDrive) return { ok: true };
      return { ok: false, refusal: 'no_roll_call', detail: 'the roll call was recorded; it says: must not drive' };
    },
    /** The duty has ended by now, so nothing is refused any more. */
    async after(vehicleId: string, driver: Driver, own: OwnRollCall | undefined): Promise<void> {
      if (own) await record('after', vehicleId, driver, own);
    },
  };
}

/** No alcohol, well, and the vehicle in order. */
function isFit({ alcohol, health, inspection }: OwnRollCall): boolean {
  return !alcohol.isDetected && health.isWell && inspection?.isOk !== false;
}
