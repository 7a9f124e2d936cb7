import { describe, expect, test } from 'vitest';
import { durationSec, lengthDm, maxspeedKmh, weightDt } from './tag-values.ts';

describe('tag values', () => {
  test.each([
    ['2.5', 25],
    ['2.5 m', 25],
    ['250 cm', 25],
    ['2,5', 25],
    ['8\'6"', 25], // 8 × 30.48 + 6 × 2.54 = 259 cm
    ['10 ft', 30],
    ['3.0m～5.5m', 30],
    ['80', 255], // as much as fits
    ['default', 0],
    ['none', 0],
    [undefined, 0],
  ])('length %s is %i dm', (text, dm) => expect(lengthDm(text)).toBe(dm));

  test.each([
    ['7.5', 75],
    ['7.5 t', 75],
    ['3500 kg', 35],
    ['2', 20],
    ['8000 lbs', 36],
    ['unsigned', 0],
  ])('weight %s is %i tenths of a tonne', (text, dt) => expect(weightDt(text)).toBe(dt));

  test.each([
    ['40', 40],
    ['25 mph', 40],
    ['JP:urban', 60],
    ['JP:express', 100],
    ['DE:zone:30', 30],
    ['DE:zone30', 30],
    ['FR:urban', 50],
    ['AD:rural', 90],
    ['walk', 7],
    ['none', 0],
    ['signals', 0],
    ['50;30', 30],
    ['90;30;90', 30],
    ['300', 255],
    [undefined, 0],
  ])('maxspeed %s is %i km/h', (text, kmh) => expect(maxspeedKmh(text)).toBe(kmh));

  test.each([
    ['PT1H30M', 5400],
    ['01:30', 5400],
    ['0:20:30', 1230],
    ['20', 1200],
    ['soon', 0],
  ])('duration %s is %i s', (text, sec) => expect(durationSec(text)).toBe(sec));
});
