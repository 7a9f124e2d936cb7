/** Where the vehicles are and where they go next; the cards below say the same in words. */
import type { Board } from '@noriai/core/contracts/board.ts';
import { MapView } from '@noriai/ui/map/map-view.tsx';
import type { MapPin } from '@noriai/ui/map/town-map.ts';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { name } from '../words.ts';

export function FleetMap({ day }: { day: Board }): JSX.Element {
  const key = JSON.stringify(
    day.vehicles.map(({ position, shifts }) => [position, shifts.map(({ calls }) => calls[0])]),
  );
  const content = useMemo(() => ({ pins: pinsOf(day) }), [key]);
  return <MapView content={content} size="tall" />;
}

function pinsOf({ vehicles }: Board): MapPin[] {
  return vehicles.flatMap((vehicle): MapPin[] => {
    const next = vehicle.shifts.find(({ isActive }) => isActive)?.calls[0];
    const pins: MapPin[] = [];
    if (next)
      pins.push({
        id: `${vehicle.vehicleId} next`,
        kind: 'pickup',
        label: `${name(vehicle.name)} → ${name(next.stopName)}`,
        position: next.position,
      });
    if (vehicle.position)
      pins.push({ id: vehicle.vehicleId, kind: 'vehicle', label: name(vehicle.name), position: vehicle.position });
    return pins;
  });
}
