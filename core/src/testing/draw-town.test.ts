import { expect, test } from 'vitest';
import { drawTown, secondsFrom } from './draw-town.ts';

test('the town of the style guide', () => {
  const town = drawTown(`
A 60 B 90 C
|    |    |
D 30 E 30 F`);
  expect(secondsFrom(town, 'A')[town.at('C')]).toBe(20 + 30 + 30 + 20); // by D, E and F, not by B (150 s)
  expect(town.graph.arcCount).toBe(14);
});

test('one-way streets, vertical times, names of more than one letter', () => {
  const town = drawTown(`
    Depot 60> B <90 C
    |45       v     ^7
    D         E 0   F`);
  const from = (name: string) => secondsFrom(town, name);
  expect(from('Depot')[town.at('B')]).toBe(60);
  expect(from('B')[town.at('Depot')]).toBe(Infinity);
  expect(from('B')[town.at('C')]).toBe(20 + 0 + 7);
  expect(from('C')[town.at('F')]).toBe(90 + 20 + 0);
  expect(from('D')[town.at('F')]).toBe(45 + 60 + 20 + 0);
});

test('a street that ends nowhere is an error', () => {
  expect(() => drawTown('A 60')).toThrow('does not stand between two nodes');
  expect(() => drawTown('A 60 B\n  |\nC 10 D')).toThrow('column 2');
  expect(() => drawTown('A 60 A')).toThrow('twice');
});
