/**
 * Which stops a rider can walk to from any point, and which lead to it: least tiring first, by the rider's own burden of slope,
 * stairs, ground and crossings.
 *
 *     const walks = new StopWalks(foot, area.stops.map((stop) => stop.position), 500);
 *     walks.from({ lat: 34.9, lon: 135.4 }, { rider: 'older', direction: 'to_stop' });
 */
import type { Position } from '../contracts/area.ts';
import type { WalkingRider } from '../contracts/trips.ts';
import { distanceM } from '../geo/lat-lon.ts';
import type { FootGraph } from '../graph/foot-graph.ts';
import { buildArcIndex, snapToArc, type ArcIndex, type SnappedPlace } from '../graph/snap.ts';
import { NearStops } from '../routing/walking/near-stops.ts';
import { riderProfiles } from '../routing/walking/rider-profile.ts';
import type { Walker, WalkToStop } from './world.ts';

/** A point or stop farther than this from every path is not on foot's ground. */
const FAR_FROM_PATH_M = 300;
/** How much more tiring than level path a walk within the area's distance may be: stairs and slopes of a steep town. */
const MOST_BURDEN = 5;

/** Lengths of paths are rounded piece by piece, so that a path may seem a little shorter than the straight line. */
const LENGTH_TOLERANCE = 0.1;
/** Walks of so many points are kept at hand: homes and clinics are asked for again and again. */
const POINTS_KEPT = 5_000;

/** Owns scratch memory of some 60 bytes a node for each kind of rider that was asked for: one a thread. */
export class StopWalks {
  private readonly foot: FootGraph;
  private readonly index: ArcIndex;
  private readonly stops: readonly (SnappedPlace | null)[];
  private readonly maxWalkM: number;
  private readonly searches = new Map<WalkingRider, NearStops>();
  private readonly known = new Map<string, readonly WalkToStop[]>();

  /** @param maxWalkM farthest walk, metres of path, whoever walks */
  constructor(foot: FootGraph, stops: readonly Position[], maxWalkM: number) {
    this.foot = foot;
    this.index = buildArcIndex(foot);
    this.maxWalkM = maxWalkM;
    this.stops = stops.map((stop) => this.snap(stop));
    this.searchFor('older'); // the usual rider's is ready before anybody asks
  }

  /** Least tiring first, at equal burden the first of the list; none when the point is off the paths. */
  from(point: Position, walker: Walker): readonly WalkToStop[] {
    const key = `${point.lat} ${point.lon} ${walker.rider} ${walker.direction}`;
    let walks = this.known.get(key);
    if (!walks) {
      walks = this.search(point, walker);
      if (this.known.size >= POINTS_KEPT) this.known.clear();
      this.known.set(key, walks);
    }
    return walks;
  }

  private search(point: Position, { rider, direction }: Walker): WalkToStop[] {
    const start = this.snap(point);
    if (start === null) return [];
    const { speedMmS } = riderProfiles[rider];
    const within = this.stopsWithin(start);
    const near = this.searchFor(rider).find(start, direction, this.maxWalkM * MOST_BURDEN, within);
    const walks = near.map(({ stop, walk }): WalkToStop => {
      const offPathM = start.distanceM + this.stops[stop]!.distanceM;
      return {
        stopIndex: stop,
        walkM: Math.round(walk.lengthM + offPathM),
        climbM: walk.climbM,
        flatEquivalentM: Math.round(walk.flatEquivalentM + offPathM),
        stairs: walk.steps,
        walkSec: walk.sec + Math.ceil((offPathM * 1000) / speedMmS),
      };
    });
    return walks
      .filter(({ walkM }) => walkM <= this.maxWalkM)
      .sort((a, b) => a.flatEquivalentM! - b.flatEquivalentM! || a.stopIndex - b.stopIndex);
  }

  /** Stops whose straight distance is no longer than the farthest walk; no path is shorter. */
  private stopsWithin({ latE7, lonE7 }: SnappedPlace): number[] {
    const limitM = this.maxWalkM * (1 + LENGTH_TOLERANCE) + 10;
    return this.stops.flatMap((stop, s) =>
      stop && distanceM(latE7, lonE7, stop.latE7, stop.lonE7) <= limitM ? [s] : [],
    );
  }

  private searchFor(rider: WalkingRider): NearStops {
    let search = this.searches.get(rider);
    if (!search) this.searches.set(rider, (search = new NearStops(this.foot, this.stops, riderProfiles[rider])));
    return search;
  }

  private snap({ lat, lon }: Position): SnappedPlace | null {
    const options = { maxDistanceM: FAR_FROM_PATH_M };
    return snapToArc(this.foot, this.index, Math.round(lat * 1e7), Math.round(lon * 1e7), options);
  }
}
