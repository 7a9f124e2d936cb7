/**
 * Why a trip is not taken on, in the words of the transactional data specification (TCRP Report 210): for whoever passes trips
 * on between operators. Our own reasons are finer; the nearest of these to each stands in `refusals.ts`.
 */
import { oneOf } from './schema.ts';

export const tcrpReasons = [
  'NOT_IN_SERVICE_AREA',
  'INVALID_SERVICE_HOURS',
  'INVALID_USER',
  'INVALID_PICKUP_ADDRESS',
  'INVALID_DROPOFF_ADDRESS',
  'NO_VEHICLES_AVAILABLE',
  'UNABLE_TO_SERVICE_TRIP',
  'BAD_WEATHER',
  'WRONG_SERVICE_LEVEL',
] as const;
export type TcrpReason = (typeof tcrpReasons)[number];

export const tcrpReason = oneOf(tcrpReasons, {
  description: 'nearest rejection reason of the transactional data specification (TCRP Report 210)',
});
