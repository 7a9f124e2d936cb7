/** What keeps a trip out of the vehicles of a class: said to the desk, so that it can say why and what would help. */
import { vehicleClasses } from './area.ts';
import { integer, list, named, object, oneOf, type Infer } from './schema.ts';

/** Limits that can be thought away one at a time, what can't be helped first. */
export const liftableObstacles = [
  'compatibility',
  'capacity',
  'sharing',
  'promises',
  'break',
  'shift_end',
  'hours_of_work',
  'ride_time',
  'dropoff_window',
  'pickup_window',
] as const;
export const obstacleKinds = [...liftableObstacles, 'no_vehicle', 'no_road', 'several'] as const;

export const classObstacle = named(
  'ClassObstacle',
  object({
    vehicleClass: oneOf(vehicleClasses),
    vehicles: integer({ min: 0, description: 'so many of the class are on shift at that time' }),
    binding: oneOf(obstacleKinds, { description: 'the limit that keeps the trip out; several: no single one' }),
    alone: list(oneOf(liftableObstacles), { description: 'every limit without which the trip would fit' }),
  }),
);

export type ObstacleKind = (typeof obstacleKinds)[number];
export type ClassObstacle = Infer<typeof classObstacle>;
