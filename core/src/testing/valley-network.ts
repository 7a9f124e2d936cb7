/**
 * A made-up prefecture for benchmarks: one city, towns of all sizes with streets in a bent grid, winding valley roads from
 * town to town, lanes that end on the slopes. Nothing in it is a real place. The same seed gives the same network.
 */
import { randomIndex, seededRandom, type Random } from '../containers/random.ts';
import { buildArcGraph, type ArcGraph } from '../graph/arc-graph.ts';

export interface ValleyNetwork {
  readonly graph: ArcGraph;
  readonly weightsMs: Int32Array;
  /** Metres. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const BLOCK_M = 70;
const ROAD_STEP_M = 120;
const LANE_STEP_M = 60;
/** Share of all nodes in the city and in the largest town; towns shrink from there. */
const CITY_SHARE = 0.04;
const TOWN_SHARE = 0.01;

/** Strongly connected but for one-way stubs; exactly `nodeCount` nodes and about 2.2 arcs a node, as real ones have. */
export function valleyNetwork(nodeCount: number, seed: number): ValleyNetwork {
  return new ValleyBuilder(nodeCount, seededRandom(seed)).build();
}

interface Town {
  readonly x: number;
  readonly y: number;
  /** Nodes of its streets, by row. */
  readonly nodes: readonly number[];
}

class ValleyBuilder {
  private readonly nodeCount: number;
  private readonly random: Random;
  private readonly sizeM: number;
  private readonly towns: Town[] = [];
  private readonly x: number[] = [];
  private readonly y: number[] = [];
  private readonly tails: number[] = [];
  private readonly heads: number[] = [];
  private readonly ms: number[] = [];

  constructor(nodeCount: number, random: Random) {
    this.nodeCount = nodeCount;
    this.random = random;
    this.sizeM = 170 * Math.sqrt(nodeCount);
  }

  build(): ValleyNetwork {
    const { towns } = this;
    let share = CITY_SHARE;
    while (this.x.length < this.nodeCount * 0.7) {
      // A crossing brings some two nodes between it and its neighbours.
      const crossings = Math.max(4, (this.nodeCount / 3) * share * (0.3 + 0.7 * this.random()));
      towns.push(this.addTown(Math.min(Math.floor(Math.sqrt(crossings)), 300), towns.length === 0));
      this.connect();
      share = Math.max(0.0002, towns.length === 1 ? TOWN_SHARE : share * 0.985);
    }
    while (this.x.length < this.nodeCount) this.addLane(randomIndex(this.random, this.x.length));
    const { graph, order } = buildArcGraph(this.nodeCount, this.tails, this.heads);
    return {
      graph,
      weightsMs: Int32Array.from(order, (given) => this.ms[given]!),
      x: Float64Array.from(this.x),
      y: Float64Array.from(this.y),
    };
  }

