/**
 * The least tiring way on foot between two places, by A* of ngraph.path with the rider's own burden on every path.
 *
 *     const finder = new WalkFinder(foot, riderProfiles.older);
 *     finder.find(from, to);
 */
import createGraph, { type Graph, type Link, type Node } from 'ngraph.graph';
import paths from 'ngraph.path';
import { longitudeScale, METERS_PER_E7 } from '../../geo/lat-lon.ts';
import type { FootGraph } from '../../graph/foot-graph.ts';
import { pointOfPlace, type ArcPlace } from '../../graph/snap.ts';
import { wayBetween, waysOff, waysOnto, type PartWay } from './foot-places.ts';
import type { RiderProfile } from './rider-profile.ts';
import { IMPASSABLE_DM, walkBurdensDm } from './walk-burden.ts';
import { tellWalk, type Walk } from './walk.ts';

interface Spot {
  readonly latE7: number;
  readonly lonE7: number;
}

const METHOD = 'aStar';
const FROM = 'from';
const TO = 'to';

/** Keeps the graph as ngraph objects (some hundred bytes an arc); one search at a time. */
export class WalkFinder {
  private readonly foot: FootGraph;
  private readonly profile: RiderProfile;
  private readonly burdensDm: Int32Array;
  private readonly graph: Graph<Spot, PartWay>;
  private readonly search: (from: string, to: string) => Node<Spot>[];

  constructor(foot: FootGraph, profile: RiderProfile) {
    this.foot = foot;
    this.profile = profile;
    this.burdensDm = walkBurdensDm(foot, profile);
    this.graph = createGraph<Spot, PartWay>();
    for (let node = 0; node < foot.nodeCount; node++) {
      this.graph.addNode(node, { latE7: foot.nodeLatE7[node]!, lonE7: foot.nodeLonE7[node]! });
    }
    for (let arc = 0; arc < foot.arcCount; arc++) {
      const way = { node: foot.arcHead[arc]!, arc, permille: 1000, burdenDm: this.burdensDm[arc]! };
      if (way.burdenDm < IMPASSABLE_DM) this.link(foot.arcTail[arc]!, way.node, way);
    }
    const finder = paths[METHOD](this.graph, {
      oriented: true,
      distance: (_from: Node<Spot>, _to: Node<Spot>, link: Link<PartWay>) => link.data.burdenDm,
      heuristic: this.heuristic(),
    });
    this.search = (from, to) => finder.find(from, to);
  }

  /** The least tiring walk, or null where the rider cannot get. */
  find(from: ArcPlace, to: ArcPlace): Walk | null {
    const { foot, burdensDm, graph } = this;
    this.addPlace(FROM, from);
    this.addPlace(TO, to);
    for (const way of waysOff(foot, burdensDm, from)) this.link(FROM, way.node, way);
    for (const way of waysOnto(foot, burdensDm, to)) this.link(way.node, TO, way);
    const direct = wayBetween(foot, burdensDm, from, to);
    if (direct) this.link(FROM, TO, direct);
    const nodes = this.search(FROM, TO).toReversed();
    const parts = nodes.slice(1).map((node, i) => graph.getLink(nodes[i]!.id, node.id)!.data);
    graph.removeNode(FROM);
    graph.removeNode(TO);
    return nodes.length === 0 ? null : tellWalk(foot, this.profile, parts);
  }

  private addPlace(id: string, place: ArcPlace): void {
    const [latE7, lonE7] = pointOfPlace(this.foot, place);
    this.graph.addNode(id, { latE7, lonE7 });
  }

  /** Of parallel paths the less tiring one is kept; loops lead nowhere. */
  private link(from: number | string, to: number | string, way: PartWay): void {
    if (from === to) return;
    const known = this.graph.getLink(from, to);
    if (!known || known.data.burdenDm > way.burdenDm) this.graph.addLink(from, to, way);
  }

  /** Straight distance times the least burden per straight distance of any arc: a lower bound, whatever the data are. */
  private heuristic(): (a: Node<Spot>, b: Node<Spot>) => number {
    const scale = longitudeScale(this.foot.nodeLatE7[0] ?? 0);
    const straightDm = (a: Spot, b: Spot) =>
      Math.hypot(a.latE7 - b.latE7, (a.lonE7 - b.lonE7) * scale) * METERS_PER_E7 * 10;
    let least = 1;
    this.graph.forEachLink((link) => {
      const straight = straightDm(this.graph.getNode(link.fromId)!.data, this.graph.getNode(link.toId)!.data);
      if (straight > 0) least = Math.min(least, link.data.burdenDm / straight);
    });
    // Places in the middle of a bent path are rounded to thousandths: the ends of a walk may be a little off the bound.
    return (a, b) => Math.max(0, straightDm(a.data, b.data) * least - 20);
  }
}
