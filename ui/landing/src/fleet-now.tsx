/** Where the vehicles are: on the map, and as a list that says the same. */
import type { FleetVehicle } from '@noriai/core/contracts/driving.ts';
import { MapView } from '@noriai/ui/map/map-view.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { nearestStops } from '@noriai/ui/stops/find-stops.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { fleet } from './fleet.ts';
import { landingTexts } from './texts/landing-texts.ts';

export function FleetNow(): JSX.Element {
  const t = landingTexts.value;
  const vehicles = fleet.value?.vehicles ?? [];
  const pins = vehicles.flatMap(({ vehicleId, name, position }) =>
    position ? [{ id: vehicleId, kind: 'vehicle' as const, label: localName(name).text, position }] : [],
  );
  const key = JSON.stringify(pins);
  const content = useMemo(() => ({ pins, stops: area.value?.stops ?? [] }), [key]);
  // Once, when the vehicles are first known: nobody wants a map that moves by itself.
  const fit = useMemo(() => pins.map(({ position }) => position), [pins.length]);
  return (
    <section class="card">
      <h2>{t.fleet}</h2>
      <MapView content={content} fit={fit} />
      <p class="hint">{t.fleetMapText}</p>
      <ul class="fleet">
        {vehicles.map((vehicle) => (
          <li key={vehicle.vehicleId}>
            <VehicleLine vehicle={vehicle} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function VehicleLine({ vehicle }: { vehicle: FleetVehicle }): JSX.Element {
  const t = landingTexts.value;
  const { position, nextStopName } = vehicle;
  const nearest = position && nearestStops(area.value?.stops ?? [], position, 1)[0];
  const facts = [
    nearest ? t.near(localName(nearest.stop.name).text) : '',
    nextStopName ? t.nextStop(localName(nextStopName).text) : '',
    vehicle.signedOn ? t.onBoard(vehicle.onBoard, vehicle.seats) : '',
    vehicle.bookings > 0 ? t.bookings(vehicle.bookings) : '',
  ];
  return (
    <>
      <p class="fleet-name">
        <strong>
          <Name of={vehicle.name} />
        </strong>
        <span class={vehicle.signedOn ? 'tag tag-good' : 'tag'}>{vehicle.signedOn ? t.inService : t.offDuty}</span>
      </p>
      <p>{facts.filter((fact) => fact !== '').join(' ・ ')}</p>
    </>
  );
}
