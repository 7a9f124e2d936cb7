/** What keeps a trip out of the vehicles of each class, and what would have to be different. */
import type { ClassObstacle } from '@noriai/core/contracts/obstacles.ts';
import type { JSX } from 'preact';
import { whyTexts } from './why-texts.ts';

export function ObstacleList({ obstacles }: { obstacles: readonly ClassObstacle[] }): JSX.Element | null {
  if (obstacles.length === 0) return null;
  return (
    <ul class="call-list">
      {obstacles.map((obstacle) => (
        <ObstacleLine key={obstacle.vehicleClass} obstacle={obstacle} />
      ))}
    </ul>
  );
}

function ObstacleLine({ obstacle: { vehicleClass, vehicles, binding, alone } }: { obstacle: ClassObstacle }) {
  const t = whyTexts.value;
  const others = alone.filter((limit) => limit !== binding).map((limit) => t.limits[limit]);
  return (
    <li>
      <strong>{vehicles > 0 ? t.ofClass(t.classes[vehicleClass], vehicles) : t.classes[vehicleClass]}</strong>{' '}
      {t.obstacles[binding]}
      {others.length > 0 && <span class="hint why-others">{t.would(others.join(t.comma))}</span>}
    </li>
  );
}
