/** The course to the next halt on the map, with the halts after it. */
import { MapView } from '@noriai/ui/map/map-view.tsx';
import type { MapPin } from '@noriai/ui/map/town-map.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { Manifest } from '@noriai/core/contracts/driving.ts';
import type { Position } from '@noriai/core/contracts/area.ts';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { findLeg } from '../duty/directions.ts';
import { manifest } from '../duty/duty.ts';
import { ownPosition } from '../duty/own-position.ts';

export function CourseMap(): JSX.Element {
  const plan = manifest.value;
  const pins = plan ? pinsOf(plan, ownPosition.value) : [];
  const next = plan?.calls[0];
  const course = next?.state === 'arrived' ? [] : (findLeg(next)?.course ?? plan?.route ?? []);
  const key = JSON.stringify([pins, course]);
  const content = useMemo(() => ({ pins, course }), [key]);
  // Moved for a new next halt, not for every metre driven.
  const fit = useMemo(
    () => [...course.map(toPosition), ...pins.slice(0, 1).map(({ position }) => position)],
    [plan?.calls[0]?.callId],
  );
  return <MapView content={content} fit={fit} />;
}

function pinsOf(plan: Manifest, own: Position | null): MapPin[] {
  const pins: MapPin[] = plan.calls.slice(0, 4).map((call, i) => ({
    id: `call-${i}`,
    kind: i === 0 ? 'call' : 'pickup',
    label: `${i + 1} ${localName(call.stopName).text}`,
    position: call.position,
  }));
  const start = plan.route[0];
  const vehicle = own ?? (start ? toPosition(start) : null);
  if (vehicle) pins.push({ id: 'vehicle', kind: 'vehicle', label: sharedTexts.value.vehicle, position: vehicle });
  return pins;
}

function toPosition([latE7 = 0, lonE7 = 0]: readonly number[]): Position {
  return { lat: latE7 / 1e7, lon: lonE7 / 1e7 };
}
