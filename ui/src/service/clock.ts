/**
 * The service's clock as the page knows it: the device's clock may be wrong and the demo's is shifted, so every
 * answer that says the time corrects ours.
 */
import { readStored, writeStored } from '../storage/stored.ts';
import { signal } from '@preact/signals';

/** Remembered, so that a page that opens without a connection still knows the service's time. */
let aheadMs = readStored('noriai.clockAheadMs', 0);

/** Present time of the service, whole seconds; ticks once a second after `startClock`. */
export const nowSec = signal(presentSec());

/** Takes over the service's time from an answer just received. */
export function setClock(serviceNowSec: number): void {
  aheadMs = serviceNowSec * 1000 - Date.now();
  writeStored('noriai.clockAheadMs', aheadMs);
  nowSec.value = presentSec();
}

/** Begins to tick; returns how to stop. */
export function startClock(): () => void {
  const timer = setInterval(() => {
    nowSec.value = presentSec();
  }, 1000);
  return () => clearInterval(timer);
}

/**
 * The service's time right now, for stamping what a person just did. Rounded down, as the service does: rounded to the nearest
 * second it could lie after the service's own clock, and a roll call after the duty it was held before.
 */
export function presentSec(): number {
  return Math.floor((Date.now() + aheadMs) / 1000);
}
