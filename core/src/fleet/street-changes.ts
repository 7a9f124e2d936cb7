/** Closures and slowdowns in people's words, and what they are on a road graph. */
import { unreachable } from '../containers/unreachable.ts';
import type { Position, VehicleClassName } from '../contracts/area.ts';
import type { StreetEffect, StreetSelection } from '../contracts/streets.ts';
import type { PointE7 } from '../graph/arc-course.ts';
import type { RoadGraph } from '../graph/road-graph.ts';
import { arcsInCircle, arcsInRing, arcsOfPiece, arcsOfWay, pieceOfArc } from '../graph/select-arcs.ts';
import { snapToArc, type ArcIndex } from '../graph/snap.ts';
import type { LiveState } from '../routing/live-state.ts';

/** What is different on some streets, for some vehicles or all (null). Never changed once made. */
export interface StreetChange {
  readonly streets: readonly StreetSelection[];
  readonly effect: StreetEffect;
  readonly vehicleClasses: readonly VehicleClassName[] | null;
}

/** A point farther than this from every street names none. */
export const NEAR_STREET_M = 100;

/** All changes that concern a class of vehicle, as arcs. */
export function liveStateOf(
  graph: RoadGraph,
  changes: readonly StreetChange[],
  vehicleClass: VehicleClassName,
): LiveState {
  const own = changes.filter((change) => change.vehicleClasses?.includes(vehicleClass) ?? true);
  return {
    closedArcs: own.flatMap((change) => (change.effect.kind === 'closed' ? arcsOfChange(graph, change) : [])),
    slowdowns: own.flatMap((change) => {
      if (change.effect.kind !== 'slowed') return [];
      return [{ arcs: arcsOfChange(graph, change), speedPermille: change.effect.speedPercent * 10 }];
    }),
  };
}

const known = new WeakMap<StreetChange, { readonly graph: RoadGraph; readonly arcs: readonly number[] }>();

/** The arcs that a change touches, ascending; none for streets that the graph no longer has. O(arcs), once for each change. */
export function arcsOfChange(graph: RoadGraph, change: StreetChange): readonly number[] {
  const before = known.get(change);
  if (before?.graph === graph) return before.arcs;
  const arcs = [...new Set(change.streets.flatMap((selection) => arcsOfSelection(graph, selection)))];
  arcs.sort((a, b) => a - b);
  known.set(change, { graph, arcs });
  return arcs;
}

/** A point becomes the piece of street nearest to it; null when the selection holds no street. */
export function fixSelection(graph: RoadGraph, index: ArcIndex, selection: StreetSelection): StreetSelection | null {
  if (selection.kind !== 'point') return arcsOfSelection(graph, selection).length > 0 ? selection : null;
  const [latE7, lonE7] = pointE7(selection.position);
  const place = snapToArc(graph, index, latE7, lonE7, { maxDistanceM: NEAR_STREET_M });
  if (place === null) return null;
  const { wayId, ends } = pieceOfArc(graph, place.arc);
  return { kind: 'piece', wayId, from: positionOf(ends[0]), to: positionOf(ends[1]) };
}

function arcsOfSelection(graph: RoadGraph, selection: StreetSelection): number[] {
  switch (selection.kind) {
    case 'way':
      return arcsOfWay(graph, selection.wayId);
    case 'piece':
      return arcsOfPiece(graph, {
        wayId: selection.wayId,
        ends: [pointE7(selection.from), pointE7(selection.to)],
      });
    case 'polygon':
      return arcsInRing(graph, selection.ring.map(pointE7));
    case 'circle':
      return arcsInCircle(graph, pointE7(selection.centre), selection.radiusM);
    case 'point':
      return []; // names no street until it is fixed
    default:
      return unreachable(selection);
  }
}

function pointE7({ lat, lon }: Position): PointE7 {
  return [Math.round(lat * 1e7), Math.round(lon * 1e7)];
}

function positionOf([latE7, lonE7]: PointE7): Position {
  return { lat: latE7 / 1e7, lon: lonE7 / 1e7 };
}
