/** Where the demo's riders want to go: in small waves between one neighbourhood and one shop, clinic or station, as people do. */
import type { Position } from '@noriai/core/contracts/area.ts';
import type { AreaView } from '@noriai/core/contracts/service.ts';
import type { TripRequest } from '@noriai/core/contracts/trips.ts';
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';

type Stop = AreaView['stops'][number];

/** Riders of one wave: so many, and up to so many more. */
const WAVE_LEAST = 2;
const WAVE_SPREAD = 3;
/** Stops of one neighbourhood. */
const NEIGHBOURS = 5;

interface Wave {
  readonly homes: readonly Stop[];
  readonly goal: Stop;
  readonly isOutward: boolean;
  left: number;
}

export class TripWishes {
  private readonly area: AreaView;
  private readonly stops: readonly Stop[];
  private readonly random: Random;
  private wave: Wave;

  constructor(area: AreaView, random: Random) {
    this.area = area;
    this.stops = area.stops.filter((stop) => stop.boarding && stop.alighting && stop.closed.length === 0);
    this.random = random;
    this.wave = this.firstWave();
  }

  next(): TripRequest {
    if (this.wave.left <= 0) this.wave = this.newWave();
    this.wave.left--;
    const { homes, goal, isOutward } = this.wave;
    const home = this.pick(homes);
    const [from, to] = isOutward ? [home, goal] : [goal, home];
    const chance = this.random();
    return {
      from: { kind: 'stop', stopId: from.id },
      to: { kind: 'stop', stopId: to.id },
      when: { kind: 'now' },
      party: { adults: chance < 0.85 ? 1 : 2, children: 0, reduced: chance > 0.95 ? 1 : 0, wheelchairs: 0 },
    };
  }

  /** From the stop nearest to the vehicles, so that a newcomer soon sees something move. */
  private firstWave(): Wave {
    const depot = this.area.depots[0]!.position;
    const goal = nearest(this.stops, depot, 1)[0]!;
    const home = nearest(this.without(goal), depot, 12).at(-1)!;
    return { goal, homes: nearest(this.without(goal), home.position, 3), isOutward: false, left: 4 };
  }

  private newWave(): Wave {
    const goals = this.stops.filter((stop) => stop.kind !== undefined && stop.kind !== 'stop');
    const goal = this.pick(goals.length > 0 ? goals : this.stops);
    const homes = nearest(this.without(goal), this.pick(this.without(goal)).position, NEIGHBOURS);
    return { goal, homes, isOutward: this.random() < 0.5, left: WAVE_LEAST + randomIndex(this.random, WAVE_SPREAD) };
  }

  private without(goal: Stop): Stop[] {
    return this.stops.filter((stop) => stop !== goal);
  }

  private pick<T>(items: readonly T[]): T {
    return items[randomIndex(this.random, items.length)]!;
  }
}

function nearest(stops: readonly Stop[], to: Position, count: number): Stop[] {
  const awayM = ({ position }: Stop): number =>
    distanceM(position.lat * 1e7, position.lon * 1e7, to.lat * 1e7, to.lon * 1e7);
  return stops.toSorted((a, b) => awayM(a) - awayM(b)).slice(0, count);
}
