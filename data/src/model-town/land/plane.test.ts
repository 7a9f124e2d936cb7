import { expect, test } from 'vitest';
import { distanceM, planeAround } from './plane.ts';

/** Metres in a degree of longitude on the WGS 84 ellipsoid, by the textbook's series. */
function exactMetresPerDegreeLon(lat: number): number {
  const phi = (lat * Math.PI) / 180;
  return 111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi);
}

test('a degree of longitude is as long as on the ellipsoid, to 0.01 %, from 30 to 40 degrees', () => {
  for (let lat = 30; lat <= 40; lat += 0.5) {
    const plane = planeAround([lat, 135]);
    const metres = distanceM(plane.point(lat, 135), plane.point(lat, 136));
    expect(Math.abs(metres / exactMetresPerDegreeLon(lat) - 1), `latitude ${lat}`).toBeLessThan(1e-4);
  }
});

test('a place comes back to within 1e-7 degrees', () => {
  const plane = planeAround([34.91, 135.471]);
  const point = plane.point(34.9262001, 135.4922003);
  expect([plane.latE7(point), plane.lonE7(point)]).toEqual([349262001, 1354922003]);
});

test('a town elsewhere is refused', () => {
  expect(() => planeAround([43, 141])).toThrow(/latitude 43/);
});
