import { expect, test } from 'vitest';
import { seededRandom } from '../containers/random.ts';
import { distanceM } from '../geo/lat-lon.ts';
import type { FootGraph } from '../graph/foot-graph.ts';
import { drawTown, type DrawnTown } from '../testing/draw-town.ts';
import { Dijkstra } from '../routing/dijkstra.ts';
import { StopWalks } from './stop-walks.ts';

/** The streets of a drawn town to walk on: 20 m a character, 50 m a line, climbing `climbDm` from each tail to head. */
function walkableTown(
  town: DrawnTown,
  climbDm: (arc: number) => number = () => 0,
  more: Partial<FootGraph> = {},
): FootGraph {
  const { graph } = town;
  const lengths = Uint32Array.from({ length: graph.arcCount }, (_, arc) => {
    const [tail, head] = [graph.arcTail[arc]!, graph.arcHead[arc]!];
    const { nodeLatE7: lat, nodeLonE7: lon } = graph;
    return Math.round(distanceM(lat[tail]!, lon[tail]!, lat[head]!, lon[head]!) * 10);
  });
  const climbs = Int32Array.from({ length: graph.arcCount }, (_, arc) => climbDm(arc));
  const parts = {
    arcLengthDm: lengths,
    arcClimbDm: Uint16Array.from(climbs, (dm) => Math.max(0, dm)),
    arcDescentDm: Uint16Array.from(climbs, (dm) => Math.max(0, -dm)),
  };
  const none = { arcFlags: new Uint16Array(graph.arcCount), arcSteps: Uint16Array.from(climbs, () => 0) };
  const kinds = { arcSurface: new Uint8Array(graph.arcCount), arcCrossing: new Uint8Array(graph.arcCount) };
  return { ...graph, ...parts, ...none, ...kinds, ...more } as unknown as FootGraph;
}

const toStop = { rider: 'adult', direction: 'to_stop' } as const;
const pointOf = (town: DrawnTown, name: string) => ({
  lat: town.graph.nodeLatE7[town.at(name)]! / 1e7,
  lon: town.graph.nodeLonE7[town.at(name)]! / 1e7,
});

const drawing = `
A 60 B 60 C
|         |
D 60 E    F`;

test('stops come nearest first, with the way along the paths, and no farther than the limit', () => {
  const town = drawTown(drawing);
  const stops = ['C', 'E', 'F', 'B'].map((name) => pointOf(town, name));
  const walks = new StopWalks(walkableTown(town), stops, 250).from(pointOf(town, 'A'), toStop);
  // A–B, B–C and D–E are 5 characters of 20 m, A–D and C–F two lines of 50 m: F is 300 m away.
  expect(walks).toMatchObject([
    { stopIndex: 3, walkM: 100, climbM: 0 },
    { stopIndex: 0, walkM: 200, climbM: 0 },
    { stopIndex: 1, walkM: 200, climbM: 0 },
  ]);
});

test('what is climbed depends on the direction, and half a street climbs half', () => {
  const town = drawTown('A 60 B 60 C');
  const uphill = (arc: number) => (town.graph.arcTail[arc]! < town.graph.arcHead[arc]! ? 60 : -60);
  const foot = walkableTown(town, uphill);
  const [a, c] = [pointOf(town, 'A'), pointOf(town, 'C')];
  const middle = { lat: a.lat, lon: a.lon + (c.lon - a.lon) / 4 };
  const walks = (from: typeof a, to: typeof a) => new StopWalks(foot, [to], 500).from(from, toStop)[0];
  expect(walks(a, c)).toMatchObject({ walkM: 200, climbM: 12 });
  expect(walks(c, a)).toMatchObject({ walkM: 200, climbM: 0 });
  expect(walks(middle, c)).toMatchObject({ walkM: 150, climbM: 9 });
  expect(walks(a, middle)).toMatchObject({ walkM: 50, climbM: 3 });
});

test('a point far from every path has no stop, a stop far from every path has no walks', () => {
  const town = drawTown(drawing);
  const far = { lat: 34.6, lon: 135.5 };
  expect(new StopWalks(walkableTown(town), [pointOf(town, 'A')], 900).from(far, toStop)).toEqual([]);
  expect(new StopWalks(walkableTown(town), [far], 900).from(pointOf(town, 'A'), toStop)).toEqual([]);
});

test('between junctions it agrees with Dijkstra from the junction itself, on random pairs', () => {
  const town = drawTown(`
A 60 B 60 C 60 D
|    |         |
E 60 F    G 60 H
|         |    |
I 60 J 60 K 60 L`);
  const foot = walkableTown(town);
  const names = [...'ABCDEFGHIJKL'];
  const walks = new StopWalks(
    foot,
    names.map((name) => pointOf(town, name)),
    2000,
  );
  const search = new Dijkstra(town.graph);
  const random = seededRandom(7);
  for (let round = 0; round < 20; round++) {
    const from = names[Math.floor(random() * names.length)]!;
    search.run(town.at(from), Int32Array.from(foot.arcLengthDm));
    for (const { stopIndex, walkM } of walks.from(pointOf(town, from), toStop)) {
      const expected = Math.round(search.distance(town.at(names[stopIndex]!)) / 10);
      expect(Math.abs(walkM - expected), `seed 7, ${from} to ${names[stopIndex]}`).toBeLessThanOrEqual(1);
    }
    expect(walks.from(pointOf(town, from), toStop)).toHaveLength(names.length);
  }
});

test('stairs, slopes and the direction count by rider: what a rider cannot walk is not among the walks', () => {
  const town = drawTown('A 60 B 60 C');
  const uphill = (arc: number) => (town.graph.arcTail[arc]! < town.graph.arcHead[arc]! ? 60 : -60);
  const arcSteps = new Uint16Array(town.graph.arcCount);
  for (const [from, to] of [['B', 'C'], ['C', 'B']] as const) arcSteps[town.arc(from, to)] = 40; // prettier-ignore
  const foot = walkableTown(town, uphill, { arcSteps });
  const walks = new StopWalks(foot, [pointOf(town, 'C'), pointOf(town, 'B')], 500);
  const up = walks.from(pointOf(town, 'A'), { rider: 'older', direction: 'to_stop' });
  const down = walks.from(pointOf(town, 'A'), { rider: 'older', direction: 'from_stop' });
  expect(up.map(({ stopIndex }) => stopIndex)).toEqual([1, 0]);
  // To B: 100 m and 6 m of climb at 10 m each. From it down to A: 3 m for each metre of descent.
  expect(up[0]).toEqual({ stopIndex: 1, walkM: 100, climbM: 6, flatEquivalentM: 160, stairs: 0, walkSec: 178 });
  expect(down[0]).toMatchObject({ walkM: 100, climbM: 0, flatEquivalentM: 118 });
  expect(up[1]).toMatchObject({ walkM: 200, climbM: 12, stairs: 40, flatEquivalentM: 2 * 160 + 40 * 1.5 });
  expect(walks.from(pointOf(town, 'A'), { rider: 'wheelchair', direction: 'to_stop' })).toMatchObject([
    { stopIndex: 1 },
  ]);
});
