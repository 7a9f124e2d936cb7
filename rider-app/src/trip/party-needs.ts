/** What a party needs or brings, switched on and off one by one; remembered with the party. */
import { accessibilityTypes, seatedInDevice, type AccessibilityType } from '@noriai/core/contracts/needs.ts';
import type { Party } from '@noriai/core/contracts/trips.ts';

/** What most people need stands first; `wheelchair` is counted with the people. */
export const usualNeeds: readonly AccessibilityType[] = [
  'walker',
  'folding_wheelchair',
  'only_car_rider',
  'white_cane',
  'stroller',
  'child_seat_young',
];

/** The other needs in the order of the contract, without what is counted with the people. */
export const otherNeeds: readonly AccessibilityType[] = accessibilityTypes.filter(
  (type) => type !== 'wheelchair' && !usualNeeds.includes(type),
);

export const hasNeed = ({ needs = [] }: Party, type: AccessibilityType): boolean =>
  needs.some((need) => need.type === type);

/** Takes the need in for one person, or leaves it out. */
export function toggleNeed(party: Party, type: AccessibilityType): Party {
  const others = (party.needs ?? []).filter((need) => need.type !== type);
  return fitting({ ...party, needs: hasNeed(party, type) ? others : [...others, { type, count: 1 }] });
}

/** The party as the service accepts it: no more wheelchairs and other devices to sit in than people who ride in them. */
export function fitting({ needs = [], companions = 0, ...party }: Party): Party {
  const riders = party.adults + party.children + party.reduced;
  let free = riders;
  const kept = needs.filter(({ type, count }) => {
    if (!seatedInDevice.includes(type)) return true;
    if (count > free) return false;
    free -= count;
    return true;
  });
  return {
    ...party,
    wheelchairs: Math.min(party.wheelchairs, free),
    ...(kept.length > 0 && { needs: kept }),
    ...(companions > 0 && { companions }),
  };
}