  /** A grid of `side` × `side` crossings, turned and bent; every sixth street is a main street. */
  private addTown(side: number, isCity: boolean): Town {
    const { random } = this;
    const [x, y] = isCity ? [this.sizeM / 2, this.sizeM / 3] : this.lonelyPlace();
    const turn = random() * Math.PI;
    const bend = random() * 0.6;
    const nodes: number[] = [];
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const angle = turn + (bend * (row - column)) / side;
        const along = (column - side / 2 + 0.5 * random()) * BLOCK_M;
        const across = (row - side / 2 + 0.5 * random()) * BLOCK_M;
        nodes.push(
          this.addNode(
            x + along * Math.cos(angle) - across * Math.sin(angle),
            y + along * Math.sin(angle) + across * Math.cos(angle),
          ),
        );
        const here = nodes.length - 1;
        if (column > 0) this.addTownStreet(nodes[here - 1]!, nodes[here]!, row % 6 === 0);
        if (row > 0) this.addTownStreet(nodes[here - side]!, nodes[here]!, column % 6 === 0);
      }
    }
    return { x, y, nodes };
  }

  /** Of a few random places the one farthest from every town so far. */
  private lonelyPlace(): readonly [number, number] {
    let best: readonly [number, number] = [0, 0];
    let bestDistance = -1;
    for (let i = 0; i < 8; i++) {
      const place = [this.random() * this.sizeM, this.random() * this.sizeM] as const;
      const distance = Math.min(...this.towns.map((town) => Math.hypot(town.x - place[0], town.y - place[1])));
      if (distance <= bestDistance) continue;
      best = place;
      bestDistance = distance;
    }
    return best;
  }

  private addTownStreet(a: number, b: number, isMain: boolean): void {
    const chance = this.random();
    if (isMain) this.addBentStreet(a, b, 40, true);
    else if (chance < 0.8) this.addBentStreet(a, b, 22, true);
    else if (chance < 0.85) this.addBentStreet(a, b, 22, false);
    else if (chance < 0.9) this.addBentStreet(b, a, 22, false);
  }

  /** With none, one or two nodes between its ends, as surveyed streets have. */
  private addBentStreet(from: number, to: number, kmh: number, isTwoWay: boolean): void {
    const bends = randomIndex(this.random, 3);
    let last = from;
    for (let i = 1; i <= bends; i++) {
      const part = i / (bends + 1);
      const aside = () => (this.random() - 0.5) * 10;
      const x = this.x[from]! + (this.x[to]! - this.x[from]!) * part + aside();
      const node = this.addNode(x, this.y[from]! + (this.y[to]! - this.y[from]!) * part + aside());
      this.addStreet(last, node, kmh, isTwoWay);
      last = node;
    }
    this.addStreet(last, to, kmh, isTwoWay);
  }

  /** Joins the last town to the nearest earlier ones: always to one, to a second or third less often (passes). */
  private connect(): void {
    const { towns } = this;
    const last = towns.at(-1)!;
    const distance = (town: Town) => Math.hypot(town.x - last.x, town.y - last.y);
    const near = towns.slice(0, -1).sort((a, b) => distance(a) - distance(b));
    near.slice(0, 3).forEach((town, i) => {
      if (i === 0 || this.random() < 0.4) this.addValleyRoad(this.nearestOf(last, town), this.nearestOf(town, last));
    });
  }

  private nearestOf(town: Town, to: Town): number {
    let best = town.nodes[0]!;
    const distance = (node: number) => Math.hypot(this.x[node]! - to.x, this.y[node]! - to.y);
    for (const node of town.nodes) if (distance(node) < distance(best)) best = node;
    return best;
  }

  /** A road that swings around the straight line, with lanes up the side valleys. */
  private addValleyRoad(from: number, to: number): void {
    const [ax, ay, bx, by] = [this.x[from]!, this.y[from]!, this.x[to]!, this.y[to]!];
    const lengthM = Math.hypot(bx - ax, by - ay);
    const steps = Math.max(1, Math.round((lengthM * 1.25) / ROAD_STEP_M));
    const swing = (0.1 + 0.1 * this.random()) * Math.min(lengthM, 4000);
    let last = from;
    for (let i = 1; i < steps; i++) {
      const part = i / steps;
      const aside = Math.sin(part * Math.PI * 2 * Math.ceil(lengthM / 3000)) * swing * Math.sin(part * Math.PI);
      const nx = ax + (bx - ax) * part - ((by - ay) / lengthM) * aside;
      const ny = ay + (by - ay) * part + ((bx - ax) / lengthM) * aside;
      const node = this.addNode(nx, ny);
      this.addStreet(last, node, 45, true);
      last = node;
    }
    this.addStreet(last, to, 45, true);
  }

  /** Two to six steps away from a node, now and then back to the network. */
  private addLane(from: number): void {
    const heading = this.random() * 2 * Math.PI;
    const steps = 2 + randomIndex(this.random, 5);
    let last = from;
    for (let i = 0; i < steps && this.x.length < this.nodeCount; i++) {
      const angle = heading + (this.random() - 0.5);
      const node = this.addNode(
        this.x[last]! + LANE_STEP_M * Math.cos(angle),
        this.y[last]! + LANE_STEP_M * Math.sin(angle),
      );
      this.addStreet(last, node, 18, true);
      last = node;
    }
  }

  private addNode(x: number, y: number): number {
    this.x.push(x);
    return this.y.push(y) - 1;
  }

  private addStreet(from: number, to: number, kmh: number, isTwoWay: boolean): void {
    const meters = Math.hypot(this.x[from]! - this.x[to]!, this.y[from]! - this.y[to]!);
    // Nobody drives every street at the same speed: up to a fifth slower.
    const ms = Math.max(1, Math.round((meters * 3600 * (1 + 0.2 * this.random())) / kmh));
    this.tails.push(from);
    this.heads.push(to);
    this.ms.push(ms);
    if (!isTwoWay) return;
    this.tails.push(to);
    this.heads.push(from);
    this.ms.push(ms);
  }
}
