/**
 * Routes that a search has passed through, the cheapest for each set of rides: the columns from which set partitioning
 * builds a better plan than any single search has seen.
 */
import { randomIndex, seededRandom } from '../../containers/random.ts';

export interface PooledRoute {
  readonly visits: Int32Array;
  readonly cost: number;
  readonly vehicle: number;
}

export interface RoutePool {
  readonly limit: number;
  /** By a hash of the set of rides (two 26-bit halves of sums of random numbers; collisions do not matter). */
  readonly routes: Map<number, PooledRoute>;
  readonly rideKeyHigh: Int32Array;
  readonly rideKeyLow: Int32Array;
}

export function routePool(rideCount: number, limit: number): RoutePool {
  const random = seededRandom(0x5eed);
  const keys = () => Int32Array.from({ length: rideCount }, () => randomIndex(random, 1 << 26));
  return { limit, routes: new Map(), rideKeyHigh: keys(), rideKeyLow: keys() };
}

/** Remembers `length` visits from `first` on; forgets the oldest route when the pool is full. */
export function keepRoute(
  pool: RoutePool,
  visits: Int32Array,
  first: number,
  length: number,
  cost: number,
  vehicle: number,
): void {
  if (length === 0) return;
  let high = 0;
  let low = 0;
  for (let index = first; index < first + length; index++) {
    if ((visits[index]! & 1) === 0) continue;
    high ^= pool.rideKeyHigh[visits[index]! >> 1]!;
    low ^= pool.rideKeyLow[visits[index]! >> 1]!;
  }
  const key = high * 2 ** 26 + low;
  const known = pool.routes.get(key);
  if (known !== undefined && known.cost <= cost + 1e-9) return;
  if (known !== undefined) pool.routes.delete(key);
  else if (pool.routes.size >= pool.limit) pool.routes.delete(pool.routes.keys().next().value!);
  pool.routes.set(key, { visits: visits.slice(first, first + length), cost, vehicle });
}
