import {
  footClasses,
  footCrossings,
  footFlag,
  footSurfaces,
  openFootGraph,
  packFootGraph,
} from '@noriai/core/graph/foot-graph.ts';
import { describe, expect, test } from 'vitest';
import type { ElevationSource, OsmTags } from '../osm/osm-elements.ts';
import { arcNames, drawStreets, drawnPaths } from '../testing/draw-streets.ts';
import { readFootWay } from './foot-way.ts';

const road = { highway: 'residential' };
const path = { highway: 'footway' };

describe('who may walk', () => {
  test.each<[OsmTags, string]>([
    [{ highway: 'motorway' }, 'not_walkable'],
    [{ highway: 'trunk' }, 'road'],
    [{ highway: 'trunk', motorroad: 'yes' }, 'closed'],
    [{ highway: 'trunk', motorroad: 'yes', foot: 'yes' }, 'road'],
    [{ highway: 'residential', foot: 'no' }, 'closed'],
    [{ highway: 'service', access: 'private' }, 'closed'],
    [{ highway: 'service', access: 'private', foot: 'yes' }, 'service'],
    [{ highway: 'primary', sidewalk: 'separate' }, 'beside'],
    [{ highway: 'primary', foot: 'use_sidepath' }, 'closed'],
    [{ highway: 'cycleway' }, 'path'],
    [{ public_transport: 'platform' }, 'platform'],
    [{ building: 'yes' }, 'not_walkable'],
  ])('%o: %s', (tags, expected) => {
    const foot = readFootWay(tags);
    expect(typeof foot === 'string' ? foot : foot.footClass).toBe(expected);
  });
});

describe('paths', () => {
  test('walkers go both ways in one-way streets and past bollards, not through private gates', async () => {
    const ways = { 'A B C': { ...road, oneway: 'yes' }, 'C D': path, 'A D': path };
    const nodes = { B: { barrier: 'bollard' } };
    const source = drawStreets('A  B  C\n   D', { ways, nodes });
    expect(await arcNames(source, (await drawnPaths(source)).graph)).toEqual(
      ['A>C', 'C>A', 'C>D', 'D>C', 'A>D', 'D>A'].sort(),
    );
    const gated = drawStreets('A  B  C\n   D', { ways, nodes: { B: { barrier: 'gate', access: 'private' } } });
    expect(await arcNames(gated, (await drawnPaths(gated)).graph)).toEqual(
      ['A>B', 'B>A', 'B>C', 'C>B', 'C>D', 'D>C', 'A>D', 'D>A'].sort(),
    );
  });

  test('class, surface, sidewalk, rails, ramps and wheelchairs are kept', async () => {
    const ways: Record<string, OsmTags> = {
      'A B': { ...road, surface: 'asphalt' },
      'B C': { ...road, sidewalk: 'both', surface: 'sett' },
      'C D': { highway: 'steps', step_count: '20', handrail: 'yes', 'ramp:stroller': 'yes', wheelchair: 'no' },
      'D A': { highway: 'path', surface: 'gravel', source: 'model', wheelchair: 'yes' },
    };
    const { graph } = await drawnPaths(drawStreets('A  B\nD  C', { ways }));
    const seen = Array.from(graph.arcClass, (footClass, a) =>
      [footClasses[footClass], footSurfaces[graph.arcSurface[a]!], graph.arcFlags[a], graph.arcSteps[a]].join(' '),
    );
    expect([...new Set(seen)].sort()).toEqual([
      `path gravel ${footFlag.model | footFlag.wheelchairYes} 0`,
      `residential paved ${footFlag.onRoad} 0`,
      'residential paving_stones 0 0',
      `steps unknown ${footFlag.handrail | footFlag.ramp | footFlag.wheelchairNo} 20`,
    ]);
    expect(openFootGraph(packFootGraph(graph))).toEqual(graph);
  });

  test('a crossing is met once whichever way it is walked', async () => {
    const nodes = { B: { highway: 'crossing', crossing: 'traffic_signals' } };
    const ways = { 'A B C': path, 'D B E': road, 'A D': path, 'C E': path };
    const source = drawStreets('A  D\nB\nC  E', { ways, nodes });
    const { graph } = await drawnPaths(source);
    const crossings = Array.from(graph.arcCrossing, (crossing) => footCrossings[crossing]);
    expect(crossings.filter((crossing) => crossing === 'signals').length).toBe(2); // A>B and C>B, not B>A, B>C or the road
  });

  test('climb and descent are those of the course; counted steps give the height of stairs', async () => {
    const south: ElevationSource = {
      label: 'south is higher',
      elevationDm: (latE7) => Math.round((345_000_000 - latE7) * 0.011119508 * 0.5), // 0.5 dm a metre: 5 %
    };
    const ways: Record<string, OsmTags> = { 'A B': path, 'B C': { highway: 'steps', step_count: '60' }, 'C D': path };
    const source = drawStreets('A\nB\nC\nD', { ways });
    const { graph } = await drawnPaths(source, south);
    const stairs = [...graph.arcSteps.keys()].filter((a) => graph.arcSteps[a] === 60);
    const [up, down] = stairs.toSorted((a, b) => graph.arcClimbDm[b]! - graph.arcClimbDm[a]!);
    expect([graph.arcClimbDm[up!], graph.arcDescentDm[up!]]).toEqual([99, 0]); // 60 × 16.5 cm
    expect([graph.arcClimbDm[down!], graph.arcDescentDm[down!]]).toEqual([0, 99]);
    const total = (array: Uint16Array) => array.reduce((sum, value) => sum + value, 0);
    expect(total(graph.arcClimbDm)).toBe(total(graph.arcDescentDm));
  });

  test('every part of some size is kept, since walks are short; crumbs are not', async () => {
    const ways = { 'A B': { ...road, highway: 'footway' }, 'C D': path, 'E F': path };
    const far = `A${' '.repeat(60)}B\nC${' '.repeat(60)}D\nE  F`; // 1,830 m, 1,830 m, 90 m
    const source = drawStreets(far, { ways });
    const { graph, strong } = await drawnPaths(source);
    expect(await arcNames(source, graph)).toEqual(['A>B', 'B>A', 'C>D', 'D>C']);
    expect(strong.examples.map((part) => part.wayIds)).toEqual([[3]]);
  });
});
