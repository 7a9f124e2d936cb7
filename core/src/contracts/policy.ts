/** How a town wants its service to plan: what weighs how much, and how much is kept back. All of it may be left out. */
import { integer, named, object, optional, where, type Infer } from './schema.ts';

const weight = (description: string) => optional(integer({ min: 0, max: 100, description }));

export const planningPolicy = named(
  'PlanningPolicy',
  where(
    object({
      driveWeight: weight('of a second that a vehicle drives'),
      waitWeight: weight('of a second that a rider waits'),
      rideExcessWeight: weight('of a second on board beyond the direct drive; at most waitWeight'),
      walkWeight: weight('of a second that a rider walks to or from a stop'),
      reserveSec: optional(
        integer({ min: 0, max: 1800, description: 'kept back of every promised time; must be within windowSec' }),
      ),
      frozenSec: optional(
        integer({
          min: 0,
          max: 3600,
          description: 'calls a vehicle leaves for within this time are not changed any more',
        }),
      ),
      offerSpacingSec: optional(
        integer({ min: 60, max: 7200, description: 'a further offer begins at least this much later' }),
      ),
      improveEverySec: optional(
        integer({
          min: 0,
          max: 3600,
          description:
            'the running plan is improved in the background this often; 0: never. Simulations do so where it is set',
        }),
      ),
      improveSteps: optional(
        integer({ min: 1, max: 100_000, description: 'steps of the search each time; some 20,000 a second' }),
      ),
    }),
    ({ waitWeight = defaultPolicy.waitWeight, rideExcessWeight = defaultPolicy.rideExcessWeight }) =>
      rideExcessWeight <= waitWeight
        ? []
        : [
            {
              path: 'rideExcessWeight',
              got: `${rideExcessWeight}, above waitWeight ${waitWeight}`,
              expected: 'at most waitWeight, or waiting outside would be cheaper than riding',
            },
          ],
  ),
);

export type PlanningPolicy = Required<Infer<typeof planningPolicy>>;

/** Driving costs the town, waiting and detours the riders; our own choice, as is everything here. */
export const defaultPolicy = {
  driveWeight: 2,
  waitWeight: 1,
  rideExcessWeight: 1,
  walkWeight: 2,
  /** For red lights, slow boardings and late reports: of a window of ten minutes eight are left to plan with. */
  reserveSec: 120,
  frozenSec: 0,
  offerSpacingSec: 1_200,
  improveEverySec: 10,
  improveSteps: 1_000,
} as const;
