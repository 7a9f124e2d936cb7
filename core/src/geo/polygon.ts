/** Is a point inside a closed ring of [lon, lat]? Points on the border may count either way. Crossing number, O(points). */
export function isInsideRing(ring: readonly (readonly number[])[], lat: number, lon: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [lonA, latA] = ring[i] as [number, number];
    const [lonB, latB] = ring[j] as [number, number];
    if (latA > lat !== latB > lat && lon < lonA + ((lat - latA) / (latB - latA)) * (lonB - lonA)) inside = !inside;
  }
  return inside;
}
