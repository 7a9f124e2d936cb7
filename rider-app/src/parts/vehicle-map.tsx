/** The vehicle, where to board and where to get off on the map; the words beside it say the same. */
import type { Booking } from '@noriai/core/contracts/trips.ts';
import { MapView } from '@noriai/ui/map/map-view.tsx';
import type { MapPin } from '@noriai/ui/map/town-map.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { riderTexts } from '../texts/rider-texts.ts';

export function VehicleMap({ booking }: { booking: Booking }): JSX.Element {
  const pins = pinsOf(booking);
  const key = JSON.stringify(pins);
  const content = useMemo(() => ({ pins }), [key]);
  // The map is moved for a new place to board or leave, not for every metre of the vehicle.
  const hasVehicle = booking.vehicle?.position !== null;
  const fit = useMemo(() => pins.map((pin) => pin.position), [booking.status, hasVehicle]);
  return <MapView content={content} fit={fit} />;
}

function pinsOf({ pickup, dropoff, status, vehicle }: Booking): MapPin[] {
  const t = riderTexts.value;
  const pins: MapPin[] = [
    { id: 'dropoff', kind: 'dropoff', label: t.goal, position: dropoff.position },
    ...(status === 'on_board'
      ? []
      : [{ id: 'pickup', kind: 'pickup' as const, label: t.you, position: pickup.position }]),
  ];
  if (vehicle?.position) {
    pins.push({ id: 'vehicle', kind: 'vehicle', label: localName(vehicle.name).text, position: vehicle.position });
  }
  return pins;
}
