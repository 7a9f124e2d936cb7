import { expect, test } from 'vitest';
import { drawTown, type DrawnTown } from '../testing/draw-town.ts';
import { turnSteps } from './turn-steps.ts';

/** Steps of the way over these nodes as one line: `start 200 · right 50`. */
function told(town: DrawnTown, way: string): string {
  const nodes = way.split(' ');
  const arcs = nodes.slice(1).map((node, i) => town.arc(nodes[i]!, node));
  return turnSteps(town.graph, arcs)
    .map(({ turn, lengthM }) => `${turn} ${lengthM}`)
    .join(' · ');
}

const town = drawTown(`
A 10 B 10 C
|    |    |
D 10 E 10 F
|         |
G         H`);

test('a turn is told where there is a choice, with the way until the next turn', () => {
  // Streets are 10 m a second long: A–B and B–C 100 m each, B–E 200 m (20 s). Going east, down the page is to the right.
  expect(told(town, 'A B C')).toBe('start 200');
  expect(told(town, 'A B E')).toBe('start 100 · right 200');
  expect(told(town, 'E B A')).toBe('start 200 · left 100');
  expect(told(town, 'A B E F H')).toBe('start 100 · right 200 · left 100 · right 200');
});

test('a bend without a side street is not told, a way back always is', () => {
  // From B by C to F: at C the street only bends.
  expect(told(town, 'B C F')).toBe('start 300');
  expect(told(town, 'A B A')).toBe('start 100 · back 100');
});

test('a street of another name is told though it goes straight on, and parts of arcs count in part', () => {
  const named = drawTown(
    `
A 10 B 10 C
     |
     D`,
    { arcs: { 'A-B': { name: '坂の道' }, 'B-C': { name: '駅前通り' } } },
  );
  const steps = turnSteps(named.graph, [named.arc('A', 'B'), named.arc('B', 'C')], 300, 400);
  expect(steps.map(({ turn, streetName, lengthM }) => [turn, streetName, lengthM])).toEqual([
    ['start', '坂の道', 70],
    ['straight', '駅前通り', 60],
  ]);
  expect(turnSteps(named.graph, [])).toEqual([]);
});
