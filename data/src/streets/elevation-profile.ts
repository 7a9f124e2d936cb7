/**
 * Heights of streets from a terrain model that is coarser than they are.
 *
 * A 90 m model sampled at every node of a mountain road makes it a saw: the road follows the contour, the samples fall
 * now on the slope above and now on the slope below it. So a node's height is the mean of the samples of nodes within
 * reach along the streets (about one step of the model), nearer ones weighing more: a triangle kernel, each sample
 * weighted by the length of street it stands for. On bridges and in tunnels the terrain says nothing about the street:
 * nodes inside them lie between the heights of their portals, weighted by the inverse of the distance along the street,
 * which on a plain bridge or tunnel is the straight line from portal to portal. Small voids of the model are bridged in
 * the same way.
 */
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import { buildArcGraph, type ArcGraph } from '@noriai/core/graph/arc-graph.ts';
import { UNKNOWN_ELEVATION_DM } from '@noriai/core/graph/road-graph.ts';
import type { ElevationSource } from '../osm/osm-elements.ts';

/** Step of a model that does not tell its own: SRTM3. */
const DEFAULT_STEP_M = 90;
/** Samples are averaged this many steps of the model along the streets, and at least 50 m: its heights are off by metres. */
const REACH_STEPS = 1.1;
const LEAST_REACH_M = 50;
const MOST_SHARE_M = 50;
const ANY_STREET = -1;
const LONGEST_STRUCTURE_M = 20_000;
/** Streets in larger holes of the model stay without a height. */
const LONGEST_VOID_M = 1000;
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
  const stepM = source.stepM ?? DEFAULT_STEP_M;
  const reachM = Math.max(LEAST_REACH_M, stepM * REACH_STEPS);
  const smoothed = stepM === 0 ? heightsDm : smoothedDm(links, heightsDm, reachM);
  interpolate(links, smoothed);
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
  /** Length of street that a node stands for: half of all that meets there, at most `MOST_SHARE_M`. */
  readonly shareM: Float64Array;
  /** 1 for nodes that lie wholly in bridges or tunnels, with more of it on either side. */
  readonly isInside: Uint8Array;
  /** 1 for nodes where a bridge or tunnel meets the ground. */
  readonly isPortal: Uint8Array;
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
  const isPortal = new Uint8Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const [first, end] = [graph.firstArc[node]!, graph.firstArc[node + 1]!];
    let halfM = 0;
    let structures = 0;
    for (let a = first; a < end; a++) {
      halfM += lengthM[a]! / 2;
      structures += isStructure[a]!;
    }
    shareM[node] = Math.max(1, Math.min(halfM, MOST_SHARE_M));
    isInside[node] = Number(structures === end - first && structures > 1);
    isPortal[node] = Number(structures > 0 && isInside[node] === 0);
  }
  return { graph, lengthM, isStructure, shareM, isInside, isPortal };
}

/**
 * Near a bridge or tunnel, samples on its far side count too, and a line is laid through them: with the mean of one side only,
 * the two ends of a short bridge on a slope would be drawn apart, one up the hill and one down.
 */
function smoothedDm(links: StreetLinks, rawDm: Int32Array, reachM: number): Int32Array {
  const walk = new NearbyWalk(links);
  const result = rawDm.slice();
  for (let node = 0; node < rawDm.length; node++) {
    if (rawDm[node] === UNKNOWN_ELEVATION_DM) continue;
    const fit = new LineFit();
    let isNearPortal = false;
    const degree = links.graph.firstArc[node + 1]! - links.graph.firstArc[node]!;
    walk.visit(node, reachM, ANY_STREET, (near, awayM) => {
      if (rawDm[near] === UNKNOWN_ELEVATION_DM) return true;
      const weight = (1 - awayM / reachM) * links.shareM[near]!;
      const isAcross = walk.isAcross[near] === 1;
      const isAhead = degree === 2 ? walk.branch[near] === 1 : isAcross;
      fit.add(isAhead ? awayM : -awayM, rawDm[near]!, weight);
      isNearPortal ||= links.isPortal[near] === 1;
      return true;
    });
    const isLine = isNearPortal && (degree === 2 || links.isPortal[node] === 1);
    result[node] = Math.round(isLine ? fit.heightHereDm() : fit.meanDm());
  }
  return result;
}

