/** What a map shows between the streets: built-up ground along them and woods on the slopes, as multipolygons. */
import type { OsmNode, OsmRelation, OsmWay } from '../osm/osm-elements.ts';
import { steepnessAt } from './land/height-grid.ts';
import { outlinesOf, type Outlines, type Raster } from './land/outlines.ts';
import { distanceM, type Plane, type Point } from './land/plane.ts';
import type { LaidStreets } from './streets/lay-streets.ts';
import type { StreetNetwork, StreetRole } from './streets/street-network.ts';
import type { TownElements } from './town-elements.ts';
import type { TownPlan } from './town-plan.ts';

const CELL_M = 40;
const GARDEN_M = 42;
/** Valley floors and gentle fields are open ground. */
const OPEN_BELOW = 0.09;
/** So far from any stream or street nobody farms. */
const REMOTE_M = 240;
const ROADSIDE_M = 30;
const LEAST_M2 = 6400;
const FIRST_NODE = 3_000_000;
const FIRST_WAY = 4_000_000;
const FIRST_RELATION = 5_000_000;

const lived: ReadonlySet<StreetRole> = new Set(['terrace', 'connector', 'spur', 'lane']);

export function sceneryElements(plan: TownPlan, town: LaidStreets): TownElements {
  const { network, ground } = town;
  const frame = rasterFrame(plan);
  const built = nearStreets(frame, network, GARDEN_M, (role) => lived.has(role));
  const roadside = nearStreets(frame, network, ROADSIDE_M, () => true);
  const reached = nearStreets(frame, network, REMOTE_M, () => true);
  const wood = built.map((isBuilt, cell) => {
    if (isBuilt === 1 || roadside[cell] === 1) return 0;
    return reached[cell] === 0 || steepnessAt(ground.grid, cellMiddle(frame, cell), 40) > OPEN_BELOW ? 1 : 0;
  });
  const writer = new ShapeWriter(ground.plane);
  writer.add(outlinesOf({ ...frame, isMarked: built }, LEAST_M2), { landuse: 'residential' });
  writer.add(outlinesOf({ ...frame, isMarked: wood }, 4 * LEAST_M2), { natural: 'wood' });
  return writer;
}

type Frame = Omit<Raster, 'isMarked'>;

const rasterFrame = (plan: TownPlan): Frame => ({
  cellM: CELL_M,
  west: -plan.halfWidthM,
  south: -plan.halfHeightM,
  columns: Math.floor((2 * plan.halfWidthM) / CELL_M),
  rows: Math.floor((2 * plan.halfHeightM) / CELL_M),
});

function cellMiddle(frame: Frame, cell: number): Point {
  const c = cell % frame.columns;
  const r = (cell - c) / frame.columns;
  return { x: frame.west + (c + 0.5) * frame.cellM, y: frame.south + (r + 0.5) * frame.cellM };
}

/** 1 for each cell whose middle lies within reach of a node of a street with such a role; streams and rails count, too. */
function nearStreets(
  frame: Frame,
  network: StreetNetwork,
  reachM: number,
  counts: (role: StreetRole) => boolean,
): Uint8Array {
  const marks = new Uint8Array(frame.columns * frame.rows);
  const reach = Math.ceil(reachM / frame.cellM);
  for (const street of network.streets) {
    if (!counts(street.role)) continue;
    for (const node of street.nodes) {
      const at = network.point(node);
      const column = Math.floor((at.x - frame.west) / frame.cellM);
      const row = Math.floor((at.y - frame.south) / frame.cellM);
      for (let r = Math.max(0, row - reach); r <= Math.min(frame.rows - 1, row + reach); r++) {
        for (let c = Math.max(0, column - reach); c <= Math.min(frame.columns - 1, column + reach); c++) {
          const cell = r * frame.columns + c;
          if (marks[cell] === 0 && distanceM(cellMiddle(frame, cell), at) <= reachM) marks[cell] = 1;
        }
      }
    }
  }
  return marks;
}

/** Writes outlines as closed ways under one multipolygon for each kind. */
class ShapeWriter implements TownElements {
  readonly nodes: OsmNode[] = [];
  readonly ways: OsmWay[] = [];
  readonly relations: OsmRelation[] = [];
  readonly #plane: Plane;

  constructor(plane: Plane) {
    this.#plane = plane;
  }

  add(outlines: Outlines, tags: Readonly<Record<string, string>>): void {
    const member = (role: 'outer' | 'inner') => (ring: readonly Point[]) =>
      ({ type: 'way', id: this.#addRing(ring), role }) as const;
    this.relations.push({
      id: -(FIRST_RELATION + this.relations.length),
      members: [...outlines.outer.map(member('outer')), ...outlines.inner.map(member('inner'))],
      tags: { type: 'multipolygon', ...tags, source: 'model' },
    });
  }

  #addRing(ring: readonly Point[]): number {
    const ids = ring.slice(0, -1).map((point) => {
      const id = -(FIRST_NODE + this.nodes.length);
      const tags = { source: 'model' };
      this.nodes.push({ id, latE7: this.#plane.latE7(point), lonE7: this.#plane.lonE7(point), tags });
      return id;
    });
    const id = -(FIRST_WAY + this.ways.length);
    this.ways.push({ id, nodeIds: [...ids, ids[0]!], tags: { source: 'model' } });
    return id;
  }
}
