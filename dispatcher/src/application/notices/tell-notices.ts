/** The notices of a fact are made once, for all that carry them on. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { noticesOf, type Notice } from '@noriai/core/dispatch/notices.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';

export interface NoticeCarrier {
  /** False where the notices of the fact would be of no use: in a replay, nearly always. */
  wants(entry: LedgerEntry): boolean;
  factHappened(entry: LedgerEntry, notices: readonly Notice[]): void;
}

/** To be called after each fact, with the state in which it is the newest. */
export function tellNotices(
  world: ServiceWorld,
  carriers: readonly NoticeCarrier[],
  onTrouble: (message: string, error: unknown) => void,
): (entry: LedgerEntry, state: DispatchState) => void {
  return (entry, state) => {
    const wanting = carriers.filter((carrier) => carrier.wants(entry));
    if (wanting.length === 0) return;
    try {
      const notices = noticesOf(world, state, entry);
      for (const carrier of wanting) carrier.factHappened(entry, notices);
    } catch (error) {
      onTrouble('a notice could not be made', error);
    }
  };
}
