import { expect, test } from 'vitest';
import { readDimacs } from './dimacs.ts';

const co = 'p aux sp co 2\nv 1 -5 7\nv 2 10 20\n';

test('arcs are sorted, nodes count from 0', () => {
  const { graph, weights, x, y } = readDimacs('c a comment\np sp 2 3\na 2 1 30\na 1 2 10\na 1 1 0\n', co);
  expect(Array.from(graph.arcTail)).toEqual([0, 0, 1]);
  expect(Array.from(graph.arcHead)).toEqual([0, 1, 0]);
  expect(Array.from(weights)).toEqual([0, 10, 30]);
  expect([x[0], y[0], x[1], y[1]]).toEqual([-5, 7, 10, 20]);
});

test('what is wrong is told with its line', () => {
  expect(() => readDimacs('p sp 2 1\na 1 3 5', co)).toThrow('got "a 1 3 5", expected whole numbers, here from 1 to 2');
  expect(() => readDimacs('p sp 2 1\na 1 2 -5', co)).toThrow('a 1 2 -5');
  expect(() => readDimacs('a 1 2 5', co)).toThrow('a 1 2 5');
  expect(() => readDimacs('', co)).toThrow('no line "p sp');
  expect(() => readDimacs('p sp 3 0', co)).toThrow('places 2 nodes, the .gr file has 3');
});
