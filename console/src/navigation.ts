/** The screens of desk and fleet. */
import type { Right } from '@noriai/core/contracts/rights.ts';
import { createScreens } from '@noriai/ui/navigation/screens.ts';

export const screens = createScreens([
  'desk',
  'board',
  'manifest',
  'alarms',
  'closures',
  'messages',
  'shifts',
  'rollcalls',
  'crew',
  'operators',
  'account',
  'audit',
]);
export type ScreenName = typeof screens.current.value.name;

/** What somebody must be allowed to do for a screen to be of any use; the own account is everybody's. */
export const screenRights: Readonly<Record<ScreenName, Right | null>> = {
  desk: 'riders',
  board: 'watch',
  manifest: 'watch',
  alarms: 'watch',
  closures: 'watch',
  messages: 'messages',
  shifts: 'fleet',
  rollcalls: 'drivers',
  crew: 'drivers',
  operators: 'accounts',
  account: null,
  audit: 'audit',
};
