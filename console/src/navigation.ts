/** The screens of desk and fleet. */
import { createScreens } from '@noriai/ui/navigation/screens.ts';

export const screens = createScreens(['desk', 'board', 'manifest', 'alarms', 'closures', 'audit']);
