/** The standing order that a regular rider places: the same trip on the same weekdays, with the way back after the stay. */
import type { StandingOrder } from '@noriai/core/contracts/arrangements.ts';
import type { Town } from './day-actors.ts';
import type { Traveller } from './traveller.ts';

export function standingOrderOf({ scenario }: Town, traveller: Traveller): StandingOrder {
  const { from, to, party, standing, returnTrip } = traveller;
  return {
    from,
    to,
    party,
    ...standing!,
    fromDate: scenario.dates[0]!,
    untilDate: scenario.dates.at(-1)!,
    exceptions: [],
    onPublicHolidays: 'skip',
    ...(returnTrip && { returnTrip: { kind: 'stay', staySec: returnTrip.staySec } }),
    waitIfFull: true,
  };
}
