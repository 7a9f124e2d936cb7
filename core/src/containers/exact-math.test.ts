import { expect, test } from 'vitest';
import { cosine, exponential, naturalLog } from './exact-math.ts';
import { seededRandom } from './random.ts';

const RELATIVE = 1e-15;

test('they agree with the engine’s own to the last bits', () => {
  const random = seededRandom(3);
  for (let i = 0; i < 20_000; i++) {
    const angle = (random() - 0.5) * Math.PI;
    expect(Math.abs(cosine(angle) - Math.cos(angle)), `cosine ${angle}`).toBeLessThan(RELATIVE);
    const power = (random() - 0.5) * 60;
    const error = exponential(power) / Math.exp(power) - 1;
    expect(Math.abs(error), `e to the ${power}`).toBeLessThan(RELATIVE);
    const value = random() < 0.5 ? random() : exponential(power);
    expect(Math.abs(naturalLog(value) - Math.log(value)), `log ${value}`).toBeLessThan(
      RELATIVE * Math.max(1, Math.abs(Math.log(value))),
    );
  }
});

test('ends and exact values', () => {
  expect([cosine(0), naturalLog(1), exponential(0)]).toEqual([1, 0, 1]);
  expect([naturalLog(0), naturalLog(-1), naturalLog(Infinity)]).toEqual([-Infinity, NaN, Infinity]);
});

test('every machine gives the same bits', () => {
  const random = seededRandom(5);
  const bits = new Float64Array(3_000);
  for (let i = 0; i < bits.length; i += 3) {
    bits[i] = cosine((random() - 0.5) * 3);
    bits[i + 1] = naturalLog(random());
    bits[i + 2] = exponential((random() - 0.5) * 40);
  }
  let hash = 0;
  for (const word of new Uint32Array(bits.buffer)) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
  expect(hash.toString(16)).toBe('6f1562bf');
});
