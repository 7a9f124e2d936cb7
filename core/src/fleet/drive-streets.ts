/** What the dispatch asks of streets, answered from the classes' metrics and tables. */
import type { VehicleClassName } from '../contracts/area.ts';
import type { DriveStreets } from './world.ts';
import { UNREACHABLE_MS } from '../routing/dijkstra.ts';
import type { RoadNetwork } from '../routing/road-network.ts';
import { RoadQuery, routeCourse } from '../routing/road-query.ts';
import { turnSteps } from '../routing/turn-steps.ts';
import type { ClassStreets } from './class-streets.ts';

export type ClassesOfStreets = ReadonlyMap<VehicleClassName, ClassStreets>;
type Course = readonly (readonly [number, number])[];

/** Courses are asked for again and again while a vehicle drives them. */
const COURSES_KEPT = 1000;

export function driveStreets(network: RoadNetwork, classes: ClassesOfStreets): DriveStreets {
  return {
    driveTimes: new Map([...classes].map(([name, { times }]) => [name, times])),
    driveDays: new Map([...classes].map(([name, { day }]) => [name, day])),
    courseBetween: courses(network, classes),
    lengthBetween: lengths(network, classes),
    directionsBetween: directions(network, classes),
    closedPlaces: closedPlaces(classes),
  };
}

/** Places lie where a class may drive, so those on streets that it may not drive now are on closed ones. */
function closedPlaces(classes: ClassesOfStreets): ReadonlyMap<VehicleClassName, ReadonlySet<number>> {
  const closed = [...classes].map(([name, { metric, places }]) => {
    const own = places.flatMap(({ arc }, place) => (metric.arcMs[arc]! >= UNREACHABLE_MS ? [place] : []));
    return [name, new Set(own)] as const;
  });
  return new Map(closed.filter(([, own]) => own.size > 0));
}

function courses(network: RoadNetwork, classes: ClassesOfStreets): DriveStreets['courseBetween'] {
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

/** Not kept: whoever counts kilometres keeps them. */
function lengths(network: RoadNetwork, classes: ClassesOfStreets): NonNullable<DriveStreets['lengthBetween']> {
  const query = new RoadQuery(network);
  return (fromPlace, toPlace, vehicleClass) => {
    if (fromPlace === toPlace) return 0;
    const { metric, places } = classes.get(vehicleClass)!;
    return query.findRoute(metric, places[fromPlace]!, places[toPlace]!)?.lengthM ?? 0;
  };
}

/** Not kept: a driver asks once for each new plan. */
function directions(network: RoadNetwork, classes: ClassesOfStreets): DriveStreets['directionsBetween'] {
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
