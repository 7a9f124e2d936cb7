/**
 * What riders may need, as the 22 accessibility types of the COMmmmONS demand-bus interface name it. What each means for
 * room, standing time and the vehicle is in `core/rules/needs.ts`.
 */
import { integer, list, object, oneOf, where, type Infer, type Mistake } from './schema.ts';

export const accessibilityTypes = [
  'wheelchair',
  'folding_wheelchair',
  'powered_wheelchair',
  'oversized_wheelchair',
  'scooter',
  'oversized_scooter',
  'walker',
  'oversized_walker',
  'only_car_walker',
  'only_car_rider',
  'extra_space_ambulant',
  'actual_door_to_door',
  'lift',
  'oversized_item',
  'stroller',
  'child_seat_baby',
  'child_seat_young',
  'bike',
  'white_cane',
  'service_animal',
  'oxygen_tank',
  'stretcher',
] as const;
export type AccessibilityType = (typeof accessibilityTypes)[number];

/** Who needs one of these stays in it on the way and takes no ordinary seat. */
export const seatedInDevice: readonly AccessibilityType[] = [
  'wheelchair',
  'powered_wheelchair',
  'oversized_wheelchair',
  'scooter',
  'oversized_scooter',
  'stretcher',
];

/** Who needs one of these comes to the stop in it; a folding wheelchair is left only for the seat. */
const comesOnWheels: readonly AccessibilityType[] = [...seatedInDevice, 'folding_wheelchair'];
const comesWithWalker: readonly AccessibilityType[] = ['walker', 'oversized_walker', 'only_car_walker'];

/** What makes the way to and from a stop hardest for a party with these needs, or null. */
export function broughtOnFoot(needs: readonly Need[]): 'wheelchair' | 'walker' | null {
  if (needs.some(({ type }) => comesOnWheels.includes(type))) return 'wheelchair';
  return needs.some(({ type }) => comesWithWalker.includes(type)) ? 'walker' : null;
}

export const need = object({ type: oneOf(accessibilityTypes), count: integer({ min: 1, max: 20 }) });
export type Need = Infer<typeof need>;

/** Each type at most once. */
export const needs = where(
  list(need, { max: accessibilityTypes.length, description: 'what riders of the party need, and how many of them' }),
  (given) => {
    const seen = new Set<AccessibilityType>();
    return given.flatMap(({ type }, i): Mistake[] => {
      if (!seen.has(type)) {
        seen.add(type);
        return [];
      }
      return [{ path: `[${i}].type`, got: `${type} a second time`, expected: 'each need once, with its count' }];
    });
  },
);

/** What a vehicle may carry besides its seats and places. */
export const vehicleEquipment = ['lift', 'low_entry', 'oversized_place', 'stretcher', 'bike_rack'] as const;
export type VehicleEquipment = (typeof vehicleEquipment)[number];
