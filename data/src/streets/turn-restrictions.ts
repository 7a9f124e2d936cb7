/**
 * Turn restrictions as sequences of arcs that may not be driven one right after the other
 * (https://wiki.openstreetmap.org/wiki/Relation:restriction): `no_*` and `only_*`, over a node or over ways, with
 * several `from` (no_entry) or `to` (no_exit). An `only_*` forbids every other way out, turning round included; over ways
 * it also forbids leaving the prescribed ways on the way. Restrictions that except vehicles that carry the public do
 * not hold for us; those that hold at certain hours only are left out and counted.
 */
import { bearingDeg } from '@noriai/core/geo/lat-lon.ts';
import type { ArcDraft } from './arc-drafter.ts';
import type { OsmRelation } from '../osm/osm-elements.ts';
import { readRestriction, type Restriction, type RestrictionOutcome, type Turn } from './restriction-relation.ts';

export interface AppliedRestrictions {
  /** Indices of arcs, two or more each. */
  readonly sequences: readonly (readonly number[])[];
  readonly outcomes: ReadonlyMap<RestrictionOutcome, readonly number[]>;
}

/** Arcs as restrictions see them. */
export interface TurnNetwork {
  readonly arcs: readonly ArcDraft[];
  /** Vertex of a node id, or -1. */
  readonly vertexOfNode: (nodeId: number) => number;
  readonly pointOfVertex: (vertex: number) => readonly [latE7: number, lonE7: number];
}

const MOST_VIA_ARCS = 40;

/** Ids of the nodes over which restrictions forbid turns: streets must be cut there. */
export function viaNodeIds(relations: readonly OsmRelation[]): number[] {
  return relations.flatMap((relation) =>
    relation.members.filter((member) => member.role === 'via' && member.type === 'node').map((member) => member.id),
  );
}

export function applyRestrictions(network: TurnNetwork, relations: readonly OsmRelation[]): AppliedRestrictions {
  const finder = new SequenceFinder(network);
  const outcomes = new Map<RestrictionOutcome, number[]>();
  const sequences: (readonly number[])[] = [];
  for (const relation of relations) {
    const restriction = readRestriction(relation);
    const found = typeof restriction === 'string' ? restriction : finder.sequences(restriction);
    const outcome = typeof found === 'string' ? found : 'applied';
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), relation.id]);
    if (typeof found !== 'string') sequences.push(...found);
  }
  const unique = new Map(sequences.map((sequence) => [sequence.join(), sequence]));
  return { sequences: [...unique.values()], outcomes };
}

/** A way through a restriction: from, over zero or more via arcs, to. */
type Manoeuvre = readonly number[];

class SequenceFinder {
  private readonly network: TurnNetwork;
  private readonly arcsOfWay = new Map<number, number[]>();
  private readonly arcsFrom = new Map<number, number[]>();

  constructor(network: TurnNetwork) {
    this.network = network;
    network.arcs.forEach((arc, a) => {
      if (!arc.isGate) push(this.arcsOfWay, arc.wayId, a);
      push(this.arcsFrom, arc.tail, a);
    });
  }

  sequences(restriction: Restriction): readonly (readonly number[])[] | RestrictionOutcome {
    const ways = [...restriction.fromWays, ...restriction.viaWays, ...restriction.toWays];
    const isKnown = ways.every((id) => this.arcsOfWay.has(id));
    const via = restriction.viaNode === null ? -1 : this.network.vertexOfNode(restriction.viaNode);
    if (!isKnown || (restriction.viaNode !== null && via < 0)) return 'incomplete';
    const all = restriction.fromWays.flatMap((from) =>
      restriction.toWays.flatMap((to) =>
        via >= 0 ? this.overNode(from, via, to) : this.overWays(from, restriction.viaWays, to),
      ),
    );
    if (all.length === 0) return this.meets(restriction, via) ? 'moot' : 'not_connected';
    const meant = this.meant(all, restriction.turn);
    if (meant.length === 0) return 'ambiguous';
    if (!restriction.isOnly) return meant;
    const others = this.others(meant);
    return others.length === 0 ? 'moot' : others;
  }

  private overNode(from: number, via: number, to: number): Manoeuvre[] {
    const ins = this.arcsOfWay.get(from)!.filter((a) => this.arc(a).head === via);
    const outs = this.arcsOfWay.get(to)!.filter((a) => this.arc(a).tail === via);
    return ins.flatMap((a) => outs.map((b) => [a, b]));
  }

