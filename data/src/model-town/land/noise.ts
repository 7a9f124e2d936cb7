/** Smooth noise over the plane: the same seed gives the same hills on every machine. */
import { seededRandom } from '@noriai/core/containers/random.ts';
import { smoothStep, type Point } from './plane.ts';

/** A smooth function of the place, from -1 to 1, whose bumps are about `wavelengthM` apart. */
export function smoothNoise(seed: number, wavelengthM: number): (point: Point) => number {
  const cache = new Map<number, number>();
  const corner = (column: number, row: number): number => {
    const key = (column + 5000) * 10_000 + row + 5000;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ key);
    random();
    const value = random() * 2 - 1;
    cache.set(key, value);
    return value;
  };
  return (point) => {
    const x = point.x / wavelengthM;
    const y = point.y / wavelengthM;
    const c = Math.floor(x);
    const r = Math.floor(y);
    const east = smoothStep(0, 1, x - c);
    const north = smoothStep(0, 1, y - r);
    const south = corner(c, r) + (corner(c + 1, r) - corner(c, r)) * east;
    const farther = corner(c, r + 1) + (corner(c + 1, r + 1) - corner(c, r + 1)) * east;
    return south + (farther - south) * north;
  };
}
