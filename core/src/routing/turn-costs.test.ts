import { expect, test } from 'vitest';
import type { ArcSpec } from '../graph/build-road-graph.ts';
import { drawTown, type DrawnTown } from '../testing/draw-town.ts';
import { plainClass } from '../testing/plain-class.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { buildRoadMetric, buildRoadNetwork } from './road-network.ts';
import { RoadQuery } from './road-query.ts';
import { plainTurn, TurnKinds, turnMs, type TurnKind } from './turn-costs.ts';
import type { VehicleClass } from './vehicle-class.ts';
import { vehicleClassTable } from './vehicle-class.ts';

const drawing = `
A 10 B 10 C
     |
     D 10 E`;

function kindOf(town: DrawnTown, a: string, b: string, c: string): TurnKind {
  return new TurnKinds(town.graph).kindOf(town.arc(a, b), town.arc(b, c));
}

const as = (roadClass: ArcSpec['roadClass'], ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { roadClass }])) as Record<string, Partial<ArcSpec>>;

test('RD12 turns across oncoming traffic count by the busiest street that meets there, on the side of the area', () => {
  const main = as('primary', 'A-B', 'B-A', 'B-C', 'C-B');
  const left = drawTown(drawing, { arcs: main });
  expect(kindOf(left, 'A', 'B', 'D').across).toBe('busy'); // to the right, off the main street
  expect(kindOf(left, 'C', 'B', 'D')).toEqual(plainTurn); // to the left
  expect(kindOf(left, 'D', 'B', 'C').across).toBe('busy'); // to the right, onto it
  expect(kindOf(left, 'D', 'B', 'A')).toEqual(plainTurn);
  expect(kindOf(left, 'A', 'B', 'C')).toEqual(plainTurn); // straight on
  const right = drawTown(drawing, { arcs: main, trafficSide: 'right' });
  expect(kindOf(right, 'A', 'B', 'D')).toEqual(plainTurn);
  expect(kindOf(right, 'C', 'B', 'D').across).toBe('busy');
  expect(kindOf(drawTown(drawing), 'A', 'B', 'D').across).toBe('quiet');
  expect(kindOf(drawTown(drawing, { arcs: as('tertiary', 'B-C') }), 'A', 'B', 'D').across).toBe('some');
  expect(kindOf(left, 'B', 'D', 'E').across).toBeNull(); // a bend is no junction
});

test('RD12 turning round: by width, and always at a dead end', () => {
  const town = drawTown(drawing, { arcs: { 'B-A': { widthDm: 60 }, 'B-D': { widthDm: 120 } } });
  expect(kindOf(town, 'A', 'B', 'A')).toEqual({ ...plainTurn, round: 'street', widthDm: 60 });
  expect(kindOf(town, 'D', 'B', 'D')).toMatchObject({ widthDm: 120 });
  expect(kindOf(town, 'B', 'D', 'B')).toMatchObject({ round: 'street', widthDm: 50 }); // as residential streets are
  expect(kindOf(town, 'D', 'E', 'D').round).toBe('dead_end');
  const { turning, lengthDm } = vehicleClassTable.sedan;
  const ms = (widthDm: number) => turnMs({ ...plainTurn, round: 'street', widthDm }, turning, lengthDm);
  expect([ms(110), ms(109), ms(55), ms(54)]).toEqual([12_000, 30_000, 30_000, 600_000]);
  const never = { ...turning, lastResortSec: null };
  expect(turnMs({ ...plainTurn, round: 'street', widthDm: 54 }, never, lengthDm)).toBe(UNREACHABLE_MS);
  expect(turnMs({ ...plainTurn, round: 'dead_end' }, never, lengthDm)).toBe(30_000);
});

test('RD12 sharp turns cost long vehicles time', () => {
  const sharp = drawTown(`
    A 10 B 10 C
    |
    D`); // prettier-ignore
  const { graph } = sharp;
  graph.nodeLonE7[sharp.at('D')] = graph.nodeLonE7[sharp.at('B')]!; // D now lies below B: from B by A to D is a hairpin
  graph.nodeLatE7[sharp.at('D')] = graph.nodeLatE7[sharp.at('A')]! - 1000;
  const hairpin = kindOf(sharp, 'B', 'A', 'D');
  expect(hairpin.sharp).toBe('hairpin');
  const { microbus, sedan } = vehicleClassTable;
  expect(turnMs(hairpin, microbus.turning, microbus.lengthDm)).toBe(20_000);
  expect(turnMs(hairpin, sedan.turning, sedan.lengthDm)).toBe(3000);
  expect(turnMs(plainTurn, microbus.turning, microbus.lengthDm)).toBe(0);
});

test('RD12 a drive goes round the block rather than turn in a narrow street, and each class weighs it for itself', () => {
  const town = drawTown(`
    A 10 B 10 C
    |    |    |
    D 10 E 10 F`);
  const network = buildRoadNetwork(town.graph, { turnCosts: true });
  const query = new RoadQuery(network);
  const from = { arc: town.arc('A', 'B'), offsetPermille: 500 };
  const to = { arc: town.arc('B', 'A'), offsetPermille: 500 };
  const sec = (vehicleClass: VehicleClass) => query.findRoute(buildRoadMetric(network, vehicleClass), from, to)!.sec;
  const roundTheBlock = 5 + 20 + 10 + 20 + 10 + 10 + 20 + 10 + 20 + 5; // B C F E D A … is longer than what it takes:
  expect(sec(plainClass)).toBeLessThan(roundTheBlock);
  const sweeping = { ...plainClass, turning: { ...plainClass.turning, circleDm: 40 } };
  expect(sec(sweeping)).toBe(5 + 10 + 5); // in one sweep at B
  const backing = { ...plainClass, lengthDm: 30 };
  expect(sec(backing)).toBe(5 + 20 + 5);
  const without = buildRoadMetric(buildRoadNetwork(town.graph), plainClass);
  expect(query.findRoute(buildRoadMetric(network, sweeping), from, to)!.arcs).toEqual([from.arc, to.arc]);
  expect(new RoadQuery(without.network).findRoute(without, from, to)!.sec).toBe(10);
});
