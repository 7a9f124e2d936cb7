/** What the streets of an imported area answer to the dispatch: drive times between places, walks to stops, courses to draw. */
import type { AreaFile, Position, VehicleClassName } from '@noriai/core/contracts/area.ts';
import type { Streets, WalkingRider } from '@noriai/core/fleet/world.ts';
import type { FootGraph } from '@noriai/core/graph/foot-graph.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { arcCourse } from '@noriai/core/graph/arc-course.ts';
import { buildArcIndex, pointOfPlace, snapToArc, type ArcIndex, type ArcPlace } from '@noriai/core/graph/snap.ts';
import { UNREACHABLE_MS } from '@noriai/core/routing/dijkstra.ts';
import { nothingLive, type LiveState } from '@noriai/core/routing/live-state.ts';
import { daytime } from '@noriai/core/routing/period.ts';
import {
  buildRoadMetric,
  buildRoadNetwork,
  updateRoadMetric,
  type RoadMetric,
  type RoadNetwork,
} from '@noriai/core/routing/road-network.ts';
import { RoadQuery, routeCourse } from '@noriai/core/routing/road-query.ts';
import { buildStopTable } from '@noriai/core/routing/stop-table.ts';
import { StopWalks } from '@noriai/core/routing/stop-walks.ts';
import { turnSteps, type TurnStep } from '@noriai/core/routing/turn-steps.ts';
import { riderProfiles } from '@noriai/core/routing/walking/rider-profile.ts';
import { WalkFinder } from '@noriai/core/routing/walking/walk-finder.ts';
import { vehicleClassTable } from '@noriai/core/routing/vehicle-class.ts';
import { driveTimes, type DriveTimes } from '@noriai/core/optimizer/drive-times.ts';

/** A stop or depot that no vehicle of a class can reach. */
export class StopOffStreet extends Error {
  override readonly name = 'StopOffStreet';
}

type Course = readonly (readonly [number, number])[];

/** Courses are asked for again and again while a vehicle drives them. */
const COURSES_KEPT = 1000;
const FAR_FROM_STREET_M = 1000;

/** The streets for one class of vehicle: where its places lie and how long it drives. */
interface ClassStreets {
  readonly metric: RoadMetric;
  readonly places: readonly ArcPlace[];
  readonly times: DriveTimes;
}

/**
 * Builds tables for every class that the area has. Cost: seconds for new streets, then tens of milliseconds a class.
 *
 * @param live closures and slowdowns that hold; default none
 * @throws StopOffStreet when a place lies more than a kilometre from every street that a class may drive
 */
export function areaStreets(area: AreaFile, road: RoadGraph, foot: FootGraph, live: LiveState = nothingLive): Streets {
  const { network, index } = preparedStreets(road);
  const classes = new Map<VehicleClassName, ClassStreets>();
  for (const { class: name } of area.vehicles) {
    if (!classes.has(name)) classes.set(name, classStreets(area, network, index, name, live));
  }
  const walks = new StopWalks(
    foot,
    area.stops.map((stop) => stop.position),
    area.promises.maxWalkM,
  );
  return {
    driveTimes: new Map([...classes].map(([name, { times }]) => [name, times])),
    walksFrom: (point) => walks.from(point),
    courseBetween: courses(network, classes),
    directionsBetween: directions(network, classes),
    walkBetween: walkGuide(foot),
  };
}

/** Order and contraction take seconds and depend on the streets alone: closures and areas on the same streets share them. */
const prepared = new WeakMap<RoadGraph, { readonly network: RoadNetwork; readonly index: ArcIndex }>();

function preparedStreets(road: RoadGraph) {
  const known = prepared.get(road);
  if (known) return known;
  const streets = { network: buildRoadNetwork(road), index: buildArcIndex(road) };
  prepared.set(road, streets);
  return streets;
}

