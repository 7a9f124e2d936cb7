/** The HTTP operations of accounts: a part of the one table of routes. None of them writes to the ledger. */
import { me, operatorSignIn, signedIn } from './accounts.ts';
import { route } from './route.ts';
import { object } from './schema.ts';

const nothing = object({});

export const accountRoutes = {
  signInOperator: route({
    method: 'POST',
    path: '/sessions/operator',
    summary: 'An operator signs in with password and, where it is set up, second factor',
    access: 'anybody',
    needsNoKey: true,
    isSignIn: true,
    body: operatorSignIn,
    answer: signedIn,
    refusals: ['bad_request', 'wrong_credentials', 'second_factor_needed', 'locked_out'],
  }),
  getMe: route({
    method: 'GET',
    path: '/me',
    summary: 'Who is signed in, and what they may do in this area',
    access: 'signed_in',
    body: null,
    answer: me,
    refusals: [],
  }),
  signOut: route({
    method: 'POST',
    path: '/sessions/sign-out',
    summary: 'Ends the session of an account; its token is worth nothing from then on',
    access: 'signed_in',
    needsNoKey: true,
    body: nothing,
    answer: nothing,
    refusals: ['bad_request'],
  }),
} as const;