/** Weighted heights along a line: behind negative, ahead positive; at a junction, ahead is the far side of the structure. */
class LineFit {
  private weights = 0;
  private places = 0;
  private heights = 0;
  private squares = 0;
  private products = 0;

  add(placeM: number, heightDm: number, weight: number): void {
    this.weights += weight;
    this.places += weight * placeM;
    this.heights += weight * heightDm;
    this.squares += weight * placeM * placeM;
    this.products += weight * placeM * heightDm;
  }

  meanDm(): number {
    return this.heights / this.weights;
  }

  /** By the line of least squares, which heeds that there is more street on one side than on the other. */
  heightHereDm(): number {
    const spread = this.weights * this.squares - this.places * this.places;
    if (spread <= 0) return this.meanDm();
    const slope = (this.weights * this.products - this.places * this.heights) / spread;
    return (this.heights - slope * this.places) / this.weights;
  }
}

/** Heights inside bridges and tunnels from their portals, then in voids of the model from the street around them. */
function interpolate(links: StreetLinks, heightsDm: Int32Array): void {
  const walk = new NearbyWalk(links);
  fillUnknown(walk, heightsDm, 1, LONGEST_STRUCTURE_M, (node) => links.isInside[node] === 1);
  const unknown = heightsDm.reduce((count, height) => count + Number(height === UNKNOWN_ELEVATION_DM), 0);
  if (unknown * 20 > heightsDm.length) return; // no void: a tile is missing
  fillUnknown(walk, heightsDm, 0, LONGEST_VOID_M, () => true);
}

/** Each unknown node from the known ones that the walk meets first, weighted by the inverse of their distance. */
function fillUnknown(
  walk: NearbyWalk,
  heightsDm: Int32Array,
  structure: number,
  reachM: number,
  isFilled: (node: number) => boolean,
): void {
  const knownDm = heightsDm.slice();
  for (let node = 0; node < heightsDm.length; node++) {
    if (knownDm[node] !== UNKNOWN_ELEVATION_DM || !isFilled(node)) continue;
    let weighted = 0;
    let weights = 0;
    walk.visit(node, reachM, structure, (near, awayM) => {
      if (knownDm[near] === UNKNOWN_ELEVATION_DM) return true;
      const weight = 1 / Math.max(awayM, 0.1);
      weighted += weight * knownDm[near]!;
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
  /** Of the nodes visited last: 1 = the way there had a bridge or tunnel in it; which link of the start it began with. */
  readonly isAcross: Uint8Array;
  readonly branch: Uint8Array;
  private readonly stamps: Uint32Array;
  private stamp = 0;

  constructor(links: StreetLinks) {
    this.links = links;
    this.awayM = new Float64Array(links.graph.nodeCount);
    this.isAcross = new Uint8Array(links.graph.nodeCount);
    this.branch = new Uint8Array(links.graph.nodeCount);
    this.stamps = new Uint32Array(links.graph.nodeCount);
  }

  /**
   * @param structure 0: only along streets on the ground, 1: only along bridges and tunnels, ANY_STREET: along both
   * @param visit says whether the walk goes on beyond this node
   */
  visit(start: number, reachM: number, structure: number, visit: (node: number, awayM: number) => boolean): void {
    const { graph, lengthM, isStructure } = this.links;
    this.stamp++;
    this.awayM[start] = 0;
    this.isAcross[start] = 0;
    this.stamps[start] = this.stamp;
    const queue = [start];
    while (queue.length > 0) {
      const node = this.takeNearest(queue);
      if (!visit(node, this.awayM[node]!)) continue;
      for (let a = graph.firstArc[node]!; a < graph.firstArc[node + 1]!; a++) {
        if (structure !== ANY_STREET && isStructure[a] !== structure) continue;
        const head = graph.arcHead[a]!;
        const awayM = this.awayM[node]! + lengthM[a]!;
        if (awayM >= reachM) continue;
        if (this.stamps[head] !== this.stamp) {
          this.stamps[head] = this.stamp;
          queue.push(head);
        } else if (awayM >= this.awayM[head]!) continue;
        this.awayM[head] = awayM;
        this.isAcross[head] = this.isAcross[node]! | isStructure[a]!;
        this.branch[head] = node === start ? a - graph.firstArc[start]! : this.branch[node]!;
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
