/** Closures and slowdowns on the streets of an imported area. */
import type { StreetSelection } from '../contracts/streets.ts';
import { arcsOfChange, fixSelection, liveStateOf, type StreetChange } from './street-changes.ts';
import type { DriveStreets, DriveUnderWay, LiveStreets, Rest, StreetsDescribed } from './world.ts';
import { findTwinArc } from '../graph/arc-course.ts';
import type { ArcIndex, ArcPlace } from '../graph/snap.ts';
import { UNREACHABLE_MS } from '../routing/dijkstra.ts';
import type { RoadMetric, RoadNetwork } from '../routing/road-network.ts';
import { RoadQuery, type RoadRoute } from '../routing/road-query.ts';
import { refreshClass } from './class-streets.ts';
import { driveStreets, type ClassesOfStreets } from './drive-streets.ts';

/** Sets of changes whose streets are kept: those in force, those before, those to come. */
const KEPT = 6;

interface Changed {
  readonly classes: ClassesOfStreets;
  readonly drive: DriveStreets;
}

export class ChangingStreets implements LiveStreets {
  readonly network: RoadNetwork;
  /** As they are without any change. */
  readonly usualClasses: ClassesOfStreets;
  private readonly index: ArcIndex;
  private readonly usual: Changed;
  private readonly query: RoadQuery;
  private readonly kept = new Map<string, Changed>();

  constructor(network: RoadNetwork, index: ArcIndex, usualClasses: ClassesOfStreets, usual: DriveStreets) {
    this.network = network;
    this.index = index;
    this.usualClasses = usualClasses;
    this.usual = { classes: usualClasses, drive: usual };
    this.query = new RoadQuery(network);
  }

  fixSelection = (selection: StreetSelection): StreetSelection | null =>
    fixSelection(this.network.graph, this.index, selection);

  describe = (change: StreetChange): StreetsDescribed => {
    const { graph } = this.network;
    const arcs = new Set(arcsOfChange(graph, change));
    const lengths = new Map<string, number>();
    let lengthDm = 0;
    for (const arc of arcs) {
      const twin = findTwinArc(graph, arc);
      if (twin >= 0 && twin < arc && arcs.has(twin)) continue; // the other side of a street that is counted
      lengthDm += graph.arcLengthDm[arc]!;
      const name = graph.names[graph.arcName[arc]!]!;
      if (name !== '') lengths.set(name, (lengths.get(name) ?? 0) + graph.arcLengthDm[arc]!);
    }
    const names = [...lengths].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
    return { names, lengthM: Math.round(lengthDm / 10), places: this.placesOn(change, arcs) };
  };

  under = (changes: readonly StreetChange[]): DriveStreets => this.changed(changes).drive;

  remainingSec = (drive: DriveUnderWay, before: readonly StreetChange[], after: readonly StreetChange[]): Rest => {
    const was = this.changed(before).classes.get(drive.vehicleClass)!;
    const now = this.changed(after).classes.get(drive.vehicleClass)!;
    const [from, to, goal] = [drive.fromPlace, drive.toPlace, drive.newPlace].map((place) => was.places[place]!);
    const route = this.query.findRoute(was.metric, from!, to!);
    const here = route ? placeUnderWay(was.metric, route, drive) : from!;
    const ms = this.query.driveMs(now.metric, here, goal!);
    const isSame = drive.newPlace === drive.toPlace && ms === this.query.driveMs(was.metric, here, goal!);
    if (isSame) return 'as_before';
    return ms >= UNREACHABLE_MS ? 'no_way' : Math.ceil(ms / 1000);
  };

  /** Live state of each class under changes, for the street worker. */
  livesOf(changes: readonly StreetChange[]) {
    const names = [...this.usualClasses.keys()];
    return names.map((name) => [name, liveStateOf(this.network.graph, changes, name)] as const);
  }

  /** Keeps what a worker thread has made for these changes: from now on it comes at once. */
  keep(changes: readonly StreetChange[], classes: ClassesOfStreets): void {
    if (changes.length > 0) this.keepAs(keyOf(changes), classes);
  }

  has(changes: readonly StreetChange[]): boolean {
    return changes.length === 0 || this.kept.has(keyOf(changes));
  }

  private changed(changes: readonly StreetChange[]): Changed {
    if (changes.length === 0) return this.usual;
    const key = keyOf(changes);
    const known = this.kept.get(key);
    if (!known) {
      const made = this.livesOf(changes).map(
        ([name, live]) => [name, refreshClass(this.usualClasses.get(name)!, live)] as const,
      );
      return this.keepAs(key, new Map(made));
    }
    this.kept.delete(key); // the newest stand last
    this.kept.set(key, known);
    return known;
  }

  private keepAs(key: string, classes: ClassesOfStreets): Changed {
    const changed = { classes, drive: driveStreets(this.network, classes) };
    this.kept.set(key, changed);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return changed;
  }

  private placesOn(change: StreetChange, arcs: ReadonlySet<number>): number[] {
    const concerned = [...this.usualClasses].filter(([name]) => change.vehicleClasses?.includes(name) ?? true);
    const places = concerned.flatMap(([, own]) =>
      own.places.flatMap(({ arc }, place) => (arcs.has(arc) ? [place] : [])),
    );
    return [...new Set(places)].sort((a, b) => a - b);
  }
}

const keys = new WeakMap<readonly StreetChange[], string>();

/** Two lists with the same key change the streets alike. */
function keyOf(changes: readonly StreetChange[]): string {
  let key = keys.get(changes);
  if (key === undefined) {
    key = JSON.stringify(changes.map(({ streets, effect, vehicleClasses }) => [streets, effect, vehicleClasses]));
    keys.set(changes, key);
  }
  return key;
}

/** Where a vehicle is that left on time and drove as believed: the share of the way is the share of the time. */
function placeUnderWay(metric: RoadMetric, route: RoadRoute, drive: DriveUnderWay): ArcPlace {
  const { departSec, arriveSec, nowSec } = drive;
  const share = arriveSec > departSec ? Math.min(1, Math.max(0, (nowSec - departSec) / (arriveSec - departSec))) : 1;
  let leftMs = route.ms * share;
  for (const [i, arc] of route.arcs.entries()) {
    const wholeMs = metric.arcMs[arc]!;
    const isLast = i === route.arcs.length - 1;
    const fromPermille = i === 0 ? route.from.offsetPermille : 0;
    const partMs = (wholeMs * ((isLast ? route.to.offsetPermille : 1000) - fromPermille)) / 1000;
    if (leftMs < partMs || isLast) {
      const offsetPermille = wholeMs > 0 ? fromPermille + Math.floor((Math.min(leftMs, partMs) * 1000) / wholeMs) : 0;
      return { arc, offsetPermille };
    }
    leftMs -= partMs;
  }
  return route.to;
}
