/** Who may call what: one rule for each word of the table's `access` (rules AU1, AU3, AU4). */
import { unreachable } from '@noriai/core/containers/unreachable.ts';
import type { Access } from '@noriai/core/contracts/routes.ts';
import type { Actor } from '@noriai/core/dispatch/commands.ts';

export type Permission =
  { readonly ok: true; readonly actor: Actor } | { readonly ok: false; readonly refusal: Denial };
export type Denial = 'not_signed_in' | 'not_yours';

/**
 * @param holder whose token came with the request, null when none came or nobody has it
 * @param vehicleId in the path, where there is one
 */
export function authorise(access: Access, holder: Actor | null, vehicleId: string | undefined): Permission {
  switch (access) {
    case 'anybody':
      return { ok: true, actor: { kind: 'anybody' } };
    case 'rider':
      return holder?.kind === 'rider' ? { ok: true, actor: holder } : denied(holder);
    case 'driver':
      return holder?.kind === 'driver' && holder.vehicleId === vehicleId ? { ok: true, actor: holder } : denied(holder);
    case 'operator':
      return holder?.kind === 'operator' ? { ok: true, actor: holder } : denied(holder);
    default:
      return unreachable(access);
  }
}

function denied(holder: Actor | null): Permission {
  return { ok: false, refusal: holder === null ? 'not_signed_in' : 'not_yours' };
}
