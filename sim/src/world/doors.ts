/** Door to door: a virtual stop at every group of houses, which only those use whom the scenario fetches at the door. */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import type { Streets } from '@noriai/core/fleet/world.ts';

export type DoorRule = 'none' | 'over75' | 'all';

export interface Doors {
  readonly area: AreaFile;
  /** The stop at the door of a home (index of its point), or null when this rider walks to a stop. */
  readonly doorOf: (point: number, age: string) => string | null;
  /** Walks lead to the stops of the area only, not to doors. */
  readonly limitWalks: (walksFrom: Streets['walksFrom']) => Streets['walksFrom'];
}

export function withDoors(area: AreaFile, population: PopulationFile | null, rule: DoorRule): Doors {
  if (rule === 'none' || !population) {
    return { area, doorOf: () => null, limitWalks: (walksFrom) => walksFrom };
  }
  const doors = population.points.map(({ lat, lon }, i) => ({
    id: `door-${i}`,
    name: { ja: `自宅前${i}`, en: `Door ${i}` },
    position: { lat, lon },
    side: 'either' as const,
    boarding: true,
    alighting: true,
    closed: [],
  }));
  return {
    area: { ...area, stops: [...area.stops, ...doors] },
    doorOf: (point, age) => (rule === 'all' || age === '75+' ? `door-${point}` : null),
    limitWalks: (walksFrom) => (point, walker) =>
      walksFrom(point, walker).filter((walk) => walk.stopIndex < area.stops.length),
  };
}