function classStreets(
  area: AreaFile,
  network: RoadNetwork,
  index: ArcIndex,
  name: VehicleClassName,
  live: LiveState,
): ClassStreets {
  const usual = buildRoadMetric(network, vehicleClassTable[name], daytime);
  const metric = live === nothingLive ? usual : updateRoadMetric(usual, live);
  const isOpen = (arc: number): boolean => usual.arcMs[arc]! < UNREACHABLE_MS;
  const stops = area.stops.map((stop) => ({ ...stop, what: `stop ${stop.id} (${stop.name.ja})` }));
  const depots = area.depots.map((depot) => ({ ...depot, side: 'either' as const, what: `depot ${depot.id}` }));
  const places = [...stops, ...depots].map(({ what, position, side }) => {
    const latE7 = Math.round(position.lat * 1e7);
    const lonE7 = Math.round(position.lon * 1e7);
    const options = { filter: isOpen, side, trafficSide: area.trafficSide, maxDistanceM: FAR_FROM_STREET_M };
    const place = snapToArc(network.graph, index, latE7, lonE7, options);
    if (place) return place;
    throw new StopOffStreet(
      `${what} lies more than ${FAR_FROM_STREET_M} m from every street a ${name} may drive: move it`,
    );
  });
  const { sec } = buildStopTable(metric, places);
  return { metric, places, times: driveTimes(places.length, sec) };
}

function courses(network: RoadNetwork, classes: ReadonlyMap<VehicleClassName, ClassStreets>): Streets['courseBetween'] {
  const query = new RoadQuery(network);
  const kept = new Map<string, Course>();
  return (fromPlace, toPlace, vehicleClass) => {
    const key = `${fromPlace} ${toPlace} ${vehicleClass}`;
    const known = kept.get(key);
    if (known) return known;
    const { metric, places } = classes.get(vehicleClass)!;
    const route = fromPlace === toPlace ? null : query.findRoute(metric, places[fromPlace]!, places[toPlace]!);
    const course = route ? routeCourse(network, route) : [];
    if (kept.size >= COURSES_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(key, course);
    return course;
  };
}

/** Not kept: a driver asks once for each new plan. */
function directions(
  network: RoadNetwork,
  classes: ReadonlyMap<VehicleClassName, ClassStreets>,
): Streets['directionsBetween'] {
  const query = new RoadQuery(network);
  return (fromPlace, toPlace, vehicleClass) => {
    const { metric, places } = classes.get(vehicleClass)!;
    const route = fromPlace === toPlace ? null : query.findRoute(metric, places[fromPlace]!, places[toPlace]!);
    if (!route) return null;
    const { graph } = network;
    const skippedDm = (graph.arcLengthDm[route.from.arc]! * route.from.offsetPermille) / 1000;
    const unusedDm = (graph.arcLengthDm[route.to.arc]! * (1000 - route.to.offsetPermille)) / 1000;
    const steps = turnSteps(graph, route.arcs, skippedDm, unusedDm);
    return { lengthM: route.lengthM, driveSec: route.sec, steps };
  };
}

const FAR_FROM_PATH_M = 300;

/** Finders hold some hundred bytes an arc: made for a kind of rider when somebody first asks. */
function walkGuide(foot: FootGraph): Streets['walkBetween'] {
  const index = buildArcIndex(foot);
  const finders = new Map<WalkingRider, WalkFinder>();
  const finderFor = (rider: WalkingRider): WalkFinder => {
    const finder = finders.get(rider) ?? new WalkFinder(foot, riderProfiles[rider]);
    finders.set(rider, finder);
    return finder;
  };
  const snap = ({ lat, lon }: Position) =>
    snapToArc(foot, index, Math.round(lat * 1e7), Math.round(lon * 1e7), { maxDistanceM: FAR_FROM_PATH_M });
  return (fromPoint, toPoint, rider) => {
    const [from, to] = [snap(fromPoint), snap(toPoint)];
    const walk = from && to && finderFor(rider).find(from, to);
    if (!walk) return null;
    const { arcs, lengthM, climbM, descentM, steps: stairs, sec: walkSec } = walk;
    const inner = arcs.slice(1, -1).flatMap((arc) => arcCourse(foot, arc));
    const course = [pointOfPlace(foot, from), ...inner, pointOfPlace(foot, to)];
    return { lengthM, climbM, descentM, stairs, walkSec, steps: withinLength(turnSteps(foot, arcs), lengthM), course };
  };
}

/** The first path is walked in part: what the steps say too much is taken off the first. */
function withinLength(steps: readonly TurnStep[], lengthM: number): readonly TurnStep[] {
  const tooMuchM = steps.reduce((sum, step) => sum + step.lengthM, 0) - lengthM;
  return steps.map((step, i) => (i === 0 ? { ...step, lengthM: Math.max(0, step.lengthM - tooMuchM) } : step));
}
