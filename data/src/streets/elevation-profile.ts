/**
 * Heights of streets from a terrain model that is coarser than they are.
 *
 * A 90 m model sampled at every node of a mountain road makes it a saw: the road follows the contour, the samples fall
 * now on the slope above and now on the slope below it. So a node's height is the mean of the samples of nodes within
 * `REACH_M` along the streets, nearer ones weighing more (a triangle kernel, each sample weighted by the length of street
 * it stands for). On bridges and in tunnels the terrain says nothing about the street: nodes inside them lie between
 * the heights of their portals, weighted by the inverse of the distance along the street, which on a plain bridge or
 * tunnel is the straight line from portal to portal.
 */
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import { buildArcGraph, type ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { UNKNOWN_ELEVATION_DM } from '@noriai/core/graph/road-graph.ts';
import type { ElevationSource } from '../osm/osm-elements.ts';

/** How far along the streets samples are averaged; about the step of the coarsest model that is read. */
export const REACH_M = 100;
/** Streets steeper than any public one in the world (Baldwin Street, Dunedin: 348 ‰) are errors of the model. */
const MOST_GRADE_PERMILLE = 350;

/** Lines of nodes, and which of them are bridges or tunnels. */
export interface ProfileWay {
  readonly runs: readonly Uint32Array[];
  readonly isStructure: boolean;
}

export interface ProfileNodes {
  readonly nodeLatE7: Int32Array;
  readonly nodeLonE7: Int32Array;
}

/** Metres × 10 of every node, UNKNOWN_ELEVATION_DM where the model knows nothing. O(nodes × nodes within reach). */
export function streetElevationsDm(
  nodes: ProfileNodes,
  ways: readonly ProfileWay[],
  source: ElevationSource | null,
): Int32Array {
  const count = nodes.nodeLatE7.length;
  const heightsDm = new Int32Array(count).fill(UNKNOWN_ELEVATION_DM);
  if (source === null) return heightsDm;
  const links = streetLinks(nodes, ways);
  const terrainDm = (node: number) =>
    source.elevationDm(nodes.nodeLatE7[node]!, nodes.nodeLonE7[node]!) ?? UNKNOWN_ELEVATION_DM;
  for (let node = 0; node < count; node++) if (links.isInside[node] === 0) heightsDm[node] = terrainDm(node);
  const smoothed = smoothedDm(links, heightsDm);
  interpolateStructures(links, smoothed);
  // A tunnel without portals (a ring, or one whose ends have no height) is better off with the terrain than with nothing.
  for (let node = 0; node < count; node++) {
    if (smoothed[node] === UNKNOWN_ELEVATION_DM && links.isInside[node] === 1) smoothed[node] = terrainDm(node);
  }
  return smoothed;
}

/** Mean grade in thousandths of an arc of this length between two heights; at most 350 either way. */
export function gradePermille(fromDm: number, toDm: number, lengthDm: number): number {
  if (lengthDm === 0) return 0;
  const grade = Math.round(((toDm - fromDm) * 1000) / lengthDm);
  return Math.min(MOST_GRADE_PERMILLE, Math.max(-MOST_GRADE_PERMILLE, grade));
}

/** Every street as an undirected graph of its nodes. */
interface StreetLinks {
  readonly graph: ArcGraph;
  readonly lengthM: Float64Array;
  readonly isStructure: Uint8Array;
  /** Length of street that a node stands for: half of all that meets there, at most half the reach. */
  readonly shareM: Float64Array;
  /** 1 for nodes that lie wholly in bridges or tunnels, with more of it on either side. */
  readonly isInside: Uint8Array;
}

function streetLinks(nodes: ProfileNodes, ways: readonly ProfileWay[]): StreetLinks {
  const tails: number[] = [];
  const heads: number[] = [];
  const structure: number[] = [];
  for (const way of ways) {
    for (const run of way.runs) {
      for (let i = 0; i + 1 < run.length; i++) {
        tails.push(run[i]!, run[i + 1]!);
        heads.push(run[i + 1]!, run[i]!);
        structure.push(Number(way.isStructure), Number(way.isStructure));
      }
    }
  }
  const { nodeLatE7: lat, nodeLonE7: lon } = nodes;
  const { graph, order } = buildArcGraph(lat.length, tails, heads);
  const lengthM = Float64Array.from(order, (given) => {
    const [a, b] = [tails[given]!, heads[given]!];
    return distanceM(lat[a]!, lon[a]!, lat[b]!, lon[b]!);
  });
  const isStructure = Uint8Array.from(order, (given) => structure[given]!);
  const shareM = new Float64Array(graph.nodeCount);
  const isInside = new Uint8Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const [first, end] = [graph.firstArc[node]!, graph.firstArc[node + 1]!];
    let halfM = 0;
    let structures = 0;
    for (let a = first; a < end; a++) {
      halfM += lengthM[a]! / 2;
      structures += isStructure[a]!;
    }
    shareM[node] = Math.max(1, Math.min(halfM, REACH_M / 2));
    isInside[node] = Number(structures === end - first && structures > 1);
  }
  return { graph, lengthM, isStructure, shareM, isInside };
}

