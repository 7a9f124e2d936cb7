import { randomIndex, seededRandom } from '@noriai/core/containers/random.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import { describe, expect, test } from 'vitest';
import { regionOf } from './region.ts';

/** A star with eight points around 34.5° north, 135.5° east. */
function star(random: () => number): number[][] {
  const ring = Array.from({ length: 16 }, (_, i) => {
    const radius = (0.02 + random() * 0.03) * (i % 2 === 0 ? 1 : 0.5);
    const angle = (i / 16) * 2 * Math.PI;
    return [135.5 + radius * Math.cos(angle), 34.5 + radius * Math.sin(angle)];
  });
  return [...ring, ring[0]!];
}

/** By counting the crossings of a ray to the east, and the distance to every side. */
function isInside(ring: readonly number[][], lat: number, lon: number, marginM: number): boolean {
  let crossings = 0;
  let nearestM = Infinity;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i]! as [number, number], ring[i + 1]! as [number, number]];
    if (ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) crossings++;
    for (let k = 0; k <= 200; k++) {
      const [x, y] = [ax + ((bx - ax) * k) / 200, ay + ((by - ay) * k) / 200];
      nearestM = Math.min(nearestM, distanceM(lat * 1e7, lon * 1e7, y * 1e7, x * 1e7));
    }
  }
  return crossings % 2 === 1 || nearestM <= marginM;
}

describe('region', () => {
  test('holds what lies in the polygon or within the margin, as a slow count says', () => {
    let [inside, outside, unsure] = [0, 0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      const random = seededRandom(seed);
      const ring = star(random);
      const marginM = [0, 300, 1000][seed % 3]!;
      const region = regionOf(ring, marginM);
      for (let i = 0; i < 250; i++) {
        const [lat, lon] = [34.43 + randomIndex(random, 1400) / 1e4, 135.43 + randomIndex(random, 1400) / 1e4];
        // a buffer is drawn with straight strokes and a slightly different metre: near its border both answers are right
        if (isInside(ring, lat, lon, marginM * 1.03 + 1) !== isInside(ring, lat, lon, marginM * 0.97 - 1)) {
          unsure++;
          continue;
        }
        const expected = isInside(ring, lat, lon, marginM);
        const got = region.contains(Math.round(lat * 1e7), Math.round(lon * 1e7));
        expect(got, `seed ${seed}: ${lat}, ${lon} with ${marginM} m`).toBe(expected);
        if (got) inside++;
        else outside++;
      }
    }
    expect(Math.min(inside, outside)).toBeGreaterThan(200);
    expect(unsure).toBeLessThan(100);
  });

  test('a ring that crosses itself is refused with the place', () => {
    const bow = [[135, 34], [136, 35], [136, 34], [135, 35], [135, 34]]; // prettier-ignore
    expect(() => regionOf(bow, 500)).toThrow('the polygon crosses itself at [135.50000, 34.50000]');
  });
});