  /** The shortest ways from an arc of `from` along arcs of exactly the via ways to an arc of `to`. */
  private overWays(from: number, viaWays: readonly number[], to: number): Manoeuvre[] {
    const found: Manoeuvre[] = [];
    const toArcs = new Set(this.arcsOfWay.get(to)!);
    for (const first of this.arcsOfWay.get(from)!) {
      let fringe: Manoeuvre[] = [[first]];
      const seen = new Set([this.arc(first).tail, this.arc(first).head]);
      for (let depth = 0; depth < MOST_VIA_ARCS && fringe.length > 0; depth++) {
        const next: Manoeuvre[] = [];
        for (const path of fringe) {
          const at = this.arc(path[path.length - 1]!).head;
          const used = new Set(path.slice(1).map((a) => this.arc(a).wayId));
          for (const a of this.arcsFrom.get(at) ?? []) {
            const arc = this.arc(a);
            const isTwin = arc.head === this.arc(path[path.length - 1]!).tail && arc.wayId === this.wayOf(path);
            if (toArcs.has(a) && !isTwin && used.size === viaWays.length) found.push([...path, a]);
            if (!viaWays.includes(arc.wayId) || seen.has(arc.head)) continue;
            seen.add(arc.head);
            next.push([...path, a]);
          }
        }
        fringe = next;
      }
    }
    return found;
  }

  private wayOf(path: Manoeuvre): number {
    return this.arc(path[path.length - 1]!).wayId;
  }

  /** Where a member passes through the via, both of its sides are candidates: those that turn as the restriction says. */
  private meant(all: readonly Manoeuvre[], turn: Turn): readonly Manoeuvre[] {
    const isRound = (m: Manoeuvre) => m.length === 2 && this.isTwin(m[0]!, m[1]!);
    const possible = all.some((m) => isRound(m)) && turn === 'u' ? all.filter(isRound) : all.filter((m) => !isRound(m));
    if (turn === 'any' || !this.isAmbiguous(possible)) return possible;
    return possible.filter((manoeuvre) => fits(turn, this.turnDeg(manoeuvre)));
  }

  /** Whether some way-to-way pair can be driven in more than one manner. */
  private isAmbiguous(manoeuvres: readonly Manoeuvre[]): boolean {
    const pairs = manoeuvres.map((m) => `${this.arc(m[0]!).wayId} ${this.arc(m[m.length - 1]!).wayId}`);
    return new Set(pairs).size < pairs.length;
  }

  /** All that leaves a prescribed manoeuvre before its end. */
  private others(meant: readonly Manoeuvre[]): number[][] {
    const allowed = new Set(meant.flatMap((m) => m.map((_, i) => m.slice(0, i + 1).join())));
    const others: number[][] = [];
    for (const manoeuvre of meant) {
      for (let i = 1; i < manoeuvre.length; i++) {
        const begun = manoeuvre.slice(0, i);
        for (const a of this.arcsFrom.get(this.arc(begun[i - 1]!).head) ?? []) {
          if (!allowed.has([...begun, a].join())) others.push([...begun, a]);
        }
      }
    }
    return others;
  }

  private meets(restriction: Restriction, via: number): boolean {
    const touches = (way: number, vertex: number) =>
      this.arcsOfWay.get(way)!.some((a) => this.arc(a).tail === vertex || this.arc(a).head === vertex);
    if (via >= 0) return [...restriction.fromWays, ...restriction.toWays].every((way) => touches(way, via));
    const vertices = (way: number) => this.arcsOfWay.get(way)!.flatMap((a) => [this.arc(a).tail, this.arc(a).head]);
    const viaVertices = restriction.viaWays.flatMap(vertices);
    return [...restriction.fromWays, ...restriction.toWays].every((way) => viaVertices.some((v) => touches(way, v)));
  }

  private isTwin(a: number, b: number): boolean {
    const [first, second] = [this.arc(a), this.arc(b)];
    return first.tail === second.head && first.head === second.tail && first.wayId === second.wayId;
  }

  /** From the last heading of the first arc to the first heading of the last: positive to the right, -180 to 180. */
  private turnDeg(manoeuvre: Manoeuvre): number {
    const first = this.arc(manoeuvre[0]!);
    const last = this.arc(manoeuvre[manoeuvre.length - 1]!);
    const { pointOfVertex } = this.network;
    const end = pointOfVertex(first.head);
    const before = first.shape[first.shape.length - 1] ?? pointOfVertex(first.tail);
    const start = pointOfVertex(last.tail);
    const after = last.shape[0] ?? pointOfVertex(last.head);
    const turn = bearingDeg(...start, ...after) - bearingDeg(...before, ...end);
    return ((turn + 540) % 360) - 180;
  }

  private arc(a: number): ArcDraft {
    return this.network.arcs[a]!;
  }
}

function fits(turn: Turn, turnDeg: number): boolean {
  if (turn === 'left') return turnDeg < -15 && turnDeg > -165;
  if (turn === 'right') return turnDeg > 15 && turnDeg < 165;
  return turn === 'straight' ? Math.abs(turnDeg) < 60 : Math.abs(turnDeg) > 120;
}

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