function smoothedDm(links: StreetLinks, rawDm: Int32Array): Int32Array {
  const walk = new NearbyWalk(links);
  const result = rawDm.slice();
  for (let node = 0; node < rawDm.length; node++) {
    if (rawDm[node] === UNKNOWN_ELEVATION_DM) continue;
    let weighted = 0;
    let weights = 0;
    walk.visit(node, REACH_M, 0, (near, awayM) => {
      if (rawDm[near] === UNKNOWN_ELEVATION_DM) return true;
      const weight = (1 - awayM / REACH_M) * links.shareM[near]!;
      weighted += weight * rawDm[near]!;
      weights += weight;
      return true;
    });
    result[node] = Math.round(weighted / weights);
  }
  return result;
}

function interpolateStructures(links: StreetLinks, heightsDm: Int32Array): void {
  const walk = new NearbyWalk(links);
  const portalsDm = heightsDm.slice();
  for (let node = 0; node < heightsDm.length; node++) {
    if (links.isInside[node] === 0) continue;
    let weighted = 0;
    let weights = 0;
    walk.visit(node, 20_000, 1, (near, awayM) => {
      if (links.isInside[near] === 1) return true;
      if (portalsDm[near] === UNKNOWN_ELEVATION_DM) return false;
      const weight = 1 / Math.max(awayM, 0.1);
      weighted += weight * portalsDm[near]!;
      weights += weight;
      return false; // beyond a portal lies the open street
    });
    if (weights > 0) heightsDm[node] = Math.round(weighted / weights);
  }
}

/** Visits the nodes within a distance of one, nearest first; few of them, so the queue is a plain list. */
class NearbyWalk {
  private readonly links: StreetLinks;
  private readonly awayM: Float64Array;
  private readonly stamps: Uint32Array;
  private stamp = 0;

  constructor(links: StreetLinks) {
    this.links = links;
    this.awayM = new Float64Array(links.graph.nodeCount);
    this.stamps = new Uint32Array(links.graph.nodeCount);
  }

  /**
   * @param structure 0: only along streets on the ground, 1: only along bridges and tunnels
   * @param visit says whether the walk goes on beyond this node
   */
  visit(start: number, reachM: number, structure: number, visit: (node: number, awayM: number) => boolean): void {
    const { graph, lengthM, isStructure } = this.links;
    this.stamp++;
    this.awayM[start] = 0;
    this.stamps[start] = this.stamp;
    const queue = [start];
    while (queue.length > 0) {
      const node = this.takeNearest(queue);
      if (!visit(node, this.awayM[node]!)) continue;
      for (let a = graph.firstArc[node]!; a < graph.firstArc[node + 1]!; a++) {
        if (isStructure[a] !== structure) continue;
        const head = graph.arcHead[a]!;
        const awayM = this.awayM[node]! + lengthM[a]!;
        if (awayM >= reachM) continue;
        if (this.stamps[head] !== this.stamp) {
          this.stamps[head] = this.stamp;
          queue.push(head);
        } else if (awayM >= this.awayM[head]!) continue;
        this.awayM[head] = awayM;
      }
    }
  }

  private takeNearest(queue: number[]): number {
    let best = 0;
    for (let i = 1; i < queue.length; i++) if (this.awayM[queue[i]!]! < this.awayM[queue[best]!]!) best = i;
    const node = queue[best]!;
    queue[best] = queue[queue.length - 1]!;
    queue.pop();
    return node;
  }
}
