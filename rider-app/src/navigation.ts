/** The rider's screens in the order of a trip. */
import { createScreens } from '@noriai/ui/navigation/screens.ts';

export const screens = createScreens(['start', 'from', 'to', 'when', 'who', 'offers', 'booking', 'bookings']);

/** Steps of a booking, as the rider counts them. */
export const steps = ['from', 'to', 'when', 'who', 'offers'] as const;
