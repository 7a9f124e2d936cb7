/**
 * A town drawn as text, for tests whose answer is a sum the reader can check:
 *
 *     const town = drawTown(`
 *     A 60 B 90 C
 *     |    |    |
 *     D 30 E 30 F`);
 *     secondsFrom(town, 'A')[town.at('C')]; // 20 + 30 + 30 + 20
 *
 * A node is a capital letter, with small letters or digits after it (`B`, `B2`, `Depot`). A number between two nodes of a
 * line is a two-way street of so many seconds; `60>` leads to the right only, `<60` to the left only. `|` below a node is
 * a two-way street of 20 seconds down to the node in the same column of the next line of nodes, `|45` one of 45 seconds;
 * `v` and `^` (`v45`, `^45`) lead down or up only. Streets are residential, 10 metres a second long; on the map a
 * character is 20 m wide and a line 50 m high, from 34.5° north, 135.5° east. Traffic keeps left.
 */
import { METERS_PER_E7, longitudeScale } from '../geo/lat-lon.ts';
import { findArc } from '../graph/arc-graph.ts';
import { buildRoadGraph, type ArcSpec, type NodeSpec } from '../graph/build-road-graph.ts';
import { arcFlag, type RoadGraph } from '../graph/road-graph.ts';
import { Dijkstra } from '../routing/dijkstra.ts';

export interface DrawnTown {
  readonly graph: RoadGraph;
  /** Node of a name. @throws Error when the drawing has no such node */
  at(name: string): number;
  /** The arc from one named node to another. @throws Error when there is none */
  arc(from: string, to: string): number;
}

export interface DrawTownOptions {
  /** Manoeuvres that are forbidden, as node names: `['A', 'B', 'C']` forbids going from A by B to C. */
  readonly forbidden?: readonly (readonly string[])[];
  readonly trafficSide?: 'left' | 'right';
  /** What else is known about streets, by the names of its ends, `'A-B'`: only for that direction. */
  readonly arcs?: Readonly<Record<string, Partial<ArcSpec>>>;
}

const ORIGIN_LAT_E7 = 345_000_000;
const ORIGIN_LON_E7 = 1_355_000_000;
const COLUMN_E7 = Math.round(20 / METERS_PER_E7 / longitudeScale(ORIGIN_LAT_E7));
const LINE_E7 = Math.round(50 / METERS_PER_E7);
const DEFAULT_VERTICAL_SEC = 20;

/** @throws Error when a street ends nowhere or a name comes twice */
export function drawTown(drawing: string, options: DrawTownOptions = {}): DrawnTown {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  const reader = new DrawingReader(lines.map((line) => line.slice(indent)));
  const arcs = reader.arcs.map((arc) => ({
    ...arc,
    ...options.arcs?.[`${reader.names[arc.tail]}-${reader.names[arc.head]}`],
  }));
  const at = (name: string): number => {
    const node = reader.names.indexOf(name);
    if (node < 0) throw new Error(`got node ${name}, expected one of ${reader.names.join(' ')}`);
    return node;
  };
  const arcBetween = (tail: string, head: string): number =>
    arcs.findIndex((arc) => arc.tail === at(tail) && arc.head === at(head));
  const forbidden = (options.forbidden ?? []).map((names) =>
    names.slice(1).map((name, i) => arcBetween(names[i]!, name)),
  );
  const { graph } = buildRoadGraph({
    nodes: reader.nodes,
    arcs,
    forbidden,
    trafficSide: options.trafficSide ?? 'left',
  });
  const arc = (from: string, to: string): number => {
    const found = findArc(graph, at(from), at(to));
    if (found < 0) throw new Error(`got ${from} to ${to}, expected two nodes joined by a street that way`);
    return found;
  };
  return { graph, at, arc };
}

/** Seconds of free-flow driving from a named node to every node; Infinity where none leads. Forbidden turns are not heeded. */
export function secondsFrom(town: DrawnTown, name: string): number[] {
  const search = new Dijkstra(town.graph);
  search.run(town.at(name), Int32Array.from(town.graph.arcFreeFlowMs));
  return Array.from({ length: town.graph.nodeCount }, (_, node) =>
    search.isReached(node) ? search.distance(node) / 1000 : Infinity,
  );
}

class DrawingReader {
  readonly names: string[] = [];
  readonly nodes: NodeSpec[] = [];
  readonly arcs: ArcSpec[] = [];
  /** Node and its column on the last line of nodes, and the streets that hang below it. */
  private above = new Map<number, number>();
  private hanging: { readonly column: number; readonly kind: string; readonly sec: number }[] = [];

  constructor(lines: readonly string[]) {
    lines.forEach((line, row) => {
      if (/[A-Z]/.test(line)) this.readNodes(line, row);
      else this.readVerticals(line);
    });
    if (this.hanging.length > 0) throw new Error(`a street hangs below the last nodes of the drawing`);
  }

  private readNodes(line: string, row: number): void {
    const columns = new Map<number, number>();
    let last = -1;
    let street: RegExpMatchArray | null = null;
    for (const token of line.matchAll(/[A-Z][a-z0-9]*|(<?)(\d+)(>?)/g)) {
      if (/^[A-Z]/.test(token[0])) {
        const node = this.addNode(token[0], token.index, row);
        columns.set(token.index, node);
        if (street) this.addStreet(last, node, Number(street[2]), street[1] !== '<', street[3] !== '>');
        last = node;
        street = null;
      } else if (last < 0 || street)
        throw new Error(`street ${token[0]} of "${line}" does not stand between two nodes`);
      else street = token;
    }
    if (street) throw new Error(`street ${street[0]} of "${line}" does not stand between two nodes`);
    for (const { column, kind, sec } of this.hanging) {
      const top = this.above.get(column);
      const bottom = columns.get(column);
      if (top === undefined || bottom === undefined)
        throw new Error(`no node at column ${column} above and below ${kind}`);
      this.addStreet(top, bottom, sec, kind !== '^', kind !== 'v');
    }
    this.hanging = [];
    this.above = columns;
  }

  private readVerticals(line: string): void {
    for (const token of line.matchAll(/([|v^])(\d*)/g)) {
      const sec = token[2] === '' ? DEFAULT_VERTICAL_SEC : Number(token[2]);
      this.hanging.push({ column: token.index, kind: token[1]!, sec });
    }
  }

  private addNode(name: string, column: number, row: number): number {
    if (this.names.includes(name)) throw new Error(`node ${name} is drawn twice`);
    this.nodes.push({ latE7: ORIGIN_LAT_E7 - row * LINE_E7, lonE7: ORIGIN_LON_E7 + column * COLUMN_E7 });
    return this.names.push(name) - 1;
  }

  private addStreet(from: number, to: number, sec: number, there: boolean, back: boolean): void {
    const flags = there && back ? 0 : arcFlag.oneway;
    const street = { lengthDm: sec * 100, freeFlowMs: sec * 1000, flags, wayId: -1 - this.arcs.length };
    if (there) this.arcs.push({ tail: from, head: to, ...street });
    if (back) this.arcs.push({ tail: to, head: from, ...street });
  }
}
