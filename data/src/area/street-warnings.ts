import { UNKNOWN_ELEVATION_DM } from '@noriai/core/graph/road-graph.ts';
import type { ElevationSource } from '../osm/osm-elements.ts';
import type { RoadNetwork } from '../streets/road-network.ts';
import type { ImportWarning } from './import-report.ts';

/** What a town should look at in its streets: hours that are not followed, heights that are missing, parts left out. */
export function streetWarnings(
  road: RoadNetwork,
  heightsDm: Int32Array,
  elevation: ElevationSource | null,
): ImportWarning[] {
  const warnings: ImportWarning[] = [];
  const conditional = road.roads.filter(({ tags }) =>
    Object.keys(tags).some((key) => /^(access|vehicle|motor_vehicle|motorcar|oneway|psv|bus):.*conditional$/.test(key)),
  );
  if (conditional.length > 0) {
    const ids = conditional.slice(0, 5).map((way) => way.id);
    const text = `${conditional.length} streets are closed or one-way at certain hours only, which is not followed: ways ${ids.join(', ')} …`;
    warnings.push({ code: 'conditional_access', text });
  }
  const missing = heightsDm.filter((height) => height === UNKNOWN_ELEVATION_DM).length;
  if (elevation !== null && missing > 0) {
    const text = `${missing} of ${heightsDm.length} nodes have no height in ${elevation.label}: their grades are unknown`;
    warnings.push({ code: 'elevation_missing', text });
  }
  for (const part of road.strong.examples.filter((example) => example.lengthM >= 1000).slice(0, 5)) {
    const [lat, lon] = [part.latE7 / 1e7, part.lonE7 / 1e7];
    const where = `${lat.toFixed(5)}, ${lon.toFixed(5)} (way ${part.wayIds[0]})`;
    const text = `${(part.lengthM / 1000).toFixed(1)} km of streets near ${where} are not connected both ways to the rest`;
    warnings.push({ code: 'streets_left_out', text, lat, lon });
  }
  return warnings;
}
