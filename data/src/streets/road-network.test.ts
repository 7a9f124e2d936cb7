import { UNKNOWN_GRADE_PERMILLE, arcFlag, openRoadGraph, packRoadGraph } from '@noriai/core/graph/road-graph.ts';
import { describe, expect, test } from 'vitest';
import type { ElevationSource } from '../osm/osm-elements.ts';
import { arcNames, COLUMN_M, drawStreets, drawnRoads, LINE_M } from '../testing/draw-streets.ts';

const street = { highway: 'residential' };

describe('arcs', () => {
  test('a node that only one way uses is a point of the course; junctions and ends are nodes', async () => {
    const source = drawStreets(`A  B  C  D\n      E`, { ways: { 'A B C D': street, 'C E': street } });
    const { graph } = await drawnRoads(source);
    expect(await arcNames(source, graph)).toEqual(['A>C', 'C>A', 'C>D', 'C>E', 'D>C', 'E>C']);
    const lengthsDm = Array.from(graph.arcLengthDm).sort((a, b) => a - b);
    expect(lengthsDm).toEqual([900, 900, 900, 900, 1800, 1800]); // 3 columns of 30 m, a line of 90 m, 6 columns
    expect(3 * COLUMN_M).toBe(LINE_M);
    expect(graph.shapePointLatE7.length).toBe(1); // B, shared by both directions
  });

  test('time is length by speed, plus signals and railway crossings on the way in', async () => {
    const ways = { 'A B C': street };
    const plain = await drawnRoads(drawStreets('A  B  C', { ways }));
    expect([...plain.graph.arcFreeFlowMs]).toEqual([29_455, 29_455]); // 180 m at 22 km/h
    const nodes = { B: { highway: 'traffic_signals' }, C: { railway: 'level_crossing' } };
    const source = drawStreets('A  B  C', { ways, nodes });
    const { graph } = await drawnRoads(source);
    // A to C meets the signal (6 s) and the railway (6 s); C to A leaves the railway and meets the signal
    expect([...graph.arcFreeFlowMs].sort((a, b) => a - b)).toEqual([35_455, 41_455]);
  });

  test('bends are summed, names and limits kept, both directions marked', async () => {
    const tags = { ...street, name: 'Kita', 'name:ja': '北通り', maxheight: '2.5', junction: 'yes' };
    const { graph } = await drawnRoads(drawStreets('A  B\n   C', { ways: { 'A B C': tags } }));
    expect([...graph.arcBendDeg]).toEqual([90, 90]);
    expect(Array.from(graph.arcName, (name) => graph.names[name])).toEqual(['北通り', '北通り']);
    expect([...graph.arcMaxHeightDm]).toEqual([25, 25]);
    expect([...graph.arcFlags]).toEqual([0, 0]);
    expect([...graph.arcGradePermille]).toEqual([UNKNOWN_GRADE_PERMILLE, UNKNOWN_GRADE_PERMILLE]);
    expect([...graph.arcWayId]).toEqual([1, 1]);
  });

  test('generated streets, roundabouts, bridges, ramps and one-ways are flagged', async () => {
    const ways = {
      'A B': { highway: 'primary_link', source: 'model', bridge: 'yes' },
      'B C D B': { ...street, junction: 'roundabout' },
    };
    const { graph } = await drawnRoads(drawStreets('A  B  C\n      D', { ways }));
    const flags = new Set(graph.arcFlags);
    expect(flags).toEqual(
      new Set([arcFlag.model | arcFlag.bridge | arcFlag.link, arcFlag.roundabout | arcFlag.oneway]),
    );
  });

  test('a ferry takes the time its tag says', async () => {
    const ferry = { route: 'ferry', motor_vehicle: 'yes', duration: '00:10' };
    const source = drawStreets('A  B  C', { ways: { 'A B': street, 'B C': ferry } });
    const { graph } = await drawnRoads(source);
    expect(Math.max(...graph.arcFreeFlowMs) / 1000).toBeCloseTo(600, 0);
  });

  test('the graph survives its file, and the same elements give the same bytes', async () => {
    const source = drawStreets('A  B  C\n   D', { ways: { 'A B C': street, 'B D': street } });
    const [first, second] = [await drawnRoads(source), await drawnRoads(source)];
    const bytes = packRoadGraph(first.graph);
    expect(new Uint8Array(packRoadGraph(second.graph))).toEqual(new Uint8Array(bytes));
    expect(openRoadGraph(bytes)).toEqual(first.graph);
  });
});

