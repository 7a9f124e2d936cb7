import type { Random } from '@noriai/core/containers/random.ts';
import type { Machine } from './machine.ts';
import type { Network } from './network.ts';
import type { Script } from './script.ts';

/** What riders and drivers of a run share. */
export interface Town {
  readonly machine: Machine;
  readonly network: Network;
  readonly script: Script;
  readonly random: Random;
  /** Enough has been done; everybody ends what is under way. */
  readonly isOver: boolean;
  /** Ids that anybody may try, as one who has looked over somebody's shoulder. */
  readonly strangers: { readonly riderIds: string[]; readonly offerIds: string[]; readonly bookingIds: string[] };
  /** Waits so many seconds of true time, and through the night until the service opens. */
  pause(sec: number): Promise<void>;
}
