/** Day or night look of the screen: by the sun where the service is, or as the driver chose. */
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { computed, effect, signal } from '@preact/signals';
import { isDark } from './sun.ts';

export const lightChoices = ['auto', 'day', 'night'] as const;
export type LightChoice = (typeof lightChoices)[number];

export const lightChoice = signal<LightChoice>(readStored<LightChoice>('noriai.light', 'auto'));

export function chooseLight(choice: LightChoice): void {
  lightChoice.value = choice;
  writeStored('noriai.light', choice);
}

const isNight = computed(() => {
  if (lightChoice.value !== 'auto') return lightChoice.value === 'night';
  const [west = 135, south = 35, east = 135, north = 35] = area.value?.bounds ?? [];
  return isDark((south + north) / 2, (west + east) / 2, nowSec.value);
});

/** Keeps the page in step with the choice and the sun. */
export function followLight(): void {
  effect(() => {
    document.documentElement.dataset['light'] = isNight.value ? 'night' : 'day';
  });
}