describe('barriers', () => {
  const ways = { 'A B C D': street, 'A E D': street };
  const drawing = 'A  B  C  D\n   E';

  test('a bollard ends the street on both sides', async () => {
    const source = drawStreets(drawing, { ways, nodes: { B: { barrier: 'bollard' } } });
    const { graph, gates } = await drawnRoads(source);
    expect(await arcNames(source, graph)).toEqual(['A>B', 'A>D', 'B>A', 'B>D', 'D>A', 'D>B']);
    expect(graph.nodeCount).toBe(4); // A, D and a B on each side
    expect(gates.size).toBe(1);
  });

  test('a gate lets all pass, a private gate nobody, a bus trap and a bollard with psv=yes only us', async () => {
    const passing = async (tags: Record<string, string>) => {
      const { graph } = await drawnRoads(drawStreets(drawing, { ways, nodes: { B: tags } }));
      return graph.arcLengthDm.indexOf(0) < 0 ? graph.nodeCount : graph.arcFlags[graph.arcLengthDm.indexOf(0)];
    };
    expect(await passing({ barrier: 'gate' })).toBe(2); // no node of its own at all
    expect(await passing({ barrier: 'gate', access: 'private' })).toBe(4);
    expect(await passing({ barrier: 'gate', access: 'no', motor_vehicle: 'yes' })).toBe(2);
    expect(await passing({ barrier: 'bus_trap' })).toBe(arcFlag.publicServiceOnly);
    expect(await passing({ barrier: 'bollard', psv: 'yes' })).toBe(arcFlag.publicServiceOnly);
    expect(await passing({ barrier: 'lift_gate', motor_vehicle: 'destination' })).toBe(arcFlag.destinationOnly);
  });

  test('a height limit on a node stops only what is higher', async () => {
    const nodes = { B: { barrier: 'height_restrictor', maxheight: '2.1' } };
    const { graph } = await drawnRoads(drawStreets(drawing, { ways, nodes }));
    const limits = Array.from(graph.arcMaxHeightDm).filter((limit) => limit > 0);
    expect(limits).toEqual([21, 21]); // through the gate, both ways
  });
});

describe('what is kept', () => {
  test('the largest part from which everything can be reached and left', async () => {
    const oneway = { ...street, oneway: 'yes' };
    const ways = { 'A B C A': street, 'C D': oneway, 'E A': oneway, 'F G': street };
    const source = drawStreets('A  B\n   C  D\nE\nF  G', { ways });
    const { graph, strong } = await drawnRoads(source);
    const arcs = await arcNames(source, graph);
    expect(arcs).toEqual(['A>C', 'A>C', 'C>A', 'C>A']); // by B and straight
    expect(strong.partCount).toBe(3);
    expect(strong.examples.map((part) => [part.lengthM, part.wayIds])).toEqual([
      [180, [3]], // 180 m one way
      [180, [4]], // 90 m both ways
      [90, [2]],
    ]);
  });

  test('a private street stays closed unless a stop lies on it, with the private streets it is reached by', async () => {
    const shut = { ...street, access: 'private' };
    const ways = { 'A B C': street, 'B D': shut, 'D E': shut, 'C F': shut };
    const source = drawStreets('A  B  C\n   D  F\n   E', { ways });
    expect(await arcNames(source, (await drawnRoads(source)).graph)).toEqual(['A>B', 'B>A', 'B>C', 'C>B']);
    const opened = await drawnRoads(source, { stops: 'E' });
    expect(await arcNames(source, opened.graph)).toEqual(
      ['A>B', 'B>A', 'B>C', 'C>B', 'B>D', 'D>B', 'D>E', 'E>D'].sort(),
    );
    const flagged = Array.from(opened.graph.arcFlags).filter((flags) => flags === arcFlag.destinationOnly);
    expect(flagged.length).toBe(4);
    expect(opened.dropped.get('private')).toEqual([4]);
  });
});

/** Height from the line of the drawing: so many metres for each metre to the south. */
const slope = (rise: number): ElevationSource => ({
  label: 'slope',
  elevationDm: (latE7) => Math.round((345_000_000 - latE7) * 0.011119508 * rise * 10),
});

describe('grade', () => {
  test('is signed by direction and comes out of an even slope as it went in', async () => {
    const ways = { 'A B C D E': street };
    const { graph } = await drawnRoads(drawStreets('A\nB\nC\nD\nE', { ways }), { elevation: slope(0.1) });
    // 100 ‰; the ends are averaged with what lies on one side of them only, 360 m flatten by about 2 × 30 m × 10 %
    for (const grade of graph.arcGradePermille) expect(Math.abs(grade)).toBeGreaterThan(80);
    for (const grade of graph.arcGradePermille) expect(Math.abs(grade)).toBeLessThanOrEqual(100);
    expect(graph.arcGradePermille[0]).toBe(-graph.arcGradePermille[1]!);
  });

  test('a street over a hill is split at the top, each part with its own grade', async () => {
    const hill: ElevationSource = {
      label: 'hill',
      elevationDm: (latE7) => 500 - Math.round(Math.abs(345_000_000 - latE7 - 32_376) * 0.011119508),
    };
    const ways = { 'A B C D E F G H I': street };
    const { graph } = await drawnRoads(drawStreets('A\nB\nC\nD\nE\nF\nG\nH\nI', { ways }), { elevation: hill });
    expect(graph.nodeCount).toBeGreaterThanOrEqual(3);
    const grades = Array.from(graph.arcGradePermille);
    expect(Math.max(...grades)).toBeGreaterThan(80);
    expect(Math.min(...grades)).toBe(-Math.max(...grades));
  });

  test('a bridge goes straight from bank to bank whatever the valley below it', async () => {
    const valley: ElevationSource = {
      label: 'valley',
      elevationDm: (_, lonE7) => (Math.abs(lonE7 - 1_355_039_280) < 15_000 ? 0 : 1000),
    };
    const ways = { 'A B': street, 'B C D E F': { ...street, bridge: 'yes' }, 'F G': street };
    const { graph } = await drawnRoads(drawStreets('A     B  C  D  E  F     G', { ways }), { elevation: valley });
    const onBridge = Array.from(graph.arcFlags, (flags, a) => [flags & arcFlag.bridge, graph.arcGradePermille[a]!]);
    for (const [bridge, grade] of onBridge) if (bridge !== 0) expect(Math.abs(grade!)).toBeLessThan(60);
  });
});
