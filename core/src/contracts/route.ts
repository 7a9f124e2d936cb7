/** The form of one HTTP operation; the operations themselves stand in `routes.ts` and, of accounts, in `account-routes.ts`. */
import type { CommandRefusal } from './refusals.ts';
import type { Right } from './rights.ts';
import type { Schema } from './schema.ts';

/**
 * Who may call: anybody; a rider, or the driver of the vehicle in the path, who see only what is theirs; a tablet that is
 * paired with the vehicle in the path; an operator with the right that the route names; a rider or such an operator; or
 * whoever is signed in.
 */
export type Access = 'anybody' | 'rider' | 'driver' | 'tablet' | 'operator' | 'rider_or_desk' | 'signed_in';

export interface Route<Body, Answer> {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`, with `{name}` for path parameters. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** What an operator needs for it, where `access` is `operator` or `rider_or_desk`. */
  readonly right?: Right;
  /** May be sent twice without harm, so it carries no idempotency key. */
  readonly needsNoKey?: true;
  /** Guesses of codes and passwords: fewer of them are let in from one address than of other requests. */
  readonly isSignIn?: true;
  readonly body: Schema<Body> | null;
  readonly answer: Schema<Answer>;
  readonly refusals: readonly CommandRefusal[];
}

export const route = <Body, Answer>(r: Route<Body, Answer>): Route<Body, Answer> => r;
