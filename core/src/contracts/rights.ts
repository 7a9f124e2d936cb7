/**
 * What the town's people may do, once: rights, the roles that bundle them, and grants of a role for one area or for all.
 * A route with `access: 'operator'` names the right it needs; nothing else decides who gets past the door.
 */
import { list, named, object, oneOf, text, type Infer } from './schema.ts';

export const rights = [
  'watch',
  'trips',
  'riders',
  'rider_codes',
  'fleet',
  'drivers',
  'messages',
  'plan',
  'accounts',
  'audit',
] as const;
export type Right = (typeof rights)[number];

export const roles = ['desk', 'supervisor', 'planner', 'driver_manager', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * `watch` see the day · `trips` book and move for riders · `rider_codes` read a one-time code in a rider's stead · `messages`
 * say something to many at once.
 */
export const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  desk: ['watch', 'trips', 'riders', 'rider_codes', 'messages'],
  supervisor: ['watch', 'trips', 'riders', 'rider_codes', 'fleet', 'drivers', 'messages', 'audit'],
  planner: ['watch', 'plan'],
  driver_manager: ['watch', 'fleet', 'drivers', 'messages'],
  auditor: ['watch', 'audit'],
  admin: rights,
};

/** `*` as area means every area. */
export const grant = named(
  'Grant',
  object({
    role: oneOf(roles),
    areaId: text({ pattern: /^(\*|[a-z0-9][a-z0-9_-]{0,63})$/, expected: 'an area id, or * for every area' }),
  }),
);
export const grants = list(grant, { max: 50 });
export type Grant = Infer<typeof grant>;

/** Everything that the grants allow in one area, in the order of `rights`. */
export function rightsIn(areaId: string, given: readonly Grant[]): readonly Right[] {
  const here = given.filter((one) => one.areaId === '*' || one.areaId === areaId);
  return rights.filter((right) => here.some(({ role }) => rightsOfRole[role].includes(right)));
}
