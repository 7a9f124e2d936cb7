import { describe, expect, test } from 'vitest';
import { NodeTable } from '../osm/node-table.ts';
import { closedRings, SceneryCollector } from './scenery.ts';

describe('rings', () => {
  test('lines are joined end to end, turned where needed; what stays open is left out', () => {
    expect(closedRings([[1, 2, 3], [5, 4, 3], [5, 1], [7, 8]])).toEqual([[5, 1, 2, 3, 4, 5]]); // prettier-ignore
    expect(closedRings([[1, 2, 3, 1]])).toEqual([[1, 2, 3, 1]]);
    expect(closedRings([])).toEqual([]);
  });
});

describe('scenery', () => {
  /** Nodes 1 to 9 in three rows of three; 7 to 9 lie outside the region. */
  function collector(): SceneryCollector {
    const nodes = new NodeTable();
    for (let id = 6; id >= 1; id--) nodes.add(id, Math.floor((id - 1) / 3) * 1e7, ((id - 1) % 3) * 1e7);
    nodes.finish();
    return new SceneryCollector(nodes);
  }
  const outside = (id: number) => ({ id, latE7: 2e7, lonE7: ((id - 1) % 3) * 1e7, tags: {} });

  test('areas, lines and buildings by their tags; an area that is not closed is left out', () => {
    const scenery = collector();
    scenery.addWay({ id: 1, nodeIds: [1, 2, 5, 4, 1], tags: { natural: 'water', name: '池' } });
    scenery.addWay({ id: 2, nodeIds: [1, 2, 3], tags: { waterway: 'river' } });
    scenery.addWay({ id: 3, nodeIds: [4, 5, 6], tags: { landuse: 'forest' } });
    scenery.addWay({ id: 4, nodeIds: [1, 2, 3], tags: { power: 'line' } });
    expect(scenery.needsNodes()).toBe(false);
    const features = scenery.finish();
    expect(features.map(({ kind, name, isArea }) => [kind, name, isArea])).toEqual([
      ['lake', '池', true],
      ['river', '', false],
    ]);
    expect(features[1]!.rings).toEqual([[[0, 0], [1, 0], [2, 0]]]); // prettier-ignore
  });

  test('an outline that leaves the region is completed; a relation takes its rings from several ways', () => {
    const scenery = collector();
    scenery.addWay({ id: 1, nodeIds: [1, 4, 7], tags: {} });
    scenery.addWay({ id: 2, nodeIds: [1, 2, 5, 8, 7], tags: { source: 'survey' } });
    scenery.addWay({ id: 3, nodeIds: [7, 8, 9], tags: {} }); // wholly outside
    expect([7, 8, 9].map(scenery.wantsNode)).toEqual([true, true, false]);
    [7, 8].forEach((id) => scenery.addNode(outside(id)));
    const members = [1, 2].map((id) => ({ type: 'way' as const, id, role: 'outer' }));
    scenery.addRelation({ id: 1, members, tags: { type: 'multipolygon', natural: 'water' } });
    scenery.addRelation({ id: 2, members, tags: { type: 'boundary', natural: 'water' } });
    const features = scenery.finish();
    expect(features.map((feature) => feature.kind)).toEqual(['lake']);
    expect(features[0]!.rings[0]!.length).toBe(7);
  });
});
