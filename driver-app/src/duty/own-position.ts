/** Where the tablet is, reported over the live connection at most every five seconds; may be lost, is only for display. */
import type { Position } from '@noriai/core/contracts/area.ts';
import { presentSec } from '@noriai/ui/service/clock.ts';
import { signal } from '@preact/signals';
import { liveSocket } from './duty.ts';

const REPORT_EVERY_MS = 5_000;

/** The last known position, or null while there is none. */
export const ownPosition = signal<Position | null>(null);

/** Returns how to stop. */
export function reportPosition(): () => void {
  if (!('geolocation' in navigator)) return () => undefined;
  let reportedMs = 0;
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      ownPosition.value = { lat: coords.latitude, lon: coords.longitude };
      if (Date.now() - reportedMs < REPORT_EVERY_MS) return;
      reportedMs = Date.now();
      liveSocket.value?.volatile.emit('position', { position: ownPosition.value, atSec: presentSec() });
    },
    () => {
      ownPosition.value = null;
    },
    { enableHighAccuracy: true, maximumAge: 5_000 },
  );
  return () => navigator.geolocation.clearWatch(watch);
}
