/** A town for a run, by seed: stops on one street, or streets that can be closed; few seats, and rules of work of its own. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { WorkRules } from '@noriai/core/contracts/area.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { drawnWorld, type DrawnPlace } from '@noriai/core/testing/drawn-world.ts';
import { drawTown } from '@noriai/core/testing/draw-town.ts';
import { lineWorld, type LineWorldOptions } from '@noriai/core/testing/line-world.ts';

/** Every third town has streets that can be closed. */
export function drawWorld(random: Random): ServiceWorld {
  const upTo = (most: number): number => randomIndex(random, most + 1);
  const options: LineWorldOptions = {
    vehicles: 1 + upTo(4),
    seats: 2 + upTo(7),
    wheelchairPlaces: upTo(2),
    promises: { offerHoldSec: 30 + upTo(200), maxOffers: 1 + upTo(3), noShowWaitSec: 60 + upTo(180) },
    work: anyWork(random),
    rules: { policy: { improveEverySec: random() < 0.5 ? 60 + upTo(240) : 0, improveSteps: 10 + upTo(40) } },
  };
  const stops = 5 + upTo(15);
  const legSec = 30 + upTo(200);
  if (random() < 2 / 3) return lineWorld({ ...options, stops, legSec });
  return drawnWorld(blocks, crossings.slice(0, 4 + upTo(crossings.length - 4)), ['F', 'G', 500], options);
}

const blocks = drawTown(`
A 90 B 90 C 90 D
|    |    |    |
E 90 F 90 G 90 H
|    |    |    |
I 90 J 90 K 90 L`);

const crossings: readonly DrawnPlace[] = [
  ['A', 'B', 500],
  ['C', 'D', 500],
  ['G', 'H', 500],
  ['I', 'J', 500],
  ['K', 'L', 500],
  ['E', 'F', 500],
  ['B', 'F', 500],
  ['G', 'K', 500],
];

function anyWork(random: Random): WorkRules {
  const hasPause = random() < 0.4;
  return {
    ...(random() < 0.3 && { rollCall: 'required' as const }),
    ...(random() < 0.3 && { hours: 'jp_taxi_2024' as const }),
    ...(hasPause && { pauses: [{ kind: 'break' as const, from: '12:00', until: '13:00', durationSec: 1_200 }] }),
  };
}
