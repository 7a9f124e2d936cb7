/**
 * The town's ways while they are being made: nodes on the plane, and streets as lists of nodes. Streets are dense, a
 * node every ten metres or so, so that a new street joins an old one at a node that is already there; `town-elements.ts` thins
 * them out at the end.
 */
import { resample } from '../land/course.ts';
import { distanceM, type Point } from '../land/plane.ts';

/** What a street is for; decides its tags and which rules of the generator hold on it. */
export type StreetRole =
  | 'main'
  | 'avenue'
  | 'terrace'
  | 'connector'
  | 'spur'
  | 'lane'
  | 'track'
  | 'footway'
  | 'sidewalk'
  | 'crossing'
  | 'steps'
  | 'path'
  | 'river'
  | 'rail';

const driveRoles: ReadonlySet<StreetRole> = new Set([
  'main',
  'avenue',
  'terrace',
  'connector',
  'spur',
  'lane',
  'track',
]);

export interface Street {
  readonly index: number;
  readonly role: StreetRole;
  nodes: number[];
  /** OSM tags but `source`. */
  tags: Record<string, string>;
}

export const NODE_STEP_M = 10;
const BUCKET_M = 40;

export class StreetNetwork {
  readonly points: Point[] = [];
  readonly nodeTags = new Map<number, Record<string, string>>();
  readonly streets: Street[] = [];
  readonly #streetsAt: number[][] = [];
  readonly #buckets = new Map<number, number[]>();

  addNode(point: Point): number {
    this.points.push(point);
    this.#streetsAt.push([]);
    const node = this.points.length - 1;
    const key = bucketKey(Math.floor(point.x / BUCKET_M), Math.floor(point.y / BUCKET_M));
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, [node]);
    else bucket.push(node);
    return node;
  }

  addStreet(nodes: readonly number[], role: StreetRole, tags: Record<string, string>): Street {
    const street = { index: this.streets.length, role, nodes: [...nodes], tags };
    this.streets.push(street);
    for (const node of new Set(nodes)) this.#streetsAt[node]!.push(street.index);
    return street;
  }

  /** A street along a course, with nodes in equal steps; its ends are existing nodes where these are given. */
  addCourse(
    course: readonly Point[],
    role: StreetRole,
    tags: Record<string, string>,
    ends: { first?: number; last?: number } = {},
  ): Street {
    const points = resample(course, NODE_STEP_M);
    const nodes = points.map((point, i) => {
      if (i === 0 && ends.first !== undefined) return ends.first;
      if (i === points.length - 1 && ends.last !== undefined) return ends.last;
      return this.addNode(point);
    });
    return this.addStreet(nodes, role, tags);
  }

  /** Gives a street other nodes; without nodes it is gone. */
  reroute(street: Street, nodes: readonly number[]): void {
    for (const node of new Set(street.nodes)) {
      this.#streetsAt[node] = this.#streetsAt[node]!.filter((index) => index !== street.index);
    }
    street.nodes = [...nodes];
    for (const node of new Set(nodes)) this.#streetsAt[node]!.push(street.index);
  }

  /** The street's part after the node becomes a street of its own with the same tags, or null at an end. */
  splitAt(street: Street, node: number): Street | null {
    const at = street.nodes.indexOf(node);
    if (at <= 0 || at === street.nodes.length - 1) return null;
    const rest = street.nodes.slice(at);
    this.reroute(street, street.nodes.slice(0, at + 1));
    return this.addStreet(rest, street.role, { ...street.tags });
  }

  point(node: number): Point {
    return this.points[node]!;
  }

  streetsAt(node: number): readonly Street[] {
    return this.#streetsAt[node]!.map((index) => this.streets[index]!);
  }

  /** Ends of drivable street pieces at the node: 1 at a dead end, 2 along a street, 3 and more at a junction. */
  driveDegree(node: number): number {
    let degree = 0;
    for (const street of this.streetsAt(node)) if (isDriveStreet(street)) degree += timesThrough(street, node);
    return degree;
  }

  isOnDriveStreet(node: number): boolean {
    return this.streetsAt(node).some(isDriveStreet);
  }

  /** The nearest accepted node within reach, or -1; of equally near ones the oldest. */
  nearestNode(point: Point, reachM: number, accept: (node: number) => boolean): number {
    const reach = Math.ceil(reachM / BUCKET_M);
    const column = Math.floor(point.x / BUCKET_M);
    const row = Math.floor(point.y / BUCKET_M);
    let nearest = -1;
    let nearestM = reachM;
    for (let r = row - reach; r <= row + reach; r++) {
      for (let c = column - reach; c <= column + reach; c++) {
        for (const node of this.#buckets.get(bucketKey(c, r)) ?? []) {
          const d = distanceM(point, this.points[node]!);
          const isNearer = d < nearestM || (d === nearestM && (nearest < 0 || node < nearest));
          if (isNearer && accept(node)) [nearest, nearestM] = [node, d];
        }
      }
    }
    return nearest;
  }
}

export const isDriveStreet = (street: Street): boolean => driveRoles.has(street.role) && street.nodes.length > 1;

function timesThrough(street: Street, node: number): number {
  let ends = 0;
  street.nodes.forEach((other, i) => {
    if (other === node) ends += i === 0 || i === street.nodes.length - 1 ? 1 : 2;
  });
  return ends;
}

const bucketKey = (column: number, row: number) => (column + 50_000) * 100_000 + row + 50_000;
