import { describe, expect, test } from 'vitest';
import { randomIndex, seededRandom, type Random } from '../../containers/random.ts';
import { buildFootGraph, type FootArcSpec } from '../../graph/build-foot-graph.ts';
import { footCrossings, footFlag, footSurfaces, type FootGraph } from '../../graph/foot-graph.ts';
import { NearStops } from './near-stops.ts';
import { riderProfiles } from './rider-profile.ts';
import { WalkFinder } from './walk-finder.ts';

const { adult, older, wheelchair } = riderProfiles;
/** 100 m east of each other. */
const node = (i: number) => ({ latE7: 345_000_000, lonE7: 1_355_000_000 + i * 109_000 });
const path = (tail: number, head: number, more: Partial<FootArcSpec> = {}): FootArcSpec[] => {
  const { climbDm = 0, descentDm = 0 } = more;
  const there = { tail, head, lengthDm: 1000, footClass: 'footway', surface: 'paved', ...more } as const;
  return [there, { ...there, tail: head, head: tail, climbDm: descentDm, descentDm: climbDm }];
};
const arcOf = (foot: FootGraph, tail: number, head: number, nth = 0) => {
  const arcs = Array.from({ length: foot.arcCount }, (_, arc) => arc);
  return arcs.filter((arc) => foot.arcTail[arc] === tail && foot.arcHead[arc] === head)[nth]!;
};

describe('what a path asks', () => {
  // Two ways from 0 to 1: 100 m with 20 steps and a climb of 5 m, or 300 m around with the climb on a ramp.
  const foot = buildFootGraph({
    nodes: [node(0), node(1), node(2)],
    arcs: [
      ...path(0, 1, { steps: 20, climbDm: 50, footClass: 'steps' }),
      ...path(0, 2, { lengthDm: 1500, climbDm: 25 }),
      ...path(2, 1, { lengthDm: 1500, climbDm: 25 }),
    ],
  });
  const from = { arc: arcOf(foot, 2, 0), offsetPermille: 1000 };
  const to = { arc: arcOf(foot, 1, 2), offsetPermille: 0 };

  test('RD9 an adult takes the stairs, a wheelchair the way around', () => {
    expect(new WalkFinder(foot, adult).find(from, to)).toMatchObject({
      lengthM: 100,
      flatEquivalentM: 100 + 5 * 8 + 20 * 0.3,
      climbM: 5,
      steps: 20,
      sec: Math.ceil(146 / 1.25),
    });
    expect(new WalkFinder(foot, wheelchair).find(from, to)).toMatchObject({
      lengthM: 300,
      flatEquivalentM: 300 + 5 * 16,
      steps: 0,
    });
  });

  test('down is not up, and a handrail helps', () => {
    const down = new WalkFinder(foot, older).find(to, from)!;
    expect(down).toMatchObject({ climbM: 0, descentM: 5, flatEquivalentM: 100 + 5 * 3 + 20 * 1.5 });
    const railed = buildFootGraph({
      nodes: [node(0), node(1)],
      arcs: path(0, 1, { steps: 20, climbDm: 50, footClass: 'steps', flags: footFlag.handrail }),
    });
    const up = new WalkFinder(railed, older).find({ arc: 0, offsetPermille: 0 }, { arc: 0, offsetPermille: 1000 })!;
    expect(up.flatEquivalentM).toBe(100 + 5 * 10 + 20 * 1.5 * 0.7);
  });

  test('too steep, signed as impassable or off the network: no walk', () => {
    const hill = buildFootGraph({ nodes: [node(0), node(1)], arcs: path(0, 1, { climbDm: 81 }) });
    const [bottom, top] = [{ arc: 0, offsetPermille: 0 }, { arc: 0, offsetPermille: 1000 }]; // prettier-ignore
    expect(new WalkFinder(hill, wheelchair).find(bottom, top)).toBeNull();
    expect(new WalkFinder(hill, adult).find(bottom, top)!.climbM).toBe(8);
    const signed = buildFootGraph({ nodes: [node(0), node(1)], arcs: path(0, 1, { flags: footFlag.wheelchairNo }) });
    expect(new WalkFinder(signed, wheelchair).find(bottom, top)).toBeNull();
    expect(new NearStops(signed, [top], wheelchair).find(bottom, 'to_stop')).toEqual([]);
  });
});

test('RD9 near stops are those that A* finds within the limit, least tiring first, both ways', () => {
  let found = 0;
  let outside = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const foot = randomHill(random);
    const place = () => ({ arc: randomIndex(random, foot.arcCount), offsetPermille: randomIndex(random, 5) * 250 });
    const stops = Array.from({ length: 6 }, place);
    for (const profile of Object.values(riderProfiles)) {
      const near = new NearStops(foot, stops, profile);
      const finder = new WalkFinder(foot, profile);
      const point = place();
      for (const direction of ['to_stop', 'from_stop'] as const) {
        const results = near.find(point, direction, 400.4); // rounds to 400
        const expected = stops.map((stop) =>
          direction === 'to_stop' ? finder.find(point, stop) : finder.find(stop, point),
        );
        const within = expected.flatMap((walk, stop) => (walk && walk.flatEquivalentM <= 400 ? [stop] : []));
        const message = `seed ${seed}, ${profile.id}, ${direction}`;
        expect(results.map((result) => result.stop).sort(), message).toEqual(within);
        for (const { stop, walk } of results) {
          expect(walk.flatEquivalentM, message).toBe(expected[stop]!.flatEquivalentM);
        }
        const burdens = results.map((result) => result.walk.flatEquivalentM);
        expect(burdens, message).toEqual(burdens.toSorted((a, b) => a - b));
        found += within.length;
        outside += stops.length - within.length;
      }
    }
  }
  expect(Math.min(found, outside)).toBeGreaterThan(200);
});

function randomHill(random: Random): FootGraph {
  const nodes = Array.from({ length: 10 }, () => node(randomIndex(random, 4)));
  const pick = <Item>(items: readonly Item[]) => items[randomIndex(random, items.length)]!;
  const arcs = Array.from({ length: 16 }, () => {
    const tail = randomIndex(random, 10);
    const steps = random() < 0.2 ? 1 + randomIndex(random, 30) : 0;
    const both = path(tail, (tail + 1 + randomIndex(random, 9)) % 10, {
      lengthDm: 10 * randomIndex(random, 150),
      climbDm: randomIndex(random, 80),
      steps,
      surface: pick(footSurfaces),
      crossing: pick(footCrossings),
      flags: pick([0, footFlag.onRoad, footFlag.ramp, footFlag.wheelchairNo]),
    });
    return random() < 0.1 ? both.slice(0, 1) : both;
  });
  return buildFootGraph({ nodes, arcs: arcs.flat() });
}
