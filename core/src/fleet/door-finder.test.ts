import { expect, test } from 'vitest';
import { buildArcIndex, snapToArc } from '../graph/snap.ts';
import { daytime } from '../routing/period.ts';
import { buildRoadMetric, buildRoadNetwork } from '../routing/road-network.ts';
import { drawTown } from '../testing/draw-town.ts';
import { plainClass } from '../testing/plain-class.ts';
import { classStreets } from './class-streets.ts';
import { doorFinder } from './door-finder.ts';

test('TR16 the stop with the shortest way there and back comes first; nothing where no street is near', () => {
  // from A one comes to D at once, but back only by C and B
  const town = drawTown(`
A 60> D
|40   |
B 50  C`);
  const network = buildRoadNetwork(town.graph);
  const index = buildArcIndex(town.graph);
  const metric = buildRoadMetric(network, plainClass, daytime);
  const position = (name: string) => {
    const node = town.at(name);
    return { lat: town.graph.nodeLatE7[node]! / 1e7, lon: town.graph.nodeLonE7[node]! / 1e7 };
  };
  const stops = [{ position: position('A') }, { position: position('C') }];
  const places = stops.map(({ position: { lat, lon } }) => {
    return snapToArc(town.graph, index, Math.round(lat * 1e7), Math.round(lon * 1e7), { side: 'either' })!;
  });
  const find = doorFinder(network, index, [classStreets(metric, places)], stops);
  const near = find(position('D'));
  // The way from D leads by C; the street past D can be entered from A only, or the one past D from C: the longer counts.
  const spurOf = (stopIndex: number) => near.find((door) => door.stopIndex === stopIndex)!.spurSec;
  expect(spurOf(0)).toBeGreaterThanOrEqual(20 + 50 + 40);
  expect(spurOf(1)).toBeGreaterThanOrEqual(20);
  expect(near.map((door) => door.spurSec)).toEqual(near.map((door) => door.spurSec).sort((a, b) => a - b));
  expect(find({ lat: 34.6, lon: 135.5 })).toEqual([]);
});
