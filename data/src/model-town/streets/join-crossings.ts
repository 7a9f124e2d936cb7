/** Streets that cross on the ground become a junction: the crossing's nearest node is given to both. */
import { distanceM, type Point } from '../land/plane.ts';
import type { Street, StreetNetwork } from './street-network.ts';

/** A piece between neighbouring nodes `nodes[at]` and `nodes[at + 1]` of a street. */
export interface Piece {
  readonly street: Street;
  readonly a: number;
  readonly b: number;
}

export interface Crossing {
  readonly one: Piece;
  readonly other: Piece;
  readonly at: Point;
}

/** Joins all crossings of the streets; returns how many. Tunnels (pieces longer than 50 m) pass under everything. */
export function joinCrossings(network: StreetNetwork, streets: readonly Street[]): number {
  let joined = 0;
  for (const { one, other, at } of findCrossings(network, streets, streets)) {
    const ends = [one.a, one.b, other.a, other.b];
    const node = ends.reduce((best, n) =>
      distanceM(network.point(n), at) < distanceM(network.point(best), at) ? n : best,
    );
    const changed = [one, other].filter((piece) => passThrough(network, piece, node));
    if (changed.length > 0) joined++;
  }
  return joined;
}

/** Puts the node between the piece's ends, if they are still neighbours and it is not one of them. */
function passThrough(network: StreetNetwork, piece: Piece, node: number): boolean {
  const { nodes } = piece.street;
  if (nodes.includes(node)) return false;
  const at = nodes.findIndex((n, i) => isPair(n, nodes[i + 1], piece));
  if (at < 0) return false;
  network.reroute(piece.street, [...nodes.slice(0, at + 1), node, ...nodes.slice(at + 1)]);
  return true;
}

const isPair = (n: number, next: number | undefined, { a, b }: Piece): boolean =>
  (n === a && next === b) || (n === b && next === a);

const BUCKET_M = 50;

/** Where a piece of `streets` crosses a piece of `others`, each pair once, in a fixed order. */
export function findCrossings(
  network: StreetNetwork,
  streets: readonly Street[],
  others: readonly Street[],
): Crossing[] {
  const buckets = new Map<number, Piece[]>();
  for (const piece of shortPieces(network, others)) {
    const key = bucketOf(network.point(piece.a), 0, 0);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [piece]);
    else bucket.push(piece);
  }
  const crossings: Crossing[] = [];
  for (const one of shortPieces(network, streets)) {
    for (const other of piecesAround(buckets, network.point(one.a))) {
      if (one.a === other.a || one.a === other.b || one.b === other.a || one.b === other.b) continue;
      if (streets === others && one.a > other.a) continue; // the same pair comes the other way round
      const at = crossingOf(network, one, other);
      if (at !== null) crossings.push({ one, other, at });
    }
  }
  return crossings;
}

/** Pieces between neighbouring nodes; tunnels, which are longer, are left out. */
function shortPieces(network: StreetNetwork, streets: readonly Street[]): Piece[] {
  return streets.flatMap((street) =>
    street.nodes.slice(1).flatMap((b, i) => {
      const a = street.nodes[i]!;
      return distanceM(network.point(a), network.point(b)) > BUCKET_M ? [] : [{ street, a, b }];
    }),
  );
}

const bucketOf = (point: Point, columns: number, rows: number): number =>
  (Math.floor(point.x / BUCKET_M) + columns + 50_000) * 100_000 + Math.floor(point.y / BUCKET_M) + rows;

function* piecesAround(buckets: ReadonlyMap<number, Piece[]>, point: Point): IterableIterator<Piece> {
  for (let rows = -1; rows <= 1; rows++) {
    for (let columns = -1; columns <= 1; columns++) yield* buckets.get(bucketOf(point, columns, rows)) ?? [];
  }
}

function crossingOf(network: StreetNetwork, one: Piece, other: Piece): Point | null {
  const [p, q, r, s] = [one.a, one.b, other.a, other.b].map((n) => network.point(n)) as [Point, Point, Point, Point];
  if (Math.min(p.x, q.x) > Math.max(r.x, s.x) || Math.max(p.x, q.x) < Math.min(r.x, s.x)) return null;
  const cross = (q.x - p.x) * (s.y - r.y) - (q.y - p.y) * (s.x - r.x);
  if (cross === 0) return null;
  const t = ((r.x - p.x) * (s.y - r.y) - (r.y - p.y) * (s.x - r.x)) / cross;
  const u = ((r.x - p.x) * (q.y - p.y) - (r.y - p.y) * (q.x - p.x)) / cross;
  if (t < 0 || t > 1 || u < 0 || u > 1) return null;
  return { x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t };
}
