/** Signing in and out, and what a person who is signed in may know of themself. */
import { grants, rights } from './rights.ts';
import { list, named, nullable, object, oneOf, optional, text, type Infer } from './schema.ts';
import { pointInTime, recordId } from './trips.ts';

export const loginName = text({
  pattern: /^[a-z0-9][a-z0-9._-]{1,39}$/,
  expected: 'a login name of 2 to 40 small letters, digits, . _ and -',
});
export const deviceName = text({ minLength: 1, maxLength: 60, description: 'what the device is called in the list' });

export const operatorSignIn = named(
  'OperatorSignIn',
  object({
    loginName,
    password: text({ minLength: 1, maxLength: 200 }),
    secondFactor: optional(text({ maxLength: 40, description: 'code of the authenticator app, or a recovery code' })),
    deviceName: optional(deviceName),
  }),
);

/** A session that was begun; the token is shown this once. */
export const signedIn = named(
  'SignedIn',
  object({
    token: text(),
    sessionId: recordId,
    accountId: recordId,
    endsSec: pointInTime,
  }),
);

export const accountKinds = ['rider', 'driver', 'tablet', 'operator'] as const;

/** Who is signed in. `accountId` is null for a rider without an account and for a driver's duty. */
export const me = named(
  'Me',
  object({
    kind: oneOf(accountKinds),
    accountId: nullable(recordId),
    name: nullable(text()),
    riderId: nullable(recordId),
    vehicleId: nullable(text()),
    areaId: text(),
    rights: list(oneOf(rights)),
    grants,
    hasSecondFactor: oneOf(['yes', 'no', 'not_needed']),
  }),
);

export type OperatorSignIn = Infer<typeof operatorSignIn>;
export type SignedIn = Infer<typeof signedIn>;
export type Me = Infer<typeof me>;
export type AccountKind = (typeof accountKinds)[number];
