import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import { describe, expect, test } from 'vitest';
import { drawStreets, drawnRoads, forbiddenNames, nodeNames, type DrawnRestriction } from '../testing/draw-streets.ts';
import type { OsmTags } from '../osm/osm-elements.ts';

const street = { highway: 'residential' };

/** A crossing of five streets at E, and a ring around it so that every street is connected. */
const crossing = `
A  B  C
D  E  F
G  H  I`;
const ways: Record<string, OsmTags> = {
  'A B C F I H G D A': street,
  'D E': street,
  'E F': street,
  'B E': street,
  'E H': street,
};

async function forbidden(restrictions: DrawnRestriction[], streets = ways, drawing = crossing) {
  const source = drawStreets(drawing, { ways: streets, restrictions });
  const { graph, restrictions: found } = await drawnRoads(source);
  const outcomes = Object.fromEntries([...found.outcomes].map(([outcome, ids]) => [outcome, ids.length]));
  return { forbidden: await forbiddenNames(source, graph), outcomes };
}

describe('over a node', () => {
  test('no_left_turn forbids one turn', async () => {
    // coming from D (west) to E, left is B (north)
    const result = await forbidden([['no_left_turn', 'D E', 'E', 'B E']]);
    expect(result).toEqual({ forbidden: ['D>E>B'], outcomes: { applied: 1 } });
  });

  test('only_straight_on forbids every other way out, turning round included', async () => {
    const result = await forbidden([['only_straight_on', 'D E', 'E', 'E F']]);
    expect(result.forbidden).toEqual(['D>E>B', 'D>E>D', 'D>E>H']);
  });

  test('no_u_turn forbids turning round in the same street only', async () => {
    const result = await forbidden([['no_u_turn', 'D E', 'E', 'D E']]);
    expect(result.forbidden).toEqual(['D>E>D']);
  });

  test('no_exit and no_entry take several members', async () => {
    const source = drawStreets(crossing, { ways, restrictions: [['no_exit', 'D E', 'E', 'E F']] });
    const withTwo = {
      ...source,
      async *blocks(pass: Parameters<typeof source.blocks>[0]) {
        for await (const block of source.blocks(pass)) {
          const relations = block.relations.map((relation) => ({
            ...relation,
            members: [...relation.members, { type: 'way' as const, id: 5, role: 'to' }],
          }));
          yield { ...block, relations };
        }
      },
    };
    const { graph } = await drawnRoads(withTwo);
    expect(await forbiddenNames(source, graph)).toEqual(['D>E>F', 'D>E>H']);
  });

  test('a way that passes through the via node is cut there, and the turn tells which side is meant', async () => {
    const through = { 'A B C F I H G D A': street, 'D E F': street, 'B E': street };
    // from B (north) down to E, left is F (east); both sides of D E F are candidates
    expect(await forbidden([['no_left_turn', 'B E', 'E', 'D E F']], through)).toEqual({
      forbidden: ['B>E>F'],
      outcomes: { applied: 1 },
    });
    expect((await forbidden([['no_right_turn', 'D E F', 'E', 'B E']], through)).forbidden).toEqual(['F>E>B']);
  });

  test('a via node in the middle of one way alone is a place where turning round is forbidden', async () => {
    const ring = { 'A B C F I H G D A': street };
    expect((await forbidden([['no_u_turn', 'A B C F I H G D A', 'C', 'A B C F I H G D A']], ring)).forbidden).toEqual([
      'A>C>A',
      'A>C>A',
    ]);
  });

  test('a turn against a one-way street cannot be driven anyway', async () => {
    const oneway = { ...ways, 'B E': { ...street, oneway: 'yes' } };
    expect(await forbidden([['no_left_turn', 'D E', 'E', 'B E']], oneway)).toEqual({
      forbidden: [],
      outcomes: { moot: 1 },
    });
  });
});

describe('whom it holds for', () => {
  const turn = (kind: string, tags: OsmTags): DrawnRestriction => [kind, 'D E', 'E', 'B E', tags];

  test('except=psv, bus or taxi lets us turn, except=bicycle does not', async () => {
    for (const except of ['psv', 'bicycle;bus', 'taxi']) {
      expect((await forbidden([turn('no_left_turn', { except })])).outcomes, except).toEqual({ not_for_us: 1 });
    }
    expect((await forbidden([turn('no_left_turn', { except: 'bicycle' })])).forbidden).toEqual(['D>E>B']);
  });

  test('restriction:hgv is not ours, restriction:bus is; hours are left out and counted', async () => {
    const only = (tags: OsmTags) => turn('', { ...tags });
    const hgv = drawStreets(crossing, { ways, restrictions: [only({ 'restriction:hgv': 'no_left_turn' })] });
    expect([...(await drawnRoads(hgv)).restrictions.outcomes.keys()]).toEqual(['not_for_us']);
    expect((await forbidden([only({ 'restriction:bus': 'no_left_turn' })])).forbidden).toEqual(['D>E>B']);
    const hours = turn('no_left_turn', { hour_on: '07:00', hour_off: '09:00' });
    expect((await forbidden([hours])).outcomes).toEqual({ conditional: 1 });
  });

  test('members that are missing, not driven on or do not meet are told apart', async () => {
    const withPath = { ...ways, 'A E': { highway: 'footway' }, 'G H': street };
    expect((await forbidden([['no_left_turn', 'A E', 'E', 'B E']], withPath)).outcomes).toEqual({ incomplete: 1 });
    expect((await forbidden([['no_left_turn', 'G H', 'E', 'B E']], withPath)).outcomes).toEqual({ not_connected: 1 });
  });
});

