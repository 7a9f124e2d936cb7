/** A town for a run, by seed: stops on one street, or streets that can be closed; few seats, and rules of its own. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { WorkRules } from '@noriai/core/contracts/area.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { drawnWorld, type DrawnPlace } from '@noriai/core/testing/drawn-world.ts';
import { drawTown } from '@noriai/core/testing/draw-town.ts';
import { lineWorld, type LineWorldOptions } from '@noriai/core/testing/line-world.ts';
import { drawRules, drawTimetable } from './draw-rules.ts';

/** Every third town has streets that can be closed; most have rules about who may ride where, some a timetable. */
export function drawWorld(random: Random): ServiceWorld {
  const upTo = (most: number): number => randomIndex(random, most + 1);
  const policy = { improveEverySec: anyImprovementSec(random), improveSteps: 10 + upTo(40) };
  const options: LineWorldOptions = {
    vehicles: 1 + upTo(4),
    seats: 2 + upTo(7),
    wheelchairPlaces: upTo(2),
    promises: { offerHoldSec: 30 + upTo(200), maxOffers: 1 + upTo(3), noShowWaitSec: 60 + upTo(180) },
    work: anyWork(random),
    rules: { policy },
  };
  const stops = 5 + upTo(15);
  const legSec = 30 + upTo(200);
  const isOnLine = random() < 2 / 3;
  const places = crossings.slice(0, 4 + upTo(crossings.length - 4));
  const build = (given: LineWorldOptions): ServiceWorld =>
    isOnLine ? lineWorld({ ...given, stops, legSec }) : drawnWorld(blocks, places, ['F', 'G', 500], given);
  const plain = build(options);
  const rules = { ...drawRules(random, plain.area.stops), policy };
  return build({ ...options, rules, ...(random() < 0.5 && { timetable: drawTimetable(random, plain.area.stops) }) });
}

/** Never in half of the towns; in some so often that one search is hardly over before the next begins. */
function anyImprovementSec(random: Random): number {
  const chance = random();
  if (chance < 0.5) return 0;
  return chance < 0.65 ? 5 + randomIndex(random, 26) : 60 + randomIndex(random, 241);
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
