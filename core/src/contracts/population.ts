/**
 * Where people live and where they go: what the simulator makes demand from. Lies beside the area file as
 * `population.json`; figures of a census spread over places, nobody in particular.
 */
import { position, localText } from './area.ts';
import { decimal, integer, list, named, object, oneOf, optional, text, type Infer } from './schema.ts';

/** Ages of the four columns of `ages`. */
export const ageGroups = ['0-14', '15-64', '65-74', '75+'] as const;

export const populationFile = named(
  'Population',
  object({
    format: oneOf(['noriai-population-1']),
    areaId: text({ minLength: 1, maxLength: 64 }),
    source: text({ maxLength: 400, description: 'of the figures' }),
    points: list(
      object({
        lat: decimal({ min: -85, max: 85 }),
        lon: decimal({ min: -180, max: 180 }),
        districtId: text({ minLength: 1, maxLength: 64 }),
        ages: list(integer({ min: 0, max: 1_000_000, unit: 'people' }), {
          min: ageGroups.length,
          max: ageGroups.length,
          description: `people of ${ageGroups.join(', ')} years`,
        }),
      }),
      { min: 1, description: 'a few houses each' },
    ),
    destinations: list(
      object({
        id: text({ minLength: 1, maxLength: 64 }),
        kind: oneOf(['clinic', 'shop', 'station', 'town_hall', 'school', 'community', 'bank', 'park']),
        name: localText,
        position,
        stopId: optional(text({ minLength: 1, maxLength: 64, description: 'the stop made for it' })),
        weight: integer({ min: 1, max: 1000, description: 'trips it draws against the other destinations' }),
      }),
    ),
  }),
);

export type PopulationFile = Infer<typeof populationFile>;
