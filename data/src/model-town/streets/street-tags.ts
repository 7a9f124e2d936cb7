/** OSM tags of the streets that are made by role. Widths are what decides where a jumbo taxi passes. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';

const pick = (random: Random, values: readonly number[]): string => String(values[randomIndex(random, values.length)]!);

export function terraceTags(random: Random): Record<string, string> {
  return { highway: 'residential', width: pick(random, [5, 6, 6, 6, 6.5]), maxspeed: '30', surface: 'asphalt' };
}

export function connectorTags(random: Random): Record<string, string> {
  return { highway: 'residential', width: pick(random, [4, 4, 4.5, 5, 6]), maxspeed: '30', surface: 'asphalt' };
}

export function spurTags(random: Random): Record<string, string> {
  return { highway: 'residential', width: pick(random, [3.5, 4, 4, 4.5]), maxspeed: '20', surface: 'asphalt' };
}

/** Most village lanes let a jumbo taxi through, every sixth does not. */
export function laneTags(random: Random): Record<string, string> {
  const width = pick(random, [2, 2.2, 3, 3, 3.2, 3.5, 3.5, 3.5, 4, 4, 4, 4.5]);
  return { highway: Number(width) < 3 ? 'service' : 'unclassified', width, maxspeed: '30', surface: 'asphalt' };
}

export const footwayTags: Readonly<Record<string, string>> = {
  highway: 'footway',
  surface: 'paving_stones',
  width: '1.5',
  lit: 'yes',
};

const STEP_M = 0.16;

/** @param climbM from the first to the last node, negative = down */
export function stepsTags(climbM: number, random: Random): Record<string, string> {
  return {
    highway: 'steps',
    step_count: String(Math.max(3, Math.round(Math.abs(climbM) / STEP_M))),
    incline: climbM < 0 ? 'down' : 'up',
    handrail: random() < 0.75 ? 'yes' : 'no',
    surface: 'concrete',
    width: '1.8',
    ...(random() < 0.15 ? { 'ramp:bicycle': 'yes' } : {}),
  };
}