describe('over ways', () => {
  // a dual carriageway: A B C eastwards above, F E D westwards below, B E the link between them
  const drawing = `
  A   B   C
  D   E   F`;
  const dual: Record<string, OsmTags> = {
    'A B': { ...street, oneway: 'yes' },
    'B C': { ...street, oneway: 'yes' },
    'F E': { ...street, oneway: 'yes' },
    'E D': { ...street, oneway: 'yes' },
    'B E': street,
    'C F': street,
    'D A': street,
  };

  test('no_u_turn over the link forbids the whole manoeuvre and nothing else', async () => {
    const result = await forbidden([['no_u_turn', 'A B', ['B E'], 'E D']], dual, drawing);
    expect(result).toEqual({ forbidden: ['A>B>E>D'], outcomes: { applied: 1 } });
  });

  test('only_u_turn over the link forbids leaving it before and after', async () => {
    const result = await forbidden([['only_u_turn', 'A B', ['B E'], 'E D']], dual, drawing);
    expect(result.forbidden).toEqual(['A>B>C', 'A>B>E>B']);
  });

  test('two via ways are both driven', async () => {
    const long = { ...dual, 'B C': street, 'C F': street, 'F E': street };
    const result = await forbidden([['no_u_turn', 'A B', ['B C', 'C F'], 'F E']], long, drawing);
    expect(result.forbidden).toEqual(['A>B>C>F>E']);
  });
});

describe('random towns', () => {
  test('a walk is forbidden exactly when a restriction forbids it, read as the wiki defines it', async () => {
    const seen = { forbidden: 0, allowed: 0 };
    for (let seed = 1; seed <= 25; seed++) {
      const town = randomTown(seededRandom(seed));
      const source = drawStreets(GRID, town);
      const { graph } = await drawnRoads(source);
      const names = await nodeNames(source, graph);
      const sequences = (await forbiddenNames(source, graph)).map((name) => `>${name}>`);
      const random = seededRandom(1000 + seed);
      for (let i = 0; i < 200; i++) {
        const walk = randomWalk(graph, names, random);
        const ours = sequences.some((sequence) => `>${walk.join('>')}>`.includes(sequence));
        expect(ours, `seed ${seed}: ${walk.join('>')} with ${JSON.stringify(town.restrictions)}`).toBe(
          isForbidden(walk, town.restrictions),
        );
        seen[ours ? 'forbidden' : 'allowed']++;
      }
    }
    expect(seen.forbidden).toBeGreaterThan(200);
    expect(seen.allowed).toBeGreaterThan(200);
  });
});

const GRID = `
A  B  C  D
E  F  G  H
I  J  K  L`;
const kinds = ['no_left_turn', 'no_straight_on', 'only_right_turn', 'only_straight_on'];

/** Each side of a block is a way of its own, two-way; restrictions go over a node or over one way. */
function randomTown(random: Random) {
  const letters = 'ABCDEFGHIJKL';
  const across = [0, 1, 2, 4, 5, 6, 8, 9, 10].map((i) => `${letters[i]} ${letters[i + 1]}`);
  const down = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${letters[i]} ${letters[i + 4]}`);
  const names = [...across, ...down];
  const beside = (letter: string) => names.filter((name) => name.includes(letter));
  const other = (name: string, letter: string) => name.replace(letter, '').trim();
  const pick = (list: readonly string[]) => list[randomIndex(random, list.length)]!;
  const restrictions = Array.from({ length: 6 }, (): DrawnRestriction => {
    const kind = pick(kinds);
    const from = pick(names);
    const via = pick(from.split(' '));
    const next = pick(beside(via).filter((name) => name !== from));
    if (random() < 0.6) return [kind, from, via, next];
    const end = other(next, via);
    const onward = beside(end).filter((name) => name !== next && !name.includes(other(from, via)));
    return onward.length === 0 ? [kind, from, via, next] : [kind, from, [next], pick(onward)];
  });
  return { ways: Object.fromEntries(names.map((name) => [name, street])), restrictions };
}

function randomWalk(graph: RoadGraph, names: readonly string[], random: Random): string[] {
  let node = randomIndex(random, graph.nodeCount);
  const walk = [names[node]!];
  for (let i = 0; i < 6; i++) {
    const first = graph.firstArc[node]!;
    node = graph.arcHead[first + randomIndex(random, graph.firstArc[node + 1]! - first)]!;
    walk.push(names[node]!);
  }
  return walk;
}

/** By the letters of a walk alone: what may not follow each stretch of it. */
function isForbidden(walk: readonly string[], restrictions: readonly DrawnRestriction[]): boolean {
  const isOn = (i: number, way: string) => i + 1 < walk.length && way.includes(walk[i]!) && way.includes(walk[i + 1]!);
  return restrictions.some(([kind, from, via, to]) => {
    const isOnly = kind.startsWith('only');
    return walk.some((_, i) => {
      if (!isOn(i, from) || i + 2 >= walk.length) return false;
      if (typeof via === 'string') return walk[i + 1] === via && isOn(i + 1, to) === !isOnly;
      const way = via[0]!;
      if (!way.includes(walk[i + 1]!)) return false;
      if (!isOn(i + 1, way)) return isOnly;
      if (i + 3 >= walk.length) return false;
      return isOn(i + 2, to) ? !isOnly : isOnly;
    });
  });
}
