/** Who may call what: one rule for each word of the table's `access` (rules AU1, AU3, AU4, AU12). */
import { unreachable } from '@noriai/core/containers/unreachable.ts';
import type { Route } from '@noriai/core/contracts/route.ts';
import type { Right } from '@noriai/core/contracts/rights.ts';
import type { Actor } from '@noriai/core/dispatch/commands.ts';
import type { Holder } from '../application/accounts/holder.ts';

export type Permission =
  { readonly ok: true; readonly actor: Actor } | { readonly ok: false; readonly refusal: Denial };
export type Denial = 'not_signed_in' | 'not_yours';

/**
 * @param holder whose token came with the request, null when none came or nobody has it
 * @param vehicleId in the path, where there is one
 */
export function authorise(
  route: Pick<Route<unknown, unknown>, 'access' | 'right'>,
  holder: Holder | null,
  vehicleId: string | undefined,
): Permission {
  if (route.access === 'anybody') return { ok: true, actor: { kind: 'anybody' } };
  if (holder === null) return { ok: false, refusal: 'not_signed_in' };
  return mayCall(route, holder, vehicleId) ? { ok: true, actor: holder.actor } : { ok: false, refusal: 'not_yours' };
}

function mayCall(
  { access, right }: Pick<Route<unknown, unknown>, 'access' | 'right'>,
  { actor, rights, tabletOf }: Holder,
  vehicleId: string | undefined,
): boolean {
  switch (access) {
    case 'anybody':
    case 'signed_in':
      return true;
    case 'rider':
      return actor.kind === 'rider';
    case 'driver':
      return actor.kind === 'driver' && actor.vehicleId === vehicleId;
    case 'tablet':
      return tabletOf !== null && tabletOf === vehicleId;
    case 'rider_or_desk':
      return actor.kind === 'rider' || hasRight(actor, rights, right);
    case 'operator':
      return hasRight(actor, rights, right);
    default:
      return unreachable(access);
  }
}

function hasRight(actor: Actor, rights: readonly Right[], right: Right | undefined): boolean {
  return actor.kind === 'operator' && right !== undefined && rights.includes(right);
}
