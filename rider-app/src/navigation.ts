/** The rider's screens in the order of a trip. */
import { createScreens } from '@noriai/ui/navigation/screens.ts';

export const screens = createScreens([
  'start',
  'to',
  'from',
  'when',
  'whom',
  'who',
  'needs',
  'offers',
  'booking',
  'walk',
  'receipt',
  'repeat',
  'bookings',
  'account',
]);

/** Steps of a booking, as the rider counts them. */
export const steps = ['to', 'from', 'when', 'who', 'offers'] as const;
